"""What the engine tells: the plan once, the whole state often, each happening once and in order.

`StateReport` says what is, never what was wished. `Happened` carries a `seq` that counts from 1 per session
without gaps; a console that lost the line names the last it holds and gets the rest, or, where the server no
longer holds them all, starts over from the oldest it has.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from vrtherapy.domain.setting import Autonomy
from vrtherapy.session.phase import Phase
from vrtherapy.wire.envelope import Message, MicrosInt, PermilleInt, ReasonPart, SudsInt, Version

ValuePart = int | float | str


class ChoicePart(Message):
    id: str
    title: str


class ParameterPart(Message):
    """A parameter the console can show and move. Numbers run from `calm` to `intense` by `step`."""

    name: str
    title: str
    type: Literal["integer", "real", "choice"]
    unit: str
    calm: float
    intense: float
    step: float
    description: str
    choices: list[ChoicePart]


class EventPart(Message):
    name: str
    title: str
    key: str
    suds_rise: int
    intensity: PermilleInt
    duration_s: float
    description: str


class StagePart(Message):
    id: str
    title: str
    parameters: list[ParameterPart]
    events: list[EventPart]


class StepPart(Message):
    id: str
    title: str
    say: str
    scene: str
    suds_expected: SudsInt
    low: PermilleInt
    high: PermilleInt
    rationale: str
    at_least_s: float
    at_most_s: float
    offers: list[str]
    """Events the clinician may fire in this step."""
    ask_before: str
    ask_after: str
    """What the patient is asked to expect and to have found, "" where nothing is."""


class ItemPart(Message):
    """One item of the checklist. `asks` says how it is answered; `shown` is seen by the engine and cannot be answered."""

    id: str
    group: str
    words: str
    asks: Literal["yes_no", "number", "choice", "several", "words", "shown"]
    choices: list[ChoicePart]


class PlanReport(Message):
    """What does not change in a session. Sent once to each console, and again when the engine comes back."""

    kind: Literal["plan"] = "plan"
    v: Version = 1
    session_kind: Literal["real", "training", "demo", "research"]
    record: str
    """Opaque id of the record; the report is found under it."""
    alias: str
    title: str
    disorder: str
    protocol: str
    protocol_version: str
    autonomy: Autonomy
    """The author's; what holds is in the state."""
    unlocked: Autonomy
    remote: bool
    target_low: PermilleInt
    target_high: PermilleInt
    rise_per_s: PermilleInt
    exposure_cap_s: float
    baseline_s: float
    """How long the baseline is meant to last; 0 where the protocol has none."""
    suds_high: SudsInt
    steps: list[StepPart]
    stages: list[StagePart]
    checklist: list[ItemPart]
    """Every item there is; which of them apply is in the state."""
    grounding: list[str]
    """The clinician's script, a line each."""


class DialPart(Message):
    asked: PermilleInt
    given: PermilleInt
    reason: ReasonPart
    step_low: PermilleInt
    step_high: PermilleInt
    cap: PermilleInt
    ceiling: PermilleInt
    ceiling_reason: ReasonPart
    reaches_in_s: float | None
    """Seconds until given reaches asked at the rise limit; null where it never will or already has."""


class ParameterStatePart(Message):
    name: str
    value: ValuePart
    """What the patient meets now."""
    asked: ValuePart
    pinned: bool
    reason: ReasonPart


class EventStatePart(Message):
    name: str
    allowed: bool
    why: str
    """Empty when allowed, else what stands in the way."""
    playing: bool


class SudsPart(Message):
    last: SudsInt | None
    last_at: MicrosInt | None
    last_by: Literal["patient", "clinician", "simulated"] | None
    open_since: MicrosInt | None
    """The question stands in the patient's view since then."""
    due: MicrosInt | None
    missed: int
    said: list[SudsInt | None]
    """Last rating said in each step."""


class BeliefPart(Message):
    likelihood: Annotated[int, Field(ge=0, le=100)] | None
    words: str


class StepStatePart(Message):
    index: int
    reached: int
    spent_s: float
    peak: SudsInt | None
    ready: ReasonPart | None
    """Why the step counts as done, once it does."""
    before: BeliefPart | None
    after: BeliefPart | None
    ask: Literal["before", "after"] | None
    """Which of the step's two questions is to be asked now."""
    skipped: list[int]


class ChecklistPart(Message):
    """The gate: `answers` by item, the items that apply, and why the session cannot start yet, by item."""

    applies: list[str]
    answers: dict[str, str]
    missing: dict[str, str]
    rehearsing: bool
    """The patient was asked to perform the stop and has not yet."""


class DosePart(Message):
    """What the patient has had against its caps. `high`: above `level`. `events`: within the last minute."""

    exposure_s: float
    exposure_cap_s: float
    extended_s: float
    high_s: float
    high_cap_s: float
    level: PermilleInt
    events: int
    events_cap: int
    unbroken_s: float


class LinkPart(Message):
    """How a link stands. `age_s` null: not heard yet."""

    name: Literal["console", "server", "biofeedback", "sensor"]
    age_s: float | None
    alive: bool


class AdversePart(Message):
    at: MicrosInt
    step: int
    what: str
    severity: Literal["mild", "moderate", "severe"]
    words: str


class SensorPart(Message):
    """A body signal's source and how far it can be trusted now. `age_s` counts from the newest sample."""

    source: str
    origin: Literal["live", "playback", "simulated"]
    age_s: float | None
    quality: Literal["good", "poor", "none"]
    quality_permille: PermilleInt
    reason: str
    heart_rate: float | None
    """Beats per minute."""
    rmssd_ms: float | None
    arousal: float | None
    """0..1 of the patient's own range."""
    arousal_sd: float | None


class SuggestionPart(Message):
    kind: Literal["raise", "hold", "lower"]
    intensity: PermilleInt
    words: str
    age_s: float


class ViewPart(Message):
    """What the patient's display shows and how well it keeps up."""

    shows: Literal["calm", "exposure"]
    surface: Literal["offscreen", "window", "headset"]
    frame: int
    frames_per_s: float
    failure: str


class RecordPart(Message):
    ok: bool
    saved_s_ago: float | None
    words: str
    accepted: bool
    """A person accepted that the session goes on unrecorded."""


class StateReport(Message):
    """Everything a console shows, as it is. `beat` counts up with each report; a console echoes the newest."""

    kind: Literal["state"] = "state"
    v: Version = 1
    at: MicrosInt
    beat: int
    seq: int
    phase: Phase
    phase_reason: ReasonPart
    phase_since: MicrosInt
    live: bool
    """False when no controlling console is heard: nothing rises."""
    controller: str
    epoch: int
    hold: ReasonPart | None
    """The oldest of `holds`."""
    holds: list[ReasonPart]
    checklist: ChecklistPart
    step: StepStatePart
    dial: DialPart
    parameters: list[ParameterStatePart]
    events: list[EventStatePart]
    exposure_s: float
    dose: DosePart
    suds: SudsPart
    sickness: int | None
    """Newest rating of the Fast Motion Sickness scale, 0-20."""
    adverse: list[AdversePart]
    autonomy: Autonomy
    links: list[LinkPart]
    classes: list[str]
    """Classes of patients whose limits hold."""
    sensor: SensorPart | None
    suggestion: SuggestionPart | None
    view: ViewPart
    record: RecordPart
    notes: str
    undo: str | None


class Happened(Message):
    """One thing that happened, for the timeline, the log view and screen readers."""

    kind: Literal["happened"] = "happened"
    v: Version = 1
    seq: Annotated[int, Field(ge=1)]
    at: MicrosInt
    what: Literal[
        "phase", "step", "event", "suds", "ask", "decision", "mark", "say", "alert", "expectancy", "adverse", "sickness"
    ]
    name: str
    words: str
    value: float | None = None
    """SUDS said, or intensity granted in permille."""
    source: str = ""


class AnswerReport(Message):
    kind: Literal["answer"] = "answer"
    v: Version = 1
    client: str
    number: int
    accepted: bool
    reason: ReasonPart


class NoEngine(Message):
    """The server hears no engine: what the console shows is old."""

    kind: Literal["no_engine"] = "no_engine"
    v: Version = 1
    silent_s: float


class Welcome(Message):
    """The server's first message to a console."""

    kind: Literal["welcome"] = "welcome"
    v: Version = 1
    client: str
    role: Literal["clinician", "observer"]


class Refused(Message):
    """A message the server could not read; nothing was done."""

    kind: Literal["refused"] = "refused"
    v: Version = 1
    words: str


FromEngine = Annotated[PlanReport | StateReport | Happened | AnswerReport, Field(discriminator="kind")]
ToConsole = Annotated[
    Welcome | PlanReport | StateReport | Happened | AnswerReport | NoEngine | Refused, Field(discriminator="kind")
]
