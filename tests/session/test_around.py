"""What the governor and the gate are told of a session: its classes, its signal, what the patient has shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.session.desk import LADDER, Desk, with_steps
from tests.session.test_promises import FULL, REAL
from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import Micros, Permille, seconds
from vrtherapy.session import wishes
from vrtherapy.session.around import circumstances, classes, facts, measured, reading_fresh
from vrtherapy.session.state import Practised, opening

FIRST = replace(LADDER.setting, sessions_before=0)


@pytest.mark.parametrize(
    ("plan", "age", "found"),
    [
        (LADDER, "", ()),
        (LADDER, "34", ()),
        (LADDER, "18", ()),
        (LADDER, "17", ("child",)),
        (LADDER, "old", ()),
        (replace(LADDER, disorder="ptsd_combat"), "", ("trauma",)),
        (replace(LADDER, disorder="needle_phobia"), "", ("blood_injury",)),
        (replace(LADDER, setting=FIRST), "", ("first_session",)),
        (replace(LADDER, setting=replace(FIRST, sessions_before=1)), "", ()),
        (replace(LADDER, disorder="trauma_blood", setting=FIRST), "9", ("child", "trauma", "blood_injury", "first_session")),
    ],
)
def test_the_classes_a_patient_belongs_to_come_from_plan_and_checklist(plan: Plan, age: str, found: tuple[str, ...]) -> None:
    state = replace(opening(plan), answers=(("age", age),) if age else ())
    assert classes(plan, state) == found
    assert circumstances(plan, state).classes == found


def test_the_governor_is_told_what_the_session_is_in() -> None:
    plan = replace(FULL, setting=replace(FULL.setting, unlocked_ceiling=Permille(640)))
    desk = Desk(plan).exposed(1)
    desk.accepted(wishes.SetCap(Permille(650)))
    desk.accepted(wishes.EnterSickness(4))
    desk.accepted(wishes.EnterSickness(2))
    desk.accepted(wishes.EnterSickness(7))
    desk.read()
    dose = replace(
        desk.state.dose, exposure=Micros(11), extended=Micros(12), high=Micros(13), high_extended=Micros(14), events=(Micros(1), Micros(2))
    )
    state = replace(desk.state, dose=dose)
    c = circumstances(plan, state)
    assert (c.exposed, c.paused, c.live, c.recorded, c.steered, c.stale) == (True, False, True, True, False, False)
    assert (c.step_low, c.step_high, c.cap) == (300, 700, 650)
    assert (c.exposure, c.extended, c.high, c.high_extended, c.recent_events) == (11, 12, 13, 14, 2)
    assert (c.sickness, c.autonomy, c.autonomy_ceiling) == (7, "full", 640)
    assert c.holds == state.holds and c.limits == plan.steps[1].limits
    assert circumstances(plan, replace(state, phase="paused")).paused
    assert not circumstances(plan, replace(state, phase="calm")).exposed
    assert circumstances(plan, replace(state, steered=True)).steered
    assert not circumstances(plan, replace(state, live=False)).live
    assert circumstances(plan, replace(state, reading=None)).stale
    assert circumstances(plan, replace(state, sickness=())).sickness == 0


@pytest.mark.parametrize(
    ("recorded", "accepted", "counts"), [(True, False, True), (False, False, False), (False, True, True), (True, True, True)]
)
def test_an_unrecorded_session_counts_as_kept_only_where_a_person_accepted_it(
    recorded: bool, accepted: bool, counts: bool
) -> None:
    state = replace(opening(LADDER), recorded=recorded, unrecorded_accepted=accepted)
    assert circumstances(LADDER, state).recorded == counts


def test_a_class_tightens_what_the_governor_is_told() -> None:
    plan = replace(with_steps(), setting=FIRST)
    assert circumstances(plan, opening(plan)).limits.ceiling == 800
    assert circumstances(LADDER, opening(LADDER)).limits.ceiling == 900


@pytest.mark.parametrize(
    ("late_s", "latency_s", "fresh"), [(0, 0, True), (3, 0, True), (3.02, 0, False), (5, 2, True), (5.02, 2, False), (-1, 0, False)]
)
def test_a_signal_is_fresh_for_its_age_and_its_latency(late_s: float, latency_s: float, fresh: bool) -> None:
    desk = Desk()
    desk.run(10)
    assert not reading_fresh(desk.state)
    desk.read(late_s=late_s, latency_s=latency_s)
    assert reading_fresh(desk.state) == fresh


def test_only_a_no_ends_measuring() -> None:
    state = opening(REAL)
    assert measured(state)
    assert measured(replace(state, answers=(("consent_physiology", "yes"),)))
    assert not measured(replace(state, answers=(("consent_physiology", "no"),)))


def test_the_gate_is_told_what_the_engine_sees() -> None:
    plan = replace(
        REAL, disorder="ptsd_needle", screen_out=("migraine",), setting=replace(REAL.setting, kind="real", remote=True, age_minimum=10)
    )
    state = opening(plan)
    found = facts(plan, state)
    assert (found.kind, found.remote, found.age_minimum, found.screen_out) == ("real", True, 10, ("migraine",))
    assert found.trauma and found.blood_injury
    assert not (found.signal_good or found.clinician_present or found.stop_performed or found.rating_given or found.grounding_rehearsed)
    plain = facts(LADDER, opening(LADDER))
    assert (plain.kind, plain.trauma, plain.blood_injury, plain.remote) == ("training", False, False, False)
    assert facts(plan, replace(state, live=True)).clinician_present
    for name, fact in (("stop", "stop_performed"), ("rating", "rating_given"), ("grounding", "grounding_rehearsed")):
        shown = facts(plan, replace(state, practised=Practised(**{name: True})))
        assert [f for f in ("stop_performed", "rating_given", "grounding_rehearsed") if getattr(shown, f)] == [fact]


def test_a_signal_is_good_for_the_gate_only_while_it_is_read_good_and_fresh() -> None:
    desk = Desk(REAL)
    desk.run(10)
    for quality, late_s, lost, good in (
        ("good", 0, False, True), ("poor", 0, False, False), ("none", 0, False, False), ("good", 4, False, False), ("good", 0, True, False),
    ):  # fmt: skip
        desk.read(quality, late_s=late_s)  # type: ignore[arg-type]
        assert facts(REAL, replace(desk.state, reading_lost=lost)).signal_good == good
    assert desk.state.reading is not None and seconds(10) == desk.state.now
