"""The Safety section: stops, losses and what came back, stretches unrecorded, doses and who extended them, sickness.

Rules:
    1. A patient's stop is what was agreed on, and told as that; nothing here calls a stop a failure.
    2. What one sentence tells with its outcome (a loss, a stretch unrecorded, an adverse event at the top that stopped
       the exposure) is not told again.
    3. Where there is more than room, the gravest stay; `ALERTS` says how grave, and where an alert is told instead.
"""

from __future__ import annotations

from typing import Final

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import Micros, clock, dial
from vrtherapy.report.adverse import at_the_top
from vrtherapy.report.allowance import Allowance
from vrtherapy.report.facts import PhaseSpan, Told
from vrtherapy.report.followed import left_at, went_on
from vrtherapy.report.incidents import Recovery, Unrecorded
from vrtherapy.report.markup import safe
from vrtherapy.report.part import HEADING, LINE, NAME_MOST, Part, itemised, listed, rows_of
from vrtherapy.report.signs import who_stopped
from vrtherapy.report.summary import Summary
from vrtherapy.report.timeline import Timeline

ELSEWHERE: Final = 0
ALERTS: Final[dict[str, int]] = {
    "scene_failed": 9,
    "suds_high": 7,
    "no_answer": 7,
    "sickness": 7,
    "dose_cap": 6,
    "high_dose_cap": 6,
    "dose_extended": 6,
    "dial_yours": 5,
    "not_live": 5,
    "beyond_recommended": 5,
    "console_left": 4,
    "server_silent": 4,
    "taken_over": 3,
    "dose_warning": 3,
    "high_dose_warning": 3,
    "break_due": 2,
    "pause_long": 2,
    # Told at the top, by the phase, by a recovery, under data quality, with the steps, or in the annex alone.
    "adverse": ELSEWHERE,
    "stopped": ELSEWHERE,
    "dead_man": ELSEWHERE,
    "came_back": ELSEWHERE,
    "stalled": ELSEWHERE,
    "live_again": ELSEWHERE,
    "not_recorded": ELSEWHERE,
    "recorded": ELSEWHERE,
    "unrecorded_accepted": ELSEWHERE,
    "sensor_lost": ELSEWHERE,
    "sensor_back": ELSEWHERE,
    "server_back": ELSEWHERE,
    "biofeedback_silent": ELSEWHERE,
    "biofeedback_back": ELSEWHERE,
    "autonomy": ELSEWHERE,
    "not_activated": ELSEWHERE,
    "expectancy_after": ELSEWHERE,
    "step_done": ELSEWHERE,
    "step_long": ELSEWHERE,
    "hold_over": ELSEWHERE,
    "stop_practised": ELSEWHERE,
}
"""Every alert of the machine, and how grave it is among the safety events."""
_PUT_AS_QUESTION: Final = ("suds_high", "no_answer")


def section(plan: Plan, course: Timeline, figures: Summary, allowed: Allowance) -> Part:
    found = [*_phases(course), *_recorded(plan, course, allowed.quoted), *_recovered(plan, course)]
    found += [(ALERTS[a.code], a.at, _alert(a, allowed.quoted)) for a in course.alerts if ALERTS.get(a.code) and not _answered(course, a)]
    shown = sorted(sorted(found, key=lambda f: (-f[0], f[1]))[: allowed.safety], key=lambda f: f[1])
    items = [(clock(Micros(at)), said) for _, at, said in shown]
    if len(found) > len(shown):
        items.append(("", f'<span class="m">{len(found) - len(shown)} more in the annex</span>'))
    none = "" if items or course.adverse else "No stop, no hold, no loss of the console. "
    told = f"{none}{_times(figures)}<br>{_sickness(course)}"
    height = HEADING + listed(items, 291, 44) + LINE * rows_of(told, 335)
    return Part(f'<div><h2>Safety</h2>{itemised(items)}<p class="m">{told}</p></div>', height)


Item = tuple[int, int, str]
"""How grave, when, and the sentence as markup."""


def _phases(course: Timeline) -> list[Item]:
    found: list[Item] = []
    above = {one.at for one in at_the_top(course) if one.did == "stopped"}
    for index, span in enumerate(course.phases):
        if span.phase == "stopped" and span.start in above and span.reason.code == "safety_sign":
            continue
        if span.phase == "stopped":
            found.append((10, span.start, f"{_stop(span)} {went_on(course, index)}"))
        elif span.phase == "interrupted":
            found.append((9, span.start, f"The engine came back, into the calm scene. {went_on(course, index)}"))
        elif span.phase == "calm" and span.reason.code == "dead_man":
            found.append((9, span.start, f"{safe(span.reason.words[:1].upper() + span.reason.words[1:])}: calm scene. {went_on(course, index)}"))
    return found


def _stop(span: PhaseSpan) -> str:
    said = safe(span.reason.words, 80)
    match who_stopped(span):
        case "patient":
            return "<b>Stop</b> by the patient, as agreed: a good decision."
        case "technical":
            return f"<b>Stop</b>, technical, not the patient's: {said}."
        case "console":
            return "<b>Stop</b> from the console."
        case who:
            return f"<b>Stop</b>, {who}: {said}."


def _recorded(plan: Plan, course: Timeline, most: int) -> list[Item]:
    return [(9, one.start, _unrecorded(plan, one, most)) for one in course.unrecorded]


def _unrecorded(plan: Plan, one: Unrecorded, most: int) -> str:
    until = "to the end" if one.end is None else f"until {clock(one.end)}"
    why = f" ({safe(one.why, most // 2)})" if one.why.strip() else ""
    if one.accepted is None:
        return f"<b>Not recorded</b> {until}{why}; accepted by nobody, so nothing rose."
    return f"<b>Not recorded</b> {until}{why}; accepted at {clock(one.accepted.at)} by {leader(plan)}: “{safe(one.accepted.text, most)}”."


def _recovered(plan: Plan, course: Timeline) -> list[Item]:
    return [(7 if one.held else 4, one.at, _recovery(plan, course, one)) for one in course.recoveries]


def _recovery(plan: Plan, course: Timeline, one: Recovery) -> str:
    said = safe(one.words[:1].upper() + one.words[1:], 90)
    if not one.held:
        return f"{said}, outside exposure."
    if one.on is not None:
        at_which = f" at {safe(one.by, 30)}" if any(alert.code == "taken_over" for alert in course.alerts) else ""
        return f"{said}: held; {leader(plan)} went on at {clock(one.on)}{at_which}."
    left = left_at(course, one.at)
    return f"{said}: held until {left}." if left else f"{said}: held; nobody went on."


def leader(plan: Plan) -> str:
    """As markup."""
    return safe(plan.setting.clinician, NAME_MOST) or "the clinician"


def _answered(course: Timeline, alert: Told) -> bool:
    """The loss of the console is told by what followed it."""
    if alert.code != "not_live":
        return False
    return any(later.code in ("live_again", "dead_man") and later.at >= alert.at for later in course.alerts)


def _alert(alert: Told, most: int) -> str:
    said = alert.words.split(". ")[0].rstrip("?") if alert.code in _PUT_AS_QUESTION else alert.words
    said = said.replace("go on, stay or go back?", "").rstrip("?: ")
    return safe(said[:1].upper() + said[1:], most + 20)


def _times(figures: Summary) -> str:
    told = []
    if figures.high:
        level = dial(figures.high_levels[0]) if len(figures.high_levels) == 1 else "the high level"
        told.append(f"{clock(figures.high)} of {clock(figures.high_cap)} min above {level}")
    if figures.suds_high:
        told.append(f"{clock(figures.suds_high)} min at the SUDS limit or above")
    return ", ".join([*told, f"{clock(figures.above_ceiling)} min above a ceiling"]) + "."


def _sickness(course: Timeline) -> str:
    """Fast Motion Sickness scale: first, highest, last."""
    if not course.sickness:
        return "Motion sickness not asked."
    first, last = course.sickness[0], course.sickness[-1]
    top = max(course.sickness, key=lambda one: one.rating)
    if len(course.sickness) == 1:
        return f"Motion sickness {first.rating} of 20 at {clock(first.at)}, asked once."
    return f"Motion sickness of 20: first {first.rating}, highest {top.rating} at {clock(top.at)}, last {last.rating}."
