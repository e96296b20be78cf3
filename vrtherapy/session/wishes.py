"""What a console's wish does, or why it is refused. Every command is answered once; a repeated one has no second effect.

Who may: anybody stops. Everything else needs the lease, which the first clinician takes and another may take
over. Stop, pause and calm never expire; anything else does nothing once it is 3 s old.
"""

from __future__ import annotations

from dataclasses import replace

from vrtherapy.domain.rating import Rating
from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import MINUTE, Permille, dial
from vrtherapy.safety import governor, watch
from vrtherapy.session import events as wish
from vrtherapy.session.effects import Answer, Decide, Say
from vrtherapy.session.phase import SHOWS_EXPOSURE, WHAT_FOLLOWS
from vrtherapy.session.rated import take
from vrtherapy.session.state import Client, Undoable
from vrtherapy.session.tick import ask, happen, refused, sensor_holds
from vrtherapy.session.turn import SAID_FOR, Turn

ANSWERS_KEPT = 64
NEVER_EXPIRE = (wish.Stop, wish.Pause, wish.Calm)
DONE = Reason("done", "done", "engine")


def commanded(turn: Turn, event: wish.Commanded) -> None:
    client = turn.state.client(event.client) or Client(event.client, turn.state.now)
    if event.number <= client.last_number and (again := _again(client, event)) is not None:
        turn.bring(again)
        return
    refusal = _forbidden(turn, event) or _carry_out(turn, event)
    answer = Answer(event.client, event.number, refusal is None, refusal or DONE)
    client = replace(
        turn.state.client(event.client) or client,
        heard=turn.state.now,
        last_number=max(client.last_number, event.number),
        answers=(*client.answers, answer)[-ANSWERS_KEPT:],
    )
    others = tuple(c for c in turn.state.clients if c.id != event.client)
    turn.become(clients=(*others, client))
    turn.bring(answer)


def _again(client: Client, event: wish.Commanded) -> Answer | None:
    """The answer to a number that is not new; None for a stop that was never answered, which is done (promise 1)."""
    known = next((a for a in client.answers if a.number == event.number), None)
    if known is not None:
        return replace(known, again=True)
    if isinstance(event.wish, wish.Stop):
        return None
    return Answer(event.client, event.number, False, Reason("repeated", "already answered", "engine"), again=True)


def _forbidden(turn: Turn, event: wish.Commanded) -> Reason | None:
    state = turn.state
    if isinstance(event.wish, wish.Stop):
        return None
    if event.role != "clinician":
        return Reason("observer", "observers may stop, nothing else", "engine")
    if not isinstance(event.wish, NEVER_EXPIRE) and watch.command_expired(event.age):
        old = f"{event.age / 1e6:.1f} s old" if event.age < MINUTE else "from before this console heard the engine"
        return Reason("expired", f"{old} when it arrived: not done", "engine")
    if not isinstance(event.wish, wish.TakeControl) and state.controller != event.client:
        return Reason("no_lease", f"{state.controller or 'nobody'} holds the controls", "engine")
    if state.phase == "ended" and not isinstance(event.wish, wish.WriteNotes | wish.TakeControl):
        return Reason("ended", "the session has ended", "engine")
    return None


def _carry_out(turn: Turn, event: wish.Commanded) -> Reason | None:
    """Does it and gives None, or changes nothing and gives the refusal."""
    match event.wish:
        case wish.TakeControl():
            return _take_control(turn, event.client)
        case wish.Stop():
            return _stop(turn)
        case wish.Calm():
            return _to(turn, "calm", Reason("clinician", "by the clinician", "clinician"))
        case wish.Pause():
            return _to(turn, "paused", Reason("clinician", "by the clinician", "clinician"))
        case wish.Start():
            return _start(turn)
        case wish.Next():
            return _next(turn)
        case wish.Back():
            return _back(turn)
        case wish.Resume(where):
            return _resume(turn, where)
        case wish.Debrief():
            return _to(turn, "debrief", Reason("clinician", "by the clinician", "clinician"))
        case wish.End():
            return _to(turn, "ended", Reason("clinician", "by the clinician", "clinician"))
        case wish.AskIntensity(intensity):
            return _ask_intensity(turn, intensity)
        case wish.SetCap(cap):
            _remember(turn, "cap", f"your cap {dial(turn.state.cap)}", turn.state.cap)
            turn.become(cap=cap)
        case wish.SetParameter(parameter, intensity):
            return _set_parameter(turn, parameter, intensity)
        case wish.ReleaseParameter(parameter):
            return _release(turn, parameter)
        case wish.FireEvent(name):
            refusal = refused(turn, name)
            if refusal is None:
                happen(turn, name, Reason("clinician", "by the clinician", "clinician"))
            return refusal
        case wish.AskSuds():
            if turn.state.phase == "ended":
                return Reason("ended", "the session has ended", "engine")
            ask(turn, Reason("clinician", "by the clinician", "clinician"))
        case wish.EnterSuds(suds):
            take(turn, Rating(turn.state.now, suds, "clinician", step_of(turn)))
        case wish.WriteNotes(text):
            turn.become(notes=text)
        case wish.Mark():
            return None
        case wish.SayToPatient(text):
            turn.bring(Say(text, SAID_FOR))
        case wish.AcceptSuggestion():
            return _accept(turn)
        case wish.DismissSuggestion():
            if turn.state.suggestion is None:
                return Reason("no_suggestion", "no suggestion now", "engine")
            turn.become(suggestion=None)
        case wish.Undo():
            return _undo(turn)
        case wish.Unclear(code, words):
            return Reason(code, words, "engine")
    return None


def step_of(turn: Turn) -> int:
    """The step a rating said now belongs to; -1 outside exposure."""
    return turn.state.step if turn.state.phase in SHOWS_EXPOSURE else -1


def _take_control(turn: Turn, client: str) -> Reason | None:
    state = turn.state
    if state.controller != client:
        turn.become(
            controller=client, epoch=state.epoch + 1, links=replace(state.links, console=state.now), live=True
        )
        if state.controller:
            turn.alert("taken_over", f"{client} took the controls over from {state.controller}")
    return None


def _stop(turn: Turn) -> Reason | None:
    if turn.state.phase != "ended":
        turn.enter_phase("stopped", Reason("clinician", "stopped from the console", "clinician"))
    return None


def _to(turn: Turn, phase: str, reason: Reason) -> Reason | None:
    state = turn.state
    if state.phase == phase:
        return None
    allowed = next((p for p in WHAT_FOLLOWS[state.phase] if p == phase), None)
    if allowed is None:
        return Reason("phase", f"not from {state.phase}", "engine")
    turn.enter_phase(allowed, reason)
    return None


def _start(turn: Turn) -> Reason | None:
    if turn.state.phase != "ready":
        return Reason("phase", "already started", "engine")
    if not turn.state.recorded:
        return Reason("not_recorded", "the record cannot be kept: not started", "watch")
    turn.enter_phase("baseline", Reason("clinician", "baseline in the calm scene", "clinician"))
    if turn.plan.baseline == 0:
        return _next(turn)
    return None


def _next(turn: Turn) -> Reason | None:
    state = turn.state
    by = Reason("clinician", "by the clinician", "clinician")
    if state.phase == "baseline":
        if (broken := turn.broken(0)) is not None:
            return broken
        turn.enter_phase("exposure", by)
        turn.enter_step(0, by)
        return None
    if state.phase not in SHOWS_EXPOSURE:
        return Reason("phase", f"not from {state.phase}", "engine")
    if state.step + 1 >= len(turn.plan.steps):
        return Reason("last_step", "this is the last step: debrief is next", "protocol")
    if (broken := turn.broken(state.step + 1)) is not None:
        return broken
    _unpause(turn, by)
    _dial_taken(turn)
    turn.enter_step(state.step + 1, state.course.ready or by)
    return None


def _back(turn: Turn) -> Reason | None:
    state = turn.state
    by = Reason("clinician", "by the clinician", "clinician")
    if state.phase not in SHOWS_EXPOSURE:
        return Reason("phase", f"not from {state.phase}", "engine")
    if state.step == 0:
        return Reason("first_step", "this is the first step", "protocol")
    if (broken := turn.broken(state.step - 1)) is not None:
        return broken
    _unpause(turn, by)
    _dial_taken(turn)
    turn.enter_step(state.step - 1, by)
    return None


def _dial_taken(turn: Turn) -> None:
    """The clinician's answer where a lost sensor had left the dial to them."""
    if sensor_holds(turn.state.hold):
        turn.become(hold=None)


def _unpause(turn: Turn, by: Reason) -> None:
    if turn.state.phase == "paused":
        turn.enter_phase("exposure", by)


def _resume(turn: Turn, where: str) -> Reason | None:
    state = turn.state
    by = Reason("clinician", "by the clinician", "clinician")
    if state.phase == "paused":
        turn.enter_phase("exposure", by)
        return None
    if state.phase not in ("calm", "stopped", "interrupted"):
        return Reason("phase", f"nothing to resume from {state.phase}", "engine")
    if state.reached < 0:
        turn.enter_phase("baseline", by)
        return None
    index = max(0, state.step - 1) if where == "one_lower" else state.step
    if (broken := turn.broken(index)) is not None:
        return broken
    turn.enter_phase("exposure", by)
    turn.enter_step(index, by)
    return None


def _ask_intensity(turn: Turn, intensity: Permille) -> Reason | None:
    state = turn.state
    if state.phase not in SHOWS_EXPOSURE:
        return Reason("phase", "only in exposure", "engine")
    _remember(turn, "intensity", f"asked {dial(state.dial.asked)}", state.dial.asked)
    _dial_taken(turn)
    around = turn.circumstances
    top = governor.ceiling(around)
    granted = Permille(min(intensity, top.allows))
    by = Reason("clinician", "by the clinician", "clinician")
    reason = top.reason if granted < intensity else (governor.may_not_rise(around) if granted > state.dial.given else None)
    turn.become(dial=replace(state.dial, asked=intensity, reason=reason or by), suggestion=None)
    turn.bring(Decide("intensity", intensity, granted, reason or by))
    return None


def _set_parameter(turn: Turn, name: str, intensity: Permille) -> Reason | None:
    state = turn.state
    if state.phase not in SHOWS_EXPOSURE:
        return Reason("phase", "only in exposure", "engine")
    parameter = turn.stage.parameter(name)
    if parameter is None:
        return Reason("unknown_parameter", f"this scene has no parameter {name}", "engine")
    lever = state.lever(name)
    top = governor.ceiling(turn.circumstances)
    if intensity > top.allows and intensity > lever.given:
        words = f"{parameter.title.lower()} would count as {dial(intensity)}: {top.reason.words}"
        return Reason(top.reason.code, words, top.reason.source)
    _remember(turn, name, parameter.title.lower(), lever.asked)
    by = Reason("clinician", "by the clinician", "clinician")
    turn.become(
        levers=tuple((n, replace(old, asked=intensity) if n == name else old) for n, old in state.levers),
        pinned=state.pinned | {name},
    )
    held = governor.may_not_rise(turn.circumstances) if intensity > lever.given else None
    turn.bring(Decide(name, intensity, intensity, held or by))
    return None


def _release(turn: Turn, name: str) -> Reason | None:
    state = turn.state
    if state.phase not in SHOWS_EXPOSURE:
        return Reason("phase", "only in exposure", "engine")
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


def _remember(turn: Turn, what: str, words: str, asked: Permille) -> None:
    turn.become(undo=Undoable(what, words, asked, what in turn.state.pinned))


def _undo(turn: Turn) -> Reason | None:
    state, undo = turn.state, turn.state.undo
    if undo is None:
        return Reason("no_undo", "nothing to undo", "engine")
    by = Reason("undone", "undone by the clinician", "clinician")
    if undo.what == "intensity":
        turn.asked(undo.asked, by)
        turn.become(suggestion=None)
        turn.bring(Decide("intensity", undo.asked, Permille(min(undo.asked, governor.ceiling(turn.circumstances).allows)), by))
    elif undo.what == "cap":
        turn.become(cap=undo.asked)
    else:
        turn.become(
            levers=tuple((n, replace(old, asked=undo.asked) if n == undo.what else old) for n, old in state.levers),
            pinned=state.pinned | {undo.what} if undo.pinned else state.pinned - {undo.what},
        )
        turn.bring(Decide(undo.what, undo.asked, undo.asked, by))
    turn.become(undo=None)
    return None


def _accept(turn: Turn) -> Reason | None:
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
