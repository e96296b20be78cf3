"""The key figures of a session, each computed from the timeline alone.

Rules:
    1. A peak is one visit's; a fall counts by the step's own rule, as the machine judges it (`session.advance`).
    2. A visit whose peak stayed below the rule's minimum (40 unless the author wrote otherwise) never activated.
    3. Stops are counted by who stopped. None of them is an escape, and a technical one says nothing about the patient.
    4. Where there is nothing to count from (no baseline, no rating) the figure is None, never zero.
    5. Steps with an expectation are measured by it, equal in rank with a fall of the ratings (`expected`).
    6. Limits are the step's as the patient's classes tightened them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from vrtherapy.domain.plan import Advance, Plan, Step, SudsDrop
from vrtherapy.domain.rating import Rating
from vrtherapy.domain.units import Micros, Permille, Suds
from vrtherapy.report.expected import Expected, expected
from vrtherapy.report.facts import HeartPoint, Said, Visit
from vrtherapy.report.levels import above_ceiling, high_time, highest, limits
from vrtherapy.report.timeline import Timeline
from vrtherapy.safety import hard_limits
from vrtherapy.safety.classes import tightened
from vrtherapy.session import advance

Verdict = Literal["habituated", "not habituated", "never activated", "not the aim", "no rating"]
DEFAULT_FALL = SudsDrop(Permille(500), Suds(40))


@dataclass(frozen=True, slots=True)
class VisitFigures:
    """One stay in a step. `heart` is the mean of its good readings in milli-beats per minute."""

    visit: Visit
    peak: Suds | None
    last: Suds | None
    ratings: int
    verdict: Verdict
    expected: Expected | None
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
    safety_sign: int

    @property
    def total(self) -> int:
        return self.patient + self.clinician + self.technical + self.protocol + self.safety_sign


@dataclass(frozen=True, slots=True)
class Summary:
    exposure: Micros
    exposure_cap: Micros
    """What held at the strictest step, with what a person extended it by."""
    high: Micros
    """Time that more was given than the high level of the step."""
    high_cap: Micros
    high_levels: tuple[Permille, ...]
    """The levels that held, the lowest first."""
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
    held = [limits(plan, course, visit.step) for visit in course.visits] or [tightened(plan.limits, course.readiness.classes)]
    more = {dose: sum(one.more for one in course.extended if one.what == dose) for dose in ("exposure", "high")}
    return Summary(
        exposure=course.exposure,
        exposure_cap=Micros(min(min(one.exposure for one in held) + more["exposure"], hard_limits.EXPOSURE_ABSOLUTE)),
        high=high_time(plan, course),
        high_cap=Micros(min(min(one.high_exposure for one in held) + more["high"], hard_limits.HIGH_EXPOSURE_ABSOLUTE)),
        high_levels=tuple(sorted({one.high_level for one in held})),
        steps=len(plan.steps),
        reached=max((visit.step + 1 for visit in course.visits), default=0),
        visits=visits,
        given=max((level.value for level in course.given), default=Permille(0)),
        asked=max((level.value for level in course.asked), default=Permille(0)),
        baseline=_mean(_within(course.heart, [(s.start, s.end) for s in course.phases if s.phase == "baseline"])),
        listened=Micros(sum(source.seen for source in course.sources)),
        good=Micros(sum(source.good for source in course.sources)),
        stops=_stops(course),
        above_ceiling=above_ceiling(plan, course),
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
        expected=expected(plan.steps[visit.step], visit),
        given=highest(course.given, *span),
        asked=highest(course.asked, *span),
        heart=_mean(_within(course.heart, [span])),
        events=sum(visit.start <= played.at <= visit.end for played in course.played),
    )


def _verdict(step: Step, visit: Visit, said: list[Said]) -> Verdict:
    if not said:
        return "no rating"
    if step.rationale == "expectancy":
        return "not the aim"
    fall = next((c for c in step.advance.conditions if isinstance(c, SudsDrop)), DEFAULT_FALL)
    if max(rating.suds for rating in said) < fall.peak_at_least:
        return "never activated"
    rule = replace(step, advance=Advance((fall,), "any", "clinician"))
    ratings = [Rating(s.at, s.suds, s.by, visit.step) for s in said]
    return "habituated" if advance.done(rule, ratings, Micros(visit.end - visit.start)) else "not habituated"


def _within(points: Iterable[HeartPoint], spans: list[tuple[Micros, Micros]]) -> list[HeartPoint]:
    return [p for p in points if any(start <= p.start and p.end <= end for start, end in spans)]


def _mean(points: list[HeartPoint]) -> float | None:
    good = sum(point.good for point in points)
    return sum(point.total for point in points) / good if good else None


def _stops(course: Timeline) -> Stops:
    stopped = [span.reason for span in course.phases if span.phase == "stopped"]
    by = [why.code if why.code in ("technical", "safety_sign") else why.source for why in stopped]
    technical = by.count("technical") + sum(s.phase == "interrupted" for s in course.phases)
    return Stops(by.count("patient"), by.count("clinician"), technical, by.count("protocol"), by.count("safety_sign"))


def _high(plan: Plan, course: Timeline) -> Micros:
    high = 0
    for index, visit in enumerate(course.visits):
        limit = min(limits(plan, course, visit.step).suds_high, hard_limits.SUDS_HIGH_ABSOLUTE)
        said = [rating for rating in course.said if rating.visit == index]
        ends = [rating.at for rating in said[1:]] + [visit.end]
        high += sum(end - rating.at for rating, end in zip(said, ends, strict=False) if rating.suds >= limit)
    return Micros(high)
