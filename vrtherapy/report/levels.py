"""Values on the dial over time: how long each held, and for how long more was given than something allowed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from vrtherapy.domain.limits import Limits
from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import INTENSE_END, SECOND, Micros, Permille
from vrtherapy.report.facts import Level
from vrtherapy.report.timeline import Timeline
from vrtherapy.safety import hard_limits
from vrtherapy.safety.classes import tightened

Stretch = tuple[Micros, Micros, Permille]
"""A value on the dial with the time it holds from and until."""
SETTLES: Final = Micros(SECOND)
"""A fallen ceiling is met within a tick, told with the next logged turn: less than this is not time above it."""


def stretches(levels: Iterable[Level], end: Micros) -> list[Stretch]:
    """Each level with the time it holds until."""
    known = list(levels)
    after = [level.at for level in known[1:]] + [end]
    return [(level.at, until, level.value) for level, until in zip(known, after, strict=True)]


def between(known: Sequence[Stretch], start: Micros, end: Micros) -> Sequence[Stretch]:
    """Those of the stretches, in order of time, that reach into the span."""
    first = bisect_right(known, start, key=lambda stretch: stretch[1])
    return known[first : bisect_left(known, end, key=lambda stretch: stretch[0])]


def highest(levels: Iterable[Level], start: Micros, end: Micros) -> Permille:
    """The highest of the levels that hold at any time between the two."""
    top = Permille(0)
    for at, until, value in stretches(levels, end):
        if until > start and at < end:
            top = max(top, value)
    return top


def holding(levels: Sequence[Level], at: Micros) -> Permille:
    """The value that holds at this moment."""
    return levels[max(0, bisect_right(levels, at, key=lambda level: level.at) - 1)].value


def limits(plan: Plan, course: Timeline, step: int) -> Limits:
    """The step's, as the patient's classes tightened them."""
    return tightened(plan.steps[step].limits, course.readiness.classes)


def above_ceiling(plan: Plan, course: Timeline) -> Micros:
    """Time that more was given than step, limits, classes, the clinician's cap or motion sickness allowed, falls apart."""
    above = 0
    given = stretches(course.given, course.end)
    comfort = [Level(Micros(0), INTENSE_END), *(Level(one.at, _comfort(one.rating)) for one in course.sickness)]
    for visit in course.visits:
        fixed = min(plan.steps[visit.step].band.high, limits(plan, course, visit.step).ceiling)
        inside = {level.at for level in (*course.caps, *comfort) if visit.start < level.at < visit.end}
        borders = [visit.start, *sorted(inside), visit.end]
        for at, until in pairwise(borders):
            allowed = min(fixed, holding(course.caps, at), holding(comfort, at))
            for since, to, value in between(given, at, until):
                lasted = min(to, until) - max(since, at)
                if value > allowed and lasted > SETTLES:
                    above += lasted
    return Micros(above)


def _comfort(rating: int) -> Permille:
    """What motion sickness of this rating leaves of the dial (`safety.rules.comfort`)."""
    over = max(0, rating - hard_limits.SICKNESS_TOLD + 1)
    return Permille(max(0, INTENSE_END - over * hard_limits.SICKNESS_LOWERS_BY))


def high_time(plan: Plan, course: Timeline) -> Micros:
    """Time that more was given than the high level of the step."""
    high = 0
    known = stretches(course.given, course.end)
    for visit in course.visits:
        level = limits(plan, course, visit.step).high_level
        for at, until, value in between(known, visit.start, visit.end):
            high += min(until, visit.end) - max(at, visit.start) if value > level else 0
    return Micros(high)
