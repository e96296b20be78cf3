"""Adverse events at the top of the page: what, how severe, when and where, what was said, and what was done.

The severe ones first. None is ever squeezed off the page without its count; the annex has all of them.
"""

from __future__ import annotations

from typing import Final

from vrtherapy.domain.units import clock
from vrtherapy.report import words
from vrtherapy.report.allowance import Allowance
from vrtherapy.report.followed import NOTHING, left_at, went_on
from vrtherapy.report.incidents import Adverse
from vrtherapy.report.markup import safe, table
from vrtherapy.report.part import LINE, Part, rows_of
from vrtherapy.report.timeline import Timeline
from vrtherapy.session.phase import SHOWS_EXPOSURE

MOST: Final = 3
IN_ANNEX_MOST: Final = 60
_GRAVEST: Final = ("severe", "moderate", "mild")


def banner(course: Timeline, allowed: Allowance) -> list[Part]:
    if not course.adverse:
        return []
    shown = at_the_top(course)
    lines = [f"<b>Adverse event, {one.severity}: {words.ADVERSE[one.what]}</b> {_told(course, one, allowed.quoted)}" for one in shown]
    if more := len(course.adverse) - len(shown):
        lines.append(f"{more} more adverse event{'s' * (more > 1)} in the annex.")
    said = "<br>".join(lines)
    return [Part(f'<p class="gone" role="note">{said}</p>', 25 + LINE * rows_of(said, 660))]


def at_the_top(course: Timeline) -> list[Adverse]:
    """The gravest, then the earliest."""
    return sorted(course.adverse, key=lambda one: (_GRAVEST.index(one.severity), one.at))[:MOST]


def in_annex(course: Timeline) -> str:
    if not course.adverse:
        return ""
    body = [
        (clock(one.at), words.ADVERSE[one.what], one.severity, where(one), safe(one.words) or "–", done(course, one))
        for one in course.adverse[:IN_ANNEX_MOST]
    ]
    heads = ("Time", "Adverse event", "Severity", "Where", "In words", "What was done")
    more = len(course.adverse) - len(body)
    left = f'<p class="m">{more} more adverse events in the record.</p>' if more else ""
    return f"<h3>Adverse events</h3>{table('Adverse events by time', heads, body, ('52px', '110px', '70px', '80px'))}{left}"


def _told(course: Timeline, one: Adverse, most: int) -> str:
    said = f": “{safe(one.words, most)}”" if one.words.strip() else ""
    return f"at {clock(one.at)}, {where(one)}{said}. {done(course, one)}"


def where(one: Adverse) -> str:
    if one.phase in SHOWS_EXPOSURE:
        return f"step {one.step + 1}"
    if one.phase == "ended":
        return "after the end"
    return {"checklist": "before the start", "baseline": "at rest"}.get(one.phase, f"in {words.PHASES[one.phase]}")


def done(course: Timeline, one: Adverse) -> str:
    """What the machine did for it and what followed. Plain text."""
    if one.phase == "ended":
        return "Reported after the end."
    if one.did == "stopped":
        index = next(i for i, span in enumerate(course.phases) if span.phase == "stopped" and span.start >= one.at)
        return f"Stopped. {went_on(course, index)}"
    if one.phase not in SHOWS_EXPOSURE:
        return "Nothing was being shown."
    left = left_at(course, one.at)
    what = "Eased and held" if one.did == "eased" else "Exposure went on"
    return f"{what}; {left}." if left else f"{what}. {NOTHING}"
