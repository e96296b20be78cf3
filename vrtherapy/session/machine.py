"""The session machine: `step(plan, state, event) -> (state, effects)`. Pure and total.

    checklist   --start-->     baseline      the gate is open (safety/gate.py)
    baseline    --next-->      exposure      paused --next--> exposure
    exposure    --pause-->     paused        --resume--> exposure
    any         --calm-->      calm          --resume--> exposure, at the step's calm end
    exposure    --dead man-->  calm          no controlling console for 30 s
    any         --ground-->    grounding     --resume--> exposure, or back to the checklist where it was rehearsed
    any         --stop-->      stopped       --clinician resumes--> exposure, here or one step lower
    exposure    --failure-->   stopped       a scene failed
    any         --came back--> interrupted   --clinician resumes--> exposure
    any         --debrief-->   debrief       --end--> ended

The whole table, move by move, is `MOVES` in phase.py; the diagram in docs/session.md is drawn from it.

    1. Time runs to the event's `at` in ticks of 20 ms (`tick`): watches, questions, governor.
    2. The event applies: a command (`commanded`), a rating (`rated`), a reading, a stop, a link heard.
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
from vrtherapy.domain.units import TICK, Micros
from vrtherapy.safety import governor
from vrtherapy.session import events
from vrtherapy.session.around import measured
from vrtherapy.session.commanded import commanded
from vrtherapy.session.effects import Decide, Effect, Say
from vrtherapy.session.phase import SHOWS_EXPOSURE
from vrtherapy.session.rated import step_of, take
from vrtherapy.session.scripts import STOP_PRACTISED, STOPPING_WAS_RIGHT
from vrtherapy.session.state import State
from vrtherapy.session.tick import tick
from vrtherapy.session.turn import SAID_FOR, Turn

Effects = tuple[Effect, ...]


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
            turn.become(links=replace(state.links, biofeedback=state.now))
            if measured(state):
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
            _recorded(turn, ok, words)
        case events.Stalled(_, lasted):
            _stalled(turn, lasted)
        case events.CameBack():
            if state.phase != "ended":
                turn.enter_phase("interrupted", Reason("technical", "the engine came back", "engine"))
                turn.alert("came_back", "the engine was restarted: calm scene, resume when ready")
        case events.Passed():
            pass
        case _:
            assert_never(event)


def _stop(turn: Turn, reason: Reason) -> None:
    """Promise 1. In the checklist the patient's own is practice: the calm scene is shown already."""
    phase = turn.state.phase
    if phase == "ended":
        return
    if phase == "checklist" and reason.source == "patient":
        turn.become(practised=replace(turn.state.practised, stop=True, stopping=False))
        turn.bring(Say(STOP_PRACTISED, SAID_FOR))
        turn.alert("stop_practised", "the patient has performed the stop")
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


def _recorded(turn: Turn, ok: bool, words: str) -> None:
    """Promise 12."""
    state = turn.state
    if ok == state.recorded:
        return
    held = ok and not state.unrecorded_accepted
    turn.become(recorded=ok, unrecorded_accepted=False)
    turn.alert("recorded" if ok else "not_recorded", words)
    if held:
        turn.recovered("recorded again")


def _stalled(turn: Turn, lasted: Micros) -> None:
    words = f"no new picture for {lasted / 1e6:.1f} s"
    turn.alert("stalled", words)
    turn.recovered(words)


def _proposed(turn: Turn, proposal: Proposal) -> None:
    """Promises 4, 7 and 9: what the controller would do is shown, or done within limits, by the autonomy stage.

    What would change nothing is no suggestion: a hold asks nothing of the clinician.
    """
    state = turn.state
    if state.phase != "exposure" or state.autonomy == "watch" or turn.step.rationale == "expectancy":
        return
    reading = state.reading
    if reading is None or reading.quality != "good" or state.reading_lost:
        return
    if turn.plan.setting.kind == "real" and reading.origin != "live":
        return
    rises = proposal.kind == "raise"
    if rises and (turn.plan.trauma or governor.may_not_rise(turn.circumstances) is not None):
        turn.become(suggestion=None)
        return
    wanted = turn.wanted(proposal)
    by_itself = state.autonomy == "full" or (state.autonomy == "lower_only" and not rises)
    if not by_itself:
        turn.become(suggestion=proposal if wanted != state.dial.asked else None)
        return
    turn.become(suggestion=None)
    if wanted == state.dial.asked:
        return
    reason = Reason("controller", proposal.words, "controller")
    turn.asked(wanted, reason, steered=rises or state.steered)
    turn.bring(Decide("intensity", proposal.intensity, wanted, reason))
