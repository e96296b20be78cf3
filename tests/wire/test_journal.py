"""Plans, events and effects in the record: equal when read again, and nothing but what is registered."""

from __future__ import annotations

import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.session import drawn as sessions
from tests.session.test_replay import SESSION
from tests.wire.drawn import drawn
from vrtherapy.domain.plan import Plan
from vrtherapy.session.effects import Effect
from vrtherapy.session.events import Event
from vrtherapy.session.replay import LoggedTurn, replay
from vrtherapy.session.wishes import Wish
from vrtherapy.wire import journal
from vrtherapy.wire.journal import NotOurs

events = st.one_of([drawn(kind) for kind in get_args(Event)])
effects = st.one_of([drawn(kind) for kind in get_args(Effect)])


@pytest.mark.parametrize("kind", (*get_args(Event), *get_args(Effect)), ids=lambda kind: kind.__name__)
def test_every_event_and_effect_is_read_as_it_was_written(kind: type) -> None:
    @given(drawn(kind))
    def there_and_back(value: object) -> None:
        again = journal.loads(journal.dumps(value))
        assert again == value and type(again) is type(value)

    there_and_back()


@pytest.mark.parametrize("kind", get_args(Wish), ids=lambda kind: kind.__name__)
def test_every_wish_is_read_as_it_was_written(kind: type) -> None:
    @given(drawn(kind))
    def there_and_back(wish: object) -> None:
        again = journal.loads(journal.dumps(wish))
        assert again == wish and type(again) is type(wish)

    there_and_back()


@given(events, st.lists(effects, max_size=4))
def test_a_turn_is_read_as_it_was_written(event: Event, done: list[Effect]) -> None:
    turn = LoggedTurn(event, tuple(done))
    assert journal.load_turn(journal.dump_turn(turn)) == turn
    assert journal.load_turn(journal.dump_turn(turn).encode()) == turn


@given(sessions.plans())
def test_a_plan_is_read_as_it_was_written(plan: Plan) -> None:
    assert journal.load_plan(journal.dumps(plan)) == plan


@given(drawn(Plan))
def test_any_plan_is_read_as_it_was_written(plan: Plan) -> None:
    assert journal.load_plan(journal.dumps(plan)) == plan


def test_a_whole_session_replays_from_its_journal() -> None:
    lines = [journal.dump_turn(turn) for turn in SESSION.turns]
    plan = journal.load_plan(journal.dumps(SESSION.plan))
    assert replay(plan, map(journal.load_turn, lines)).difference is None


@pytest.mark.parametrize(
    "name",
    ["os.system", "Popen", "State", "Turn", "__import__", "vrtherapy.session.events.Stop", "object", "", None, 7, ["Stop"], {"_": "Stop"}],
)
def test_a_record_cannot_name_code(name: object) -> None:
    with pytest.raises(NotOurs):
        journal.loads(json.dumps({"_": name}))


@pytest.mark.parametrize(
    "text",
    [
        '{"_":"Stop","and":1}',
        '{"_":"AskIntensity"}',
        '{"_":"AskIntensity","intensity":1,"intensities":2}',
        "{}",
        '{"_":"Stop"',
        "",
        "[" * 100_000,
        '{"_":"Stop"}' * 2,
        "nan" * 3,
    ],
)
def test_what_no_writer_made_is_refused(text: str) -> None:
    with pytest.raises(NotOurs):
        journal.loads(text)


@pytest.mark.parametrize("text", ["1", "null", "[]", '[{"_":"Stop"},[]]', '[{"_":"Passed","at":1},[{"_":"Stop"}]]', '[{"_":"Passed","at":1},1]'])
def test_what_is_no_turn_is_refused(text: str) -> None:
    with pytest.raises(NotOurs):
        journal.load_turn(text)
    with pytest.raises(NotOurs):
        journal.load_plan(text)


@given(st.binary(max_size=60) | st.text(max_size=60))
def test_bytes_that_are_no_journal_give_one_refusal_and_nothing_else(said: str | bytes) -> None:
    for load in (journal.load_turn, journal.load_plan):
        with pytest.raises(NotOurs):
            load(said)


@given(events, st.integers(0, 10**6), st.integers(0, 255))
def test_a_turn_with_one_byte_changed_is_another_turn_or_refused(event: Event, at: int, new: int) -> None:
    said = bytearray(journal.dump_turn(LoggedTurn(event, ())).encode())
    said[at % len(said)] = new
    try:
        assert isinstance(journal.load_turn(bytes(said)), LoggedTurn)
    except NotOurs as problem:
        assert str(problem)


def test_nothing_else_goes_into_a_record() -> None:
    for value in ({"a": 1}, {1, 2}, frozenset({1}), object(), b"bytes", float):
        with pytest.raises(TypeError):
            journal.dumps(value)
    with pytest.raises(ValueError):
        journal.dumps(float("nan"))
