"""What a rating does: it answers the question, is kept, may hold or ease or stop, and may lift a hold.

Promise 10: a high rating holds, is asked again within 30 s and puts the choices before the clinician; only the
patient, a person or a safety sign stops, unless the author wrote otherwise and was warned.
"""

from __future__ import annotations

from dataclasses import replace

from vrtherapy.domain.rating import Rating
from vrtherapy.domain.reason import Reason
from vrtherapy.session.asking import high, next_due
from vrtherapy.session.effects import CloseQuestion
from vrtherapy.session.phase import SHOWS_EXPOSURE
from vrtherapy.session.state import NEVER
from vrtherapy.session.turn import Turn
from vrtherapy.session.watching import ease


def step_of(turn: Turn) -> int:
    """The step a rating said now belongs to; -1 outside exposure."""
    return turn.state.step if turn.state.phase in SHOWS_EXPOSURE else -1


def take(turn: Turn, rating: Rating) -> None:
    state, course = turn.state, turn.state.course
    if state.question.open_since != NEVER:
        turn.bring(CloseQuestion())
    if rating.step == state.step:
        peak = rating.suds if course.peak is None else max(course.peak, rating.suds)
        first = rating.suds if course.first is None else course.first
        turn.become(course=replace(course, peak=peak, first=first))
    turn.become(ratings=(*state.ratings, rating), question=next_due(turn, rating.suds))
    if state.phase == "checklist" and rating.by != "clinician":
        turn.become(practised=replace(state.practised, rating=True))
    if state.phase in SHOWS_EXPOSURE:
        _rules(turn, rating)


def _rules(turn: Turn, rating: Rating) -> None:
    limit = high(turn)
    reached = [r for r in turn.step.rules if rating.suds >= r.suds_at_least]
    rule = max(reached, key=lambda r: r.suds_at_least, default=None)
    if rating.suds < limit and rule is None:
        if turn.lift("suds_high", "no_answer"):
            turn.alert("hold_over", f"SUDS {rating.suds}: no longer held")
        return
    words = f"SUDS {rating.suds}"
    choices = ", ".join(rule.ask) if rule is not None and rule.ask else "stay, ease, ground, stop"
    if rule is not None and rule.action == "stop":
        turn.enter_phase("stopped", Reason("rule_stop", f"{words}: stopped by the protocol's rule", "protocol"))
        turn.alert("suds_high", f"{words}: stopped by the protocol's rule")
        return
    turn.lift("suds_high")
    turn.hold(Reason("suds_high", f"{words}: held", "protocol"))
    if rule is not None and rule.action == "ease":
        ease(turn, Reason("rule_ease", f"{words}: eased by the protocol's rule", "protocol"))
    turn.alert("suds_high", f"{words}: held. {choices[0].upper()}{choices[1:]}?")
