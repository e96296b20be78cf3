"""What the governor and the gate look at, for a plan and a state."""

from __future__ import annotations

from vrtherapy.domain.plan import Plan
from vrtherapy.safety import gate, hard_limits, watch
from vrtherapy.safety.classes import PatientClass, tightened
from vrtherapy.safety.rules import Circumstances
from vrtherapy.session.phase import SHOWS_EXPOSURE
from vrtherapy.session.state import State


def classes(plan: Plan, state: State) -> tuple[PatientClass, ...]:
    """The classes this patient belongs to, by the plan and by the answers to the checklist."""
    found: list[PatientClass] = []
    age = state.answer("age")
    if age.isdigit() and int(age) < hard_limits.ADULT:
        found.append("child")
    if plan.trauma:
        found.append("trauma")
    if plan.blood_injury:
        found.append("blood_injury")
    if plan.setting.sessions_before == 0:
        found.append("first_session")
    return tuple(found)


def circumstances(plan: Plan, state: State) -> Circumstances:
    step = plan.steps[state.step]
    belongs = classes(plan, state)
    dose = state.dose
    return Circumstances(
        exposed=state.phase in SHOWS_EXPOSURE,
        step_low=step.band.low,
        step_high=step.band.high,
        cap=state.cap,
        limits=tightened(step.limits, belongs),
        classes=belongs,
        exposure=dose.exposure,
        extended=dose.extended,
        high=dose.high,
        high_extended=dose.high_extended,
        recent_events=len(dose.events),
        sickness=state.sickness[-1] if state.sickness else 0,
        live=state.live,
        recorded=state.recorded or state.unrecorded_accepted,
        paused=state.phase == "paused",
        holds=state.holds,
        steered=state.steered,
        autonomy=state.autonomy,
        autonomy_ceiling=plan.setting.unlocked_ceiling,
        stale=not reading_fresh(state),
    )


def reading_fresh(state: State) -> bool:
    """The body's signal is there and young enough to rest on."""
    reading = state.reading
    return reading is not None and watch.reading_trusted(state.now, reading.at, reading.latency)


def measured(state: State) -> bool:
    """The patient agreed that the body's signals are measured; until asked, nothing rests on them but the checklist."""
    return state.answer("consent_physiology") != "no"


def facts(plan: Plan, state: State) -> gate.Facts:
    setting, done = plan.setting, state.practised
    good = state.reading is not None and state.reading.quality == "good" and not state.reading_lost
    return gate.Facts(
        kind=setting.kind,
        trauma=plan.trauma,
        blood_injury=plan.blood_injury,
        remote=setting.remote,
        age_minimum=setting.age_minimum,
        screen_out=plan.screen_out,
        signal_good=good and reading_fresh(state),
        clinician_present=state.live,
        stop_performed=done.stop,
        rating_given=done.rating,
        grounding_rehearsed=done.grounding,
    )
