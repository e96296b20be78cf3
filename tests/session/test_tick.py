"""What time does by itself to steps and levers, to the tick and in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.session.desk import LIMITS, QUIET, Desk, alerts, only, pinned, with_steps
from tests.session.test_machine_events import told
from tests.session.test_promises import EXPECTING
from vrtherapy.domain.plan import Advance, SudsDrop, TimeInStep
from vrtherapy.domain.units import MINUTE, SECOND, TICK, Micros, Permille, Suds
from vrtherapy.session import effects, events, wishes
from vrtherapy.session.state import Lever

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


PINNED = (pinned("wind", 100), pinned("floor", 100), pinned("railing", 0))
"""Every parameter of the roof, away from the dial."""


def test_a_rise_too_slow_for_a_tick_is_given_only_in_the_ticks_that_move() -> None:
    desk = Desk(with_steps(QUIET, pins=PINNED, limits=replace(LIMITS, rise=Permille(10)))).exposed(1, 40)
    before = desk.given
    desk.accepted(wishes.AskIntensity(Permille(before + 100)))
    assert [given.intensity for given in only(effects.Give, desk.run(1))] == [before + n for n in range(1, 11)]


def test_the_dial_alone_is_given_anew_where_every_parameter_is_pinned() -> None:
    desk = Desk(with_steps(QUIET, pins=PINNED)).exposed(1, 20)
    before = desk.given
    desk.accepted(wishes.AskIntensity(Permille(before + 4)))
    given = only(effects.Give, desk.run(1))
    assert [each.intensity for each in given] == [before + 2, before + 4]
    assert len({each.parameters for each in given}) == 1


@pytest.mark.parametrize(("moment", "counts"), [("after", True), ("before", False)])
def test_of_two_ratings_at_the_moment_a_step_is_entered_only_the_one_said_in_it_counts(moment: str, counts: bool) -> None:
    desk = Desk(with_steps(QUIET, advance=Advance((SudsDrop(Permille(500), Suds(40)),), "any", "clinician"))).exposed()
    if moment == "before":
        desk.rate(80)
    desk.accepted(wishes.Next())
    if moment == "after":
        desk.rate(80)
    for _ in range(2):
        desk.run(65)
        desk.rate(30)
    desk.tick()
    assert (desk.state.course.ready is not None) == counts


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
