"""scene.yaml read into facts. The manifest is data: reading it never imports the scene's code.

`read_manifest(text, where)` gives a `Manifest` or raises `ManifestProblem`, one sentence per fault.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from vrtherapy.domain.stage import Choice, Parameter, SceneEvent, Stage
from vrtherapy.domain.units import Micros, Permille, permille, seconds

SCHEMA = "vrtherapy-scene/1"


class ManifestProblem(Exception):
    """The manifest cannot be used; the text says where and why."""


@dataclass(frozen=True, slots=True)
class Comfort:
    locomotion: str
    flashes_per_s: float
    peak_luminance: float
    loudest_lufs: float


@dataclass(frozen=True, slots=True)
class Manifest:
    """A scene as its author declares it. `entry` is the file beside the manifest that builds it, "" when unbuilt."""

    stage: Stage
    description: str
    disorders: tuple[str, ...]
    entry: str
    calm: str
    licence: str
    content_notes: tuple[str, ...]
    comfort: Comfort


def _dial(value: object) -> object:
    if isinstance(value, str) and (match := re.fullmatch(r"\s*([\d.]+)\s*\.\.\s*([\d.]+)\s*", value)):
        return (float(match[1]), float(match[2]))
    return value


def _duration(value: object) -> object:
    if isinstance(value, str) and (match := re.fullmatch(r"\s*([\d.]+)\s*(ms|s|min)\s*", value)):
        return float(match[1]) * {"ms": 0.001, "s": 1.0, "min": 60.0}[match[2]]
    return value


Range = Annotated[tuple[float, float], BeforeValidator(_dial)]
Duration = Annotated[float, BeforeValidator(_duration), Field(gt=0, le=600)]
Fraction = Annotated[float, Field(ge=0, le=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class _Choice(_Strict):
    id: str
    title: str = ""
    intensity: Fraction


class _Parameter(_Strict):
    type: Literal["integer", "real", "choice"]
    title: str = ""
    unit: str = ""
    calm: float = 0.0
    intense: float = 0.0
    step: float = Field(default=1.0, gt=0)
    dial: Range = (0.0, 1.0)
    description: str
    choices: tuple[_Choice, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> _Parameter:
        if self.type == "choice":
            if len(self.choices) < 2:
                raise ValueError("a choice needs at least two `choices`")
            if self.choices[0].intensity != 0:
                raise ValueError("the first of `choices` is the calm one and needs `intensity: 0`")
            rising = [permille(c.intensity) for c in self.choices]
            if rising != sorted(set(rising)):
                raise ValueError("`choices` go from calm to intense: each needs a higher intensity than the one before")
            if len({c.id for c in self.choices}) < len(self.choices):
                raise ValueError("two `choices` have the same `id`")
        elif self.calm == self.intense:
            raise ValueError("`calm` and `intense` must differ")
        elif self.type == "integer" and not (self.calm.is_integer() and self.intense.is_integer()):
            raise ValueError("`calm` and `intense` of an integer are whole numbers")
        if not 0 <= self.dial[0] <= 1 or not 0 <= self.dial[1] <= 1 or permille(self.dial[0]) >= permille(self.dial[1]):
            raise ValueError("`dial` is a range within 0..1, the lower end first, such as 0.10..0.90")
        return self


class _Event(_Strict):
    title: str = ""
    key: str = Field(default="", pattern=r"^[a-z]?$")
    intensity: Fraction
    duration: Duration = 1.0
    suds_rise: int = Field(default=0, ge=0, le=100)
    description: str


class _Comfort(_Strict):
    locomotion: Literal["none", "lift", "teleport", "smooth"] = "none"
    flashes_per_s: float = Field(default=0, ge=0, le=3)
    peak_luminance: Fraction = 1.0
    loudest_lufs: float = Field(default=-18, le=-10)


class _Scene(_Strict):
    schema_: Literal["vrtherapy-scene/1"] = Field(alias="schema")
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    description: str = ""
    disorders: tuple[str, ...] = ()
    entry: str = ""
    calm: str = ""
    licence: str
    content_notes: tuple[str, ...] = ()
    parameters: dict[str, _Parameter] = {}
    events: dict[str, _Event] = {}
    comfort: _Comfort = _Comfort()
    # Facts for the scene's own code and for people; the core does not read them.
    positions: object = None
    sounds: object = None


def read_manifest(text: str, where: str) -> Manifest:
    """Facts of the scene whose manifest is `text`; `where` names it in problems. Raises ManifestProblem."""
    try:
        raw = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ManifestProblem(f"{where}: not YAML: {str(error).splitlines()[0]}") from error
    if not isinstance(raw, dict):
        raise ManifestProblem(f"{where}: a scene manifest is a mapping that starts with `schema: {SCHEMA}`")
    try:
        scene = _Scene.model_validate(raw)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(part) for part in fault['loc']) or 'scene'}: {fault['msg']}" for fault in error.errors()
        )
        raise ManifestProblem(f"{where}: {faults}") from error
    stage = Stage(
        id=scene.id,
        title=scene.title,
        parameters=tuple(_parameter(name, p) for name, p in scene.parameters.items()),
        events=tuple(_event(name, e) for name, e in scene.events.items()),
    )
    return Manifest(
        stage=stage,
        description=scene.description,
        disorders=scene.disorders,
        entry=scene.entry,
        calm=scene.calm,
        licence=scene.licence,
        content_notes=scene.content_notes,
        comfort=Comfort(
            scene.comfort.locomotion,
            scene.comfort.flashes_per_s,
            scene.comfort.peak_luminance,
            scene.comfort.loudest_lufs,
        ),
    )


def _parameter(name: str, p: _Parameter) -> Parameter:
    return Parameter(
        name=name,
        title=p.title or name.replace("_", " ").capitalize(),
        kind=p.type,
        unit=p.unit,
        calm=p.calm,
        intense=p.intense,
        dial_from=permille(p.dial[0]),
        dial_to=permille(p.dial[1]),
        step=p.step,
        description=p.description,
        choices=tuple(Choice(c.id, c.title or c.id, permille(c.intensity)) for c in p.choices),
    )


def _event(name: str, e: _Event) -> SceneEvent:
    return SceneEvent(
        name=name,
        title=e.title or name.replace("_", " ").capitalize(),
        key=e.key,
        intensity=Permille(permille(e.intensity)),
        duration=Micros(seconds(e.duration)),
        suds_rise=e.suds_rise,
        description=e.description,
    )
