"""What can happen to a session. Events are what the log holds; everything else is recomputed from them.

Every event carries `at`, session time in microseconds. Events with an equal `at` apply in log order.
A command's effect happens at most once per (client, number); `age` is how long ago the console last heard the
engine, by the engine's own monotonic clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vrtherapy.domain.arousal import Proposal, Reading
from vrtherapy.domain.rating import By
from vrtherapy.domain.setting import Autonomy
from vrtherapy.domain.units import Micros, Permille, Suds

Role = Literal["clinician", "observer"]
Link = Literal["console", "server", "biofeedback"]
StopCause = Literal["patient", "technical"]
When = Literal["before", "after"]
Dose = Literal["exposure", "high"]
AdverseKind = Literal["sickness", "syncope", "seizure", "fall", "panic", "dissociation", "pain", "other"]
Severity = Literal["mild", "moderate", "severe"]


# ---- What a clinician's console can ask for ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TakeControl:
    """Hold the lease: one console controls, the others observe."""


@dataclass(frozen=True, slots=True)
class Confirm:
    """Answers to the checklist, by item (safety/gate.py); all of them or none are taken."""

    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Rehearse:
    """Ask the patient to perform the stop, in the calm scene, before anything is shown."""


@dataclass(frozen=True, slots=True)
class Start:
    pass


@dataclass(frozen=True, slots=True)
class Next:
    pass


@dataclass(frozen=True, slots=True)
class Back:
    pass


@dataclass(frozen=True, slots=True)
class Repeat:
    """Begin the present step again, at its calm end."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave the present step undone for the next one, for a reason in words."""

    words: str


@dataclass(frozen=True, slots=True)
class GoOn:
    """Somebody has looked: lift what was held because something had been lost, or made the patient sick."""


@dataclass(frozen=True, slots=True)
class Ease:
    """A tenth of the dial less."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The calm scene, and the clinician's script for grounding."""


@dataclass(frozen=True, slots=True)
class AskExpectancy:
    when: When


@dataclass(frozen=True, slots=True)
class AnswerExpectancy:
    """What the patient expected or found: likelihood 0-100, or None with the reason in `words` why there is none."""

    when: When
    likelihood: int | None
    words: str


@dataclass(frozen=True, slots=True)
class ReportAdverse:
    """An adverse event. Syncope, seizure, fall, and anything severe stop the exposure."""

    what: AdverseKind
    severity: Severity
    words: str


@dataclass(frozen=True, slots=True)
class EnterSickness:
    """Fast Motion Sickness scale, 0 (none) to 20 (frank sickness). Keshavarz and Hecht 2011, Human Factors 53."""

    rating: int


@dataclass(frozen=True, slots=True)
class ExtendDose:
    """Let a dose cap stand later, up to its absolute bound, for a reason in words."""

    what: Dose
    minutes: int
    words: str


@dataclass(frozen=True, slots=True)
class SetAutonomy:
    stage: Autonomy


@dataclass(frozen=True, slots=True)
class AcceptUnrecorded:
    """A person accepts, for a reason in words, that the session goes on although it is not recorded."""

    words: str


@dataclass(frozen=True, slots=True)
class AskIntensity:
    intensity: Permille


@dataclass(frozen=True, slots=True)
class SetCap:
    cap: Permille


@dataclass(frozen=True, slots=True)
class SetParameter:
    """Hold a parameter at a dial position of its own; the console's value was turned into it by the dial."""

    parameter: str
    intensity: Permille


@dataclass(frozen=True, slots=True)
class ReleaseParameter:
    """Let a parameter follow the step and the dial again."""

    parameter: str


@dataclass(frozen=True, slots=True)
class FireEvent:
    event: str


@dataclass(frozen=True, slots=True)
class AskSuds:
    pass


@dataclass(frozen=True, slots=True)
class EnterSuds:
    suds: Suds


@dataclass(frozen=True, slots=True)
class Pause:
    pass


@dataclass(frozen=True, slots=True)
class Calm:
    pass


@dataclass(frozen=True, slots=True)
class Stop:
    pass


@dataclass(frozen=True, slots=True)
class Resume:
    where: Literal["here", "one_lower"] = "here"


@dataclass(frozen=True, slots=True)
class Debrief:
    pass


@dataclass(frozen=True, slots=True)
class End:
    pass


@dataclass(frozen=True, slots=True)
class WriteNotes:
    """The whole notes as they now stand; the console saves after each burst of keys."""

    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    text: str


@dataclass(frozen=True, slots=True)
class SayToPatient:
    text: str


@dataclass(frozen=True, slots=True)
class AcceptSuggestion:
    pass


@dataclass(frozen=True, slots=True)
class DismissSuggestion:
    pass


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the last change of intensity, cap or parameter."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """A wish that makes no sense here, such as a parameter the scene does not have; always refused, with these words."""

    code: str
    words: str


Wish = (
    TakeControl
    | Confirm
    | Rehearse
    | Start
    | Next
    | Back
    | Repeat
    | Skip
    | GoOn
    | Ease
    | Ground
    | AskExpectancy
    | AnswerExpectancy
    | ReportAdverse
    | EnterSickness
    | ExtendDose
    | SetAutonomy
    | AcceptUnrecorded
    | AskIntensity
    | SetCap
    | SetParameter
    | ReleaseParameter
    | FireEvent
    | AskSuds
    | EnterSuds
    | Pause
    | Calm
    | Stop
    | Resume
    | Debrief
    | End
    | WriteNotes
    | Mark
    | SayToPatient
    | AcceptSuggestion
    | DismissSuggestion
    | Undo
    | Unclear
)


# ---- Events --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Commanded:
    at: Micros
    client: str
    role: Role
    number: int
    age: Micros
    wish: Wish


@dataclass(frozen=True, slots=True)
class Heard:
    """A link was alive. `client` names the console; "" for the others."""

    at: Micros
    link: Link
    client: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """A console went away in good order or its socket closed."""

    at: Micros
    client: str


@dataclass(frozen=True, slots=True)
class Read:
    at: Micros
    reading: Reading


@dataclass(frozen=True, slots=True)
class Proposed:
    at: Micros
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Rated:
    at: Micros
    suds: Suds
    by: By


@dataclass(frozen=True, slots=True)
class StopPressed:
    """The patient's own stop, or headset, tracking or runtime lost (`technical`, never counted as escape)."""

    at: Micros
    cause: StopCause
    words: str


@dataclass(frozen=True, slots=True)
class SceneFailed:
    at: Micros
    scene: str
    words: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """The record is being kept, or cannot be kept: while it cannot, nothing rises."""

    at: Micros
    ok: bool
    words: str


@dataclass(frozen=True, slots=True)
class Stalled:
    """The patient saw no new frame for `lasted`; sound was silent meanwhile."""

    at: Micros
    lasted: Micros


@dataclass(frozen=True, slots=True)
class CameBack:
    """The engine was restarted within the session; never into the exposure."""

    at: Micros


@dataclass(frozen=True, slots=True)
class Passed:
    """Nothing but time. Closes a log, so that a replay runs to the same last tick."""

    at: Micros


Event = (
    Commanded
    | Heard
    | Left
    | Read
    | Proposed
    | Rated
    | StopPressed
    | SceneFailed
    | Recorded
    | Stalled
    | CameBack
    | Passed
)
