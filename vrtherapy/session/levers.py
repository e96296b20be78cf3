"""What a clinician asks of the dial and the parameters. Each does it and gives None, or gives why not.

Whatever is asked, the governor gives. To move the dial is to have looked: what was held until then is lifted.
"""

from __future__ import annotations

from dataclasses import replace

from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import Permille, dial
from vrtherapy.safety import governor
from vrtherapy.session.effects import Decide
from vrtherapy.session.moves import look
from vrtherapy.session.phase import SHOWS_EXPOSURE
from vrtherapy.session.state import Undoable
from vrtherapy.session.turn import BY_HAND, Turn
from vrtherapy.session.watching import ease

ONLY_IN_EXPOSURE = Reason("phase", "only in exposure", "engine")


def ask_intensity(turn: Turn, intensity: Permille) -> Reason | None:
    state = turn.state
    if state.phase not in SHOWS_EXPOSURE:
        return ONLY_IN_EXPOSURE
    _remember(turn, "intensity", f"asked {dial(state.dial.asked)}", state.dial.asked)
    look(turn)
    turn.asked(intensity, BY_HAND)
    around = turn.circumstances
    top = governor.ceiling(around)
    granted = Permille(min(intensity, top.allows))
    reason = top.reason if granted < intensity else (governor.may_not_rise(around) if granted > state.dial.given else None)
    turn.asked(intensity, reason or BY_HAND)
    turn.become(suggestion=None)
    turn.bring(Decide("intensity", intensity, granted, reason or BY_HAND))
    return None


def ease_by_hand(turn: Turn) -> Reason | None:
    state = turn.state
    if state.phase not in SHOWS_EXPOSURE:
        return ONLY_IN_EXPOSURE
    _remember(turn, "intensity", f"asked {dial(state.dial.asked)}", state.dial.asked)
    ease(turn, Reason("eased", "eased by the clinician", "clinician"))
    turn.become(suggestion=None)
    return None


def set_cap(turn: Turn, cap: Permille) -> Reason | None:
    _remember(turn, "cap", f"your cap {dial(turn.state.cap)}", turn.state.cap)
    turn.become(cap=cap)
    return None


def set_parameter(turn: Turn, name: str, intensity: Permille) -> Reason | None:
    state = turn.state
    if state.phase not in SHOWS_EXPOSURE:
        return ONLY_IN_EXPOSURE
    parameter = turn.stage.parameter(name)
    if parameter is None:
        return Reason("unknown_parameter", f"this scene has no parameter {name}", "engine")
    lever = state.lever(name)
    top = governor.ceiling(turn.circumstances)
    if intensity > top.allows and intensity > lever.given:
        words = f"{parameter.title.lower()} would count as {dial(intensity)}: {top.reason.words}"
        return Reason(top.reason.code, words, top.reason.source)
    _remember(turn, name, parameter.title.lower(), lever.asked)
    turn.become(
        levers=tuple((n, replace(old, asked=intensity) if n == name else old) for n, old in state.levers),
        pinned=state.pinned | {name},
    )
    held = governor.may_not_rise(turn.circumstances) if intensity > lever.given else None
    turn.bring(Decide(name, intensity, intensity, held or BY_HAND))
    return None


def release(turn: Turn, name: str) -> Reason | None:
    state = turn.state
    if state.phase not in SHOWS_EXPOSURE:
        return ONLY_IN_EXPOSURE
    parameter = turn.stage.parameter(name)
    if parameter is None:
        return Reason("unknown_parameter", f"this scene has no parameter {name}", "engine")
    pin = next((p for p in turn.step.pins if p.parameter == name), None)
    _remember(turn, name, parameter.title.lower(), state.lever(name).asked)
    if pin is None:
        turn.become(pinned=state.pinned - {name})
    else:
        turn.become(
            levers=tuple((n, replace(old, asked=pin.intensity) if n == name else old) for n, old in state.levers)
        )
    return None


def accept(turn: Turn) -> Reason | None:
    state = turn.state
    if state.suggestion is None:
        return Reason("no_suggestion", "no suggestion now", "engine")
    suggested = turn.wanted(state.suggestion)
    reason = Reason("accepted", f"suggested and accepted: {state.suggestion.words}", "controller")
    _remember(turn, "intensity", f"asked {dial(state.dial.asked)}", state.dial.asked)
    turn.asked(suggested, reason)
    turn.bring(Decide("intensity", suggested, Permille(min(suggested, governor.ceiling(turn.circumstances).allows)), reason))
    turn.become(suggestion=None)
    return None


def dismiss(turn: Turn) -> Reason | None:
    if turn.state.suggestion is None:
        return Reason("no_suggestion", "no suggestion now", "engine")
    turn.become(suggestion=None)
    return None


def undo(turn: Turn) -> Reason | None:
    """Take back the last change of intensity, cap or parameter."""
    state, last = turn.state, turn.state.undo
    if last is None:
        return Reason("no_undo", "nothing to undo", "engine")
    by = Reason("undone", "undone by the clinician", "clinician")
    if last.what == "intensity":
        turn.asked(last.asked, by)
        turn.become(suggestion=None)
        granted = Permille(min(last.asked, governor.ceiling(turn.circumstances).allows))
        turn.bring(Decide("intensity", last.asked, granted, by))
    elif last.what == "cap":
        turn.become(cap=last.asked)
    else:
        turn.become(
            levers=tuple((n, replace(old, asked=last.asked) if n == last.what else old) for n, old in state.levers),
            pinned=state.pinned | {last.what} if last.pinned else state.pinned - {last.what},
        )
        turn.bring(Decide(last.what, last.asked, last.asked, by))
    turn.become(undo=None)
    return None


def _remember(turn: Turn, what: str, words: str, asked: Permille) -> None:
    turn.become(undo=Undoable(what, words, asked, what in turn.state.pinned))
