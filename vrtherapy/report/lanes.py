"""The three lanes of the drawing: SUDS as said, intensity as asked and given, heart rate where it was good."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import Micros, dial
from vrtherapy.report.facts import Gap, HeartPoint, Level, Said
from vrtherapy.report.levels import stretches
from vrtherapy.report.markup import safe
from vrtherapy.report.scale import LEFT, RIGHT, WIDTH, Across, Lane, Rows, breadth
from vrtherapy.report.summary import Summary
from vrtherapy.report.timeline import Timeline


def line(x1: float, y1: float, x2: float, y2: float, colour: str, wide: float, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{colour}" stroke-width="{wide}"{dashed}/>'


def text(x: float, y: float, words: str, style: str = "", anchor: str = "start") -> str:
    styled = f' class="{style}"' if style else ""
    anchored = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{styled}{anchored}>{safe(words, 120)}</text>'


def frames(rows: Rows) -> list[str]:
    parts = [line(0, y, WIDTH, y, "var(--line)", 1) for y in (*rows.tops, rows.foot)]
    for top, name, unit in zip(rows.tops, ("SUDS", "Intensity", "Heart rate"), ("as said, /100", "0–1", "/min"), strict=True):
        parts += [text(0, top + 15, name, "h"), text(0, top + 29, unit)]
    return parts


def _ends(lane: Lane, low: str, high: str) -> list[str]:
    return [text(LEFT - 5, lane.top + 4, high, "", "end"), text(LEFT - 5, lane.bottom + 3, low, "", "end")]


def suds(course: Timeline, across: Across, rows: Rows) -> list[str]:
    """A dot for what the patient said, a ring for what the clinician entered, a square for a simulated patient."""
    lane = rows.suds
    points = _apart([(across.x(s.at), lane.y(s.suds), s) for s in course.said if s.at >= course.start])
    parts = _ends(lane, "0", "100")
    if not points:
        return [*parts, text(LEFT + 8, rows.tops[0] + 52, "no rating in this session")]
    if len(points) > 1:
        parts.append(_path([(x, y) for x, y, _ in points], "var(--muted)", 1))
    for x, y, said in points:
        if said.by == "simulated":
            parts.append(f'<rect x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6" fill="var(--text)"/>')
        else:
            fill = "var(--text)" if said.by == "patient" else "#fff"
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="{fill}" stroke="var(--text)" stroke-width="1.4"/>')
    return parts + [text(x, y - 7, str(said.suds), "h", "middle") for x, y, said in _told(points)]


def _apart(points: list[tuple[float, float, Said]]) -> list[tuple[float, float, Said]]:
    """Of the ratings that fall on one pixel the first, the highest and the last."""
    columns: dict[int, list[tuple[float, float, Said]]] = {}
    for point in points:
        columns.setdefault(round(point[0]), []).append(point)
    kept: list[tuple[float, float, Said]] = []
    for column in columns.values():
        tops = (column[0], min(column, key=lambda point: point[1]), column[-1])
        kept += [point for point in column if any(point is top for top in tops)]
    return kept


def _told(points: list[tuple[float, float, Said]]) -> list[tuple[float, float, Said]]:
    """Which ratings get their figure: the highest first, then the last, then from the left, while there is room."""
    order = sorted(range(len(points)), key=lambda i: (points[i][1] != min(p[1] for p in points), i != len(points) - 1, i))
    kept: list[int] = []
    for index in order:
        if all(abs(points[index][0] - points[other][0]) >= 21 for other in kept):
            kept.append(index)
    return [points[index] for index in sorted(kept)]


def _dial_lane(plan: Plan, course: Timeline, rows: Rows) -> Lane:
    tops = [level.value for level in (*course.given, *course.asked)]
    tops += [plan.steps[visit.step].band.high for visit in course.visits]
    return rows.dial(max(2, -(-max(tops) // 100)) * 100)


def bands(plan: Plan, course: Timeline, across: Across, rows: Rows) -> list[str]:
    """Each step's band: its upper edge is the step's cap."""
    lane = _dial_lane(plan, course, rows)
    parts = []
    for visit in course.visits:
        band = plan.steps[visit.step].band
        x, y = across.x(visit.start), lane.y(band.high)
        wide = max(0.5, across.x(visit.end) - x)
        parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{lane.y(band.low) - y:.1f}" fill="var(--sunk)"/>')
        parts.append(line(x, y, x + wide, y, "var(--muted)", 1))
    return parts


def intensity(plan: Plan, course: Timeline, across: Across, rows: Rows) -> list[str]:
    lane, top = _dial_lane(plan, course, rows), rows.tops[1]
    parts = [
        *_ends(lane, "0", f"{lane.high / 1000:.1f}"),
        line(0, top + 44, 16, top + 44, "var(--accent)", 2.4), text(21, top + 48, "given", "a"),
        line(0, top + 58, 16, top + 58, "var(--text)", 1.2, "4 3"), text(21, top + 62, "asked", "t"),
    ]  # fmt: skip
    placed: list[tuple[float, float, float]] = []
    labels: list[str] = []
    for at, until, cap in stretches(course.caps, course.end):
        if cap <= lane.high and cap < 1000 and until > course.start:
            x, y = across.x(at), lane.y(cap)
            parts.append(line(x, y, across.x(until), y, "var(--text)", 1, "8 3 2 3"))
            labels += _label(f"clinician's cap {dial(cap)}", x + 3, y, RIGHT, "t", placed)
    parts.append(_path(_stairs(course.asked, course, across, lane), "var(--text)", 1.2, "4 3"))
    parts.append(_path(_stairs(course.given, course, across, lane), "var(--accent)", 2.2))
    for visit in course.visits:
        band = plan.steps[visit.step].band
        words = f"{dial(band.low)}–{dial(band.high)}"
        for label in (f"band {words}", words):
            shown = _label(label, across.x(visit.start) + 4, lane.y(band.high), across.x(visit.end), "", placed)
            labels += shown
            if shown:
                break
    return parts + labels


def _label(words: str, x: float, y: float, ends: float, style: str, placed: list[tuple[float, float, float]]) -> list[str]:
    """Above the line at `y`, else below it, between `x` and `ends`; nothing where other labels leave no room."""
    wide = breadth(words)
    for foot in (y - 4, y + 12):
        if x + wide > ends or any(abs(foot - other) < 12 and x < right and x + wide > left for left, right, other in placed):
            continue
        placed.append((x, x + wide, foot))
        return [text(x, foot, words, style)]
    return []


def _stairs(levels: Iterable[Level], course: Timeline, across: Across, lane: Lane) -> list[tuple[float, float]]:
    """Level, then jump; of what falls on half a pixel the first, the lowest, the highest and the last."""
    columns: dict[int, list[float]] = {}
    for at, until, value in stretches(levels, course.end):
        if until < course.start:
            continue
        for x in (across.x(at), across.x(until)):
            columns.setdefault(round(x * 2), []).append(lane.y(value))
    points: list[tuple[float, float]] = []
    for column, ys in columns.items():
        kept = [ys[0], min(ys), max(ys), ys[-1]]
        points += [(column / 2, y) for i, y in enumerate(kept) if i == 0 or y != kept[i - 1]]
    return points


def heart(course: Timeline, figures: Summary, across: Across, rows: Rows) -> list[str]:
    means = [p.mean / 1000 for p in course.heart if p.mean is not None]
    known = [*means, *([figures.baseline / 1000] if figures.baseline is not None else [])]
    if not known:
        found = "heart rate was never good enough to be shown" if course.heart else "no heart signal in this session"
        if not course.readiness.measured:
            found = "not measured: the patient has not agreed"
        return [*_hatched(course, across, rows), text(LEFT + 8, rows.tops[2] + 36, found)]
    middle, half = (min(known) + max(known)) / 2, max(10.0, (max(known) - min(known)) / 2 + 2)
    low, high = int((middle - half) // 5 * 5), int(-(-(middle + half) // 5) * 5)
    lane = rows.heart(low, high)
    parts = [*_hatched(course, across, rows), *_ends(lane, str(low), str(high))]
    if figures.baseline is not None:
        y = lane.y(figures.baseline / 1000)
        parts.append(line(LEFT, y, RIGHT, y, "var(--muted)", 1, "1.5 3"))
        parts.append(text(0, rows.foot - 11, f"rest {figures.baseline / 1000:.0f}, dotted"))
    else:
        parts.append(text(0, rows.foot - 11, "no baseline"))
    run: list[tuple[float, float]] = []
    last: HeartPoint | None = None
    for point in [*course.heart, None]:
        apart = last is not None and point is not None and point.start - last.end > 3_000_000
        if run and (point is None or point.mean is None or apart):
            parts.append(_path(run if len(run) > 1 else [run[0], (run[0][0] + 1, run[0][1])], "var(--text)", 1.2))
            run = []
        if point is not None and point.mean is not None:
            run.append((across.x(Micros((point.start + point.end) // 2)), lane.y(point.mean / 1000)))
            last = point
    return parts


def _hatched(course: Timeline, across: Across, rows: Rows) -> list[str]:
    drawn: list[Gap] = []
    for gap in course.gaps:
        joins = drawn and drawn[-1].kind == gap.kind and across.x(gap.start) - across.x(drawn[-1].end) < 1
        drawn[-1:] = [replace(drawn[-1], end=gap.end)] if joins else [*drawn[-1:], gap]
    parts = []
    for gap in drawn:
        x, wide = across.x(gap.start), max(1.5, across.x(gap.end) - across.x(gap.start))
        top, tall = rows.tops[2], rows.foot - rows.tops[2]
        parts.append(f'<rect x="{x:.1f}" y="{top}" width="{wide:.1f}" height="{tall}" fill="url(#h)"/>')
        word = {"poor": "poor", "none": "no signal", "silent": "silent"}[gap.kind]
        if wide > breadth(word) + 6:
            parts.append(text(x + wide / 2, top + 12, word, "t", "middle"))
    return parts


def _path(points: list[tuple[float, float]], colour: str, wide: float, dash: str = "") -> str:
    drawn = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="M{drawn}" fill="none" stroke="{colour}" stroke-width="{wide}"{dashed}/>'
