"""The bounds that nothing can move, as they stand in docs/safety.md: changing one is a clinical decision, not an edit."""

from __future__ import annotations

from vrtherapy.domain.limits import Limits
from vrtherapy.safety import hard_limits
from vrtherapy.safety.classes import NAMES, TIGHTENS, tightened

S = 1_000_000
MIN = 60 * S


def test_every_hard_limit_is_as_it_was_signed_off() -> None:
    found = {name: value for name, value in vars(hard_limits).items() if name.isupper() and name not in ("MINUTE", "SECOND")}
    assert found == {
        "RISE_RECOMMENDED": 50,
        "RISE_ABSOLUTE": 250,
        "EXPOSURE_RECOMMENDED": 60 * MIN,
        "EXPOSURE_ABSOLUTE": 120 * MIN,
        "HIGH_EXPOSURE_ABSOLUTE": 60 * MIN,
        "EVENTS_PER_MIN_ABSOLUTE": 20,
        "DOSE_WARNING": 80,
        "UNBROKEN_EXPOSURE": 30 * MIN,
        "COMMAND_AGE": 3 * S,
        "CONSOLE_HOLD": 2 * S,
        "CONSOLE_CALM": 30 * S,
        "LINK_SILENT": 2 * S,
        "FRAMES_STALLED": 1 * S,
        "WIND_DOWN_BY": 50,
        "WIND_DOWN_EVERY": 30 * S,
        "READING_AGE": 3 * S,
        "READING_AGE_ABSOLUTE": 8 * S,
        "SENSOR_UNANSWERED": 30 * S,
        "QUESTION_OPEN": 20 * S,
        "QUESTIONS_MISSED": 2,
        "SUDS_AGAIN": 30 * S,
        "SUDS_HIGH_ABSOLUTE": 95,
        "PAUSE_ASKED": 60 * S,
        "SICKNESS_TOLD": 6,
        "SICKNESS_STOPS": 14,
        "SICKNESS_RISE_STOPS": 8,
        "SICKNESS_LOWERS_BY": 100,
        "ADULT": 18,
    }


def test_what_each_class_of_patients_tightens_is_as_it_was_signed_off() -> None:
    """Ceiling, permille a second, exposure, high rating, high level, time above it, events a minute."""
    assert {
        "child": Limits(800, 30, 30 * MIN, 80, 600, 10 * MIN, 4),  # type: ignore[arg-type]
        "trauma": Limits(1000, 30, 60 * MIN, 90, 700, 20 * MIN, 4),  # type: ignore[arg-type]
        "blood_injury": Limits(1000, 30, 45 * MIN, 85, 700, 15 * MIN, 4),  # type: ignore[arg-type]
        "first_session": Limits(800, 40, 45 * MIN, 85, 600, 15 * MIN, 4),  # type: ignore[arg-type]
    } == TIGHTENS


def test_every_class_of_patients_has_words_a_clinician_reads() -> None:
    assert NAMES == {
        "child": "a child", "trauma": "trauma", "blood_injury": "blood and injury", "first_session": "a first session",
    }  # fmt: skip


def test_without_a_class_the_limits_stay_as_they_are() -> None:
    own = TIGHTENS["child"]
    assert tightened(own, ()) == own
