"""Between wire and core: every wish is understood or refused, and what is shown is what is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.session import drawn as sessions
from tests.session.desk import LADDER, Desk
from tests.session.test_machine import courses
from tests.wire.drawn import drawn
from vrtherapy.domain.arousal import Proposal, Reading
from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import Micros, Permille, Suds
from vrtherapy.scene.dial import intensity_of
from vrtherapy.session import effects, events, wishes
from vrtherapy.session.machine import step
from vrtherapy.session.state import opening
from vrtherapy.wire import codec, commands, happenings, reports, telling, translate

VIEW = reports.ViewPart(shows="calm", surface="offscreen", frame=0, frames_per_s=0, failure="")
RECORD = reports.RecordPart(ok=True, saved_s_ago=None, words="", accepted=False)
numbers = st.integers() | st.just(10**400) | st.floats() | st.text(max_size=12) | st.just("none")


def report(desk: Desk) -> reports.StateReport:
    return telling.state_report(desk.plan, desk.state, 1, 0, VIEW, RECORD)


@given(sessions.plans(), courses())
def test_any_state_of_any_session_is_shown_as_it_is(plan: Plan, course: list[events.Event]) -> None:
    state, seq, told = opening(plan), 0, list[reports.Happened]()
    for event in course:
        state, done = step(plan, state, event)
        told += happenings.happenings(plan, state, event, done, len(told))
        for effect in done:
            if isinstance(effect, effects.Answer):
                codec.to_console.read(codec.encode(telling.answer_report(effect)))
    assert [h.seq for h in told] == list(range(seq + 1, len(told) + 1))
    shown = codec.to_console.read(codec.encode(telling.state_report(plan, state, 1, len(told), VIEW, RECORD)))
    assert isinstance(shown, reports.StateReport)
    assert (shown.phase, shown.dial.given, shown.live, shown.step.index) == (state.phase, state.dial.given, state.live, state.step)
    stage = plan.stage(plan.steps[state.step].scene)
    for part in shown.parameters:
        parameter = stage.parameter(part.name)
        assert parameter is not None
        assert intensity_of(parameter, part.value) <= max(state.lever(part.name).given, parameter.dial_from) + 1
    for told_event in shown.events:
        if told_event.allowed:
            number = max((c.last_number for c in state.clients), default=0) + 1
            fire = events.Commanded(state.now, state.controller, "clinician", number, Micros(0), wishes.FireEvent(told_event.name))
            assert any(isinstance(e, effects.Happen) for e in step(plan, state, fire)[1])


@given(drawn(commands.Command), st.sampled_from(["wind", "floor", "railing", "rain"]), numbers)
def test_every_wish_of_the_wire_is_understood_or_refused_in_words(
    command: commands.Command, name: str, value: int | float | str
) -> None:
    desk = Desk().exposed()
    for wish in (command.wish, commands.SetParameter(parameter=name, value=value)):
        answer = desk.take(translate.to_wish(wish, desk.plan, desk.state))
        assert answer.reason.words


def test_a_value_of_a_parameter_becomes_its_place_on_the_dial() -> None:
    desk = Desk().exposed(2)
    assert translate.to_wish(commands.SetParameter(parameter="wind", value=5), LADDER, desk.state) == wishes.SetParameter(
        "wind", Permille(500)
    )
    assert translate.to_wish(commands.SetParameter(parameter="railing", value="none"), LADDER, desk.state) == wishes.SetParameter(
        "railing", Permille(600)
    )
    desk.accepted(wishes.SetParameter("railing", Permille(600)))
    desk.run(10)
    (railing,) = [p for p in report(desk).parameters if p.name == "railing"]
    assert (railing.value, railing.asked, railing.pinned) == ("none", "none", True)


@pytest.mark.parametrize("wish", [wishes.EnterSuds(Suds(40)), wishes.Mark("here")])
def test_a_repeated_command_is_told_once(wish: wishes.Wish) -> None:
    desk = Desk().exposed()
    told: list[reports.Happened] = []
    for number in (99, 99, 100):
        desk.take(wish, number=number)
        turn = desk.turns[-1]
        told += happenings.happenings(LADDER, desk.state, turn.event, turn.effects, len(told))
    assert [h.what for h in told] == (["suds"] * 2 if isinstance(wish, wishes.EnterSuds) else ["mark"] * 2)


def test_a_simulated_or_played_back_signal_is_marked_in_every_report() -> None:
    for origin in ("live", "playback", "simulated"):
        desk = Desk().exposed()
        desk.read()
        assert desk.state.reading is not None
        desk.put(events.Read(desk.state.now, replace(desk.state.reading, origin=origin)))  # type: ignore[arg-type]
        sensor = report(desk).sensor
        assert sensor is not None and sensor.origin == origin


def test_a_lost_sensor_shows_no_number_and_why() -> None:
    desk = Desk().exposed()
    desk.read()
    desk.run(5)
    sensor = report(desk).sensor
    assert sensor is not None
    assert (sensor.quality, sensor.quality_permille, sensor.heart_rate, sensor.arousal) == ("none", 0, None, None)
    assert sensor.reason == "nothing heard" and sensor.age_s == pytest.approx(5.0)


def test_the_time_until_the_dial_arrives_is_told_only_where_it_will() -> None:
    desk = Desk().exposed(1, 30)
    desk.accepted(wishes.AskIntensity(Permille(500)))
    assert report(desk).dial.reaches_in_s == pytest.approx(2.0)
    desk.rate(95)
    assert report(desk).dial.reaches_in_s is None


@given(drawn(Reading))
def test_a_reading_crosses_the_wire_unchanged(reading: Reading) -> None:
    bounded = replace(reading, arousal=None, quality_permille=Permille(500))
    assert translate.to_reading(codec.from_body.read(codec.encode(translate.from_reading(bounded)))) == bounded  # type: ignore[arg-type]


@given(sessions.proposals)
def test_a_proposal_crosses_the_wire_unchanged(proposal: Proposal) -> None:
    assert translate.to_proposal(codec.from_body.read(codec.encode(translate.from_proposal(proposal)))) == proposal  # type: ignore[arg-type]
