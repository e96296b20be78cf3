"""Events of the scene: whether one may happen now, that it happens, when it is over, and those by the protocol's clock.

None happens past the governor (promise 2); in trauma none by the clock (promise 7).
"""

from __future__ import annotations

from dataclasses import replace

from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import Micros
from vrtherapy.safety import governor
from vrtherapy.session.effects import Happen
from vrtherapy.session.turn import Turn


def timed_events(turn: Turn) -> None:
    state = turn.state
    if turn.plan.trauma:
        return
    for offer in turn.step.offers:
        if offer.by != "time":
            continue
        last = dict(state.course.fired).get(offer.event)
        if last is None and state.course.spent >= offer.after and refused(turn, offer.event) is None:
            happen(turn, offer.event, Reason("timed", "by the protocol's clock", "protocol"))


def refused(turn: Turn, name: str) -> Reason | None:
    """Why this event of the scene must not happen now, or None. Promise 2."""
    state = turn.state
    event = turn.stage.event(name)
    if event is None:
        return Reason("unknown_event", f"this scene has no event {name}", "engine")
    if state.phase != "exposure":
        return Reason("not_in_exposure", "only in exposure", "engine")
    offer = next((o for o in turn.step.offers if o.event == name), None)
    if offer is None:
        return Reason("not_offered", "not part of this step", "protocol")
    if any(playing == name for playing, _ in state.happening):
        return Reason("playing", "still playing", "engine")
    last = dict(state.course.fired).get(name)
    if last is not None and (left := offer.cooldown - (state.now - last)) > 0:
        return Reason("cooldown", f"again in {-(-left // 1_000_000)} s", "protocol")
    return governor.refuse(event.intensity, event.title.lower(), turn.circumstances)


def happen(turn: Turn, name: str, reason: Reason) -> None:
    event = turn.stage.event(name)
    assert event is not None
    state = turn.state
    others = tuple(item for item in state.course.fired if item[0] != name)
    turn.become(
        happening=(*state.happening, (name, Micros(state.now + event.duration))),
        course=replace(state.course, fired=(*others, (name, state.now))),
        dose=replace(state.dose, events=(*state.dose.events, state.now)),
    )
    turn.bring(Happen(name, event.intensity, reason))


def end_events(turn: Turn) -> None:
    state = turn.state
    if state.happening and any(ends <= state.now for _, ends in state.happening):
        turn.become(happening=tuple(item for item in state.happening if item[1] > state.now))
