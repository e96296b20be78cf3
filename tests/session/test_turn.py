"""Entering and leaving phases and steps: what is carried over, what is dropped, and what the patient is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.session.desk import LADDER, Desk, only, pinned, with_steps
from tests.session.test_promises import EXPECTING, desk_in
from vrtherapy.domain.units import SECOND, Micros, Permille, Suds
from vrtherapy.session import effects, events, wishes
from vrtherapy.session.state import NEVER, Lever, Question, StepCourse
from vrtherapy.session.turn import BY_HAND


def last(desk: Desk) -> tuple[effects.Effect, ...]:
    return desk.turns[-1].effects


def test_what_is_asked_of_the_dial_stands_there_with_its_reason_at_once() -> None:
    desk = Desk().exposed(1)
    desk.accepted(wishes.AskIntensity(Permille(desk.state.dial.asked - 20)))
    assert desk.state.dial.reason == BY_HAND
    assert (BY_HAND.code, BY_HAND.words, BY_HAND.source) == ("clinician", "by the clinician", "clinician")


# ---- phases ----------------------------------------------------------------------------------------------------------


def test_a_phase_is_entered_with_its_reason_and_its_time() -> None:
    desk = Desk().exposed()
    desk.run(1)
    desk.accepted(wishes.Calm())
    (entered,) = only(effects.EnterPhase, last(desk))
    assert entered.phase == "calm" and entered.reason == desk.state.phase_reason
    assert desk.state.phase_since == desk.state.now


def test_what_is_in_a_phase_already_enters_nothing_and_keeps_its_reason_and_its_time() -> None:
    desk = desk_in("stopped")
    before = desk.state
    desk.run(1)
    desk.put(events.StopPressed(desk.state.now, "technical", "headset off"))
    assert not only(effects.EnterPhase, last(desk))
    assert (desk.state.phase_reason, desk.state.phase_since) == (before.phase_reason, before.phase_since)
    desk.put(events.StopPressed(desk.state.now, "patient", "stop"))
    assert desk.state.phase_reason.source == "patient" and desk.state.phase_since == before.phase_since


def test_everything_of_the_exposure_is_dropped_in_the_turn_that_leaves_it() -> None:
    desk = Desk(with_steps(replace(LADDER, autonomy="full"), pins=(pinned("floor", 350),))).exposed(1, 20).at(600)
    desk.read(late_s=2.5)
    desk.propose("raise", 650)
    desk.accepted(wishes.SetCap(Permille(680)))
    desk.accepted(wishes.FireEvent("gust"))
    desk.accepted(wishes.AskSuds())
    desk.rate(95)
    desk.accepted(wishes.AskSuds())
    desk.run(1)
    held = desk.state
    assert held.steered and held.undo is not None and held.happening and held.pinned and len(held.holds) == 2
    assert held.handed != NEVER and held.question.open_since != NEVER and held.dose.unbroken
    desk.accepted(wishes.Calm())
    state = desk.state
    bare = Lever(reason=state.phase_reason)
    assert state.dial == bare and {lever for _, lever in state.levers} == {bare}
    assert [name for name, _ in state.levers] == ["wind", "floor", "railing"]
    assert not state.steered and state.undo is None and state.suggestion is None and state.handed == NEVER
    assert state.happening == () and state.holds == () and state.pinned == frozenset()
    assert state.question == Question(asks=2), "the questions are counted on through the session"
    assert state.dose == replace(held.dose, unbroken=0, break_told=False)
    assert state.cap == 680, "the clinician's cap stays"
    assert only(effects.CloseQuestion, last(desk))
    (given,) = only(effects.Give, last(desk))
    assert given == effects.Give(Permille(0), (("wind", Permille(0)), ("floor", Permille(0)), ("railing", Permille(0))))


def test_nothing_is_given_anew_and_no_question_closed_where_there_was_none() -> None:
    desk = desk_in("baseline")
    desk.accepted(wishes.Calm())
    assert [type(e) for e in last(desk)] == [effects.EnterPhase, effects.Answer]


def test_a_parameter_alone_is_dropped_too() -> None:
    desk = Desk().exposed(0, 2)
    desk.accepted(wishes.AskIntensity(Permille(0)))
    desk.accepted(wishes.SetParameter("wind", Permille(200)))
    desk.run(1)
    assert desk.given == 0 and desk.state.lever("wind").given == 200
    desk.accepted(wishes.Calm())
    assert only(effects.Give, last(desk)) and desk.meets_nothing()


def test_a_pause_drops_nothing() -> None:
    desk = Desk().exposed(1, 20).at(500)
    desk.accepted(wishes.AskSuds())
    before = desk.state
    desk.accepted(wishes.Pause())
    assert (desk.state.dial, desk.state.levers, desk.state.question) == (before.dial, before.levers, before.question)
    assert not only(effects.Give, last(desk)) and not only(effects.CloseQuestion, last(desk))


def test_a_stop_that_was_asked_for_in_practice_is_asked_for_no_more_once_the_checklist_is_left() -> None:
    for wish in (wishes.Ground(), wishes.Stop(), wishes.Debrief()):
        desk = desk_in("checklist")
        desk.accepted(wishes.Rehearse())
        desk.accepted(wish)
        assert not desk.state.practised.stopping
        assert desk.state.practised.grounding == isinstance(wish, wishes.Ground)


@pytest.mark.parametrize(
    ("disorder", "phase", "wish", "said"),
    [
        ("blood_injury", "exposure", wishes.Calm(), True),
        ("blood_injury", "paused", wishes.Stop(), True),
        ("blood_injury", "exposure", wishes.Ground(), True),
        ("blood_injury", "exposure", wishes.Debrief(), False),
        ("blood_injury", "baseline", wishes.Calm(), False),
        ("acrophobia", "exposure", wishes.Calm(), False),
    ],
)
def test_applied_tension_is_said_for_some_seconds_where_the_exposure_breaks_off(
    disorder: str, phase: str, wish: wishes.Wish, said: bool
) -> None:
    desk = Desk(replace(LADDER, disorder=disorder))
    desk.accepted(wishes.TakeControl())
    desk.begin()
    if phase != "baseline":
        desk.accepted(wishes.Next())
    if phase == "paused":
        desk.accepted(wishes.Pause())
    desk.accepted(wish)
    found = [s for s in only(effects.Say, last(desk)) if "Tense" in s.text]
    assert bool(found) == said and all(s.lasts == 8 * SECOND for s in found)


# ---- holds -----------------------------------------------------------------------------------------------------------


def test_of_one_kind_the_first_hold_stays_and_kinds_are_kept_oldest_first() -> None:
    desk = Desk().exposed()
    desk.put(events.Stalled(desk.state.now, Micros(2 * SECOND)))
    desk.put(events.Stalled(desk.state.now, Micros(5 * SECOND)))
    desk.rate(95)
    assert [hold.code for hold in desk.state.holds] == ["recovered", "suds_high"]
    hold = desk.state.hold
    assert hold is not None and "2.0 s" in hold.words and "until you go on" in hold.words and hold.source == "watch"


def test_a_hold_ends_the_suggestion() -> None:
    desk = Desk().exposed()
    desk.read()
    desk.propose("raise", 300)
    desk.put(events.Stalled(desk.state.now, Micros(2 * SECOND)))
    assert desk.state.suggestion is None


def test_a_hold_of_a_kind_that_holds_already_leaves_the_suggestion_of_a_lowering() -> None:
    desk = Desk().exposed().at(300)
    desk.read()
    desk.put(events.Stalled(desk.state.now, Micros(2 * SECOND)))
    desk.propose("lower", 200)
    desk.put(events.Stalled(desk.state.now, Micros(2 * SECOND)))
    assert desk.state.suggestion is not None


@pytest.mark.parametrize(("phase", "holds"), [("exposure", True), ("paused", True), ("calm", False), ("baseline", False)])
def test_what_was_lost_waits_for_a_person_only_where_the_exposure_is_shown(phase: str, holds: bool) -> None:
    desk = desk_in(phase)
    desk.put(events.Stalled(desk.state.now, Micros(2 * SECOND)))
    assert desk.state.held("recovered") == holds


# ---- steps -----------------------------------------------------------------------------------------------------------


def test_a_step_is_entered_with_its_reason_its_words_and_what_is_given() -> None:
    steps = (LADDER.steps[0], replace(LADDER.steps[1], say="Look ahead of you."), LADDER.steps[2])
    desk = Desk(replace(LADDER, steps=steps)).exposed(0, 10).at(400)
    desk.accepted(wishes.Next())
    kinds = [type(e) for e in last(desk)]
    assert kinds == [effects.EnterStep, effects.Say, effects.Give, effects.Answer]
    assert only(effects.Say, last(desk)) == [effects.Say("Look ahead of you.", Micros(8 * SECOND))]
    (given,) = only(effects.Give, last(desk))
    assert given.intensity == desk.given == 300 and dict(given.parameters) == {n: lever.given for n, lever in desk.state.levers}
    desk.accepted(wishes.Next())
    assert not only(effects.Say, last(desk))


def test_a_step_begins_with_a_course_a_question_and_levers_of_its_own() -> None:
    desk = Desk(with_steps(pins=(pinned("floor", 350),), suds_every=Micros(50 * SECOND))).exposed(0, 10)
    desk.accepted(wishes.AskSuds())
    desk.accepted(wishes.FireEvent("gust"))
    desk.accepted(wishes.SetParameter("wind", Permille(50)))
    desk.read()
    desk.propose("raise", 300)
    desk.accepted(wishes.Next())
    state = desk.state
    assert state.course == StepCourse(entered=state.now)
    assert state.question == Question(due=Micros(state.now + 50 * SECOND), asks=1)
    assert only(effects.CloseQuestion, last(desk))
    assert state.suggestion is None and state.undo is None and state.happening == () and not state.steered
    assert state.pinned == {"floor"} and state.dial.asked == 300 and state.dial.credit == 0
    assert {name: lever.asked for name, lever in state.levers} == {"wind": 300, "floor": 350, "railing": 300}
    assert {lever.reason for _, lever in state.levers} == {state.dial.reason} and state.dial.reason.code == "clinician"
    assert {lever.credit for _, lever in state.levers} == {0}


def test_no_question_is_closed_by_a_step_where_none_was_open() -> None:
    desk = Desk().exposed(0, 1)
    desk.accepted(wishes.Next())
    assert not only(effects.CloseQuestion, last(desk))


def test_nothing_is_carried_into_a_step_above_what_it_begins_with() -> None:
    desk = Desk().exposed(1, 20).at(650)
    desk.accepted(wishes.SetParameter("wind", Permille(150)))
    desk.tick()
    desk.accepted(wishes.Next())
    assert desk.given == 500 and {n: lever.given for n, lever in desk.state.levers} == {"wind": 150, "floor": 500, "railing": 500}
    desk.accepted(wishes.SetCap(Permille(200)))
    desk.tick()
    desk.accepted(wishes.Repeat())
    assert desk.given == 200 and desk.state.dial.asked == 500


def test_a_ceiling_of_the_new_step_holds_in_the_turn_that_enters_it() -> None:
    low = replace(LADDER.steps[1].limits, ceiling=Permille(250))
    steps = (LADDER.steps[0], replace(LADDER.steps[1], limits=low), LADDER.steps[2])
    desk = Desk(replace(LADDER, steps=steps)).exposed(0, 10).at(400)
    desk.accepted(wishes.Next())
    assert desk.given == 250 and all(lever.given == 250 for _, lever in desk.state.levers)


def test_the_furthest_step_is_kept_when_one_goes_back() -> None:
    desk = Desk().exposed(1)
    assert desk.state.reached == 1
    desk.accepted(wishes.Back())
    assert (desk.state.step, desk.state.reached) == (0, 1)


def test_what_is_expected_before_a_step_holds_in_the_protocols_name_until_it_is_said() -> None:
    desk = Desk(EXPECTING).exposed(0)
    hold = desk.state.hold
    assert hold is not None and (hold.code, hold.source) == ("expectancy", "protocol")
    assert "before this step" in hold.words and "railing" in hold.words


def test_a_question_of_the_step_before_holds_no_step_that_asks_nothing() -> None:
    steps = (EXPECTING.steps[0], replace(EXPECTING.steps[1], expectancy_before="", expectancy_after=""), EXPECTING.steps[2])
    desk = Desk(replace(EXPECTING, steps=steps)).exposed(0)
    desk.accepted(wishes.Skip("no time"))
    assert desk.state.hold is None
    desk.accepted(wishes.Next())
    assert desk.state.held("expectancy")


def test_what_was_expected_is_kept_only_in_the_same_visit_to_the_same_step() -> None:
    desk = Desk(EXPECTING).exposed(0)
    desk.accepted(wishes.AnswerExpectancy("before", 80, ""))
    desk.accepted(wishes.Skip("no time"))
    desk.accepted(wishes.AnswerExpectancy("before", 70, ""))
    desk.accepted(wishes.Stop())
    desk.accepted(wishes.Resume())
    assert desk.state.course.before is not None and desk.state.course.before.likelihood == 70 and not desk.state.held("expectancy")
    desk.accepted(wishes.Stop())
    desk.accepted(wishes.Resume("one_lower"))
    assert desk.state.step == 0 and desk.state.course.before is None and desk.state.held("expectancy")


def test_a_rating_of_the_visit_before_is_no_rating_of_this_one() -> None:
    desk = Desk().exposed()
    desk.put(events.Rated(desk.state.now, Suds(70), "patient"))
    desk.run(1)
    desk.accepted(wishes.Repeat())
    assert desk.state.course.first is None and desk.state.course.entered == desk.state.now


# ---- what a proposal would ask ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "intensity", "asked"),
    [("raise", 350, 350), ("raise", 900, 400), ("raise", 100, 200), ("lower", 150, 150), ("lower", -50, 0), ("lower", 300, 200), ("hold", 900, 200)],
)
def test_a_proposal_stays_within_the_step_and_never_turns_round(kind: str, intensity: int, asked: int) -> None:
    desk = Desk(replace(LADDER, autonomy="full")).exposed(0, 5).at(200)
    desk.read()
    desk.propose(kind, intensity)
    assert desk.state.dial.asked == asked


def test_a_raise_takes_back_nothing_that_a_person_asked_above_the_step() -> None:
    desk = Desk(replace(LADDER, autonomy="full")).exposed(0, 5)
    desk.accepted(wishes.AskIntensity(Permille(600)))
    desk.read()
    desk.propose("raise", 700)
    assert desk.state.dial.asked == 600


def test_after_a_rest_a_break_is_advised_anew() -> None:
    desk = Desk().exposed()
    desk.state = replace(desk.state, dose=replace(desk.state.dose, unbroken=Micros(1800 * SECOND), break_told=True))
    desk.accepted(wishes.Calm())
    assert not desk.state.dose.break_told and desk.state.dose.unbroken == 0


def test_a_dial_alone_is_dropped_and_shown_dropped_where_every_parameter_is_held_at_its_calm_end() -> None:
    desk = Desk(with_steps(pins=tuple(pinned(name, 0) for name in ("wind", "floor", "railing")))).exposed(1, 10)
    assert desk.given == 300 and not any(lever.given for _, lever in desk.state.levers)
    desk.accepted(wishes.Calm())
    assert only(effects.Give, last(desk)) and desk.meets_nothing()


def test_a_suggestion_does_not_outlive_the_exposure() -> None:
    for wish in (wishes.Calm(), wishes.Stop(), wishes.Ground(), wishes.Debrief()):
        desk = Desk().exposed()
        desk.read()
        desk.propose("raise", 300)
        assert desk.state.suggestion is not None
        desk.accepted(wish)
        assert desk.state.suggestion is None


def test_a_rise_of_the_controllers_ends_with_its_step() -> None:
    desk = Desk(replace(LADDER, autonomy="full")).exposed()
    desk.read()
    desk.propose("raise", 300)
    assert desk.state.steered
    desk.accepted(wishes.Next())
    assert not desk.state.steered


def test_into_another_scene_nothing_is_carried_of_the_dial_or_of_a_parameter_of_the_same_name() -> None:
    windy = replace(LADDER.stages[1], parameters=LADDER.stages[0].parameters)
    steps = (LADDER.steps[0], replace(LADDER.steps[1], scene="bridge", offers=()), LADDER.steps[2])
    desk = Desk(replace(LADDER, steps=steps, stages=(LADDER.stages[0], windy))).exposed(0, 5).at(400)
    desk.accepted(wishes.Next())
    assert desk.meets_nothing() and desk.state.dial.asked == 300
