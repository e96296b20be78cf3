"""Writes a record from a thread of its own, so that a slow disk never stops a frame.

`append` returns at once. An entry counts as saved only after fdatasync; `saved` tells how many are, and how
long ago. Turns are synced within 0.1 s, samples within 1 s (promise 12). When the disk fails the writer says so
in `problem`, keeps what waits in memory and tries again; the session goes on. Only when it must let entries go
does the problem stay.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vrtherapy.store.record import HEAD, LARGEST, MAGIC, Kind, frame

TURN_SYNC_S: Final = 0.1
SAMPLE_SYNC_S: Final = 1.0
RETRY_S: Final = 0.5
SLOW_S: Final = 3.0
WAITING_MOST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Saved:
    """Entries given and entries synced; `at` is the monotonic time of the last sync, or None before the first."""

    given: int
    synced: int
    at: float | None
    problem: str


class RecordWriter:
    """Opens `path` for a new record, which must not exist, or goes on after byte `whole` of one that does, with
    `number` as its next entry's.

    Raises OSError when it cannot.
    """

    def __init__(
        self,
        path: Path,
        whole: int | None = None,
        number: int = 0,
        monotonic: Callable[[], float] = time.monotonic,
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
        sync_folder(path.parent)
        self._waiting: queue.Queue[tuple[Kind, int, bytes] | None] = queue.Queue(maxsize=WAITING_MOST)
        self._closing = threading.Event()
        self._first = number
        self._given = self._written = self._synced = 0
        self._synced_at: float | None = None
        self._problem = self._lost = ""
        self._unsure = False
        self._waits_since = monotonic()
        self._thread = threading.Thread(target=self._run, name="record", daemon=True)
        self._thread.start()

    @property
    def saved(self) -> Saved:
        return Saved(self._given, self._synced, self._synced_at, self._lost or self._problem or self._slow())

    def _slow(self) -> str:
        waits = self._monotonic() - max(self._waits_since, self._synced_at or self._waits_since)
        slow = self._given > self._synced and waits >= SLOW_S
        return f"the disk is slow: nothing saved for {waits:.0f} s" if slow else ""

    def append(self, kind: Kind, payload: bytes) -> None:
        """Never blocks and never raises; when the disk is too slow to follow, `saved.problem` says so from then on."""
        if self._given == self._synced:
            self._waits_since = self._monotonic()
        number = self._first + self._given
        self._given += 1
        try:
            if len(payload) > LARGEST - HEAD.size:
                raise queue.Full
            self._waiting.put_nowait((kind, number, payload))
        except queue.Full:
            self._lost = "the disk cannot follow: entries were lost"

    def close(self, within_s: float = 5.0) -> Saved:
        """Write and sync what waits, then close. Gives the last state; unsynced entries show as given > synced."""
        self._closing.set()
        with contextlib.suppress(queue.Full):
            self._waiting.put(None, timeout=within_s)
        self._thread.join(within_s)
        return self.saved

    def _run(self) -> None:
        due: float | None = None
        while True:
            try:
                item = self._waiting.get(timeout=None if due is None else max(0.0, due - self._monotonic()))
            except queue.Empty:
                self._sync()
                due = None
                continue
            if item is None or not self._keep(frame(*item)):
                self._sync()
                self._file.close()
                return
            soon = self._monotonic() + (SAMPLE_SYNC_S if item[0] == "S" else TURN_SYNC_S)
            due = soon if due is None else min(due, soon)
            if due <= self._monotonic():
                self._sync()
                due = None

    def _keep(self, data: bytes) -> bool:
        """Tries until the disk takes it, so that nothing is missing in between; False when closed before it did."""
        while True:
            try:
                self._write(data)
            except OSError as error:
                self._problem = f"cannot write the record: {error.strerror}"
                self._sync()
            else:
                self._written += 1
                self._problem = ""
                return True
            if self._closing.wait(RETRY_S):
                return False

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

    def _sync(self) -> None:
        if self._written == self._synced or self._unsure:
            return
        try:
            _sync_data(self._file.fileno())
        except OSError as error:
            # The system may have dropped what it could not write; a later success would not mean that it is there.
            self._unsure = True
            self._lost = f"cannot save the record: {error.strerror}"
            return
        self._synced, self._synced_at = self._written, self._monotonic()


def _sync_data(fd: int) -> None:
    (os.fdatasync if hasattr(os, "fdatasync") else os.fsync)(fd)


def sync_folder(folder: Path) -> None:
    """A new file is not there after a power cut until its folder is synced. Windows has no such call."""
    if os.name == "nt":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
