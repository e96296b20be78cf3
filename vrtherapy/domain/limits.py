"""What nothing may cross. Limits only tighten: combining two gives the stricter of each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from vrtherapy.domain.units import Micros, Permille, Suds


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a session or a step.

    ceiling: the highest intensity; rise: permille of the dial per second; exposure: the dose cap;
    suds_high: a rating at or above it holds and is asked about.
    """

    ceiling: Permille
    rise: Permille
    exposure: Micros
    suds_high: Suds

    def tightened(self, other: Limits) -> Limits:
        """The stricter of the two, field by field."""
        return Limits(
            ceiling=min(self.ceiling, other.ceiling),
            rise=min(self.rise, other.rise),
            exposure=min(self.exposure, other.exposure),
            suds_high=min(self.suds_high, other.suds_high),
        )

    def with_ceiling(self, ceiling: Permille) -> Limits:
        return replace(self, ceiling=min(self.ceiling, ceiling))
