"""The parts of the page below the drawing. Each gives markup; every text in it has passed `safe`."""

from __future__ import annotations

from typing import Final

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import Micros, clock
from vrtherapy.report.choose import chosen
from vrtherapy.report.facts import Gap, PhaseSpan, Told
from vrtherapy.report.head import Head
from vrtherapy.report.markup import paragraphs, safe, table
from vrtherapy.report.part import LINE, Part, listed, rows_of
from vrtherapy.report.signs import who_stopped
from vrtherapy.report.summary import Summary
from vrtherapy.report.timeline import Timeline

NOTE_LINES_MOST: Final = 8
NOTE_LINE: Final = 52
"""Characters that a line of notes holds."""
MARKS_MOST: Final = 4
SAFETY_MOST: Final = 6
SOURCES_MOST: Final = 3
ROWS_MOST: Final = 12
HEADING: Final = 33
_ALERTS: Final[dict[str, int]] = {
    "dead_man": 9,
    "scene_failed": 9,
    "came_back": 8,
    "not_recorded": 8,
    "suds_high": 7,
    "no_answer": 7,
    "dose_cap": 6,
    "not_live": 5,
    "console_left": 4,
    "dose_warning": 3,
    "taken_over": 3,
    "pause_long": 2,
}
"""Alerts that are safety events, and how grave. A lost sensor is told under data quality."""


def decisions(course: Timeline, room: int, least: int) -> Part:
    """As many as `room` px hold, but `least` at the least; the ones where most was decided."""
    if not course.decisions:
        return Part('<h2>What was asked, what was given, and why</h2><p class="m">Nothing was asked in this session.</p>', HEADING + LINE)
    for most in range(min(len(course.decisions), ROWS_MOST), 0, -1):
        part = _decided(course, most)
        if part.height <= room or most <= least:
            break
    return part


def _decided(course: Timeline, most: int) -> Part:
    body = [
        (clock(d.at), safe(d.asked, 60), safe(d.given, 40), safe(d.why, 90) or "as asked", safe(d.by, 30))
        for d in chosen(course.decisions, most)
    ]
    shown = table("Decisions by time", ("Time", "Asked", "Given", "Why", "By"), body, ("44px", "168px", "146px", "", "98px"))
    all_of = len(course.decisions)
    told = f' <span class="m f">{len(body)} of {all_of}, where most was decided</span>' if len(body) < all_of else ""
    widths = (36, 160, 138, 234, 98)
    lines = [max(rows_of(cell, room) for cell, room in zip(row, widths, strict=True)) for row in body]
    height = HEADING + 22 + sum(5 + LINE * count for count in lines)
    return Part(f"<h2>What was asked, what was given, and why{told}</h2>{shown}", height)


def notes(course: Timeline, squeeze: int = 0) -> Part:
    """`squeeze`, 0 to 6, leaves more of it to the annex."""
    most, lines = MARKS_MOST - squeeze // 2, NOTE_LINES_MOST - squeeze
    items = [(clock(m.at), f"<b>M</b> {safe(m.text, 140 - 15 * squeeze)}") for m in course.marks[:most]]
    if course.notes is not None and course.notes.text.strip():
        characters = lines * NOTE_LINE
        said = paragraphs(course.notes.text, characters, lines)
        if len(course.notes.text) > characters or len(course.notes.text.splitlines()) > lines:
            said += ' … <span class="m">(in full in the annex)</span>'
        items.append((clock(course.notes.at), said))
    if len(course.marks) > most:
        items.append(("", f'<span class="m">{len(course.marks) - most} more markers in the annex</span>'))
    found = _list(items) or '<p class="m">None were written.</p>'
    return Part(f"<div><h2>Notes and markers</h2>{found}</div>", HEADING + max(LINE, listed(items, 291, 44)))


def quality(course: Timeline, head: Head) -> Part:
    items = []
    for source in course.sources[:SOURCES_MOST]:
        marked = "" if source.origin == "live" else f", {source.origin}"
        share = f"good {_percent(source.good, source.seen)} of {clock(source.seen)} min" if source.seen else "too short to judge"
        items.append((f"{safe(source.name, 60)}{marked}", share))
    items += [
        (f"{safe(s.name, 60)}{f', {safe(s.marked, 30)}' if s.marked else ''}", "no reading from it")
        for s in head.sources[:SOURCES_MOST]
        if not course.sources
    ]
    long = sorted(course.gaps, key=lambda gap: gap.start - gap.end)[:3]
    if long:
        told = "<br>".join(_gap(gap) for gap in sorted(long, key=lambda gap: gap.start))
        more = len(course.gaps) - len(long)
        items.append(("Not good", told + (f'<br><span class="m">and {more} shorter</span>' if more else "")))
    items.append(("Record", "incomplete, see above" if head.left_out else "whole" if course.ended else "not closed by an end of session"))
    return Part(f'<div class="wide"><h2>Data quality</h2>{_list(items)}</div>', HEADING + listed(items, 215, 112))


def _gap(gap: Gap) -> str:
    reason = safe(gap.words, 60) or gap.kind
    return f"{clock(gap.start)} to {clock(gap.end)} {reason}"


def safety(course: Timeline, figures: Summary, squeeze: int = 0) -> Part:
    most = max(1, SAFETY_MOST - squeeze)
    found: list[tuple[int, int, str]] = []
    for index, span in enumerate(course.phases):
        if span.phase == "stopped":
            found.append((10, span.start, f"{_stop(span)} {_after(course, index)}"))
    found += [(_ALERTS[a.code], a.at, _alert(a)) for a in course.alerts if a.code in _ALERTS]
    shown = sorted(sorted(found, key=lambda f: (-f[0], f[1]))[:most], key=lambda f: f[1])
    items = [(clock(Micros(at)), said) for _, at, said in shown]
    if len(found) > len(shown):
        items.append(("", f'<span class="m">{len(found) - len(shown)} more in the annex</span>'))
    totals = [f"above a limit {clock(figures.above_ceiling)}"]
    if figures.suds_high:
        totals.append(f"SUDS at or above its limit {clock(figures.suds_high)}")
    none = "" if items else "No stop, no hold, no loss of the console. "
    told = f"{none}Time {'; '.join(totals)} min."
    height = HEADING + listed(items, 291, 44) + LINE * rows_of(told, 335)
    return Part(f'<div><h2>Safety</h2>{_list(items)}<p class="m">{told}</p></div>', height)


def _stop(span: PhaseSpan) -> str:
    """A patient's stop is what was agreed on, and told as that; nothing here calls a stop a failure."""
    words = safe(span.reason.words, 80)
    match who_stopped(span):
        case "patient":
            return "<b>Stop</b> by the patient, as agreed: a good decision."
        case "technical":
            return f"<b>Stop</b>, technical, not the patient's: {words}."
        case "console":
            return "<b>Stop</b> from the console."
        case who:
            return f"<b>Stop</b>, {who}: {words}."


def _after(course: Timeline, index: int) -> str:
    later = next((span for span in course.phases[index + 1 :] if span.phase in ("exposure", "debrief", "ended")), None)
    if later is None:
        return "The record ends there."
    if later.phase != "exposure":
        return f"Debrief at {clock(later.start)}." if later.phase == "debrief" else f"Session ended at {clock(later.start)}."
    visit = next((visit for visit in course.visits if visit.start >= later.start), None)
    return f"Went on at {clock(later.start)}" + ("." if visit is None else f" with step {visit.step + 1}.")


def _alert(alert: Told) -> str:
    return safe(alert.words.split(". ")[0].rstrip("?"), 110)


def next_step(squeeze: int = 0) -> Part:
    """Lines to write on: the record holds no next step, and none is made up."""
    said = '<p class="m">Not written yet; the engine proposes none.</p>'
    rules = max(0, 2 - squeeze // 3)
    lines = '<div class="rule"></div>' * rules
    return Part(f"<div><h2>Next step</h2>{said}{lines}</div>", HEADING + LINE + rules * 24)


def signatures() -> Part:
    return Part('<div class="sign"><div>Clinician, signature</div><div>Date</div></div>', 24 + 20)


def footer(plan: Plan, head: Head) -> Part:
    said = "Alias only. SUDS as said by the patient. Times are session clock."
    made = f"{safe(head.software, 40)} · {safe(plan.protocol, 60)} {safe(plan.protocol_version, 20)} · record {safe(head.record, 60)}"
    lines = max(1, rows_of(made, 350, 11))
    return Part(f"<footer><span>{said}</span><span>{made}</span></footer>", 20 + 15 * lines)


def _list(items: list[tuple[str, str]]) -> str:
    if not items:
        return ""
    return "<ul>" + "".join(f'<li><span class="m">{at}</span><span>{said}</span></li>' for at, said in items) + "</ul>"


def _percent(part: int, whole: int) -> str:
    """Rounded down: a signal with a gap is never 100 % good."""
    return f"{part * 100 // whole} %"
