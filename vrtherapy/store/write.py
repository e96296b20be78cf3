"""Writes a record from a thread of its own, so that a slow disk never stops a frame, and syncs it from another, so that
a slow sync never keeps what was given out of the file: a killed process loses nothing that was written.

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
BEHIND_MOST_S: Final = 1.0
WAITING_MOST: Final = 20_000
AT_ONCE: Final = 256
"""Entries that one write may take: who is slow to begin a write gets more with each."""


@dataclass(frozen=True, slots=True)
class Saved:
    """Entries given and entries synced; all written until the monotonic time `at` is synced, None before the first sync."""

    given: int
    synced: int
    at: float | None
    problem: str


@dataclass(frozen=True, slots=True)
class _Given:
    kind: Kind
    number: int
    payload: bytes
    at: float


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
        self._waiting: queue.Queue[_Given | None] = queue.Queue(maxsize=WAITING_MOST)
        self._in_hand: float | None = None
        """When the oldest entry that is not written yet was given."""
        self._closing = threading.Event()
        self._first = number
        self._given = self._written = self._synced = 0
        self._saved_at: float | None = None
        self._synced_at: float | None = None
        self._problem = self._lost = ""
        self._unsure = False
        self._waits_since = monotonic()
        self._due: float | None = None
        self._over = False
        self._told = threading.Condition()
        self._put = threading.Condition()
        self._threads = [
            threading.Thread(target=target, name=name, daemon=True)
            for target, name in ((self._write_all, "record"), (self._sync_all, "record-sync"))
        ]
        for thread in self._threads:
            thread.start()

    @property
    def saved(self) -> Saved:
        return Saved(self._given, self._synced, self._saved_at, self._lost or self._problem or self._slow())

    @property
    def next_number(self) -> int:
        """The number that the entry given next will have."""
        return self._first + self._given

    def _slow(self) -> str:
        in_hand = self._in_hand
        if in_hand is not None and (late := self._monotonic() - in_hand) >= BEHIND_MOST_S:
            return f"the disk is slow: nothing written for {late:.0f} s"
        waits = self._monotonic() - max(self._waits_since, self._synced_at or self._waits_since)
        slow = self._given > self._synced and waits >= SLOW_S
        return f"the disk is slow: nothing saved for {waits:.0f} s" if slow else ""

    def append(self, kind: Kind, payload: bytes) -> None:
        """Never blocks and never raises; when the disk is too slow to follow, `saved.problem` says so from then on."""
        if self._given == self._synced:
            self._waits_since = self._monotonic()
        number = self.next_number
        self._given += 1
        try:
            if len(payload) > LARGEST - HEAD.size:
                raise queue.Full
            self._waiting.put_nowait(_Given(kind, number, payload, self._monotonic()))
        except queue.Full:
            self._lost = "the disk cannot follow: entries were lost"

    def behind(self) -> Callable[[], None]:
        """For another thread: a call that waits until all that was given so far is written, so that no kill of this process
        takes it back. It waits no longer than 1 s from now, and not at all where the disk has a problem, which is told."""
        given, until = self._given, self._monotonic() + BEHIND_MOST_S

        def wait() -> None:
            with self._put:
                while self._written < given and not self.saved.problem and (left := until - self._monotonic()) > 0:
                    self._put.wait(left)

        return wait

    def close(self, within_s: float = 5.0) -> Saved:
        """Write and sync what waits, then close. Gives the last state; unsynced entries show as given > synced."""
        self._closing.set()
        with contextlib.suppress(queue.Full):
            self._waiting.put(None, timeout=within_s)
        until = self._monotonic() + within_s
        for thread in self._threads:
            thread.join(max(0.0, until - self._monotonic()))
        return self.saved

    def _write_all(self) -> None:
        closed = False
        while not closed and (first := self._waiting.get()) is not None:
            items = [first]
            while len(items) < AT_ONCE:
                with contextlib.suppress(queue.Empty):
                    more = self._waiting.get_nowait()
                    closed |= more is None
                    if more is not None:
                        items.append(more)
                        continue
                break
            self._in_hand = first.at
            data = b"".join(frame(item.kind, item.number, item.payload) for item in items)
            if not self._keep(data, len(items)):
                break
            self._in_hand = None
            self._sync_within(SAMPLE_SYNC_S if all(item.kind == "S" for item in items) else TURN_SYNC_S)
        with self._told:
            self._over = True
            self._told.notify()

    def _keep(self, data: bytes, entries: int) -> bool:
        """Tries until the disk takes it, so that nothing is missing in between; False when closed before it did."""
        while True:
            try:
                self._write(data)
            except OSError as error:
                self._was_put(0, f"cannot write the record: {error.strerror}")
                self._sync_within(0.0)
            else:
                self._was_put(entries, "")
                return True
            if self._closing.wait(RETRY_S):
                return False

    def _was_put(self, entries: int, problem: str) -> None:
        with self._put:
            self._written += entries
            self._problem = problem
            self._put.notify_all()

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

    def _sync_within(self, seconds: float) -> None:
        soon = self._monotonic() + seconds
        with self._told:
            if self._due is None or soon < self._due:
                self._due = soon
                self._told.notify()

    def _sync_all(self) -> None:
        over = False
        while not over:
            with self._told:
                while not self._over:
                    left = None if self._due is None else max(0.0, self._due - self._monotonic())
                    if not self._told.wait(left):
                        break
                over, self._due = self._over, None
            self._sync()
        self._file.close()

    def _sync(self) -> None:
        written, began = self._written, self._monotonic()
        if written == self._synced or self._unsure:
            return
        try:
            _sync_data(self._file.fileno())
        except OSError as error:
            # The system may have dropped what it could not write; a later success would not mean that it is there.
            self._unsure = True
            self._lost = f"cannot save the record: {error.strerror}"
            return
        self._synced, self._saved_at, self._synced_at = written, began, self._monotonic()


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
