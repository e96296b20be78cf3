"""The promises of safety, one clinical sentence each, as far as the machine keeps them (DESIGN 4; docs/safety.md).

What holds in any session whatever is proved over random sessions in `test_machine.py`; here each promise is met
where a clinician would meet it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.session import drawn
from tests.session.desk import CONSOLE, LADDER, LIMITS, Desk, alerts, only, pinned, with_steps
from vrtherapy.domain.plan import Advance, Band, ExpectancyDrop, Offer, Plan, Rule, SudsDrop, TimeInStep
from vrtherapy.domain.units import MINUTE, SECOND, Micros, Permille, Suds
from vrtherapy.session import effects, events, wishes
from vrtherapy.session.phase import Phase

PHASES = get_args(Phase)


def desk_in(phase: str) -> Desk:
    """A desk whose session stands in `phase`, with something given where the exposure is shown."""
    desk = Desk()
    desk.accepted(wishes.TakeControl())
    if phase == "checklist":
        return desk
    desk.begin()
    if phase == "baseline":
        return desk
    desk.accepted(wishes.Next())
    desk.run(2)
    desk.at(300)
    desk.accepted(wishes.FireEvent("gust"))
    match phase:
        case "paused":
            desk.accepted(wishes.Pause())
        case "calm":
            desk.accepted(wishes.Calm())
        case "grounding":
            desk.accepted(wishes.Ground())
        case "stopped":
            desk.accepted(wishes.Stop())
        case "interrupted":
            desk.put(events.CameBack(desk.state.now))
        case "debrief" | "ended":
            desk.accepted(wishes.Debrief())
            if phase == "ended":
                desk.accepted(wishes.End())
    assert desk.state.phase == phase
    return desk


# ---- 1 -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", PHASES)
def test_stop_reaches_calm_from_every_phase_without_lease_network_or_confirmation(phase: str) -> None:
    desk = desk_in(phase)
    desk.console = False
    answer = desk.take(wishes.Stop(), client="nobody known", role="observer", age=3600)
    assert answer.accepted
    assert desk.state.phase == ("ended" if phase == "ended" else "stopped")
    assert desk.meets_nothing()


@pytest.mark.parametrize("phase", PHASES)
def test_the_patients_own_stop_reaches_calm_in_the_same_turn_from_every_phase(phase: str) -> None:
    desk = desk_in(phase)
    desk.put(events.StopPressed(desk.state.now, "patient", "the patient pressed stop"))
    # In the checklist it is practice: the calm scene is shown already.
    assert desk.state.phase == (phase if phase in ("ended", "checklist") else "stopped")
    assert desk.meets_nothing()


def test_only_a_clinicians_confirmation_resumes_after_a_stop() -> None:
    desk = desk_in("stopped")
    desk.run(600)
    for wish in (wishes.Start(), wishes.Next(), wishes.Back(), wishes.AskIntensity(Permille(300)), wishes.Calm(), wishes.Pause()):
        assert not desk.take(wish).accepted
    assert not desk.take(wishes.Resume(), client="eve", role="observer").accepted
    assert not desk.take(wishes.Resume(), client="ben").accepted
    assert desk.state.phase == "stopped" and desk.meets_nothing()
    desk.accepted(wishes.Resume())
    assert desk.state.phase == "exposure" and desk.meets_nothing()


def test_resuming_enters_the_step_at_its_calm_end_and_one_lower_where_that_is_chosen() -> None:
    for where, expected in (("here", 1), ("one_lower", 0)):
        desk = Desk().exposed(1).at(600)
        desk.put(events.StopPressed(desk.state.now, "patient", "stop"))
        desk.accepted(wishes.Resume(where))  # type: ignore[arg-type]
        assert [e.index for e in only(effects.EnterStep, desk.turns[-1].effects)] == [expected]
        assert desk.meets_nothing()
        desk.run(60)
        assert desk.given == LADDER.steps[expected].band.low


def test_after_their_own_stop_the_patient_is_told_that_it_was_right_and_after_a_technical_one_is_not() -> None:
    for cause in ("patient", "technical"):
        desk = desk_in("exposure")
        said = only(effects.Say, desk.put(events.StopPressed(desk.state.now, cause, "stop")))  # type: ignore[arg-type]
        assert ["right" in s.text for s in said] == ([True] if cause == "patient" else [])


def test_a_stop_of_the_patient_keeps_its_name_when_the_headset_comes_off_after_it() -> None:
    desk = desk_in("exposure")
    desk.put(events.StopPressed(desk.state.now, "patient", "the patient pressed stop"))
    desk.put(events.StopPressed(desk.state.now, "technical", "headset off"))
    desk.take(wishes.Stop())
    assert desk.state.phase_reason.code == "patient"


def test_a_stop_after_a_technical_one_is_told_as_the_patients() -> None:
    desk = desk_in("exposure")
    desk.put(events.StopPressed(desk.state.now, "technical", "tracking lost"))
    assert desk.state.phase_reason.code == "technical"
    desk.put(events.StopPressed(desk.state.now, "patient", "the patient pressed stop"))
    assert desk.state.phase_reason.code == "patient"


def test_a_stop_is_done_even_under_a_number_that_was_passed_over() -> None:
    desk = Desk().exposed()
    desk.take(wishes.Mark("x"), number=50)
    assert desk.take(wishes.Stop(), number=40).accepted
    assert desk.state.phase == "stopped"
    desk.accepted(wishes.Resume())
    assert desk.take(wishes.Stop(), number=40).again
    assert desk.take(wishes.Mark("x"), number=50).again
    assert desk.state.phase == "exposure"


# ---- 2 -----------------------------------------------------------------------------------------------------------


def test_an_event_above_the_ceiling_is_refused_with_the_reason() -> None:
    desk = Desk().exposed()
    answer = desk.take(wishes.FireEvent("crack"))
    assert not answer.accepted
    assert answer.reason.code == "step_cap" and "0.90" in answer.reason.words and "0.40" in answer.reason.words
    desk.accepted(wishes.SetCap(Permille(200)))
    answer = desk.take(wishes.FireEvent("gust"))
    assert answer.reason.code == "clinician_cap"
    assert not only(effects.Happen, [e for t in desk.turns for e in t.effects if isinstance(e, effects.Happen) and e.event != "bird"])


def test_a_parameter_of_its_own_passes_the_same_ceilings_and_rises_no_faster() -> None:
    desk = Desk().exposed()
    assert desk.take(wishes.SetParameter("floor", Permille(401))).reason.code == "step_cap"
    desk.accepted(wishes.SetParameter("floor", Permille(400)))
    seen = [desk.state.lever("floor").given]
    for _ in range(300):
        desk.tick()
        seen.append(desk.state.lever("floor").given)
        desk.put(events.Heard(desk.state.now, "console", CONSOLE))
    assert seen[-1] == 400
    assert all(later - now <= 100 + 1 for now, later in zip(seen, seen[50:], strict=False))


def test_a_pinned_value_above_the_ceiling_is_never_shown() -> None:
    desk = Desk(with_steps(pins=(pinned("floor", 950),))).exposed(0, 60)
    assert desk.state.lever("floor").asked == 950
    assert desk.state.lever("floor").given == 400
    desk.accepted(wishes.SetCap(Permille(250)))
    desk.tick()
    assert desk.state.lever("floor").given == 250


def test_what_is_carried_into_a_step_stays_below_that_steps_ceiling_at_once() -> None:
    first, second, third = with_steps(pins=(pinned("floor", 950),)).steps
    desk = Desk(replace(LADDER, steps=(second, first, third))).exposed(0, 60)
    assert desk.state.lever("floor").given == 700
    desk.accepted(wishes.Next())
    assert desk.state.lever("floor").given == 400


def test_a_new_step_is_entered_at_its_calm_end_and_never_with_a_jump_upwards() -> None:
    desk = Desk().exposed().at(400)
    desk.accepted(wishes.Next())
    assert desk.given == 300
    desk.run(30)
    desk.at(700)
    desk.accepted(wishes.Back())
    assert desk.given == 100


def test_a_new_scene_is_entered_at_its_calm_end() -> None:
    bridge = replace(LADDER.steps[1], scene="bridge", offers=())
    desk = Desk(replace(LADDER, steps=(LADDER.steps[0], bridge))).exposed().at(400)
    desk.accepted(wishes.Next())
    assert desk.meets_nothing() and [name for name, _ in desk.state.levers] == ["sway"]


def test_the_smallest_ceiling_counts_and_only_a_person_raises_one() -> None:
    desk = Desk().exposed(2)
    for asked, given_now, code in ((1000, 800, "step_cap"), (790, 790, "as_asked")):
        desk.accepted(wishes.AskIntensity(Permille(asked)))
        desk.run(20)
        assert (desk.given, desk.state.dial.reason.code) == (given_now, code)
    desk.accepted(wishes.SetCap(Permille(600)))
    desk.tick()
    assert (desk.given, desk.state.dial.reason.code) == (600, "clinician_cap")
    desk.rate(0)
    desk.read()
    desk.run(100)
    assert desk.given == 600 and desk.state.cap == 600
    desk.accepted(wishes.SetCap(Permille(1000)))
    desk.run(20)
    assert desk.given == 790


def test_the_clinicians_cap_outlives_calm_and_resume() -> None:
    desk = Desk().exposed(1)
    desk.accepted(wishes.SetCap(Permille(350)))
    desk.accepted(wishes.Calm())
    desk.accepted(wishes.Resume())
    desk.accepted(wishes.AskIntensity(Permille(700)))
    desk.run(60)
    assert desk.given == 350


# ---- 3 -----------------------------------------------------------------------------------------------------------


def test_intensity_rises_at_the_limit_and_falls_at_once() -> None:
    desk = Desk().exposed(1, settle_s=30)
    desk.accepted(wishes.AskIntensity(Permille(700)))
    desk.run(1)
    assert desk.given == 400
    desk.run(3)
    assert desk.given == 700
    desk.accepted(wishes.AskIntensity(Permille(50)))
    desk.tick()
    assert desk.given == 50


@pytest.mark.parametrize("hinder", ["paused", "held", "not_live", "not_recorded"])
def test_a_fall_is_allowed_where_nothing_may_rise(hinder: str) -> None:
    desk = Desk().exposed(1, settle_s=30).at(600)
    match hinder:
        case "paused":
            desk.accepted(wishes.Pause())
        case "held":
            desk.rate(95)
        case "not_live":
            desk.console = False
            desk.run(3)
        case "not_recorded":
            desk.put(events.Recorded(desk.state.now, False, "disk full"))
    assert hinder != "not_live" or not desk.state.live
    desk.accepted(wishes.AskIntensity(Permille(200)))
    desk.tick()
    assert desk.given == 200
    desk.take(wishes.AskIntensity(Permille(650)))
    desk.run(5)
    assert desk.given == 200


@given(drawn.any_wish.filter(lambda w: not isinstance(w, wishes.Stop)), st.sampled_from(PHASES))
def test_observers_may_stop_and_nothing_else(wish: wishes.Wish, phase: str) -> None:
    desk = desk_in(phase)
    before = replace(desk.state, clients=())
    answer = desk.take(wish, client="eve", role="observer")
    assert not answer.accepted and answer.reason.code == "observer"
    assert replace(desk.state, clients=()) == before


# ---- 4 -----------------------------------------------------------------------------------------------------------

FULL = replace(LADDER, autonomy="full")
SUGGEST = LADDER


def test_the_controller_raises_within_the_step_on_a_good_signal() -> None:
    desk = Desk(FULL).exposed()
    desk.read()
    desk.propose("raise", 300)
    assert desk.state.dial.asked == 300
    desk.propose("raise", 900)
    assert desk.state.dial.asked == 400


@pytest.mark.parametrize("plan", [FULL, SUGGEST], ids=["full", "suggest"])
@pytest.mark.parametrize("fault", ["stale", "poor", "none", "never", "ahead"])
def test_the_controller_never_raises_on_a_signal_that_cannot_be_trusted(fault: str, plan: Plan) -> None:
    desk = Desk(plan).exposed()
    match fault:
        case "stale":
            desk.read()
            desk.run(3.1)
        case "poor" | "none":
            desk.read(fault)  # type: ignore[arg-type]
            desk.tick()
        case "ahead":
            desk.read(late_s=-60)
            desk.tick()
    desk.propose("raise", 300)
    assert desk.state.dial.asked == 100 and desk.state.suggestion is None


def test_age_counts_from_the_samples_time_not_from_its_arrival() -> None:
    desk = Desk(FULL).exposed()
    desk.read(late_s=3.1)
    desk.tick()
    desk.propose("raise", 300)
    assert desk.state.dial.asked == 100


def test_a_lost_sensor_ends_suggestions_shows_a_banner_and_moves_nothing() -> None:
    desk = Desk(SUGGEST).exposed().at(200)
    desk.read()
    desk.propose("raise", 300)
    assert desk.state.suggestion is not None
    done = desk.run(10)
    assert "sensor_lost" in alerts(done)
    assert desk.state.suggestion is None and desk.state.hold is None and desk.given == 200
    assert desk.take(wishes.AcceptSuggestion()).reason.code == "no_suggestion"
    desk.read()
    assert "sensor_back" in alerts(desk.run(1))


@pytest.mark.parametrize("autonomy", ["lower_only", "full"])
def test_where_the_controller_steers_a_lost_sensor_holds_and_steps_down_when_nobody_answers(autonomy: str) -> None:
    desk = Desk(replace(LADDER, autonomy=autonomy)).exposed(1, 30).at(600)  # type: ignore[arg-type]
    desk.read()
    desk.run(5)
    assert desk.state.hold is not None and desk.state.hold.code == "sensor_lost"
    assert desk.given == 600
    desk.run(25)
    assert desk.given == 600
    desk.run(5)
    assert desk.given == 500
    desk.run(30)
    assert desk.given == 400
    desk.read()
    desk.run(0.1)
    assert [hold.code for hold in desk.state.holds] == ["recovered"] and desk.given == 400
    desk.accepted(wishes.GoOn())
    assert desk.state.hold is None


def test_a_clinician_who_takes_the_dial_after_a_lost_sensor_is_not_stepped_down() -> None:
    desk = Desk(FULL).exposed(1, 30).at(600)
    desk.read()
    desk.run(5)
    desk.accepted(wishes.AskIntensity(Permille(650)))
    desk.run(120)
    assert desk.given == 650


def test_after_a_rest_in_calm_a_sensor_still_lost_leaves_the_dial_to_the_clinician_again() -> None:
    desk = Desk(FULL).exposed(1, 30)
    desk.read()
    desk.run(5)
    desk.accepted(wishes.Calm())
    desk.accepted(wishes.Resume())
    assert "dial_yours" in alerts(desk.run(1))
    assert desk.state.hold is not None and desk.state.hold.code == "sensor_lost" and desk.given == 0


# ---- 6 -----------------------------------------------------------------------------------------------------------


def test_every_answer_carries_a_reason_a_clinician_can_read() -> None:
    desk = Desk().exposed()
    desk.accepted(wishes.AskIntensity(Permille(450)))
    (decided,) = only(effects.Decide, desk.turns[-1].effects)
    assert (decided.asked, decided.granted) == (450, 400)
    assert decided.reason.words == "step cap 0.40"
    (decided,) = only(effects.Decide, desk.run(1))
    assert decided.reason.words == "rise limit 0.10 /s"


def test_a_repeated_command_is_answered_alike_and_has_one_effect() -> None:
    desk = Desk().exposed(1)
    first = desk.take(wishes.Back())
    entered = desk.state.step
    again = desk.take(wishes.Back(), number=first.number)
    assert (again.accepted, again.reason, again.again) == (first.accepted, first.reason, True)
    assert desk.state.step == entered == 0


def test_a_command_repeated_after_others_consoles_spoke_is_still_known() -> None:
    desk = Desk().exposed()
    first = desk.take(wishes.Next())
    desk.take(wishes.TakeControl(), client="ben")
    desk.take(wishes.Stop(), client="eve", role="observer")
    desk.take(wishes.TakeControl())
    desk.accepted(wishes.Resume())
    assert desk.take(wishes.Next(), number=first.number).again
    assert desk.state.step == 1


@given(wish=drawn.any_wish, age_s=st.floats(3.0, 1e6))
def test_a_command_of_three_seconds_does_nothing_unless_it_makes_things_gentler(wish: wishes.Wish, age_s: float) -> None:
    desk = desk_in("exposure")
    before = replace(desk.state, clients=())
    answer = desk.take(wish, age=age_s)
    if isinstance(wish, wishes.Stop | wishes.Pause | wishes.Calm):
        assert answer.accepted
    else:
        assert answer.reason.code == "expired"
        assert replace(desk.state, clients=()) == before


def test_one_console_controls_and_a_take_over_is_told() -> None:
    desk = Desk().exposed()
    epoch = desk.state.epoch
    assert desk.take(wishes.Next(), client="ben").reason.code == "no_lease"
    assert desk.take(wishes.TakeControl(), client="ben").accepted
    assert desk.state.epoch == epoch + 1
    assert "taken_over" in alerts(desk.turns[-1].effects)
    assert desk.take(wishes.Next()).reason.code == "no_lease"
    assert desk.take(wishes.Next(), client="ben").accepted


def test_the_old_controllers_leaving_and_heartbeats_are_nothing_to_the_new_one() -> None:
    desk = Desk().exposed()
    desk.take(wishes.TakeControl(), client="ben")
    assert desk.put(events.Left(desk.state.now, CONSOLE)) == ()
    desk.console = False
    for _ in range(6):
        desk.run(0.5)
        desk.put(events.Heard(desk.state.now, "console", CONSOLE))
    assert not desk.state.live


# ---- 7 -----------------------------------------------------------------------------------------------------------


def test_watching_shows_and_suggesting_waits_for_the_clinician() -> None:
    watching = Desk(replace(LADDER, autonomy="watch")).exposed()
    watching.read()
    watching.propose("raise", 300)
    assert watching.state.suggestion is None and watching.state.dial.asked == 100
    desk = Desk(SUGGEST).exposed()
    desk.read()
    desk.propose("raise", 300)
    assert desk.state.dial.asked == 100
    desk.accepted(wishes.AcceptSuggestion())
    assert desk.state.dial.asked == 300 and desk.state.suggestion is None
    assert desk.state.dial.reason.code == "accepted"


def test_lower_only_lowers_by_itself_and_suggests_what_would_rise() -> None:
    desk = Desk(replace(LADDER, autonomy="lower_only")).exposed().at(300)
    desk.read()
    desk.propose("raise", 400)
    assert desk.state.dial.asked == 300 and desk.state.suggestion is not None
    desk.propose("lower", 250)
    assert desk.state.dial.asked == 250 and desk.state.suggestion is None


@pytest.mark.parametrize("kind", ["hold", "lower"])
def test_a_hold_or_a_lowering_that_rests_on_an_older_dial_never_raises(kind: str) -> None:
    for autonomy in ("full", "lower_only", "suggest"):
        desk = Desk(replace(LADDER, autonomy=autonomy)).exposed().at(300)  # type: ignore[arg-type]
        desk.read()
        desk.accepted(wishes.AskIntensity(Permille(150)))
        desk.propose(kind, 280)
        desk.take(wishes.AcceptSuggestion())
        assert desk.state.dial.asked == 150


def test_a_suggestion_ends_with_what_it_rested_on() -> None:
    for ends in ("asked", "undone", "poor", "rated", "silent", "left"):
        desk = Desk(SUGGEST).exposed().at(200)
        desk.read()
        desk.propose("raise", 300)
        assert desk.state.suggestion is not None
        match ends:
            case "asked":
                desk.accepted(wishes.AskIntensity(Permille(180)))
            case "undone":
                desk.accepted(wishes.Undo())
            case "poor":
                desk.read("poor")
            case "rated":
                desk.rate(92)
            case "silent":
                desk.state = replace(desk.state, question=replace(desk.state.question, open_since=desk.state.now, missed=1))
                for _ in range(22):
                    desk.read()
                    desk.run(1)
                assert desk.state.hold is not None and desk.state.hold.code == "no_answer"
            case "left":
                desk.accepted(wishes.Next())
        assert desk.state.suggestion is None, ends


def test_in_trauma_nothing_rises_by_itself() -> None:
    for disorder in ("ptsd", "combat_ptsd", "trauma_car"):
        auto = Advance((TimeInStep(Micros(20 * SECOND)),), "any", "auto")
        plan = replace(with_steps(FULL, advance=auto, at_least=Micros(0)), disorder=disorder)
        desk = Desk(plan).exposed()
        desk.read()
        desk.propose("raise", 300)
        assert desk.state.dial.asked == 100 and desk.state.suggestion is None
        done = []
        for _ in range(60):
            desk.read()
            done += desk.run(1)
        assert desk.state.step == 0 and "step_done" in alerts(done)
        assert not only(effects.Happen, done), "only the clinician fires events"
        desk.accepted(wishes.FireEvent("gust"))


def test_in_trauma_silence_is_asked_about_as_dissociation() -> None:
    desk = Desk(replace(with_steps(suds_every=Micros(20 * SECOND)), disorder="ptsd")).exposed()
    told = [e for e in only(effects.Alert, desk.run(70)) if e.code == "no_answer"]
    assert len(told) == 1 and "Dissociating?" in told[0].words


def test_outside_trauma_an_event_comes_by_the_protocols_clock_once() -> None:
    desk = Desk().exposed(0, 0)
    played = only(effects.Happen, desk.run(60))
    assert [e.event for e in played] == ["bird"]
    assert desk.state.course.fired[0][1] - desk.state.course.entered == 10 * SECOND


# ---- 8 -----------------------------------------------------------------------------------------------------------


def test_without_the_console_for_two_seconds_nothing_rises_and_for_thirty_it_is_calm() -> None:
    desk = Desk(with_steps(limits=replace(LIMITS, rise=Permille(40)))).exposed(1, 30).at(500)
    desk.accepted(wishes.AskIntensity(Permille(700)))
    desk.run(1)
    desk.console = False
    done = desk.run(2.5)
    given_now = desk.given
    assert "not_live" in alerts(done) and not desk.state.live and 500 < given_now < 700
    done = desk.run(27)
    assert desk.state.phase == "exposure" and desk.given == given_now
    done = desk.run(1)
    assert desk.state.phase == "calm" and desk.state.phase_reason.code == "dead_man" and desk.meets_nothing()


def test_a_console_heard_again_in_time_waits_for_a_person_before_anything_rises() -> None:
    desk = Desk().exposed(1, 30)
    desk.accepted(wishes.AskIntensity(Permille(700)))
    desk.console = False
    desk.run(10)
    stood = desk.given
    desk.console = True
    done = desk.run(10)
    assert desk.state.live and desk.given == stood
    assert "live_again" in alerts(done) and desk.state.hold is not None and desk.state.hold.code == "recovered"
    desk.accepted(wishes.GoOn())
    desk.run(10)
    assert desk.given == 700
    assert desk.take(wishes.GoOn()).reason.code == "nothing_held"


def test_no_timed_event_comes_and_no_event_is_fired_while_nobody_is_live() -> None:
    desk = Desk().exposed(0, 1)
    desk.console = False
    assert not only(effects.Happen, desk.run(20))
    answer = desk.take(wishes.FireEvent("gust"))
    assert answer.reason.code == "not_live"
    desk.console = True
    assert not only(effects.Happen, desk.run(2))
    desk.accepted(wishes.GoOn())
    assert [e.event for e in only(effects.Happen, desk.run(2))] == ["bird"]


def test_a_session_nobody_controls_never_counts_as_live() -> None:
    desk = Desk()
    desk.run(5)
    assert not desk.state.live


def test_the_engine_comes_back_into_the_calm_scene_and_waits_for_a_person() -> None:
    desk = desk_in("exposure")
    done = desk.put(events.CameBack(desk.state.now))
    assert desk.state.phase == "interrupted" and desk.meets_nothing() and "came_back" in alerts(done)
    desk.run(120)
    assert desk.state.phase == "interrupted"
    desk.accepted(wishes.Resume())
    assert desk.state.phase == "exposure" and desk.given == 0


# ---- 9 -----------------------------------------------------------------------------------------------------------


def test_an_expectancy_step_is_never_steered() -> None:
    for autonomy in ("suggest", "lower_only", "full"):
        desk = Desk(replace(with_steps(rationale="expectancy"), autonomy=autonomy)).exposed().at(300)  # type: ignore[arg-type]
        desk.read()
        for kind, intensity in (("raise", 400), ("lower", 100), ("hold", 300)):
            desk.propose(kind, intensity)
            assert desk.state.dial.asked == 300 and desk.state.suggestion is None
        desk.run(60)
        assert desk.given == 300 and desk.state.hold is None


def test_self_report_outranks_the_body() -> None:
    desk = Desk(FULL).exposed().at(200)
    desk.read()
    desk.rate(92)
    desk.propose("raise", 400)
    desk.run(5)
    assert desk.state.dial.asked == desk.given == 200


# ---- 10 ----------------------------------------------------------------------------------------------------------


def test_high_suds_holds_asks_again_within_half_a_minute_and_never_ejects() -> None:
    desk = Desk().exposed(1, 30)
    desk.accepted(wishes.AskIntensity(Permille(700)))
    desk.run(1)
    done = desk.rate(90)
    stood = desk.given
    assert desk.state.phase == "exposure"
    (told,) = only(effects.Alert, done)
    assert told.code == "suds_high" and "Stay, ease, ground, stop?" in told.words
    done = desk.run(30.1)
    assert len(only(effects.AskPatient, done)) == 1
    assert desk.given == stood and desk.state.phase == "exposure"
    desk.rate(40)
    desk.run(10)
    assert desk.state.hold is None and desk.given == 700


def test_a_rating_of_95_holds_whatever_the_author_wrote() -> None:
    desk = Desk(with_steps(limits=replace(LIMITS, suds_high=Suds(100)))).exposed()
    desk.rate(94)
    assert desk.state.hold is None
    desk.rate(95)
    assert desk.state.hold is not None


def test_a_hold_goes_on_into_the_next_step_until_a_lower_rating_lifts_it() -> None:
    desk = Desk().exposed()
    desk.rate(95)
    desk.accepted(wishes.Next())
    desk.run(25)
    assert desk.state.hold is not None and desk.given == 100
    desk.rate(50)
    desk.run(5)
    assert desk.given == 300


def test_rules_act_by_hold_ease_or_stop_and_the_highest_reached_one_counts() -> None:
    rules = (
        Rule(Suds(60), "hold", ("stay", "ground")),
        Rule(Suds(70), "ease", ()),
        Rule(Suds(80), "stop", ()),
    )
    for suds, phase, given_now in ((59, "exposure", 400), (60, "exposure", 400), (75, "exposure", 300), (85, "stopped", 0)):
        desk = Desk(with_steps(rules=rules)).exposed(1, 30).at(400)
        done = desk.rate(suds)
        desk.tick()
        assert (desk.state.phase, desk.given) == (phase, given_now)
        assert ("suds_high" in alerts(done)) == (suds >= 60)
        assert (desk.state.hold is not None) == (60 <= suds < 80)


def test_easing_never_asks_for_more_than_the_clinician_just_did() -> None:
    desk = Desk(with_steps(rules=(Rule(Suds(70), "ease", ()),))).exposed(1, 30).at(600)
    desk.accepted(wishes.AskIntensity(Permille(50)))
    desk.rate(75)
    assert desk.state.dial.asked == 50


def test_an_unanswered_question_is_asked_again_after_20_s_and_two_in_a_row_hold() -> None:
    desk = Desk(with_steps(suds_every=Micros(30 * SECOND))).exposed(0, 0)
    done = desk.run(30)
    assert [e.ask for e in only(effects.AskPatient, done)] == [1]
    done = desk.run(20)
    assert [e.ask for e in only(effects.AskPatient, done)] == [2]
    assert desk.state.hold is None
    done = desk.run(20)
    assert "no_answer" in alerts(done) and desk.state.hold is not None
    desk.rate(30)
    assert desk.state.hold is None and desk.state.question.missed == 0


def test_an_open_question_is_closed_when_the_step_is_left() -> None:
    for wish in (wishes.Next(), wishes.Calm(), wishes.Debrief()):
        desk = Desk().exposed()
        desk.accepted(wishes.AskSuds())
        desk.accepted(wish)
        assert only(effects.CloseQuestion, desk.turns[-1].effects)
        assert desk.state.question.open_since == -1


def test_the_dose_cap_warns_at_80_percent_then_forbids_rises_then_winds_down_by_steps() -> None:
    plan = with_steps(limits=replace(LIMITS, exposure=Micros(100 * SECOND)))
    desk = Desk(plan).exposed(1, 5)
    assert desk.state.dose.exposure == 5 * SECOND
    desk.at(650)
    assert "dose_warning" not in alerts(desk.run(79.9 - desk.state.dose.exposure / SECOND))
    assert "dose_warning" in alerts(desk.run(0.2))
    done = desk.run(20)
    assert "dose_cap" in alerts(done) and desk.given == 650
    desk.run(30)
    assert desk.given == 600
    desk.run(30)
    assert desk.given == 550
    desk.run(600)
    desk.rate(30)
    assert desk.given == 300 and desk.state.phase == "exposure"
    assert desk.take(wishes.FireEvent("gust")).reason.code == "dose_cap"
    desk.accepted(wishes.Next())
    desk.run(30)
    assert desk.given <= 300, "not even to the calm end of a higher step"


def test_dose_goes_on_counting_in_a_pause_and_a_long_pause_is_asked_about() -> None:
    desk = Desk().exposed()
    desk.accepted(wishes.Pause())
    before = desk.state.dose.exposure
    done = desk.run(61)
    assert alerts(done).count("pause_long") == 1
    assert desk.state.dose.exposure - before == 61 * SECOND
    desk.accepted(wishes.Resume())
    assert desk.state.phase == "exposure"


def test_in_a_pause_no_event_comes() -> None:
    desk = Desk().exposed(0, 1)
    desk.accepted(wishes.Pause())
    assert not only(effects.Happen, desk.run(40))
    assert not desk.take(wishes.FireEvent("gust")).accepted


# ---- 12 ----------------------------------------------------------------------------------------------------------


def test_while_nothing_is_recorded_the_session_goes_on_and_nothing_rises() -> None:
    desk = Desk().exposed(1, 30)
    desk.accepted(wishes.AskIntensity(Permille(700)))
    desk.accepted(wishes.Pause())
    assert "not_recorded" in alerts(desk.put(events.Recorded(desk.state.now, False, "disk full")))
    desk.accepted(wishes.Resume())
    desk.run(10)
    assert desk.given == 300 and desk.state.phase == "exposure"
    assert "recorded" in alerts(desk.put(events.Recorded(desk.state.now, True, "recorded again")))
    desk.run(10)
    assert desk.given == 300
    desk.accepted(wishes.GoOn())
    desk.run(10)
    assert desk.given == 700


def test_a_session_is_not_started_without_its_record() -> None:
    desk = Desk()
    desk.accepted(wishes.TakeControl())
    desk.put(events.Recorded(desk.state.now, False, "disk full"))
    assert desk.take(wishes.Start()).reason.code == "not_recorded"


# ---- advancing ---------------------------------------------------------------------------------------------------


def test_a_step_walks_on_by_itself_only_where_the_author_lets_it_and_nothing_holds() -> None:
    auto = Advance((TimeInStep(Micros(40 * SECOND)),), "any", "auto")
    desk = Desk(with_steps(advance=auto)).exposed(0, 0)
    desk.run(41)
    assert desk.state.step == 1
    desk.rate(95)
    for _ in range(4):
        desk.run(15)
        desk.rate(95)
    assert desk.state.step == 1
    desk.rate(50)
    desk.run(1)
    assert desk.state.step == 2


def test_an_overlong_step_asks_the_clinician_and_never_advances_or_ejects() -> None:
    desk = Desk(with_steps(at_most=Micros(1 * MINUTE))).exposed()
    done = desk.run(300)
    assert alerts(done).count("step_long") == 1
    assert desk.state.step == 0 and desk.state.phase == "exposure"


def test_undo_takes_back_the_last_change_of_dial_cap_and_parameter() -> None:
    desk = Desk().exposed(1, 30).at(500)
    desk.accepted(wishes.Undo())
    assert desk.state.dial.asked == 300
    desk.accepted(wishes.SetCap(Permille(200)))
    desk.accepted(wishes.Undo())
    assert desk.state.cap == 1000
    desk.accepted(wishes.SetParameter("wind", Permille(50)))
    assert "wind" in desk.state.pinned
    desk.accepted(wishes.Undo())
    assert "wind" not in desk.state.pinned
    assert desk.take(wishes.Undo()).reason.code == "no_undo"


def test_undo_cannot_lift_anything_over_a_ceiling_or_a_hold() -> None:
    desk = Desk().exposed(1, 30).at(600)
    desk.accepted(wishes.AskIntensity(Permille(100)))
    desk.tick()
    desk.rate(95)
    desk.accepted(wishes.Undo())
    desk.run(10)
    assert desk.given == 100


def test_a_released_parameter_follows_the_dial_no_faster_than_the_limit() -> None:
    desk = Desk().exposed(1, 30).at(600)
    desk.accepted(wishes.SetParameter("wind", Permille(0)))
    desk.tick()
    assert desk.state.lever("wind").given == 0
    desk.accepted(wishes.ReleaseParameter("wind"))
    desk.run(1)
    assert desk.state.lever("wind").given == pytest.approx(100, abs=1)
    desk.run(10)
    assert desk.state.lever("wind").given == 600
    desk.accepted(wishes.Calm())
    assert not desk.take(wishes.ReleaseParameter("wind")).accepted


def test_a_timed_offer_of_another_step_is_not_fired() -> None:
    steps = with_steps(offers=(Offer("gust", "clinician", Micros(0), Micros(0)),)).steps
    desk = Desk(replace(LADDER, steps=steps)).exposed()
    assert desk.take(wishes.FireEvent("bird")).reason.code == "not_offered"
    assert desk.take(wishes.FireEvent("ghost")).reason.code == "unknown_event"


def test_a_step_in_a_scene_that_failed_cannot_be_entered() -> None:
    desk = Desk().exposed()
    desk.put(events.SceneFailed(desk.state.now, "roof", "a shader is missing"))
    assert desk.state.phase == "stopped" and desk.state.phase_reason.code == "technical" and desk.meets_nothing()
    assert desk.take(wishes.Resume()).reason.code == "scene_failed"


def test_a_rating_after_the_end_changes_nothing() -> None:
    desk = desk_in("ended")
    before = desk.state
    assert desk.rate(50) == () and desk.state == before


# ---- the gate ------------------------------------------------------------------------------------------------------


REAL = replace(LADDER, setting=replace(LADDER.setting, kind="research"))


def practised(desk: Desk) -> None:
    """The patient performs the stop and answers one question, in the calm scene."""
    desk.accepted(wishes.Rehearse())
    desk.put(events.StopPressed(desk.state.now, "patient", "the patient pressed stop"))
    desk.accepted(wishes.AskSuds())
    desk.rate(15)


def as_usual(**answers: str) -> wishes.Confirm:
    return wishes.Confirm(tuple(sorted({**drawn.AS_USUAL, **answers}.items())))


def test_nobody_is_exposed_before_the_checklist_is_whole_and_the_refusal_says_what_is_missing() -> None:
    desk = Desk(REAL)
    desk.accepted(wishes.TakeControl())
    assert "not answered" in desk.take(wishes.Start()).reason.words
    desk.accepted(as_usual())
    refused = desk.take(wishes.Start())
    assert refused.reason.code == "checklist"
    assert "has not performed the stop" in refused.reason.words and "has not answered a SUDS question" in refused.reason.words
    for wish in (wishes.Next(), wishes.Resume(), wishes.Skip("x"), wishes.Repeat(), wishes.AskIntensity(Permille(100))):
        assert not desk.take(wish).accepted
    practised(desk)
    desk.accepted(wishes.Start())
    assert desk.state.phase == "baseline"


def test_the_stop_is_practised_in_the_calm_scene_and_the_patient_is_told_that_it_works() -> None:
    desk = Desk(REAL)
    desk.accepted(wishes.TakeControl())
    desk.accepted(wishes.Rehearse())
    assert desk.state.practised.stopping
    done = desk.put(events.StopPressed(desk.state.now, "patient", "the patient pressed stop"))
    assert "stop_practised" in alerts(done) and "always right" in only(effects.Say, done)[0].text
    assert desk.state.phase == "checklist" and desk.state.practised.stop and not desk.state.practised.stopping


def test_a_headset_that_comes_off_before_the_start_is_no_practice() -> None:
    desk = Desk(REAL)
    desk.accepted(wishes.TakeControl())
    desk.put(events.StopPressed(desk.state.now, "technical", "headset taken off"))
    assert desk.state.phase == "stopped" and not desk.state.practised.stop
    desk.accepted(wishes.Resume())
    assert desk.state.phase == "checklist"


def test_a_rating_that_the_clinician_entered_is_not_the_patients_own() -> None:
    desk = Desk(REAL)
    desk.accepted(wishes.TakeControl())
    desk.accepted(wishes.EnterSuds(Suds(20)))
    assert not desk.state.practised.rating
    desk.rate(20)
    assert desk.state.practised.rating


def test_answers_are_taken_together_or_not_at_all() -> None:
    desk = Desk(REAL)
    desk.accepted(wishes.TakeControl())
    refused = desk.take(wishes.Confirm((("age", "34"), ("fit", "perhaps"))))
    assert refused.reason.code == "wrong_answer" and desk.state.answers == ()
    desk.accepted(wishes.Confirm((("age", "34"),)))
    desk.accepted(wishes.Confirm((("age", "35"), ("fit", "yes"))))
    assert dict(desk.state.answers) == {"age": "35", "fit": "yes"}


def test_once_begun_the_checklist_is_closed() -> None:
    assert desk_in("exposure").take(wishes.Confirm((("age", "34"),))).reason.code == "phase"
    assert desk_in("exposure").take(wishes.Rehearse()).reason.code == "phase"


def test_in_trauma_grounding_is_rehearsed_in_the_calm_scene_before_the_start() -> None:
    desk = Desk(replace(REAL, disorder="ptsd_combat"))
    desk.accepted(wishes.TakeControl())
    desk.accepted(as_usual())
    practised(desk)
    assert "grounding was not rehearsed" in desk.take(wishes.Start()).reason.words
    desk.accepted(wishes.Ground())
    desk.accepted(wishes.Resume())
    assert desk.state.phase == "checklist"
    desk.accepted(wishes.Start())


def test_a_patient_who_does_not_agree_to_measuring_is_not_measured() -> None:
    desk = Desk(REAL)
    desk.accepted(wishes.TakeControl())
    desk.read()
    assert desk.state.reading is not None
    desk.accepted(as_usual(consent_physiology="no"))
    assert desk.state.reading is None
    desk.read()
    practised(desk)
    desk.accepted(wishes.Start())
    desk.accepted(wishes.Next())
    desk.read()
    desk.propose("raise", 300)
    assert desk.state.reading is None and desk.state.suggestion is None


@pytest.mark.parametrize("before", ["checklist", "baseline"])
@pytest.mark.parametrize("out", ["grounding", "stopped", "interrupted"])
def test_who_was_not_exposed_yet_comes_back_to_where_they_were(before: str, out: str) -> None:
    desk = desk_in(before)
    match out:
        case "grounding":
            desk.accepted(wishes.Ground())
        case "stopped":
            desk.accepted(wishes.Stop())
        case _:
            desk.put(events.CameBack(desk.state.now))
    desk.accepted(wishes.Resume())
    assert desk.state.phase == before


# ---- classes, comfort, autonomy ------------------------------------------------------------------------------------


def exposed_as(plan: Plan, index: int = 2, **answers: str) -> Desk:
    desk = Desk(replace(plan, setting=replace(plan.setting, kind="research")))
    desk.accepted(wishes.TakeControl())
    desk.accepted(as_usual(**answers))
    practised(desk)
    if plan.trauma:
        desk.accepted(wishes.Ground())
        desk.accepted(wishes.Resume())
    desk.accepted(wishes.Start())
    for _ in range(index + 1):
        desk.accepted(wishes.Next())
    return desk


WIDE = with_steps(band=Band(Permille(500), Permille(1000)), limits=replace(LIMITS, ceiling=Permille(1000)))


@pytest.mark.parametrize(
    ("plan", "answers", "ceiling", "rise"),
    [
        (WIDE, {}, 1000, 100),
        (WIDE, {"age": "15"}, 800, 30),
        (replace(WIDE, disorder="ptsd_combat"), {}, 1000, 30),
        (replace(WIDE, disorder="blood_injury"), {}, 1000, 30),
        (replace(WIDE, setting=replace(WIDE.setting, sessions_before=0)), {}, 800, 40),
    ],
)
def test_a_class_of_patients_lowers_what_the_protocol_allows(
    plan: Plan, answers: dict[str, str], ceiling: int, rise: int
) -> None:
    desk = exposed_as(plan, 0, **answers)
    desk.run(1)
    assert desk.given == rise
    assert desk.take(wishes.AskIntensity(Permille(1000))).accepted
    desk.run(40)
    assert desk.given == ceiling


def test_a_child_is_held_at_a_rating_that_would_not_hold_an_adult() -> None:
    for age, held in (("15", True), ("34", False)):
        desk = exposed_as(LADDER, 0, age=age)
        desk.rate(82)
        assert desk.state.held("suds_high") == held


def test_motion_sickness_lowers_the_ceiling_holds_and_only_then_stops() -> None:
    desk = Desk(WIDE).exposed(0, 10).at(1000)
    desk.accepted(wishes.EnterSickness(4))
    desk.run(1)
    assert desk.given == 1000 and desk.state.hold is None
    desk.accepted(wishes.EnterSickness(8))
    desk.run(1)
    assert desk.given == 700 and desk.state.held("sickness")
    desk.accepted(wishes.EnterSickness(5))
    assert desk.state.hold is None
    desk.accepted(wishes.EnterSickness(12))
    assert desk.state.phase == "stopped" and desk.state.phase_reason.code == "safety_sign"


def test_motion_sickness_of_14_stops_however_it_began() -> None:
    desk = Desk().exposed()
    for rating in (10, 13):
        desk.accepted(wishes.EnterSickness(rating))
        assert desk.state.phase == "exposure"
    desk.accepted(wishes.EnterSickness(14))
    assert desk.state.phase == "stopped"
    assert desk.take(wishes.EnterSickness(21)).reason.code == "out_of_range"


@pytest.mark.parametrize(
    ("what", "severity", "stops"),
    [("syncope", "mild", True), ("seizure", "mild", True), ("fall", "mild", True), ("panic", "severe", True),
     ("panic", "moderate", False), ("sickness", "moderate", False), ("dissociation", "mild", False)],
)  # fmt: skip
def test_an_adverse_event_is_kept_and_a_safety_sign_stops(what: str, severity: str, stops: bool) -> None:
    desk = Desk().exposed(1, 10)
    before = desk.given
    answer = desk.take(wishes.ReportAdverse(what, severity, "seen"))  # type: ignore[arg-type]
    assert answer.accepted and desk.state.phase == ("stopped" if stops else "exposure")
    (kept,) = desk.state.adverse
    assert (kept.what, kept.severity, kept.step, kept.words) == (what, severity, 1, "seen")
    desk.tick()
    if what == "sickness":
        assert desk.given < before and desk.state.held("sickness")
    elif not stops:
        assert desk.given == before and desk.state.hold is None


def test_an_adverse_event_may_be_reported_after_the_end() -> None:
    desk = desk_in("ended")
    desk.accepted(wishes.ReportAdverse("sickness", "severe", "on the way home"))
    assert desk.state.phase == "ended" and len(desk.state.adverse) == 1


def test_no_stage_of_autonomy_holds_that_was_not_unlocked() -> None:
    desk = Desk(replace(FULL, setting=replace(FULL.setting, unlocked="suggest")))
    assert desk.state.autonomy == "suggest"
    desk.accepted(wishes.TakeControl())
    assert desk.take(wishes.SetAutonomy("full")).reason.code == "not_unlocked"
    desk.accepted(wishes.SetAutonomy("watch"))
    assert desk.state.autonomy == "watch"
    desk.accepted(wishes.SetAutonomy("suggest"))


def test_a_development_build_never_closes_the_loop_on_a_real_patient() -> None:
    desk = Desk(replace(FULL, setting=replace(FULL.setting, kind="real", development=True)))
    assert desk.state.autonomy == "suggest"
    desk.accepted(wishes.TakeControl())
    assert desk.take(wishes.SetAutonomy("lower_only")).reason.code == "development"
    assert Desk(replace(FULL, setting=replace(FULL.setting, kind="real", development=False))).state.autonomy == "full"


def test_no_simulated_or_replayed_signal_feeds_the_controller_of_a_real_session() -> None:
    for origin, suggested in (("live", True), ("playback", False), ("simulated", False)):
        desk = Desk(replace(LADDER, setting=replace(LADDER.setting, kind="real")))
        desk.accepted(wishes.TakeControl())
        desk.accepted(as_usual())
        practised(desk)
        desk.accepted(wishes.Start())
        desk.accepted(wishes.Next())
        desk.run(2)
        desk.read(origin=origin)
        desk.propose("raise", 300)
        assert (desk.state.suggestion is not None) == suggested


def test_the_controller_raises_no_higher_than_was_unlocked_for_it_and_a_person_may() -> None:
    desk = Desk(replace(FULL, setting=replace(FULL.setting, unlocked_ceiling=Permille(250)))).exposed()
    desk.read()
    desk.propose("raise", 400)
    desk.run(2)
    assert desk.given == 250
    desk.accepted(wishes.AskIntensity(Permille(350)))
    desk.run(2)
    assert desk.given == 350


def test_a_rise_of_the_controllers_ends_with_the_signal_and_with_the_stage() -> None:
    for lose in ("signal", "stage"):
        desk = Desk(with_steps(FULL, limits=replace(LIMITS, rise=Permille(10)))).exposed(0, 15)
        desk.read()
        desk.propose("raise", 300)
        desk.run(2)
        risen = desk.given
        assert risen > 100
        if lose == "stage":
            desk.accepted(wishes.SetAutonomy("suggest"))
            desk.read()
        else:
            desk.run(3)
            risen = desk.given
        desk.run(1.5)
        assert desk.given == risen


# ---- what is lost and comes back -----------------------------------------------------------------------------------


def test_a_picture_that_stood_still_is_told_and_held_until_a_person_goes_on() -> None:
    desk = Desk().exposed(1, 30)
    desk.accepted(wishes.AskIntensity(Permille(700)))
    assert "stalled" in alerts(desk.put(events.Stalled(desk.state.now, Micros(1_400_000))))
    desk.run(5)
    assert desk.given == 300 and desk.state.hold is not None and "1.4 s" in desk.state.hold.words
    desk.accepted(wishes.GoOn())
    desk.run(5)
    assert desk.given == 700
    calm = desk_in("calm")
    calm.put(events.Stalled(calm.state.now, Micros(2_000_000)))
    assert calm.state.hold is None


@pytest.mark.parametrize("act", [wishes.AskIntensity(Permille(600)), wishes.Next(), wishes.Back(), wishes.Repeat(), wishes.Skip("x")])
def test_to_act_on_the_exposure_is_to_have_looked(act: wishes.Wish) -> None:
    desk = Desk().exposed(1, 30)
    desk.put(events.Stalled(desk.state.now, Micros(1_400_000)))
    desk.accepted(act)
    assert desk.state.hold is None


def test_a_silent_server_and_a_silent_biofeedback_are_told_once_and_when_they_are_back() -> None:
    desk = Desk().exposed()
    desk.read()
    desk.put(events.Heard(desk.state.now, "server"))
    assert {"server_silent", "biofeedback_silent"} <= set(alerts(desk.run(2.1)))
    assert not {"server_silent", "biofeedback_silent"} & set(alerts(desk.run(5)))
    desk.read()
    desk.put(events.Heard(desk.state.now, "server"))
    assert {"server_back", "biofeedback_back"} <= set(alerts(desk.run(0.1)))


def test_who_takes_over_a_session_that_nobody_held_goes_on_before_anything_rises() -> None:
    desk = Desk().exposed(1, 30)
    desk.accepted(wishes.AskIntensity(Permille(700)))
    desk.console = False
    desk.run(3)
    stood = desk.given
    assert desk.take(wishes.TakeControl(), client="ben").accepted
    assert desk.state.live and desk.state.held("recovered")
    desk.tick()
    assert desk.given == stood
    assert desk.take(wishes.GoOn(), client="ben").accepted
    desk.tick()
    desk.tick()
    assert desk.given > stood


def test_an_unrecorded_session_goes_on_once_a_person_accepts_it_with_a_reason() -> None:
    desk = Desk().exposed(1, 30)
    desk.accepted(wishes.AskIntensity(Permille(700)))
    assert desk.take(wishes.AcceptUnrecorded("why")).reason.code == "recorded"
    desk.put(events.Recorded(desk.state.now, False, "disk full"))
    assert desk.take(wishes.AcceptUnrecorded("  ")).reason.code == "no_reason"
    desk.run(3)
    assert desk.given == 300
    assert "unrecorded_accepted" in alerts([*desk.put(events.Commanded(desk.state.now, CONSOLE, "clinician", 99, Micros(0), wishes.AcceptUnrecorded("half way")))])
    desk.run(5)
    assert desk.given == 700
    desk.put(events.Recorded(desk.state.now, True, "recorded again"))
    assert desk.state.hold is None and not desk.state.unrecorded_accepted


def test_a_latency_that_a_sensor_declares_makes_its_signal_no_older() -> None:
    for latency, lost in ((0, True), (4, False), (20, False)):
        desk = Desk().exposed()
        desk.read(latency_s=latency)
        desk.run(4)
        assert desk.state.reading_lost == lost
        desk.run(4.5)
        assert desk.state.reading_lost


# ---- steps -----------------------------------------------------------------------------------------------------------


def test_a_step_is_repeated_from_its_calm_end() -> None:
    desk = Desk().exposed(1, 30).at(600)
    desk.rate(70)
    desk.accepted(wishes.Repeat())
    assert desk.state.step == 1 and desk.given == 300 and desk.state.course.peak is None
    assert desk.take(wishes.Repeat()).accepted
    assert desk_in("calm").take(wishes.Repeat()).reason.code == "phase"


def test_a_step_is_skipped_with_a_reason_or_not_at_all() -> None:
    desk = Desk().exposed(0)
    assert desk.take(wishes.Skip(" ")).reason.code == "no_reason"
    desk.accepted(wishes.Skip("too easy today"))
    assert desk.state.step == 1 and desk.state.skipped == ((0, "too easy today"),)
    desk.accepted(wishes.Skip("no time"))
    assert desk.take(wishes.Skip("no time")).reason.code == "last_step"
    assert desk.state.skipped == ((0, "too easy today"), (1, "no time"))


def test_a_step_left_without_activation_is_told_so() -> None:
    for peak, told in ((30, True), (40, False)):
        desk = Desk().exposed(0)
        desk.rate(peak)
        desk.accepted(wishes.Next())
        assert ("not_activated" in alerts(desk.turns[-1].effects)) == told


def test_what_counts_as_activated_is_the_authors_own_where_there_is_one() -> None:
    for needed, told in ((30, False), (60, True)):
        desk = Desk(with_steps(advance=Advance((SudsDrop(Permille(500), Suds(needed)),), "any", "clinician"))).exposed(0)
        desk.rate(50)
        desk.accepted(wishes.Next())
        assert ("not_activated" in alerts(desk.turns[-1].effects)) == told


def test_what_lies_beyond_what_is_advised_is_told_at_the_start() -> None:
    fast = with_steps(limits=replace(LIMITS, rise=Permille(100), exposure=Micros(90 * MINUTE)))
    for plan, told in ((fast, True), (with_steps(limits=replace(LIMITS, rise=Permille(50))), False)):
        desk = Desk(plan)
        desk.accepted(wishes.TakeControl())
        desk.begin()
        found = [e.words for e in only(effects.Alert, desk.turns[-1].effects) if e.code == "beyond_recommended"]
        assert bool(found) == told
        if told:
            assert "0.10 a second" in found[0] and "90 min" in found[0]


EXPECTING = with_steps(
    rationale="expectancy",
    expectancy_before="How likely is it that the railing gives way?",
    expectancy_after="What happened?",
    advance=Advance((ExpectancyDrop(30),), "any", "clinician"),
)


def test_what_is_expected_is_asked_before_and_nothing_rises_until_it_is_answered() -> None:
    desk = Desk(EXPECTING).exposed(0)
    assert desk.given == 0 and desk.state.hold is not None and "railing" in desk.state.hold.words
    desk.accepted(wishes.AskExpectancy("before"))
    assert "railing" in only(effects.Say, desk.turns[-1].effects)[0].text
    assert desk.take(wishes.AnswerExpectancy("before", None, "")).reason.code == "no_reason"
    desk.accepted(wishes.AnswerExpectancy("before", 80, ""))
    desk.run(5)
    assert desk.given == 100


def test_what_was_found_is_asked_before_the_next_step_or_the_step_is_skipped_with_a_reason() -> None:
    desk = Desk(EXPECTING).exposed(0)
    desk.accepted(wishes.AnswerExpectancy("before", None, "cannot say"))
    assert desk.take(wishes.Next()).reason.code == "expectancy_after"
    assert "expectancy_after" in alerts(desk.run(31))
    assert "expectancy_after" not in alerts(desk.run(31))
    skipped = Desk(EXPECTING).exposed(0)
    skipped.accepted(wishes.Skip("no time"))
    desk.accepted(wishes.AnswerExpectancy("after", 10, "it held"))
    desk.accepted(wishes.Next())
    assert desk.state.step == skipped.state.step == 1


@pytest.mark.parametrize(("after", "done"), [(51, False), (50, True), (0, True)])
def test_a_violated_expectancy_is_a_reason_to_go_on(after: int, done: bool) -> None:
    desk = Desk(EXPECTING).exposed(0)
    desk.accepted(wishes.AnswerExpectancy("before", 80, ""))
    desk.run(31)
    assert desk.state.course.ready is None
    desk.accepted(wishes.AnswerExpectancy("after", after, ""))
    assert ("step_done" in alerts(desk.run(1))) == done


def test_after_a_calm_within_a_step_what_was_expected_is_not_asked_again_and_in_a_new_visit_it_is() -> None:
    desk = Desk(EXPECTING).exposed(0)
    desk.accepted(wishes.AnswerExpectancy("before", 80, ""))
    desk.accepted(wishes.Calm())
    desk.accepted(wishes.Resume())
    assert desk.state.hold is None
    desk.accepted(wishes.Repeat())
    assert desk.state.held("expectancy")


def test_a_step_that_asks_nothing_has_no_answer() -> None:
    assert Desk().exposed().take(wishes.AnswerExpectancy("before", 50, "")).reason.code == "no_question"
    assert desk_in("calm").take(wishes.AskExpectancy("before")).reason.code == "phase"


# ---- dose ----------------------------------------------------------------------------------------------------------


def test_time_above_the_high_level_warns_at_80_percent_and_then_winds_down_to_the_level() -> None:
    limits = replace(LIMITS, high_level=Permille(600), high_exposure=Micros(50 * SECOND), rise=Permille(250))
    desk = Desk(with_steps(limits=limits)).exposed(1, 5)
    desk.at(600)
    desk.run(60)
    assert desk.state.dose.high == 0
    desk.at(700)
    began = desk.state.dose.high
    done = desk.run(40 - began / 1e6)
    assert "high_dose_warning" in alerts(done)
    assert "high_dose_cap" in alerts(desk.run(10))
    desk.run(1)
    assert desk.given == 650
    desk.run(30)
    assert desk.given == 600
    desk.run(60)
    assert desk.given == 600


def test_a_clinician_extends_the_dose_with_a_reason_up_to_the_absolute_bound() -> None:
    desk = Desk(with_steps(limits=replace(LIMITS, exposure=Micros(100 * SECOND)))).exposed(1, 90)
    assert desk.take(wishes.ExtendDose("exposure", 10, "")).reason.code == "no_reason"
    assert desk.take(wishes.ExtendDose("exposure", 0, "close to done")).reason.code == "out_of_range"
    desk.accepted(wishes.ExtendDose("exposure", 1, "close to done"))
    desk.run(30)
    desk.accepted(wishes.AskIntensity(Permille(400)))
    desk.run(2)
    assert desk.given == 400, "past the first cap it may rise again"
    desk.accepted(wishes.ExtendDose("exposure", 500, "close to done"))
    assert desk.state.dose.extended + 100 * SECOND == 120 * MINUTE
    assert desk.take(wishes.ExtendDose("exposure", 1, "more")).reason.code == "absolute"
    desk.accepted(wishes.ExtendDose("high", 500, "more"))
    assert desk.state.dose.high_extended + LIMITS.high_exposure == 60 * MINUTE


def test_so_many_events_within_a_minute_and_no_more() -> None:
    offers = (Offer("gust", "clinician", Micros(0), Micros(0)),)
    desk = Desk(with_steps(offers=offers, limits=replace(LIMITS, events_per_min=3))).exposed(1, 10)
    for _ in range(3):
        desk.accepted(wishes.FireEvent("gust"))
        desk.run(3)
    assert desk.take(wishes.FireEvent("gust")).reason.code == "events_cap"
    desk.run(51)
    desk.accepted(wishes.FireEvent("gust"))


def test_after_half_an_hour_without_a_break_one_is_advised_once() -> None:
    desk = Desk(with_steps(suds_every=Micros(3600 * SECOND), limits=replace(LIMITS, exposure=Micros(100 * MINUTE))))
    desk.exposed(0)
    assert alerts(desk.run(29 * 60)).count("break_due") == 0
    assert alerts(desk.run(120)).count("break_due") == 1
    desk.accepted(wishes.Calm())
    desk.run(1)
    assert desk.state.dose.unbroken == 0


# ---- grounding, blood and injury -----------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", ["exposure", "paused", "calm", "stopped", "interrupted", "baseline"])
def test_grounding_is_the_calm_scene_and_only_a_clinician_leads_back(phase: str) -> None:
    desk = desk_in(phase)
    desk.accepted(wishes.Ground())
    assert desk.state.phase == "grounding" and desk.meets_nothing()
    desk.run(120)
    assert desk.state.phase == "grounding"


def test_in_blood_and_injury_the_calm_scene_asks_for_applied_tension_and_elsewhere_for_nothing() -> None:
    for disorder, asked in (("blood_injury", True), ("needle_phobia", True), ("acrophobia", False)):
        desk = Desk(replace(LADDER, disorder=disorder)).exposed()
        desk.accepted(wishes.Calm())
        said = [s.text for s in only(effects.Say, desk.turns[-1].effects)]
        assert any("Tense" in text for text in said) == asked
        assert not any("relax" in text.lower() for text in said)


def test_a_clinician_eases_with_one_wish() -> None:
    desk = Desk().exposed(1, 30).at(600)
    desk.accepted(wishes.Ease())
    desk.tick()
    assert desk.given == 500
    desk.accepted(wishes.Undo())
    assert desk.state.dial.asked == 600
    assert desk_in("calm").take(wishes.Ease()).reason.code == "phase"
