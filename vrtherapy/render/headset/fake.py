"""A headset that does not exist, for tests, drills and measuring: its presses are lines written to a file.

`headset` in the session's folder is read at every frame. Lines are appended, one word each with what belongs to it:

    stop        the patient presses stop            off, on     the headset is taken off, and put on again
    suds 40     the patient answers the question    block 2     the render thread stands still in a native call for 2 s

To `headset.said` it answers with `NANOSECONDS frame NUMBER WORDS`, by the monotonic clock, which on Linux all processes
share: `read stop` once a line was read, and `shows calm` or `shows exposure` once a frame that read something, or
whose view is another than the last frame's, was drawn to its last pixel.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Final

from vrtherapy.render.report import FrameReport, HeadsetChanged, PatientInput, StopPressed, SudsSaid

CONTROL: Final = "headset"
SAID: Final = "headset.said"
TAKEN_OFF: Final = "headset taken off"
LONGEST_BLOCK_S: Final = 60.0
READ_AT_ONCE: Final = 4096


class FakeHeadset:
    """Implements `Keys`. What was written before it began is past, but for whether the headset is worn."""

    def __init__(self, folder: Path, block: Callable[[float], None] = time.sleep) -> None:
        self._block = block
        self._in = os.open(folder / CONTROL, os.O_RDONLY | os.O_CREAT, 0o600)
        self._out = os.open(folder / SAID, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._half = b""
        self._lines: deque[str] = deque()
        self._drawn = 0
        self._shows = ""
        self._read = False
        self._listen()
        worn = [line for line in self._lines if line in ("off", "on")]
        self._lines = deque(worn[-1:] if worn[-1:] == ["off"] else [])

    def poll(self, question_open: bool) -> tuple[PatientInput, ...]:
        """What was written since the last frame. Taking off and putting on are changes of a frame each."""
        self._listen()
        inputs: list[PatientInput] = []
        while self._lines:
            line = self._lines.popleft()
            said = self._meaning(line, question_open)
            if said is not None:
                inputs.append(said)
            if isinstance(said, HeadsetChanged):
                break
        return tuple(inputs)

    def drawn(self, frame: FrameReport, finish: Callable[[], object]) -> None:
        """`frame` was given to be drawn; `finish` returns once it is."""
        self._drawn = frame.number
        if self._read or frame.shows != self._shows:
            finish()
            self._say(frame.number, f"shows {frame.shows}")
        self._read, self._shows = False, frame.shows

    def close(self) -> None:
        os.close(self._in)
        os.close(self._out)

    def _meaning(self, line: str, question_open: bool) -> PatientInput | None:
        word, _, rest = line.partition(" ")
        said: PatientInput | None = None
        words = line
        match word:
            case "stop":
                said = StopPressed()
            case "off" | "on":
                said = HeadsetChanged(TAKEN_OFF if word == "off" else "")
            case "suds" if rest.isascii() and rest.isdigit() and int(rest) <= 100:
                said = SudsSaid(int(rest)) if question_open else None
                words = line if question_open else f"{line}, but nobody asked"
            case "block" if (lasts := _seconds(rest)) is not None:
                self._tell(line)
                self._block(lasts)
                return None
            case _:
                words = f"nothing it knows: {line}"
        self._tell(words)
        return said

    def _tell(self, words: str) -> None:
        self._read = True
        self._say(self._drawn + 1, f"read {words}")

    def _say(self, frame: int, words: str) -> None:
        os.write(self._out, f"{time.monotonic_ns()} frame {frame} {words}\n".encode())

    def _listen(self) -> None:
        while part := os.read(self._in, READ_AT_ONCE):
            *whole, self._half = (self._half + part).split(b"\n")
            self._lines.extend(line.decode("utf-8", "replace").strip() for line in whole if line.strip())


def _seconds(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0.0 < value <= LONGEST_BLOCK_S else None
