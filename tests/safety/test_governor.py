"""The governor alone: whatever is asked and whatever the circumstances, it only lowers, holds and slows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrtherapy.domain.limits import Limits
from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import MINUTE, SECOND, TICK, Micros, Permille, Suds
from vrtherapy.safety import governor, hard_limits
from vrtherapy.safety.rules import Circumstances

permilles = st.integers(0, 1000).map(Permille)
HELD = Reason("suds_high", "SUDS 92: held", "protocol")


@st.composite
def circumstances(draw: st.DrawFn) -> Circumstances:
    low, high = sorted((draw(permilles), draw(permilles)))
    return Circumstances(
        exposed=draw(st.booleans()),
        step_low=low,
        step_high=high,
        cap=draw(permilles),
        limits=Limits(draw(permilles), Permille(draw(st.integers(0, 2000))), Micros(draw(st.integers(0, 10**10))), Suds(90)),
        exposure=Micros(draw(st.integers(0, 10**10))),
        live=draw(st.booleans()),
        recorded=draw(st.booleans()),
        paused=draw(st.booleans()),
        hold=draw(st.none() | st.just(HELD)),
    )


FREE = Circumstances(
    exposed=True,
    step_low=Permille(100),
    step_high=Permille(700),
    cap=Permille(1000),
    limits=Limits(Permille(900), Permille(40), Micros(30 * MINUTE), Suds(90)),
    exposure=Micros(0),
    live=True,
    recorded=True,
    paused=False,
    hold=None,
)
spans = st.integers(0, 20 * SECOND).map(Micros)
credits = st.integers(0, 999_999)


@given(permilles, permilles, credits, spans, circumstances())
def test_what_is_given_is_whole_below_every_ceiling_and_below_what_is_asked_or_was_given(
    asked: Permille, given_now: Permille, credit: int, elapsed: Micros, c: Circumstances
) -> None:
    found = governor.govern(asked, given_now, credit, elapsed, c)
    assert isinstance(found.given, int) and 0 <= found.given <= 1000
    assert found.given <= asked or found.given <= given_now
    assert found.given <= min(c.step_high, c.cap, c.limits.ceiling)
    assert c.exposed or found.given == 0
    assert found.reason.words and 0 <= found.credit < 1_000_000


@given(permilles, permilles, credits, spans, circumstances())
def test_it_never_raises_over_what_was_asked(
    asked: Permille, given_now: Permille, credit: int, elapsed: Micros, c: Circumstances
) -> None:
    found = governor.govern(asked, given_now, credit, elapsed, c)
    assert found.given <= max(asked, 0) or found.given < given_now or given_now > asked


@given(permilles, permilles, credits, spans, circumstances())
def test_a_fall_is_given_at_once_whatever_else_holds(
    asked: Permille, given_now: Permille, credit: int, elapsed: Micros, c: Circumstances
) -> None:
    target = min(asked, governor.ceiling(c).allows)
    if target <= given_now:
        assert governor.govern(asked, given_now, credit, elapsed, c).given == target


@given(permilles, permilles, credits, spans, circumstances())
def test_nothing_rises_where_any_rule_holds(
    asked: Permille, given_now: Permille, credit: int, elapsed: Micros, c: Circumstances
) -> None:
    spent = c.exposure >= min(c.limits.exposure, 120 * MINUTE)
    if not c.live or not c.recorded or c.paused or c.hold is not None or spent:
        assert governor.may_not_rise(c) is not None
        assert governor.govern(asked, given_now, credit, elapsed, c).given <= given_now
    else:
        assert governor.may_not_rise(c) is None


@given(st.lists(st.tuples(permilles, st.integers(1, 3)), min_size=2, max_size=120), st.integers(1, 300))
def test_over_any_window_the_rise_keeps_the_limit(course: list[tuple[Permille, int]], rise: int) -> None:
    c = replace(FREE, limits=replace(FREE.limits, rise=Permille(rise)))
    given_now, credit, now = Permille(0), 0, 0
    seen = [(0, 0)]
    for asked, ticks in course:
        elapsed = Micros(ticks * TICK)
        found = governor.govern(asked, given_now, credit, elapsed, c)
        given_now, credit, now = found.given, found.credit, now + elapsed
        seen.append((now, given_now))
    most = min(rise, 250)
    for i, (start, low) in enumerate(seen):
        for end, high in seen[i + 1 :]:
            # One permille more, because a fraction may have been earned before the window began.
            assert (high - low - 1) * 1_000_000 < most * (end - start)


@given(st.integers(1, 400), st.integers(1, 900))
def test_a_rise_arrives_when_it_is_due_and_not_a_tick_later(rise: int, asked: int) -> None:
    c = replace(FREE, step_high=Permille(1000), limits=replace(FREE.limits, rise=Permille(rise)))
    given_now, credit, ticks = Permille(0), 0, 0
    while given_now < asked:
        found = governor.govern(Permille(asked), given_now, credit, TICK, c)
        given_now, credit, ticks = found.given, found.credit, ticks + 1
        assert ticks < 100_000
    most = min(rise, 250)
    assert (ticks - 1) * TICK * most < asked * 1_000_000 <= ticks * TICK * most


def test_the_first_rule_named_wins_a_tie() -> None:
    tied = replace(FREE, step_high=Permille(500), cap=Permille(500), limits=replace(FREE.limits, ceiling=Permille(500)))
    assert governor.ceiling(tied).reason.code == "step_cap"
    assert governor.ceiling(replace(tied, step_high=Permille(501))).reason.code == "clinician_cap"
    assert governor.ceiling(replace(tied, exposed=False)).reason.code == "calm_scene"
    assert governor.may_not_rise(replace(FREE, hold=HELD, paused=True, live=False, recorded=False)) == HELD


@pytest.mark.parametrize(
    ("c", "asked", "words"),
    [
        (FREE, 100, "as asked"),
        (FREE, 600, "rise limit 0.04 /s"),
        (replace(FREE, hold=HELD), 600, "SUDS 92: held"),
        (replace(FREE, live=False), 600, "no controlling console: held"),
        (replace(FREE, recorded=False), 600, "not being recorded: held"),
        (replace(FREE, paused=True), 600, "paused"),
        (replace(FREE, cap=Permille(50)), 600, "your cap 0.05"),
        (replace(FREE, exposed=False), 600, "calm scene"),
    ],
)
def test_every_bound_says_why_in_words_a_clinician_reads(c: Circumstances, asked: int, words: str) -> None:
    assert governor.govern(Permille(asked), Permille(100), 0, TICK, c).reason.words == words


def test_the_rise_limit_has_an_absolute_bound() -> None:
    wild = replace(FREE, limits=replace(FREE.limits, rise=Permille(5000)))
    assert governor.govern(Permille(700), Permille(0), 0, SECOND, wild).given == hard_limits.RISE_ABSOLUTE


@pytest.mark.parametrize(("over_s", "allows"), [(-1, 1000), (0, 650), (29, 650), (30, 600), (60, 550), (330, 100), (9999, 100)])
def test_past_the_dose_cap_the_ceiling_falls_by_steps_to_the_steps_calm_end(over_s: int, allows: int) -> None:
    c = replace(FREE, exposure=Micros(FREE.limits.exposure + over_s * SECOND))
    assert governor.ceiling(replace(c, limits=replace(c.limits, ceiling=Permille(1000)))).allows == min(allows, 700)
    assert (governor.may_not_rise(c) is None) == (over_s < 0)


def test_no_protocol_may_allow_more_than_two_hours() -> None:
    endless = replace(FREE, limits=replace(FREE.limits, exposure=Micros(10**12)), exposure=Micros(120 * MINUTE))
    assert governor.ceiling(endless).reason.code == "dose_cap"


@given(permilles, circumstances())
def test_an_event_is_refused_exactly_when_it_is_over_the_ceiling_or_nothing_may_rise(
    intensity: Permille, c: Circumstances
) -> None:
    refused = governor.refuse(intensity, "a gust", c)
    over = intensity > governor.ceiling(c).allows
    assert (refused is not None) == (over or governor.may_not_rise(c) is not None)
    if over:
        assert refused is not None and refused.words.startswith("a gust counts as ")


@given(circumstances(), circumstances())
def test_limits_combined_are_the_stricter_of_each(a: Circumstances, b: Circumstances) -> None:
    both = a.limits.tightened(b.limits)
    for name in ("ceiling", "rise", "exposure", "suds_high"):
        assert getattr(both, name) == min(getattr(a.limits, name), getattr(b.limits, name))
    assert both == b.limits.tightened(a.limits)
    assert a.limits.with_ceiling(b.limits.ceiling).ceiling == both.ceiling
