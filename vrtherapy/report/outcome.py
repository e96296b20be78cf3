"""What each step brought: a row for every step that was begun, with the measure that the step is for.

Rules:
    1. A fall of the ratings and a violated expectation are measures of equal rank; each stands in a column of its own.
    2. A step with several stays is told by the one that says most: answered on both sides, else rated, else the last.
    3. Left out first, where there is no room: steps in which nothing out of the ordinary is to be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import Micros, clock
from vrtherapy.report import words
from vrtherapy.report.markup import safe, table
from vrtherapy.report.part import HEADING, LINE, Part, rows_of
from vrtherapy.report.result import likelihoods, result
from vrtherapy.report.summary import Summary, VisitFigures

ROWS_MOST: Final = 8
_TITLE: Final = "What each step brought"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`one` is the stay that says most; `skipped` the reasons why the step was left undone, oldest first."""

    step: int
    one: VisitFigures
    stays: int
    repeated: int
    spent: Micros
    skipped: tuple[str, ...]
    left_undone: bool


def outcomes(figures: Summary) -> list[Outcome]:
    return [_outcome(step, figures) for step in sorted({one.visit.step for one in figures.visits})]


def _outcome(step: int, figures: Summary) -> Outcome:
    stays = [one for one in figures.visits if one.visit.step == step]
    return Outcome(
        step=step,
        one=max(enumerate(stays), key=lambda stay: (_says(stay[1]), stay[0]))[1],
        stays=len(stays),
        repeated=sum(one.visit.repeated for one in stays),
        spent=Micros(sum(one.visit.end - one.visit.start for one in stays)),
        skipped=tuple(one.visit.skipped for one in stays if one.visit.skipped),
        left_undone=bool(stays[-1].visit.skipped),
    )


def _says(one: VisitFigures) -> int:
    return 2 if one.expected is not None and one.expected.change is not None else 1 if one.peak is not None else 0


def section(plan: Plan, figures: Summary, squeeze: int = 0) -> Part:
    """Nothing where no step was begun."""
    found = outcomes(figures)
    if not found:
        return Part("", 0)
    most = max(2, ROWS_MOST - squeeze)
    kept = sorted(sorted(found, key=lambda one: (-_weight(one), -one.step))[:most], key=lambda one: one.step)
    believed = any(one.one.expected is not None for one in kept)
    body = [_row(plan, one, believed, squeeze) for one in kept]
    heads = ["Step", "Time", "SUDS peak, last", *(["Expected → found"] if believed else []), "Result"]
    styled = ["206px", "50px", "104px", *(["116px"] if believed else []), ""]
    rooms = [198, 42, 96, *([108] if believed else []), 698 - 206 - 50 - 104 - (116 if believed else 0)]
    lines = [max(rows_of(cell, room) for cell, room in zip(row, rooms, strict=True)) for row in body]
    told = f' <span class="m f">{len(kept)} of {len(found)} steps, the others in the annex</span>' if len(kept) < len(found) else ""
    markup = f"<h2>{_TITLE}{told}</h2>{table(_TITLE, heads, body, styled)}"
    return Part(markup, HEADING + 22 + sum(5 + LINE * count for count in lines))


def _row(plan: Plan, one: Outcome, believed: bool, squeeze: int) -> list[str]:
    title = safe(words.step_name(plan, one.step), 60 - 5 * squeeze)
    if one.stays > 1:
        title += f' <span class="m">{one.stays} stays{", repeated" if one.repeated else ""}</span>'
    suds = "–" if one.one.peak is None else f"{one.one.peak}, {one.one.last}"
    found = [likelihoods(one.one.expected)] if believed else []
    return [title, clock(one.spent), suds, *found, _result(plan, one, squeeze)]


def _result(plan: Plan, one: Outcome, squeeze: int) -> str:
    told = result(plan.steps[one.step], one.one)
    expected = one.one.expected
    if expected is not None and expected.after is not None and expected.after.words.strip() and not squeeze:
        told += f": “{expected.after.words}”"
    if one.left_undone:
        return f"<b>Skipped</b>: {safe(one.skipped[-1], 90 - 8 * squeeze)}"
    if one.skipped:
        told += f"; skipped at first: {one.skipped[0]}"
    shown = safe(told, 120 - 10 * squeeze)
    return shown[:1].upper() + shown[1:]


def _weight(one: Outcome) -> int:
    if one.left_undone:
        return 3
    if one.one.expected is not None or one.one.verdict == "never activated":
        return 2
    return 1 if one.stays > 1 or one.one.verdict == "habituated" else 0
