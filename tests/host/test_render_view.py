"""The renderer as the engine uses it: a step in another scene shows that scene, a failed one is told and never shown."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from vrtherapy.host.render_view import RenderView
from vrtherapy.host.settings import Settings
from vrtherapy.host.view import ViewUnavailable

STILL = """
from panda3d.core import CardMaker
class Scene:
    def build(self, stage):
        card = CardMaker("wall")
        card.set_frame(-50, 50, -50, 50)
        wall = stage.root.attach_new_node(card.generate())
        wall.set_y(10)
        wall.set_color(COLOUR)
    def apply(self, values): pass
    def fire(self, event): pass
    def advance(self, dt_s): pass
    def hold(self, paused): pass
    def viewpoint(self): return (0.0, 0.0, 1.6, 0.0, 0.0)
    def settle(self): pass
    def silence(self, silent): pass
    def teardown(self): pass
"""
COLOURS = {"red": (1.0, 0.0, 0.0, 1.0), "green": (0.0, 1.0, 0.0, 1.0), "blue": (0.0, 0.0, 1.0, 1.0)}
SIZE = (64, 36)


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    for name, colour in COLOURS.items():
        (tmp_path / name).mkdir()
        text = STILL.replace("COLOUR", repr(colour))
        (tmp_path / name / "scene.py").write_text(text, encoding="utf-8")
    return {name: tmp_path / name for name in COLOURS}


@pytest.fixture
def view(tmp_path: Path, folders: dict[str, Path]) -> Iterator[RenderView]:
    try:
        made = RenderView(settings(tmp_path, folders))
    except ViewUnavailable as missing:
        pytest.skip(str(missing))
    yield made
    made.close()


def settings(folder: Path, scenes: dict[str, Path]) -> Settings:
    return Settings(
        folder=folder, key="key", record=folder / "r.vrtrec", record_id="r", kind="training", alias="a",
        plan=folder / "plan.json", scene_folders={n: f for n, f in scenes.items() if n != "blue"},
        calm_folder=scenes["blue"], sensor="simulated:", surface="offscreen", width=64, height=36, quality="low",
        sound=False, started="now",
    )  # fmt: skip


def seen(view: RenderView) -> str:
    """The colour that the patient sees once every fade is over."""
    for _ in range(40):
        view.frame(0.05)
    picture = view.mirror(SIZE)
    assert picture is not None
    middle = picture[1][3 * (SIZE[0] * SIZE[1] // 2 + SIZE[0] // 2) :][:3]
    return max(COLOURS, key=lambda name: sum(a * b for a, b in zip(COLOURS[name], middle, strict=False)))


def test_a_step_in_another_scene_shows_that_scene(view: RenderView, folders: dict[str, Path]) -> None:
    view.load(folders["red"], folders["blue"])
    assert seen(view) == "blue"
    view.show("exposure")
    assert seen(view) == "red"
    view.load(folders["green"], folders["blue"])
    assert seen(view) == "green"
    view.show("calm")
    view.load(folders["red"], folders["blue"])
    assert seen(view) == "blue"


def test_while_the_next_scene_is_built_the_patient_sees_an_even_grey_and_then_that_scene(
    view: RenderView, folders: dict[str, Path]
) -> None:
    view.load(folders["red"], folders["blue"])
    view.show("exposure")
    assert seen(view) == "red"
    view.load(folders["green"], folders["blue"])
    while_built = view.mirror(SIZE)
    assert while_built is not None and len(set(while_built[1])) == 1
    greens = []
    for _ in range(40):
        view.frame(0.05)
        picture = view.mirror(SIZE)
        assert picture is not None
        red, green, blue = picture[1][:3]
        assert blue <= max(red, green), "the calm scene does not flash up between two exposures"
        greens.append(green - red)
    assert greens[0] < 30 and greens[-1] > 200


def test_a_scene_that_cannot_be_built_is_told_and_the_calm_one_is_shown(view: RenderView, folders: dict[str, Path]) -> None:
    view.load(folders["red"], folders["blue"])
    view.show("exposure")
    (folders["green"] / "scene.py").write_text("raise SystemExit(3)", encoding="utf-8")
    view.load(folders["green"], folders["blue"])
    failure = view.frame(0.05).failure
    assert failure is not None and failure[0] == "green" and "SystemExit" in failure[1]
    assert seen(view) == "blue"


def test_a_scene_that_took_an_engine_with_it_is_named_and_not_built(tmp_path: Path, folders: dict[str, Path]) -> None:
    built = textwrap.indent(f"open({str(tmp_path / 'built')!r}, 'w').close()", "        ")
    path = folders["red"] / "scene.py"
    path.write_text(path.read_text("utf-8").replace("def build(self, stage):\n", f"def build(self, stage):\n{built}\n"), "utf-8")
    (tmp_path / "last_words").write_text(
        "Timeout (0:00:01.250000)!\nThread 0x00007f0000000000 (most recent call first):\n"
        f'  File "{path}", line 9 in apply\n  File "/x/vrtherapy/render/slot.py", line 70 in _guard\n',
        encoding="utf-8",
    )
    try:
        view = RenderView(settings(tmp_path, folders))
    except ViewUnavailable as missing:
        pytest.skip(str(missing))
    view.load(folders["red"], folders["blue"])
    failure = view.frame(0.05).failure
    assert failure is not None and failure[0] == "red" and "did not come back from apply" in failure[1]
    view.show("exposure")
    assert seen(view) == "blue" and not (tmp_path / "built").exists()
    view.load(folders["green"], folders["blue"])
    assert seen(view) == "green", "the others are shown"
    view.close()
