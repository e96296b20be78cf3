"""Makes the pictures of the scenes in this folder: `python docs/pictures/make_scenes.py`. Needs OpenGL, no display."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
sys.path.insert(0, str(REPOSITORY))
from vrtherapy.render.preview import render_preview  # noqa: E402

SIZE = (1280, 720)
HIGH_RISE = {
    "high_rise_floor_01": {"floor": 1, "railing": "full", "edge_distance": 4.0, "wind": 1, "glass_floor": 0},
    "high_rise_floor_12": {"floor": 12, "railing": "full", "edge_distance": 2.0, "wind": 4, "glass_floor": 0},
    "high_rise_floor_40_glass": {
        "floor": 40,
        "railing": "low",
        "edge_distance": 3.2,
        "wind": 8,
        "glass_floor": 100,
    },
    "high_rise_floor_40_edge": {
        "floor": 40,
        "railing": "none",
        "edge_distance": 0.3,
        "wind": 8,
        "glass_floor": 100,
    },
}


def main() -> None:
    scenes = REPOSITORY / "scenes"
    with tempfile.TemporaryDirectory() as folder:
        png = Path(folder) / "picture.png"
        for name, values in HIGH_RISE.items():
            render_preview(scenes / "high_rise", values, png, SIZE)
            Image.open(png).save(HERE / f"{name}.jpg", quality=88)
        render_preview(scenes / "high_rise", {}, png, SIZE, view="calm", calm_folder=scenes / "quiet_shore")
        Image.open(png).save(HERE / "quiet_shore.jpg", quality=88)


if __name__ == "__main__":
    main()
