"""What this person's body does before anything is feared: the measure every later change is judged by.

Rules:
    1. The first 10 s after the first good look are settling (filters, electrodes, the person) and do not count; fewer
       where the whole baseline is shorter than that.
    2. One look a second, good quality only; 60 of them make a baseline.
    3. It is learned in `ready`, `baseline` or `calm`, never during exposure. If exposure begins early, 20 looks
       suffice and the baseline is marked short; with fewer there is none, and no arousal is said.
    4. Once made it never changes: the ruler must not move while it measures.

Median and median absolute deviation (x 1.4826 for a normal spread), so that a cough or a burst of noise does not
count: Rousseeuw PJ, Croux C. J Am Stat Assoc 1993;88:1273-1283.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from statistics import median
from typing import Final

from vrtherapy.domain.units import SECOND, Micros

SETTLING: Final = Micros(10 * SECOND)
LOOKS: Final = 60
LOOKS_SHORT: Final = 20
QUIET_PHASES: Final = frozenset({"", "checklist", "baseline", "calm"})
LEAST_SPREAD: Final = 1.5
"""Beats per minute: nobody's heart is steadier than this for long."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """`heart_rate` per minute and its robust standard deviation; `log_rmssd` of ms, or None where unknown."""

    heart_rate: float
    spread: float
    log_rmssd: float | None
    looks: int
    short: bool


class BaselineLearner:
    """Collects looks until rule 2 or 3 is met. `made` is None until then."""

    def __init__(self, looks: int = LOOKS) -> None:
        self._wanted = max(looks, 1)
        self._settling = Micros(min(SETTLING, self._wanted * SECOND))
        self._settled_at: Micros | None = None
        self._heart: list[float] = []
        self._rmssd: list[float] = []
        self.made: Baseline | None = None

    def look(self, at: Micros, phase: str, heart_rate: float | None, rmssd: float | None, good: bool) -> None:
        """One look, at most once a second. `heart_rate` per minute, `rmssd` in ms."""
        if self.made is not None:
            return
        if phase not in QUIET_PHASES:
            if len(self._heart) >= min(LOOKS_SHORT, self._wanted):
                self._make()
            return
        if not good or heart_rate is None:
            return
        if self._settled_at is None:
            self._settled_at = Micros(at + self._settling)
        if at < self._settled_at:
            return
        self._heart.append(heart_rate)
        if rmssd is not None and rmssd > 0.0:
            self._rmssd.append(rmssd)
        if len(self._heart) >= self._wanted:
            self._make()

    def words(self) -> str:
        """How far it is: `learning the baseline, 23 of 60 s`; "" once made."""
        if self.made is not None:
            return ""
        return f"learning the baseline, {len(self._heart)} of {self._wanted} s"

    def _make(self) -> None:
        middle = median(self._heart)
        spread = 1.4826 * median(abs(value - middle) for value in self._heart)
        log_rmssd = log(median(self._rmssd)) if len(self._rmssd) >= 10 else None
        count = len(self._heart)
        self.made = Baseline(middle, max(LEAST_SPREAD, spread), log_rmssd, count, count < self._wanted)
