"""What time does by itself: dose, watches, questions, events and steps, each to the tick and in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.session.desk import CONSOLE, LADDER, LIMITS, Desk, alerts, only, with_steps
from tests.session.test_machine_events import told
from tests.session.test_promises import EXPECTING, FULL, desk_in
from vrtherapy.domain.plan import Advance, Offer, TimeInStep
from vrtherapy.domain.units import MINUTE, SECOND, TICK, Micros, Permille, Suds
from vrtherapy.session import effects, events, wishes
from vrtherapy.session.state import NEVER, Dose, Lever

QUIET = with_steps(suds_every=Micros(3600 * SECOND), offers=(), at_most=Micros(3600 * SECOND))
"""A ladder in which nothing comes by itself."""


def hear(desk: Desk) -> None:
    desk.put(events.Heard(desk.state.now, "console", CONSOLE))


def standing(desk: Desk, **changes: object) -> Desk:
    """The desk with its state changed to what hours would have made of it."""
    desk.state = replace(desk.state, **changes)  # type: ignore[arg-type]
    return desk


# ---- dose ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("phase", "counts"), [("exposure", 1), ("paused", 1), ("calm", 0), ("baseline", 0), ("debrief", 0)])
def test_a_tick_counts_as_dose_and_as_time_in_the_step_where_the_exposure_is_shown(phase: str, counts: int) -> None:
    desk = desk_in(phase)
    before = desk.state
    desk.tick()
    assert desk.state.now == before.now + TICK
    assert desk.state.dose.exposure == before.dose.exposure + counts * TICK
    assert desk.state.dose.unbroken == before.dose.unbroken + counts * TICK
    assert desk.state.course.spent == before.course.spent + counts * TICK


def test_only_time_above_the_high_level_counts_as_high() -> None:
    desk = Desk(with_steps(QUIET, limits=replace(LIMITS, high_level=Permille(400)))).exposed(1, 10).at(400)
    desk.run(1)
    assert desk.state.dose.high == 0
    desk.at(401)
    before = desk.state.dose
    desk.tick()
    assert desk.state.dose.high == before.high + TICK and desk.state.dose.exposure == before.exposure + TICK


def test_a_class_of_patients_has_its_own_high_level() -> None:
    desk = Desk(replace(QUIET, setting=replace(QUIET.setting, sessions_before=0))).exposed(1, 10).at(650)
    assert LIMITS.high_level == 700 and desk.state.dose.high > 0


def test_an_event_counts_for_a_minute_to_the_tick_and_the_others_go_on_counting() -> None:
    desk = Desk(QUIET).exposed()
    first, second = desk.state.now, Micros(desk.state.now + 5 * SECOND)
    standing(desk, dose=replace(desk.state.dose, events=(first, second)))
    desk.run(60 - TICK / SECOND)
    assert desk.state.dose.events == (first, second)
    desk.tick()
    assert desk.state.dose.events == (second,)


def capped(dose: Dose, plan_minutes: int = 30) -> Desk:
    desk = Desk(with_steps(QUIET, limits=replace(LIMITS, exposure=Micros(plan_minutes * MINUTE)))).exposed(1, 10)
    return standing(desk, dose=dose)


def test_a_dose_is_told_at_80_percent_and_at_its_cap_to_the_tick_and_once_each() -> None:
    for code, name, what, cap, down_to in (
        ("dose", "exposure", "exposure", 30, "the step's calm end"),
        ("high_dose", "high", "time above 0.70", 20, "0.70"),
    ):
        for percent, kind in ((80, "warning"), (100, "cap")):
            at = cap * MINUTE * percent // 100
            told_before = 0 if percent == 80 else 80
            dose = replace(Dose(), **{name: Micros(at - 2 * TICK), "told" if name == "exposure" else "high_told": told_before})
            desk = capped(dose)
            if name == "high":
                standing(desk, dial=replace(desk.state.dial, given=Permille(750), asked=Permille(750)), step=2)
            assert not alerts(desk.tick())
            done = desk.tick()
            assert alerts(done) == [f"{code}_{kind}"]
            said = told(done, f"{code}_{kind}")
            assert what in said and f"cap of {cap} min" in said
            assert ("80 %" in said) == (percent == 80) and (f"going down to {down_to}" in said) == (percent == 100)
            hear(desk)
            assert not alerts(desk.run(1))


def test_a_dose_that_jumps_over_its_warning_is_told_as_its_cap() -> None:
    desk = capped(replace(Dose(), exposure=Micros(31 * MINUTE)))
    assert alerts(desk.tick()) == ["dose_cap"]
    assert (desk.state.dose.told, desk.state.dose.high_told) == (100, 0)


def test_a_dose_extended_in_a_rest_is_told_anew_only_in_the_exposure() -> None:
    desk = capped(replace(Dose(), exposure=Micros(31 * MINUTE), told=100))
    desk.accepted(wishes.Calm())
    desk.accepted(wishes.ExtendDose("exposure", 1, "close to done"))
    assert not alerts(desk.run(1))
    desk.accepted(wishes.Resume())
    assert alerts(desk.tick()) == ["dose_cap"]


def test_a_break_is_advised_after_half_an_hour_without_one_to_the_tick_and_once() -> None:
    desk = capped(replace(Dose(), unbroken=Micros(30 * MINUTE - 2 * TICK)), 100)
    assert not alerts(desk.tick())
    words = told(desk.tick(), "break_due")
    assert "30 min" in words and "10 to 15 min are advised" in words and desk.state.dose.break_told
    assert not alerts(desk.tick())


def test_in_a_pause_the_dose_is_told_too() -> None:
    desk = capped(replace(Dose(), exposure=Micros(24 * MINUTE)))
    desk.accepted(wishes.Pause())
    assert "dose_warning" in alerts(desk.tick())


def test_a_long_pause_is_asked_about_after_a_minute_to_the_tick_and_once() -> None:
    desk = Desk(QUIET).exposed()
    desk.accepted(wishes.Pause())
    assert not alerts(desk.run(60 - TICK / SECOND))
    words = told(desk.tick(), "pause_long")
    assert "60 s" in words and "dose counts on" in words and "resume, calm or debrief" in words
    assert not alerts(desk.run(70))


def test_an_exposure_of_a_minute_is_not_asked_about_as_a_pause() -> None:
    assert "pause_long" not in alerts(Desk(QUIET).exposed(0, 0).run(70))


# ---- watches ---------------------------------------------------------------------------------------------------------


def test_a_console_that_falls_silent_and_is_back_is_told_in_words_where_the_exposure_is_shown() -> None:
    desk = Desk(QUIET).exposed(1)
    desk.console = False
    words = told(desk.run(2.1), "not_live")
    assert "2 s" in words and "held" in words
    hear(desk)
    assert "heard again" in told(desk.tick(), "live_again")
    hold = desk.state.hold
    assert hold is not None and hold.code == "recovered" and "console is back" in hold.words


@pytest.mark.parametrize("phase", ["baseline", "calm", "stopped", "debrief"])
def test_where_nothing_is_shown_a_silent_console_is_only_not_live(phase: str) -> None:
    desk = desk_in(phase)
    desk.console = False
    assert not alerts(desk.run(40)) and desk.state.phase == phase and not desk.state.live
    hear(desk)
    assert not alerts(desk.tick()) and desk.state.live and desk.state.hold is None


@pytest.mark.parametrize("phase", ["exposure", "paused"])
def test_after_thirty_seconds_of_silence_the_calm_scene_comes_up_and_says_why(phase: str) -> None:
    desk = desk_in(phase)
    desk.console = False
    done = desk.run(31)
    assert "30 s" in told(done, "dead_man") and "calm scene" in told(done, "dead_man")
    reason = desk.state.phase_reason
    assert (desk.state.phase, reason.code, reason.source) == ("calm", "dead_man", "watch") and "30 s" in reason.words


def test_after_the_end_no_console_is_watched_any_more() -> None:
    desk = desk_in("ended")
    desk.console = False
    before = desk.state
    desk.run(40)
    assert desk.state == replace(before, now=desk.state.now)


def test_where_nobody_holds_the_controls_no_console_makes_the_session_live() -> None:
    desk = Desk()
    desk.put(events.Heard(desk.state.now, "console", ""))
    desk.tick()
    assert not desk.state.live


@pytest.mark.parametrize("link", ["server", "biofeedback"])
def test_a_link_that_falls_silent_is_told_by_its_own_name_and_so_when_it_is_back(link: str) -> None:
    def heard() -> None:
        desk.put(events.Heard(desk.state.now, "server")) if link == "server" else desk.read()

    desk = Desk(QUIET).exposed()
    heard()
    done = desk.run(2.1)
    assert alerts(done) == [f"{link}_silent"] and link in told(done, f"{link}_silent") and "is silent" in told(done, f"{link}_silent")
    assert desk.state.links.silent == {link}
    heard()
    done = desk.tick()
    assert f"{link}_back" in alerts(done) and f"{link}_silent" not in alerts(done)
    assert link in told(done, f"{link}_back") and "heard again" in told(done, f"{link}_back")
    assert desk.state.links.silent == frozenset()


def test_a_link_never_heard_is_not_told() -> None:
    assert not alerts(Desk(QUIET).exposed().run(20))


# ---- the sensor ------------------------------------------------------------------------------------------------------


def test_a_lost_sensor_is_told_with_its_name_and_what_is_wrong_and_so_when_it_is_readable() -> None:
    desk = Desk(QUIET).exposed()
    desk.read()
    words = told(desk.run(3.1), "sensor_lost")
    assert "strap" in words and "nothing heard for 3 s" in words and "no suggestions" in words
    desk.read()
    words = told(desk.tick(), "sensor_back")
    assert "strap" in words and "readable again" in words
    assert desk.state.hold is None, "what steered nothing held nothing"
    desk.read("none")
    desk.state = replace(desk.state, reading=replace(desk.state.reading, reason="lead off"))  # type: ignore[type-var]
    assert "lead off" in told(desk.tick(), "sensor_lost")
    desk.read("poor")
    assert "sensor_back" in alerts(desk.tick()), "a poor signal is a signal"


def test_a_sensor_that_is_back_leaves_an_open_suggestion_alone() -> None:
    desk = Desk(QUIET).exposed()
    desk.read()
    desk.propose("raise", 300)
    desk.tick()
    assert desk.state.suggestion is not None


def test_where_no_sensor_was_ever_read_none_is_lost() -> None:
    assert "sensor_lost" not in alerts(Desk(FULL).exposed().run(10))


@pytest.mark.parametrize("autonomy", ["watch", "suggest", "lower_only", "full"])
@pytest.mark.parametrize("rationale", ["habituation", "expectancy"])
def test_a_lost_sensor_hands_the_dial_over_only_where_the_controller_steers(autonomy: str, rationale: str) -> None:
    desk = Desk(replace(with_steps(QUIET, rationale=rationale), autonomy=autonomy)).exposed(1)  # type: ignore[arg-type]
    desk.read()
    done = desk.run(3.1)
    steers = autonomy in ("lower_only", "full") and rationale == "habituation"
    assert ("dial_yours" in alerts(done)) == desk.state.held("sensor_lost") == (desk.state.handed != NEVER) == steers
    if steers:
        words = told(done, "dial_yours")
        assert "set the dial" in words and "30 s" in words
        hold = desk.state.hold
        assert hold is not None and hold.source == "watch" and "the dial is yours" in hold.words


def test_a_dial_that_nobody_takes_steps_down_every_thirty_seconds_to_the_tick() -> None:
    desk = Desk(replace(QUIET, autonomy="full")).exposed(1, 10).at(600)
    desk.read()
    desk.run(3.1)
    handed = desk.state.handed
    desk.run((handed + 30 * SECOND - desk.state.now - TICK) / SECOND)
    assert desk.state.dial.asked == 600
    done = desk.tick()
    (decided,) = only(effects.Decide, done)
    assert (decided.what, decided.asked, decided.granted, desk.state.dial.asked) == ("intensity", 500, 500, 500)
    assert (decided.reason.code, decided.reason.source) == ("sensor_unanswered", "watch")
    assert "30 s" in decided.reason.words and "stepped down" in decided.reason.words
    assert desk.state.handed == desk.state.now
    desk.run(29.9)
    assert desk.state.dial.asked == 500


def test_a_sensor_that_is_back_takes_the_hand_over_back_and_waits_for_a_person() -> None:
    desk = Desk(replace(QUIET, autonomy="full")).exposed(1)
    desk.read()
    desk.run(5)
    desk.read()
    desk.tick()
    assert desk.state.handed == NEVER and not desk.state.held("sensor_lost")
    hold = desk.state.hold
    assert hold is not None and hold.code == "recovered" and "sensor is back" in hold.words


# ---- questions -------------------------------------------------------------------------------------------------------


def test_a_question_comes_on_schedule_to_the_tick_in_the_protocols_name() -> None:
    desk = Desk(with_steps(QUIET, suds_every=Micros(10 * SECOND))).exposed(0, 0)
    assert not only(effects.AskPatient, desk.run(10 - TICK / SECOND))
    (asked,) = only(effects.AskPatient, desk.tick())
    assert (asked.ask, asked.reason.code, asked.reason.source) == (1, "schedule", "protocol") and "schedule" in asked.reason.words
    assert (desk.state.question.open_since, desk.state.question.due) == (desk.state.now, NEVER)


def test_an_unanswered_question_comes_again_after_twenty_seconds_to_the_tick() -> None:
    desk = Desk(QUIET).exposed()
    desk.accepted(wishes.AskSuds())
    assert not only(effects.AskPatient, desk.run(20 - TICK / SECOND))
    (asked,) = only(effects.AskPatient, desk.tick())
    assert (asked.ask, asked.reason.code, asked.reason.source) == (2, "asked_again", "engine") and "20 s" in asked.reason.words
    assert desk.state.question.missed == 1 and desk.state.hold is None
    done = desk.run(20)
    hold = desk.state.hold
    assert hold is not None and (hold.code, hold.source) == ("no_answer", "watch") and "2 SUDS questions unanswered" in hold.words
    words = told(done, "no_answer")
    assert "2 SUDS questions unanswered" in words and "Speak to the patient" in words
    assert "no_answer" not in alerts(desk.run(40)), "a third silence says nothing new"
    assert desk.state.question.missed == 4 and desk.state.question.asks == 5


def test_no_question_is_put_in_a_pause() -> None:
    desk = Desk(with_steps(QUIET, suds_every=Micros(10 * SECOND))).exposed(0, 0)
    desk.accepted(wishes.Pause())
    assert not only(effects.AskPatient, desk.run(30))
    desk.accepted(wishes.Resume())
    assert only(effects.AskPatient, desk.tick())


# ---- events ----------------------------------------------------------------------------------------------------------


def timed(after_s: int, event: str = "gust") -> Desk:
    return Desk(with_steps(QUIET, offers=(Offer("crack", "clinician", Micros(0), Micros(0)), Offer(event, "time", Micros(after_s * SECOND), Micros(0)))))


def test_a_timed_event_comes_at_its_time_to_the_tick_in_the_protocols_name_and_once() -> None:
    desk = timed(10).exposed(0, 0)
    assert not only(effects.Happen, desk.run(10 - TICK / SECOND))
    (played,) = only(effects.Happen, desk.tick())
    assert (played.event, played.intensity) == ("gust", 300)
    assert (played.reason.code, played.reason.source) == ("timed", "protocol") and "clock" in played.reason.words
    assert not only(effects.Happen, desk.run(30))


def test_a_timed_event_that_is_refused_waits_until_it_is_not() -> None:
    desk = timed(2).exposed(0, 0)
    desk.accepted(wishes.SetCap(Permille(200)))
    assert not only(effects.Happen, desk.run(10))
    desk.accepted(wishes.SetCap(Permille(1000)))
    assert [e.event for e in only(effects.Happen, desk.run(1))] == ["gust"]


def test_an_event_plays_for_as_long_as_it_lasts_and_is_kept_with_its_time() -> None:
    desk = Desk().exposed(1)
    began = desk.state.now
    desk.accepted(wishes.FireEvent("gust"))
    desk.accepted(wishes.FireEvent("bird"))
    assert desk.state.happening == (("gust", began + 2 * SECOND), ("bird", began + SECOND))
    assert desk.state.course.fired == (("gust", began), ("bird", began)) and desk.state.dose.events == (began, began)
    code = desk.take(wishes.FireEvent("gust")).reason
    assert (code.code, code.source) == ("playing", "engine") and "still playing" in code.words
    desk.run(1 - TICK / SECOND)
    assert [name for name, _ in desk.state.happening] == ["gust", "bird"]
    desk.tick()
    assert [name for name, _ in desk.state.happening] == ["gust"]
    desk.run(1)
    assert desk.state.happening == ()


def test_an_event_may_come_again_after_its_rest_to_the_tick_and_says_how_long() -> None:
    desk = Desk(with_steps(QUIET, offers=(Offer("gust", "clinician", Micros(0), Micros(20 * SECOND)),))).exposed(1)
    desk.accepted(wishes.FireEvent("gust"))
    for passed, left in ((2.5, 18), (16.5, 1)):
        desk.run(passed)
        reason = desk.take(wishes.FireEvent("gust")).reason
        assert (reason.code, reason.source) == ("cooldown", "protocol") and f"in {left} s" in reason.words
    desk.run(0.98)
    assert desk.take(wishes.FireEvent("gust")).reason.code == "cooldown"
    desk.tick()
    desk.accepted(wishes.FireEvent("gust"))
    assert len(desk.state.course.fired) == 1


def test_an_event_is_refused_by_the_name_of_what_stands_in_its_way() -> None:
    plain = Desk(with_steps(QUIET, offers=(Offer("gust", "clinician", Micros(0), Micros(0)),))).exposed(1)
    paused = desk_in("paused")
    for desk, name, code, source, part in (
        (plain, "ghost", "unknown_event", "engine", "ghost"),
        (paused, "bird", "not_in_exposure", "engine", "only in exposure"),
        (plain, "bird", "not_offered", "protocol", "not part of this step"),
    ):
        reason = desk.take(wishes.FireEvent(name)).reason
        assert (reason.code, reason.source) == (code, source) and part in reason.words
    plain.accepted(wishes.SetCap(Permille(100)))
    assert "gust counts as 0.30" in plain.take(wishes.FireEvent("gust")).reason.words


# ---- steps -----------------------------------------------------------------------------------------------------------


def test_a_step_longer_than_planned_is_told_once_with_its_minutes_to_the_tick() -> None:
    desk = Desk(with_steps(QUIET, at_most=Micros(2 * MINUTE))).exposed(0, 0)
    assert not alerts(desk.run(120 - TICK / SECOND))
    words = told(desk.tick(), "step_long")
    assert "2 min" in words and "go on, stay or go back?" in words
    assert not alerts(desk.run(5))


def in_time(decide: str, seconds: int = 20) -> Advance:
    return Advance((TimeInStep(Micros(seconds * SECOND)),), "any", decide)  # type: ignore[arg-type]


def test_a_step_that_is_done_is_told_with_its_reason_to_the_tick_and_stays() -> None:
    desk = Desk(with_steps(QUIET, advance=in_time("clinician", 40))).exposed(0, 0)
    assert not alerts(desk.run(40 - TICK / SECOND))
    done = desk.tick()
    assert "0:40 in step" in told(done, "step_done") and desk.state.step == 0
    assert desk.state.course.ready is not None and desk.state.course.ready.code == "time"
    assert not alerts(desk.run(10))


def test_a_step_that_walks_on_by_itself_says_why_and_asks_nobody() -> None:
    desk = Desk(with_steps(QUIET, advance=in_time("auto", 40))).exposed(0, 0)
    desk.run(40 - TICK / SECOND)
    done = desk.tick()
    (entered,) = only(effects.EnterStep, done)
    assert (entered.index, entered.reason.code, entered.reason.source) == (1, "time", "protocol") and not alerts(done)


def test_the_last_step_a_broken_one_and_trauma_walk_nowhere_and_are_told_as_done() -> None:
    auto = with_steps(QUIET, advance=in_time("auto", 40))
    last = Desk(auto).exposed(2, 0)
    assert "step_done" in alerts(last.run(41)) and last.state.step == 2
    bridged = (auto.steps[0], replace(auto.steps[1], scene="bridge"), auto.steps[2])
    broken = Desk(replace(auto, steps=bridged)).exposed(0, 0)
    broken.put(events.SceneFailed(broken.state.now, "bridge", "gone"))
    assert "step_done" in alerts(broken.run(41)) and broken.state.step == 0
    trauma = Desk(replace(auto, disorder="ptsd_combat")).exposed(0, 0)
    assert "step_done" in alerts(trauma.run(41)) and trauma.state.step == 0


def test_a_step_that_is_done_walks_on_once_nothing_holds_any_more() -> None:
    desk = Desk(with_steps(QUIET, advance=in_time("auto", 40))).exposed(0, 0)
    desk.put(events.Recorded(desk.state.now, False, "disk full"))
    assert not only(effects.EnterStep, desk.run(50)) and desk.state.course.ready is not None
    desk.accepted(wishes.AcceptUnrecorded("half way"))
    assert [e.index for e in only(effects.EnterStep, desk.run(1))] == [1]


def test_ratings_of_a_visit_before_do_not_make_a_step_done() -> None:
    desk = Desk(QUIET).exposed()
    desk.rate(15)
    desk.run(1)
    desk.accepted(wishes.Repeat())
    desk.run(65)
    desk.rate(15)
    desk.tick()
    assert desk.state.course.ready is None
    desk.run(60)
    desk.rate(15)
    desk.tick()
    assert desk.state.course.ready is not None


def test_what_the_step_asks_afterwards_is_asked_when_it_is_time_and_once() -> None:
    desk = Desk(EXPECTING).exposed(0, 0)
    desk.accepted(wishes.AnswerExpectancy("before", 80, ""))
    assert "expectancy_after" not in alerts(desk.run(30 - TICK / SECOND))
    words = told(desk.tick(), "expectancy_after")
    assert "ask now" in words and "What happened?" in words
    assert "expectancy_after" not in alerts(desk.run(40))
    answered = Desk(EXPECTING).exposed(0, 0)
    answered.accepted(wishes.AnswerExpectancy("before", 80, ""))
    answered.accepted(wishes.AnswerExpectancy("after", 80, ""))
    assert "expectancy_after" not in alerts(answered.run(40))


def test_a_step_that_is_done_but_for_its_question_waits_for_the_answer() -> None:
    desk = Desk(replace(EXPECTING, steps=tuple(replace(s, advance=in_time("auto", 40)) for s in EXPECTING.steps))).exposed(0, 0)
    desk.accepted(wishes.AnswerExpectancy("before", 80, ""))
    desk.run(60)
    assert desk.state.step == 0 and desk.state.course.ready is None
    desk.accepted(wishes.AnswerExpectancy("after", None, "cannot say"))
    desk.run(1)
    assert desk.state.step == 1


# ---- levers ----------------------------------------------------------------------------------------------------------


def test_what_changes_on_the_way_is_decided_anew_with_its_reason() -> None:
    desk = Desk(QUIET).exposed(1, 10)
    desk.accepted(wishes.AskIntensity(Permille(600)))
    (decided,) = only(effects.Decide, desk.tick())
    assert (decided.what, decided.asked, decided.granted, decided.reason.code) == ("intensity", 600, 600, "rise_limit")
    assert not only(effects.Decide, desk.tick())
    desk.accepted(wishes.SetCap(Permille(500)))
    assert not only(effects.Decide, desk.tick()), "it goes on rising as before"
    (decided,) = only(effects.Decide, desk.run(10))
    assert (decided.asked, decided.granted, decided.reason.code) == (600, 500, "clinician_cap")


def test_what_arrives_as_asked_is_not_decided_anew() -> None:
    desk = Desk(QUIET).exposed(1, 10)
    desk.accepted(wishes.AskIntensity(Permille(320)))
    desk.tick()
    assert not only(effects.Decide, desk.run(2)) and desk.given == 320 and desk.state.dial.reason.code == "as_asked"


def test_the_patient_is_given_anew_only_what_moved() -> None:
    desk = Desk(QUIET).exposed(1, 10)
    assert not only(effects.Give, desk.run(1))
    desk.accepted(wishes.SetParameter("wind", Permille(310)))
    given = only(effects.Give, desk.run(2))
    assert [(g.intensity, dict(g.parameters)["wind"]) for g in given] == [(300, wind) for wind in (302, 304, 306, 308, 310)]
    desk.accepted(wishes.AskIntensity(Permille(302)))
    given = only(effects.Give, desk.run(1))
    assert [(g.intensity, dict(g.parameters)["wind"]) for g in given][-1] == (302, 310)
    desk.accepted(wishes.AskIntensity(Permille(100)))
    given = only(effects.Give, desk.tick())
    assert [(g.intensity, dict(g.parameters)["floor"], dict(g.parameters)["wind"]) for g in given] == [(100, 100, 310)]


def test_a_parameter_follows_what_is_given_of_the_dial_and_not_what_is_asked() -> None:
    desk = Desk(QUIET).exposed(1, 10)
    desk.accepted(wishes.AskIntensity(Permille(600)))
    desk.run(1)
    assert desk.state.lever("floor").asked == desk.given < 600
    assert desk.given - 2 <= desk.state.lever("floor").given <= desk.given


def test_the_fraction_of_a_rise_is_carried_from_tick_to_tick() -> None:
    desk = Desk(with_steps(QUIET, limits=replace(LIMITS, rise=Permille(30)))).exposed(1, 15)
    desk.accepted(wishes.AskIntensity(Permille(600)))
    desk.tick()
    assert desk.state.dial == Lever(Permille(600), Permille(300), 600_000, desk.state.dial.reason)
    desk.tick()
    assert (desk.given, desk.state.dial.credit) == (301, 200_000)


def test_a_pause_holds_what_is_given_and_lets_it_fall() -> None:
    desk = Desk(QUIET).exposed(1, 10).at(500)
    desk.accepted(wishes.Pause())
    desk.accepted(wishes.AskIntensity(Permille(600)))
    desk.run(1)
    assert desk.given == 500
    desk.accepted(wishes.AskIntensity(Permille(200)))
    desk.tick()
    assert desk.given == 200


def test_easing_asks_for_less_than_is_given_and_never_for_more_than_is_asked() -> None:
    desk = Desk(QUIET).exposed(1, 10).at(500)
    desk.accepted(wishes.AskIntensity(Permille(350)))
    desk.accepted(wishes.Ease())
    assert desk.state.dial.asked == 350
    desk.tick()
    desk.accepted(wishes.Ease())
    (decided,) = only(effects.Decide, desk.turns[-1].effects)
    assert (decided.what, decided.asked, decided.granted, desk.state.dial.asked) == ("intensity", 250, 250, 250)


def test_a_high_rating_of_the_step_is_that_of_the_class_or_95_at_most() -> None:
    first = replace(LADDER, setting=replace(LADDER.setting, sessions_before=0))
    for plan, suds, holds in ((first, 84, False), (first, 85, True), (with_steps(limits=replace(LIMITS, suds_high=Suds(99))), 95, True)):
        desk = Desk(plan).exposed()
        desk.rate(suds)
        assert desk.state.held("suds_high") == holds
