"""How old each link may grow and what its age does. Ages are differences of session time; no clock is read."""

from __future__ import annotations

from typing import Literal

from vrtherapy.domain.units import Micros
from vrtherapy.safety import hard_limits

Console = Literal["live", "hold", "calm"]


def console(now: Micros, heard: Micros) -> Console:
    """Promise 8: `heard` is when the controlling console was last heard, negative for never."""
    if heard < 0:
        return "hold"
    age = now - heard
    if age >= hard_limits.CONSOLE_CALM:
        return "calm"
    return "hold" if age >= hard_limits.CONSOLE_HOLD else "live"


def reading_trusted(now: Micros, sampled: Micros, latency: Micros) -> bool:
    """Promise 4: age counts from the sample's time; 3 s plus the declared latency, at most 8 s."""
    allowed = min(hard_limits.READING_AGE + max(0, latency), hard_limits.READING_AGE_ABSOLUTE)
    return 0 <= now - sampled <= allowed


def command_expired(age: Micros) -> bool:
    """Promise 6."""
    return age >= hard_limits.COMMAND_AGE
