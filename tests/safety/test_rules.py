"""Each rule alone: what it says, under which name, and in whose: the clinician must know whom to ask."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.safety.test_governor import FREE, HELD
from vrtherapy.domain.units import CALM_END, INTENSE_END, MINUTE, SECOND, Micros, Permille
from vrtherapy.safety import governor, rules
from vrtherapy.safety.classes import PatientClass
from vrtherapy.safety.rules import CeilingRule, Circumstances, RiseRule

OVER = Micros(31 * MINUTE)
HIGH = Micros(21 * MINUTE)
LONE = replace(FREE, steered=True, autonomy="full")


@pytest.mark.parametrize(
    ("rule", "c", "allows", "code", "source"),
    [
        (rules.calm_scene, FREE, 1000, "calm_scene", "engine"),
        (rules.calm_scene, replace(FREE, exposed=False), 0, "calm_scene", "engine"),
        (rules.protocol_step, FREE, 700, "step_cap", "protocol"),
        (rules.clinician_cap, replace(FREE, cap=Permille(300)), 300, "clinician_cap", "clinician"),
        (rules.protocol_limits, FREE, 900, "limit", "protocol"),
        (rules.patient_class, FREE, 1000, "class_cap", "governor"),
        (rules.patient_class, replace(FREE, classes=("child",)), 800, "class_cap", "governor"),
        (rules.comfort, FREE, 1000, "comfort", "governor"),
        (rules.comfort, replace(FREE, sickness=6), 900, "comfort", "governor"),
        (rules.autonomy_stage, FREE, 1000, "autonomy_cap", "governor"),
        (rules.autonomy_stage, LONE, 800, "autonomy_cap", "governor"),
        (rules.dose, FREE, 1000, "dose_cap", "governor"),
        (rules.dose, replace(FREE, exposure=OVER), 550, "dose_cap", "governor"),
        (rules.high_dose, FREE, 1000, "high_dose_cap", "governor"),
        (rules.high_dose, replace(FREE, high=HIGH, step_high=Permille(900)), 750, "high_dose_cap", "governor"),
    ],
)
def test_a_ceiling_says_how_high_and_who_set_it(
    rule: CeilingRule, c: Circumstances, allows: int, code: str, source: str
) -> None:
    found = rule(c)
    assert (found.allows, found.reason.code, found.reason.source) == (allows, code, source)


@pytest.mark.parametrize(
    ("rule", "c", "code", "source"),
    [
        (rules.held, replace(FREE, holds=(HELD,)), "suds_high", "protocol"),
        (rules.paused, replace(FREE, paused=True), "paused", "clinician"),
        (rules.not_live, replace(FREE, live=False), "not_live", "watch"),
        (rules.not_recorded, replace(FREE, recorded=False), "not_recorded", "watch"),
        (rules.dose_spent, replace(FREE, exposure=OVER), "dose_cap", "governor"),
        (rules.stale, replace(LONE, stale=True), "stale", "watch"),
        (rules.not_by_itself, replace(LONE, autonomy="suggest"), "autonomy", "governor"),
        (rules.too_many_events, replace(FREE, recent_events=99), "events_cap", "governor"),
    ],
)
def test_what_holds_a_rise_or_an_event_says_so_under_its_name(rule: RiseRule, c: Circumstances, code: str, source: str) -> None:
    found = rule(c)
    assert found is not None and (found.code, found.source) == (code, source)
    assert rule(FREE) is None


def test_a_signal_too_old_and_a_stage_too_low_hold_nothing_that_a_person_asked_for() -> None:
    by_hand = replace(FREE, stale=True, autonomy="watch")
    assert rules.stale(by_hand) is None and rules.not_by_itself(by_hand) is None
    assert rules.autonomy_stage(replace(by_hand, autonomy_ceiling=Permille(0))).allows == INTENSE_END


@pytest.mark.parametrize("classes", [("blood_injury", "child"), ("child", "blood_injury"), ("trauma", "child", "blood_injury")])
def test_of_several_classes_the_strictest_is_named(classes: tuple[PatientClass, ...]) -> None:
    found = rules.patient_class(replace(FREE, classes=classes))
    assert found.allows == 800 and "child" in found.reason.words


def test_minutes_above_the_high_level_that_a_clinician_added_are_added() -> None:
    longer = replace(FREE, high_extended=Micros(10 * MINUTE))
    assert rules.high_cap(longer) == rules.high_cap(FREE) + 10 * MINUTE == 30 * MINUTE
    assert rules.dose_cap(replace(FREE, extended=Micros(10 * MINUTE))) == rules.dose_cap(FREE) + 10 * MINUTE == 40 * MINUTE


def test_no_motion_sickness_brings_the_ceiling_below_the_calm_end() -> None:
    for sickness in (15, 16, 20):
        assert rules.comfort(replace(FREE, sickness=sickness)).allows == CALM_END


def test_a_dose_that_is_spent_names_its_minutes_and_the_level() -> None:
    longer = replace(FREE, exposure=Micros(40 * MINUTE), extended=Micros(5 * MINUTE + 30 * SECOND))
    assert "35 min" in rules.dose(longer).reason.words
    high = rules.high_dose(replace(FREE, high=HIGH)).reason.words
    assert "20 min" in high and "0.70" in high


IN_FORCE = [
    (replace(FREE, exposed=False), "calm_scene", 0, "calm scene"),
    (FREE, "step_cap", 700, "step cap 0.70"),
    (replace(FREE, cap=Permille(300)), "clinician_cap", 300, "your cap 0.30"),
    (replace(FREE, limits=replace(FREE.limits, ceiling=Permille(300))), "limit", 300, "session limit 0.30"),
    (replace(FREE, classes=("child",), step_high=Permille(900)), "class_cap", 800, "at most 0.80 for a child"),
    (replace(FREE, sickness=10), "comfort", 500, "motion sickness 10 of 20"),
    (replace(LONE, autonomy_ceiling=Permille(300)), "autonomy_cap", 300, "the controller goes to 0.30 at most"),
    (replace(FREE, exposure=OVER), "dose_cap", 550, "30 min"),
    (replace(FREE, high=HIGH, step_high=Permille(900)), "high_dose_cap", 750, "20 min above 0.70"),
]


@pytest.mark.parametrize(("c", "code", "allows", "words"), IN_FORCE, ids=[code for _, code, _, _ in IN_FORCE])
def test_every_ceiling_is_in_force(c: Circumstances, code: str, allows: int, words: str) -> None:
    top = governor.ceiling(c)
    assert (top.reason.code, top.allows) == (code, allows) and words in top.reason.words
    refused = governor.refuse(Permille(allows + 1), "a gust", c)
    assert refused is not None and refused.code == code


@pytest.mark.parametrize(
    "c",
    [
        replace(FREE, holds=(HELD,)), replace(FREE, paused=True), replace(FREE, live=False), replace(FREE, recorded=False),
        replace(FREE, exposure=OVER), replace(LONE, stale=True), replace(LONE, autonomy="suggest"),
    ],
)  # fmt: skip
def test_what_holds_a_rise_holds_every_event_too(c: Circumstances) -> None:
    held = governor.may_not_rise(c)
    assert held is not None and governor.refuse(Permille(0), "a gust", c) == held
    assert governor.govern(Permille(600), Permille(100), 0, Micros(SECOND), governor.bounds(c)).given == 100
