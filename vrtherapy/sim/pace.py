"""How fast a simulated clinician works. Every time here is invented: manners of a demonstration, not of a therapy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds unless said otherwise.

    gap: between two wishes; settle: before the start and in a pause; baseline_at_most: however long the protocol's
    is; baseline_patience: so many times as long where the body's baseline is still being learned, a number;
    listen: from an intensity reached to the question; dwell: from an intensity reached to the next;
    hears_first: no rise before a rating since the last; parts: rises that make a step's band, a number;
    event_after: bounds from a step's begin, or from the last event, to the next; considers: a suggestion's age
    before it is answered; rest: in the calm scene before going on; stay_at_most: a step is left then, however the
    patient is, None for the protocol's own rule; closing: the debrief.
    """

    gap: float
    settle: float
    baseline_at_most: float
    baseline_patience: float
    listen: float
    dwell: float
    hears_first: bool
    parts: int
    event_after: tuple[float, float]
    considers: float
    rest: float
    stay_at_most: float | None
    closing: float


UNHURRIED: Final = Pace(
    gap=2.0,
    settle=5.0,
    baseline_at_most=120.0,
    baseline_patience=3.0,
    listen=15.0,
    dwell=25.0,
    hears_first=True,
    parts=3,
    event_after=(40.0, 80.0),
    considers=4.0,
    rest=30.0,
    stay_at_most=None,
    closing=30.0,
)

HURRIED: Final = Pace(
    gap=0.5,
    settle=0.5,
    baseline_at_most=2.5,
    baseline_patience=1.0,
    listen=0.2,
    dwell=1.2,
    hears_first=False,
    parts=2,
    event_after=(1.5, 3.0),
    considers=1.0,
    rest=3.0,
    stay_at_most=5.0,
    closing=1.0,
)
"""Three steps, with events and ratings, within 25 s of the start."""
