"""One loaded scene and the guard around it: whatever its code does, the caller gets a sentence, never an exception.

A scene that asks the interpreter to exit asks in vain: `SystemExit` is a failure like any other.
"""

from __future__ import annotations

import importlib.util
import itertools
import math
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from vrtherapy.render.problem import SceneFailed
from vrtherapy.render.sound import Loudspeakers
from vrtherapy.render.stage import RenderStage
from vrtherapy.scene.api import Scene, Tier, Value

_numbers = itertools.count(1)
LOST = (0.0, 0.0, 1.6, 0.0, 0.0)


class SceneSlot:
    """A scene on its stage. After a failure `failure` says why and every further call does nothing."""

    def __init__(self, scene_id: str, scene: Scene, stage: RenderStage) -> None:
        self.scene_id = scene_id
        self.stage = stage
        self.failure: str | None = None
        self._scene = scene
        self._eye = LOST

    def apply(self, values: Mapping[str, Value]) -> None:
        for name, value in values.items():
            if isinstance(value, float) and not math.isfinite(value):
                self._fail("apply", f"it was given {name} = {value}")
                return
        self._guard("apply", lambda: self._scene.apply(values))

    def fire(self, event: str) -> None:
        self._guard("fire", lambda: self._scene.fire(event))

    def hold(self, paused: bool) -> None:
        self._guard("hold", lambda: self._scene.hold(paused))

    def settle(self) -> None:
        self._guard("settle", self._scene.settle)

    def advance(self, dt_s: float) -> None:
        """Time passes and the camera goes where the scene says."""
        self._guard("advance", lambda: self._scene.advance(dt_s))
        x, y, z, heading, pitch = self._eye
        self.stage.camera.set_pos_hpr(x, y, z, heading, pitch, 0.0)

    def silence(self, silent: bool) -> None:
        self._guard("silence", lambda: self._scene.silence(silent))
        if silent:
            self.stage.quiet()

    def close(self) -> None:
        self._guard("teardown", self._scene.teardown)
        self.stage.remove()

    def _guard(self, call: str, act: Callable[[], object]) -> None:
        if self.failure is not None:
            return
        try:
            answer = act()
            eye = tuple(float(part) for part in self._scene.viewpoint())
        except BaseException as error:
            self._fail(call, _words(error))
            return
        if isinstance(answer, float) and not math.isfinite(answer):
            self._fail(call, f"it returned {answer}")
        elif len(eye) != 5 or not all(math.isfinite(part) for part in eye):
            self._fail(call, f"its viewpoint is {eye}")
        else:
            self._eye = eye

    def _fail(self, call: str, why: str) -> None:
        then = "" if call == "teardown" else " The calm scene is shown."
        self.failure = f"The scene {self.scene_id} failed in {call}: {why}.{then}"
        self.stage.quiet()


def load_slot(folder: Path, tier: Tier, speakers: Loudspeakers, view_deg: float) -> SceneSlot:
    """Builds the scene of `folder/scene.py`. Raises SceneFailed, and leaves nothing behind then."""
    stage = RenderStage(folder.name, folder, tier, speakers, view_deg)
    try:
        scene = _import_scene(folder)
        scene.build(stage)
        slot = SceneSlot(folder.name, scene, stage)
        slot.silence(True)
        slot.advance(0.0)
    except BaseException as error:
        stage.remove()
        raise SceneFailed(
            folder.name, f"The scene {folder.name} cannot be built: {_words(error)}."
        ) from error
    if slot.failure is not None:
        stage.remove()
        raise SceneFailed(folder.name, slot.failure)
    return slot


def _import_scene(folder: Path) -> Scene:
    """`scene.py` as the front of a package, so that it may import the files beside it."""
    path = folder / "scene.py"
    if not path.is_file():
        raise FileNotFoundError(f"{folder} has no scene.py")
    name = f"vrtherapy_scene_{folder.name}_{next(_numbers)}"
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=[str(folder)])
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be read")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    made: Scene = module.Scene()
    return made


def _words(error: BaseException) -> str:
    text = " ".join(str(error).split()) or "no reason given"
    return f"{type(error).__name__}: {text[:200].rstrip('.')}"
