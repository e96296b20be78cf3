"""What time shows of who is connected: consoles, links and the sensor, each to the tick and in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.session.desk import QUIET, Desk, alerts, hear, only, with_steps
from tests.session.test_machine_events import told
from tests.session.test_promises import FULL, desk_in
from vrtherapy.domain.units import SECOND, TICK, Permille
from vrtherapy.session import effects, events, wishes
from vrtherapy.session.state import NEVER


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


@pytest.mark.parametrize("link", ["server", "biofeedback"])
def test_a_link_that_says_no_more_than_that_it_lives_is_not_silent(link: events.Link) -> None:
    desk = Desk(QUIET).exposed()
    for _ in range(8):
        desk.put(events.Heard(desk.state.now, link))
        assert f"{link}_silent" not in alerts(desk.run(0.5))
    assert f"{link}_silent" in alerts(desk.run(2.1))


def test_a_link_never_heard_is_not_told() -> None:
    assert not alerts(Desk(QUIET).exposed().run(20))


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


def test_easing_asks_for_less_than_is_given_and_never_for_more_than_is_asked() -> None:
    desk = Desk(QUIET).exposed(1, 10).at(500)
    desk.accepted(wishes.AskIntensity(Permille(350)))
    desk.accepted(wishes.Ease())
    assert desk.state.dial.asked == 350
    desk.tick()
    desk.accepted(wishes.Ease())
    (decided,) = only(effects.Decide, desk.turns[-1].effects)
    assert (decided.what, decided.asked, decided.granted, desk.state.dial.asked) == ("intensity", 250, 250, 250)
