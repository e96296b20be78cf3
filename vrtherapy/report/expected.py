"""What the patient expected before a step and found after it, and by how much the likelihood changed.

Rules:
    1. Points of likelihood, 0-100, after less before: a fall is what the step is for. Craske et al. 2014, Behaviour
       Research and Therapy 58.
    2. Violated by the author's own measure (`ExpectancyDrop`); where none is written only the change is told.
    3. An answer that could not be had is told with its reason, and never counted as no change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vrtherapy.domain.plan import ExpectancyDrop, Step
from vrtherapy.report.facts import Visit
from vrtherapy.session.state import Belief

Found = Literal["violated", "not violated", "no aim", "open"]


@dataclass(frozen=True, slots=True)
class Expected:
    """`aim` is by how many points it was to fall, None where the author wrote none."""

    before: Belief | None
    after: Belief | None
    aim: int | None

    @property
    def change(self) -> int | None:
        """Points, after less before; None where either was not to be had."""
        if self.before is None or self.after is None or self.before.likelihood is None or self.after.likelihood is None:
            return None
        return self.after.likelihood - self.before.likelihood

    @property
    def found(self) -> Found:
        change = self.change
        if change is None:
            return "open"
        if self.aim is None:
            return "no aim"
        return "violated" if -change >= self.aim else "not violated"


def expected(step: Step, visit: Visit) -> Expected | None:
    """None where the step is about nothing that was expected and nothing was answered."""
    asks = step.rationale == "expectancy" or step.expectancy_before or step.expectancy_after
    if not asks and visit.before is None and visit.after is None:
        return None
    aim = next((c.points for c in step.advance.conditions if isinstance(c, ExpectancyDrop)), None)
    return Expected(visit.before, visit.after, aim)
