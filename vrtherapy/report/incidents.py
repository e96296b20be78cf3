"""What went wrong in a session and what was done about it, in the order it happened.

Rules:
    1. An adverse event is told by whom it struck and what followed; it may be reported after the end as well.
    2. What had been lost and came back in the exposure held until a person looked: a recovery stays open until then.
    3. To look is to go on, to move the dial, or to enter a step (`session.moves.look`); leaving the exposure ends the hold.
    4. A stretch that was not recorded is told with who accepted it and why, or as accepted by nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from vrtherapy.domain.units import Micros
from vrtherapy.report.facts import Written
from vrtherapy.session import wishes
from vrtherapy.session.phase import SHOWS_EXPOSURE, Phase

Did = Literal["stopped", "eased", "noted"]
LOOKS: Final = (wishes.GoOn, wishes.AskIntensity, wishes.Next, wishes.Back, wishes.Repeat, wishes.Skip)


@dataclass(frozen=True, slots=True)
class Adverse:
    """`phase` is where the patient was; `step` the last one entered, -1 before any; `did` what the machine did."""

    at: Micros
    phase: Phase
    step: int
    what: wishes.AdverseKind
    severity: wishes.Severity
    words: str
    did: Did


@dataclass(frozen=True, slots=True)
class Sick:
    """Fast Motion Sickness scale, 0-20."""

    at: Micros
    rating: int


@dataclass(frozen=True, slots=True)
class Recovery:
    """Something was back. `held`: nothing rose until somebody looked; `on` is when (None: not in this exposure), at
    the console `by`."""

    at: Micros
    words: str
    held: bool
    on: Micros | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """`end` is None where the record was not kept again; `accepted` holds the reason that a person gave."""

    start: Micros
    end: Micros | None
    why: str
    accepted: Written | None = None


class Incidents:
    def __init__(self) -> None:
        self.adverse: list[Adverse] = []
        self.sickness: list[Sick] = []
        self.recoveries: list[Recovery] = []
        self.unrecorded: list[Unrecorded] = []
        self._open: list[int] = []
        self._dial_left = False

    @property
    def waits(self) -> bool:
        """Something is held until somebody looks."""
        return bool(self._open)

    def told(self, at: Micros, code: str, words: str, phase: Phase) -> None:
        """The machine alerted."""
        exposed = phase in SHOWS_EXPOSURE
        match code:
            case "stalled":
                self._back(at, words, exposed)
            case "live_again":
                self._back(at, "the controlling console was back", exposed)
            case "dial_yours":
                self._dial_left = True
            case "sensor_back" if self._dial_left:
                self._dial_left = False
                self._back(at, words, exposed)
            case _:
                pass

    def kept(self, at: Micros, ok: bool, words: str, phase: Phase) -> None:
        """The record is kept, or cannot be kept."""
        open_one = bool(self.unrecorded) and self.unrecorded[-1].end is None
        if ok and open_one:
            last = self.unrecorded[-1]
            self.unrecorded[-1] = replace(last, end=at)
            if last.accepted is None and phase in SHOWS_EXPOSURE:
                self._back(at, "recorded again", True)
        elif not ok and not open_one:
            self.unrecorded.append(Unrecorded(at, None, words))

    def accepted(self, at: Micros, words: str) -> None:
        if self.unrecorded:
            self.unrecorded[-1] = replace(self.unrecorded[-1], accepted=Written(at, words))

    def looked(self, at: Micros, by: str) -> None:
        for index in self._open:
            self.recoveries[index] = replace(self.recoveries[index], on=at, by=by)
        self.left()

    def left(self) -> None:
        """The exposure was left: what was held is held no more."""
        self._open.clear()
        self._dial_left = False

    def _back(self, at: Micros, words: str, held: bool) -> None:
        if held:
            self._open.append(len(self.recoveries))
        self.recoveries.append(Recovery(at, words, held))
