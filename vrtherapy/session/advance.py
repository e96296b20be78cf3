"""When a step counts as done, by the clinical rules.

A fall counts from this step's own peak, which must have reached the author's minimum (40 unless said
otherwise); "at most 25" and "fell by half" each need two ratings in a row, at least 60 s apart, with none in
between that breaks them; nothing counts before `stay.at_least`. A step that never activated is not habituated.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from vrtherapy.domain.plan import Condition, ExpectancyDrop, Step, SudsAtMost, SudsDrop, TimeInStep
from vrtherapy.domain.rating import Rating
from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import SECOND, Micros, Suds, clock

APART = Micros(60 * SECOND)


def done(
    step: Step, ratings: Sequence[Rating], spent: Micros, before: int | None = None, after: int | None = None
) -> Reason | None:
    """Why the step counts as done, or None. `ratings` are this step's, oldest first; `spent` is time in it; `before`
    and `after` are how likely, 0-100, the patient held what they feared."""
    if spent < step.at_least or not step.advance.conditions:
        return None
    found = [_met(condition, ratings, spent, before, after) for condition in step.advance.conditions]
    met = [reason for reason in found if reason is not None]
    if step.advance.match == "all":
        return Reason("done", "; ".join(r.words for r in met), "protocol") if len(met) == len(found) else None
    return met[0] if met else None


def stayed(step: Step, ratings: Sequence[Rating], spent: Micros) -> bool:
    """Whether it is time to ask what was found: but for the answer, the step would be done, or it has lasted as planned."""
    if spent >= step.at_most:
        return True
    if spent < step.at_least:
        return False
    others = [c for c in step.advance.conditions if not isinstance(c, ExpectancyDrop)]
    met = [_met(condition, ratings, spent, None, None) is not None for condition in others]
    return not others or (all(met) if step.advance.match == "all" else any(met))


def _met(
    condition: Condition, ratings: Sequence[Rating], spent: Micros, before: int | None, after: int | None
) -> Reason | None:
    match condition:
        case TimeInStep(at_least):
            return Reason("time", f"{clock(at_least)} in step", "protocol") if spent >= at_least else None
        case SudsAtMost(suds):
            if _lasted_below(suds, ratings):
                return Reason("suds_at_most", f"SUDS at or below {suds} twice", "protocol")
            return None
        case SudsDrop(permille, peak_at_least):
            peak = max((r.suds for r in ratings), default=Suds(0))
            if peak < peak_at_least:
                return None
            floor = Suds(peak * (1000 - permille) // 1000)
            if _lasted_below(floor, ratings):
                return Reason("habituated", f"SUDS fell from {peak} to {ratings[-1].suds}", "protocol")
            return None
        case ExpectancyDrop(points):
            if before is None or after is None or before - after < points:
                return None
            return Reason("expectancy", f"held for {before} % likely, found {after} %", "protocol")
        case _:
            assert_never(condition)


def _lasted_below(suds: Suds, ratings: Sequence[Rating]) -> bool:
    if not ratings or ratings[-1].suds > suds:
        return False
    newest = ratings[-1]
    for rating in reversed(ratings[:-1]):
        if rating.suds > suds:
            return False
        if newest.at - rating.at >= APART:
            return True
    return False
