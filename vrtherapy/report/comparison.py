"""What other limits would have done, as a plain table and as data for a program.

Times read as minutes and seconds; intensities as on the dial. As data: seconds, and the dial from 0 to 1.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Final

from vrtherapy.domain.limits import Limits
from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import MINUTE, Micros, clock, dial
from vrtherapy.report import words
from vrtherapy.report.apart import (
    Json,
    Row,
    clipped,
    difference_json,
    event_words,
    parting_json,
    parting_lines,
)
from vrtherapy.safety.autonomy import NAMES
from vrtherapy.session.compare import TENTHS, Compared, Held, Refused, Side
from vrtherapy.session.policy import Policy

CAVEAT: Final = (
    "Ratings, stops, readings, the controller's proposals and the clinician's commands are the record's own on both sides: "
    "what patient and clinician would have said and done under other limits nobody knows."
)
RECORDED: Final = "as recorded"
OTHER: Final = "other limits"
NAMED: Final = 48
"""Characters of a reason that still fit beside the columns."""


def comparison_lines(plan: Plan, found: Compared) -> list[str]:
    """The whole comparison for a terminal."""
    one, two = found.recorded, found.other
    parting = "No difference: under these limits everything would have been the same."
    blocks: list[list[Row] | list[str]] = [
        _block("Limits of the session, classes included", _limits(one, two)),
        _block("What the patient met", _met(plan, one, two)),
        _block("Time of exposure at each tenth of the dial", _tenths(one, two)),
        _block("Nothing could rise", _held(one.held, two.held)),
        _block("Commands refused, by reason", _refused(one.refused, two.refused, False)),
        _block("Events refused", _refused(one.refused, two.refused, True)),
        [parting] if found.parting is None else parting_lines(plan, found.parting, (RECORDED, OTHER)),
    ]
    lines = [f"{found.events} events over {clock(found.until)}, under both", *_columns(blocks), CAVEAT]
    if found.unlike is not None:
        at, what = clock(found.unlike.event.at), event_words(plan, found.unlike.before, found.unlike.event)
        lines.append(
            f"The record is not what today's rules give from event {found.unlike.index + 1} on ({at}, {what}): "
            f"`{RECORDED}` is what they give, not what happened. `vrtherapy replay` without other limits says more."
        )
    return lines


def comparison_json(plan: Plan, found: Compared, policy: Policy) -> Json:
    return {
        "events": found.events,
        "until_s": found.until / 1e6,
        "other_limits": _policy_json(policy),
        "recorded": _side_json(plan, found.recorded),
        "other": _side_json(plan, found.other),
        "first_difference": None if found.parting is None else parting_json(plan, found.parting),
        "record_is_unlike_todays_rules": None if found.unlike is None else difference_json(plan, found.unlike),
        "caveat": CAVEAT,
    }


# ---- the table -------------------------------------------------------------------------------------------------------


def _limits(one: Side, two: Side) -> list[Row]:
    mine, others = _limit_words(one.limits), _limit_words(two.limits)
    rows = [(name, mine[name], others[name]) for name in mine]
    return [*rows, ("autonomy at the beginning", NAMES[one.autonomy], NAMES[two.autonomy])]


def _limit_words(limits: Limits) -> dict[str, str]:
    return {
        "ceiling": dial(limits.ceiling),
        "rise per second": f"{limits.rise / 1000:.3f}",
        "exposure": _minutes(limits.exposure),
        "rating that holds": str(limits.suds_high),
        "high level": dial(limits.high_level),
        "time above the high level": _minutes(limits.high_exposure),
        "events in a minute": str(limits.events_per_min),
    }


def _minutes(value: Micros) -> str:
    return f"{value // MINUTE} min" if value % MINUTE == 0 else clock(value)


def _met(plan: Plan, one: Side, two: Side) -> list[Row]:
    def facts(side: Side) -> dict[str, str]:
        return {
            "exposure": clock(side.exposure),
            "above the high level": clock(side.high),
            "highest intensity given": dial(side.highest),
            "steps reached": f"{side.reached + 1} of {len(plan.steps)}",
            "events of the scene": str(side.events_played),
            "stops": str(side.stops),
            "at the end": words.PHASES[side.phase],
        }

    mine, others = facts(one), facts(two)
    return [(name, mine[name], others[name]) for name in mine]


def _tenths(one: Side, two: Side) -> list[Row]:
    return [
        (f"{n / TENTHS:.1f} to {(n + 1) / TENTHS:.1f}", _time(one.tenths[n]), _time(two.tenths[n])) for n in range(TENTHS)
    ]


def _held(one: tuple[Held, ...], two: tuple[Held, ...]) -> list[Row]:
    mine, others = ({each.code: each for each in side} for side in (one, two))
    return [
        (f"{code}: {clipped(each.words, NAMED)}", _lasted(mine.get(code)), _lasted(others.get(code)))
        for code, each in (others | mine).items()
    ]


def _lasted(held: Held | None) -> str:
    return "-" if held is None else f"{_time(held.lasted)} ({held.times}x)"


def _time(value: Micros) -> str:
    return clock(value) if value >= 1_000_000 or value == 0 else f"{value / 1e6:.2f} s"


def _refused(one: tuple[Refused, ...], two: tuple[Refused, ...], of_events: bool) -> list[Row]:
    mine, others = (
        {(each.event, each.code): each for each in side if bool(each.event) == of_events} for side in (one, two)
    )
    rows = []
    for key, each in (others | mine).items():
        what = f"{each.event}, {each.code}" if of_events else each.code
        counts = [str(side[key].times) if key in side else "-" for side in (mine, others)]
        rows.append((f"{what}: {clipped(each.words, NAMED)}", counts[0], counts[1]))
    return rows


def _block(title: str, rows: list[Row]) -> list[Row]:
    return [(title, RECORDED, OTHER), *((f"  {name}", one, other) for name, one, other in rows or [("none", "", "")])]


def _columns(blocks: list[list[Row] | list[str]]) -> list[str]:
    """Rows of three under one another, in the same columns throughout; lines that are text stay as they are."""
    rows = [row for block in blocks for row in block if not isinstance(row, str)]
    wide = [max(len(row[n]) for row in rows) for n in range(3)]
    lines = []
    for block in blocks:
        lines.append("")
        for row in block:
            if isinstance(row, str):
                lines.append(row)
            else:
                lines.append(f"{row[0]:<{wide[0]}}  {row[1]:>{wide[1]}}  {row[2]:>{wide[2]}}".rstrip())
    return [*lines, ""]


# ---- as data ---------------------------------------------------------------------------------------------------------


def _side_json(plan: Plan, side: Side) -> Json:
    return {
        "limits": _limits_json(side.limits),
        "autonomy": side.autonomy,
        "exposure_s": side.exposure / 1e6,
        "above_high_level_s": side.high / 1e6,
        "highest_given": side.highest / 1000,
        "at_each_tenth_s": [value / 1e6 for value in side.tenths],
        "steps_reached": [step.id for step in plan.steps[: side.reached + 1]],
        "events_played": side.events_played,
        "stops": side.stops,
        "phase": side.phase,
        "nothing_could_rise": [
            {"code": each.code, "words": each.words, "times": each.times, "lasted_s": each.lasted / 1e6} for each in side.held
        ],
        "commands_refused": [_refused_json(each) for each in side.refused if not each.event],
        "events_refused": [{"event": each.event, **_refused_json(each)} for each in side.refused if each.event],
    }


def _refused_json(refused: Refused) -> Json:
    return {"code": refused.code, "words": refused.words, "times": refused.times}


def _limits_json(limits: Limits) -> Json:
    return {
        "ceiling": limits.ceiling / 1000,
        "rise_per_s": limits.rise / 1000,
        "exposure_s": limits.exposure / 1e6,
        "suds_high": limits.suds_high,
        "high_level": limits.high_level / 1000,
        "high_exposure_s": limits.high_exposure / 1e6,
        "events_per_min": limits.events_per_min,
    }


def _policy_json(policy: Policy) -> Json:
    """What the policy names, in the units of the rest."""
    units = {"ceiling": 1000, "rise": 1000, "high_level": 1000, "exposure": 1e6, "high_exposure": 1e6}
    found: Json = {}
    for field in fields(policy):
        value = getattr(policy, field.name)
        if value is not None:
            found[field.name] = value / units[field.name] if field.name in units else value
    return found
