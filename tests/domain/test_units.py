"""Units and how a clinician reads them."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.session.desk import LADDER, ROOF
from vrtherapy.domain.units import MINUTE, SECOND, TICK, Micros, Permille, clock, dial, permille, seconds


@given(st.integers(0, 1000))
def test_a_dial_reading_of_three_digits_comes_back(i: int) -> None:
    assert permille(i / 1000) == i


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_no_fraction_leaves_the_dial(fraction: float) -> None:
    assert 0 <= permille(fraction) <= 1000


@given(st.integers(0, 10**12))
def test_whole_microseconds_survive_seconds(us: int) -> None:
    assert seconds(us / 1_000_000) == us


def test_a_clinician_reads_two_decimals_and_minutes() -> None:
    assert dial(Permille(407)) == "0.41"
    assert dial(Permille(1000)) == "1.00"
    assert clock(Micros(24 * MINUTE + 18 * SECOND + 999_999)) == "24:18"
    assert clock(Micros(0)) == "0:00"
    assert clock(Micros(125 * MINUTE)) == "125:00"
    assert SECOND % TICK == 0


def test_a_plan_finds_its_scenes_parameters_and_events_by_name() -> None:
    assert LADDER.stage("roof") is ROOF
    with pytest.raises(KeyError):
        LADDER.stage("cellar")
    assert ROOF.parameter("wind") is ROOF.parameters[0] and ROOF.parameter("rain") is None
    assert ROOF.event("gust") is ROOF.events[0] and ROOF.event("rain") is None


@pytest.mark.parametrize(
    ("disorder", "trauma"),
    [("ptsd", True), ("combat_ptsd", True), ("trauma_road", True), ("acrophobia", False), ("blood_injury", False)],
)
def test_trauma_is_known_by_its_disorder(disorder: str, trauma: bool) -> None:
    assert replace(LADDER, disorder=disorder).trauma == trauma


def test_what_is_planned_cannot_be_changed_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        LADDER.autonomy = "full"  # type: ignore[misc]
    assert hash(LADDER) == hash(replace(LADDER))
