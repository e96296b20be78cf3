"""The second sheet: the drawing in words, for who cannot see it and for who wants the figures.

Bounded: of what is too much the latest is left out, and counted.
"""

from __future__ import annotations

from typing import Final

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import Micros, clock, dial
from vrtherapy.report import adverse, decided, top, words
from vrtherapy.report.facts import Visit
from vrtherapy.report.head import Head
from vrtherapy.report.levels import holding
from vrtherapy.report.markup import paragraphs, safe, table
from vrtherapy.report.result import likelihoods, result
from vrtherapy.report.sections import footer
from vrtherapy.report.summary import Summary, VisitFigures
from vrtherapy.report.timeline import Timeline
from vrtherapy.session.state import Belief

MOMENTS_MOST: Final = 150
VISITS_MOST: Final = 60
ID: Final = "course-in-words"


def annex(plan: Plan, head: Head, course: Timeline, figures: Summary) -> str:
    research = course.readiness.research
    marked = f'<div class="m"><b>not for research</b><br>{safe(research)}</div>' if research else ""
    return (
        f'<section class="sheet annex" id="{ID}"><header><div><h2 class="h">Annex: the course in figures</h2></div>{marked}</header>'
        f"{adverse.in_annex(course)}{_before(plan, course)}{_steps(plan, figures)}{decided.in_annex(course)}"
        f"{_moments(course)}{_notes(course)}{footer(plan, head).markup}</section>"
    )


def _before(plan: Plan, course: Timeline) -> str:
    """What was answered and practised before the start; nothing of where a remote patient is."""
    body = [(safe(item), safe(answer, 200)) for item, answer in course.readiness.told]
    if any(alert.code == "stop_practised" for alert in course.alerts):
        body.append(("The patient has performed the stop", "yes"))
    if course.readiness.class_words:
        body.append(("Limits held for", safe(course.readiness.class_words)))
    named = safe(plan.setting.clinician, 60) or "not named"
    body.append(("Led by", named + (", remote" if plan.setting.remote else "")))
    body.append(("Autonomy", safe(top.stages(course))))
    return f"<h3>Before the start</h3>{table('Answers of the checklist', ('Asked', 'Answer'), body, ('330px',))}"


def _steps(plan: Plan, figures: Summary) -> str:
    if not figures.visits:
        return '<h3>Steps</h3><p class="m">No step was begun.</p>'
    believed = any(one.expected is not None for one in figures.visits)
    heads = ("Step", "From", "To", "SUDS peak, last", *(("Expected → found",) if believed else ()))
    heads = (*heads, "Given, asked", "Band", "Heart rate", "Events", "Result")
    styled = ("118px", "44px", "44px", "56px", *(("66px",) if believed else ()), "58px", "66px", "64px", "44px")
    shown = figures.visits[:VISITS_MOST]
    body = [_step(plan, figures, one, believed) for one in shown]
    return f"<h3>Steps</h3>{table('Each stay in a step', heads, body, styled)}{_more(len(figures.visits) - len(shown), 'stays')}"


def _step(plan: Plan, figures: Summary, one: VisitFigures, believed: bool) -> tuple[str, ...]:
    step = plan.steps[one.visit.step]
    heart = "–" if one.heart is None else f"{one.heart / 1000:.0f} /min"
    if one.heart is not None and figures.baseline is not None:
        heart += f" ({round(one.heart / 1000) - round(figures.baseline / 1000):+d})"
    return (
        safe(words.step_name(plan, one.visit.step), 60),
        clock(one.visit.start),
        clock(one.visit.end),
        "–" if one.peak is None else f"{one.peak}, {one.last}",
        *((likelihoods(one.expected),) if believed else ()),
        f"{dial(one.given)}, {dial(one.asked)}",
        f"{dial(step.band.low)}–{dial(step.band.high)}",
        heart,
        str(one.events),
        _result(plan, one),
    )


def _result(plan: Plan, one: VisitFigures) -> str:
    visit = one.visit
    parts = [safe(result(plan.steps[visit.step], one)), *(_said(visit, when) for when in ("before", "after"))]
    if visit.repeated:
        parts.append("a repetition")
    if visit.skipped:
        parts.append(f"skipped: {safe(visit.skipped, 200)}")
    return "; ".join(part for part in parts if part)


def _said(visit: Visit, when: str) -> str:
    belief: Belief | None = visit.before if when == "before" else visit.after
    return f"{when}: “{safe(belief.words, 200)}”" if belief is not None and belief.words.strip() else ""


def _moments(course: Timeline) -> str:
    found: list[tuple[Micros, str, str]] = []
    for said in course.said:
        practised = "practice, " if said.at < course.start else ""
        found.append((said.at, f"SUDS {said.suds}", practised + words.SAID_BY[said.by]))
    found += [(p.at, safe(p.title, 60), f"event, counts as {dial(p.intensity)}, {words.SOURCES[p.reason.source]}") for p in course.played]
    found += [(m.at, "marker", safe(m.text)) for m in course.marks]
    found += [(one.at, f"motion sickness {one.rating} of 20", "entered by clinician") for one in course.sickness]
    for span in course.phases[1:]:
        found.append((span.start, words.PHASES[span.phase], safe(words.why(span.reason) or words.SOURCES[span.reason.source])))
    found += [(a.at, "alert", safe(a.words, 160)) for a in course.alerts]
    if not found:
        return '<h3>Moments</h3><p class="m">None.</p>'
    found.sort(key=lambda moment: moment[0])
    body = [
        (clock(at), what, dial(holding(course.given, at)), dial(holding(course.asked, at)), beside)
        for at, what, beside in found[:MOMENTS_MOST]
    ]
    heads = ("Time", "What", "Given", "Asked", "Beside it")
    shown = table("Ratings, events, markers, phases and alerts by time", heads, body, ("52px", "170px", "52px", "52px"))
    return f"<h3>Moments</h3>{shown}{_more(len(found) - len(body), 'moments')}"


def _notes(course: Timeline) -> str:
    if course.notes is None or not course.notes.text.strip():
        return ""
    return f"<h3>Notes in full</h3><p>{paragraphs(course.notes.text, 20_000)}</p>"


def _more(count: int, what: str) -> str:
    return f'<p class="m">{count} more {what} in the record.</p>' if count > 0 else ""
