"""The second sheet: the drawing in words, for who cannot see it and for who wants the figures.

Bounded: of what is too much the latest is left out, and counted.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import Micros, clock, dial
from vrtherapy.report import words
from vrtherapy.report.facts import Level
from vrtherapy.report.head import Head
from vrtherapy.report.markup import paragraphs, safe, table
from vrtherapy.report.sections import footer
from vrtherapy.report.summary import Summary, VisitFigures
from vrtherapy.report.timeline import Timeline

MOMENTS_MOST: Final = 150
VISITS_MOST: Final = 60
ID: Final = "course-in-words"


def annex(plan: Plan, head: Head, course: Timeline, figures: Summary) -> str:
    return (
        f'<section class="sheet annex" id="{ID}"><header><div><h2 class="h">Annex: the course in figures</h2></div></header>'
        f"{_steps(plan, figures)}{_moments(course)}{_notes(course)}{footer(plan, head).markup}</section>"
    )


def _steps(plan: Plan, figures: Summary) -> str:
    if not figures.visits:
        return '<h3>Steps</h3><p class="m">No step was begun.</p>'
    heads = ("Step", "From", "To", "SUDS peak, last", "Given, asked", "Band", "Heart rate", "Events", "Result")
    shown = figures.visits[:VISITS_MOST]
    body = [_step(plan, figures, one) for one in shown]
    return f"<h3>Steps</h3>{table('Each stay in a step', heads, body, ('150px',))}{_more(len(figures.visits) - len(shown), 'stays')}"


def _step(plan: Plan, figures: Summary, one: VisitFigures) -> tuple[str, ...]:
    step = plan.steps[one.visit.step]
    heart = "–" if one.heart is None else f"{one.heart / 1000:.0f} /min"
    if one.heart is not None and figures.baseline is not None:
        heart += f" ({round(one.heart / 1000) - round(figures.baseline / 1000):+d})"
    return (
        safe(words.step_name(plan, one.visit.step), 60),
        clock(one.visit.start),
        clock(one.visit.end),
        "–" if one.peak is None else f"{one.peak}, {one.last}",
        f"{dial(one.given)}, {dial(one.asked)}",
        f"{dial(step.band.low)}–{dial(step.band.high)}",
        heart,
        str(one.events),
        one.verdict if one.verdict != "not the aim" else "habituation not the aim",
    )


def _moments(course: Timeline) -> str:
    found: list[tuple[Micros, str, str]] = []
    for said in course.said:
        found.append((said.at, f"SUDS {said.suds}", words.SAID_BY[said.by]))
    found += [(p.at, safe(p.title, 60), f"event, counts as {dial(p.intensity)}, {words.SOURCES[p.reason.source]}") for p in course.played]
    found += [(m.at, "marker", safe(m.text)) for m in course.marks]
    for span in course.phases[1:]:
        found.append((span.start, words.PHASES[span.phase], safe(words.why(span.reason) or words.SOURCES[span.reason.source])))
    found += [(a.at, "alert", safe(a.words, 160)) for a in course.alerts]
    if not found:
        return '<h3>Moments</h3><p class="m">None.</p>'
    found.sort(key=lambda moment: moment[0])
    body = [
        (clock(at), what, _holding(course.given, at), _holding(course.asked, at), beside)
        for at, what, beside in found[:MOMENTS_MOST]
    ]
    heads = ("Time", "What", "Given", "Asked", "Beside it")
    shown = table("Ratings, events, markers, phases and alerts by time", heads, body, ("52px", "170px", "52px", "52px"))
    return f"<h3>Moments</h3>{shown}{_more(len(found) - len(body), 'moments')}"


def _holding(levels: tuple[Level, ...], at: Micros) -> str:
    return dial(levels[max(0, bisect_right(levels, at, key=lambda level: level.at) - 1)].value)


def _notes(course: Timeline) -> str:
    if course.notes is None or not course.notes.text.strip():
        return ""
    return f"<h3>Notes in full</h3><p>{paragraphs(course.notes.text, 20_000)}</p>"


def _more(count: int, what: str) -> str:
    return f'<p class="m">{count} more {what} in the record.</p>' if count > 0 else ""
