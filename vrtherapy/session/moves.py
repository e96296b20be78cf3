"""From phase to phase and from step to step, by a person's wish. Each does it and gives None, or gives why not.

Next goes on when the clinician judges so; where the step asks afterwards what was found, that is asked first. Skip
leaves a step undone and says why. Back and repeat begin at the step's calm end, as everything does.
"""

from __future__ import annotations

from dataclasses import replace

from vrtherapy.domain.plan import SudsDrop
from vrtherapy.domain.reason import Reason
from vrtherapy.safety import gate, hard_limits
from vrtherapy.session.around import facts
from vrtherapy.session.phase import OUT_OF_IT, SHOWS_EXPOSURE, By, may
from vrtherapy.session.turn import BY_HAND, Turn

LIFTED_BY_LOOKING = ("recovered", "sickness")
NOT_ACTIVATED_BELOW = 40


def stop(turn: Turn) -> Reason | None:
    if turn.state.phase != "ended":
        turn.enter_phase("stopped", Reason("clinician", "stopped from the console", "clinician"))
    return None


def to(turn: Turn, by: By) -> Reason | None:
    """Calm, pause, debrief, end: from where they may."""
    phase = turn.state.phase
    target = may(phase, by)
    if target is None:
        already = may("exposure", by) == phase
        return None if already else Reason("phase", f"not from {phase}", "engine")
    turn.enter_phase(target, BY_HAND)
    return None


def ground(turn: Turn) -> Reason | None:
    if turn.state.phase == "checklist":
        turn.become(practised=replace(turn.state.practised, grounding=True))
    return to(turn, "ground")


def start(turn: Turn) -> Reason | None:
    state = turn.state
    if state.phase != "checklist":
        return Reason("phase", "already started", "engine")
    if not state.recorded:
        return Reason("not_recorded", "the record cannot be kept: not started", "watch")
    if lacking := gate.missing(facts(turn.plan, state), dict(state.answers)):
        return Reason("checklist", "not ready: " + "; ".join(reason.words for reason in lacking), "engine")
    turn.become(started=True)
    turn.enter_phase("baseline", Reason("clinician", "baseline in the calm scene", "clinician"))
    _beyond_recommended(turn)
    if turn.plan.baseline == 0:
        return onwards(turn)
    return None


def _beyond_recommended(turn: Turn) -> None:
    limits, words = turn.circumstances.limits, []
    if limits.rise > hard_limits.RISE_RECOMMENDED:
        words.append(f"intensity rises by {limits.rise / 1000:.2f} a second, {hard_limits.RISE_RECOMMENDED / 1000:.2f} is advised")
    if limits.exposure > hard_limits.EXPOSURE_RECOMMENDED:
        words.append(f"up to {limits.exposure // 60_000_000} min of exposure, {hard_limits.EXPOSURE_RECOMMENDED // 60_000_000} are advised")
    if words:
        turn.alert("beyond_recommended", "this protocol goes beyond what is advised: " + "; ".join(words))


def onwards(turn: Turn) -> Reason | None:
    state = turn.state
    if state.phase == "baseline":
        return _enter(turn, 0, BY_HAND)
    if (refusal := _on_a_step(turn)) is not None:
        return refusal
    if turn.step.expectancy_after and state.course.after is None:
        words = f"ask first: {turn.step.expectancy_after} Or skip the step with a reason."
        return Reason("expectancy_after", words, "protocol")
    return _leave_for(turn, state.step + 1, state.course.ready or BY_HAND)


def skip(turn: Turn, words: str) -> Reason | None:
    state = turn.state
    if not words.strip():
        return Reason("no_reason", "say why the step is skipped", "engine")
    if (refusal := _on_a_step(turn)) is not None:
        return refusal
    reason = Reason("skipped", f"{turn.step.title} skipped: {words}", "clinician")
    if (refusal := _leave_for(turn, state.step + 1, reason)) is None:
        turn.become(skipped=(*state.skipped, (state.step, words)))
    return refusal


def back(turn: Turn) -> Reason | None:
    state = turn.state
    if (refusal := _on_a_step(turn)) is not None:
        return refusal
    if state.step == 0:
        return Reason("first_step", "this is the first step", "protocol")
    return _enter(turn, state.step - 1, BY_HAND)


def repeat(turn: Turn) -> Reason | None:
    state = turn.state
    if (refusal := _on_a_step(turn)) is not None:
        return refusal
    return _enter(turn, state.step, Reason("repeated_step", "once more, by the clinician", "clinician"))


def resume(turn: Turn, where: str) -> Reason | None:
    state = turn.state
    if state.phase == "paused":
        turn.enter_phase("exposure", BY_HAND)
        return None
    if state.phase not in OUT_OF_IT:
        return Reason("phase", f"nothing to resume from {state.phase}", "engine")
    if state.reached < 0:
        turn.enter_phase("baseline" if state.started else "checklist", BY_HAND)
        return None
    index = max(0, state.step - 1) if where == "one_lower" else state.step
    if (broken := turn.broken(index)) is not None:
        return broken
    turn.enter_phase("exposure", BY_HAND)
    turn.enter_step(index, BY_HAND, again=True)
    return None


def go_on(turn: Turn) -> Reason | None:
    if not look(turn):
        return Reason("nothing_held", "nothing waits for you to go on", "engine")
    return None


def look(turn: Turn) -> bool:
    """The clinician is at it again: lifts what was held until they looked, and takes the dial a lost sensor left."""
    return turn.lift(*LIFTED_BY_LOOKING, "sensor_lost")


def _on_a_step(turn: Turn) -> Reason | None:
    phase = turn.state.phase
    return None if phase in SHOWS_EXPOSURE else Reason("phase", f"not from {phase}", "engine")


def _leave_for(turn: Turn, index: int, reason: Reason) -> Reason | None:
    if index >= len(turn.plan.steps):
        return Reason("last_step", "this is the last step: debrief is next", "protocol")
    if (broken := turn.broken(index)) is not None:
        return broken
    _not_activated(turn)
    return _enter(turn, index, reason)


def _not_activated(turn: Turn) -> None:
    peak = turn.state.course.peak
    needed = [c.peak_at_least for c in turn.step.advance.conditions if isinstance(c, SudsDrop)]
    if turn.step.rationale == "habituation" and peak is not None and peak < min(needed, default=NOT_ACTIVATED_BELOW):
        turn.alert("not_activated", f"{turn.step.title}: never activated, peak SUDS {peak}; not counted as habituated")


def _enter(turn: Turn, index: int, reason: Reason) -> Reason | None:
    if (broken := turn.broken(index)) is not None:
        return broken
    if turn.state.phase != "exposure":
        turn.enter_phase("exposure", BY_HAND)
    look(turn)
    turn.enter_step(index, reason)
    return None
