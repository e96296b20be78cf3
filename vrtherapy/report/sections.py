"""The parts of the page below the drawing. Each gives markup; every text in it has passed `safe`."""

from __future__ import annotations

from typing import Final

from vrtherapy.domain.units import clock
from vrtherapy.report.choose import chosen
from vrtherapy.report.facts import Gap, Told
from vrtherapy.report.head import Head
from vrtherapy.report.markup import paragraphs, safe, table
from vrtherapy.report.signs import who_stopped
from vrtherapy.report.summary import Summary
from vrtherapy.report.timeline import Timeline

NOTES_MOST: Final = 420
MARKS_MOST: Final = 4
SAFETY_MOST: Final = 6
_ALERTS: Final[dict[str, int]] = {
    "dead_man": 9,
    "scene_failed": 9,
    "came_back": 8,
    "not_recorded": 8,
    "suds_high": 7,
    "no_answer": 7,
    "dose_cap": 6,
    "not_live": 5,
    "sensor_lost": 4,
    "console_left": 4,
    "dose_warning": 3,
    "taken_over": 3,
    "pause_long": 2,
}
"""Alerts that are safety events, and how grave."""


def decisions(course: Timeline, most: int) -> str:
    title = "<h2>What was asked, what was given, and why</h2>"
    if not course.decisions:
        return f'{title}<p class="m">Nothing was asked in this session.</p>'
    body = [
        (clock(d.at), safe(d.asked, 60), safe(d.given, 40), safe(d.why, 90) or "as asked", safe(d.by, 30))
        for d in chosen(course.decisions, most)
    ]
    shown = table("Decisions by time", ("Time", "Asked", "Given", "Why", "By"), body, ("44px", "168px", "146px", "", "98px"))
    more = len(course.decisions) - len(body)
    told = f'<p class="m">{more} more in the record; these are the ones where most was decided.</p>' if more else ""
    return title + shown + told


def notes(course: Timeline) -> str:
    items = [(clock(m.at), f"<b>M</b> {safe(m.text, 140)}") for m in course.marks[:MARKS_MOST]]
    if course.notes is not None and course.notes.text.strip():
        said = paragraphs(course.notes.text, NOTES_MOST)
        if len(course.notes.text) > NOTES_MOST:
            said += ' … <span class="m">(in full in the annex)</span>'
        items.append((clock(course.notes.at), said))
    if len(course.marks) > MARKS_MOST:
        items.append(("", f'<span class="m">{len(course.marks) - MARKS_MOST} more markers in the annex</span>'))
    return "<div><h2>Notes and markers</h2>" + (_list(items) or '<p class="m">None were written.</p>') + "</div>"


def quality(course: Timeline, head: Head) -> str:
    items = []
    for source in course.sources:
        marked = "" if source.origin == "live" else f", {source.origin}"
        share = f"good {_percent(source.good, source.seen)} of {clock(source.seen)} min" if source.seen else "too short to judge"
        items.append((f"{safe(source.name, 60)}{marked}", share))
    known = {source.name for source in course.sources}
    items += [
        (f"{safe(s.name, 60)}{f', {safe(s.marked, 30)}' if s.marked else ''}", "no reading from it")
        for s in head.sources
        if s.name not in known and not course.sources
    ]
    long = sorted(course.gaps, key=lambda gap: gap.start - gap.end)[:3]
    if long:
        told = "<br>".join(_gap(gap) for gap in sorted(long, key=lambda gap: gap.start))
        more = len(course.gaps) - len(long)
        items.append(("Not good", told + (f'<br><span class="m">and {more} shorter</span>' if more else "")))
    items.append(("Record", "incomplete, see above" if head.left_out else "whole" if course.ended else "not closed by an end of session"))
    return f'<div class="wide"><h2>Data quality</h2>{_list(items)}</div>'


def _gap(gap: Gap) -> str:
    reason = safe(gap.words, 60) or gap.kind
    return f"{clock(gap.start)} to {clock(gap.end)} {reason}"


def safety(course: Timeline, figures: Summary) -> str:
    found: list[tuple[int, int, str]] = []
    for span in course.phases:
        if span.phase == "stopped":
            note = "; technical, not counted as escape" if who_stopped(span) == "technical" else ""
            found.append((10, span.start, f"<b>Stop</b>, {who_stopped(span)}: {safe(span.reason.words, 100)}{note}"))
    found += [(_ALERTS[a.code], a.at, _alert(a)) for a in course.alerts if a.code in _ALERTS]
    shown = sorted(sorted(found, key=lambda f: (-f[0], f[1]))[:SAFETY_MOST], key=lambda f: f[1])
    items = [(clock(at), said) for _, at, said in shown]  # type: ignore[arg-type]
    if len(found) > len(shown):
        items.append(("", f'<span class="m">{len(found) - len(shown)} more, less grave, in the annex</span>'))
    totals = [f"above a limit {clock(figures.above_ceiling)}"]
    if figures.suds_high:
        totals.append(f"SUDS at or above its limit {clock(figures.suds_high)}")
    none = "" if items else "No stop, no hold, no loss of the console. "
    return f'<div><h2>Safety</h2>{_list(items)}<p class="m">{none}Time {"; ".join(totals)} min.</p></div>'


def _alert(alert: Told) -> str:
    return safe(alert.words.split(". ")[0].rstrip("?"), 110)


def next_step() -> str:
    return '<h2>Next step</h2><p class="m">Not written by a person yet. The engine proposes none.</p>'


def signatures() -> str:
    return '<div class="sign"><div>Clinician, signature</div><div>Date</div></div>'


def footer(head: Head, which: str) -> str:
    said = "No name stored, alias only. SUDS as said by the patient. Times are session clock, min:s."
    return f"<footer><span>{said}</span><span>{safe(head.software, 40)} · record {safe(head.record, 60)} · {which}</span></footer>"


def _list(items: list[tuple[str, str]]) -> str:
    if not items:
        return ""
    return "<ul>" + "".join(f'<li><span class="m">{at}</span><span>{said}</span></li>' for at, said in items) + "</ul>"


def _percent(part: int, whole: int) -> str:
    """Rounded down: a signal with a gap is never 100 % good."""
    return f"{part * 100 // whole} %"
