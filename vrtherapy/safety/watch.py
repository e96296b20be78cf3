"""How old each link may grow and what its age does. Ages are differences of session time; no clock is read.

| link | silent for | what it does |
| --- | --- | --- |
| console | 2 s | nothing rises; "not live" |
| console | 30 s | calm scene |
| server | 2 s | told; with it every console is silent, so nothing rises |
| biofeedback | 2 s | told |
| sensor | 3 s plus its latency, at most 8 s | suggestions end; where the controller steers: hold, then step down |
| frames | 1 s | sound is silenced; told and held when they are back |
| frames | 3 s | the supervisor ends the engine and brings it back calm |

What comes back is announced, and where it was missed in the exposure a person goes on before anything rises again.
"""

from __future__ import annotations

from typing import Final, Literal

from vrtherapy.domain.units import Micros
from vrtherapy.safety import hard_limits

Console = Literal["live", "hold", "calm"]
Told = Literal["server", "biofeedback"]

TOLD: Final[dict[Told, str]] = {"server": "the server", "biofeedback": "the biofeedback process"}
"""Links whose silence is told and does nothing by itself: what rests on them has an age of its own."""


def console(now: Micros, heard: Micros) -> Console:
    """Promise 8: `heard` is when the controlling console was last heard, negative for never."""
    if heard < 0:
        return "hold"
    age = now - heard
    if age >= hard_limits.CONSOLE_CALM:
        return "calm"
    return "hold" if age >= hard_limits.CONSOLE_HOLD else "live"


def silent(now: Micros, heard: Micros) -> bool:
    """A link that was heard once and is not any more."""
    return heard >= 0 and now - heard >= hard_limits.LINK_SILENT


def reading_trusted(now: Micros, sampled: Micros, latency: Micros) -> bool:
    """Promise 4: age counts from the sample's time; 3 s plus the declared latency, at most 8 s."""
    allowed = min(hard_limits.READING_AGE + max(0, latency), hard_limits.READING_AGE_ABSOLUTE)
    return 0 <= now - sampled <= allowed


def command_expired(age: Micros) -> bool:
    """Promise 6."""
    return age >= hard_limits.COMMAND_AGE
