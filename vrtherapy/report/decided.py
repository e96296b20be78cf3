"""What was asked, what was given, and why: the rows where most was decided, and all of them in the annex."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vrtherapy.domain.units import clock
from vrtherapy.report.allowance import Allowance
from vrtherapy.report.choose import chosen
from vrtherapy.report.facts import Decision
from vrtherapy.report.markup import safe, table
from vrtherapy.report.part import HEADING, LINE, Part, rows_of
from vrtherapy.report.timeline import Timeline

ROWS_MOST: Final = 12
IN_ANNEX_MOST: Final = 120
_TITLE: Final = "What was asked, what was given, and why"
_HEADS: Final = ("Time", "Asked", "Given", "Why", "By")
_STYLED: Final = ("44px", "168px", "146px", "", "98px")
_ROOMS: Final = (36, 160, 138, 234, 98)


def section(course: Timeline, room: int, allowed: Allowance) -> Part:
    """As many as `room` px hold, but those `allowed` at the least; the ones where most was decided. Where there is
    none, a line says where they stand."""
    if not course.decisions:
        return Part(f'<h2>{_TITLE}</h2><p class="m">Nothing was asked in this session.</p>', HEADING + LINE)
    for most in range(min(len(course.decisions), ROWS_MOST), 0, -1):
        part = _decided(course, most)
        if part.height <= room or most <= allowed.decisions:
            return part
    count = len(course.decisions)
    return Part(f'<p class="m">{count} decision{"s" * (count > 1)} by time in the annex.</p>', LINE)


def in_annex(course: Timeline) -> str:
    body = [_row(one, 120, 240) for one in course.decisions[:IN_ANNEX_MOST]]
    if not body:
        return ""
    left = len(course.decisions) - len(body)
    more = f'<p class="m">{left} more decisions in the record.</p>' if left else ""
    return f"<h3>{_TITLE}</h3>{table('All decisions by time', _HEADS, body, _STYLED)}{more}"


def _decided(course: Timeline, most: int) -> Part:
    body = [_row(one, 60, 90) for one in chosen(course.decisions, most)]
    all_of = len(course.decisions)
    told = f' <span class="m f">{len(body)} of {all_of}, where most was decided; all in the annex</span>' if len(body) < all_of else ""
    lines = [max(rows_of(cell, room) for cell, room in zip(row, _ROOMS, strict=True)) for row in body]
    height = HEADING + 22 + sum(5 + LINE * count for count in lines)
    return Part(f"<h2>{_TITLE}{told}</h2>{table('Decisions by time', _HEADS, body, _STYLED)}", height)


def _row(one: Decision, asked: int, why: int) -> Sequence[str]:
    return clock(one.at), safe(one.asked, asked), safe(one.given, 40), safe(one.why, why) or "as asked", safe(one.by, 30)
