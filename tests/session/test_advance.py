"""When a step counts as done: the clinical rules, against sums worked out by hand and by another road."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.session.desk import LADDER, Desk, alerts
from vrtherapy.domain.plan import Advance, Condition, Step, SudsAtMost, SudsDrop, TimeInStep
from vrtherapy.domain.rating import Rating
from vrtherapy.domain.units import MINUTE, SECOND, Micros, Permille, Suds
from vrtherapy.session.advance import done

LONG = Micros(9 * MINUTE)


def needs(*conditions: Condition, match: str = "any", at_least: int = 0) -> Step:
    advance = Advance(conditions, match, "clinician")  # type: ignore[arg-type]
    return replace(LADDER.steps[0], advance=advance, at_least=Micros(at_least * SECOND))


def said(*pairs: tuple[int, int]) -> list[Rating]:
    """(second, SUDS) each."""
    return [Rating(Micros(at * SECOND), Suds(suds), "patient", 0) for at, suds in pairs]


@pytest.mark.parametrize(
    ("ratings", "counts"),
    [
        (said((0, 20), (60, 20)), True),
        (said((0, 20), (59, 20)), False),
        (said((0, 20)), False),
        (said((0, 20), (30, 21), (60, 20)), False),
        (said((0, 20), (30, 10), (60, 20)), True),
        (said((0, 20), (60, 20), (70, 30)), False),
        (said((0, 50), (10, 20), (40, 15), (70, 5)), True),
        ([], False),
    ],
)
def test_a_low_rating_counts_when_two_in_a_row_a_minute_apart_say_so(ratings: list[Rating], counts: bool) -> None:
    assert (done(needs(SudsAtMost(Suds(20))), ratings, LONG) is not None) == counts


def test_a_step_that_asks_every_ten_seconds_still_needs_the_minute() -> None:
    often = replace(needs(SudsAtMost(Suds(20))), suds_every=Micros(10 * SECOND))
    assert done(often, said((0, 10), (10, 10), (50, 10)), LONG) is None


@pytest.mark.parametrize(
    ("ratings", "counts"),
    [
        (said((0, 80), (60, 40), (120, 40)), True),
        (said((0, 80), (60, 41), (120, 40)), False),
        (said((0, 39), (60, 5), (120, 5)), False),
        (said((0, 40), (60, 20), (120, 20)), True),
        (said((0, 41), (60, 20), (120, 20)), True),
        (said((0, 41), (60, 21), (120, 21)), False),
    ],
)
def test_a_drop_counts_from_this_steps_peak_which_must_have_reached_40(ratings: list[Rating], counts: bool) -> None:
    assert (done(needs(SudsDrop(Permille(500), Suds(40))), ratings, LONG) is not None) == counts


def test_a_step_that_never_activated_is_not_called_habituated() -> None:
    either = needs(SudsDrop(Permille(500), Suds(40)), SudsAtMost(Suds(10)))
    reason = done(either, said((0, 20), (60, 10), (120, 10)), LONG)
    assert reason is not None and reason.code == "suds_at_most"


def test_nothing_counts_before_the_shortest_stay() -> None:
    low = said((0, 5), (60, 5))
    assert done(needs(SudsAtMost(Suds(20)), at_least=180), low, Micros(179 * SECOND)) is None
    assert done(needs(SudsAtMost(Suds(20)), at_least=180), low, Micros(180 * SECOND)) is not None


def test_all_of_several_conditions_means_all() -> None:
    both = needs(SudsAtMost(Suds(20)), TimeInStep(Micros(5 * MINUTE)), match="all")
    low = said((0, 5), (60, 5))
    assert done(both, low, Micros(299 * SECOND)) is None
    assert done(both, low, Micros(300 * SECOND)) is not None
    assert done(both, [], LONG) is None


def test_without_a_condition_a_step_is_never_done() -> None:
    for match in ("any", "all"):
        assert done(needs(match=match), said((0, 0), (60, 0)), LONG) is None


courses = st.lists(st.tuples(st.integers(1, 50), st.integers(0, 100)), max_size=8)


@given(courses, st.integers(0, 100))
def test_low_ratings_judged_by_another_road(course: list[tuple[int, int]], limit: int) -> None:
    at, ratings = 0, []
    for gap, suds in course:
        at += gap
        ratings.append((at, suds))
    low = [i for i in range(len(ratings)) if all(s <= limit for _, s in ratings[i:])]
    expected = bool(low) and ratings[-1][0] - ratings[low[0]][0] >= 60
    assert (done(needs(SudsAtMost(Suds(limit))), said(*ratings), LONG) is not None) == expected


@given(courses, st.integers(0, 1000), st.integers(0, 100))
def test_a_drop_is_never_called_without_the_drop(course: list[tuple[int, int]], part: int, least: int) -> None:
    at, ratings = 0, []
    for gap, suds in course:
        at += gap
        ratings.append((at, suds))
    found = done(needs(SudsDrop(Permille(part), Suds(least))), said(*ratings), LONG)
    peak = max((s for _, s in ratings), default=0)
    if found is not None:
        assert peak >= least and 1000 * ratings[-1][1] <= peak * (1000 - part)


def test_the_clinician_is_told_once_that_a_step_is_done() -> None:
    desk = Desk().exposed()
    desk.rate(60)
    desk.run(60)
    desk.rate(15)
    assert "step_done" not in alerts(desk.run(60))
    desk.rate(15)
    assert alerts(desk.run(60)).count("step_done") == 1
    assert desk.state.course.peak == 60 and desk.state.step == 0
