"""When a step counts as done, by the clinical rules.

A fall counts from this step's own peak, which must have reached the author's minimum (40 unless said
otherwise); "at most 25" and "fell by half" each need two ratings in a row, at least 60 s apart, with none in
between that breaks them; nothing counts before `stay.at_least`. A step that never activated is not habituated.
"""

from __future__ import annotations

from collections.abc import Sequence

from vrtherapy.domain.plan import Condition, Step, SudsAtMost, SudsDrop, TimeInStep
from vrtherapy.domain.rating import Rating
from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import SECOND, Micros, Suds, clock

APART = Micros(60 * SECOND)


def done(step: Step, ratings: Sequence[Rating], spent: Micros) -> Reason | None:
    """Why the step counts as done, or None. `ratings` are this step's, oldest first; `spent` is time in it."""
    if spent < step.at_least or not step.advance.conditions:
        return None
    found = [_met(condition, ratings, spent) for condition in step.advance.conditions]
    met = [reason for reason in found if reason is not None]
    if step.advance.match == "all":
        return Reason("done", "; ".join(r.words for r in met), "protocol") if len(met) == len(found) else None
    return met[0] if met else None


def _met(condition: Condition, ratings: Sequence[Rating], spent: Micros) -> Reason | None:
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
