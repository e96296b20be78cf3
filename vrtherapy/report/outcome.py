"""What each step brought: a row for every stay that says something, with the measure that the step is for.

Rules:
    1. A fall of the ratings and a violated expectation are measures of equal rank; each stands in a column of its own.
    2. A stay in which nothing was rated, answered or skipped has a row only where its step has no other.
    3. Left out first, where there is no room: stays of which nothing out of the ordinary is to be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import Micros, clock
from vrtherapy.report import words
from vrtherapy.report.allowance import Allowance
from vrtherapy.report.markup import safe, table
from vrtherapy.report.part import HEADING, LINE, Part, rows_of
from vrtherapy.report.result import likelihoods, result
from vrtherapy.report.summary import Summary, VisitFigures
from vrtherapy.report.timeline import Timeline

_TITLE: Final = "What each step brought"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`again`: the step had been begun before; `struck`: an adverse event struck in it."""

    one: VisitFigures
    again: bool
    struck: bool

    @property
    def weight(self) -> int:
        """How much a reader would miss it."""
        if self.one.visit.skipped or self.struck:
            return 3
        if self.one.expected is not None or self.one.verdict == "never activated":
            return 2
        return 1 if self.one.verdict == "habituated" or self.again else 0


def outcomes(course: Timeline, figures: Summary) -> list[Outcome]:
    found, begun, said = [], set[int](), {one.visit.step for one in figures.visits if _says(one)}
    for one in figures.visits:
        step = one.visit.step
        if _says(one) or (step not in said and step not in begun):
            found.append(Outcome(one, step in begun, any(one.visit.start <= each.at <= one.visit.end for each in course.adverse)))
        begun.add(step)
    return found


def _says(one: VisitFigures) -> bool:
    return bool(one.peak is not None or one.visit.before or one.visit.after or one.visit.skipped)


def section(plan: Plan, course: Timeline, figures: Summary, allowed: Allowance) -> Part:
    """Nothing where no step was begun."""
    found = outcomes(course, figures)
    if not found:
        return Part("", 0)
    kept = sorted(sorted(found, key=lambda one: (-one.weight, -one.one.visit.start))[: allowed.steps], key=lambda one: one.one.visit.start)
    believed = any(one.one.expected is not None for one in kept)
    body = [_row(plan, one, believed, allowed) for one in kept]
    heads = ["From", "Step", "Lasted", "SUDS", *(["Expected"] if believed else []), "Result"]
    styled = [44, 206, 52, 66, *([80] if believed else [])]
    rooms = [*(wide - 8 for wide in styled), 698 - sum(styled)]
    lines = [max(rows_of(cell, room) for cell, room in zip(row, rooms, strict=True)) for row in body]
    columns = "SUDS: peak → last" + ("; expected: before → after" if believed else "")
    told = f"{columns}; {len(kept)} of {len(found)} stays" if len(kept) < len(found) else columns
    markup = f'<h2>{_TITLE} <span class="m f">{told}</span></h2>' + f"{table(_TITLE, heads, body, [f'{wide}px' for wide in styled])}"
    return Part(markup, HEADING + 22 + sum(5 + LINE * count for count in lines))


def _row(plan: Plan, one: Outcome, believed: bool, allowed: Allowance) -> list[str]:
    visit = one.one.visit
    title = safe(words.step_name(plan, visit.step), min(60, max(40, allowed.quoted)))
    if one.again:
        title += f' <span class="m">{"repeat" if visit.repeated else "again"}</span>'
    suds = "–" if one.one.peak is None else f"{one.one.peak}" if one.one.ratings == 1 else f"{one.one.peak} → {one.one.last}"
    found = [likelihoods(one.one.expected)] if believed else []
    lasted = Micros(visit.end - visit.start)
    return [clock(visit.start), title, clock(lasted), suds, *found, _result(plan, one, allowed)]


def _result(plan: Plan, outcome: Outcome, allowed: Allowance) -> str:
    one = outcome.one
    if one.visit.skipped:
        return f"<b>Skipped</b>: {safe(one.visit.skipped, allowed.quoted)}"
    told = result(plan.steps[one.visit.step], one)
    if outcome.struck:
        told += "; adverse event, see above"
    found = "" if one.expected is None or one.expected.after is None else one.expected.after.words.strip()
    if found and len(told) + len(found) < allowed.quoted:
        told += f": “{found}”"
    shown = safe(told, 120)
    return shown[:1].upper() + shown[1:]
