"""Where things stand in the drawing: time to x, values to y, ticks, and room for words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vrtherapy.domain.units import Micros

LEFT: Final = 92.0
RIGHT: Final = 692.0
WIDTH: Final = 698

_TICKS_S: Final = (1, 2, 5, 10, 15, 30, 60, 120, 240, 300, 600, 900, 1200, 1800, 3600)


@dataclass(frozen=True, slots=True)
class Across:
    """Session time from `start` to `end` between the left and the right edge of the drawing."""

    start: Micros
    end: Micros

    def x(self, at: Micros) -> float:
        span = max(1, self.end - self.start)
        return LEFT + (RIGHT - LEFT) * (min(max(at, self.start), self.end) - self.start) / span

    def ticks(self) -> list[tuple[float, str]]:
        """At most a dozen, on whole seconds or minutes of session time."""
        span_s = max(1.0, (self.end - self.start) / 1e6)
        every = next((t for t in _TICKS_S if span_s / t <= 10), 7200)
        first = -(-self.start // (every * 1_000_000)) * every
        return [
            (self.x(Micros(at * 1_000_000)), f"{at // 60}:{at % 60:02d}" if every < 60 else str(at // 60))
            for at in range(first, self.end // 1_000_000 + 1, every)
        ]

    @property
    def unit(self) -> str:
        return "min:s" if (self.end - self.start) <= 300_000_000 else "min"


@dataclass(frozen=True, slots=True)
class Lane:
    """A strip of the drawing from `top` to `bottom`, showing values from `low` to `high`."""

    top: float
    bottom: float
    low: float
    high: float

    def y(self, value: float) -> float:
        inside = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.bottom - inside * (self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class Rows:
    """Where each of the three lanes begins, where the last one ends, and how tall the drawing is."""

    tops: tuple[float, float, float]
    foot: float
    height: int

    @property
    def suds(self) -> Lane:
        return Lane(self.tops[0] + 16, self.tops[1] - 8, 0, 100)

    def dial(self, high: float) -> Lane:
        return Lane(self.tops[1] + 14, self.tops[2] - 8, 0, high)

    def heart(self, low: float, high: float) -> Lane:
        return Lane(self.tops[2] + 14, self.foot - 8, low, high)


ROOMY: Final = Rows((62.0, 150.0, 240.0), 320.0, 340)
TIGHT: Final = Rows((62.0, 132.0, 202.0), 262.0, 282)
"""For a sheet on which there is more to tell than usual."""


def breadth(text: str, bold: bool = False) -> float:
    """About how wide `text` stands at 11 px; generous, so that what is planned with it does not collide."""
    return sum(9.5 if c in "MWmw%@" else 3.4 if c in "iljtf.,:;|! '" else 6.3 for c in text) * (1.14 if bold else 1.0)


def lines(text: str, room: float, most: int, bold: bool = False) -> list[str]:
    """`text` in at most `most` lines of `room` px, the last one cut with an ellipsis; nothing where nothing fits."""
    out: list[str] = []
    words = text.split()
    while words and len(out) < most:
        taken = 1
        while taken < len(words) and breadth(" ".join(words[: taken + 1]), bold) <= room:
            taken += 1
        out.append(" ".join(words[:taken]))
        words = words[taken:]
    if words and out:
        out[-1] += "…"
    return [fit(line, room, bold) for line in out if fit(line, room, bold)]


def fit(text: str, room: float, bold: bool = False) -> str:
    """`text` cut to `room` px, "" where not even three letters fit."""
    if breadth(text, bold) <= room:
        return text
    kept = text.rstrip("…")
    while kept and breadth(kept + "…", bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…" if len(kept.strip()) >= 3 else ""
