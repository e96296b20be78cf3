"""Goes through the turns of a record once and keeps what a report tells.

Rules:
    1. A command counts once: a number not above the last one of its client is a repetition.
    2. Time runs up to an event before it applies: what its turn brought by then is told first.
    3. A rating belongs to the visit that is open when it is said, and to the one that it ends.
"""

from __future__ import annotations

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.rating import By
from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import Permille, Suds, dial
from vrtherapy.report import words
from vrtherapy.report.course import Course
from vrtherapy.report.facts import Played, Said, Told
from vrtherapy.report.signal import Look
from vrtherapy.report.wished import accepted, noted
from vrtherapy.session import effects, events, wishes
from vrtherapy.session.replay import LoggedTurn

_REQUESTS = ("clinician", "accepted", "undone", "controller", "rule_ease", "sensor_unanswered", "eased", "safety_sign")
_UNTOLD = (wishes.TakeControl, wishes.WriteNotes, wishes.Mark, wishes.AskSuds, wishes.SayToPatient)
Done = tuple[effects.Effect, ...]


class Collector:
    def __init__(self, plan: Plan) -> None:
        self.course = Course(plan)
        self._numbers: dict[str, int] = {}

    def take(self, turn: LoggedTurn) -> None:
        event, course = turn.event, self.course
        if not course.ended:
            course.now = max(course.now, event.at)
        elif not isinstance(event, events.Commanded):
            return
        done = isinstance(event, events.Commanded) and self._done(event, turn.effects)
        if isinstance(event, events.Commanded) and done:
            accepted(course, event)
        for effect in turn.effects:
            self._effect(event, effect)
        match event:
            case events.Rated(_, suds, by):
                self._said(suds, by, turn.effects)
            case events.Read(_, reading):
                course.looks.append(Look(course.now, reading))
            case events.Recorded(_, ok, said):
                course.incidents.kept(course.now, ok, said, course.phase)
            case events.Commanded() if done:
                if isinstance(event.wish, wishes.EnterSuds):
                    self._said(event.wish.suds, "clinician", turn.effects)
                noted(course, event, turn.effects)
            case _:
                pass

    def _said(self, suds: Suds, by: By, done: Done) -> None:
        course = self.course
        ended = any(isinstance(effect, effects.EnterPhase) and effect.reason.code == "rule_stop" for effect in done)
        course.said.append(Said(course.now, suds, by, len(course.visits) - 1 if ended else course.visit))

    def _done(self, event: events.Commanded, done: Done) -> bool:
        """Whether the wish was done, and for the first time."""
        course = self.course
        if event.number <= self._numbers.get(event.client, 0):
            return False
        self._numbers[event.client] = event.number
        answer = next((e for e in done if isinstance(e, effects.Answer) and e.number == event.number), None)
        if answer is None or answer.accepted:
            return answer is not None
        if not isinstance(event.wish, _UNTOLD) and not course.ended:
            asked = words.wish(course.plan, course.step, event.wish)
            course.ledger.refused(course.now, asked, answer.reason, event.role)
        return False

    def _effect(self, event: events.Event, effect: effects.Effect) -> None:
        course = self.course
        match effect:
            case effects.EnterPhase(phase, reason):
                course.enter_phase(phase, reason)
            case effects.EnterStep(index, reason):
                again = isinstance(event, events.Commanded) and isinstance(event.wish, wishes.Resume)
                course.enter_step(index, reason, again)
            case effects.Give(intensity, _):
                course.level(course.given, intensity)
                course.ledger.reached(course.now, intensity)
            case effects.Decide("intensity", asked, granted, reason):
                self._decided(event, asked, granted, reason)
            case effects.Decide(what, asked, granted, reason):
                title = words.parameter_title(course.plan, course.step, what).lower()
                by = words.SOURCES[reason.source]
                course.tell("parameter", f"{title} {dial(asked)}", dial(granted), words.why(reason), by)
            case effects.Happen(name, intensity, reason):
                title = words.event_title(course.plan, course.step, name)
                course.played.append(Played(course.now, name, title, intensity, reason))
                by = words.SOURCES[reason.source]
                course.tell("event", title.lower(), f"played, counts as {dial(intensity)}", words.why(reason), by)
            case effects.Alert(code, said):
                course.alerts.append(Told(course.now, code, said))
                course.incidents.told(course.now, code, said, course.phase)
            case _:
                pass

    def _decided(self, event: events.Event, asked: Permille, granted: Permille, reason: Reason) -> None:
        course = self.course
        given = course.given[-1].value
        wished = isinstance(event, events.Commanded) and isinstance(event.wish, wishes.AskIntensity)
        if wished or reason.code in _REQUESTS:
            by = "clinician" if wished else words.SOURCES[reason.source]
            if reason.code == "accepted":
                by = "controller, accepted"
            course.ledger.ask(course.now, asked, granted, reason, by, given)
            course.level(course.asked, Permille(min(asked, granted)) if reason.code == "controller" else asked)
        else:
            course.ledger.bound(course.now, asked, granted, reason, given)
