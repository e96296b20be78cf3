"""What a step of the machine brings about. Stop, pause and calm are carried out first and logged after."""

from __future__ import annotations

from dataclasses import dataclass

from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import Micros, Permille
from vrtherapy.session.phase import Phase


@dataclass(frozen=True, slots=True)
class EnterPhase:
    phase: Phase
    reason: Reason


@dataclass(frozen=True, slots=True)
class EnterStep:
    index: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Give:
    """What the patient meets from this tick on: the dial, and each parameter at its own dial position."""

    intensity: Permille
    parameters: tuple[tuple[str, Permille], ...]


@dataclass(frozen=True, slots=True)
class Decide:
    """An intensity or parameter was asked for and this was granted, and why."""

    what: str
    asked: Permille
    granted: Permille
    reason: Reason


@dataclass(frozen=True, slots=True)
class Happen:
    """An event of the scene is played to the patient."""

    event: str
    intensity: Permille
    reason: Reason


@dataclass(frozen=True, slots=True)
class AskPatient:
    """Open the SUDS question in the patient's view; `ask` counts from 1 in the session."""

    ask: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class CloseQuestion:
    pass


@dataclass(frozen=True, slots=True)
class Say:
    text: str
    lasts: Micros


@dataclass(frozen=True, slots=True)
class Answer:
    """The one answer to a command. A repeated command gets the same `again` and has no second effect."""

    client: str
    number: int
    accepted: bool
    reason: Reason
    again: bool = False


@dataclass(frozen=True, slots=True)
class Alert:
    """Something the clinician must see now."""

    code: str
    words: str


Effect = EnterPhase | EnterStep | Give | Decide | Happen | AskPatient | CloseQuestion | Say | Answer | Alert
