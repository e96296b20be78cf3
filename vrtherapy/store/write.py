"""Writes a record from a thread of its own, so that a slow disk never stops a frame.

`append` returns at once. An entry counts as saved only after fdatasync; `saved` tells how many are, and how
long ago. Turns are synced within 0.1 s, samples within 1 s (promise 12). When the disk fails the writer says so
in `problem` and the session goes on.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vrtherapy.store.record import MAGIC, Kind, frame

TURN_SYNC_S: Final = 0.1
SAMPLE_SYNC_S: Final = 1.0
WAITING_MOST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Saved:
    """Entries given and entries synced; `at` is the monotonic time of the last sync, or None before the first."""

    given: int
    synced: int
    at: float | None
    problem: str


class RecordWriter:
    """Opens `path` for a new record, which must not exist, or goes on after byte `whole` of one that does.

    Raises OSError when it cannot.
    """

    def __init__(
        self, path: Path, whole: int | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._monotonic = monotonic
        if whole is None:
            self._file = path.open("xb", buffering=0)
            self._file.write(MAGIC)
        else:
            self._file = path.open("r+b", buffering=0)
            self._file.truncate(whole)
            self._file.seek(whole)
        os.fsync(self._file.fileno())
        _sync_folder(path.parent)
        self._waiting: queue.Queue[tuple[Kind, bytes] | None] = queue.Queue(maxsize=WAITING_MOST)
        self._saved = Saved(0, 0, None, "")
        self._given = 0
        self._thread = threading.Thread(target=self._run, name="record", daemon=True)
        self._thread.start()

    @property
    def saved(self) -> Saved:
        state = self._saved
        return Saved(self._given, state.synced, state.at, state.problem)

    def append(self, kind: Kind, payload: bytes) -> None:
        """Never blocks and never raises; when the disk is too slow to follow, `saved.problem` says so."""
        self._given += 1
        try:
            self._waiting.put_nowait((kind, payload))
        except queue.Full:
            self._saved = Saved(0, self._saved.synced, self._saved.at, "the disk cannot follow: entries were lost")

    def close(self, within_s: float = 5.0) -> Saved:
        """Write and sync what waits, then close. Gives the last state; unsynced entries show as given > synced."""
        self._waiting.put(None)
        self._thread.join(within_s)
        return self.saved

    def _run(self) -> None:
        written = synced = 0
        due: float | None = None
        while True:
            wait = None if due is None else max(0.0, due - self._monotonic())
            try:
                item = self._waiting.get(timeout=wait)
            except queue.Empty:
                synced, due = self._sync(written, synced), None
                continue
            if item is None:
                self._sync(written, synced)
                self._file.close()
                return
            try:
                self._write(frame(*item))
                written += 1
            except OSError as error:
                self._saved = Saved(0, synced, self._saved.at, f"cannot write the record: {error.strerror}")
                continue
            soon = self._monotonic() + (SAMPLE_SYNC_S if item[0] == "S" else TURN_SYNC_S)
            due = soon if due is None else min(due, soon)
            if due <= self._monotonic():
                synced, due = self._sync(written, synced), None

    def _write(self, data: bytes) -> None:
        """A short write would leave a torn entry in the middle: take it back before giving up."""
        start = self._file.tell()
        try:
            done = 0
            while done < len(data):
                done += self._file.write(data[done:])
        except OSError:
            os.ftruncate(self._file.fileno(), start)
            self._file.seek(start)
            raise

    def _sync(self, written: int, synced: int) -> int:
        if written == synced:
            return synced
        try:
            _sync_data(self._file.fileno())
        except OSError as error:
            self._saved = Saved(0, synced, self._saved.at, f"cannot save the record: {error.strerror}")
            return synced
        self._saved = Saved(0, written, self._monotonic(), "")
        return written


def _sync_data(fd: int) -> None:
    (os.fdatasync if hasattr(os, "fdatasync") else os.fsync)(fd)


def _sync_folder(folder: Path) -> None:
    """A new file is not there after a power cut until its folder is synced. Windows has no such call."""
    if os.name == "nt":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
