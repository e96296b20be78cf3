"""Promise 12: what was acknowledged is there after a kill, and a full disk is told while the session goes on."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.store.records import PATIENCE_S, read, waited
from vrtherapy.store import write
from vrtherapy.store.write import RecordWriter

needs_kill = pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")

BUSY = """
import sys
from pathlib import Path
from vrtherapy.store.write import RecordWriter
writer = RecordWriter(Path(sys.argv[1]))
number = 0
told = -1
while True:
    writer.append("T", b"%d" % number)
    number += 1
    synced = writer.saved.synced
    if synced != told:
        told = synced
        print(synced, flush=True)
    if number - synced > 500:
        while writer.saved.synced < number - 100:
            pass
"""


@needs_kill
def test_a_kill_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    for attempt, acknowledgements in enumerate((1, 3, 8)):
        path = tmp_path / f"{attempt}.vrtrec"
        writing = subprocess.Popen([sys.executable, "-c", BUSY, str(path)], stdout=subprocess.PIPE, text=True)
        assert writing.stdout is not None
        ends = threading.Timer(PATIENCE_S, writing.kill)
        ends.start()
        try:
            lines = [writing.stdout.readline() for _ in range(acknowledgements + 1)]
        finally:
            writing.send_signal(signal.SIGKILL)
            rest = writing.stdout.read().split()
            writing.wait(PATIENCE_S)
            ends.cancel()
        acknowledged = int(rest[-1] if rest else lines[-1])
        found, _ = read(path)
        assert acknowledged > 0
        assert [int(e.payload) for e in found] == list(range(len(found)))
        assert len(found) >= acknowledged


FULL = """
import resource, sys, time
from pathlib import Path
from vrtherapy.store.write import RecordWriter
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))
writer = RecordWriter(Path(sys.argv[1]))
for number in range(100):
    writer.append("T", b"%060d" % number)
deadline = time.monotonic() + 20
while not writer.saved.problem and time.monotonic() < deadline:
    time.sleep(0.01)
print(writer.saved.problem)
for number in range(100, 120):
    started = time.monotonic()
    writer.append("T", b"%060d" % number)
print(time.monotonic() - started < 0.1)
if sys.argv[2] == "room":
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    while writer.saved.problem and time.monotonic() < deadline:
        time.sleep(0.01)
    print(repr(writer.saved.problem))
state = writer.close()
print(state.given, state.synced)
"""


@needs_kill
@pytest.mark.parametrize("then", ["room", "none"])
def test_a_full_disk_is_told_the_session_goes_on_and_nothing_is_missing_once_there_is_room(tmp_path: Path, then: str) -> None:
    path = tmp_path / "a.vrtrec"
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path), then], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    assert said[0].startswith("cannot write the record: ") and said[1] == "True"
    found, reading = read(path)
    assert reading.left_out == "", "no torn entry stands where the disk was full"
    assert [int(e.payload) for e in found] == list(range(len(found)))
    if then == "room":
        assert said[2] == "''" and said[-1] == "120 120" and len(found) == 120
    else:
        given, synced = map(int, said[-1].split())
        assert given == 120 and synced == len(found) < 100


class Disk:
    """The system's calls for one file, with the faults of a disk."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.refuses_sync = False
        self.hangs = threading.Event()
        self.hangs.set()
        self.takes = threading.Event()
        self.takes.set()
        real, real_write = write._sync_data, RecordWriter._write

        def sync(fd: int) -> None:
            assert self.hangs.wait(PATIENCE_S)
            if self.refuses_sync:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            real(fd)

        def take(writer: RecordWriter, data: bytes) -> None:
            assert self.takes.wait(PATIENCE_S)
            real_write(writer, data)

        monkeypatch.setattr(write, "_sync_data", sync)
        monkeypatch.setattr(RecordWriter, "_write", take)


def told(writer: RecordWriter) -> str:
    until = time.monotonic() + PATIENCE_S
    while not writer.saved.problem:
        assert time.monotonic() < until
        time.sleep(0.005)
    return writer.saved.problem


def test_what_is_saved_is_told_soon_and_not_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(monkeypatch)
    writer = RecordWriter(tmp_path / "a.vrtrec")
    assert writer.saved.at is None
    disk.hangs.clear()
    writer.append("T", b"one")
    time.sleep(0.3)
    assert (writer.saved.given, writer.saved.synced, writer.saved.at) == (1, 0, None)
    disk.hangs.set()
    waited(writer, 1)
    assert writer.saved.at is not None and writer.saved.problem == ""
    writer.close()


def test_after_a_failed_sync_nothing_is_called_saved_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(monkeypatch)
    writer = RecordWriter(tmp_path / "a.vrtrec")
    writer.append("T", b"one")
    waited(writer, 1)
    disk.refuses_sync = True
    writer.append("T", b"two")
    assert "cannot save the record" in told(writer)
    disk.refuses_sync = False
    writer.append("T", b"three")
    state = writer.close()
    assert state.synced == 1 and "cannot save the record" in state.problem


def test_a_disk_that_hangs_is_told_and_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    disk = Disk(monkeypatch)
    writer = RecordWriter(tmp_path / "a.vrtrec", monotonic=lambda: now[0])
    disk.hangs.clear()
    writer.append("T", b"one")
    assert writer.saved.problem == ""
    now[0] = 10.0
    assert "slow" in writer.saved.problem
    writer.append("T", b"two")
    disk.hangs.set()
    waited(writer, 1)
    state = writer.close()
    assert (state.synced, state.problem) == (2, "")


def test_what_is_given_is_in_the_file_though_a_sync_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(monkeypatch)
    path = tmp_path / "a.vrtrec"
    writer = RecordWriter(path)
    disk.hangs.clear()
    for number in range(300):
        writer.append("T", b"%d" % number)
        time.sleep(0.001)
    until = time.monotonic() + PATIENCE_S
    while len(read(path)[0]) < 300:
        assert time.monotonic() < until
        time.sleep(0.01)
    assert (writer.saved.given, writer.saved.synced, writer.saved.at) == (300, 0, None)
    disk.hangs.set()
    assert writer.close().synced == 300


def test_what_was_written_while_a_sync_ran_is_not_called_saved_by_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entered, may_end = threading.Event(), threading.Semaphore(0)

    def sync(_: int) -> None:
        entered.set()
        assert may_end.acquire(timeout=PATIENCE_S)

    monkeypatch.setattr(write, "_sync_data", sync)
    path = tmp_path / "a.vrtrec"
    writer = RecordWriter(path)
    writer.append("T", b"before")
    assert entered.wait(PATIENCE_S)
    began = time.monotonic()
    writer.append("T", b"meanwhile")
    until = began + PATIENCE_S
    while len(read(path)[0]) < 2:
        assert time.monotonic() < until
        time.sleep(0.01)
    may_end.release()
    waited(writer, 1)
    at = writer.saved.at
    assert writer.saved.synced == 1 and at is not None and at <= began
    may_end.release()
    assert writer.close().synced == 2


def test_a_disk_that_never_follows_loses_entries_and_says_so_for_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "WAITING_MOST", 4)
    disk = Disk(monkeypatch)
    disk.takes.clear()
    writer = RecordWriter(tmp_path / "a.vrtrec")
    for number in range(200):
        writer.append("T", b"%d" % number)
        time.sleep(0.002)
    assert "entries were lost" in writer.saved.problem
    disk.takes.set()
    state = writer.close()
    assert "entries were lost" in state.problem and state.synced < state.given


def test_closing_a_writer_whose_disk_hangs_ends_in_bounded_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "WAITING_MOST", 2)
    disk = Disk(monkeypatch)
    disk.takes.clear()
    writer = RecordWriter(tmp_path / "a.vrtrec")
    for number in range(50):
        writer.append("T", b"%d" % number)
        time.sleep(0.005)
    state = writer.close(within_s=0.3)
    assert state.synced == 0 and state.problem
    disk.takes.set()


def test_whoever_waits_behind_what_was_given_goes_on_once_it_is_written_and_not_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)
    monkeypatch.setattr(write, "BEHIND_MOST_S", PATIENCE_S)
    path = tmp_path / "a.vrtrec"
    writer = RecordWriter(path)
    disk.takes.clear()
    writer.append("T", b"one")
    held, went = writer.behind(), threading.Event()
    threading.Thread(target=lambda: (held(), went.set()), daemon=True).start()
    assert not went.wait(0.3) and read(path)[0] == []
    disk.takes.set()
    assert went.wait(PATIENCE_S) and len(read(path)[0]) == 1
    writer.close()


@needs_kill
def test_whoever_waits_behind_a_disk_that_has_no_room_goes_on(tmp_path: Path) -> None:
    waits = FULL.replace("for number in range(100, 120):", "writer.behind()()\nfor number in range(100, 120):")
    done = subprocess.run(
        [sys.executable, "-c", waits, str(tmp_path / "a.vrtrec"), "none"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0 and done.stdout.splitlines()[0].startswith("cannot write"), done.stderr


def test_whoever_waits_behind_a_disk_that_hangs_goes_on_after_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(monkeypatch)
    monkeypatch.setattr(write, "BEHIND_MOST_S", 0.2)
    writer = RecordWriter(tmp_path / "a.vrtrec")
    disk.takes.clear()
    writer.append("T", b"one")
    writer.behind()()
    assert writer.saved.synced == 0
    disk.takes.set()
    assert writer.close().synced == 1
