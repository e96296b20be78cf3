"""How each kind of channel is heard: one ear per channel, with its own compiled state.

Rules:
    1. Any numbers are accepted: float32, float64, lists, read-only or strided arrays. What is not plain float64 is copied
       into a buffer made beforehand, so that the kernel is compiled for one type only.
    2. A channel whose kind is not yet understood is kept for display and judged by nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from vrtherapy.biofeedback import ecg_chain, rr_kernel
from vrtherapy.biofeedback.rhythm_kernel import summarise
from vrtherapy.biofeedback.samples import ChannelInfo
from vrtherapy.biofeedback.signal_quality import Judgement, fade, judge_ecg
from vrtherapy.domain.units import Micros

Samples = npt.NDArray[np.floating[Any]]
Strip = npt.NDArray[np.float32]

RR_SILENCE: Final = 4.0
FLOAT64: Final = np.dtype(np.float64)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Heart rate per minute, RMSSD in ms (None: not honestly known), beats so far, and how far to trust them."""

    heart_rate: float | None
    rmssd: float | None
    beats: int
    judgement: Judgement


class Ear(Protocol):
    """What the pipeline asks of a channel."""

    info: ChannelInfo

    @property
    def at(self) -> Micros | None:
        """Session time of the newest sample; None before the first."""

    def push(self, samples: Samples, at: Micros) -> int:
        """Take a chunk; return how many beat events it brought, -1 when its time was refused."""

    def rhythm(self) -> Rhythm | None:
        """None for a channel that carries no heartbeat."""

    def strip(self, count: int) -> Strip:
        """The newest `count` samples or fewer, oldest first."""


def known(value: float) -> float | None:
    return None if value != value else float(value)


class EcgEar:
    """An ECG through filter, beats, rhythm and quality."""

    def __init__(self, info: ChannelInfo) -> None:
        self.info = info
        self.state = ecg_chain.new_chain(info.rate_hz)
        self.events = ecg_chain.new_events()
        self._rr = self.state["rr"]
        self._buffer = np.zeros(ecg_chain.BIGGEST_CHUNK)
        self._summary = np.zeros(4)

    @property
    def at(self) -> Micros | None:
        return Micros(int(self.state[0]["at"])) if self.state[0]["has_at"] else None

    def push(self, samples: Samples, at: Micros) -> int:
        count = len(samples)
        if count <= ecg_chain.BIGGEST_CHUNK:
            if type(samples) is np.ndarray and samples.dtype is FLOAT64 and samples.flags.carray:
                return ecg_chain.push(self.state, samples, count, at, self.events)
            self._buffer[:count] = samples
            return ecg_chain.push(self.state, self._buffer, count, at, self.events)
        told = 0
        for first in range(0, count, ecg_chain.BIGGEST_CHUNK):
            last = min(count, first + ecg_chain.BIGGEST_CHUNK)
            told += self.push(
                samples[first:last], Micros(at - round((count - last) * 1e6 / self.info.rate_hz))
            )
        return told

    def rhythm(self) -> Rhythm:
        chain = self.state[0]
        now = float(chain["ecg"]["n"]) / self.info.rate_hz + float(chain["gap_s"])
        summarise(self._rr, now, self._summary)
        heart_rate, rmssd, sound, _ = self._summary.tolist()
        judgement = judge_ecg(self.state, self.info.unit, sound)
        return Rhythm(known(heart_rate), known(rmssd), int(chain["settled"]), judgement)

    def strip(self, count: int) -> Strip:
        chain = self.state[0]
        n = int(chain["ecg"]["n"])
        count = max(0, min(count, n, ecg_chain.STRIP))
        return np.take(chain["strip"], np.arange(n - count + 1, n + 1) % ecg_chain.STRIP)


class RrEar:
    """Intervals from a chest belt, in ms, each ending with its chunk's time."""

    def __init__(self, info: ChannelInfo) -> None:
        self.info = info
        self.state = rr_kernel.new_rr()
        self._summary = np.zeros(4)
        self._at: Micros | None = None
        self._beats = 0
        self._end = 0.0
        self._strip = KeptStrip()

    @property
    def at(self) -> Micros | None:
        return self._at

    def push(self, samples: Samples, at: Micros) -> int:
        if self._at is not None and at <= self._at:
            return -1
        values = np.asarray(samples, dtype=float)
        good = values[np.isfinite(values)] / 1000.0
        if self._at is not None and (at - self._at) * 1e-6 > float(good.sum()) + RR_SILENCE:
            rr_kernel.break_rhythm_of(self.state)
        self._at = at
        end = at * 1e-6 - float(good.sum())
        for interval in good.tolist():
            end += interval
            rr_kernel.add_interval_to(self.state, end, interval)
            self._beats += 1
        self._strip.push(values)
        return len(good)

    def rhythm(self) -> Rhythm:
        now = (self._at or 0) * 1e-6
        summarise(self.state, now, self._summary)
        heart_rate, rmssd, sound, _ = self._summary.tolist()
        if self._beats < 5:
            judgement = Judgement(0.4, "waiting for heartbeats")
        elif sound < 0.8:
            judgement = Judgement(fade(sound, 0.85, 0.3), f"{100 * (1 - sound):.0f} % of intervals irregular")
        else:
            judgement = Judgement(1.0, "")
        return Rhythm(known(heart_rate), known(rmssd), self._beats, judgement)

    def strip(self, count: int) -> Strip:
        return self._strip.newest(count)


class KeptStrip:
    """The newest samples of a slow channel."""

    def __init__(self) -> None:
        self._ring = np.zeros(ecg_chain.STRIP, np.float32)
        self._n = 0

    def push(self, values: Samples) -> None:
        values = np.asarray(values)[-ecg_chain.STRIP :]
        self._ring[np.arange(self._n, self._n + len(values)) % ecg_chain.STRIP] = values
        self._n += len(values)

    def newest(self, count: int) -> Strip:
        count = max(0, min(count, self._n, ecg_chain.STRIP))
        return np.take(self._ring, np.arange(self._n - count, self._n) % ecg_chain.STRIP)


class ShownEar:
    """A channel that is shown and not yet judged: skin conductance, respiration, pulse wave."""

    def __init__(self, info: ChannelInfo) -> None:
        self.info = info
        self._at: Micros | None = None
        self._strip = KeptStrip()

    @property
    def at(self) -> Micros | None:
        return self._at

    def push(self, samples: Samples, at: Micros) -> int:
        if self._at is not None and at <= self._at:
            return -1
        self._at = at
        self._strip.push(samples)
        return 0

    def rhythm(self) -> None:
        return None

    def strip(self, count: int) -> Strip:
        return self._strip.newest(count)


def ear_for(info: ChannelInfo) -> EcgEar | RrEar | ShownEar:
    """Raises ValueError for an ECG outside 100 to 1000 Hz."""
    match info.kind:
        case "ecg":
            return EcgEar(info)
        case "rr":
            return RrEar(info)
        case _:
            return ShownEar(info)
