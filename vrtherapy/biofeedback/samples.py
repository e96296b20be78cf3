"""What a channel is, and how its samples travel.

Rules of a chunk:
    1. A chunk is a one-dimensional array of finite or NaN numbers in the channel's unit, oldest first;
       NaN is a sample the device knows it missed.
    2. Its time is the session time of its *last* sample; the others lie `1 / rate_hz` apart before it.
    3. Any cut of the same samples into chunks gives the same beats, bit for bit.
    4. Kind `rr` is the exception to 2: each sample is one interval in ms that ended with the chunk's time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

ChannelKind = Literal["ecg", "ppg", "eda", "respiration", "rr"]

LOWEST_ECG_HZ: Final = 100.0
HIGHEST_ECG_HZ: Final = 1000.0


@dataclass(frozen=True, slots=True)
class ChannelInfo:
    """One channel of a sensor. `unit` is as written by the device: `mV`, `uV`, `uS`, `ms`, or "" if unknown."""

    kind: ChannelKind
    rate_hz: float
    unit: str
    name: str
