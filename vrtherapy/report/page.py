"""The report a clinician reads, signs and files: one A4 sheet, and an annex with the same in figures.

Rules:
    1. Self-contained: inline style and drawing, no script, no address; holds under `default-src 'none'`.
    2. What is not real (a demonstration, a simulated or played-back signal) and what is missing stand at the top.
    3. Alias, titles, notes and reasons are hostile input: they reach the page through `markup` only.
    4. Nothing is said that is not in the record; what nobody wrote is called not written.
"""

from __future__ import annotations

from typing import Final

from vrtherapy.domain.plan import Plan, SudsDrop
from vrtherapy.domain.setting import SessionKind
from vrtherapy.domain.units import clock, dial
from vrtherapy.report import sections
from vrtherapy.report.annex import ID, annex
from vrtherapy.report.figures import key_figures
from vrtherapy.report.head import Head
from vrtherapy.report.markup import plain, safe
from vrtherapy.report.part import LINE, SHEET, Part, beside, rows_of, taken
from vrtherapy.report.plot import HEIGHT, plot
from vrtherapy.report.sections import HEADING
from vrtherapy.report.style import CSS
from vrtherapy.report.summary import DEFAULT_FALL, Summary
from vrtherapy.report.timeline import Timeline
from vrtherapy.report.when import day_and_time

SQUEEZES: Final = 7
"""How often the parts are made smaller, so that everything stays on one sheet."""
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
KINDS: Final[dict[SessionKind, str]] = {
    "real": "Real session",
    "training": "Training session",
    "demo": "Demo session",
    "research": "Research session",
}
_UNREAL: Final[dict[SessionKind, str]] = {
    "real": "",
    "training": "Training session: no patient record.",
    "demo": "Demo session: not a patient, not a treatment.",
    "research": "Research session.",
}


def page(plan: Plan, head: Head, timeline: Timeline, summary: Summary) -> str:
    """A whole HTML document."""
    name = f"{head.alias}: {plan.title}" if plain(head.alias) else plan.title
    above = [_header(plan, head, timeline, summary, name), *_banners(head, timeline), _figures(plan, summary), _course(plan, timeline, summary)]
    for squeeze in range(SQUEEZES):
        below = [
            beside(sections.notes(timeline, squeeze), sections.quality(timeline, head)),
            beside(sections.safety(timeline, summary, squeeze), sections.next_step(squeeze)),
            sections.signatures(),
            sections.footer(plan, head),
        ]
        decided = sections.decisions(timeline, SHEET - taken(above) - taken(below), max(1, 6 - squeeze))
        if taken([*above, decided, *below]) <= SHEET:
            break
    sheet = "".join(part.markup for part in (*above, decided, *below))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Session report · {safe(name, 120)}</title><style>{CSS}</style></head><body><main>"
        f'<article class="sheet">{sheet}</article>{annex(plan, head, timeline, summary)}</main></body></html>\n'
    )


def _course(plan: Plan, course: Timeline, figures: Summary) -> Part:
    told = "◆ event, ■ M marker; grey: the step's band, its upper edge the cap; hatched: heart rate not good"
    drawing = plot(plan, course, figures, spoken(plan, course, figures), ID)
    shown = f'<div class="wideband" tabindex="0" role="region" aria-label="Drawing of the course">{drawing}</div>'
    return Part(f'<h2>Course of the session <span class="m f">{told}</span></h2>{shown}', HEADING + HEIGHT)


def _header(plan: Plan, head: Head, course: Timeline, figures: Summary, name: str) -> Part:
    if course.began is None:
        went = "never started"
    elif not figures.reached:
        went = "no step begun"
    else:
        entered = [v.visit.step + 1 for v in figures.visits]
        span = f"step {entered[0]}" if min(entered) == max(entered) else f"steps {min(entered)} to {max(entered)}"
        went = f"{span} of {figures.steps}"
    said = f"{KINDS[head.kind]}, {day_and_time(head.started, course.end)}, {went}, autonomy: {plan.autonomy.replace('_', ' ')}"
    state = "record incomplete" if head.left_out else "record whole" if course.ended else "session not ended"
    titled = safe(name, 100)
    return Part(
        f'<header><div><h1>{titled}</h1><div class="m">{safe(said, 200)}</div></div>'
        f'<div class="m">Session report<br>{state}</div></header>',
        11 + 26 * rows_of(titled, 560, 20, True) + LINE * rows_of(said, 560),
    )


def _banners(head: Head, course: Timeline) -> list[Part]:
    parts = []
    if head.left_out:
        said = f"<b>Record incomplete:</b> {safe(head.left_out, 160)}"
        parts.append(Part(f'<p class="gone" role="note">{said}</p>', 25 + LINE * rows_of(said, 670)))
    origins = {s.origin for s in head.sources} | {s.origin for s in course.sources}
    unreal = [_UNREAL[head.kind]] if _UNREAL[head.kind] else []
    if "simulated" in origins:
        unreal.append("Signal: simulated.")
    if "playback" in origins:
        unreal.append("Signal: playback of an earlier recording.")
    if any(said.by == "simulated" for said in course.said):
        unreal.append("Ratings: said by a simulated patient.")
    if unreal:
        parts.append(Part(f'<p class="say" role="note"><b>{" ".join(unreal)}</b></p>', 22 + LINE * rows_of(" ".join(unreal), 670)))
    return parts


def _figures(plan: Plan, figures: Summary) -> Part:
    falls = plan.steps[figures.main.visit.step].advance.conditions if figures.main is not None else ()
    fall = next((c for c in falls if isinstance(c, SudsDrop)), DEFAULT_FALL)
    found = key_figures(plan, figures, fall.peak_at_least)
    cells = "".join(
        f"<div><span>{safe(f.name)}</span><strong>{safe(f.value)} <span>{safe(f.unit)}</span></strong><span>{safe(f.beside)}</span></div>"
        for f in found
    )
    height = 19 + LINE + 26 + LINE * max(rows_of(f.beside, 116) for f in found)
    return Part(f'<section class="kf" aria-label="Key figures">{cells}</section>', height)


def spoken(plan: Plan, course: Timeline, figures: Summary) -> str:
    """The drawing in a few sentences."""
    if course.began is None:
        return "The session was never started: nothing to draw."
    parts = [f"Course from {clock(course.start)} to {clock(course.end)} minutes."]
    for one in figures.visits:
        title = plan.steps[one.visit.step].title
        said = "no rating" if one.peak is None else f"SUDS peak {one.peak}, last {one.last}"
        parts.append(f"Step {one.visit.step + 1}, {title}, from {clock(one.visit.start)}: {said}, intensity given up to {dial(one.given)}.")
    means = [p.mean / 1000 for p in course.heart if p.mean is not None]
    if means:
        parts.append(f"Heart rate between {min(means):.0f} and {max(means):.0f} per minute.")
    parts.append(f"{figures.events} events, {figures.stops.total} stops. The annex says it in full.")
    return " ".join(parts)
