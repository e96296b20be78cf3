"""What a clinician enters: answers, expectations, sickness, adverse events, dose, autonomy. None, or why it is refused."""

from __future__ import annotations

from dataclasses import replace

from vrtherapy.domain.reason import Reason
from vrtherapy.domain.setting import Autonomy
from vrtherapy.domain.units import MINUTE, Micros
from vrtherapy.safety import autonomy, gate, hard_limits
from vrtherapy.session import wishes
from vrtherapy.session.effects import Say
from vrtherapy.session.phase import SHOWS_EXPOSURE
from vrtherapy.session.state import Adverse, Belief
from vrtherapy.session.turn import SAID_FOR, Turn
from vrtherapy.session.watching import ease

SAFETY_SIGNS = ("syncope", "seizure", "fall")
"""Stop the exposure, however mild (promise 10)."""


def confirm(turn: Turn, answers: tuple[tuple[str, str], ...]) -> Reason | None:
    state = turn.state
    if state.phase != "checklist":
        return Reason("phase", "the checklist is answered before the session starts", "engine")
    for id, answer in answers:
        if (wrong := gate.read(id, answer)) is not None:
            return wrong
    known = dict(state.answers)
    known.update(answers)
    turn.become(answers=tuple(sorted(known.items())))
    if known.get("consent_physiology") == "no":
        turn.become(reading=None, reading_lost=False, suggestion=None)
    return None


# ---- expectancy ------------------------------------------------------------------------------------------------------


def ask_expectancy(turn: Turn, when: wishes.When) -> Reason | None:
    text = _question(turn, when)
    if isinstance(text, Reason):
        return text
    turn.bring(Say(text, SAID_FOR))
    return None


def answer_expectancy(turn: Turn, when: wishes.When, likelihood: int | None, words: str) -> Reason | None:
    text = _question(turn, when)
    if isinstance(text, Reason):
        return text
    if likelihood is None and not words.strip():
        return Reason("no_reason", "say how likely, from 0 to 100, or why there is no answer", "engine")
    belief, course = Belief(likelihood, words), turn.state.course
    if when == "before":
        turn.become(course=replace(course, before=belief))
        turn.lift("expectancy")
    else:
        turn.become(course=replace(course, after=belief))
    return None


def _question(turn: Turn, when: wishes.When) -> str | Reason:
    if turn.state.phase not in SHOWS_EXPOSURE:
        return Reason("phase", "only in exposure", "engine")
    text = turn.step.expectancy_before if when == "before" else turn.step.expectancy_after
    return text or Reason("no_question", f"this step asks nothing {when}", "protocol")


# ---- what goes wrong -------------------------------------------------------------------------------------------------


def adverse(turn: Turn, what: wishes.AdverseKind, severity: wishes.Severity, words: str) -> Reason | None:
    state = turn.state
    step = state.step if state.reached >= 0 else -1
    turn.become(adverse=(*state.adverse, Adverse(state.now, step, what, severity, words)))
    told = f"{severity} {what}" + (f": {words}" if words.strip() else "")
    turn.alert("adverse", told)
    if what in SAFETY_SIGNS or severity == "severe":
        if state.phase not in ("checklist", "stopped", "debrief", "ended"):
            turn.enter_phase("stopped", Reason("safety_sign", told, "clinician"))
    elif what == "sickness":
        _sick(turn, told)
    return None


def sickness(turn: Turn, rating: int) -> Reason | None:
    """Promise 11: comfort before the exposure is stopped."""
    if not 0 <= rating <= 20:
        return Reason("out_of_range", "motion sickness is rated from 0 to 20", "engine")
    state = turn.state
    turn.become(sickness=(*state.sickness, rating))
    first = state.sickness[0] if state.sickness else rating
    told = f"motion sickness {rating} of 20"
    if rating >= hard_limits.SICKNESS_STOPS or rating - first >= hard_limits.SICKNESS_RISE_STOPS:
        if state.phase in SHOWS_EXPOSURE:
            turn.enter_phase("stopped", Reason("safety_sign", told, "clinician"))
        turn.alert("sickness", f"{told}: stopped")
    elif rating >= hard_limits.SICKNESS_TOLD:
        turn.alert("sickness", f"{told}: held, and the ceiling comes down")
        if turn.state.phase in SHOWS_EXPOSURE:
            turn.hold(Reason("sickness", f"{told}: held until you go on", "clinician"))
    else:
        turn.lift("sickness")
    return None


def _sick(turn: Turn, told: str) -> None:
    if turn.state.phase in SHOWS_EXPOSURE:
        turn.hold(Reason("sickness", f"{told}: held until you go on", "clinician"))
        ease(turn, Reason("safety_sign", f"{told}: eased", "clinician"))


# ---- what a person may widen -----------------------------------------------------------------------------------------


def extend(turn: Turn, what: wishes.Dose, minutes: int, words: str) -> Reason | None:
    """Promise 10: to the absolute bound, with a reason."""
    if not words.strip():
        return Reason("no_reason", "say why the dose is extended", "engine")
    if minutes <= 0:
        return Reason("out_of_range", "extend by at least a minute", "engine")
    dose, limits = turn.state.dose, turn.circumstances.limits
    most = hard_limits.EXPOSURE_ABSOLUTE if what == "exposure" else hard_limits.HIGH_EXPOSURE_ABSOLUTE
    stands = limits.exposure + dose.extended if what == "exposure" else limits.high_exposure + dose.high_extended
    more = Micros(min(minutes * MINUTE, most - stands))
    if more <= 0:
        return Reason("absolute", f"{most // MINUTE} min is the most any session may have", "governor")
    if what == "exposure":
        turn.become(dose=replace(dose, extended=Micros(dose.extended + more), told=0))
    else:
        turn.become(dose=replace(dose, high_extended=Micros(dose.high_extended + more), high_told=0))
    cap = (stands + more) // MINUTE
    advised = hard_limits.EXPOSURE_RECOMMENDED // MINUTE
    beyond = f", {advised} min are advised" if what == "exposure" and cap > advised else ""
    turn.alert("dose_extended", f"{what} dose up to {cap} min{beyond}: {words}")
    return None


def set_autonomy(turn: Turn, stage: Autonomy) -> Reason | None:
    given, why = autonomy.allowed(stage, turn.plan.setting, turn.plan.trauma)
    if given != stage:
        return why
    if given == turn.state.autonomy:
        return None
    turn.become(autonomy=given, suggestion=None)
    turn.alert("autonomy", f"autonomy: {autonomy.NAMES[given]}")
    return None


def accept_unrecorded(turn: Turn, words: str) -> Reason | None:
    """Promise 12."""
    if turn.state.recorded:
        return Reason("recorded", "the session is being recorded", "engine")
    if not words.strip():
        return Reason("no_reason", "say why the session goes on unrecorded", "engine")
    turn.become(unrecorded_accepted=True)
    turn.alert("unrecorded_accepted", f"goes on unrecorded: {words}")
    return None
