"""A session as the rules look at it: its steps in order, what holds in each, and the scene it is in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from vrtherapy.domain.stage import Stage
from vrtherapy.domain.units import Permille
from vrtherapy.protocol import bounds, cascade
from vrtherapy.protocol.parts import Document, SessionPart, StepPart
from vrtherapy.protocol.problem import Other
from vrtherapy.scene.dial import intensity_of

T = TypeVar("T")

Stages = Callable[[str], Stage | None]


class Place(Protocol):
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has to say, and where; its code gives severity and citation."""

    code: str
    at: Place
    message: str
    hint: str
    also: Other | None = None


Findings = Iterator[Finding]


@dataclass(frozen=True, slots=True)
class Rung:
    part: StepPart
    holds: cascade.Resolved
    session: cascade.Resolved
    stage: Stage | None
    document: Document

    @property
    def arousing(self) -> bool:
        part = self.part
        high = part.band is not None and part.band.value.high >= bounds.AROUSING_BAND
        return high or (part.suds_expected is not None and part.suds_expected.value >= bounds.AROUSING_SUDS)

    @property
    def trauma(self) -> bool:
        return is_trauma(self.document)

    def place(self, found: cascade.Sourced[T]) -> Place:
        """Where `found` is written; the step itself where it is built in."""
        return found if found.written else self.part

    def pinned(self) -> Iterator[tuple[Place, str, Permille]]:
        """Place, parameter and declared intensity of every pinned value that the scene knows."""
        for name, value in self.part.pins:
            parameter = None if self.stage is None else self.stage.parameter(name.value)
            if parameter is None:
                continue
            try:
                yield value, name.value, intensity_of(parameter, value.value)
            except ValueError:
                continue


@dataclass(frozen=True, slots=True)
class Ladder:
    document: Document
    part: SessionPart
    holds: cascade.Resolved
    rungs: tuple[Rung, ...]
    first: bool

    def pairs(self) -> Iterator[tuple[Rung, Rung]]:
        return zip(self.rungs, self.rungs[1:], strict=False)


def ladders(document: Document, stages: Stages) -> tuple[Ladder, ...]:
    found = []
    for index, session in enumerate(document.sessions):
        outer = cascade.of_session(document, session)
        rungs = []
        for step in session.steps:
            holds = cascade.of_step(document, session, step)
            stage = None if holds.scene is None else stages(holds.scene.value)
            rungs.append(Rung(step, holds, outer, stage, document))
        found.append(Ladder(document, session, outer, tuple(rungs), index == 0))
    return tuple(found)


def is_trauma(document: Document) -> bool:
    name = document.disorder.value
    return "ptsd" in name or "trauma" in name
