"""One session of a protocol, compiled: what the session machine walks. Nothing here knows YAML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vrtherapy.domain.limits import Limits
from vrtherapy.domain.setting import UNKNOWN, Autonomy, Setting
from vrtherapy.domain.stage import Stage, Value
from vrtherapy.domain.units import Micros, Permille, Suds

Rationale = Literal["habituation", "expectancy", "variability", "deepened"]


@dataclass(frozen=True, slots=True)
class Band:
    low: Permille
    high: Permille


@dataclass(frozen=True, slots=True)
class Pin:
    """A parameter held at a value during a step. `intensity` is what the scene declares for that value."""

    parameter: str
    value: Value
    intensity: Permille


@dataclass(frozen=True, slots=True)
class Offer:
    """An event of the scene that a step may bring: by the clinician's hand, or `after` a time in the step."""

    event: str
    by: Literal["clinician", "time"]
    after: Micros
    cooldown: Micros


@dataclass(frozen=True, slots=True)
class SudsAtMost:
    suds: Suds


@dataclass(frozen=True, slots=True)
class SudsDrop:
    """A fall by `permille` of this step's peak, which must have reached `peak_at_least`."""

    permille: Permille
    peak_at_least: Suds


@dataclass(frozen=True, slots=True)
class TimeInStep:
    at_least: Micros


@dataclass(frozen=True, slots=True)
class ExpectancyDrop:
    """What the patient expected has lost at least `points` of likelihood (0-100) from before the step to after it.

    Craske et al. 2014, Behaviour Research and Therapy 58: expectancy violation.
    """

    points: int


Condition = SudsAtMost | SudsDrop | TimeInStep | ExpectancyDrop


@dataclass(frozen=True, slots=True)
class Advance:
    """When a step is done. `clinician`: the console is told; `auto`: the machine walks on by itself."""

    conditions: tuple[Condition, ...]
    match: Literal["any", "all"]
    decide: Literal["clinician", "auto"]


@dataclass(frozen=True, slots=True)
class Rule:
    """At or above `suds_at_least`, do `action` and put `ask` before the clinician."""

    suds_at_least: Suds
    action: Literal["hold", "ease", "stop"]
    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    id: str
    title: str
    say: str
    scene: str
    suds_expected: Suds
    band: Band
    pins: tuple[Pin, ...]
    offers: tuple[Offer, ...]
    rationale: Rationale
    at_least: Micros
    at_most: Micros
    advance: Advance
    rules: tuple[Rule, ...]
    suds_every: Micros
    limits: Limits
    expectancy_before: str = ""
    expectancy_after: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a session needs to run and to be replayed."""

    protocol: str
    protocol_version: str
    session: str
    title: str
    disorder: str
    baseline: Micros
    autonomy: Autonomy
    target: Band
    limits: Limits
    steps: tuple[Step, ...]
    stages: tuple[Stage, ...]
    screen_out: tuple[str, ...] = ()
    """Contraindications that the protocol excludes, by the ids of `safety/gate.py` where it has them."""
    grounding: tuple[str, ...] = ()
    """The clinician's script for grounding, a line each; () for the one of `session/scripts.py`."""
    setting: Setting = UNKNOWN

    @property
    def blood_injury(self) -> bool:
        """Here the heart slows and the patient may faint: applied tension, seated or lying, never relaxation."""
        return "blood" in self.disorder or "needle" in self.disorder

    @property
    def trauma(self) -> bool:
        """Here only a person brings an event, a further step or a rise (promise 7)."""
        return "ptsd" in self.disorder or "trauma" in self.disorder

    def stage(self, scene: str) -> Stage:
        """Facts of a scene the plan uses. Raises KeyError for a scene it does not use."""
        for stage in self.stages:
            if stage.id == scene:
                return stage
        raise KeyError(scene)
