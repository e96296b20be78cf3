"""What 20 ms of time do: dose, watches, questions, timed events, and the governor over every lever.

Order within a tick: time and dose, watches, question, events, advance, levers. The governor comes last.
"""

from __future__ import annotations

from dataclasses import replace

from vrtherapy.domain.units import MINUTE, TICK, Micros, Permille
from vrtherapy.safety import governor
from vrtherapy.session import advance
from vrtherapy.session.asking import put_question
from vrtherapy.session.dosing import ask_about_pause, counted, watch_dose
from vrtherapy.session.effects import Decide
from vrtherapy.session.phase import COUNTS_DOSE, SHOWS_EXPOSURE
from vrtherapy.session.playing import end_events, timed_events
from vrtherapy.session.state import Belief, Lever
from vrtherapy.session.turn import Turn
from vrtherapy.session.watching import hand_over, watch_console, watch_links, watch_reading


def tick(turn: Turn) -> None:
    state = turn.state
    now = Micros(state.now + TICK)
    if state.phase in COUNTS_DOSE:
        course = replace(state.course, spent=Micros(state.course.spent + TICK))
        turn.become(now=now, dose=counted(turn, now), course=course)
    else:
        turn.become(now=now)
    watch_console(turn)
    watch_links(turn)
    watch_reading(turn)
    if turn.state.phase in SHOWS_EXPOSURE:
        watch_dose(turn)
        ask_about_pause(turn)
    if turn.state.phase == "exposure":
        hand_over(turn)
        put_question(turn)
        timed_events(turn)
        _progress(turn)
    end_events(turn)
    if turn.state.phase in SHOWS_EXPOSURE:
        _levers(turn)


def _progress(turn: Turn) -> None:
    """A step that is done says so, or walks on where the author lets it and nothing holds; an overdue one asks.

    What the step asks afterwards is asked before it counts as done."""
    state, course = turn.state, turn.state.course
    if course.spent >= turn.step.at_most and not course.overdue_told:
        turn.become(course=replace(course, overdue_told=True))
        turn.alert("step_long", f"step longer than planned ({turn.step.at_most // MINUTE} min): go on, stay or go back?")
    if course.ready is None:
        said = [r for r in state.ratings if r.step == state.step and r.at >= course.entered]
        reason = advance.done(turn.step, said, course.spent, _likelihood(course.before), _likelihood(course.after))
        unasked = turn.step.expectancy_after and course.after is None
        if unasked and not course.after_told and advance.stayed(turn.step, said, course.spent):
            turn.become(course=replace(turn.state.course, after_told=True))
            turn.alert("expectancy_after", f"ask now: {turn.step.expectancy_after}")
        if reason is None or unasked:
            return
        turn.become(course=replace(turn.state.course, ready=reason))
        if not _walks_on(turn):
            turn.alert("step_done", f"step done: {reason.words}")
    if _walks_on(turn) and (ready := turn.state.course.ready) and governor.may_not_rise(turn.circumstances) is None:
        turn.enter_step(state.step + 1, ready)


def _likelihood(belief: Belief | None) -> int | None:
    return None if belief is None else belief.likelihood


def _walks_on(turn: Turn) -> bool:
    """By itself, without the clinician; never in trauma (promise 7)."""
    onwards = turn.state.step + 1
    if onwards >= len(turn.plan.steps) or turn.broken(onwards) is not None:
        return False
    return turn.step.advance.decide == "auto" and not turn.plan.trauma


def _levers(turn: Turn) -> None:
    """The governor over the dial and every parameter: last in line, each tick."""
    state = turn.state
    within = governor.bounds(turn.circumstances)
    main = _governed(state.dial, state.dial.asked, within)
    if main.reason.code != state.dial.reason.code and main.asked != main.given:
        turn.bring(Decide("intensity", main.asked, Permille(min(main.asked, within.top.allows)), main.reason))
    levers = tuple(
        (name, _governed(lever, lever.asked if name in state.pinned else main.given, within)) for name, lever in state.levers
    )
    if main == state.dial and levers == state.levers:
        return
    moved = main.given != state.dial.given or any(
        new.given != old.given for (_, new), (_, old) in zip(levers, state.levers, strict=True)
    )
    turn.become(dial=main, levers=levers)
    if moved:
        turn.give()


def _governed(lever: Lever, asked: Permille, within: governor.Bounds) -> Lever:
    granted = governor.govern(asked, lever.given, lever.credit, TICK, within)
    return Lever(asked, granted.given, granted.credit, granted.reason)
