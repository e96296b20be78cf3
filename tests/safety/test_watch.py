"""How old a link may grow: the times of promises 4, 6 and 8 to the tick."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrtherapy.domain.units import SECOND, Micros
from vrtherapy.safety import watch


@pytest.mark.parametrize(
    ("age", "verdict"),
    [
        (0, "live"),
        (2 * SECOND - 1, "live"),
        (2 * SECOND, "hold"),
        (30 * SECOND - 1, "hold"),
        (30 * SECOND, "calm"),
        (3600 * SECOND, "calm"),
    ],
)
def test_a_console_holds_after_two_seconds_and_calms_after_thirty(age: int, verdict: str) -> None:
    assert watch.console(Micros(5000 * SECOND), Micros(5000 * SECOND - age)) == verdict


def test_a_console_never_heard_holds_and_does_not_calm() -> None:
    assert watch.console(Micros(9999 * SECOND), Micros(-1)) == "hold"


@pytest.mark.parametrize(
    ("age_s", "latency_s", "trusted"),
    [
        (0, 0, True),
        (3, 0, True),
        (3.000001, 0, False),
        (5, 2, True),
        (5.000001, 2, False),
        (8, 100, True),
        (8.000001, 100, False),
        (3, -5, True),
        (-0.000001, 0, False),
    ],
)
def test_a_reading_is_trusted_for_three_seconds_and_its_latency_and_never_over_eight(
    age_s: float, latency_s: float, trusted: bool
) -> None:
    now = 100 * SECOND
    assert watch.reading_trusted(Micros(now), Micros(now - round(age_s * SECOND)), Micros(round(latency_s * SECOND))) == trusted


@given(st.integers(-(10**9), 10**12))
def test_a_command_expires_at_three_seconds(age: int) -> None:
    assert watch.command_expired(Micros(age)) == (age >= 3 * SECOND)


@pytest.mark.parametrize(("age", "expired"), [(3 * SECOND - 1, False), (3 * SECOND, True)])
def test_a_command_expires_at_the_very_third_second(age: int, expired: bool) -> None:
    assert watch.command_expired(Micros(age)) == expired


@pytest.mark.parametrize(
    ("heard", "now", "silent"),
    [
        (-1, 0, False),
        (-1, 3600 * SECOND, False),
        (0, 2 * SECOND - 1, False),
        (0, 2 * SECOND, True),
        (5 * SECOND, 7 * SECOND - 1, False),
        (5 * SECOND, 7 * SECOND, True),
    ],
)
def test_a_link_falls_silent_two_seconds_after_it_was_heard_and_never_before_the_first_time(
    heard: int, now: int, silent: bool
) -> None:
    assert watch.silent(Micros(now), Micros(heard)) == silent


def test_every_link_whose_silence_is_told_has_a_name_that_a_clinician_knows() -> None:
    assert "server" in watch.TOLD["server"] and "biofeedback" in watch.TOLD["biofeedback"]
