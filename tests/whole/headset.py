"""A fake headset's buttons and answers, from outside the process that wears it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.whole.session import PATIENCE_S
from vrtherapy.render.headset.fake import CONTROL, SAID


@dataclass(frozen=True)
class Answer:
    """`at_ns` by the monotonic clock that all processes share."""

    at_ns: int
    frame: int
    words: str


class Headset:
    """The headset of the session whose processes meet in `folder`; answers are heard once each, in order."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._heard = 0

    def write(self, line: str) -> int:
        """Presses, takes off, answers; the monotonic time in nanoseconds before it was written."""
        at = time.monotonic_ns()
        with (self._folder / CONTROL).open("a") as file:
            file.write(line + "\n")
        return at

    def until(self, words: str, within_s: float = PATIENCE_S) -> Answer:
        """The next answer that says `words`; those before it are passed over."""
        end = time.monotonic() + within_s
        while time.monotonic() < end:
            for answer in self._new():
                if answer.words == words:
                    return answer
            time.sleep(0.002)
        raise AssertionError(f"the headset never said: {words}")

    def rest(self) -> list[str]:
        """What was answered and not yet heard."""
        return [answer.words for answer in self._new()]

    def _new(self) -> Iterator[Answer]:
        """One after the other: whoever stops listening finds the rest the next time."""
        try:
            lines = (self._folder / SAID).read_text().splitlines(keepends=True)
        except FileNotFoundError:
            return
        for line in lines[self._heard :]:
            if not line.endswith("\n"):
                return
            self._heard += 1
            at, _, frame, words = line.rstrip("\n").split(" ", 3)
            yield Answer(int(at), int(frame), words)
