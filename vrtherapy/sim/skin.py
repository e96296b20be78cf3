"""A simulated palm: skin conductance with a slow level and single responses, 10 Hz, in microsiemens.

Rules:
    1. The level follows fear slowly; responses come by chance, oftener with fear, 1 to 3 s after their cause.
    2. A response rises with 0.7 s and decays with 3 s, the two-exponential shape of Bateman used by Benedek M,
       Kaernbach C. J Neurosci Methods 2010;190:80-91. Rates and sizes are invented.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from vrtherapy.domain.units import Micros
from vrtherapy.sim.profile import PatientProfile

EDA_HZ: Final = 10
STEPS: Final = 5
STEP_S: Final = 0.020
RISE: Final = 0.7
DECAY: Final = 3.0
KEPT: Final = 3 * 60 * EDA_HZ


class Skin:
    """Advanced by the patient, one step of 20 ms at a time."""

    def __init__(self, rng: np.random.Generator, profile: PatientProfile) -> None:
        self._rng = rng
        self._profile = profile
        self._level = profile.conductance
        self._drive = 0.0
        self._phasic = 0.0
        self._waiting: list[tuple[int, float]] = []
        self._steps = 0
        self._eda: list[float] = []

    def step(self, fear: float) -> None:
        profile = self._profile
        above = max(0.0, fear - profile.unease)
        target = profile.conductance + profile.conductance_gain * above
        self._level += (target - self._level) * STEP_S / 60.0
        a_minute = profile.responses + profile.response_gain * above
        if self._rng.random() < a_minute / 60.0 * STEP_S:
            size = float(0.3 * np.exp(0.5 * self._rng.standard_normal())) * profile.conductance_gain / 0.03
            self._waiting.append((self._steps + int(self._rng.uniform(1.0, 3.0) / STEP_S), size))
        self._drive *= 1.0 - STEP_S / RISE
        for due, size in self._waiting:
            if due == self._steps:
                self._drive += 1.9 * size
        self._waiting = [item for item in self._waiting if item[0] > self._steps]
        self._phasic += (self._drive / RISE - self._phasic / DECAY) * STEP_S
        self._steps += 1
        if self._steps % STEPS == 0:
            self._eda.append(self._level + self._phasic + 0.003 * float(self._rng.standard_normal()))
            if len(self._eda) > KEPT:
                del self._eda[:-KEPT]

    def take(self) -> tuple[npt.NDArray[np.float64], Micros]:
        """The conductance made since the last call and the time of its last sample."""
        made = np.array(self._eda)
        self._eda.clear()
        return made, Micros(self._steps // STEPS * STEPS * 20_000)
