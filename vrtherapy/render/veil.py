"""The fade between two views: a veil of one even grey over the picture, so that no change goes through black.

To calm: the exposure is gone at once; the veil starts whole, at the luminance the patient just saw, and
lifts within `TO_CALM_S`. To the exposure: the veil falls over the calm scene, the scenes change beneath it, it lifts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

TO_CALM_S: Final = 0.5
FALL_S: Final = 0.6
LIFT_S: Final = 1.4


@dataclass(frozen=True, slots=True)
class Veil:
    """`cover` is 0 (nothing) to 1 (all); `grey` is the veil's display value, 0..1; `under` what it lies over."""

    cover: float
    grey: float
    shows_exposure: bool
    age_s: float
    entering: bool


def clear(exposure: bool) -> Veil:
    return Veil(0.0, 0.5, exposure, 60.0, exposure)


def to_calm(grey: float) -> Veil:
    """The veil of the very next frame: the calm scene under a whole veil of the present luminance."""
    return Veil(1.0, grey, False, 0.0, False)


def to_exposure(grey: float) -> Veil:
    return Veil(0.0, grey, False, 0.0, True)


def lifting(veil: Veil) -> Veil:
    """To the exposure, from a veil that is whole already."""
    return Veil(1.0, veil.grey, False, FALL_S, True)


def after(veil: Veil, dt_s: float) -> Veil:
    """The veil `dt_s` seconds later."""
    age = veil.age_s + dt_s
    if not veil.entering:
        return Veil(1.0 - _smooth(age / TO_CALM_S), veil.grey, False, age, False)
    if age < FALL_S:
        return Veil(_smooth(age / FALL_S), veil.grey, False, age, True)
    return Veil(1.0 - _smooth((age - FALL_S) / LIFT_S), veil.grey, True, age, True)


def _smooth(share: float) -> float:
    s = min(1.0, max(0.0, share))
    return s * s * (3.0 - 2.0 * s)
