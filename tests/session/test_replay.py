"""Replay proves itself: what was recorded gives no difference, and anything altered gives one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.session.desk import LADDER, Desk
from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import Micros, Permille
from vrtherapy.safety import governor, rules
from vrtherapy.session import effects, events, wishes
from vrtherapy.session.replay import LoggedTurn, replay


def a_session() -> Desk:
    desk = Desk().exposed().at(250)
    desk.read()
    desk.propose("raise", 280)
    desk.accepted(wishes.AcceptSuggestion())
    desk.accepted(wishes.FireEvent("gust"))
    desk.run(20)
    desk.rate(92)
    desk.accepted(wishes.AskIntensity(Permille(380)))
    desk.run(35)
    desk.rate(40)
    desk.run(5)
    desk.accepted(wishes.Next())
    desk.accepted(wishes.SetParameter("wind", Permille(600)))
    desk.run(10)
    desk.put(events.StopPressed(desk.state.now, "patient", "stop"))
    desk.accepted(wishes.Resume("one_lower"))
    desk.run(10)
    desk.accepted(wishes.Debrief())
    desk.accepted(wishes.End())
    return desk


SESSION = a_session()
TURNS = SESSION.turns
TELLING = [i for i, t in enumerate(TURNS) if t.effects]


def test_what_was_recorded_replays_to_the_same_effects_and_the_same_end() -> None:
    found = replay(LADDER, TURNS)
    assert found.difference is None
    assert found.events == len(TURNS) and found.effects == sum(len(t.effects) for t in TURNS)
    assert found.state == SESSION.state


@settings(max_examples=15)
@given(st.data())
def test_one_altered_effect_is_found_where_it_stands(data: st.DataObject) -> None:
    index = data.draw(st.sampled_from(TELLING))
    turn = TURNS[index]
    place = data.draw(st.integers(0, len(turn.effects) - 1))
    altered = _altered(turn.effects[place])
    done = (*turn.effects[:place], altered, *turn.effects[place + 1 :])
    found = replay(LADDER, [*TURNS[:index], LoggedTurn(turn.event, done), *TURNS[index + 1 :]]).difference
    assert found is not None
    assert (found.index, found.recorded, found.recomputed) == (index, altered, turn.effects[place])


def _altered(effect: effects.Effect) -> effects.Effect:
    match effect:
        case effects.Give(intensity, parameters):
            return effects.Give(Permille(intensity + 1), parameters)
        case effects.Alert(code, words):
            return effects.Alert(code, words + ".")
        case effects.CloseQuestion():
            return effects.Alert("", "")
        case effects.Say(text, lasts):
            return effects.Say(text, Micros(lasts + 1))
        case _:
            return replace(effect, reason=Reason("other", "another reason", "engine"))


@settings(max_examples=15)
@given(st.sampled_from(TELLING), st.booleans())
def test_an_effect_left_out_or_added_is_found(index: int, left_out: bool) -> None:
    turn = TURNS[index]
    done = turn.effects[:-1] if left_out else (*turn.effects, effects.CloseQuestion())
    found = replay(LADDER, [*TURNS[:index], LoggedTurn(turn.event, done)]).difference
    assert found is not None and found.index == index
    assert (found.recorded is None) == left_out and (found.recomputed is None) != left_out


WITHOUT_SEQUEL = (wishes.FireEvent, wishes.End)
"""Nothing that comes later in this session rests on these."""
DECISIVE = [
    i
    for i, t in enumerate(TURNS)
    if isinstance(t.event, events.Rated | events.StopPressed | events.Proposed | events.Read)
    or (isinstance(t.event, events.Commanded) and not isinstance(t.event.wish, WITHOUT_SEQUEL))
]


@pytest.mark.parametrize("index", DECISIVE)
def test_one_dropped_event_that_anything_later_rests_on_is_found(index: int) -> None:
    found = replay(LADDER, [*TURNS[:index], *TURNS[index + 1 :]]).difference
    assert found is not None and found.index >= index


def test_a_rule_that_was_changed_since_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def half(c: rules.Circumstances) -> rules.Ceiling:
        return rules.Ceiling(Permille(380), Reason("half", "a new ceiling", "governor"))

    monkeypatch.setattr(governor, "CEILINGS", (*rules.CEILINGS, half))
    assert replay(LADDER, TURNS).difference is not None


def test_a_rule_that_was_taken_out_since_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(governor, "RISES", tuple(r for r in rules.RISES if r is not rules.held))
    assert replay(LADDER, TURNS).difference is not None


def test_another_plan_than_the_recorded_one_is_found() -> None:
    faster = tuple(replace(s, limits=replace(s.limits, rise=Permille(101))) for s in LADDER.steps)
    assert replay(replace(LADDER, steps=faster), TURNS).difference is not None


def test_an_empty_record_replays_to_the_opening() -> None:
    found = replay(LADDER, [])
    assert found.difference is None and found.events == 0 and found.state.phase == "checklist"
