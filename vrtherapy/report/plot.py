"""The course of a session as one drawing: steps and events above SUDS, intensity and heart rate on one time axis.

Rules:
    1. Inline SVG, no script, no colour that is the only sign of something.
    2. Between ratings the line is thin: nothing is known there. Heart rate is drawn only where it was good.
    3. Words that have no room are left out, the signs never; everything is in the annex in words.
"""

from __future__ import annotations

from typing import Final

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import Micros
from vrtherapy.report import lanes
from vrtherapy.report.facts import Visit
from vrtherapy.report.legs import Leg, legs
from vrtherapy.report.markup import safe
from vrtherapy.report.scale import LEFT, RIGHT, WIDTH, Across, Rows, breadth, lines
from vrtherapy.report.signs import Sign, signs
from vrtherapy.report.summary import Summary
from vrtherapy.report.timeline import Timeline

TITLES: Final = 12.0
SIGNS: Final = (40.0, 53.0)
_SHAPES: Final = {
    "event": "M{x} {t}l4.5 4.5l-4.5 4.5l-4.5 -4.5z",
    "mark": "M{l} {u}h7v7h-7z",
    "stop": "M{l} {t}h7l2 2.5v4l-2 2.5h-7l-2 -2.5v-4z",
    "adverse": "M{x} {t}l5 9h-10z",
    "phase": "M{l} {t}l6 4.5l-6 4.5z",
    "pause": "M{l} {u}h2.4v8h-2.4zm4.6 0h2.4v8h-2.4z",
}
_GRAVE: Final = ("stop", "adverse")


def plot(plan: Plan, course: Timeline, figures: Summary, label: str, described_by: str, rows: Rows) -> str:
    across = Across(course.start, max(course.end, Micros(course.start + 1)))
    found, weighty = legs(plan, course), _weightiest(figures)
    untitled = [Sign(leg.start, "phase", leg.title) for leg in _unnamed(found, across)]
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {rows.height}" role="img" aria-label="{safe(label, 900)}" aria-describedby="{described_by}">',
        '<defs><pattern id="h" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<line x1="0" y1="0" x2="0" y2="6" stroke="#86919B" stroke-width="1.6"/></pattern></defs>',
        *lanes.bands(plan, course, across, rows),
        *_borders(found, across, weighty, rows.foot),
        *_signs([*signs(course), *untitled], across, rows.foot),
        *lanes.frames(rows),
        *lanes.suds(course, across, rows),
        *lanes.intensity(plan, course, across, rows),
        *lanes.heart(course, figures, across, rows),
        *_axis(across, rows),
        "</svg>",
    ]
    return "".join(parts)


def _weightiest(figures: Summary) -> Visit | None:
    return figures.main.visit if figures.main is not None and len(figures.visits) > 1 else None


def _borders(found: list[Leg], across: Across, weighty: Visit | None, foot: float) -> list[str]:
    parts = []
    for leg, room in _rooms(found, across):
        x = across.x(leg.start)
        bold = weighty is not None and leg.visit == weighty
        if leg is not found[0] or x > LEFT + 1:
            tone = "var(--text)" if bold else "var(--muted)"
            parts.append(lanes.line(x, 2, x, foot, tone, 1.4 if bold else 0.8))
        for row, text in enumerate(_title(leg, room, bold)):
            style = "s" if leg.stopped else "h" if bold else "t"
            parts.append(lanes.text(x + 4, TITLES + 13 * row, text, style))
    return parts


def _rooms(found: list[Leg], across: Across) -> list[tuple[Leg, float]]:
    """Each leg with the px that its title may take."""
    ends = [across.x(leg.start) for leg in found[1:]] + [RIGHT + 6]
    return [(leg, until - across.x(leg.start) - 7) for leg, until in zip(found, ends, strict=False)]


def _unnamed(found: list[Leg], across: Across) -> list[Leg]:
    """What is neither a step nor how the session begins, and has no room for its word; a stop has a sign of its own."""
    later = [(leg, room) for leg, room in _rooms(found, across) if not leg.short and not leg.stopped and leg is not found[0]]
    return [leg for leg, room in later if not _title(leg, room, False)]


def _title(leg: Leg, room: float, bold: bool) -> list[str]:
    """A step's whole title on two lines, or what fits of it, or its number alone; any other word whole or not at all."""
    strong = bold or leg.stopped
    if not leg.short:
        return [leg.title] if breadth(leg.title, strong) <= room else []
    found = lines(leg.title, room, 2, strong)
    if (not found or not found[0].startswith(leg.short + " ") or len(found[0]) < 5):
        return [leg.short] if breadth(leg.short, strong) <= room else []
    return found


def _signs(found: list[Sign], across: Across, foot: float) -> list[str]:
    """Greedy, the grave ones first and on top: a sign keeps its row; its word goes right or left of it, on the first of
    two with room."""
    drawn: list[str] = []
    taken: tuple[list[tuple[float, float]], ...] = ([], [])
    seen: set[tuple[str, int]] = set()
    for sign in sorted(found, key=lambda sign: (sign.kind not in _GRAVE, sign.kind != "phase")):
        if (place := (sign.kind, round(across.x(sign.at)))) in seen:
            continue
        seen.add(place)
        x = across.x(sign.at)
        row, side = _room(x, breadth(sign.word) + 10, taken)
        if sign.kind == "phase" and not side:
            continue
        drawn.append(_sign(sign, x, SIGNS[row], side, foot))
    return drawn[::-1]


def _sign(sign: Sign, x: float, y: float, side: int, foot: float) -> str:
    grave = sign.kind in _GRAVE
    line = "" if sign.kind == "phase" else lanes.line(x, y + 5, x, foot, "var(--stop)" if grave else "var(--muted)", 0.8, "2 3")
    shape = _SHAPES[sign.kind].format(x=f"{x:.1f}", l=f"{x - 3.5:.1f}", t=f"{y - 8.5:.1f}", u=f"{y - 7.5:.1f}")
    drawn = f'{line}<path d="{shape}" fill="{"var(--stop)" if grave else "var(--text)"}"/>'
    if not side:
        return drawn
    return drawn + lanes.text(x + 8 * side, y, sign.word, "s" if grave else "t", "start" if side > 0 else "end")


def _room(x: float, wide: float, taken: tuple[list[tuple[float, float]], ...]) -> tuple[int, int]:
    """Row and side (1 right, -1 left, 0 no word) for a sign at `x`; what it takes up is remembered."""
    for side in (1, -1):
        low, high = (x - 6, x + wide) if side > 0 else (x - wide, x + 6)
        if low < LEFT - 20 or high > WIDTH:
            continue
        for row, spans in enumerate(taken):
            if all(high <= left or low >= right for left, right in spans):
                spans.append((low, high))
                return row, side
    row = 0 if all(x + 6 <= left or x - 6 >= right for left, right in taken[0]) else 1
    taken[row].append((x - 6, x + 6))
    return row, 0


def _axis(across: Across, rows: Rows) -> list[str]:
    parts = [lanes.text(LEFT - 12, rows.height - 5, across.unit, "", "end")]
    for x, label in across.ticks():
        parts.append(lanes.line(x, rows.foot, x, rows.foot + 4, "var(--muted)", 0.8))
        parts.append(lanes.text(x, rows.height - 5, label, "", "middle"))
    return parts
