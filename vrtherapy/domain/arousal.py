"""What the body's signals say, as whole numbers, with their quality, age and origin.

Whole numbers because a reading enters the session machine as a logged event, and the same log must give
the same effects on any machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vrtherapy.domain.units import Micros, Permille

Origin = Literal["live", "playback", "simulated"]
Quality = Literal["good", "poor", "none"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at the body, four times a second. `None` where nothing honest can be said.

    at: session time of the newest sample used (its age counts from here, not from arrival);
    heart_rate: milli-beats per minute; rmssd: microseconds over 60 s; arousal and arousal_sd: permille of
    the patient's own range; quality_permille: 0 worst, 1000 best; reason: what is wrong in a few words, or "";
    latency: what the sensor declares, by which its newest sample may be older.
    """

    at: Micros
    origin: Origin
    source: str
    heart_rate: int | None
    rmssd: int | None
    arousal: Permille | None
    arousal_sd: Permille | None
    quality: Quality
    quality_permille: Permille
    reason: str
    beats: int = 0
    latency: Micros = Micros(0)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the controller would do and why. It asks; the governor and, by default, the clinician decide."""

    at: Micros
    kind: Literal["raise", "hold", "lower"]
    intensity: Permille
    words: str
