"""The simulated clinician: leads a whole session over reports alone, and keeps to good manners while it does."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sim.room import CONSOLE, Room, plan_of
from vrtherapy.domain.units import Micros
from vrtherapy.session import effects as done
from vrtherapy.session import events, wishes
from vrtherapy.session.state import NEVER
from vrtherapy.sim.clinician import Clinician
from vrtherapy.sim.profile import ANNA
from vrtherapy.wire import commands, telling

DEMO = plan_of("demo.yaml")
TERRIFIED = replace(ANNA, unease=60.0, gain=200.0, rises=2.0, habituation=0.0, rating_noise=0.0)


def in_exposure(room: Room, at_least_s: float = 2.0) -> Room:
    while not (room.state.phase == "exposure" and room.state.course.spent >= at_least_s * 1e6):
        room.look()
        assert room.now_s < 600
    return room


def test_a_whole_session_runs_from_ready_to_ended_without_one_refusal() -> None:
    room = Room(DEMO, hurried=False)
    room.until(1200)
    assert room.state.phase == "ended"
    entered = [e.index for _, e in room.effects if isinstance(e, done.EnterStep)]
    assert entered == list(range(len(DEMO.steps)))
    assert room.refused() == []
    assert len(room.state.ratings) > len(DEMO.steps)
    assert room.asked(commands.AskIntensity) and room.asked(commands.FireEvent) and room.asked(commands.AskSuds)
    assert room.state.notes.count("\n") == len(DEMO.steps)
    assert DEMO.steps[-1].title in room.state.notes


def test_a_hurried_session_shows_three_steps_a_rise_an_event_and_a_rating_within_25_s() -> None:
    room = Room(DEMO, hurried=True)
    room.until(25)
    assert room.state.reached >= 2
    assert any(isinstance(e, done.Happen) for _, e in room.effects)
    assert room.state.ratings
    assert max(e.intensity for _, e in room.effects if isinstance(e, done.Give)) > DEMO.steps[1].band.low
    assert room.refused() == []


@pytest.mark.parametrize("at_s", [0.5, 2.0, 12.0])
def test_told_that_time_is_up_it_debriefs_and_ends_within_seconds(at_s: float) -> None:
    room = Room(DEMO, hurried=True)
    room.until(at_s)
    room.clinician.time_is_up()
    room.until(at_s + 4)
    assert room.state.phase == "ended"


def test_intensity_is_raised_in_parts_inside_the_band_and_only_after_hearing_the_patient() -> None:
    room = Room(DEMO, hurried=False)
    moved_s, ratings = 0.0, 0
    while room.state.phase != "ended":
        step, asked, heard = DEMO.steps[room.state.step], room.state.dial.asked, len(room.state.ratings)
        before = len(room.wishes)
        room.look()
        for at, wish in room.wishes[before:]:
            if isinstance(wish, commands.AskIntensity) and wish.intensity > asked:
                assert step.band.low <= wish.intensity <= step.band.high
                assert wish.intensity - asked <= max(10, (step.band.high - step.band.low) / 2)
                assert heard > ratings
                assert at - moved_s >= 15
                moved_s, ratings = at, heard
        assert room.now_s < 1200


def test_a_patient_who_does_not_answer_is_never_taken_higher() -> None:
    room = Room(DEMO, hurried=False, answers=False)
    room.until(120)
    assert room.state.phase == "exposure" and room.state.step == 0
    assert room.asked(commands.AskSuds) and not room.asked(commands.AskIntensity)


def test_high_fear_is_eased_at_once_and_nothing_rises_while_it_is_held() -> None:
    room = Room(DEMO, hurried=False, profile=TERRIFIED)
    eased = 0
    while room.now_s < 300 and room.state.phase != "ended":
        held, given, before = room.state.hold, room.state.dial.given, len(room.wishes)
        room.look()
        for _, wish in room.wishes[before:]:
            if held is not None and isinstance(wish, commands.AskIntensity):
                assert wish.intensity < given
                eased += 1
    assert any(r.suds >= 85 for r in room.state.ratings)
    assert eased


def test_a_patient_still_near_the_limit_when_the_step_is_over_is_not_taken_higher() -> None:
    room = Room(DEMO, hurried=False, profile=replace(TERRIFIED, unease=80.0, gain=0.0, restlessness=0.0))
    room.until(300)
    assert room.state.phase == "ended"
    assert room.state.reached == 0


def test_after_a_patients_stop_it_rests_and_goes_on_one_step_lower() -> None:
    room = Room(DEMO, hurried=False)
    while room.state.step < 2:
        room.look()
    in_exposure(room)
    room.put(events.StopPressed(room.state.now, "patient", "the patient pressed stop"))
    stopped_s = room.now_s
    while room.state.phase != "exposure":
        room.look()
        assert room.now_s < stopped_s + 60
    assert room.state.step == 1
    assert room.now_s - stopped_s >= 30


def test_a_technical_stop_goes_on_where_it_was() -> None:
    room = Room(DEMO, hurried=True)
    while room.state.step < 1:
        room.look()
    in_exposure(room)
    room.put(events.StopPressed(room.state.now, "technical", "the headset is off"))
    while room.state.phase != "exposure":
        room.look()
    assert room.state.step == 1


def test_the_third_stop_is_answered_with_the_debrief() -> None:
    room = Room(DEMO, hurried=True)
    for _ in range(3):
        in_exposure(room, 0.5)
        room.put(events.StopPressed(room.state.now, "patient", "the patient pressed stop"))
        room.look()
    room.until(room.now_s + 10)
    assert room.state.phase == "ended"


def test_a_pause_is_ended_and_silence_is_spoken_to() -> None:
    room = Room(DEMO, hurried=False, answers=False)
    in_exposure(room)
    room.put(events.Commanded(room.state.now, CONSOLE, "clinician", 10_000, Micros(0), wishes.Pause()))
    assert room.state.phase == "paused"
    paused_s = room.now_s
    # The engine answers a number once; the clinician's own counter goes on above the pause's.
    room.wishes += [(paused_s, commands.Pause())] * (10_000 - len(room.wishes))
    room.until(paused_s + 8)
    assert room.state.phase == "exposure"
    room.until(paused_s + 90)
    assert room.state.hold is not None and room.state.hold.code == "no_answer"
    assert len(room.asked(commands.SayToPatient)) == 1


def test_suggestions_are_answered_some_taken_and_some_not() -> None:
    taken = dismissed = 0
    for seed in range(8):
        room = in_exposure(Room(DEMO, hurried=True, seed=seed))
        room.suggest("raise", DEMO.steps[room.state.step].band.high)
        assert room.state.suggestion is not None
        room.until(room.now_s + 2.5)
        taken += len(room.asked(commands.AcceptSuggestion))
        dismissed += len(room.asked(commands.DismissSuggestion))
        assert room.refused() == []
    assert taken and dismissed


def test_controls_that_somebody_else_took_are_not_taken_back() -> None:
    room = in_exposure(Room(DEMO, hurried=True))
    room.put(events.Commanded(room.state.now, "a person", "clinician", 1, Micros(0), wishes.TakeControl()))
    before = len(room.wishes)
    for _ in range(80):
        room.put(events.Heard(room.state.now, "console", "a person"))
        room.look()
    assert len(room.wishes) == before


def test_it_waits_while_somebody_present_holds_the_controls() -> None:
    room = Room(DEMO, hurried=True)
    room.put(events.Commanded(room.state.now, "a person", "clinician", 1, Micros(0), wishes.TakeControl()))
    for _ in range(20):
        room.put(events.Heard(room.state.now, "console", "a person"))
        room.look()
    assert room.wishes == []
    room.until(room.now_s + 4)
    assert room.state.controller == CONSOLE


def test_long_notes_of_a_person_are_left_as_they_are() -> None:
    room = in_exposure(Room(DEMO, hurried=True))
    room.state = replace(room.state, notes="x" * 19_990)
    room.until(room.now_s + 12)
    assert room.state.step >= 1
    assert room.state.notes == "x" * 19_990


def test_the_same_seed_gives_the_same_wishes() -> None:
    one, two, other = (Room(DEMO, hurried=True, seed=seed) for seed in (3, 3, 4))
    for room in (one, two, other):
        room.until(25)
    assert one.wishes == two.wishes
    assert one.wishes != other.wishes


def test_the_real_protocol_is_led_by_its_own_times() -> None:
    plan = plan_of("high-rise.yaml")
    room = Room(plan, hurried=False)
    while room.state.step == 0 and room.state.phase != "ended":
        room.look()
        assert room.now_s < 600
    entered = [at for at, e in room.effects if isinstance(e, done.EnterStep)]
    assert entered[0] >= plan.baseline / 1e6
    assert entered[1] - entered[0] >= plan.steps[0].at_least / 1e6


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 2**16),
    st.booleans(),
    st.lists(
        st.tuples(
            st.integers(1, 30),
            st.sampled_from(
                [
                    events.StopPressed(Micros(0), "patient", "stop"),
                    events.StopPressed(Micros(0), "technical", "headset off"),
                    events.CameBack(Micros(0)),
                    events.Recorded(Micros(0), False, "disk full"),
                    events.Recorded(Micros(0), True, "recorded again"),
                    events.Rated(Micros(0), 95, "patient"),  # type: ignore[arg-type]
                    events.SceneFailed(Micros(0), "high_rise", "shader"),
                ]
            ),
        ),
        max_size=6,
    ),
)
def test_whatever_happens_it_wishes_what_the_wire_carries_and_never_floods(
    seed: int, hurried: bool, happenings: list[tuple[int, events.Event]]
) -> None:
    room = Room(DEMO, hurried=hurried, seed=seed)
    for looks, event in happenings:
        for _ in range(looks):
            room.look()
        room.put(replace(event, at=room.state.now))
    room.clinician.time_is_up()
    room.until(room.now_s + 40)
    assert room.state.phase == "ended"
    times = [at for at, _ in room.wishes]
    assert all(later - sooner >= 0.5 for sooner, later in pairwise(times))
    for number, (_, wish) in enumerate(room.wishes, 1):
        sent = commands.Command(number=number, beat=0, wish=wish).model_dump_json()
        assert commands.Command.model_validate_json(sent).wish == wish


def test_nothing_is_wished_after_the_end() -> None:
    room = Room(DEMO, hurried=True)
    room.clinician.time_is_up()
    room.until(25)
    assert room.state.phase == "ended" and room.state.question.open_since == NEVER
    lone = Clinician(telling.plan_report(DEMO, "r"), Random(1), hurried=True)
    assert all(lone.decide(room.report(), float(s)) in (None, commands.TakeControl()) for s in range(30))
    assert all(room.clinician.decide(room.report(), 100.0 + s) is None for s in range(30))
