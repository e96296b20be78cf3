"""The rules of the governor, one function each, in the order the clinician should read them.

A ceiling rule gives the highest intensity it allows and why. A rise rule gives why nothing may rise, or None. An
event rule gives why no event of the scene may happen, or None. No rule ever raises anything; nothing but a person
moves what they look at upwards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from vrtherapy.domain.limits import Limits
from vrtherapy.domain.reason import Reason
from vrtherapy.domain.setting import Autonomy
from vrtherapy.domain.units import CALM_END, INTENSE_END, MINUTE, Micros, Permille, dial
from vrtherapy.safety import hard_limits
from vrtherapy.safety.classes import NAMES, TIGHTENS, PatientClass


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
    """The step's, tightened by the classes."""
    classes: tuple[PatientClass, ...]
    exposure: Micros
    extended: Micros
    """By how much the clinician extended the dose."""
    high: Micros
    """How long intensity was above `limits.high_level`."""
    high_extended: Micros
    recent_events: int
    """Events of the scene within the last minute."""
    sickness: int
    """The newest rating of the Fast Motion Sickness scale, 0-20."""
    live: bool
    recorded: bool
    """The record is kept, or a person accepted that it is not."""
    paused: bool
    holds: tuple[Reason, ...]
    steered: bool
    """What is asked of the dial was asked by the controller, not by a person."""
    autonomy: Autonomy
    autonomy_ceiling: Permille
    stale: bool
    """The body's signal is too old, or absent."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    allows: Permille
    reason: Reason


CeilingRule = Callable[[Circumstances], Ceiling]
RiseRule = Callable[[Circumstances], Reason | None]
EventRule = Callable[[Circumstances], Reason | None]


# ---- ceilings --------------------------------------------------------------------------------------------------------


def calm_scene(c: Circumstances) -> Ceiling:
    return Ceiling(INTENSE_END if c.exposed else CALM_END, Reason("calm_scene", "calm scene", "engine"))


def protocol_step(c: Circumstances) -> Ceiling:
    return Ceiling(c.step_high, Reason("step_cap", f"step cap {dial(c.step_high)}", "protocol"))


def clinician_cap(c: Circumstances) -> Ceiling:
    return Ceiling(c.cap, Reason("clinician_cap", f"your cap {dial(c.cap)}", "clinician"))


def protocol_limits(c: Circumstances) -> Ceiling:
    return Ceiling(c.limits.ceiling, Reason("limit", f"session limit {dial(c.limits.ceiling)}", "protocol"))


def patient_class(c: Circumstances) -> Ceiling:
    """Promise 2: child, trauma, blood-injury, first session."""
    lowest = min(c.classes, key=lambda each: TIGHTENS[each].ceiling, default=None)
    if lowest is None:
        return Ceiling(INTENSE_END, Reason("class_cap", "no limit of a class", "governor"))
    allows = TIGHTENS[lowest].ceiling
    return Ceiling(allows, Reason("class_cap", f"at most {dial(allows)} for {NAMES[lowest]}", "governor"))


def comfort(c: Circumstances) -> Ceiling:
    """Promise 11: motion sickness lowers the ceiling point by point before the exposure is stopped."""
    over = max(0, c.sickness - hard_limits.SICKNESS_TOLD + 1)
    allows = Permille(max(CALM_END, INTENSE_END - over * hard_limits.SICKNESS_LOWERS_BY))
    return Ceiling(allows, Reason("comfort", f"motion sickness {c.sickness} of 20", "governor"))


def autonomy_stage(c: Circumstances) -> Ceiling:
    """Promise 7: what the controller asked for by itself stays below what was unlocked for it."""
    allows = c.autonomy_ceiling if c.steered else INTENSE_END
    return Ceiling(allows, Reason("autonomy_cap", f"the controller goes to {dial(allows)} at most", "governor"))


def dose(c: Circumstances) -> Ceiling:
    """Promise 10: past the cap the exposure winds down by steps to the step's calm end; nobody is ejected."""
    return _wound_down(c, c.exposure - dose_cap(c), c.step_low, _dose_cap(c))


def high_dose(c: Circumstances) -> Ceiling:
    """Promise 10: past the cap of minutes above the high level, it winds down to that level."""
    return _wound_down(c, c.high - high_cap(c), c.limits.high_level, _high_cap(c))


def _wound_down(c: Circumstances, over: int, floor: Permille, reason: Reason) -> Ceiling:
    if over < 0:
        return Ceiling(INTENSE_END, reason)
    down = hard_limits.WIND_DOWN_BY * (1 + over // hard_limits.WIND_DOWN_EVERY)
    return Ceiling(Permille(max(floor, c.step_high - down)), reason)


def dose_cap(c: Circumstances) -> Micros:
    """How long the exposure of a session may last in all."""
    return Micros(min(c.limits.exposure + c.extended, hard_limits.EXPOSURE_ABSOLUTE))


def high_cap(c: Circumstances) -> Micros:
    """How long it may stay above the high level in all."""
    return Micros(min(c.limits.high_exposure + c.high_extended, hard_limits.HIGH_EXPOSURE_ABSOLUTE))


def _dose_cap(c: Circumstances) -> Reason:
    return Reason("dose_cap", f"dose cap of {dose_cap(c) // MINUTE} min reached", "governor")


def _high_cap(c: Circumstances) -> Reason:
    words = f"{high_cap(c) // MINUTE} min above {dial(c.limits.high_level)} reached"
    return Reason("high_dose_cap", words, "governor")


CEILINGS: Final[tuple[CeilingRule, ...]] = (
    calm_scene,
    protocol_step,
    clinician_cap,
    patient_class,
    protocol_limits,
    comfort,
    autonomy_stage,
    dose,
    high_dose,
)


# ---- rises -----------------------------------------------------------------------------------------------------------


def held(c: Circumstances) -> Reason | None:
    return c.holds[0] if c.holds else None


def paused(c: Circumstances) -> Reason | None:
    return Reason("paused", "paused", "clinician") if c.paused else None


def not_live(c: Circumstances) -> Reason | None:
    """Promise 8."""
    return None if c.live else Reason("not_live", "no controlling console: held", "watch")


def not_recorded(c: Circumstances) -> Reason | None:
    """Promise 12."""
    return None if c.recorded else Reason("not_recorded", "not being recorded: held", "watch")


def dose_spent(c: Circumstances) -> Reason | None:
    """Promise 10: past the cap nothing rises, not even to the calm end of a higher step."""
    return None if c.exposure < dose_cap(c) else _dose_cap(c)


def stale(c: Circumstances) -> Reason | None:
    """Promise 4: what the controller asked for does not rise on a signal that is too old."""
    return Reason("stale", "the signal is too old: held", "watch") if c.steered and c.stale else None


def not_by_itself(c: Circumstances) -> Reason | None:
    """Promise 7: a rise that the controller began ends with the stage that allowed it."""
    if not c.steered or c.autonomy == "full":
        return None
    return Reason("autonomy", "the controller may not raise by itself any more: held", "governor")


RISES: Final[tuple[RiseRule, ...]] = (held, paused, not_live, not_recorded, dose_spent, stale, not_by_itself)


# ---- events ----------------------------------------------------------------------------------------------------------


def too_many_events(c: Circumstances) -> Reason | None:
    """Promise 10: so many events within any minute."""
    most = min(c.limits.events_per_min, hard_limits.EVENTS_PER_MIN_ABSOLUTE)
    if c.recent_events < most:
        return None
    return Reason("events_cap", f"{most} events within a minute: wait", "governor")


EVENTS: Final[tuple[EventRule, ...]] = (too_many_events,)
