"""The course of a session in the making: where it is, and everything that was told of it so far.

Rules:
    1. Asked of the dial: by a decision on it, by the lower end of a step that is entered, and nothing outside exposure.
    2. A session begins where it was started; what is practised in the checklist is no part of its course.
    3. What was expected before a step stands on where the step goes on after a stop or calm, and nowhere else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from vrtherapy.domain.plan import Plan, Step
from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import CALM_END, INTENSE_END, Micros, Permille, dial
from vrtherapy.report import words
from vrtherapy.report.entered import Entered
from vrtherapy.report.facts import (
    Decision,
    DecisionKind,
    Level,
    PhaseSpan,
    Played,
    Said,
    Told,
    Visit,
    Written,
)
from vrtherapy.report.incidents import Incidents
from vrtherapy.report.ledger import Ledger
from vrtherapy.report.signal import Look
from vrtherapy.session.phase import SHOWS_EXPOSURE, Phase
from vrtherapy.session.state import BEGAN

_PRACTICE: Final = ("checklist", "grounding")


class Course:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.now = Micros(0)
        self.began: Micros | None = None
        self.ended = False
        self.phases = [PhaseSpan("checklist", Micros(0), Micros(0), BEGAN)]
        self.visits: list[Visit] = []
        self.played: list[Played] = []
        self.said: list[Said] = []
        self.marks: list[Written] = []
        self.notes: Written | None = None
        self.alerts: list[Told] = []
        self.given = [Level(Micros(0), CALM_END)]
        self.asked = [Level(Micros(0), CALM_END)]
        self.caps = [Level(Micros(0), INTENSE_END)]
        self.looks: list[Look] = []
        self.ledger = Ledger()
        self.entered = Entered(plan)
        self.incidents = Incidents()
        self.undo_cap: Permille | None = None
        self._in_visit = False

    @property
    def phase(self) -> Phase:
        return self.phases[-1].phase

    @property
    def at_step(self) -> int:
        """The step last entered, -1 before any."""
        return self.visits[-1].step if self.visits else -1

    @property
    def step(self) -> Step | None:
        return self.plan.steps[self.at_step] if self.visits else None

    @property
    def visit(self) -> int:
        """The visit that is open, -1 outside exposure."""
        return len(self.visits) - 1 if self._in_visit else -1

    def finish(self) -> None:
        self.phases[-1] = replace(self.phases[-1], end=self.now)
        if self._in_visit:
            self.visits[-1] = replace(self.visits[-1], end=self.now)

    def enter_phase(self, phase: Phase, reason: Reason) -> None:
        was = self.phases[-1]
        self.phases[-1] = replace(was, end=self.now)
        self.phases.append(PhaseSpan(phase, self.now, self.now, reason))
        if self.began is None and phase == "baseline":
            self.began = self.now
        if phase not in SHOWS_EXPOSURE:
            self._leave_visit()
            self.incidents.left()
        if (phase == "exposure" and was.phase != "paused") or (self.began is None and phase in _PRACTICE):
            return
        asked = "resume" if phase == "exposure" else "rest in the calm scene" if phase == "baseline" else words.PHASES[phase]
        self.tell("phase", asked, "done", words.why(reason), words.SOURCES[reason.source])
        self.ended = phase == "ended"

    def enter_step(self, index: int, reason: Reason, again: bool) -> None:
        """`again`: the session goes on where it was left."""
        self._leave_visit()
        known = self.visits[-1].before if again and self.at_step == index else None
        self.visits.append(Visit(index, self.now, self.now, reason, known))
        self._in_visit = True
        low = self.plan.steps[index].band.low
        self.level(self.asked, low)
        title = words.step_name(self.plan, index)
        self.tell("step", f"step {title}", f"from {dial(low)}", words.why(reason), words.SOURCES[reason.source])

    def _leave_visit(self) -> None:
        self.ledger.close()
        self.undo_cap = None
        self.level(self.asked, CALM_END)
        if self._in_visit:
            self.visits[-1] = replace(self.visits[-1], end=self.now)
            self._in_visit = False

    def level(self, levels: list[Level], value: Permille) -> None:
        if levels[-1].at == self.now:
            levels[-1] = Level(self.now, value)
        elif levels[-1].value != value:
            levels.append(Level(self.now, value))

    def tell(self, kind: DecisionKind, asked: str, given: str, why: str, by: str) -> None:
        self.ledger.row(Decision(self.now, kind, asked, given, why, by))
