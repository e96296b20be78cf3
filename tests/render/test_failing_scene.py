"""Whatever a scene's code does, the patient is in calm and somebody is told which scene it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import picture

from vrtherapy.render.app import RenderApp, SceneFailed

WRONG = {
    "apply": "def apply(self, values): raise ZeroDivisionError('by the floor')",
    "advance": "gone = 0\ndef advance(self, dt_s):\n    self.gone += dt_s\n    assert self.gone < 0.05, 'time ran out'",
    "fire": "def fire(self, event): raise KeyError(event)",
    "viewpoint": "at = 0.0\ndef apply(self, values): self.at = float('nan')\ndef viewpoint(self): return (0.0, self.at, 1.6, 0.0, 0.0)",
    "returned": "def apply(self, values): return float('inf')",
    "exit": "def apply(self, values): raise SystemExit(3)",
}


@pytest.mark.parametrize("kind", sorted(WRONG))
def test_a_failing_scene_ends_in_calm_with_its_name(
    app: RenderApp, scene_of: Callable[[str], Path], kind: str
) -> None:
    app.load(scene_of(WRONG[kind]))
    app.show("exposure")
    app.settle()
    app.frame(0.01)
    app.apply({"floor": 1})
    app.fire("gust")
    failures = [app.frame(0.02).failure for _ in range(5)]
    told = [failure for failure in failures if failure is not None]
    assert len(told) == 1
    assert told[0][0] == "trial"
    assert "trial" in told[0][1]
    assert not app.loaded
    for _ in range(30):
        app.frame(0.05)
    assert picture(app).std() > 10
    app.show("exposure")
    app.apply({"floor": 2})
    assert app.frame(0.02).failure is None


def test_a_scene_that_cannot_be_built_is_named(app: RenderApp, scene_of: Callable[[str], Path]) -> None:
    with pytest.raises(SceneFailed, match="trial cannot be built: RuntimeError: no stone") as caught:
        app.load(scene_of("def build(self, stage): raise RuntimeError('no stone')"))
    assert caught.value.scene_id == "trial"
    assert app.frame(0.02).failure is None


def test_a_scene_that_asks_to_exit_while_it_is_built_is_named(app: RenderApp, scene_of: Callable[[str], Path]) -> None:
    with pytest.raises(SceneFailed, match="trial cannot be built: SystemExit: 3"):
        app.load(scene_of("def build(self, stage): raise SystemExit(3)"))


def test_a_scene_that_fails_while_it_leaves_is_named_and_the_next_one_is_there(
    app: RenderApp, scene_of: Callable[[str], Path], scenes: Path
) -> None:
    app.load(scene_of("def teardown(self): raise RuntimeError('will not go')"))
    app.load(scenes / "quiet_shore")
    assert app.loaded
    failure = app.frame(0.02).failure
    assert failure == ("trial", "The scene trial failed in teardown: RuntimeError: will not go.")
    assert app.frame(0.02).failure is None and app.loaded


def test_a_missing_file_is_named(app: RenderApp, scene_of: Callable[[str], Path]) -> None:
    with pytest.raises(SceneFailed, match=r"the file wall\.jpg is missing"):
        app.load(scene_of("def build(self, stage): stage.picture('wall.jpg')"))


def test_a_value_that_is_not_a_number_never_reaches_the_scene(
    app: RenderApp, scene_of: Callable[[str], Path]
) -> None:
    app.load(scene_of("def apply(self, values): assert False"))
    app.show("exposure")
    app.settle()
    app.apply({"wind": float("nan")})
    failure = app.frame(0.02).failure
    assert failure is not None
    assert "wind = nan" in failure[1]


def test_time_that_is_not_a_number_passes_as_none(app: RenderApp) -> None:
    assert app.frame(float("nan")).failure is None
