"""What a bad contact makes of an ECG: faults on demand, laid over a heart that beats on beneath.

Rules:
    1. Only samples change. A fault begins and ends with a sample, and what comes after it is untouched.
    2. The same generator state, samples and faults give the same result, however the samples are cut into chunks.
    3. Every size here is invented: large enough that nobody could read a heart from it, no measurement of electrodes.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt

Fault = Literal["", "flat", "silent", "noisy", "jump"]
"""`""`: sound; `flat`: the last value, held; `silent`: no samples; `noisy`: muscles and motion, as strong as the beats;
`jump`: the voltage leaps by millivolts, again and again, which no heart does."""

FAULTS: Final[tuple[Fault, ...]] = get_args(Fault)

MUSCLE_MV: Final = 0.5
MOTION_MV: Final = 0.12
MOTION_FADES: Final = 0.02
LEAP_MV: Final = (2.0, 5.0)
LEAPS_AFTER_S: Final = (0.2, 0.8)
FURTHEST_MV: Final = 30.0

Samples = npt.NDArray[np.float64]


class Faults:
    """Spoils samples in mV at `rate_hz` by the `fault` that is set. `rng` is the only source of chance."""

    def __init__(self, rng: np.random.Generator, rate_hz: float) -> None:
        self.fault: Fault = ""
        self._rng = rng
        self._rate_hz = rate_hz
        self._last = 0.0
        self._sway = 0.0
        self._level = 0.0
        self._until_leap = 0

    def spoil(self, samples: Samples) -> Samples:
        """The samples as a bad contact shows them; none where it is silent. What is given stays as it was."""
        match self.fault:
            case "silent":
                return samples[:0]
            case "flat":
                return np.full_like(samples, self._last)
            case "noisy":
                samples = samples + self._noise(len(samples))
            case "jump":
                samples = samples + self._leaps(len(samples))
            case "":
                self._sway = self._level = 0.0
                self._until_leap = 0
        if len(samples):
            self._last = float(samples[-1])
        return samples

    def _noise(self, count: int) -> Samples:
        """White as muscles are, upon a slow random sway as cables are."""
        made = np.empty(count)
        for k, (push, spark) in enumerate(self._rng.standard_normal((count, 2)).tolist()):
            self._sway += MOTION_MV * push - MOTION_FADES * self._sway
            made[k] = self._sway + MUSCLE_MV * spark
        return made

    def _leaps(self, count: int) -> Samples:
        """A level that stays for some tenths of a second and then is another."""
        made = np.empty(count)
        for k in range(count):
            if self._until_leap <= 0:
                self._until_leap = round(self._rng.uniform(*LEAPS_AFTER_S) * self._rate_hz)
                leap = self._rng.uniform(*LEAP_MV) * (1.0 if self._rng.random() < 0.5 else -1.0)
                self._level = float(np.clip(self._level + leap, -FURTHEST_MV, FURTHEST_MV))
            self._until_leap -= 1
            made[k] = self._level
        return made
