"""Quantities as authors write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrtherapy.domain.plan import Band
from vrtherapy.domain.units import Micros, Permille
from vrtherapy.protocol.quantity import (
    band,
    duration,
    duration_words,
    meant_band,
    meant_duration,
    percent,
    rate,
)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("3min", 180), ("1h", 3600), ("1h 30min", 5400), ("500ms", 0.5), ("1.5min", 90), ("2min30s", 150)],
)
def test_a_duration(text: str, seconds: float) -> None:
    assert duration(text) == round(seconds * 1_000_000)


@pytest.mark.parametrize("text", ["", "90", "1:30", "min", "3 hours", "-3s", "3s 2min", "1e9s", "9" * 40 + "s", "infs"])
def test_not_a_duration(text: str) -> None:
    assert duration(text) is None


@given(st.integers(0, 86_400_000))
def test_a_duration_reads_back_what_it_writes(milliseconds: int) -> None:
    value = Micros(milliseconds * 1000)
    assert duration(duration_words(value)) == value


def test_a_percentage() -> None:
    assert (percent("50%"), percent("12.5 %"), percent("101%"), percent("50"), percent("-5%"), percent("0%")) == (500, 125, *[None] * 4)


def test_a_rate_is_rounded_down_and_never_to_nothing() -> None:
    assert (rate("0.04/s"), rate("0.6/min"), rate("0.0409/s")) == (40, 10, 40)
    assert (rate("0.04/min"), rate("0/s"), rate("4"), rate("0.04/h")) == (None, None, None, None)


def test_a_band_keeps_the_order_written() -> None:
    assert band("0.15..0.30") == Band(Permille(150), Permille(300))
    assert band("0.3..0.15") == Band(Permille(300), Permille(150))
    assert (band("0.1..1.1"), band("0.1-0.2"), band("0.1")) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("3 min", "3min"), ("35m", "35min"), ("2 minutes", "2min"), ("30 sec.", "30s"), ("1:30", "90s"), ("12:00", "12min"), ("1 Hour", "1h")],
)
def test_what_a_near_duration_was_meant_to_be(text: str, meant: str) -> None:
    assert duration(text) is None
    assert meant_duration(text) == meant
    assert duration(meant) is not None


@pytest.mark.parametrize("text", ["", "soon", "3 furlongs", "m3", "1:3", "90"])
def test_nobody_can_tell_what_duration_was_meant(text: str) -> None:
    assert meant_duration(text) == ""


@pytest.mark.parametrize(
    ("text", "meant"),
    [("0.15-0.30", "0.15..0.30"), ("15-30", "0.15..0.30"), ("15 to 30 %", "0.15..0.30"), ("0,1..0,25", "0.10..0.25"), ("0.2...0.4", "0.20..0.40")],
)
def test_what_a_near_band_was_meant_to_be(text: str, meant: str) -> None:
    assert band(text) is None
    assert meant_band(text) == meant
    assert band(meant) is not None


@given(st.text(max_size=40) | st.from_regex(r"[0-9.,: %a-z-]{0,12}", fullmatch=True))
def test_what_is_offered_instead_can_be_read(text: str) -> None:
    assert meant_duration(text) == "" or duration(meant_duration(text)) is not None
    assert meant_band(text) == "" or band(meant_band(text)) is not None


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (duration, percent, rate, band):
        read(text)  # type: ignore[operator]
