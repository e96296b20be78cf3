"""What a session that has ended adds to the ledger, read from its record.

    1. It has ended when its record holds the phase `ended`; a session that was cut off adds nothing.
    2. It was led at the lowest stage of autonomy that held while the exposure was shown. Where the exposure was never
       shown there was nothing to learn from: no line.
    3. A suggestion is answered when the clinician's command to accept or dismiss it was accepted, once.
    4. Where a simulated clinician ever held the controls, the line names no clinician, so it counts for none.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.setting import Autonomy
from vrtherapy.host.recording import Record
from vrtherapy.host.simulated_clinician import NAME
from vrtherapy.safety import autonomy
from vrtherapy.session.effects import Answer, EnterPhase
from vrtherapy.session.events import Commanded
from vrtherapy.session.phase import SHOWS_EXPOSURE
from vrtherapy.session.replay import LoggedTurn
from vrtherapy.session.state import opening
from vrtherapy.session.wishes import AcceptSuggestion, DismissSuggestion, SetAutonomy, TakeControl
from vrtherapy.store.ledger import EndedSession, add_session
from vrtherapy.store.read import NotARecord


@dataclass(frozen=True, slots=True)
class Led:
    stage: Autonomy
    answered: int
    simulated: bool
    """A simulated clinician held the controls."""


def led(plan: Plan, turns: Iterable[LoggedTurn]) -> Led | None:
    """At which stage the session was led, what was answered and by whom; None where it has not ended or exposed nobody."""
    stage, lowest, answered = opening(plan).autonomy, None, 0
    shown = ended = simulated = False
    for turn in turns:
        for effect in turn.effects:
            match effect:
                case EnterPhase(phase, _):
                    shown, ended = phase in SHOWS_EXPOSURE, phase == "ended"
                case Answer(accepted=True, again=False) if isinstance(turn.event, Commanded):
                    match turn.event.wish:
                        case TakeControl():
                            simulated |= turn.event.client.startswith(NAME)
                        case SetAutonomy(wished):
                            stage = wished
                        case AcceptSuggestion() | DismissSuggestion():
                            answered += 1
                        case _:
                            pass
                case _:
                    pass
            if shown:
                lowest = _lower(lowest, stage)
    return Led(lowest, answered, simulated) if ended and lowest is not None else None


def _lower(one: Autonomy | None, other: Autonomy) -> Autonomy:
    return other if one is None else autonomy.lower_of(one, other)


def enter(path: Path) -> bool:
    """Whether the record's session has ended and stands in the ledger beside it, or has nothing to enter there.

    Raises OSError and store.read.NotARecord.
    """
    record = Record(path)
    ended = led(record.plan, record.turns())
    if ended is None:
        return False
    setting = record.plan.setting
    line = EndedSession(
        record=record.header.record,
        kind=setting.kind,
        patient=setting.alias.strip(),
        clinician="" if ended.simulated else setting.clinician.strip(),
        disorder=record.plan.disorder,
        stage=ended.stage,
        answered=ended.answered,
        started=record.header.started,
    )
    add_session(path.parent, line)
    return True


class Tally:
    """Enters one session as soon as it has ended, in a thread of its own: whoever watches the processes never waits."""

    def __init__(self, record: Path) -> None:
        self._record = record
        self._thread: threading.Thread | None = None
        self._entered = False
        self._problem = ""

    def ended(self) -> None:
        """The engine says that the session has ended; its record may be a moment behind."""
        if not self._entered and (self._thread is None or not self._thread.is_alive()):
            self._thread = threading.Thread(target=self._enter, name="tally", daemon=True)
            self._thread.start()

    def close(self) -> str:
        """The record is closed. "" or, in one sentence, why the ended session could not be entered."""
        if self._thread is not None:
            self._thread.join()
        if not self._entered and self._record.exists():
            self._enter()
        return self._problem

    def _enter(self) -> None:
        try:
            self._entered, self._problem = enter(self._record), ""
        except NotARecord as problem:
            self._problem = f"this session does not count in the ledger: {problem}"
        except OSError as error:
            self._problem = f"this session could not be entered in the ledger: {error.strerror or error}"
