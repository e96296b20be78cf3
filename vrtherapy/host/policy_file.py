"""Other limits from a YAML file: the keys of a protocol's `limits`, and `autonomy` and `sessions_before`, at its top.

All that is wrong is told at once, with place and remedy, as `vrtherapy check` does; nothing is raised.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from vrtherapy.domain.units import Suds
from vrtherapy.protocol.document import decoded, read_document
from vrtherapy.protocol.problem import Problem, has_errors, in_order, render_all
from vrtherapy.protocol.record import Got, Key, Record
from vrtherapy.protocol.settings_keys import (
    AUTONOMY,
    CEILING,
    EVENTS_PER_MIN,
    EXPOSURE,
    HIGH_EXPOSURE,
    HIGH_LEVEL,
    RISE,
    SUDS_HIGH,
)
from vrtherapy.protocol.shape import Notes
from vrtherapy.protocol.single import Whole
from vrtherapy.session.policy import MOST_SESSIONS, Name, Policy, beyond

T = TypeVar("T")

SESSIONS_BEFORE = Key("sessions_before", Whole(0, MOST_SESSIONS), "Sessions that the patient had before; 0 for the first.", "3")
KEYS = (CEILING, RISE, EXPOSURE, SUDS_HIGH, HIGH_LEVEL, HIGH_EXPOSURE, EVENTS_PER_MIN, AUTONOMY, SESSIONS_BEFORE)
BEYOND: Final[dict[Name, tuple[str, str]]] = {
    "rise": ("VRT304", "write `0.05/s` or less; 0.25/s is the most"),
    "exposure": ("VRT306", "write `60min` or less; 120min is the most"),
    "high_exposure": ("VRT306", "write `20min` or less; 60min is the most"),
    "suds_high": ("VRT312", "write 95 or less"),
}
"""The code and the remedy; the reading of the other keys keeps them within their bounds."""
BEGIN: Final = "write one limit a line, for example `ceiling: 0.60`"
OF_A_POLICY: Final = {
    "VRT104": ("this file names no limit", BEGIN),
    "VRT111": ("other limits are a mapping of keys to values", BEGIN),
    "VRT115": ("a second document starts here", "one file, one set of limits"),
}
"""What reads otherwise than of a protocol."""


@dataclass(frozen=True, slots=True)
class PolicyRead:
    """`policy` is None where a problem is an error; `rendered` shows every problem with its line and a caret."""

    policy: Policy | None
    rendered: str


def read_policy(path: Path) -> PolicyRead:
    name = str(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        problem = Problem(name, 1, 1, "VRT100", "error", f"the file cannot be read: {error.strerror}", "check its name and rights")
        return PolicyRead(None, render_all((problem,)))
    root, problems = read_document(content, name)
    notes = Notes(name)
    found = None if root is None else POLICY.read(root, notes)
    whole = in_order(_reworded(each) for each in (*problems, *notes.problems))
    policy = None if found is None or has_errors(whole) else found.value
    return PolicyRead(policy, render_all(whole, decoded(content)))


def _policy(got: Got, notes: Notes) -> Policy:
    def value(key: Key[T]) -> T | None:
        return None if (found := got.of(key)) is None else found.value

    mark = value(SUDS_HIGH)
    policy = Policy(
        ceiling=value(CEILING),
        rise=value(RISE),
        exposure=value(EXPOSURE),
        suds_high=None if mark is None else Suds(mark),
        high_level=value(HIGH_LEVEL),
        high_exposure=value(HIGH_EXPOSURE),
        events_per_min=value(EVENTS_PER_MIN),
        autonomy=value(AUTONOMY),
        sessions_before=value(SESSIONS_BEFORE),
    )
    keys: dict[str, Key[Any]] = {key.name: key for key in KEYS}
    for refused in beyond(policy):
        place = got.of(keys[refused.name])
        assert place is not None
        code, hint = BEYOND[refused.name]
        notes.add(place, code, f"`{refused.name}`: {refused.words}", hint)
    named = any(getattr(policy, field.name) is not None for field in fields(policy))
    if not named and not got.broken:
        notes.problems.append(Problem(notes.path, got.line, got.column, "VRT104", "error", *OF_A_POLICY["VRT104"]))
    return policy


def _reworded(problem: Problem) -> Problem:
    if problem.code not in OF_A_POLICY:
        return problem
    message, hint = OF_A_POLICY[problem.code]
    return replace(problem, message=message, hint=hint)


POLICY: Record[Policy] = Record("a set of limits", KEYS, _policy)
