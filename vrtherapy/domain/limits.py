"""What nothing may cross. Limits only tighten: combining two gives the stricter of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vrtherapy.domain.units import MINUTE, Micros, Permille, Suds

HIGH_LEVEL: Final = Permille(700)
HIGH_EXPOSURE: Final = Micros(20 * MINUTE)
EVENTS_PER_MIN: Final = 6
"""What holds of a dose where nothing stricter is written. Rules of this project, for clinical sign-off."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a session, a step or a class of patients.

    ceiling: the highest intensity; rise: permille of the dial per second; exposure: the dose cap; suds_high: a
    rating at or above it holds and is asked about; high_exposure: how long intensity may stay above high_level in
    all; events_per_min: scene events within any minute.
    """

    ceiling: Permille
    rise: Permille
    exposure: Micros
    suds_high: Suds
    high_level: Permille = HIGH_LEVEL
    high_exposure: Micros = HIGH_EXPOSURE
    events_per_min: int = EVENTS_PER_MIN

    def tightened(self, other: Limits) -> Limits:
        """The stricter of the two, field by field."""
        return Limits(
            ceiling=min(self.ceiling, other.ceiling),
            rise=min(self.rise, other.rise),
            exposure=min(self.exposure, other.exposure),
            suds_high=min(self.suds_high, other.suds_high),
            high_level=min(self.high_level, other.high_level),
            high_exposure=min(self.high_exposure, other.high_exposure),
            events_per_min=min(self.events_per_min, other.events_per_min),
        )
