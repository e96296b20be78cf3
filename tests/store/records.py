"""Records made for the tests: a writer on real files, and a process that is ended in the middle."""

from __future__ import annotations

import time
from pathlib import Path

from vrtherapy.store.read import Reading
from vrtherapy.store.record import Entry
from vrtherapy.store.write import RecordWriter

PATIENCE_S = 20.0


def written(path: Path, payloads: list[bytes]) -> Path:
    writer = RecordWriter(path)
    for payload in payloads:
        writer.append("T", payload)
    state = writer.close()
    assert state.given == state.synced == len(payloads) and state.problem == ""
    return path


def read(path: Path) -> tuple[list[Entry], Reading]:
    reading = Reading(path)
    return list(reading.entries()), reading


def waited(writer: RecordWriter, synced: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while writer.saved.synced < synced:
        assert time.monotonic() < until, writer.saved
        time.sleep(0.005)
