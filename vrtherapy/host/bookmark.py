"""Where the session machine stood a moment ago, so that an engine that comes back need not live the whole session again.

Rules:
    1. The record is the truth, a bookmark only spares the way to its end. One that does not fit the record is not used.
    2. Written every few seconds, off the frame thread, whole or not at all, into the session's folder, and gone with it.
    3. Read back by the same program on the same machine; it can name nothing but what this package defines.
"""

from __future__ import annotations

import io
import os
import pickle
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from vrtherapy.link.latest import Latest
from vrtherapy.session.state import State
from vrtherapy.wire.reports import Happened

NAME: Final = "bookmark"
PLAIN: Final = frozenset({("builtins", "frozenset"), ("builtins", "set")})


@dataclass(frozen=True, slots=True)
class Bookmark:
    """The machine's state and what it had told, once the first `entries` entries of the record were made."""

    record: str
    entries: int
    state: State
    happened: tuple[Happened, ...]


class Bookmarks:
    """Keeps the newest bookmark in `folder`. `put` costs the frame nothing; a disk that is full keeps none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._newest: Latest[Bookmark] = Latest(1)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._work, name="bookmarks", daemon=True)
        self._thread.start()

    def put(self, bookmark: Bookmark) -> None:
        self._newest.put(bookmark)

    def close(self) -> None:
        self._closed.set()
        self._thread.join(1.0)

    def _work(self) -> None:
        while not self._closed.is_set():
            newest = self._newest.get(0.2)
            if newest is not None:
                write_bookmark(self._folder, newest)


def write_bookmark(folder: Path, bookmark: Bookmark) -> None:
    fresh = folder / f"{NAME}.{os.getpid()}.new"
    try:
        fresh.write_bytes(pickle.dumps(bookmark))
        fresh.replace(folder / NAME)
    except OSError:
        fresh.unlink(missing_ok=True)


def read_bookmark(folder: Path, record: str) -> Bookmark | None:
    """The newest bookmark of the record `record`; None where there is none that can be read."""
    try:
        found = _OurOwn(io.BytesIO((folder / NAME).read_bytes())).load()
    except Exception:  # whatever is wrong with it, the record has it all
        return None
    return found if isinstance(found, Bookmark) and found.record == record else None


class _OurOwn(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module.startswith("vrtherapy.") or (module, name) in PLAIN:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a bookmark")
