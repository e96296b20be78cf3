"""What an accepted wish adds to the course: `accepted` before what it brought is told, `noted` after it.

Before: what changes how the effects of the turn read. After: what rests on where the turn led.
"""

from __future__ import annotations

from dataclasses import replace

from vrtherapy.domain.units import MINUTE, Micros, Permille, dial
from vrtherapy.report import words
from vrtherapy.report.course import Course
from vrtherapy.report.facts import DecisionKind, Written
from vrtherapy.report.incidents import LOOKS, Adverse, Did, Sick
from vrtherapy.safety.autonomy import NAMES
from vrtherapy.session import effects, events, wishes
from vrtherapy.session.state import Belief


def accepted(course: Course, event: events.Commanded) -> None:
    match event.wish:
        case wishes.WriteNotes(text):
            course.notes = Written(Micros(max(course.now, event.at)), text)
        case wishes.Mark(text):
            course.marks.append(Written(course.now, text))
        case wishes.SetCap(cap):
            course.undo_cap = course.caps[-1].value
            _capped(course, cap, "")
        case wishes.Undo() if course.undo_cap is not None:
            _capped(course, course.undo_cap, "undone")
            course.undo_cap = None
        case wishes.AskIntensity() | wishes.SetParameter() | wishes.AcceptSuggestion() | wishes.Ease():
            course.undo_cap = None
        case wishes.ReleaseParameter():
            course.undo_cap = None
            _tell(course, "parameter", event.wish, "follows the dial again")
        case wishes.DismissSuggestion():
            course.tell("suggestion", "suggestion", "dismissed", "", "clinician")
        case _:
            pass


def noted(course: Course, event: events.Commanded, done: tuple[effects.Effect, ...]) -> None:
    match event.wish:
        case wishes.Confirm(answers):
            course.entered.confirm(answers)
        case wishes.AnswerExpectancy(when, likelihood, said) if course.visits:
            belief, last = Belief(likelihood, said), course.visits[-1]
            course.visits[-1] = replace(last, before=belief) if when == "before" else replace(last, after=belief)
        case wishes.Skip(why) if len(course.visits) > 1:
            course.visits[-2] = replace(course.visits[-2], skipped=why)
        case wishes.ReportAdverse():
            _adverse(course, event, event.wish, done)
        case wishes.EnterSickness(rating):
            course.incidents.sickness.append(Sick(course.now, rating))
        case wishes.ExtendDose(what, minutes, why):
            found = course.entered.extend(course.now, what, minutes, why, max(0, course.at_step))
            _tell(course, "dose", event.wish, f"up to {found.cap // MINUTE} min", why)
        case wishes.SetAutonomy(stage) if course.entered.stage(course.now, stage):
            _tell(course, "autonomy", event.wish, NAMES[stage])
        case wishes.AcceptUnrecorded(why):
            course.incidents.accepted(course.now, why)
            _tell(course, "unrecorded", event.wish, "accepted", why)
        case wishes.GoOn():
            _tell(course, "go_on", event.wish, "held no more")
        case _:
            pass
    if isinstance(event.wish, LOOKS):
        course.incidents.looked(course.now, event.client)


def _adverse(course: Course, event: events.Commanded, wish: wishes.ReportAdverse, done: tuple[effects.Effect, ...]) -> None:
    did: Did = "noted"
    if any(isinstance(e, effects.EnterPhase) and e.reason.code == "safety_sign" for e in done):
        did = "stopped"
    elif any(isinstance(e, effects.Decide) and e.reason.code == "safety_sign" for e in done):
        did = "eased"
    phase = course.phases[-2].phase if did == "stopped" else course.phase
    at = Micros(max(course.now, event.at))
    course.incidents.adverse.append(Adverse(at, phase, course.at_step, wish.what, wish.severity, wish.words, did))


def _capped(course: Course, cap: Permille, why: str) -> None:
    course.level(course.caps, cap)
    course.tell("cap", f"clinician's cap {dial(cap)}", "set", why, "clinician")


def _tell(course: Course, kind: DecisionKind, wish: wishes.Wish, given: str, why: str = "") -> None:
    course.tell(kind, words.wish(course.plan, course.step, wish), given, why, "clinician")
