"""What a clinician enters: answers, expectations, sickness, adverse events, dose, autonomy, and the words of each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.session.desk import LADDER, LIMITS, Desk, alerts, only, with_steps
from tests.session.test_machine_events import told
from tests.session.test_promises import EXPECTING, FULL, PHASES, REAL, desk_in
from vrtherapy.domain.units import MINUTE, SECOND, Micros, Permille
from vrtherapy.session import effects, events, wishes
from vrtherapy.session.state import Adverse, Belief


def refusal(desk: Desk, wish: wishes.Wish) -> tuple[str, str, str]:
    """Code, source and words."""
    answer = desk.take(wish)
    assert not answer.accepted
    return answer.reason.code, answer.reason.source, answer.reason.words


# ---- the checklist ---------------------------------------------------------------------------------------------------


def test_the_checklist_is_answered_before_the_session_starts_and_kept_sorted() -> None:
    desk = Desk(REAL)
    desk.accepted(wishes.TakeControl())
    desk.accepted(wishes.Confirm((("fit", "yes"), ("age", "34"))))
    assert desk.state.answers == (("age", "34"), ("fit", "yes"))
    code, source, words = refusal(desk, wishes.Confirm((("age", "old"),)))
    assert (code, source) == ("wrong_answer", "engine") and "Age in years" in words and "whole number" in words
    code, source, words = refusal(desk_in("baseline"), wishes.Confirm((("age", "34"),)))
    assert (code, source) == ("phase", "engine") and "before the session starts" in words


def test_who_does_not_agree_to_measuring_loses_what_was_measured_and_who_agrees_keeps_it() -> None:
    for answer, kept in (("no", False), ("yes", True)):
        desk = Desk(REAL)
        desk.accepted(wishes.TakeControl())
        desk.read()
        desk.run(4)
        assert desk.state.reading_lost
        desk.accepted(wishes.Confirm((("consent_physiology", answer),)))
        assert (desk.state.reading is not None) == kept and desk.state.reading_lost == kept


# ---- expectancy ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("when", ["before", "after"])
def test_what_is_expected_or_found_is_asked_in_the_steps_own_words_for_some_seconds(when: wishes.When) -> None:
    desk = Desk(EXPECTING).exposed(0)
    desk.accepted(wishes.AskExpectancy(when))
    (said,) = only(effects.Say, desk.turns[-1].effects)
    assert said.text == {"before": "How likely is it that the railing gives way?", "after": "What happened?"}[when]
    assert said.lasts == 8 * SECOND


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("answers", [False, True])
def test_what_a_step_does_not_ask_is_neither_put_nor_answered(when: wishes.When, answers: bool) -> None:
    wish = wishes.AnswerExpectancy(when, 50, "") if answers else wishes.AskExpectancy(when)
    code, source, words = refusal(Desk().exposed(), wish)
    assert (code, source) == ("no_question", "protocol") and when in words
    only_before = Desk(with_steps(expectancy_before="What will happen?")).exposed()
    assert only_before.take(wish).accepted == (when == "before")
    for phase in ("calm", "baseline", "debrief"):
        code, source, words = refusal(desk_in(phase), wish)
        assert (code, source) == ("phase", "engine") and "only in exposure" in words


def test_an_answer_is_a_likelihood_or_the_reason_why_there_is_none() -> None:
    desk = Desk(EXPECTING).exposed(0)
    code, source, words = refusal(desk, wishes.AnswerExpectancy("after", None, "  "))
    assert (code, source) == ("no_reason", "engine") and "0 to 100" in words and "why" in words
    assert desk.state.held("expectancy")
    desk.accepted(wishes.AnswerExpectancy("after", 20, "it held"))
    assert desk.state.course.after == Belief(20, "it held") and desk.state.course.before is None
    assert desk.state.held("expectancy"), "what was found does not answer what is expected"
    desk.accepted(wishes.AnswerExpectancy("before", None, "cannot say"))
    assert desk.state.course.before == Belief(None, "cannot say") and desk.state.course.after == Belief(20, "it held")
    assert not desk.state.held("expectancy")
    desk.accepted(wishes.AnswerExpectancy("before", 0, ""))
    assert desk.state.course.before == Belief(0, "")


def test_what_is_expected_may_be_answered_in_a_pause() -> None:
    desk = Desk(EXPECTING).exposed(0)
    desk.accepted(wishes.Pause())
    desk.accepted(wishes.AnswerExpectancy("before", 80, ""))


# ---- what goes wrong -------------------------------------------------------------------------------------------------


def test_an_adverse_event_is_kept_with_its_time_and_step_and_told_in_words() -> None:
    desk = Desk().exposed(1)
    desk.accepted(wishes.ReportAdverse("pain", "mild", "neck"))
    assert told(desk.turns[-1].effects, "adverse") == "mild pain: neck"
    desk.run(1)
    desk.accepted(wishes.ReportAdverse("panic", "moderate", " "))
    assert told(desk.turns[-1].effects, "adverse") == "moderate panic"
    assert desk.state.adverse == (
        Adverse(Micros(desk.state.now - SECOND), 1, "pain", "mild", "neck"),
        Adverse(desk.state.now, 1, "panic", "moderate", " "),
    )


def test_an_adverse_event_before_the_exposure_belongs_to_no_step_and_one_after_it_to_the_last() -> None:
    before, after = desk_in("baseline"), desk_in("calm")
    for desk, step in ((before, -1), (after, 0)):
        desk.accepted(wishes.ReportAdverse("pain", "mild", ""))
        assert desk.state.adverse[0].step == step


SIGNS = [("syncope", "mild"), ("seizure", "mild"), ("fall", "mild"), ("panic", "severe"), ("other", "severe"), ("sickness", "severe")]


@pytest.mark.parametrize(("what", "severity"), SIGNS)
@pytest.mark.parametrize("phase", PHASES)
def test_a_safety_sign_stops_wherever_there_is_something_to_stop(
    phase: str, what: wishes.AdverseKind, severity: wishes.Severity
) -> None:
    desk = desk_in(phase)
    reason = desk.state.phase_reason
    desk.accepted(wishes.ReportAdverse(what, severity, "seen"))
    assert "adverse" in alerts(desk.turns[-1].effects)
    if phase in ("checklist", "stopped", "debrief", "ended"):
        assert (desk.state.phase, desk.state.phase_reason) == (phase, reason)
        return
    assert desk.state.phase == "stopped" and desk.meets_nothing()
    found = desk.state.phase_reason
    assert (found.code, found.source, found.words) == ("safety_sign", "clinician", f"{severity} {what}: seen")


@pytest.mark.parametrize("severity", ["mild", "moderate"])
def test_sickness_that_is_seen_holds_and_eases_by_a_tenth_under_its_own_words(severity: wishes.Severity) -> None:
    desk = Desk().exposed(1, 20).at(600)
    desk.accepted(wishes.ReportAdverse("sickness", severity, "pale"))
    hold = desk.state.hold
    assert hold is not None and (hold.code, hold.source) == ("sickness", "clinician")
    assert f"{severity} sickness: pale" in hold.words and "until you go on" in hold.words
    reason = desk.state.dial.reason
    assert desk.state.dial.asked == 500 and (reason.code, reason.source) == ("safety_sign", "clinician")
    assert f"{severity} sickness: pale" in reason.words and "eased" in reason.words
    calm = desk_in("calm")
    calm.accepted(wishes.ReportAdverse("sickness", severity, ""))
    assert calm.state.hold is None and calm.state.dial.asked == 0 and not only(effects.Decide, calm.turns[-1].effects)


def test_other_adverse_events_that_are_not_severe_move_nothing() -> None:
    for what in ("panic", "dissociation", "pain", "other"):
        desk = Desk().exposed(1, 20).at(600)
        desk.accepted(wishes.ReportAdverse(what, "moderate", ""))  # type: ignore[arg-type]
        assert desk.state.hold is None and desk.state.dial.asked == 600 and desk.state.phase == "exposure"


@pytest.mark.parametrize(("rating", "taken"), [(-1, False), (0, True), (20, True), (21, False)])
def test_motion_sickness_is_rated_from_0_to_20(rating: int, taken: bool) -> None:
    desk = desk_in("calm")
    answer = desk.take(wishes.EnterSickness(rating))
    assert answer.accepted == taken and desk.state.sickness == ((rating,) if taken else ())
    if not taken:
        assert (answer.reason.code, answer.reason.source) == ("out_of_range", "engine") and "0 to 20" in answer.reason.words


@pytest.mark.parametrize(
    ("ratings", "does"),
    [
        ((5,), "nothing"), ((6,), "hold"), ((13,), "hold"), ((14,), "stop"), ((20,), "stop"),
        ((0, 5), "nothing"), ((0, 7), "hold"), ((0, 8), "stop"), ((3, 10), "hold"), ((3, 11), "stop"),
        ((2, 6, 10), "stop"), ((8, 2, 10), "hold"),
    ],
)  # fmt: skip
def test_motion_sickness_is_told_from_6_and_stops_at_14_or_8_above_the_first(ratings: tuple[int, ...], does: str) -> None:
    desk = Desk().exposed(1)
    for rating in ratings:
        desk.accepted(wishes.EnterSickness(rating))
    done = desk.turns[-1].effects
    assert desk.state.sickness == ratings
    assert desk.state.phase == ("stopped" if does == "stop" else "exposure")
    assert desk.state.held("sickness") == (does == "hold")
    if does == "nothing":
        assert not alerts(done)
        return
    words = told(done, "sickness")
    assert f"motion sickness {ratings[-1]} of 20" in words and ("stopped" in words) == (does == "stop")
    assert ("ceiling comes down" in words) == (does == "hold")
    reason = desk.state.phase_reason if does == "stop" else desk.state.hold
    assert reason is not None and reason.source == "clinician" and f"motion sickness {ratings[-1]} of 20" in reason.words
    assert reason.code == ("safety_sign" if does == "stop" else "sickness")
    assert does != "hold" or "until you go on" in reason.words


@pytest.mark.parametrize("phase", ["baseline", "calm", "debrief"])
def test_where_nothing_is_shown_motion_sickness_is_told_and_moves_nobody(phase: str) -> None:
    for rating in (8, 16):
        desk = desk_in(phase)
        desk.accepted(wishes.EnterSickness(rating))
        assert "sickness" in alerts(desk.turns[-1].effects) and desk.state.phase == phase and desk.state.hold is None


def test_less_sickness_lifts_the_hold_of_sickness_alone() -> None:
    desk = Desk().exposed(1)
    desk.rate(95)
    desk.accepted(wishes.EnterSickness(8))
    desk.accepted(wishes.EnterSickness(5))
    assert [hold.code for hold in desk.state.holds] == ["suds_high"]


def test_in_a_pause_sickness_holds_and_stops_as_in_the_exposure() -> None:
    desk = desk_in("paused")
    desk.accepted(wishes.EnterSickness(8))
    assert desk.state.held("sickness")
    desk.accepted(wishes.EnterSickness(16))
    assert desk.state.phase == "stopped"


# ---- dose ------------------------------------------------------------------------------------------------------------


def test_a_dose_is_extended_by_a_person_with_a_reason_and_minutes() -> None:
    desk = Desk().exposed()
    code, source, words = refusal(desk, wishes.ExtendDose("exposure", 5, " "))
    assert (code, source) == ("no_reason", "engine") and "say why" in words
    for minutes in (0, -1):
        code, source, words = refusal(desk, wishes.ExtendDose("exposure", minutes, "close"))
        assert (code, source) == ("out_of_range", "engine") and "at least a minute" in words
    desk.accepted(wishes.ExtendDose("exposure", 1, "close to done"))
    assert desk.state.dose.extended == MINUTE
    desk.accepted(wishes.ExtendDose("exposure", 2, "closer"))
    assert desk.state.dose.extended == 3 * MINUTE and desk.state.dose.high_extended == 0
    desk.accepted(wishes.ExtendDose("high", 4, "closer"))
    desk.accepted(wishes.ExtendDose("high", 1, "closer"))
    assert (desk.state.dose.extended, desk.state.dose.high_extended) == (3 * MINUTE, 5 * MINUTE)


@pytest.mark.parametrize(("what", "stands", "most"), [("exposure", 30, 120), ("high", 20, 60)])
def test_no_dose_is_extended_beyond_its_absolute_bound(what: wishes.Dose, stands: int, most: int) -> None:
    desk = Desk().exposed()
    desk.accepted(wishes.ExtendDose(what, most, "more"))
    extended = desk.state.dose.extended if what == "exposure" else desk.state.dose.high_extended
    assert extended == (most - stands) * MINUTE
    code, source, words = refusal(desk, wishes.ExtendDose(what, 1, "more"))
    assert (code, source) == ("absolute", "governor") and f"{most} min is the most" in words


@pytest.mark.parametrize(
    ("what", "minutes", "cap", "advised"),
    [("exposure", 10, 40, False), ("exposure", 30, 60, False), ("exposure", 31, 61, True), ("high", 15, 35, False), ("high", 40, 60, False)],
)
def test_what_an_extended_dose_may_be_is_told_with_what_is_advised(
    what: wishes.Dose, minutes: int, cap: int, advised: bool
) -> None:
    desk = Desk().exposed()
    desk.accepted(wishes.ExtendDose(what, minutes, "close to done"))
    words = told(desk.turns[-1].effects, "dose_extended")
    assert words == f"{what} dose up to {cap} min{', 60 min are advised' * advised}: close to done"


def test_an_extended_dose_warns_anew() -> None:
    short = Micros(100 * SECOND)
    desk = Desk(with_steps(limits=replace(LIMITS, exposure=short, high_level=Permille(300), high_exposure=short))).exposed(1, 10)
    desk.at(500)
    desk.run(110)
    assert (desk.state.dose.told, desk.state.dose.high_told) == (100, 100)
    desk.accepted(wishes.ExtendDose("exposure", 5, "close"))
    assert (desk.state.dose.told, desk.state.dose.high_told) == (0, 100)
    desk.accepted(wishes.ExtendDose("high", 5, "close"))
    assert (desk.state.dose.told, desk.state.dose.high_told) == (0, 0)


def test_a_child_starts_from_the_childs_own_dose() -> None:
    long = with_steps(limits=replace(LIMITS, exposure=Micros(100 * MINUTE), high_exposure=Micros(50 * MINUTE)))
    desk = Desk(replace(long, setting=replace(long.setting, sessions_before=0))).exposed()
    desk.accepted(wishes.ExtendDose("exposure", 500, "more"))
    desk.accepted(wishes.ExtendDose("high", 500, "more"))
    assert (desk.state.dose.extended, desk.state.dose.high_extended) == (75 * MINUTE, 45 * MINUTE)


# ---- autonomy, record ------------------------------------------------------------------------------------------------


def test_a_stage_of_autonomy_is_set_told_by_its_name_and_ends_the_suggestion() -> None:
    desk = Desk(LADDER).exposed()
    desk.read()
    desk.propose("raise", 300)
    desk.accepted(wishes.SetAutonomy("suggest"))
    assert desk.state.suggestion is not None and not alerts(desk.turns[-1].effects), "it is that already"
    desk.accepted(wishes.SetAutonomy("lower_only"))
    assert desk.state.autonomy == "lower_only" and desk.state.suggestion is None
    assert told(desk.turns[-1].effects, "autonomy") == "autonomy: lower only"


def test_a_stage_that_is_not_allowed_says_why_and_the_stage_stays() -> None:
    for plan, code in (
        (replace(LADDER, setting=replace(LADDER.setting, unlocked="suggest")), "not_unlocked"),
        (replace(LADDER, disorder="ptsd_combat"), "trauma"),
    ):
        desk = Desk(plan)
        desk.accepted(wishes.TakeControl())
        found, source, words = refusal(desk, wishes.SetAutonomy("full"))
        assert (found, source) == (code, "governor") and words and desk.state.autonomy == "suggest"


def test_an_unrecorded_session_is_accepted_with_a_reason_that_is_told() -> None:
    desk = Desk(FULL).exposed()
    code, source, words = refusal(desk, wishes.AcceptUnrecorded("half way"))
    assert (code, source) == ("recorded", "engine") and "being recorded" in words
    desk.put(events.Recorded(desk.state.now, False, "disk full"))
    code, source, words = refusal(desk, wishes.AcceptUnrecorded(" "))
    assert (code, source) == ("no_reason", "engine") and "say why" in words
    assert not desk.state.unrecorded_accepted
    desk.accepted(wishes.AcceptUnrecorded("half way"))
    assert desk.state.unrecorded_accepted and "half way" in told(desk.turns[-1].effects, "unrecorded_accepted")
