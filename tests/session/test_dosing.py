"""The dose that time gives: counted, told at 80 % and at its cap, to the tick and in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.session.desk import LIMITS, QUIET, Desk, alerts, hear, standing, with_steps
from tests.session.test_machine_events import told
from tests.session.test_promises import desk_in
from vrtherapy.domain.units import MINUTE, SECOND, TICK, Micros, Permille
from vrtherapy.session import wishes
from vrtherapy.session.state import Dose


@pytest.mark.parametrize(("phase", "counts"), [("exposure", 1), ("paused", 1), ("calm", 0), ("baseline", 0), ("debrief", 0)])
def test_a_tick_counts_as_dose_and_as_time_in_the_step_where_the_exposure_is_shown(phase: str, counts: int) -> None:
    desk = desk_in(phase)
    before = desk.state
    desk.tick()
    assert desk.state.now == before.now + TICK
    assert desk.state.dose.exposure == before.dose.exposure + counts * TICK
    assert desk.state.dose.unbroken == before.dose.unbroken + counts * TICK
    assert desk.state.course.spent == before.course.spent + counts * TICK


def test_only_time_above_the_high_level_counts_as_high() -> None:
    desk = Desk(with_steps(QUIET, limits=replace(LIMITS, high_level=Permille(400)))).exposed(1, 10).at(400)
    desk.run(1)
    assert desk.state.dose.high == 0
    desk.at(401)
    before = desk.state.dose
    desk.tick()
    assert desk.state.dose.high == before.high + TICK and desk.state.dose.exposure == before.exposure + TICK


def test_a_class_of_patients_has_its_own_high_level() -> None:
    desk = Desk(replace(QUIET, setting=replace(QUIET.setting, sessions_before=0))).exposed(1, 10).at(650)
    assert LIMITS.high_level == 700 and desk.state.dose.high > 0


def test_an_event_counts_for_a_minute_to_the_tick_and_the_others_go_on_counting() -> None:
    desk = Desk(QUIET).exposed()
    first, second = desk.state.now, Micros(desk.state.now + 5 * SECOND)
    standing(desk, dose=replace(desk.state.dose, events=(first, second)))
    desk.run(60 - TICK / SECOND)
    assert desk.state.dose.events == (first, second)
    desk.tick()
    assert desk.state.dose.events == (second,)


def capped(dose: Dose, plan_minutes: int = 30) -> Desk:
    desk = Desk(with_steps(QUIET, limits=replace(LIMITS, exposure=Micros(plan_minutes * MINUTE)))).exposed(1, 10)
    return standing(desk, dose=dose)


def test_a_dose_is_told_at_80_percent_and_at_its_cap_to_the_tick_and_once_each() -> None:
    for code, name, what, cap, down_to in (
        ("dose", "exposure", "exposure", 30, "the step's calm end"),
        ("high_dose", "high", "time above 0.70", 20, "0.70"),
    ):
        for percent, kind in ((80, "warning"), (100, "cap")):
            at = cap * MINUTE * percent // 100
            told_before = 0 if percent == 80 else 80
            dose = replace(Dose(), **{name: Micros(at - 2 * TICK), "told" if name == "exposure" else "high_told": told_before})
            desk = capped(dose)
            if name == "high":
                standing(desk, dial=replace(desk.state.dial, given=Permille(750), asked=Permille(750)), step=2)
            assert not alerts(desk.tick())
            done = desk.tick()
            assert alerts(done) == [f"{code}_{kind}"]
            said = told(done, f"{code}_{kind}")
            assert what in said and f"cap of {cap} min" in said
            assert ("80 %" in said) == (percent == 80) and (f"going down to {down_to}" in said) == (percent == 100)
            hear(desk)
            assert not alerts(desk.run(1))


def test_a_dose_that_jumps_over_its_warning_is_told_as_its_cap() -> None:
    desk = capped(replace(Dose(), exposure=Micros(31 * MINUTE)))
    assert alerts(desk.tick()) == ["dose_cap"]
    assert (desk.state.dose.told, desk.state.dose.high_told) == (100, 0)


def test_a_dose_extended_in_a_rest_is_told_anew_only_in_the_exposure() -> None:
    desk = capped(replace(Dose(), exposure=Micros(31 * MINUTE), told=100))
    desk.accepted(wishes.Calm())
    desk.accepted(wishes.ExtendDose("exposure", 1, "close to done"))
    assert not alerts(desk.run(1))
    desk.accepted(wishes.Resume())
    assert alerts(desk.tick()) == ["dose_cap"]


def test_a_break_is_advised_after_half_an_hour_without_one_to_the_tick_and_once() -> None:
    desk = capped(replace(Dose(), unbroken=Micros(30 * MINUTE - 2 * TICK)), 100)
    assert not alerts(desk.tick())
    words = told(desk.tick(), "break_due")
    assert "30 min" in words and "10 to 15 min are advised" in words and desk.state.dose.break_told
    assert not alerts(desk.tick())


def test_in_a_pause_the_dose_is_told_too() -> None:
    desk = capped(replace(Dose(), exposure=Micros(24 * MINUTE)))
    desk.accepted(wishes.Pause())
    assert "dose_warning" in alerts(desk.tick())


def test_a_long_pause_is_asked_about_after_a_minute_to_the_tick_and_once() -> None:
    desk = Desk(QUIET).exposed()
    desk.accepted(wishes.Pause())
    assert not alerts(desk.run(60 - TICK / SECOND))
    words = told(desk.tick(), "pause_long")
    assert "60 s" in words and "dose counts on" in words and "resume, calm or debrief" in words
    assert not alerts(desk.run(70))


def test_an_exposure_of_a_minute_is_not_asked_about_as_a_pause() -> None:
    assert "pause_long" not in alerts(Desk(QUIET).exposed(0, 0).run(70))
