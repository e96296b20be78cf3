"""What can happen to a session. Events are what the log holds; everything else is recomputed from them.

Every event carries `at`, session time in microseconds. Events with an equal `at` apply in log order.
A command's effect happens at most once per (client, number); `age` is how long ago the console last heard the
engine, by the engine's own monotonic clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vrtherapy.domain.arousal import Proposal, Reading
from vrtherapy.domain.rating import By
from vrtherapy.domain.units import Micros, Suds
from vrtherapy.session.wishes import Wish

Role = Literal["clinician", "observer"]
Link = Literal["console", "server", "biofeedback"]
StopCause = Literal["patient", "technical"]


@dataclass(frozen=True, slots=True)
class Commanded:
    at: Micros
    client: str
    role: Role
    number: int
    age: Micros
    wish: Wish


@dataclass(frozen=True, slots=True)
class Heard:
    """A link was alive. `client` names the console; "" for the others."""

    at: Micros
    link: Link
    client: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """A console went away in good order or its socket closed."""

    at: Micros
    client: str


@dataclass(frozen=True, slots=True)
class Read:
    at: Micros
    reading: Reading


@dataclass(frozen=True, slots=True)
class Proposed:
    at: Micros
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Rated:
    at: Micros
    suds: Suds
    by: By


@dataclass(frozen=True, slots=True)
class StopPressed:
    """The patient's own stop, or headset, tracking or runtime lost (`technical`, never counted as escape)."""

    at: Micros
    cause: StopCause
    words: str


@dataclass(frozen=True, slots=True)
class SceneFailed:
    at: Micros
    scene: str
    words: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """The record is being kept, or cannot be kept: while it cannot, nothing rises."""

    at: Micros
    ok: bool
    words: str


@dataclass(frozen=True, slots=True)
class Stalled:
    """The patient saw no new frame for `lasted`; sound was silent meanwhile."""

    at: Micros
    lasted: Micros


@dataclass(frozen=True, slots=True)
class CameBack:
    """The engine was restarted within the session; never into the exposure."""

    at: Micros


@dataclass(frozen=True, slots=True)
class Passed:
    """Nothing but time. Closes a log, so that a replay runs to the same last tick."""

    at: Micros


Event = (
    Commanded
    | Heard
    | Left
    | Read
    | Proposed
    | Rated
    | StopPressed
    | SceneFailed
    | Recorded
    | Stalled
    | CameBack
    | Passed
)
