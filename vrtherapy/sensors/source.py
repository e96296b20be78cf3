"""What every sensor is to the rest of the program.

Rules:
    1. `open_source(uri)` checks what can be checked and raises SensorProblem: one sentence, what to do in it.
    2. `describe` may be called at any time; `open` before the first `read`; `close` at any time, twice too.
    3. `read(now)` never blocks: it returns what was measured up to session time `now` and not yet returned.
    4. A source that has ended says so in `ended` and returns nothing more. It is never replaced by another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from vrtherapy.biofeedback.samples import ChannelInfo
from vrtherapy.domain.arousal import Origin
from vrtherapy.domain.units import Micros


class SensorProblem(Exception):
    """Why a sensor cannot be read: one sentence for the person in front of it, no traceback."""


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """`latency`: age of a sample when it can be read at the earliest; `marked`: how screens, logs and reports must mark a
    signal that is not a live body's, "" for live; `words`: what else a person should know, or ""."""

    name: str
    origin: Origin
    channels: tuple[ChannelInfo, ...]
    latency: Micros
    marked: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Samples of one channel, oldest first; `at` is the session time of the last."""

    channel: int
    samples: npt.NDArray[np.float64]
    at: Micros


@runtime_checkable
class Source(Protocol):
    """A sensor, real or not."""

    @property
    def ended(self) -> str:
        """ "" while it goes on; then why nothing more will come: `the recording ended at 33:38`."""

    def describe(self) -> SourceInfo: ...

    def open(self) -> None:
        """Raises SensorProblem."""

    def read(self, now: Micros) -> list[Chunk]:
        """What is due at `now`. Raises SensorProblem when the sensor breaks."""

    def close(self) -> None: ...
