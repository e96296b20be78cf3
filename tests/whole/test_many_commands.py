"""Two who fight for the controls, and one console that asks ten thousand things at once: each is answered once, stop first."""

from __future__ import annotations

import itertools
import threading
import time
from collections import Counter

import pytest

from tests.whole.aftermath import all_is_well, the_record_is_whole
from tests.whole.conftest import Begin
from tests.whole.session import PATIENCE_S, Session
from tests.whole.witness import Witness
from vrtherapy.session import events, wishes
from vrtherapy.session.effects import Answer
from vrtherapy.session.machine import step
from vrtherapy.session.state import opening
from vrtherapy.wire import commands

pytestmark = pytest.mark.whole

FIGHT_S = 2.0
FLOOD = 10_000


def begun(begin: Begin) -> tuple[Session, Witness]:
    session = begin("run", "acrophobia/demo.yaml")
    session.ready()
    clinician = Witness(session, "clinician")
    clinician.into_exposure()
    return session, clinician


def all_answered(witness: Witness) -> None:
    """Waits until every command has its answer; each has one and no more."""
    end = time.monotonic() + PATIENCE_S
    while witness.unanswered:
        assert time.monotonic() < end, f"{len(witness.unanswered)} of {len(witness.kept.sent)} are not answered"
        witness.hear(0.5)
    witness.watch(3)
    assert {n for n, count in Counter(a.number for a in witness.answers).items() if count > 1} == set()


def fights(witness: Witness, until: float) -> None:
    turn = 0
    while time.monotonic() < until:
        turn += 1
        witness.line.send(commands.TakeControl())
        witness.line.send(commands.AskIntensity(intensity=100 + turn % 50))
        witness.line.send(commands.Mark(text=f"{witness.name} {turn}"))
        witness.hear(0.01)


def test_of_two_who_fight_for_the_controls_only_the_holder_is_obeyed_and_every_take_over_is_told(begin: Begin) -> None:
    session, first = begun(begin)
    second = Witness(session, "second")
    second.watch(1)
    since = first.mark()
    until = time.monotonic() + FIGHT_S
    threads = [threading.Thread(target=fights, args=(w, until), daemon=True) for w in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
        assert not thread.is_alive()
    for witness in (first, second):
        all_answered(witness)
    all_is_well(session, first, second, since=since, lands={"exposure"})

    epoch = only_the_holder_was_obeyed(session)
    assert epoch > 2, "nobody took over from anybody"
    for witness in (first, second):
        seen = [state.epoch for state in witness.states]
        assert seen == sorted(seen) and seen[-1] == epoch
        told = [h.words for h in witness.happened if h.name == "taken_over"]
        assert len(told) == epoch - 1
        assert all(a != b for a, b in itertools.pairwise(told)), "they took over in turns"


def only_the_holder_was_obeyed(session: Session) -> int:
    """Goes through the record; the epoch at its end."""
    kept = the_record_is_whole(session)
    state = opening(kept.plan)
    for turn in kept.turns:
        before = state
        state, effects = step(kept.plan, before, turn.event)
        took_over = state.controller != before.controller
        assert state.epoch == before.epoch + took_over
        if isinstance(turn.event, events.Commanded):
            (answer,) = [e for e in effects if isinstance(e, Answer)]
            holds = turn.event.client == before.controller or isinstance(turn.event.wish, wishes.TakeControl)
            assert holds or not answer.accepted, f"{turn.event.client} was obeyed, {before.controller} held the controls"
            assert not took_over or (answer.accepted and turn.event.client == state.controller)
        else:
            assert not took_over
    return state.epoch


def test_a_stop_does_not_wait_behind_ten_thousand_commands_and_each_of_them_is_answered_once(begin: Begin) -> None:
    session, clinician = begun(begin)
    observer = Witness(session, "observer")
    observer.watch(1)
    since = observer.mark()
    began = time.monotonic()
    for n in range(FLOOD):
        wish = commands.Mark(text=f"{n}") if n % 2 else commands.AskIntensity(intensity=100 + n % 50)
        clinician.line.send(wish)
        if n == FLOOD // 2:
            pressed = time.monotonic()
            stop = observer.line.send(commands.Stop())
    sent = time.monotonic()
    assert observer.answer_to(stop).accepted
    stopped = time.monotonic()
    clinician.hear(0.0)
    left = len(clinician.unanswered)
    all_answered(clinician)
    answered = time.monotonic()
    times = [state.at / 1e6 for state in observer.since(since)]
    print(
        f"{FLOOD} commands sent in {sent - began:.2f} s, all answered after {answered - began:.2f} s; "
        f"the stop after {stopped - pressed:.2f} s, with {left} unanswered; "
        f"{max(b - a for a, b in itertools.pairwise(times)):.2f} s without a report"
    )
    observer.watch()
    all_is_well(session, observer, clinician, since=since, lands={"stopped"})
    assert not [line for line in session.said if "fell" in line]

    order = [
        (turn.event.client, turn.event.number)
        for turn in the_record_is_whole(session).turns
        if isinstance(turn.event, events.Commanded)
    ]
    place = order.index(("observer", stop))
    behind = [number for client, number in order[place:] if client == "clinician"]
    refused = [a.number for a in clinician.answers if a.reason.code == "overtaken"]
    assert not refused, "another console's stop refuses nothing of the clinician's"
    assert behind, "the stop was the last thing done: it stood behind all ten thousand"
    assert [number for client, number in order if client == "clinician"] == sorted(clinician.kept.sent)


def test_a_consoles_own_stop_does_not_wait_behind_its_ten_thousand_commands(begin: Begin) -> None:
    session, clinician = begun(begin)
    since = clinician.mark()
    first = clinician.line.number + 1
    for n in range(FLOOD):
        clinician.line.send(commands.Mark(text=f"{n}"))
    clinician.hear(0.0)
    waiting = len(clinician.unanswered)
    stop = clinician.line.send(commands.Stop())
    assert clinician.answer_to(stop).accepted
    all_answered(clinician)
    clinician.watch()
    all_is_well(session, clinician, since=since, lands={"stopped"})
    overtaken = [a for a in clinician.answers if a.reason.code == "overtaken"]
    assert all(not a.accepted for a in overtaken)
    assert overtaken or waiting < 100, f"the stop stood behind {waiting}"
    done = [a for a in clinician.answers if a.accepted and first <= a.number < stop]
    assert [h.words for h in clinician.happened if h.what == "mark"] == [f"{a.number - first}" for a in done]
