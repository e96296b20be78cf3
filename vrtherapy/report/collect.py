"""Goes through the turns of a record once and keeps what a report tells.

Rules:
    1. A command counts once: a number not above the last one of its client is a repetition.
    2. Asked of the dial: by a decision on it, by the lower end of a step that is entered, and nothing outside exposure.
    3. A rating belongs to the visit that is open when it is said.
"""

from __future__ import annotations

from dataclasses import replace

from vrtherapy.domain.plan import Plan, Step
from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import CALM_END, INTENSE_END, Micros, Permille, dial
from vrtherapy.report import words
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
from vrtherapy.report.ledger import Ledger
from vrtherapy.report.signal import Look
from vrtherapy.session import effects, events
from vrtherapy.session.phase import SHOWS_EXPOSURE, Phase
from vrtherapy.session.replay import LoggedTurn
from vrtherapy.session.state import BEGAN

_REQUESTS = ("clinician", "accepted", "undone", "controller", "rule_ease", "sensor_unanswered")
_UNTOLD = (events.TakeControl, events.WriteNotes, events.Mark, events.AskSuds, events.SayToPatient)


class Collector:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
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
        self._numbers: dict[str, int] = {}
        self._in_visit = False
        self._undo_cap: Permille | None = None

    @property
    def phase(self) -> Phase:
        return self.phases[-1].phase

    @property
    def step(self) -> Step | None:
        return self._plan.steps[self.visits[-1].step] if self.visits else None

    def take(self, turn: LoggedTurn) -> None:
        event = turn.event
        if self.ended:
            if isinstance(event, events.Commanded):
                self._wished(event, turn.effects)
            return
        self.now = max(self.now, event.at)
        match event:
            case events.Rated(_, suds, by):
                self.said.append(Said(self.now, suds, by, self._visit()))
            case events.Read(_, reading):
                self.looks.append(Look(self.now, reading))
            case events.Commanded():
                self._wished(event, turn.effects)
            case _:
                pass
        for effect in turn.effects:
            self._effect(event, effect)

    def finish(self) -> None:
        self.phases[-1] = replace(self.phases[-1], end=self.now)
        if self._in_visit:
            self.visits[-1] = replace(self.visits[-1], end=self.now)

    def _visit(self) -> int:
        return len(self.visits) - 1 if self._in_visit else -1

    # ---- commands ----

    def _wished(self, event: events.Commanded, done: tuple[effects.Effect, ...]) -> None:
        if event.number <= self._numbers.get(event.client, 0):
            return
        self._numbers[event.client] = event.number
        answer = next((e for e in done if isinstance(e, effects.Answer) and e.number == event.number), None)
        if answer is None:
            return
        if not answer.accepted:
            if not isinstance(event.wish, _UNTOLD) and not self.ended:
                asked = words.wish(self._plan, self.step, event.wish)
                self.ledger.refused(self.now, asked, answer.reason, event.role)
            return
        match event.wish:
            case events.EnterSuds(suds):
                self.said.append(Said(self.now, suds, "clinician", self._visit()))
            case events.WriteNotes(text):
                self.notes = Written(max(self.now, event.at), text)
            case events.Mark(text):
                self.marks.append(Written(self.now, text))
            case events.SetCap(cap):
                self._undo_cap = self.caps[-1].value
                self._capped(cap, "")
            case events.Undo() if self._undo_cap is not None:
                self._capped(self._undo_cap, "undone")
                self._undo_cap = None
            case events.AskIntensity() | events.SetParameter() | events.AcceptSuggestion():
                self._undo_cap = None
            case events.ReleaseParameter():
                self._undo_cap = None
                self._tell("parameter", words.wish(self._plan, self.step, event.wish), "follows the dial again", "", "clinician")
            case events.DismissSuggestion():
                self._tell("suggestion", "suggestion", "dismissed", "", "clinician")
            case _:
                pass

    def _capped(self, cap: Permille, why: str) -> None:
        self._level(self.caps, cap)
        self._tell("cap", f"clinician's cap {dial(cap)}", "set", why, "clinician")

    # ---- effects ----

    def _effect(self, event: events.Event, effect: effects.Effect) -> None:
        match effect:
            case effects.EnterPhase(phase, reason):
                self._enter_phase(phase, reason)
            case effects.EnterStep(index, reason):
                self._enter_step(index, reason)
            case effects.Give(intensity, _):
                self._level(self.given, intensity)
                self.ledger.reached(self.now, intensity)
            case effects.Decide("intensity", asked, granted, reason):
                self._decided(event, asked, granted, reason)
            case effects.Decide(what, asked, granted, reason):
                title = words.parameter_title(self._plan, self.step, what).lower()
                by = words.SOURCES[reason.source]
                self._tell("parameter", f"{title} {dial(asked)}", dial(granted), words.why(reason), by)
            case effects.Happen(name, intensity, reason):
                title = words.event_title(self._plan, self.step, name)
                self.played.append(Played(self.now, name, title, intensity, reason))
                self._tell("event", title.lower(), f"played, counts as {dial(intensity)}", words.why(reason), words.SOURCES[reason.source])
            case effects.Alert(code, said):
                self.alerts.append(Told(self.now, code, said))
            case _:
                pass

    def _decided(self, event: events.Event, asked: Permille, granted: Permille, reason: Reason) -> None:
        given = self.given[-1].value
        wished = isinstance(event, events.Commanded) and isinstance(event.wish, events.AskIntensity)
        if wished or reason.code in _REQUESTS:
            by = "clinician" if wished else words.SOURCES[reason.source]
            if reason.code == "accepted":
                by = "controller, accepted"
            self.ledger.ask(self.now, asked, granted, reason, by, given)
            self._level(self.asked, min(asked, granted) if reason.code == "controller" else asked)
        else:
            self.ledger.bound(self.now, asked, granted, reason, given)

    def _enter_phase(self, phase: Phase, reason: Reason) -> None:
        was = self.phases[-1]
        self.phases[-1] = replace(was, end=self.now)
        self.phases.append(PhaseSpan(phase, self.now, self.now, reason))
        if self.began is None and phase != "checklist":
            self.began = self.now
        by = words.SOURCES[reason.source]
        if phase not in SHOWS_EXPOSURE:
            self._leave_visit()
        if phase == "exposure" and was.phase != "paused":
            return
        asked = "resume" if phase == "exposure" else "rest in the calm scene" if phase == "baseline" else words.PHASES[phase]
        self._tell("phase", asked, "done", words.why(reason), by)
        self.ended = phase == "ended"

    def _leave_visit(self) -> None:
        self.ledger.close()
        self._undo_cap = None
        self._level(self.asked, CALM_END)
        if self._in_visit:
            self.visits[-1] = replace(self.visits[-1], end=self.now)
            self._in_visit = False

    def _enter_step(self, index: int, reason: Reason) -> None:
        self._leave_visit()
        self.visits.append(Visit(index, self.now, self.now, reason))
        self._in_visit = True
        low = self._plan.steps[index].band.low
        self._level(self.asked, low)
        self._tell("step", f"step {words.step_name(self._plan, index)}", f"from {dial(low)}", words.why(reason), words.SOURCES[reason.source])

    def _level(self, levels: list[Level], value: Permille) -> None:
        if levels[-1].at == self.now:
            levels[-1] = Level(self.now, value)
        elif levels[-1].value != value:
            levels.append(Level(self.now, value))

    def _tell(self, kind: DecisionKind, asked: str, given: str, why: str, by: str) -> None:
        self.ledger.row(Decision(self.now, kind, asked, given, why, by))
