"""A simulated patient: fear that rises with what is shown, habituates, and is told as SUDS when asked.

Rules:
    1. Time moves in whole steps of 20 ms; the same seed and the same calls give the same patient, bit for bit.
    2. Only the intensity *given* frightens; outside `exposure` and `paused` nothing feared is shown.
    3. Fear runs towards `unease + gain * given ** curve * (1 - habituated)`, faster up than down.
    4. Habituation grows with fear that is stayed with, and never shrinks within a session.
    5. A question is answered once, 2 to 6 s later, rounded to fives, biased and noisy as people are.
    6. Asked to rehearse the stop, the patient presses once, 1 to 2 s later.

Invented parameters: see `profile.py`. Not a clinical model.
"""

from __future__ import annotations

import numpy as np

from vrtherapy.domain.units import TICK, Micros, Permille, Suds, seconds
from vrtherapy.sim.heart import Heart
from vrtherapy.sim.profile import ANNA, PatientProfile
from vrtherapy.sim.skin import Skin

FRIGHTENING = frozenset({"exposure", "paused"})
STEP_S = TICK / 1_000_000


class Patient:
    """One simulated person. `rng` is the only source of chance and belongs to this patient alone."""

    def __init__(self, rng: np.random.Generator, profile: PatientProfile = ANNA) -> None:
        self.profile = profile
        self._rng = rng
        self._now = Micros(0)
        self._phase = ""
        self._given = 0.0
        self._fear = profile.unease
        self._habituated = 0.0
        self._asked: list[tuple[Micros, float]] = []
        self._press: Micros | None = None
        self.heart = Heart(rng, profile)
        self.skin = Skin(rng, profile)

    @property
    def now(self) -> Micros:
        return self._now

    @property
    def fear(self) -> float:
        """True fear, 0 to 100: what no sensor sees."""
        return self._fear

    @property
    def habituated(self) -> float:
        """The share of the gain already lost, 0 to 1."""
        return self._habituated

    def tell_state(self, phase: str, given: Permille) -> None:
        """What the patient meets from now on."""
        self._phase = phase
        self._given = given / 1000.0 if phase in FRIGHTENING else 0.0

    def ask(self, now: Micros) -> None:
        """ "How high is your distress, 0 to 100?" A question asked while one is open is the same question."""
        self.advance(now)
        if not self._asked:
            wait = self._rng.uniform(*self.profile.answers_after)
            self._asked.append((Micros(now + seconds(wait)), float(self._rng.normal())))

    def answers(self, now: Micros) -> list[Suds]:
        """The answers due by `now`; each is given once."""
        self.advance(now)
        due = [chance for at, chance in self._asked if at <= now]
        self._asked = [(at, chance) for at, chance in self._asked if at > now]
        return [self._said(chance) for chance in due]

    def rehearse(self, now: Micros) -> None:
        """ "Please press stop once, to try it." Asked again before the press it is the same request."""
        self.advance(now)
        if self._press is None:
            self._press = Micros(now + seconds(self._rng.uniform(*self.profile.presses_after)))

    def presses(self, now: Micros) -> int:
        """How often stop was pressed up to `now`; each press is told once."""
        self.advance(now)
        if self._press is None or self._press > now:
            return 0
        self._press = None
        return 1

    def advance(self, now: Micros) -> None:
        """Live until `now`, in whole steps; a `now` already lived changes nothing."""
        while self._now + TICK <= now:
            self._step()

    def _said(self, chance: float) -> Suds:
        profile = self.profile
        felt = profile.rating_gain * self._fear + profile.rating_bias + profile.rating_noise * chance
        return Suds(min(100, max(0, 5 * round(felt / 5.0))))

    def _step(self) -> None:
        profile = self.profile
        drive = profile.unease + profile.gain * self._given**profile.curve * (1.0 - self._habituated)
        drive = min(100.0, drive)
        speed = profile.rises if drive > self._fear else profile.falls
        shake = profile.restlessness * STEP_S**0.5 * float(self._rng.standard_normal())
        self._fear = min(100.0, max(0.0, self._fear + (drive - self._fear) * STEP_S / speed + shake))
        if self._given > 0.0:
            left = profile.habituates_to - self._habituated
            self._habituated += profile.habituation * (self._fear / 50.0) * max(0.0, left) * STEP_S
        self._now = Micros(self._now + TICK)
        self.heart.step(self._now, self._fear)
        self.skin.step(self._fear)
