"""The SUDS question: on schedule, again after 20 s without an answer, and two in a row hold and alert.

A rating that is high is followed by the next question within 30 s (promise 10).
"""

from __future__ import annotations

from dataclasses import replace

from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import Micros, Suds
from vrtherapy.safety import hard_limits
from vrtherapy.safety.classes import tightened
from vrtherapy.session.around import classes
from vrtherapy.session.effects import AskPatient
from vrtherapy.session.phase import SHOWS_EXPOSURE
from vrtherapy.session.state import NEVER, Question
from vrtherapy.session.turn import Turn


def put_question(turn: Turn) -> None:
    """SUDS on schedule; unanswered it is put again after 20 s; two in a row hold and alert."""
    state, question = turn.state, turn.state.question
    if question.open_since != NEVER:
        if state.now - question.open_since < hard_limits.QUESTION_OPEN:
            return
        missed = question.missed + 1
        turn.become(question=replace(question, missed=missed))
        if missed == hard_limits.QUESTIONS_MISSED:
            words = f"{missed} SUDS questions unanswered"
            turn.hold(Reason("no_answer", f"{words}: held", "watch"))
            what = "Dissociating? Offer grounding" if turn.plan.trauma else "Speak to the patient"
            turn.alert("no_answer", f"{words}: held. {what}")
        ask(turn, Reason("asked_again", "not answered for 20 s", "engine"))
    elif question.due != NEVER and state.now >= question.due:
        ask(turn, Reason("schedule", "on schedule", "protocol"))


def ask(turn: Turn, reason: Reason) -> None:
    """Put the SUDS question to the patient."""
    state = turn.state
    asks = state.question.asks + 1
    turn.become(question=replace(state.question, open_since=state.now, asks=asks, due=NEVER))
    turn.bring(AskPatient(asks, reason))


def next_due(turn: Turn, suds: Suds) -> Question:
    """The question after a rating of `suds`: on the step's schedule, or within 30 s of a high one."""
    state = turn.state
    wait = min(turn.step.suds_every, hard_limits.SUDS_AGAIN) if suds >= high(turn) else turn.step.suds_every
    due = Micros(state.now + wait) if state.phase in SHOWS_EXPOSURE else NEVER
    return Question(asks=state.question.asks, due=due)


def high(turn: Turn) -> Suds:
    """The rating that holds in this step."""
    limits = tightened(turn.step.limits, classes(turn.plan, turn.state))
    return min(limits.suds_high, hard_limits.SUDS_HIGH_ABSOLUTE)
