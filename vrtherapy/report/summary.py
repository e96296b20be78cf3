"""The key figures of a session, each computed from the timeline alone.

Rules:
    1. A peak is one visit's; a fall counts by the step's own rule, as the machine judges it (`session.advance`).
    2. A visit whose peak stayed below the rule's minimum (40 unless the author wrote otherwise) never activated.
    3. Stops are counted by who stopped. None of them is an escape, and a technical one says nothing about the patient.
    4. Where there is nothing to count from (no baseline, no rating) the figure is None, never zero.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from vrtherapy.domain.plan import Advance, Plan, Step, SudsDrop
from vrtherapy.domain.rating import Rating
from vrtherapy.domain.units import SECOND, Micros, Permille, Suds
from vrtherapy.report.facts import HeartPoint, Level, Said, Visit
from vrtherapy.report.timeline import Timeline
from vrtherapy.safety.hard_limits import EXPOSURE_ABSOLUTE
from vrtherapy.session import advance

Stretch = tuple[Micros, Micros, Permille]
"""A value on the dial with the time it holds from and until."""
Verdict = Literal["habituated", "not habituated", "never activated", "not the aim", "no rating"]
DEFAULT_FALL = SudsDrop(Permille(500), Suds(40))
SETTLES = Micros(SECOND)
"""A fallen ceiling is met within a tick, told with the next logged turn: less than this is not time above it."""


@dataclass(frozen=True, slots=True)
class VisitFigures:
    """One stay in a step. `heart` is the mean of its good readings in milli-beats per minute."""

    visit: Visit
    peak: Suds | None
    last: Suds | None
    ratings: int
    verdict: Verdict
    given: Permille
    asked: Permille
    heart: float | None
    events: int


@dataclass(frozen=True, slots=True)
class Stops:
    patient: int
    clinician: int
    technical: int
    protocol: int

    @property
    def total(self) -> int:
        return self.patient + self.clinician + self.technical + self.protocol


@dataclass(frozen=True, slots=True)
class Summary:
    exposure: Micros
    exposure_cap: Micros
    steps: int
    reached: int
    """The highest step entered, counted from 1; 0 before any."""
    visits: tuple[VisitFigures, ...]
    given: Permille
    asked: Permille
    baseline: float | None
    """Milli-beats per minute over the good readings of the rest before the exposure."""
    listened: Micros
    good: Micros
    stops: Stops
    above_ceiling: Micros
    suds_high: Micros
    """Time in exposure from a rating at or above the step's limit to the next one below it."""
    events: int

    @property
    def main(self) -> VisitFigures | None:
        """The visit a reader wants first: the last one with a rating, else the last one."""
        rated = [figures for figures in self.visits if figures.peak is not None]
        return rated[-1] if rated else (self.visits[-1] if self.visits else None)


def summary(plan: Plan, course: Timeline) -> Summary:
    visits = tuple(_figures(plan, course, index) for index in range(len(course.visits)))
    cap = min((plan.steps[v.step].limits.exposure for v in course.visits), default=plan.limits.exposure)
    return Summary(
        exposure=course.exposure,
        exposure_cap=min(cap, EXPOSURE_ABSOLUTE),
        steps=len(plan.steps),
        reached=max((visit.step + 1 for visit in course.visits), default=0),
        visits=visits,
        given=max((level.value for level in course.given), default=Permille(0)),
        asked=max((level.value for level in course.asked), default=Permille(0)),
        baseline=_mean(_within(course.heart, [(s.start, s.end) for s in course.phases if s.phase == "baseline"])),
        listened=Micros(sum(source.seen for source in course.sources)),
        good=Micros(sum(source.good for source in course.sources)),
        stops=_stops(course),
        above_ceiling=_above(plan, course),
        suds_high=_high(plan, course),
        events=len(course.played),
    )


def _figures(plan: Plan, course: Timeline, index: int) -> VisitFigures:
    visit = course.visits[index]
    said = [rating for rating in course.said if rating.visit == index]
    span = (visit.start, visit.end)
    return VisitFigures(
        visit=visit,
        peak=max((rating.suds for rating in said), default=None),
        last=said[-1].suds if said else None,
        ratings=len(said),
        verdict=_verdict(plan.steps[visit.step], visit, said),
        given=highest(course.given, *span),
        asked=highest(course.asked, *span),
        heart=_mean(_within(course.heart, [span])),
        events=sum(visit.start <= played.at <= visit.end for played in course.played),
    )


def _verdict(step: Step, visit: Visit, said: list[Said]) -> Verdict:
    if not said:
        return "no rating"
    fall = next((c for c in step.advance.conditions if isinstance(c, SudsDrop)), DEFAULT_FALL)
    if max(rating.suds for rating in said) < fall.peak_at_least:
        return "never activated"
    if step.rationale == "expectancy":
        return "not the aim"
    rule = replace(step, advance=Advance((fall,), "any", "clinician"))
    ratings = [Rating(s.at, s.suds, s.by, visit.step) for s in said]
    return "habituated" if advance.done(rule, ratings, Micros(visit.end - visit.start)) else "not habituated"


def highest(levels: Iterable[Level], start: Micros, end: Micros) -> Permille:
    """The highest of the levels that hold at any time between the two."""
    top = Permille(0)
    for at, until, value in stretches(levels, end):
        if until > start and at < end:
            top = max(top, value)
    return top


def stretches(levels: Iterable[Level], end: Micros) -> list[Stretch]:
    """Each level with the time it holds until."""
    known = list(levels)
    after = [level.at for level in known[1:]] + [end]
    return [(level.at, until, level.value) for level, until in zip(known, after, strict=True)]


def between(known: Sequence[Stretch], start: Micros, end: Micros) -> Sequence[Stretch]:
    """Those of the stretches, in order of time, that reach into the span."""
    first = bisect_right(known, start, key=lambda stretch: stretch[1])
    return known[first : bisect_left(known, end, key=lambda stretch: stretch[0])]


def _within(points: Iterable[HeartPoint], spans: list[tuple[Micros, Micros]]) -> list[HeartPoint]:
    return [p for p in points if any(start <= p.start and p.end <= end for start, end in spans)]


def _mean(points: list[HeartPoint]) -> float | None:
    good = sum(point.good for point in points)
    return sum(point.total for point in points) / good if good else None


def _stops(course: Timeline) -> Stops:
    by = [("technical" if s.reason.code == "technical" else s.reason.source) for s in course.phases if s.phase == "stopped"]
    technical = by.count("technical") + sum(s.phase == "interrupted" for s in course.phases)
    return Stops(by.count("patient"), by.count("clinician"), technical, by.count("protocol"))


def _above(plan: Plan, course: Timeline) -> Micros:
    """Time that more was given than the step, the session's limits and the clinician's cap allowed, falls apart."""
    above = 0
    caps, given = stretches(course.caps, course.end), stretches(course.given, course.end)
    for visit in course.visits:
        step = plan.steps[visit.step]
        for at, until, cap in between(caps, visit.start, visit.end):
            allowed = min(step.band.high, step.limits.ceiling, cap)
            for since, to, value in between(given, max(at, visit.start), min(until, visit.end)):
                lasted = min(to, until, visit.end) - max(since, at, visit.start)
                if value > allowed and lasted > SETTLES:
                    above += lasted
    return Micros(above)


def _high(plan: Plan, course: Timeline) -> Micros:
    high = 0
    for index, visit in enumerate(course.visits):
        limit = plan.steps[visit.step].limits.suds_high
        said = [rating for rating in course.said if rating.visit == index]
        ends = [rating.at for rating in said[1:]] + [visit.end]
        high += sum(end - rating.at for rating, end in zip(said, ends, strict=False) if rating.suds >= limit)
    return Micros(high)
