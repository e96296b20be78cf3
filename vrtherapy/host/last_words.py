"""Whose code ran when an engine hung or crashed, for the engine that comes back.

The interpreter itself writes where it stands into a file that outlives it: when no frame has come for a while, by a
thread that needs no interpreter (`faulthandler`), and on a fatal signal. A frame that comes after all takes it back. A
scene is named only where its code was being called; an engine that was killed from outside says nothing.
"""

from __future__ import annotations

import faulthandler
import os
import re
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Final

NO_FRAME_S: Final = 1.25
BUILD_S: Final = 20.0
"""The same while a scene is being built; the supervisor waits for 30 s then."""
LOOK_S: Final = 0.25
_CALL: Final = re.compile(r'^  File "(?P<file>[^"]+)", line \d+ in (?P<name>.+)$')
_CALLER: Final = f"render{os.sep}slot.py"


class LastWords:
    """Opens `path` and takes from it what an engine before this one left. `frame` is called after each frame."""

    def __init__(self, path: Path) -> None:
        self.left = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        sys.stderr.write(self.left)  # for whoever reads the engine's log
        self._file = path.open("w", encoding="utf-8")
        faulthandler.enable(self._file)
        self._frames = 0
        self._armed = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="last-words", daemon=True)
        self._thread.start()

    def frame(self) -> None:
        self._frames += 1

    def due(self, within_s: float) -> None:
        """The next frame is due within `within_s`, whatever came before; after it all is as usual."""
        with self._armed:
            self._frames = 0
            faulthandler.dump_traceback_later(within_s, file=self._file)

    def close(self) -> None:
        self._over.set()
        self._thread.join()
        faulthandler.cancel_dump_traceback_later()
        faulthandler.disable()
        self._file.close()

    def _look(self) -> None:
        """Puts the moment off at which the interpreter writes, for as long as frames come."""
        seen = 0
        while not self._over.wait(LOOK_S):
            with self._armed:
                if self._frames not in (0, seen):
                    seen = self._frames
                    faulthandler.cancel_dump_traceback_later()
                    if os.fstat(self._file.fileno()).st_size:
                        os.ftruncate(self._file.fileno(), 0)
                        os.lseek(self._file.fileno(), 0, os.SEEK_SET)
                    faulthandler.dump_traceback_later(NO_FRAME_S, file=self._file)


def blamed(words: str, folders: Iterable[Path]) -> tuple[Path, str] | None:
    """The folder of the scene whose code was being called when `words` were written, and one sentence; None where none was."""
    crashed = words.startswith("Fatal Python error")
    for thread in re.split(r"\n(?=\S)", words):
        calls = [found for line in thread.splitlines() if (found := _CALL.match(line))]
        caller = next((at for at, call in enumerate(calls) if call["file"].endswith(_CALLER)), 0)
        if not caller:
            continue
        name = calls[caller - 1]["name"]
        for folder in folders:
            if any(Path(call["file"]).is_relative_to(folder) for call in calls[:caller]):
                what = f"crashed in {name}" if crashed else f"did not come back from {name}"
                return folder, f"The scene {folder.name} {what} and took the engine with it. The calm scene is shown."
    return None
