"""`vrtherapy preview WHAT -o picture.png`: a scene at given values, or a protocol's step at its upper end."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from vrtherapy.domain.plan import Step
from vrtherapy.domain.stage import Stage, Value
from vrtherapy.domain.units import Permille, permille
from vrtherapy.host.discovery import find_protocol, find_scene, scene_ids
from vrtherapy.host.opening import CannotOpen, check_protocol, stage_of
from vrtherapy.protocol.compile import NoSuchSession, compile_session
from vrtherapy.render.preview import render_preview
from vrtherapy.render.problem import RenderUnavailable, SceneFailed
from vrtherapy.scene.dial import intensity_of, values
from vrtherapy.scene.manifest import ManifestProblem


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", help="a scene's id, such as high_rise, or a protocol file")
    parser.add_argument("--step", metavar="ID", help="the step of the protocol; the first where not said")
    parser.add_argument("--session", metavar="ID", help="the session of the protocol")
    parser.add_argument("--intensity", type=float, metavar="0..1", help="where the dial stands")
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="parameters held at a value")
    parser.add_argument("--calm", action="store_true", help="the calm scene that the scene falls back to")
    parser.add_argument("--size", default="1280x720", metavar="WxH")
    parser.add_argument("-o", "--output", type=Path, default=Path("preview.png"), metavar="FILE")


def work(asked: argparse.Namespace) -> int:
    try:
        stage, chosen = _chosen(asked)
        found = find_scene(stage.id)
        assert found is not None
        calm = find_scene(found.manifest.calm) if found.manifest.calm else None
        render_preview(
            found.folder,
            chosen,
            asked.output,
            _size(asked.size),
            "calm" if asked.calm else "exposure",
            calm_folder=None if calm is None else calm.folder,
        )
    except (CannotOpen, ManifestProblem, NoSuchSession, RenderUnavailable, SceneFailed, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{asked.output} cannot be written: {error.strerror or error}", file=sys.stderr)
        return 2
    print(asked.output)
    return 0


def _chosen(asked: argparse.Namespace) -> tuple[Stage, Mapping[str, Value]]:
    """The scene's facts and the values to show. Raises ValueError in words."""
    step = _step(asked)
    scene = asked.what if step is None else step.scene
    stage = stage_of(scene)
    if stage is None:
        raise CannotOpen(f"there is no scene or protocol {scene!r}; the scenes are {', '.join(scene_ids())}")
    dial = Permille(500) if step is None else step.band.high
    if asked.intensity is not None:
        if not 0 <= asked.intensity <= 1:
            raise ValueError(f"--intensity goes from 0 to 1, not {asked.intensity:g}")
        dial = permille(asked.intensity)
    places = {parameter.name: dial for parameter in stage.parameters}
    if step is not None:
        places |= {pin.parameter: pin.intensity for pin in step.pins}
    return stage, values(stage, places | _held(stage, asked.set))


def _step(asked: argparse.Namespace) -> Step | None:
    if not asked.what.endswith((".yaml", ".yml")):
        return None
    path = find_protocol(asked.what)
    if path is None:
        raise CannotOpen(f"{asked.what}: no such protocol file")
    loaded = check_protocol(path)
    if loaded.document is None:
        raise CannotOpen(loaded.rendered().rstrip())
    plan = compile_session(loaded.document, asked.session, stage_of)
    wanted = asked.step or plan.steps[0].id
    step = next((s for s in plan.steps if s.id == wanted), None)
    if step is None:
        raise CannotOpen(f"{path} has no step {wanted!r}; it has {', '.join(s.id for s in plan.steps)}")
    return step


def _held(stage: Stage, pairs: list[str]) -> dict[str, Permille]:
    held = {}
    for pair in pairs:
        name, _, text = pair.partition("=")
        parameter = stage.parameter(name)
        if parameter is None:
            known = ", ".join(p.name for p in stage.parameters)
            raise ValueError(f"{stage.id} has no parameter {name!r}; it has {known}")
        if parameter.kind == "choice":
            held[name] = intensity_of(parameter, text)
            continue
        try:
            number = float(text)
        except ValueError:
            raise ValueError(f"{name} is a number, not {text!r}") from None
        held[name] = intensity_of(parameter, number)
    return held


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (width.isdigit() and height.isdigit() and 16 <= int(width) <= 8192 and 16 <= int(height) <= 8192):
        raise ValueError(f"{text!r} is no size; write for example 1280x720")
    return int(width), int(height)
