"""From readings, four a second, to points that can be drawn, stretches without a signal, and sources.

Rules:
    1. A reading stands where the engine received it and holds until the next one.
    2. After 3 s without a next one it no longer holds: that stretch is silent.
    3. Points never reach over a border of the session (a phase, a step), so that their means are exact for each part.
    4. Only good readings count in a heart rate.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from vrtherapy.domain.arousal import Reading
from vrtherapy.domain.units import SECOND, Micros, Permille
from vrtherapy.report.facts import Gap, GapKind, HeartPoint, SourceSeen
from vrtherapy.safety.hard_limits import READING_AGE

POINTS_MOST: Final = 1200


@dataclass(frozen=True, slots=True)
class Look:
    at: Micros
    reading: Reading

    @property
    def good(self) -> bool:
        return self.reading.quality == "good" and self.reading.heart_rate is not None


def heart_points(looks: Sequence[Look], borders: Sequence[Micros], start: Micros, end: Micros) -> tuple[HeartPoint, ...]:
    """At most about `POINTS_MOST` points from `start` to `end`, split at every one of the sorted `borders`."""
    width = max(int(SECOND), -(-(end - start) // POINTS_MOST))
    gathered: dict[tuple[int, int], list[Look]] = {}
    for look in looks:
        if start <= look.at <= end:
            key = (bisect_right(borders, look.at), (look.at - start) // width)
            gathered.setdefault(key, []).append(look)
    points = []
    for (leg, bucket), members in sorted(gathered.items()):
        opens = max(start + bucket * width, borders[leg - 1] if leg else start)
        closes = min(start + (bucket + 1) * width, end, borders[leg] if leg < len(borders) else end)
        points.append(_point(members, Micros(opens), Micros(max(opens, closes))))
    return tuple(points)


def _point(members: Sequence[Look], start: Micros, end: Micros) -> HeartPoint:
    rates = [look.reading.heart_rate for look in members if look.good and look.reading.heart_rate is not None]
    arousals = [look.reading.arousal for look in members if look.good and look.reading.arousal is not None]
    return HeartPoint(
        start=start,
        end=end,
        total=sum(rates),
        low=min(rates, default=0),
        high=max(rates, default=0),
        good=len(rates),
        seen=len(members),
        arousal=Permille(round(sum(arousals) / len(arousals))) if arousals else None,
    )


def gaps(looks: Sequence[Look], start: Micros, end: Micros) -> tuple[Gap, ...]:
    """Stretches without a good signal from `start` to `end`, neighbours of one kind joined. No reading at all is no gap."""
    found: list[Gap] = []
    for look, until in _held(looks, start, end):
        if until - look.at > READING_AGE:
            _add(found, Gap(look.at, until, "silent", "nothing heard"))
        elif not look.good:
            kind: GapKind = "none" if look.reading.quality == "none" else "poor"
            _add(found, Gap(look.at, until, kind, look.reading.reason))
    if looks and looks[0].at - start > READING_AGE:
        found.insert(0, Gap(start, min(looks[0].at, end), "silent", "nothing heard yet"))
    return tuple(gap for gap in found if gap.end > gap.start)


def _add(found: list[Gap], gap: Gap) -> None:
    if found and found[-1].kind == gap.kind and found[-1].end == gap.start:
        found[-1] = replace(found[-1], end=gap.end, words=found[-1].words or gap.words)
    else:
        found.append(gap)


def sources(looks: Sequence[Look], start: Micros, end: Micros) -> tuple[SourceSeen, ...]:
    seen: dict[tuple[str, str], SourceSeen] = {}
    for look, until in _held(looks, start, end):
        reading = look.reading
        key = (reading.source, reading.origin)
        old = seen.get(key, SourceSeen(reading.source, reading.origin, Micros(0), Micros(0)))
        lasted = until - look.at
        good = lasted if look.good and lasted <= READING_AGE else 0
        seen[key] = replace(old, good=Micros(old.good + good), seen=Micros(old.seen + lasted))
    return tuple(seen.values())


def _held(looks: Sequence[Look], start: Micros, end: Micros) -> list[tuple[Look, Micros]]:
    """Each look with the time it holds until, cut to the span."""
    held = []
    for index, look in enumerate(looks):
        until = looks[index + 1].at if index + 1 < len(looks) else end
        if until > start and look.at < end:
            held.append((replace(look, at=max(look.at, start)), min(until, end)))
    return held
