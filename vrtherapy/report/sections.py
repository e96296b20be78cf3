"""The parts of the page below the drawing. Each gives markup; every text in it has passed `safe`."""

from __future__ import annotations

from typing import Final

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import clock
from vrtherapy.report.allowance import Allowance
from vrtherapy.report.facts import Gap
from vrtherapy.report.head import Head
from vrtherapy.report.markup import paragraphs, safe
from vrtherapy.report.part import HEADING, LINE, NAME_MOST, Part, itemised, listed, rows_of
from vrtherapy.report.timeline import Timeline

NOTE_LINE: Final = 52
"""Characters that a line of notes holds."""
SOURCES_MOST: Final = 3


def notes(course: Timeline, allowed: Allowance) -> Part:
    most, lines = allowed.marks, allowed.lines
    items = [(clock(m.at), f"<b>M</b> {safe(m.text, allowed.quoted)}") for m in course.marks[:most]]
    if course.notes is not None and course.notes.text.strip():
        characters = lines * NOTE_LINE
        said = paragraphs(course.notes.text, characters, lines)
        if len(course.notes.text) > characters or len(course.notes.text.splitlines()) > lines:
            said += ' … <span class="m">(in full in the annex)</span>'
        items.append((clock(course.notes.at), said))
    if len(course.marks) > most:
        items.append(("", f'<span class="m">{len(course.marks) - most} more markers in the annex</span>'))
    found = itemised(items) or '<p class="m">None were written.</p>'
    return Part(f"<div><h2>Notes and markers</h2>{found}</div>", HEADING + max(LINE, listed(items, 291, 44)))


def quality(course: Timeline, head: Head, allowed: Allowance) -> Part:
    items = []
    if not course.readiness.measured:
        items.append(("Body signals", "not measured: the patient has not agreed"))
    for source in course.sources[:SOURCES_MOST]:
        marked = "" if source.origin == "live" else f", {source.origin}"
        share = f"good {_percent(source.good, source.seen)} of {clock(source.seen)} min" if source.seen else "too short to judge"
        items.append((f"{safe(source.name, 60)}{marked}", share))
    items += [
        (f"{safe(s.name, 60)}{f', {safe(s.marked, 30)}' if s.marked else ''}", "no reading from it")
        for s in head.sources[:SOURCES_MOST]
        if not course.sources and course.readiness.measured
    ]
    long = sorted(course.gaps, key=lambda gap: gap.start - gap.end)[: allowed.gaps]
    if long:
        told = "<br>".join(_gap(gap) for gap in sorted(long, key=lambda gap: gap.start))
        more = len(course.gaps) - len(long)
        items.append(("Not good", told + (f'<br><span class="m">and {more} shorter</span>' if more else "")))
    kept = "incomplete, see above" if head.left_out else "whole" if course.ended else "not closed by an end of session"
    items.append(("Record", kept if not course.unrecorded else f"{kept.replace('whole', 'closed')}, with a gap: see Safety"))
    return Part(f'<div class="wide"><h2>Data quality</h2>{itemised(items)}</div>', HEADING + listed(items, 215, 112))


def _gap(gap: Gap) -> str:
    reason = safe(gap.words, 60) or gap.kind
    return f"{clock(gap.start)} to {clock(gap.end)} {reason}"


def next_step(allowed: Allowance) -> Part:
    """Lines to write on: the record holds no next step, and none is made up."""
    said = '<p class="m">Not written yet; the engine proposes none.</p>'
    lines = '<div class="rule"></div>' * allowed.rules
    return Part(f"<div><h2>Next step</h2>{said}{lines}</div>", HEADING + LINE + allowed.rules * 24)


def signatures(plan: Plan) -> Part:
    named = safe(plan.setting.clinician, NAME_MOST)
    who = f"{named}, clinician: signature" if named else "Clinician, signature"
    return Part(f'<div class="sign"><div>{who}</div><div>Date</div></div>', 18 + 20)


def footer(plan: Plan, head: Head) -> Part:
    said = "Alias only. SUDS as said by the patient. Times are session clock."
    made = f"{safe(head.software, 40)} · {safe(plan.protocol, 60)} {safe(plan.protocol_version, 20)} · record {safe(head.record, 60)}"
    lines = max(1, rows_of(made, 350, 11))
    return Part(f"<footer><span>{said}</span><span>{made}</span></footer>", 20 + 15 * lines)


def _percent(part: int, whole: int) -> str:
    """Rounded down: a signal with a gap is never 100 % good."""
    return f"{part * 100 // whole} %"
