"""The rules of the governor, one function each, in the order the clinician should read them.

A ceiling rule gives the highest intensity it allows and why. A rise rule gives why nothing may rise, or None.
No rule ever raises anything; nothing but a person moves what they look at upwards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from vrtherapy.domain.limits import Limits
from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import CALM_END, Micros, Permille, dial
from vrtherapy.safety import hard_limits


@dataclass(frozen=True, slots=True)
class Circumstances:
    """All that the rules look at."""

    exposed: bool
    """The patient is in the exposure, not in the calm scene."""
    step_low: Permille
    step_high: Permille
    cap: Permille
    """The clinician's."""
    limits: Limits
    exposure: Micros
    live: bool
    recorded: bool
    paused: bool
    hold: Reason | None


@dataclass(frozen=True, slots=True)
class Ceiling:
    allows: Permille
    reason: Reason


CeilingRule = Callable[[Circumstances], Ceiling]
RiseRule = Callable[[Circumstances], Reason | None]


def calm_scene(c: Circumstances) -> Ceiling:
    return Ceiling(Permille(1000) if c.exposed else CALM_END, Reason("calm_scene", "calm scene", "engine"))


def protocol_step(c: Circumstances) -> Ceiling:
    return Ceiling(c.step_high, Reason("step_cap", f"step cap {dial(c.step_high)}", "protocol"))


def clinician_cap(c: Circumstances) -> Ceiling:
    return Ceiling(c.cap, Reason("clinician_cap", f"your cap {dial(c.cap)}", "clinician"))


def protocol_limits(c: Circumstances) -> Ceiling:
    return Ceiling(c.limits.ceiling, Reason("limit", f"session limit {dial(c.limits.ceiling)}", "protocol"))


def dose(c: Circumstances) -> Ceiling:
    """Promise 10: past the cap the exposure winds down by steps to the step's calm end; nobody is ejected."""
    reason = _dose_cap(c)
    if (over := c.exposure - dose_cap(c)) < 0:
        return Ceiling(Permille(1000), reason)
    down = hard_limits.WIND_DOWN_BY * (1 + over // hard_limits.WIND_DOWN_EVERY)
    return Ceiling(Permille(max(c.step_low, c.step_high - down)), reason)


def dose_cap(c: Circumstances) -> Micros:
    """How long the exposure of a session may last in all."""
    return min(c.limits.exposure, hard_limits.EXPOSURE_ABSOLUTE)


def _dose_cap(c: Circumstances) -> Reason:
    return Reason("dose_cap", f"dose cap of {dose_cap(c) // 60_000_000} min reached", "governor")


CEILINGS: Final[tuple[CeilingRule, ...]] = (calm_scene, protocol_step, clinician_cap, protocol_limits, dose)


def not_live(c: Circumstances) -> Reason | None:
    """Promise 8."""
    return None if c.live else Reason("not_live", "no controlling console: held", "watch")


def not_recorded(c: Circumstances) -> Reason | None:
    """Promise 12."""
    return None if c.recorded else Reason("not_recorded", "not being recorded: held", "watch")


def paused(c: Circumstances) -> Reason | None:
    return Reason("paused", "paused", "clinician") if c.paused else None


def held(c: Circumstances) -> Reason | None:
    return c.hold


def dose_spent(c: Circumstances) -> Reason | None:
    """Promise 10: past the cap nothing rises, not even to the calm end of a higher step."""
    return None if c.exposure < dose_cap(c) else _dose_cap(c)


RISES: Final[tuple[RiseRule, ...]] = (held, paused, not_live, not_recorded, dose_spent)
