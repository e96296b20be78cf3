"""The session machine: `step(plan, state, event) -> (state, effects)`. Pure and total.

    1. Time runs to the event's `at` in ticks of 20 ms (`tick`): watches, questions, governor.
    2. The event applies: a command (`wishes`), a rating (`rated`), a reading, a stop, a link heard.
    3. Any event in any state gives a state; what makes no sense is refused or changes nothing.

An event from before now applies now. Stop is looked at before anything else can refuse it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from vrtherapy.domain.arousal import Proposal
from vrtherapy.domain.plan import Plan
from vrtherapy.domain.rating import Rating
from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import TICK
from vrtherapy.safety import governor
from vrtherapy.session import events
from vrtherapy.session.effects import Decide, Effect, Say
from vrtherapy.session.phase import SHOWS_EXPOSURE
from vrtherapy.session.rated import take
from vrtherapy.session.state import State
from vrtherapy.session.tick import tick
from vrtherapy.session.turn import SAID_FOR, Turn
from vrtherapy.session.wishes import commanded, step_of

Effects = tuple[Effect, ...]
STOPPING_WAS_RIGHT = "You stopped it. That was right, and you may do it at any time."


def step(plan: Plan, state: State, event: events.Event) -> tuple[State, Effects]:
    turn = Turn(plan, state)
    while turn.state.now + TICK <= event.at:
        tick(turn)
    _apply(turn, event)
    return turn.state, tuple(turn.effects)


def _apply(turn: Turn, event: events.Event) -> None:
    state = turn.state
    match event:
        case events.StopPressed(_, cause, words):
            _stop(turn, Reason(cause, words, "patient" if cause == "patient" else "engine"))
        case events.Commanded():
            commanded(turn, event)
        case events.Rated(_, suds, by):
            if state.phase != "ended":
                take(turn, Rating(state.now, suds, by, step_of(turn)))
        case events.Read(_, reading):
            turn.become(reading=reading, suggestion=state.suggestion if reading.quality == "good" else None)
        case events.Proposed(_, proposal):
            _proposed(turn, proposal)
        case events.Heard(_, link, client):
            _heard(turn, link, client)
        case events.Left(_, client):
            if client == state.controller:
                turn.alert("console_left", "the controlling console left")
        case events.SceneFailed(_, scene, words):
            turn.become(broken=state.broken | {scene})
            turn.alert("scene_failed", f"{scene}: {words}")
            if state.phase in SHOWS_EXPOSURE and turn.step.scene == scene:
                turn.enter_phase("stopped", Reason("technical", f"scene {scene} failed: {words}", "engine"))
        case events.Recorded(_, ok, words):
            if ok != state.recorded:
                turn.become(recorded=ok)
                turn.alert("recorded" if ok else "not_recorded", words)
        case events.CameBack():
            if state.phase != "ended":
                turn.enter_phase("interrupted", Reason("technical", "the engine came back", "engine"))
                turn.alert("came_back", "the engine was restarted: calm scene, resume when ready")
        case events.Passed():
            pass
        case _:
            assert_never(event)


def _stop(turn: Turn, reason: Reason) -> None:
    """Promise 1."""
    if turn.state.phase == "ended":
        return
    turn.enter_phase("stopped", reason)
    if reason.source == "patient":
        turn.bring(Say(STOPPING_WAS_RIGHT, SAID_FOR))
    turn.alert("stopped", f"stop: {reason.words}")


def _heard(turn: Turn, link: events.Link, client: str) -> None:
    state = turn.state
    match link:
        case "console":
            if client == state.controller:
                turn.become(links=replace(state.links, console=state.now))
        case "server":
            turn.become(links=replace(state.links, server=state.now))
        case "biofeedback":
            turn.become(links=replace(state.links, biofeedback=state.now))
        case _:
            assert_never(link)


def _proposed(turn: Turn, proposal: Proposal) -> None:
    """Promises 4, 7 and 9: what the controller would do is shown, or done within limits, by the autonomy stage.

    What would change nothing is no suggestion: a hold asks nothing of the clinician.
    """
    state, autonomy = turn.state, turn.plan.autonomy
    if state.phase != "exposure" or autonomy == "watch" or turn.step.rationale == "expectancy":
        return
    if state.reading is None or state.reading.quality != "good" or state.reading_lost:
        return
    rises = proposal.kind == "raise"
    if rises and (turn.plan.trauma or governor.may_not_rise(turn.circumstances) is not None):
        turn.become(suggestion=None)
        return
    wanted = turn.wanted(proposal)
    by_itself = autonomy == "full" or (autonomy == "lower_only" and not rises)
    if not by_itself:
        turn.become(suggestion=proposal if wanted != state.dial.asked else None)
        return
    turn.become(suggestion=None)
    if wanted == state.dial.asked:
        return
    reason = Reason("controller", proposal.words, "controller")
    turn.asked(wanted, reason)
    turn.bring(Decide("intensity", proposal.intensity, wanted, reason))
