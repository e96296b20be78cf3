"""When a step counts as done: the clinical rules, against sums worked out by hand and by another road."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.session.desk import LADDER, Desk, alerts
from vrtherapy.domain.plan import Advance, Condition, ExpectancyDrop, Step, SudsAtMost, SudsDrop, TimeInStep
from vrtherapy.domain.rating import Rating
from vrtherapy.domain.units import MINUTE, SECOND, Micros, Permille, Suds
from vrtherapy.session.advance import APART, done, stayed

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


# ---- in which words, and when it is time to ask ------------------------------------------------------------------------

LOW = said((0, 80), (60, 20), (120, 15))
MINUTE_IN = TimeInStep(Micros(75 * SECOND))


@pytest.mark.parametrize(
    ("condition", "code", "words"),
    [
        (MINUTE_IN, "time", "1:15 in step"),
        (SudsAtMost(Suds(20)), "suds_at_most", "SUDS at or below 20 twice"),
        (SudsDrop(Permille(500), Suds(40)), "habituated", "SUDS fell from 80 to 15"),
        (ExpectancyDrop(30), "expectancy", "held for 80 % likely, found 40 %"),
    ],
)
def test_what_makes_a_step_done_is_named_in_the_protocols_name(condition: Condition, code: str, words: str) -> None:
    found = done(needs(condition), LOW, LONG, 80, 40)
    assert found is not None and (found.code, found.source, found.words) == (code, "protocol", words)


def test_of_any_conditions_the_first_that_is_met_is_named_and_of_all_every_one() -> None:
    never = TimeInStep(Micros(99 * MINUTE))
    found = done(needs(never, SudsAtMost(Suds(20)), MINUTE_IN), LOW, LONG)
    assert found is not None and found.code == "suds_at_most"
    both = done(needs(SudsAtMost(Suds(20)), MINUTE_IN, match="all"), LOW, LONG)
    assert both is not None and (both.code, both.source) == ("done", "protocol")
    assert both.words == "SUDS at or below 20 twice; 1:15 in step"
    assert done(needs(SudsAtMost(Suds(20)), MINUTE_IN, never, match="all"), LOW, LONG) is None


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [(80, 50, True), (80, 51, False), (None, 0, False), (80, None, False), (None, None, False), (30, 0, True), (29, 0, False), (0, 30, False)],
)
def test_a_violated_expectancy_counts_from_so_many_points_and_only_where_both_are_known(
    before: int | None, after: int | None, counts: bool
) -> None:
    assert (done(needs(ExpectancyDrop(30)), LOW, LONG, before, after) is not None) == counts


def test_two_low_ratings_count_from_a_minute_apart() -> None:
    assert APART == 60 * SECOND


@pytest.mark.parametrize(
    ("peak", "fall", "last", "counts"),
    [(41, 500, 20, True), (41, 500, 21, False), (99, 500, 49, True), (99, 500, 50, False), (99, 394, 59, True), (99, 394, 60, False)],
)
def test_what_is_left_of_a_peak_is_rounded_down(peak: int, fall: int, last: int, counts: bool) -> None:
    course = said((0, peak), (10, last), (70, last))
    assert (done(needs(SudsDrop(Permille(fall), Suds(40))), course, LONG) is not None) == counts


def asked_at(*conditions: Condition, spent_s: int, match: str = "any", ratings: list[Rating] | None = None) -> bool:
    """Whether it is time to ask what was found; the step lasts from 30 s to 10 min."""
    step = needs(*conditions, match=match, at_least=30)
    return stayed(step, ratings or [], Micros(spent_s * SECOND))


def test_what_was_found_is_asked_from_the_shortest_stay_where_only_the_answer_is_missing() -> None:
    for conditions in ((), (ExpectancyDrop(30),)):
        assert not asked_at(*conditions, spent_s=29)
        assert asked_at(*conditions, spent_s=30)


def test_what_was_found_is_asked_once_the_other_conditions_are_met_or_the_step_has_lasted_as_planned() -> None:
    low, late = SudsAtMost(Suds(20)), TimeInStep(Micros(5 * MINUTE))
    assert not asked_at(ExpectancyDrop(30), low, spent_s=200)
    assert asked_at(ExpectancyDrop(30), low, spent_s=200, ratings=LOW)
    assert asked_at(low, late, spent_s=200, ratings=LOW)
    assert not asked_at(low, late, ExpectancyDrop(30), spent_s=200, ratings=LOW, match="all")
    assert asked_at(low, late, ExpectancyDrop(30), spent_s=300, ratings=LOW, match="all")
    assert not asked_at(low, spent_s=599)
    assert asked_at(low, spent_s=600)


def test_a_step_planned_shorter_than_its_shortest_stay_is_asked_about_when_it_has_lasted_as_planned() -> None:
    step = replace(needs(SudsAtMost(Suds(20)), at_least=90), at_most=Micros(60 * SECOND))
    assert not stayed(step, [], Micros(59 * SECOND))
    assert stayed(step, [], Micros(60 * SECOND))
