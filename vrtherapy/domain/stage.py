"""What a scene can show, as the machine and the governor know it: parameters, events, their intensities.

Every parameter value and every event declares its intensity: the dial position at which the patient would
meet it. A pinned value and a dialled one are therefore judged by the same number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vrtherapy.domain.units import Micros, Permille

Value = int | float | str
"""A parameter's value: whole steps, a real number in the parameter's unit, or the id of a choice."""


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    title: str
    intensity: Permille


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing a scene can change. Between `dial_from` and `dial_to` the value runs from `calm` to `intense`."""

    name: str
    title: str
    kind: Literal["integer", "real", "choice"]
    unit: str
    calm: float
    intense: float
    dial_from: Permille
    dial_to: Permille
    step: float
    description: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class SceneEvent:
    """Something that happens once: a gust, a bird."""

    name: str
    title: str
    key: str
    intensity: Permille
    duration: Micros
    suds_rise: int
    description: str


@dataclass(frozen=True, slots=True)
class Stage:
    """The facts of one scene that travel with a plan, so that a recording replays without the scene."""

    id: str
    title: str
    parameters: tuple[Parameter, ...]
    events: tuple[SceneEvent, ...]

    def parameter(self, name: str) -> Parameter | None:
        return next((p for p in self.parameters if p.name == name), None)

    def event(self, name: str) -> SceneEvent | None:
        return next((e for e in self.events if e.name == name), None)
