"""The SUDS question: on schedule, and again where nobody answers, to the tick."""

from __future__ import annotations

from dataclasses import replace

from tests.session.desk import LADDER, LIMITS, QUIET, Desk, alerts, only, with_steps
from tests.session.test_machine_events import told
from vrtherapy.domain.units import SECOND, TICK, Micros, Suds
from vrtherapy.session import effects, wishes
from vrtherapy.session.state import NEVER


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


def test_a_high_rating_of_the_step_is_that_of_the_class_or_95_at_most() -> None:
    first = replace(LADDER, setting=replace(LADDER.setting, sessions_before=0))
    for plan, suds, holds in ((first, 84, False), (first, 85, True), (with_steps(limits=replace(LIMITS, suds_high=Suds(99))), 95, True)):
        desk = Desk(plan).exposed()
        desk.rate(suds)
        assert desk.state.held("suds_high") == holds
