"""What the machine does with each thing that comes: stops, failures, the record, the body and the controller."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.session.desk import CONSOLE, LADDER, Desk, alerts, only, with_steps
from tests.session.test_promises import FULL, as_usual, desk_in, practised
from vrtherapy.domain.units import Micros, Permille, Suds
from vrtherapy.session import effects, events, wishes


def told(done: list[effects.Effect] | tuple[effects.Effect, ...], code: str) -> str:
    """The words of the one alert of this code."""
    (alert,) = [e for e in only(effects.Alert, done) if e.code == code]
    return alert.words


# ---- stops and failures ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cause", "source"), [("patient", "patient"), ("technical", "engine")])
def test_a_stop_tells_the_clinician_who_stopped_and_why(cause: events.StopCause, source: str) -> None:
    desk = desk_in("exposure")
    done = desk.put(events.StopPressed(desk.state.now, cause, "headset off"))
    assert "headset off" in told(done, "stopped")
    reason = desk.state.phase_reason
    assert (reason.code, reason.words, reason.source) == (cause, "headset off", source)


def test_a_practised_stop_is_told_to_the_clinician_in_words() -> None:
    desk = desk_in("checklist")
    done = desk.put(events.StopPressed(desk.state.now, "patient", "stop"))
    assert "performed the stop" in told(done, "stop_practised")
    assert "stopped" not in alerts(done)


def test_the_controlling_console_that_leaves_is_told_and_another_that_leaves_is_not() -> None:
    desk = Desk().exposed()
    assert "left" in told(desk.put(events.Left(desk.state.now, CONSOLE)), "console_left")
    assert desk.put(events.Left(desk.state.now, "eve")) == ()


def test_a_scene_that_fails_while_shown_stops_and_says_which_and_why() -> None:
    desk = desk_in("exposure")
    done = desk.put(events.SceneFailed(desk.state.now, "roof", "a shader is missing"))
    words = told(done, "scene_failed")
    assert "roof" in words and "a shader is missing" in words
    reason = desk.state.phase_reason
    assert (desk.state.phase, reason.code, reason.source) == ("stopped", "technical", "engine")
    assert "roof" in reason.words and "a shader is missing" in reason.words


def test_a_scene_that_fails_while_another_is_shown_is_told_and_stops_nobody() -> None:
    desk = desk_in("exposure")
    assert "bridge" in told(desk.put(events.SceneFailed(desk.state.now, "bridge", "gone")), "scene_failed")
    assert desk.state.phase == "exposure" and desk.state.broken == {"bridge"}


@pytest.mark.parametrize("phase", ["baseline", "calm", "grounding", "debrief", "ended"])
def test_a_scene_that_fails_while_the_calm_scene_is_shown_moves_nobody(phase: str) -> None:
    desk = desk_in(phase)
    done = desk.put(events.SceneFailed(desk.state.now, "roof", "gone"))
    assert "scene_failed" in alerts(done) and desk.state.phase == phase and "roof" in desk.state.broken


def test_an_engine_that_comes_back_says_that_the_calm_scene_is_shown_and_a_person_resumes() -> None:
    desk = desk_in("exposure")
    words = told(desk.put(events.CameBack(desk.state.now)), "came_back")
    assert "calm scene" in words and "resume" in words
    reason = desk.state.phase_reason
    assert (reason.code, reason.source) == ("technical", "engine") and "came back" in reason.words


def test_after_the_end_neither_a_stop_nor_an_engine_that_comes_back_nor_a_rating_changes_anything() -> None:
    desk = desk_in("ended")
    before = desk.state
    now = desk.state.now
    for event in (events.CameBack(now), events.StopPressed(now, "patient", "stop"), events.Rated(now, Suds(50), "patient")):
        assert desk.put(event) == () and desk.state == before


# ---- the record ------------------------------------------------------------------------------------------------------


def test_a_record_is_told_when_it_is_lost_and_when_it_is_back_and_not_in_between() -> None:
    desk = Desk().exposed()
    now = desk.state.now
    assert desk.put(events.Recorded(now, True, "still kept")) == ()
    assert told(desk.put(events.Recorded(now, False, "disk full")), "not_recorded") == "disk full"
    assert desk.put(events.Recorded(now, False, "disk still full")) == ()
    assert desk.state.hold is None, "what is lost holds by its own rule"
    assert told(desk.put(events.Recorded(now, True, "there is room again")), "recorded") == "there is room again"
    assert desk.state.hold is not None and "recorded again" in desk.state.hold.words


def test_losing_the_record_again_asks_a_person_again() -> None:
    desk = Desk().exposed()
    desk.put(events.Recorded(desk.state.now, False, "disk full"))
    desk.accepted(wishes.AcceptUnrecorded("half way"))
    desk.put(events.Recorded(desk.state.now, True, "room"))
    desk.put(events.Recorded(desk.state.now, False, "disk full"))
    assert not desk.state.unrecorded_accepted and not desk.state.recorded


def test_a_picture_that_stands_still_says_how_long() -> None:
    desk = Desk().exposed()
    assert "2.6 s" in told(desk.put(events.Stalled(desk.state.now, Micros(2_560_000))), "stalled")


# ---- the body --------------------------------------------------------------------------------------------------------


def test_only_a_reading_that_is_not_good_ends_a_suggestion() -> None:
    for quality, stays in (("good", True), ("poor", False), ("none", False)):
        desk = Desk().exposed()
        desk.read()
        desk.propose("raise", 300)
        desk.read(quality)  # type: ignore[arg-type]
        assert (desk.state.suggestion is not None) == stays


def test_the_biofeedback_process_is_heard_with_each_reading_even_where_nothing_is_measured() -> None:
    desk = Desk(replace(LADDER, setting=replace(LADDER.setting, kind="research")))
    desk.accepted(wishes.TakeControl())
    desk.accepted(as_usual(consent_physiology="no"))
    desk.run(5)
    desk.read()
    assert desk.state.links.biofeedback == desk.state.now and desk.state.reading is None


def test_only_the_controlling_console_keeps_the_session_live_and_the_server_only_itself() -> None:
    desk = Desk().exposed()
    desk.console = False
    desk.run(1)
    before = desk.state.links
    desk.put(events.Heard(desk.state.now, "console", "eve"))
    assert desk.state.links == before
    desk.put(events.Heard(desk.state.now, "server"))
    assert desk.state.links == replace(before, server=desk.state.now)
    desk.put(events.Heard(desk.state.now, "console", CONSOLE))
    assert desk.state.links.console == desk.state.now


# ---- the controller --------------------------------------------------------------------------------------------------


def test_at_suggest_a_lowering_waits_for_the_clinician_too() -> None:
    desk = Desk().exposed().at(300)
    desk.read()
    done = desk.propose("lower", 200)
    assert desk.state.dial.asked == 300 and desk.state.suggestion is not None and done == ()
    desk.accepted(wishes.AcceptSuggestion())
    assert desk.state.dial.asked == 200


@pytest.mark.parametrize("autonomy", ["lower_only", "full"])
def test_what_the_controller_does_by_itself_is_decided_under_its_name_and_ends_the_suggestion(autonomy: str) -> None:
    desk = Desk(replace(LADDER, autonomy=autonomy)).exposed().at(300)  # type: ignore[arg-type]
    desk.read()
    desk.propose("raise", 400)
    done = desk.propose("lower", 250)
    (decided,) = only(effects.Decide, done)
    assert (decided.what, decided.asked, decided.granted) == ("intensity", 250, 250)
    assert (decided.reason.code, decided.reason.source) == ("controller", "controller")
    assert decided.reason.words == "lower to 250" and desk.state.dial.reason == decided.reason
    assert desk.state.suggestion is None and desk.state.dial.asked == 250


def test_a_suggestion_of_before_ends_when_the_controller_may_not_raise_any_more() -> None:
    desk = Desk().exposed().at(200)
    desk.read()
    desk.propose("raise", 300)
    assert desk.state.suggestion is not None
    desk.put(events.Recorded(desk.state.now, False, "disk full"))
    desk.propose("raise", 300)
    assert desk.state.suggestion is None


def test_what_would_change_nothing_is_neither_suggested_nor_done() -> None:
    for kind, intensity in (("hold", 300), ("lower", 300), ("lower", 400), ("raise", 300), ("raise", 200)):
        for plan in (LADDER, FULL):
            desk = Desk(plan).exposed().at(300)
            desk.read()
            assert desk.propose(kind, intensity) == ()
            assert desk.state.suggestion is None and desk.state.dial.asked == 300 and not desk.state.steered


def test_a_hold_takes_the_place_of_a_suggestion_that_was_open() -> None:
    desk = Desk().exposed().at(200)
    desk.read()
    desk.propose("raise", 300)
    desk.propose("hold", 200)
    assert desk.state.suggestion is None
    alone = Desk(replace(LADDER, autonomy="lower_only")).exposed().at(200)
    alone.read()
    alone.propose("raise", 300)
    alone.propose("hold", 200)
    assert alone.state.suggestion is None


@pytest.mark.parametrize("autonomy", ["suggest", "lower_only", "full"])
def test_in_trauma_a_lowering_is_offered_or_done_as_elsewhere(autonomy: str) -> None:
    plan = replace(LADDER, disorder="ptsd_combat", autonomy=autonomy)  # type: ignore[arg-type]
    desk = Desk(plan).exposed().at(300)
    desk.read()
    desk.propose("lower", 200)
    if autonomy == "suggest":
        assert desk.state.suggestion is not None and desk.state.dial.asked == 300
    else:
        assert desk.state.dial.asked == 200


def test_a_lowering_is_done_even_where_nothing_may_rise() -> None:
    desk = Desk(FULL).exposed().at(300)
    desk.read()
    desk.put(events.Recorded(desk.state.now, False, "disk full"))
    desk.propose("lower", 200)
    assert desk.state.dial.asked == 200


@pytest.mark.parametrize("phase", ["baseline", "paused", "calm", "stopped", "debrief"])
def test_nothing_is_proposed_outside_the_exposure(phase: str) -> None:
    desk = desk_in(phase)
    desk.state = replace(desk.state, autonomy="full")
    desk.read()
    before = desk.state
    for kind in ("raise", "lower"):
        assert desk.propose(kind, 200) == () and desk.state == before


def test_training_takes_a_simulated_signal_for_what_it_is() -> None:
    for origin in ("playback", "simulated"):
        desk = Desk().exposed()
        desk.read(origin=origin)  # type: ignore[arg-type]
        desk.propose("raise", 300)
        assert desk.state.suggestion is not None


def test_in_a_research_session_too_nothing_but_a_real_session_asks_for_a_live_signal() -> None:
    desk = Desk(replace(LADDER, setting=replace(LADDER.setting, kind="research")))
    desk.accepted(wishes.TakeControl())
    desk.accepted(as_usual())
    practised(desk)
    desk.accepted(wishes.Start())
    desk.accepted(wishes.Next())
    desk.run(2)
    desk.read(origin="simulated")
    desk.propose("raise", 300)
    assert desk.state.suggestion is not None


def test_a_rise_that_the_controller_began_stays_its_own_when_it_lowers_within_it() -> None:
    desk = Desk(FULL).exposed()
    desk.read()
    desk.propose("raise", 350)
    assert desk.state.steered
    desk.propose("lower", 300)
    assert desk.state.steered and desk.state.dial.asked == 300
    desk.accepted(wishes.AskIntensity(Permille(350)))
    assert not desk.state.steered
    desk.propose("lower", 320)
    assert not desk.state.steered, "what is left of a person's own rise is a person's"


def test_a_stop_in_a_step_of_another_scene_is_a_stop() -> None:
    desk = Desk(with_steps(scene="bridge", offers=())).exposed()
    desk.put(events.SceneFailed(desk.state.now, "bridge", "gone"))
    assert desk.state.phase == "stopped"
