"""Off-screen rendering for the tests; skipped, with the reason, only where no OpenGL can be had."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from vrtherapy.render.app import RenderApp, RenderUnavailable

REPOSITORY = Path(__file__).resolve().parents[2]
SIZE = (160, 90)


@pytest.fixture(scope="session")
def scenes() -> Path:
    return REPOSITORY / "scenes"


@pytest.fixture
def app() -> Iterator[RenderApp]:
    try:
        made = RenderApp("offscreen", SIZE, "low", sound=False)
    except RenderUnavailable as missing:
        pytest.skip(str(missing))
    yield made
    made.close()


@pytest.fixture
def exposed(app: RenderApp, scenes: Path) -> RenderApp:
    """The high-rise at its calm end, shown, with the quiet shore behind it."""
    app.load(scenes / "high_rise", scenes / "quiet_shore")
    app.show("exposure")
    app.settle()
    app.frame(0.02)
    return app


@pytest.fixture
def scene_of(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a scene whose class body is `body`, over a scene that does nothing, and returns its folder."""

    def write(body: str) -> Path:
        folder = tmp_path / "trial"
        folder.mkdir(exist_ok=True)
        base = """
            class Still:
                def build(self, stage): pass
                def apply(self, values): pass
                def fire(self, event): pass
                def advance(self, dt_s): pass
                def hold(self, paused): pass
                def viewpoint(self): return (0.0, 0.0, 1.6, 0.0, 0.0)
                def settle(self): pass
                def silence(self, silent): pass
                def teardown(self): pass
            class Scene(Still):
        """
        text = textwrap.dedent(base) + textwrap.indent(textwrap.dedent(body), "    ")
        (folder / "scene.py").write_text(text, encoding="utf-8")
        return folder

    return write


def picture(app: RenderApp) -> np.ndarray:
    pixels = app.picture()
    assert pixels is not None
    return pixels.astype(np.float32)


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """Mean absolute difference of display values, 0..255."""
    return float(np.abs(one - other).mean())
