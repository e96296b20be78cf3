"""Names that must lead somewhere: scenes, parameters, events, values, ids. Family VRT2xx."""

from __future__ import annotations

from collections.abc import Iterable

from vrtherapy.domain.stage import Parameter, Value
from vrtherapy.protocol.ladder import Finding, Findings, Ladder, Rung
from vrtherapy.protocol.problem import Other
from vrtherapy.protocol.shape import At, choose, clipped
from vrtherapy.scene.dial import intensity_of


def of_ladder(ladder: Ladder, scenes: tuple[str, ...]) -> Findings:
    """`scenes`: ids that are known, for near misses."""
    for rung in ladder.rungs:
        yield from _scene(rung, scenes)
        yield from _parameters(rung)
        yield from _events(rung)
    steps = (rung.part.id for rung in ladder.rungs)
    yield from doubles(steps, "VRT206", "step", "in this session")


def doubles(ids: Iterable[At[str]], code: str, what: str, where: str) -> Findings:
    """Every id that was already given, with both places."""
    seen: dict[str, At[str]] = {}
    for found in ids:
        if not found.value:
            continue
        if (first := seen.get(found.value)) is not None:
            yield Finding(
                code, found, f"there is already a {what} `{found.value}` {where}", f"give this {what} its own id",
                Other(first.line, first.column, "first given here"),
            )
        else:
            seen[found.value] = found


def _scene(rung: Rung, scenes: tuple[str, ...]) -> Findings:
    scene = rung.holds.scene
    if scene is None:
        if "scene" not in rung.holds.broken and "defaults" not in rung.document.broken:
            yield Finding("VRT207", rung.part, "this step is in no scene", "write `scene: ...` here or under `defaults`")
    elif rung.stage is None:
        yield Finding("VRT201", scene, f"there is no scene `{clipped(scene.value)}`", choose(scene.value, scenes))


def _parameters(rung: Rung) -> Findings:
    if rung.stage is None:
        return
    known = tuple(p.name for p in rung.stage.parameters)
    for name, value in rung.part.pins:
        parameter = rung.stage.parameter(name.value)
        if parameter is None:
            message = f"the scene `{rung.stage.id}` has no parameter `{clipped(name.value)}`"
            yield Finding("VRT202", name, message, choose(name.value, known))
            continue
        try:
            intensity_of(parameter, value.value)
        except ValueError as error:
            yield Finding("VRT204", value, str(error), _instead(parameter, value.value))


def _instead(parameter: Parameter, value: Value) -> str:
    if parameter.kind == "choice":
        return choose(str(value), tuple(choice.id for choice in parameter.choices))
    low, high = sorted((parameter.calm, parameter.intense))
    whole = "whole " if parameter.kind == "integer" else ""
    return f"write a {whole}number from {low:g} to {high:g}"


def _events(rung: Rung) -> Findings:
    yield from doubles((offer.value.do for offer in rung.part.events), "VRT208", "event", "in this step")
    if rung.stage is None:
        return
    known = tuple(e.name for e in rung.stage.events)
    for offer in rung.part.events:
        name = offer.value.do
        if rung.stage.event(name.value) is None:
            message = f"the scene `{rung.stage.id}` has no event `{clipped(name.value)}`"
            yield Finding("VRT203", name, message, choose(name.value, known))
