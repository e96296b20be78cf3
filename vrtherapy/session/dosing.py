"""The dose of exposure: counted in each tick, told at 80 % and at its cap, and the breaks that are due (promise 10).

The ceiling that winds a step down is the governor's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from vrtherapy.domain.units import MINUTE, TICK, Micros, dial
from vrtherapy.safety import hard_limits, rules
from vrtherapy.safety.classes import tightened
from vrtherapy.session.around import classes
from vrtherapy.session.state import Dose
from vrtherapy.session.turn import Turn


def counted(turn: Turn, now: Micros) -> Dose:
    """The dose with this tick's share. An event counts for a minute."""
    state, dose = turn.state, turn.state.dose
    level = tightened(turn.step.limits, classes(turn.plan, state)).high_level
    events = dose.events
    if events and events[0] <= now - MINUTE:
        events = tuple(at for at in events if at > now - MINUTE)
    return replace(
        dose,
        exposure=Micros(dose.exposure + TICK),
        unbroken=Micros(dose.unbroken + TICK),
        high=Micros(dose.high + TICK) if state.dial.given > level else dose.high,
        events=events,
    )


def watch_dose(turn: Turn) -> None:
    """Promise 10: told at 80 %, then no rise, and the governor's ceiling winds the step down."""
    around = turn.circumstances
    _tell_dose(turn, "told", around.exposure, rules.dose_cap(around), "dose", "exposure", "the step's calm end")
    level = dial(around.limits.high_level)
    _tell_dose(turn, "high_told", around.high, rules.high_cap(around), "high_dose", f"time above {level}", level)
    dose = turn.state.dose
    if dose.unbroken >= hard_limits.UNBROKEN_EXPOSURE and not dose.break_told:
        turn.become(dose=replace(dose, break_told=True))
        turn.alert("break_due", "30 min in the exposure without a break: 10 to 15 min are advised")


def _tell_dose(turn: Turn, told: Literal["told", "high_told"], had: Micros, cap: Micros, code: str, what: str, down_to: str) -> None:
    before: int = getattr(turn.state.dose, told)
    percent = 100 if had >= cap else hard_limits.DOSE_WARNING if had * 100 >= cap * hard_limits.DOSE_WARNING else 0
    if percent <= before:
        return
    dose = turn.state.dose
    turn.become(dose=replace(dose, told=percent) if told == "told" else replace(dose, high_told=percent))
    if percent == 100:
        turn.alert(f"{code}_cap", f"{what}: its cap of {cap // MINUTE} min is reached, going down to {down_to}")
    else:
        turn.alert(f"{code}_warning", f"{what} at {percent} % of its cap of {cap // MINUTE} min")


def ask_about_pause(turn: Turn) -> None:
    state = turn.state
    if state.phase == "paused" and state.now - state.phase_since == hard_limits.PAUSE_ASKED:
        turn.alert("pause_long", "paused for 60 s and dose counts on: resume, calm or debrief?")
