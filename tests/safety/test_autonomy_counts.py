"""How far the controller may go by itself: what each stage must be earned by, and what takes it away. Promise 7."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vrtherapy.domain.setting import Autonomy, Setting
from vrtherapy.safety.autonomy import (
    NAMES,
    NEEDS,
    STAGES,
    History,
    Session,
    allowed,
    lower_of,
    may_confirm,
    unlocked,
)

EARNED = History((Session("suggest", 4), Session("suggest", 4), Session("suggest", 2)))
LOWERING = replace(EARNED, confirmed=frozenset({"lower_only"}))
FIVE = replace(LOWERING, sessions=(*EARNED.sessions, *(Session("lower_only", 0),) * 5))
EVERYTHING = replace(FIVE, confirmed=frozenset({"lower_only", "full"}))


def why(history: History, stage: Autonomy) -> tuple[str, str]:
    """The code and the words that refuse to confirm it."""
    reason = may_confirm(history, stage)
    assert reason is not None and reason.source == "engine"
    return reason.code, reason.words


def test_the_stages_rise_from_watching_to_full_and_each_has_a_name() -> None:
    assert STAGES == ("watch", "suggest", "lower_only", "full")
    assert [NAMES[stage] for stage in STAGES] == ["watch", "suggest", "lower only", "full within limits"]
    for n, stage in enumerate(STAGES):
        for m, other in enumerate(STAGES):
            assert lower_of(stage, other) == STAGES[min(n, m)]


@pytest.mark.parametrize("stage", ["watch", "suggest"])
def test_watching_and_suggesting_need_no_confirmation(stage: Autonomy) -> None:
    code, words = why(EVERYTHING, stage)
    assert code == "no_need" and NAMES[stage] in words and "no confirmation" in words


@pytest.mark.parametrize(
    ("sessions", "code", "part"),
    [
        ((), "sessions", "3 more sessions at suggest"),
        ((Session("suggest", 99),), "sessions", "2 more sessions at suggest"),
        ((Session("suggest", 5),) * 2, "sessions", "1 more session at suggest"),
        ((*(Session("suggest", 5),) * 2, Session("watch", 5), Session("full", 5)), "sessions", "1 more session at suggest"),
        ((Session("suggest", 3),) * 3, "answered", "1 more suggestion"),
        ((*(Session("suggest", 1),) * 3, Session("watch", 50)), "answered", "7 more suggestions"),
    ],
)
def test_lowering_by_itself_is_earned_by_three_sessions_and_ten_answers_at_suggest(
    sessions: tuple[Session, ...], code: str, part: str
) -> None:
    found, words = why(History(sessions), "lower_only")
    assert found == code and part in words and words.startswith("lower only needs")
    assert not words.startswith("lower only needs 1 more sessions")


def test_lowering_by_itself_may_be_confirmed_once_it_is_earned_and_counts_only_then() -> None:
    assert may_confirm(EARNED, "lower_only") is None
    assert unlocked(EARNED) == "suggest"
    assert unlocked(LOWERING) == "lower_only"


def test_raising_by_itself_is_earned_by_five_sessions_at_lower_only_that_was_confirmed() -> None:
    code, words = why(replace(FIVE, confirmed=frozenset()), "full")
    assert code == "stage_below" and "confirm lower only first" in words
    assert why(LOWERING, "full") == ("sessions", "full within limits needs 5 more sessions at lower only")
    four = replace(FIVE, sessions=FIVE.sessions[:-1])
    assert why(four, "full") == ("sessions", "full within limits needs 1 more session at lower only")
    assert may_confirm(FIVE, "full") is None
    assert unlocked(FIVE) == "lower_only"
    assert unlocked(EVERYTHING) == "full"


def test_a_confirmation_that_was_never_earned_unlocks_nothing() -> None:
    assert unlocked(History()) == "suggest"
    assert unlocked(History(confirmed=frozenset({"lower_only", "full"}))) == "suggest"
    assert unlocked(replace(EVERYTHING, sessions=EARNED.sessions)) == "lower_only"
    assert unlocked(replace(EVERYTHING, confirmed=frozenset({"full"}))) == "suggest"


def test_what_each_stage_needs_is_as_it_was_signed_off() -> None:
    assert {stage: (needs.below, needs.sessions, needs.answered) for stage, needs in NEEDS.items()} == {
        "lower_only": ("suggest", 3, 10),
        "full": ("lower_only", 5, 0),
    }


READY = Setting(kind="real", unlocked="full", development=False)


@pytest.mark.parametrize("trauma", [False, True])
@pytest.mark.parametrize("wanted", STAGES)
@pytest.mark.parametrize("highest", STAGES)
def test_the_lower_of_what_is_wanted_and_what_is_unlocked_holds(wanted: Autonomy, highest: Autonomy, trauma: bool) -> None:
    stage, reason = allowed(wanted, replace(READY, unlocked=highest), trauma)
    lower = lower_of(wanted, highest)
    assert stage == ("lower_only" if trauma and lower == "full" else lower)
    assert (reason is None) == (stage == wanted)
    if reason is not None:
        assert reason.code == ("trauma" if lower != stage else "not_unlocked") and reason.source == "governor"
        assert ("nothing rises by itself" if lower != stage else NAMES[wanted]) in reason.words


@pytest.mark.parametrize(
    ("kind", "development", "wanted", "stage"),
    [
        ("real", True, "full", "suggest"),
        ("real", True, "lower_only", "suggest"),
        ("real", True, "suggest", "suggest"),
        ("real", True, "watch", "watch"),
        ("real", False, "full", "full"),
        ("training", True, "full", "full"),
        ("research", True, "lower_only", "lower_only"),
    ],
)
def test_only_a_development_build_with_a_real_patient_keeps_the_loop_open(
    kind: str, development: bool, wanted: Autonomy, stage: Autonomy
) -> None:
    found, reason = allowed(wanted, replace(READY, kind=kind, development=development), trauma=False)  # type: ignore[arg-type]
    assert found == stage and (reason is None) == (stage == wanted)
    if reason is not None:
        assert (reason.code, reason.source) == ("development", "governor") and "real patient" in reason.words
