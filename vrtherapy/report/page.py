"""The report a clinician reads, signs and files: one A4 sheet, and an annex with the same in figures.

Rules:
    1. Self-contained: inline style and drawing, no script, no address; holds under `default-src 'none'`.
    2. Adverse events, what is not real (a demonstration, a simulated or played-back signal) and what is missing stand
       at the top.
    3. Alias, titles, notes and reasons are hostile input: they reach the page through `markup` only.
    4. Nothing is said that is not in the record; what nobody wrote is called not written.
"""

from __future__ import annotations

from typing import Final

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import clock, dial
from vrtherapy.report import decided, outcome, safeguards, sections, top
from vrtherapy.report.annex import ID, annex
from vrtherapy.report.head import Head
from vrtherapy.report.markup import plain, safe
from vrtherapy.report.part import HEADING, LINE, SHEET, Part, beside, rows_of, taken
from vrtherapy.report.plot import plot
from vrtherapy.report.result import likelihoods
from vrtherapy.report.scale import ROOMY, TIGHT, Rows
from vrtherapy.report.style import CSS
from vrtherapy.report.summary import Summary
from vrtherapy.report.timeline import Timeline

SQUEEZES: Final = 8
"""How often the parts are made smaller, so that everything stays on one sheet."""
TIGHT_FROM: Final = 3
"""From which squeeze on the drawing is lower."""
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def page(plan: Plan, head: Head, timeline: Timeline, summary: Summary) -> str:
    """A whole HTML document."""
    name = f"{head.alias}: {plan.title}" if plain(head.alias) else plan.title
    for squeeze in range(SQUEEZES):
        parts = _sheet(plan, head, timeline, summary, name, squeeze)
        if taken(parts) <= SHEET:
            break
    sheet = "".join(part.markup for part in parts)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Session report · {safe(name, 120)}</title><style>{CSS}</style></head><body><main>"
        f'<article class="sheet">{sheet}</article>{annex(plan, head, timeline, summary)}</main></body></html>\n'
    )


def _sheet(plan: Plan, head: Head, course: Timeline, figures: Summary, name: str, squeeze: int) -> list[Part]:
    above = [
        top.header(plan, head, course, figures, name, squeeze),
        *top.banners(head, course, squeeze),
        top.figures_part(plan, course, figures),
        _course(plan, course, figures, TIGHT if squeeze >= TIGHT_FROM else ROOMY),
        outcome.section(plan, figures, squeeze),
    ]
    below = [
        beside(sections.notes(course, squeeze), sections.quality(course, head, squeeze)),
        beside(safeguards.section(plan, course, figures, squeeze), sections.next_step(squeeze)),
        sections.signatures(plan),
        sections.footer(plan, head),
    ]
    decided_on = decided.section(course, SHEET - taken(above) - taken(below), max(0, 4 - squeeze))
    return [*above, decided_on, *below]


def _course(plan: Plan, course: Timeline, figures: Summary, rows: Rows) -> Part:
    told = "◆ event, ■ M marker; grey: the step's band, its upper edge the cap; hatched: heart rate not good"
    if course.adverse:
        told = f"▲ adverse event, {told}"
    drawing = plot(plan, course, figures, spoken(plan, course, figures), ID, rows)
    shown = f'<div class="wideband" tabindex="0" role="region" aria-label="Drawing of the course">{drawing}</div>'
    heading = f'Course of the session <span class="m f">{told}</span>'
    return Part(f"<h2>{heading}</h2>{shown}", HEADING + LINE * (rows_of(heading, 690) - 1) + rows.height)


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
