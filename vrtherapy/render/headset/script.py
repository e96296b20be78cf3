"""The other end of a fake headset: presses and answers written for it, and what it said, from any process."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vrtherapy.render.headset.fake import CONTROL, SAID

LOOKS_AGAIN_S = 0.002
PATIENCE_S = 90.0


@dataclass(frozen=True, slots=True)
class Said:
    """`at_ns` by the monotonic clock, which on Linux all processes share."""

    at_ns: int
    frame: int
    words: str


class NotSaid(Exception):
    """The headset did not say it in time; the text names it."""


class Script:
    """The headset of the session whose processes meet in `folder`; what it says is heard once, in order."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._heard = 0

    def write(self, line: str) -> int:
        """Presses, takes off, answers; the monotonic time in nanoseconds before it was written."""
        at = time.monotonic_ns()
        with (self._folder / CONTROL).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        return at

    def until(self, words: str, within_s: float = PATIENCE_S) -> Said:
        """The next that says `words`; those before it are passed over. Raises NotSaid."""
        end = time.monotonic() + within_s
        while time.monotonic() < end:
            for said in self._new():
                if said.words == words:
                    return said
            time.sleep(LOOKS_AGAIN_S)
        raise NotSaid(f"the headset never said: {words}")

    def rest(self) -> list[str]:
        """What was said and not yet heard."""
        return [said.words for said in self._new()]

    def _new(self) -> Iterator[Said]:
        """One after the other: whoever stops listening finds the rest the next time."""
        try:
            lines = (self._folder / SAID).read_text(encoding="utf-8").splitlines(keepends=True)
        except FileNotFoundError:
            return
        for line in lines[self._heard :]:
            if not line.endswith("\n"):
                return
            self._heard += 1
            at, _, frame, words = line.rstrip("\n").split(" ", 3)
            yield Said(int(at), int(frame), words)
