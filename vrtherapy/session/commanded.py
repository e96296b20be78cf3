"""A console's command: who may, what it does, and its one answer. A repeated command has no second effect.

Anybody stops. Everything else needs the lease, which the first clinician takes and another may take over. Stop,
pause and calm never expire; anything else does nothing once it is 3 s old. What is refused changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from vrtherapy.domain.rating import Rating
from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import MINUTE
from vrtherapy.safety import watch
from vrtherapy.session import entries, events, levers, moves, wishes
from vrtherapy.session.asking import ask
from vrtherapy.session.effects import Answer, Say
from vrtherapy.session.playing import happen, refused
from vrtherapy.session.rated import step_of, take
from vrtherapy.session.scripts import PRACTISE_STOP
from vrtherapy.session.state import Client
from vrtherapy.session.turn import BY_HAND, SAID_FOR, Turn

ANSWERS_KEPT = 64
NEVER_EXPIRE = (wishes.Stop, wishes.Pause, wishes.Calm)
AFTER_THE_END = (wishes.WriteNotes, wishes.TakeControl, wishes.ReportAdverse)
DONE = Reason("done", "done", "engine")


def commanded(turn: Turn, event: events.Commanded) -> None:
    client = turn.state.client(event.client) or Client(event.client, turn.state.now)
    if event.number <= client.last_number and (again := _again(client, event)) is not None:
        turn.bring(again)
        return
    refusal = _forbidden(turn, event) or _carry_out(turn, event)
    answer = Answer(event.client, event.number, refusal is None, refusal or DONE)
    client = replace(
        client,
        heard=turn.state.now,
        last_number=max(client.last_number, event.number),
        answers=(*client.answers, answer)[-ANSWERS_KEPT:],
    )
    others = tuple(c for c in turn.state.clients if c.id != event.client)
    turn.become(clients=(*others, client))
    turn.bring(answer)


def _again(client: Client, event: events.Commanded) -> Answer | None:
    """The answer to a number that is not new; None for a stop that was never answered, which is done (promise 1)."""
    known = next((a for a in client.answers if a.number == event.number), None)
    if known is not None:
        return replace(known, again=True)
    if isinstance(event.wish, wishes.Stop):
        return None
    return Answer(event.client, event.number, False, Reason("repeated", "already answered", "engine"), again=True)


def _forbidden(turn: Turn, event: events.Commanded) -> Reason | None:
    state = turn.state
    if isinstance(event.wish, wishes.Stop):
        return None
    if event.role != "clinician":
        return Reason("observer", "observers may stop, nothing else", "engine")
    if not isinstance(event.wish, NEVER_EXPIRE) and watch.command_expired(event.age):
        old = f"{event.age / 1e6:.1f} s old" if event.age < MINUTE else "from before this console heard the engine"
        return Reason("expired", f"{old} when it arrived: not done", "engine")
    if not isinstance(event.wish, wishes.TakeControl) and state.controller != event.client:
        return Reason("no_lease", f"{state.controller or 'nobody'} holds the controls", "engine")
    if state.phase == "ended" and not isinstance(event.wish, AFTER_THE_END):
        return Reason("ended", "the session has ended", "engine")
    return None


def _carry_out(turn: Turn, event: events.Commanded) -> Reason | None:
    """Does it and gives None, or changes nothing and gives the refusal."""
    match event.wish:
        case wishes.TakeControl():
            return _take_control(turn, event.client)
        case wishes.Stop():
            return moves.stop(turn)
        case wishes.Calm():
            return moves.to(turn, "calm")
        case wishes.Pause():
            return moves.to(turn, "pause")
        case wishes.Ground():
            return moves.ground(turn)
        case wishes.Debrief():
            return moves.to(turn, "debrief")
        case wishes.End():
            return moves.to(turn, "end")
        case wishes.Confirm(answers):
            return entries.confirm(turn, answers)
        case wishes.Rehearse():
            return _rehearse(turn)
        case wishes.Start():
            return moves.start(turn)
        case wishes.Next():
            return moves.onwards(turn)
        case wishes.Back():
            return moves.back(turn)
        case wishes.Repeat():
            return moves.repeat(turn)
        case wishes.Skip(words):
            return moves.skip(turn, words)
        case wishes.Resume(where):
            return moves.resume(turn, where)
        case wishes.GoOn():
            return moves.go_on(turn)
        case wishes.Ease():
            return levers.ease_by_hand(turn)
        case wishes.AskIntensity(intensity):
            return levers.ask_intensity(turn, intensity)
        case wishes.SetCap(cap):
            return levers.set_cap(turn, cap)
        case wishes.SetParameter(parameter, intensity):
            return levers.set_parameter(turn, parameter, intensity)
        case wishes.ReleaseParameter(parameter):
            return levers.release(turn, parameter)
        case wishes.AcceptSuggestion():
            return levers.accept(turn)
        case wishes.DismissSuggestion():
            return levers.dismiss(turn)
        case wishes.Undo():
            return levers.undo(turn)
        case wishes.FireEvent(name):
            refusal = refused(turn, name)
            if refusal is None:
                happen(turn, name, BY_HAND)
            return refusal
        case wishes.AskSuds():
            ask(turn, BY_HAND)
        case wishes.EnterSuds(suds):
            take(turn, Rating(turn.state.now, suds, "clinician", step_of(turn)))
        case wishes.AskExpectancy(when):
            return entries.ask_expectancy(turn, when)
        case wishes.AnswerExpectancy(when, likelihood, words):
            return entries.answer_expectancy(turn, when, likelihood, words)
        case wishes.ReportAdverse(what, severity, words):
            return entries.adverse(turn, what, severity, words)
        case wishes.EnterSickness(rating):
            return entries.sickness(turn, rating)
        case wishes.ExtendDose(what, minutes, words):
            return entries.extend(turn, what, minutes, words)
        case wishes.SetAutonomy(stage):
            return entries.set_autonomy(turn, stage)
        case wishes.AcceptUnrecorded(words):
            return entries.accept_unrecorded(turn, words)
        case wishes.WriteNotes(text):
            turn.become(notes=text)
        case wishes.Mark():
            pass
        case wishes.SayToPatient(text):
            turn.bring(Say(text, SAID_FOR))
        case wishes.Unclear(code, words):
            return Reason(code, words, "engine")
        case _:
            assert_never(event.wish)
    return None


def _take_control(turn: Turn, client: str) -> Reason | None:
    state = turn.state
    if state.controller != client:
        turn.become(
            controller=client, epoch=state.epoch + 1, links=replace(state.links, console=state.now), live=True
        )
        if not state.live:
            turn.recovered("somebody holds the controls again")
        if state.controller:
            turn.alert("taken_over", f"{client} took the controls over from {state.controller}")
    return None


def _rehearse(turn: Turn) -> Reason | None:
    state = turn.state
    if state.phase != "checklist":
        return Reason("phase", "the stop is practised before the session starts", "engine")
    turn.become(practised=replace(state.practised, stopping=True))
    turn.bring(Say(PRACTISE_STOP, SAID_FOR))
    return None
