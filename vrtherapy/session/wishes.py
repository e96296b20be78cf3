"""What a clinician's console can ask for. A wish reaches the machine within `events.Commanded`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vrtherapy.domain.setting import Autonomy
from vrtherapy.domain.units import Permille, Suds

When = Literal["before", "after"]
Dose = Literal["exposure", "high"]
AdverseKind = Literal["sickness", "syncope", "seizure", "fall", "panic", "dissociation", "pain", "other"]
Severity = Literal["mild", "moderate", "severe"]


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
