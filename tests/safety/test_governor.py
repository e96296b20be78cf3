"""The governor alone: whatever is asked and whatever the circumstances, it only lowers, holds and slows."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrtherapy.domain.limits import Limits
from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import MINUTE, SECOND, TICK, Micros, Permille, Suds
from vrtherapy.safety import governor, hard_limits
from vrtherapy.safety.autonomy import STAGES
from vrtherapy.safety.classes import TIGHTENS, PatientClass, tightened
from vrtherapy.safety.rules import CEILINGS, Circumstances

permilles = st.integers(0, 1000).map(Permille)
HELD = Reason("suds_high", "SUDS 92: held", "protocol")


@st.composite
def circumstances(draw: st.DrawFn) -> Circumstances:
    low, high = sorted((draw(permilles), draw(permilles)))
    times = st.integers(0, 10**10).map(Micros)
    return Circumstances(
        exposed=draw(st.booleans()),
        step_low=low,
        step_high=high,
        cap=draw(permilles),
        limits=draw(limits),
        classes=tuple(draw(st.lists(st.sampled_from(list(TIGHTENS)), unique=True))),
        exposure=draw(times),
        extended=draw(times),
        high=draw(times),
        high_extended=draw(times),
        recent_events=draw(st.integers(0, 25)),
        sickness=draw(st.integers(0, 20)),
        live=draw(st.booleans()),
        recorded=draw(st.booleans()),
        paused=draw(st.booleans()),
        holds=draw(st.sampled_from([(), (HELD,)])),
        steered=draw(st.booleans()),
        autonomy=draw(st.sampled_from(STAGES)),
        autonomy_ceiling=draw(permilles),
        stale=draw(st.booleans()),
    )


limits = st.builds(
    Limits,
    ceiling=permilles,
    rise=st.integers(0, 2000).map(Permille),
    exposure=st.integers(0, 10**10).map(Micros),
    suds_high=st.just(Suds(90)),
    high_level=permilles,
    high_exposure=st.integers(0, 10**10).map(Micros),
    events_per_min=st.integers(0, 30),
)
FREE = Circumstances(
    exposed=True,
    step_low=Permille(100),
    step_high=Permille(700),
    cap=Permille(1000),
    limits=Limits(Permille(900), Permille(40), Micros(30 * MINUTE), Suds(90)),
    classes=(),
    exposure=Micros(0),
    extended=Micros(0),
    high=Micros(0),
    high_extended=Micros(0),
    recent_events=0,
    sickness=0,
    live=True,
    recorded=True,
    paused=False,
    holds=(),
    steered=False,
    autonomy="suggest",
    autonomy_ceiling=Permille(800),
    stale=False,
)


def govern(asked: Permille, given_now: Permille, credit: int, elapsed: Micros, c: Circumstances) -> governor.Granted:
    return governor.govern(asked, given_now, credit, elapsed, governor.bounds(c))


spans = st.integers(0, 20 * SECOND).map(Micros)
credits = st.integers(0, 999_999)


@given(permilles, permilles, credits, spans, circumstances())
def test_what_is_given_is_whole_below_every_ceiling_and_below_what_is_asked_or_was_given(
    asked: Permille, given_now: Permille, credit: int, elapsed: Micros, c: Circumstances
) -> None:
    found = govern(asked, given_now, credit, elapsed, c)
    assert isinstance(found.given, int) and 0 <= found.given <= 1000
    assert found.given <= asked or found.given <= given_now
    assert found.given <= min(c.step_high, c.cap, c.limits.ceiling, *(TIGHTENS[each].ceiling for each in c.classes))
    assert c.exposed or found.given == 0
    assert found.reason.words and 0 <= found.credit < 1_000_000


@given(permilles, permilles, credits, spans, circumstances())
def test_it_never_raises_over_what_was_asked(
    asked: Permille, given_now: Permille, credit: int, elapsed: Micros, c: Circumstances
) -> None:
    found = govern(asked, given_now, credit, elapsed, c)
    assert found.given <= max(asked, 0) or found.given < given_now or given_now > asked


@given(permilles, permilles, credits, spans, circumstances())
def test_a_fall_is_given_at_once_whatever_else_holds(
    asked: Permille, given_now: Permille, credit: int, elapsed: Micros, c: Circumstances
) -> None:
    target = min(asked, governor.ceiling(c).allows)
    if target <= given_now:
        assert govern(asked, given_now, credit, elapsed, c).given == target


@given(permilles, permilles, credits, spans, circumstances())
def test_nothing_rises_where_any_rule_holds(
    asked: Permille, given_now: Permille, credit: int, elapsed: Micros, c: Circumstances
) -> None:
    spent = c.exposure >= min(c.limits.exposure + c.extended, 120 * MINUTE)
    alone = c.steered and (c.stale or c.autonomy != "full")
    if not c.live or not c.recorded or c.paused or c.holds or spent or alone:
        assert governor.may_not_rise(c) is not None
        assert govern(asked, given_now, credit, elapsed, c).given <= given_now
    else:
        assert governor.may_not_rise(c) is None


@given(st.lists(st.tuples(permilles, st.integers(1, 3)), min_size=2, max_size=120), st.integers(1, 300))
def test_over_any_window_the_rise_keeps_the_limit(course: list[tuple[Permille, int]], rise: int) -> None:
    c = replace(FREE, limits=replace(FREE.limits, rise=Permille(rise)))
    given_now, credit, now = Permille(0), 0, 0
    seen = [(0, 0)]
    for asked, ticks in course:
        elapsed = Micros(ticks * TICK)
        found = govern(asked, given_now, credit, elapsed, c)
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
        found = govern(Permille(asked), given_now, credit, TICK, c)
        given_now, credit, ticks = found.given, found.credit, ticks + 1
        assert ticks < 100_000
    most = min(rise, 250)
    assert (ticks - 1) * TICK * most < asked * 1_000_000 <= ticks * TICK * most


def test_the_first_rule_named_wins_a_tie() -> None:
    tied = replace(FREE, step_high=Permille(500), cap=Permille(500), limits=replace(FREE.limits, ceiling=Permille(500)))
    assert governor.ceiling(tied).reason.code == "step_cap"
    assert governor.ceiling(replace(tied, step_high=Permille(501))).reason.code == "clinician_cap"
    assert governor.ceiling(replace(tied, exposed=False)).reason.code == "calm_scene"
    assert governor.may_not_rise(replace(FREE, holds=(HELD,), paused=True, live=False, recorded=False)) == HELD


@pytest.mark.parametrize(
    ("c", "asked", "words"),
    [
        (FREE, 100, "as asked"),
        (FREE, 600, "rise limit 0.04 /s"),
        (replace(FREE, holds=(HELD,)), 600, "SUDS 92: held"),
        (replace(FREE, live=False), 600, "no controlling console: held"),
        (replace(FREE, recorded=False), 600, "not being recorded: held"),
        (replace(FREE, paused=True), 600, "paused"),
        (replace(FREE, cap=Permille(50)), 600, "your cap 0.05"),
        (replace(FREE, exposed=False), 600, "calm scene"),
        (replace(FREE, classes=("child", "first_session"), step_high=Permille(900)), 850, "at most 0.80 for a child"),
        (replace(FREE, sickness=16), 600, "motion sickness 16 of 20"),
        (replace(FREE, steered=True, autonomy="full", autonomy_ceiling=Permille(90)), 600, "the controller goes to 0.09 at most"),
        (replace(FREE, steered=True, autonomy="full", stale=True), 600, "the signal is too old: held"),
        (replace(FREE, steered=True), 600, "the controller may not raise by itself any more: held"),
        (replace(FREE, high=Micros(20 * MINUTE), step_high=Permille(720)), 710, "20 min above 0.70 reached"),
        (replace(FREE, exposure=Micros(30 * MINUTE)), 600, "dose cap of 30 min reached"),
    ],
)
def test_every_bound_says_why_in_words_a_clinician_reads(c: Circumstances, asked: int, words: str) -> None:
    given_now = Permille(850 if asked > 700 else 100)
    assert govern(Permille(asked), given_now, 0, TICK, c).reason.words == words


def test_the_rise_limit_has_an_absolute_bound() -> None:
    wild = replace(FREE, limits=replace(FREE.limits, rise=Permille(5000)))
    assert govern(Permille(700), Permille(0), 0, SECOND, wild).given == hard_limits.RISE_ABSOLUTE


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
    crowded = c.recent_events >= min(c.limits.events_per_min, 20)
    assert (refused is not None) == (over or governor.may_not_rise(c) is not None or crowded)
    if over:
        assert refused is not None and refused.words.startswith("a gust counts as ")


@given(circumstances(), circumstances())
def test_limits_combined_are_the_stricter_of_each(a: Circumstances, b: Circumstances) -> None:
    both = a.limits.tightened(b.limits)
    for name in (field.name for field in fields(Limits)):
        assert getattr(both, name) == min(getattr(a.limits, name), getattr(b.limits, name))
    assert both == b.limits.tightened(a.limits)


@given(circumstances())
def test_every_ceiling_is_on_the_dial_and_says_why(c: Circumstances) -> None:
    for rule in CEILINGS:
        found = rule(c)
        assert 0 <= found.allows <= 1000 and found.reason.words and found.reason.code


@given(limits, st.lists(st.sampled_from(list(TIGHTENS)), unique=True))
def test_a_class_only_tightens(own: Limits, classes: list[PatientClass]) -> None:
    found = tightened(own, tuple(classes))
    for field in fields(Limits):
        each = [getattr(own, field.name), *(getattr(TIGHTENS[c], field.name) for c in classes)]
        assert getattr(found, field.name) == min(each)


@pytest.mark.parametrize(("sickness", "allows"), [(0, 1000), (5, 1000), (6, 900), (10, 500), (13, 200), (20, 0)])
def test_motion_sickness_lowers_the_ceiling_point_by_point(sickness: int, allows: int) -> None:
    c = replace(FREE, sickness=sickness, step_high=Permille(1000), limits=replace(FREE.limits, ceiling=Permille(1000)))
    assert governor.ceiling(c).allows == allows


@pytest.mark.parametrize(("over_s", "allows"), [(-1, 950), (0, 900), (30, 850), (60, 800), (150, 700), (9999, 700)])
def test_past_the_cap_of_high_minutes_the_ceiling_falls_by_steps_to_the_high_level(over_s: int, allows: int) -> None:
    wide = replace(FREE, step_high=Permille(950), limits=replace(FREE.limits, ceiling=Permille(1000)))
    c = replace(wide, high=Micros(20 * MINUTE + over_s * SECOND))
    assert governor.ceiling(c).allows == allows and governor.may_not_rise(c) is None


def test_an_extended_dose_ends_later_and_never_beyond_two_hours() -> None:
    longer = replace(FREE, exposure=Micros(35 * MINUTE), extended=Micros(10 * MINUTE))
    assert governor.may_not_rise(longer) is None
    assert governor.may_not_rise(replace(longer, exposure=Micros(40 * MINUTE))) is not None
    assert governor.may_not_rise(replace(longer, exposure=Micros(120 * MINUTE), extended=Micros(10**12))) is not None
    high = replace(FREE, high=Micros(60 * MINUTE), high_extended=Micros(10**12), step_high=Permille(900))
    assert governor.ceiling(high).reason.code == "high_dose_cap"


def test_the_last_event_that_a_minute_holds_happens_and_the_next_does_not() -> None:
    most = FREE.limits.events_per_min
    assert governor.refuse(Permille(100), "a gust", replace(FREE, recent_events=most - 1)) is None
    refused = governor.refuse(Permille(100), "a gust", replace(FREE, recent_events=most))
    assert refused is not None and refused.words == "6 events within a minute: wait"
    many = replace(FREE, limits=replace(FREE.limits, events_per_min=99))
    assert governor.refuse(Permille(100), "a gust", replace(many, recent_events=19)) is None
    assert governor.refuse(Permille(100), "a gust", replace(many, recent_events=20)) is not None


# ---- what is given, to the permille and the reason -------------------------------------------------------------------


@given(permilles, permilles, credits, spans, st.integers(1, 250))
def test_a_rise_passes_neither_what_was_asked_nor_the_ceiling_however_long_the_last_tick_is_ago(
    asked: Permille, given_now: Permille, credit: int, elapsed: Micros, rise: int
) -> None:
    c = replace(FREE, limits=replace(FREE.limits, rise=Permille(rise)))
    assert govern(asked, given_now, credit, elapsed, c).given <= min(asked, 700)


def test_a_minute_without_a_tick_does_not_carry_a_rise_beyond_what_was_asked() -> None:
    for asked, given_now in ((650, 650), (1000, 700)):
        assert govern(Permille(asked), Permille(100), 0, Micros(MINUTE), FREE).given == given_now


def test_a_rise_that_arrives_says_what_ended_it_and_carries_nothing_on() -> None:
    found = govern(Permille(104), Permille(100), 999_999, Micros(SECOND), FREE)
    assert (found.given, found.credit, found.reason) == (104, 0, governor.AS_ASKED)
    bound = govern(Permille(800), Permille(699), 999_999, Micros(SECOND), FREE)
    assert (bound.given, bound.credit, bound.reason.code) == (700, 0, "step_cap")
    assert (governor.AS_ASKED.code, governor.AS_ASKED.source) == ("as_asked", "clinician")


def test_a_rise_that_is_under_way_says_how_fast_and_carries_its_fraction_on() -> None:
    found = govern(Permille(600), Permille(100), 3, Micros(30_000), FREE)
    assert (found.given, found.credit) == (101, 200_003)
    assert (found.reason.code, found.reason.source) == ("rise_limit", "governor")


def test_a_fall_and_a_hold_carry_no_fraction_of_a_rise_on() -> None:
    assert govern(Permille(50), Permille(100), 999_999, TICK, FREE).credit == 0
    assert govern(Permille(600), Permille(100), 999_999, TICK, replace(FREE, paused=True)).credit == 0


def test_what_is_reached_already_is_as_asked_even_while_something_holds() -> None:
    found = govern(Permille(100), Permille(100), 0, TICK, replace(FREE, paused=True))
    assert (found.given, found.reason.code) == (100, "as_asked")


@pytest.mark.parametrize("asked", [0, -5])
def test_nothing_is_given_below_the_calm_end(asked: int) -> None:
    assert govern(Permille(asked), Permille(100), 0, TICK, FREE).given == 0


@pytest.mark.parametrize("rise", [0, -40])
def test_where_no_rise_is_allowed_nothing_rises_and_nothing_falls(rise: int) -> None:
    still = replace(FREE, limits=replace(FREE.limits, rise=Permille(rise)))
    assert govern(Permille(600), Permille(100), 0, Micros(MINUTE), still).given == 100


def test_an_event_as_intense_as_the_ceiling_happens_and_one_above_it_does_not() -> None:
    assert governor.refuse(Permille(700), "a gust", FREE) is None
    refused = governor.refuse(Permille(701), "a gust", FREE)
    assert refused is not None and (refused.code, refused.source) == ("step_cap", "protocol")
    assert "a gust" in refused.words and "0.70" in refused.words
