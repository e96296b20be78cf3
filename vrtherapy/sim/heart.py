"""A simulated heart: when it beats, and the ECG an electrode would show.

Rules:
    1. The mean rate follows fear with a lag; breathing moves the interval (respiratory sinus arrhythmia), and that
       movement shrinks as fear grows, as vagal tone withdraws.
    2. The next beat is known when the last one falls, so that its P wave can come before it.
    3. The waveform is 250 Hz, five samples to a step of 20 ms, in mV.

Shape: a sum of Gaussian bumps for P, Q, R, S and T placed in time around each R peak, the idea of McSharry PE,
Clifford GD, Tarassenko L, Smith LA. A dynamical model for generating synthetic electrocardiogram signals.
IEEE Trans Biomed Eng 2003;50:289-294; without its differential equation. Heights and widths are invented.
"""

from __future__ import annotations

from math import exp, pi, sin
from typing import Final

import numpy as np
import numpy.typing as npt

from vrtherapy.domain.units import Micros
from vrtherapy.sim.profile import PatientProfile

ECG_HZ: Final = 250
PERIOD: Final = Micros(4_000)
STEP_S: Final = 0.020
KEPT: Final = 3 * 60 * ECG_HZ

BUMPS: Final = (
    ("P", -0.165, 0.022, 0.12),
    ("Q", -0.028, 0.008, -0.10),
    ("R", 0.000, 0.0095, 1.10),
    ("S", 0.030, 0.009, -0.22),
    ("T", 0.250, 0.045, 0.28),
)
"""Name, place and width in seconds from the R peak, height in mV."""


class Heart:
    """Beats and waveform, advanced by the patient."""

    def __init__(self, rng: np.random.Generator, profile: PatientProfile) -> None:
        self._rng = rng
        self._profile = profile
        self._lagged = profile.unease
        self._wander = 0.0
        self._breath = float(rng.uniform(0.0, 2.0 * pi))
        self._beats = [-0.4, 0.3]
        self._made = 0
        self._ecg: list[float] = []

    @property
    def mean_rate(self) -> float:
        """Beats per minute that the heart is set to now."""
        profile = self._profile
        return max(
            40.0, profile.heart_rate + profile.heart_gain * (self._lagged - profile.unease) + self._wander
        )

    @property
    def last_beat_s(self) -> float:
        """Time of the newest R peak that has already happened, seconds."""
        return self._beats[-2]

    def step(self, now: Micros, fear: float) -> None:
        """One step of 20 ms that ends at `now`."""
        now_s = now / 1e6
        self._lagged += (fear - self._lagged) * STEP_S / 8.0
        noise = self._profile.heart_noise
        self._wander += -self._wander * STEP_S / 40.0 + noise * (2.0 * STEP_S / 40.0) ** 0.5 * self._normal()
        self._breath += 2.0 * pi * self._profile.breaths / 60.0 * STEP_S
        if now_s >= self._beats[-1]:
            calm = 1.0 / (1.0 + exp((self._lagged - 45.0) / 12.0))
            swing = self._profile.sinus_arrhythmia * (0.25 + 0.75 * calm)
            interval = 60.0 / self.mean_rate * (1.0 + swing * sin(self._breath)) + 0.004 * self._normal()
            self._beats = [*self._beats[-2:], self._beats[-1] + max(0.3, interval)]
        while (self._made + 1) * PERIOD <= now:
            self._made += 1
            self._ecg.append(self._voltage(self._made * PERIOD / 1e6))
        if len(self._ecg) > KEPT:
            del self._ecg[:-KEPT]

    def take(self) -> tuple[npt.NDArray[np.float64], Micros]:
        """The ECG made since the last call, mV, and the time of its last sample. At most 3 min are kept."""
        made = np.array(self._ecg)
        self._ecg.clear()
        return made, Micros(self._made * PERIOD)

    def _voltage(self, at: float) -> float:
        total = 0.05 * sin(self._breath) + 0.008 * self._normal()
        for beat in self._beats:
            off = at - beat
            if -0.3 < off < 0.5:
                for _, place, width, height in BUMPS:
                    away = (off - place) / width
                    if -5.0 < away < 5.0:
                        total += height * exp(-0.5 * away * away)
        return total

    def _normal(self) -> float:
        return float(self._rng.standard_normal())
