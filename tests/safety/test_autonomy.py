"""Promise 7: how far the controller may go is earned by counted sessions and confirmed, stage by stage."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrtherapy.domain.setting import UNKNOWN, Autonomy, SessionKind, Setting
from vrtherapy.safety.autonomy import (
    NEEDS,
    STAGES,
    History,
    Session,
    allowed,
    lower_of,
    may_confirm,
    unlocked,
)

stages = st.sampled_from(STAGES)
sessions = st.builds(Session, st.sampled_from(["suggest", "suggest", "lower_only", "watch", "full"]), st.integers(0, 6))
histories = st.builds(History, st.lists(sessions, max_size=14).map(tuple), st.frozensets(stages))
settings = st.builds(
    Setting, kind=st.sampled_from(get_args(SessionKind)), unlocked=stages, development=st.booleans()
)


def at(history: History, stage: Autonomy) -> list[int]:
    """Suggestions answered in each session led at that stage."""
    return [session.answered for session in history.sessions if session.stage == stage]


def rank(stage: Autonomy) -> int:
    return STAGES.index(stage)


@given(histories)
def test_lower_only_is_never_reached_without_three_sessions_of_suggestions_ten_answers_and_a_confirmation(
    history: History,
) -> None:
    if rank(unlocked(history)) >= rank("lower_only"):
        assert len(at(history, "suggest")) >= 3 and sum(at(history, "suggest")) >= 10
        assert "lower_only" in history.confirmed


@given(histories)
def test_full_is_never_reached_without_five_sessions_of_lowering_a_confirmation_and_all_before_it(history: History) -> None:
    if unlocked(history) == "full":
        assert len(at(history, "lower_only")) >= 5 and "full" in history.confirmed
        assert unlocked(replace(history, confirmed=history.confirmed - {"full"})) == "lower_only"


@given(histories)
def test_no_stage_is_skipped(history: History) -> None:
    """What was confirmed and earned of a higher stage helps nothing where the one below it lacks anything."""
    without = replace(history, confirmed=history.confirmed - {"lower_only"})
    assert unlocked(without) == "suggest"
    beginner = replace(history, sessions=tuple(s for s in history.sessions if s.stage != "suggest"))
    assert unlocked(beginner) == "suggest"


@given(histories)
def test_everybody_has_suggest_and_nothing_takes_it_away(history: History) -> None:
    assert rank(unlocked(history)) >= rank("suggest")


@given(histories, sessions, stages)
def test_what_was_reached_is_kept_whatever_is_added(history: History, session: Session, stage: Autonomy) -> None:
    more = History((*history.sessions, session), history.confirmed | {stage})
    assert rank(unlocked(more)) >= rank(unlocked(history))


@given(histories, st.randoms(use_true_random=False))
def test_the_order_of_the_sessions_does_not_matter(history: History, rng) -> None:  # type: ignore[no-untyped-def]
    mixed = list(history.sessions)
    rng.shuffle(mixed)
    assert unlocked(replace(history, sessions=tuple(mixed))) == unlocked(history)


@given(histories, stages)
def test_a_confirmation_without_its_sessions_is_refused_with_what_is_missing(history: History, stage: Autonomy) -> None:
    refusal = may_confirm(history, stage)
    if stage not in NEEDS:
        assert refusal is not None and refusal.code == "no_need"
        return
    below = NEEDS[stage].below
    short = len(at(history, below)) < NEEDS[stage].sessions or sum(at(history, below)) < NEEDS[stage].answered
    unready = below in NEEDS and below not in history.confirmed
    assert (refusal is not None) == (short or unready)
    if refusal is not None:
        assert refusal.words and refusal.source == "engine"


@given(histories)
def test_an_earned_stage_opens_with_its_confirmation_and_not_before(history: History) -> None:
    reached = unlocked(history)
    following = next((stage for stage in NEEDS if rank(stage) > rank(reached)), None)
    if following is None or may_confirm(history, following) is not None:
        return
    confirmed = replace(history, confirmed=history.confirmed | {following})
    assert following not in history.confirmed and rank(unlocked(confirmed)) >= rank(following)


def test_the_way_up_stage_by_stage() -> None:
    history = History((Session("suggest", 5), Session("suggest", 5)))
    assert may_confirm(history, "lower_only").words == "lower only needs 1 more session at suggest"  # type: ignore[union-attr]
    history = History((*history.sessions, Session("suggest", 0)))
    assert may_confirm(history, "lower_only") is None and unlocked(history) == "suggest"
    history = replace(history, confirmed=frozenset({"lower_only"}))
    assert unlocked(history) == "lower_only"
    assert may_confirm(history, "full").words == "full within limits needs 5 more sessions at lower only"  # type: ignore[union-attr]
    history = replace(history, sessions=history.sessions + 5 * (Session("lower_only", 0),))
    assert may_confirm(history, "full") is None and unlocked(history) == "lower_only"
    assert unlocked(replace(history, confirmed=frozenset({"lower_only", "full"}))) == "full"


# ---- what holds in a session -----------------------------------------------------------------------------------------


@given(stages, settings, st.booleans())
def test_nobody_gets_more_than_was_asked_for_or_is_unlocked_and_less_is_said_why(
    wanted: Autonomy, setting: Setting, trauma: bool
) -> None:
    given_stage, why = allowed(wanted, setting, trauma)
    assert rank(given_stage) <= min(rank(wanted), rank(setting.unlocked))
    assert (why is None) == (given_stage == wanted)
    if why is not None:
        assert why.words


@given(stages, settings)
def test_in_trauma_nothing_rises_by_itself(wanted: Autonomy, setting: Setting) -> None:
    there, _ = allowed(wanted, setting, True)
    elsewhere, _ = allowed(wanted, setting, False)
    assert there == lower_of(elsewhere, "lower_only")


@given(stages, settings, st.booleans())
def test_a_development_build_never_closes_the_loop_on_a_real_patient(
    wanted: Autonomy, setting: Setting, trauma: bool
) -> None:
    given_stage, _ = allowed(wanted, replace(setting, kind="real", development=True), trauma)
    assert rank(given_stage) <= rank("suggest")
    released, _ = allowed(wanted, replace(setting, kind="real", development=False, unlocked="full"), False)
    assert released == wanted


@given(stages, st.booleans())
def test_of_whom_nothing_is_known_gets_at_most_suggestions(wanted: Autonomy, trauma: bool) -> None:
    given_stage, _ = allowed(wanted, UNKNOWN, trauma)
    assert given_stage == lower_of(wanted, "suggest")


@pytest.mark.parametrize("wanted", ["watch", "suggest"])
def test_the_author_may_ask_for_less(wanted: Autonomy) -> None:
    assert allowed(wanted, Setting(unlocked="full", development=False), False) == (wanted, None)
