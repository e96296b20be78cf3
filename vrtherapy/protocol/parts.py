"""A protocol as its author wrote it: every value with its place, nothing filled in yet. `None`: not written.

`Settings` may stand in the protocol's defaults, a session's defaults and a step; `cascade.py` puts them together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vrtherapy.domain.plan import Band, Condition, Rationale
from vrtherapy.domain.setting import Autonomy
from vrtherapy.domain.stage import Value
from vrtherapy.domain.units import Micros, Permille, Suds
from vrtherapy.protocol.shape import At

Action = Literal["hold", "ease", "stop"]


@dataclass(frozen=True, slots=True)
class OfferPart:
    do: At[str]
    after: At[Micros] | None
    """None: offered to the clinician."""
    cooldown: At[Micros] | None


@dataclass(frozen=True, slots=True)
class AdvancePart:
    conditions: tuple[At[Condition], ...]
    match: Literal["any", "all"]
    decide: Literal["clinician", "auto"]


@dataclass(frozen=True, slots=True)
class WhenPart:
    suds_at_least: Suds
    do: At[Action]
    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExpectancyPart:
    ask_before: At[str] | None
    ask_after: At[str] | None


@dataclass(frozen=True, slots=True)
class Settings:
    scene: At[str] | None = None
    suds_every: At[Micros] | None = None
    exposure: At[Micros] | None = None
    rise: At[Permille] | None = None
    suds_high: At[Suds] | None = None
    ceiling: At[Permille] | None = None
    high_level: At[Permille] | None = None
    high_exposure: At[Micros] | None = None
    events_per_min: At[int] | None = None
    autonomy: At[Autonomy] | None = None
    target: At[Band] | None = None
    baseline: At[Micros] | None = None
    rationale: At[Rationale] | None = None
    at_least: At[Micros] | None = None
    at_most: At[Micros] | None = None
    advance: At[AdvancePart] | None = None
    when: At[tuple[At[WhenPart], ...]] | None = None
    broken: frozenset[str] = frozenset()
    """Keys that are written but could not be read, so that no rule calls them missing."""


@dataclass(frozen=True, slots=True)
class StepPart:
    id: At[str]
    title: At[str] | None
    say: At[str] | None
    suds_expected: At[Suds] | None
    band: At[Band] | None
    pins: tuple[tuple[At[str], At[Value]], ...]
    events: tuple[At[OfferPart], ...]
    expectancy: At[ExpectancyPart] | None
    settings: Settings
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class SessionPart:
    id: At[str]
    title: At[str] | None
    settings: Settings
    steps: tuple[StepPart, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Evidence:
    cite: str
    claim: str


@dataclass(frozen=True, slots=True)
class Measures:
    before: tuple[str, ...] = ()
    every_session: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    path: str
    id: At[str]
    title: At[str]
    disorder: At[str]
    version: At[str]
    evidence: tuple[Evidence, ...]
    screen_out: tuple[At[str], ...]
    measures: Measures
    settings: Settings
    sessions: tuple[SessionPart, ...]
    broken: frozenset[str]
    line: int
    column: int

    def session(self, id: str) -> SessionPart | None:
        return next((s for s in self.sessions if s.id.value == id), None)
