"""Last in line before everything the patient meets. It lowers, holds and slows; it never raises.

Quantise first, clamp last: the value handed on is a whole permille at or below every ceiling, and above the
value before it by no more than the rise limit allows for the time gone by. A fall is given at once.
"""

from __future__ import annotations

from dataclasses import dataclass

from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import Micros, Permille, dial
from vrtherapy.safety import hard_limits
from vrtherapy.safety.rules import CEILINGS, EVENTS, RISES, Ceiling, Circumstances


@dataclass(frozen=True, slots=True)
class Bounds:
    """What all rules together allow now: up to where, how fast, and why nothing may rise, or None."""

    top: Ceiling
    rise: Permille
    held: Reason | None


@dataclass(frozen=True, slots=True)
class Granted:
    """`given` is what the patient meets; `credit` (1e-6 permille) carries the fraction of a rise to the next call."""

    given: Permille
    credit: int
    reason: Reason


AS_ASKED = Reason("as_asked", "as asked", "clinician")


def ceiling(c: Circumstances) -> Ceiling:
    """The lowest of all ceilings and the rule it comes from; the first rule named wins a tie."""
    return min((rule(c) for rule in CEILINGS), key=lambda found: found.allows)


def may_not_rise(c: Circumstances) -> Reason | None:
    """Why nothing may rise now, or None."""
    return next((reason for rule in RISES if (reason := rule(c)) is not None), None)


def rise_per_second(c: Circumstances) -> Permille:
    return Permille(max(0, min(c.limits.rise, hard_limits.RISE_ABSOLUTE)))


def bounds(c: Circumstances) -> Bounds:
    return Bounds(ceiling(c), rise_per_second(c), may_not_rise(c))


def govern(asked: Permille, given: Permille, credit: int, elapsed: Micros, within: Bounds) -> Granted:
    """What is given now, `elapsed` after `given` was. Promises 2 and 3."""
    target = min(asked, within.top.allows)
    bound = within.top.reason if target < asked else AS_ASKED
    if target <= given:
        return Granted(Permille(max(0, target)), 0, bound)
    if within.held is not None:
        return Granted(given, 0, within.held)
    earned = credit + within.rise * elapsed
    whole = earned // 1_000_000
    reached = Permille(min(target, given + whole))
    if reached == target:
        return Granted(reached, 0, bound)
    reason = Reason("rise_limit", f"rise limit {dial(within.rise)} /s", "governor")
    return Granted(reached, earned - whole * 1_000_000, reason)


def refuse(intensity: Permille, what: str, c: Circumstances) -> Reason | None:
    """Why something of this declared intensity must not happen now, or None. For events of the scene."""
    top = ceiling(c)
    if intensity > top.allows:
        return Reason(top.reason.code, f"{what} counts as {dial(intensity)}: {top.reason.words}", top.reason.source)
    if (held := may_not_rise(c)) is not None:
        return held
    return next((reason for rule in EVENTS if (reason := rule(c)) is not None), None)
