"""The report a clinician reads, signs and files: one A4 sheet, and an annex with the same in figures.

Rules:
    1. Self-contained: inline style and drawing, no script, no address; holds under `default-src 'none'`.
    2. Adverse events, what is not real (a demonstration, a simulated or played-back signal) and what is missing stand
       at the top.
    3. Alias, titles, notes and reasons are hostile input: they reach the page through `markup` only.
    4. Nothing is said that is not in the record; what nobody wrote is called not written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import clock, dial
from vrtherapy.report import decided, outcome, safeguards, sections, top
from vrtherapy.report.allowance import LEVELS, Allowance
from vrtherapy.report.annex import ID, annex
from vrtherapy.report.head import Head
from vrtherapy.report.markup import plain, safe
from vrtherapy.report.part import HEADING, LINE, SHEET, Part, beside, rows_of, stacked, taken
from vrtherapy.report.plot import plot
from vrtherapy.report.result import likelihoods
from vrtherapy.report.scale import ROOMY, TIGHT, Rows
from vrtherapy.report.style import CSS
from vrtherapy.report.summary import Summary
from vrtherapy.report.timeline import Timeline

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def page(plan: Plan, head: Head, timeline: Timeline, summary: Summary) -> str:
    """A whole HTML document."""
    name = f"{head.alias}: {plan.title}" if plain(head.alias) else plan.title
    for allowed in LEVELS:
        parts = _sheet(plan, head, timeline, summary, name, allowed)
        if taken(parts) <= SHEET:
            parts = _filled(plan, head, timeline, summary, name, allowed, parts)
            break
    sheet = "".join(part.markup for part in parts)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Session report · {safe(name, 120)}</title><style>{CSS}</style></head><body><main>"
        f'<article class="sheet">{sheet}</article>{annex(plan, head, timeline, summary)}</main></body></html>\n'
    )


def _sheet(plan: Plan, head: Head, course: Timeline, figures: Summary, name: str, allowed: Allowance) -> list[Part]:
    above = [
        top.header(plan, head, course, figures, name, allowed),
        *top.banners(head, course, allowed),
        top.figures_part(plan, course, figures),
        _course(plan, course, figures, TIGHT if allowed.tight else ROOMY),
        outcome.section(plan, course, figures, allowed),
    ]
    notes_and_quality = stacked(sections.notes(course, allowed), sections.quality(course, head, allowed))
    below = [
        _halves(notes_and_quality, safeguards.section(plan, course, figures, allowed), sections.next_step(allowed)),
        sections.signatures(plan),
        sections.footer(plan, head),
    ]
    decided_on = decided.section(course, SHEET - taken(above) - taken(below), allowed)
    return [*above, decided_on, *below]


def _filled(
    plan: Plan, head: Head, course: Timeline, figures: Summary, name: str, allowed: Allowance, parts: list[Part]
) -> list[Part]:
    """What is left of the sheet goes to what each step brought, then to what was unsafe."""
    for more in (replace(allowed, steps=allowed.steps + 1), replace(allowed, safety=allowed.safety + 1)):
        larger = _sheet(plan, head, course, figures, name, more)
        if taken(larger) > taken(parts) and taken(larger) <= SHEET:
            return _filled(plan, head, course, figures, name, more, larger)
    return parts


def _halves(left: Part, right: Part, last: Part) -> Part:
    """Side by side, `last` under the one where the whole stays lower."""
    under_left, under_right = beside(stacked(left, last), right), beside(left, stacked(right, last))
    return under_left if under_left.height < under_right.height else under_right


def _course(plan: Plan, course: Timeline, figures: Summary, rows: Rows) -> Part:
    told = "◆ event, ■ marker; grey: the step's band up to its cap; hatched: heart rate not good"
    if course.adverse:
        told = f"▲ adverse, {told}"
    drawing = plot(plan, course, figures, spoken(plan, course, figures), ID, rows)
    shown = f'<div class="wideband" tabindex="0" role="region" aria-label="Drawing of the course">{drawing}</div>'
    heading = f'Course of the session <span class="m f">{told}</span>'
    return Part(f"<h2>{heading}</h2>{shown}", HEADING + LINE * (rows_of(heading, 660) - 1) + rows.height)


def spoken(plan: Plan, course: Timeline, figures: Summary) -> str:
    """The drawing in a few sentences."""
    if course.began is None:
        return "The session was never started: nothing to draw."
    parts = [f"Course from {clock(course.start)} to {clock(course.end)} minutes."]
    for one in figures.visits:
        title = plan.steps[one.visit.step].title
        said = "no rating" if one.peak is None else f"SUDS peak {one.peak}, last {one.last}"
        if one.expected is not None and one.expected.change is not None:
            said += f", expected and found {likelihoods(one.expected)}"
        parts.append(f"Step {one.visit.step + 1}, {title}, from {clock(one.visit.start)}: {said}, intensity given up to {dial(one.given)}.")
    means = [p.mean / 1000 for p in course.heart if p.mean is not None]
    if means:
        parts.append(f"Heart rate between {min(means):.0f} and {max(means):.0f} per minute.")
    parts.append(f"{len(course.adverse)} adverse events, {figures.events} events, {figures.stops.total} stops. The annex says it in full.")
    return " ".join(parts)
