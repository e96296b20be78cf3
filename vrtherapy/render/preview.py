"""A picture of a scene at given values, as a PNG, without a screen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from PIL import Image

from vrtherapy.render.app import RenderApp
from vrtherapy.scene.api import Value


def render_preview(
    scene_folder: Path,
    values: Mapping[str, Value],
    out_png: Path,
    size: tuple[int, int] = (1280, 720),
    view: Literal["calm", "exposure"] = "exposure",
    quality: Literal["low", "high", "auto"] = "high",
    calm_folder: Path | None = None,
) -> None:
    """Writes `out_png`. Raises RenderUnavailable, SceneFailed, or ValueError where the scene fails on `values`."""
    app = RenderApp("offscreen", size, quality, sound=False)
    try:
        app.load(scene_folder, calm_folder)
        if view == "exposure":
            app.show("exposure")
            app.apply(values)
            app.settle()
        for dt_s in (0.0, 0.02):
            failure = app.frame(dt_s).failure
            if failure is not None:
                raise ValueError(failure[1])
        pixels = app.picture()
        if pixels is None:
            raise ValueError(f"no picture of {scene_folder.name} could be read back")
        Image.fromarray(pixels).save(out_png)
    finally:
        app.close()
