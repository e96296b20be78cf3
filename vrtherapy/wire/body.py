"""Between the biofeedback process and the engine: readings one way, the session's course the other."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from vrtherapy.wire.envelope import Message, MicrosInt, PermilleInt, SudsInt, Version


class ChannelPart(Message):
    kind: str
    name: str
    unit: str
    rate_hz: float


class SourceReport(Message):
    """Which sensor is read; sent first, and again after a reconnect."""

    kind: Literal["source"] = "source"
    v: Version = 1
    name: str
    origin: Literal["live", "playback", "simulated"]
    latency_us: int
    marked: str
    """How screens, logs and reports must mark a signal that is not a live body's; "" for live."""
    channels: list[ChannelPart]


class ReadingReport(Message):
    kind: Literal["reading"] = "reading"
    v: Version = 1
    at: MicrosInt
    origin: Literal["live", "playback", "simulated"]
    source: str
    heart_rate: int | None
    rmssd: int | None
    arousal: PermilleInt | None
    arousal_sd: int | None
    quality: Literal["good", "poor", "none"]
    quality_permille: PermilleInt
    reason: str
    beats: int
    latency_us: MicrosInt = 0


class ProposalReport(Message):
    kind: Literal["proposal"] = "proposal"
    v: Version = 1
    at: MicrosInt
    move: Literal["raise", "hold", "lower"]
    intensity: PermilleInt
    words: str


class SimulatedAnswer(Message):
    """What the simulated patient says when asked. Never sent by a sensor."""

    kind: Literal["simulated_answer"] = "simulated_answer"
    v: Version = 1
    suds: SudsInt


class SimulatedPress(Message):
    """The simulated patient made the stop gesture when asked to rehearse it. Never sent by a sensor."""

    kind: Literal["simulated_press"] = "simulated_press"
    v: Version = 1


FromBody = Annotated[
    SourceReport | ReadingReport | ProposalReport | SimulatedAnswer | SimulatedPress, Field(discriminator="kind")
]


class CourseReport(Message):
    """Four times a second, and at once on a change: where the session is, for the loop and the simulated patient."""

    kind: Literal["course"] = "course"
    v: Version = 1
    at: MicrosInt
    phase: str
    step: int
    rationale: str
    given: PermilleInt
    asked: PermilleInt
    low: PermilleInt
    high: PermilleInt
    question_open: bool
    asks: int
    rehearse: bool
    """The clinician asks the patient to rehearse the stop."""


class RatingReport(Message):
    kind: Literal["rating"] = "rating"
    v: Version = 1
    at: MicrosInt
    suds: SudsInt
    by: Literal["patient", "clinician", "simulated"]
    step: int


ToBody = Annotated[CourseReport | RatingReport, Field(discriminator="kind")]
