"""What a rating does, besides being kept: it answers, holds, eases, stops by the author's rule, and lifts a hold."""

from __future__ import annotations

import pytest

from tests.session.desk import Desk, alerts, only, with_steps
from tests.session.test_machine_events import told
from tests.session.test_promises import desk_in
from vrtherapy.domain.plan import Rule
from vrtherapy.domain.rating import Rating
from vrtherapy.domain.units import SECOND, Micros, Suds
from vrtherapy.session import effects, events, wishes
from vrtherapy.session.state import NEVER

RULES = (Rule(Suds(80), "stop", ()), Rule(Suds(60), "hold", ("stay", "ground")), Rule(Suds(70), "ease", ()))
"""Not in order: the highest that is reached counts, wherever it stands."""


def ruled() -> Desk:
    return Desk(with_steps(rules=RULES)).exposed(1, 10).at(400)


def test_every_rating_is_kept_with_its_step_oldest_first() -> None:
    desk = Desk().exposed(1, 1)
    began = desk.state.now
    desk.rate(50)
    desk.run(1)
    desk.accepted(wishes.EnterSuds(Suds(40)))
    desk.accepted(wishes.Calm())
    desk.rate(30)
    later = Micros(began + SECOND)
    assert desk.state.ratings == (
        Rating(began, Suds(50), "patient", 1), Rating(later, Suds(40), "clinician", 1), Rating(later, Suds(30), "patient", -1),
    )  # fmt: skip


def test_the_course_of_a_step_keeps_its_first_rating_and_its_peak() -> None:
    desk = Desk().exposed()
    for suds, peak in ((50, 50), (70, 70), (30, 70)):
        desk.rate(suds)
        assert (desk.state.course.first, desk.state.course.peak) == (50, peak)
    desk.accepted(wishes.Next())
    assert (desk.state.course.first, desk.state.course.peak) == (None, None)


@pytest.mark.parametrize("phase", ["checklist", "baseline", "calm", "grounding", "stopped", "debrief"])
def test_a_rating_outside_the_exposure_belongs_to_no_step_and_holds_nothing(phase: str) -> None:
    desk = desk_in(phase)
    desk.rate(99)
    assert desk.state.ratings[-1].step == -1 and desk.state.question.due == NEVER
    assert desk.state.course.peak is None and desk.state.hold is None and desk.state.phase == phase


def test_a_rating_in_a_pause_belongs_to_the_step_and_may_hold() -> None:
    desk = desk_in("paused")
    desk.rate(99)
    assert desk.state.ratings[-1].step == 0 and desk.state.course.peak == 99 and desk.state.held("suds_high")


def test_an_answer_closes_the_question_and_a_rating_without_a_question_closes_none() -> None:
    desk = Desk().exposed()
    assert not only(effects.CloseQuestion, desk.rate(40))
    desk.accepted(wishes.AskSuds())
    assert only(effects.CloseQuestion, desk.rate(40))
    assert desk.state.question.open_since == -1


def test_after_an_answer_the_next_question_comes_on_the_steps_schedule_and_sooner_after_a_high_one() -> None:
    desk = Desk().exposed()
    for suds, wait in ((40, 120), (89, 120), (90, 30), (100, 30)):
        desk.rate(suds)
        assert desk.state.question.due - desk.state.now == wait * SECOND
    often = Desk(with_steps(suds_every=Micros(10 * SECOND))).exposed(0, 1)
    often.rate(95)
    assert often.state.question.due - often.state.now == 10 * SECOND


def test_only_what_the_patient_says_in_the_checklist_is_practice() -> None:
    desk = desk_in("baseline")
    desk.rate(20)
    assert not desk.state.practised.rating


@pytest.mark.parametrize(
    ("suds", "action"), [(59, "none"), (60, "hold"), (69, "hold"), (70, "ease"), (79, "ease"), (80, "stop"), (100, "stop")]
)
def test_the_highest_rule_that_a_rating_reaches_counts_wherever_it_stands(suds: int, action: str) -> None:
    desk = ruled()
    done = desk.rate(suds)
    hold = desk.state.hold
    assert desk.state.phase == ("stopped" if action == "stop" else "exposure")
    assert desk.state.dial.asked == {"ease": 300, "stop": 0}.get(action, 400)
    assert (hold is not None) == (action in ("hold", "ease"))
    if action == "none":
        assert not alerts(done)
        return
    words = told(done, "suds_high")
    assert f"SUDS {suds}" in words and ("stopped" in words) == (action == "stop")
    if hold is not None:
        assert (hold.code, hold.source) == ("suds_high", "protocol") and f"SUDS {suds}" in hold.words


def test_a_rule_names_its_own_choices_and_without_any_the_usual_ones_are_named() -> None:
    assert "Stay, ground?" in told(ruled().rate(60), "suds_high")
    assert "Stay, ease, ground, stop?" in told(ruled().rate(70), "suds_high")
    assert "Stay, ease, ground, stop?" in told(Desk().exposed().rate(90), "suds_high")


def test_what_a_rule_does_is_done_under_the_protocols_name() -> None:
    desk = ruled()
    desk.rate(70)
    reason = desk.state.dial.reason
    assert (reason.code, reason.source) == ("rule_ease", "protocol") and "SUDS 70" in reason.words and "eased" in reason.words
    desk.rate(80)
    reason = desk.state.phase_reason
    assert (reason.code, reason.source) == ("rule_stop", "protocol") and "SUDS 80" in reason.words and "stopped" in reason.words


def test_a_limit_of_the_step_holds_below_its_lowest_rule() -> None:
    desk = Desk(with_steps(rules=(Rule(Suds(95), "stop", ()),))).exposed()
    desk.rate(90)
    assert desk.state.held("suds_high") and desk.state.phase == "exposure"


def test_a_lower_rating_ends_the_hold_and_says_so_and_without_a_hold_nothing_is_said() -> None:
    desk = Desk().exposed()
    desk.rate(92)
    words = told(desk.rate(60), "hold_over")
    assert "SUDS 60" in words and "no longer held" in words and desk.state.hold is None
    assert not alerts(desk.rate(50))


def test_a_hold_names_the_newest_of_the_ratings_that_hold() -> None:
    desk = Desk().exposed()
    desk.rate(92)
    desk.rate(97)
    assert [hold.words for hold in desk.state.holds] == ["SUDS 97: held"]


def test_a_rating_lifts_no_hold_that_something_else_brought() -> None:
    desk = Desk().exposed()
    desk.put(events.Stalled(desk.state.now, Micros(2 * SECOND)))
    desk.rate(95)
    desk.rate(20)
    assert [hold.code for hold in desk.state.holds] == ["recovered"]
