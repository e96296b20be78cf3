"""What playback needs of a recording, whatever its format.

Rules: one rate for all channels; values in the file's own units; blocks are read as they are needed, so that a file of
any length is played in the same memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol, get_args

import numpy as np
import numpy.typing as npt

from vrtherapy.biofeedback.samples import HIGHEST_ECG_HZ, LOWEST_ECG_HZ, ChannelInfo, ChannelKind
from vrtherapy.sensors.source import SensorProblem

Block = npt.NDArray[np.float64]

KIND_WORDS: Final[dict[ChannelKind, tuple[str, ...]]] = {
    "ecg": ("ecg", "ekg", "mlii", "lead"),
    "ppg": ("ppg", "bvp", "pleth"),
    "eda": ("eda", "gsr", "scl", "skin"),
    "respiration": ("resp", "rsp", "breath"),
}
ECG_LEADS: Final = frozenset({"i", "ii", "iii", "v", "v1", "v2", "v3", "v4", "v5", "v6", "avr", "avl", "avf"})


class Recording(Protocol):
    """A file that can be played from the start as often as asked."""

    @property
    def channels(self) -> tuple[ChannelInfo, ...]: ...

    @property
    def words(self) -> str:
        """What a person should know of it, or ""."""

    def blocks(self) -> Iterator[Block]:
        """The samples, shape (n, channels), n of any size; NaN where a sample is missing."""


def kind_of(name: str) -> ChannelKind | None:
    """What a column or signal called `name` is, None where the name does not tell."""
    lower = name.strip().lower()
    if lower in ECG_LEADS:
        return "ecg"
    return next((kind for kind, words in KIND_WORDS.items() if any(word in lower for word in words)), None)


def kind_named(text: str) -> ChannelKind:
    """`kind=` of a sensor address. Raises SensorProblem for an unknown one."""
    for kind in KIND_WORDS:
        if text == kind:
            return kind
    if text in get_args(ChannelKind):
        raise SensorProblem(
            f"`kind={text}` cannot be played from a file yet; play the ECG it came from with `kind=ecg`."
        )
    listed = ", ".join(KIND_WORDS)
    raise SensorProblem(f"`kind={text}` in the sensor address is unknown; write one of {listed}.")


def check_rate(rate_hz: float, kind: ChannelKind, name: str) -> None:
    """Raises SensorProblem for a rate at which nothing can be read."""
    if kind == "ecg" and not LOWEST_ECG_HZ <= rate_hz <= HIGHEST_ECG_HZ:
        raise SensorProblem(
            f"{name} has an ECG at {rate_hz:g} Hz; heartbeats are read at {LOWEST_ECG_HZ:.0f} to {HIGHEST_ECG_HZ:.0f} Hz,"
            " so resample it, or state the true rate with `?rate_hz=`."
        )
    if not 0.0 < rate_hz <= 100_000.0:
        raise SensorProblem(
            f"{name} has a sampling rate of {rate_hz:g} Hz; state the true rate with `?rate_hz=`."
        )
