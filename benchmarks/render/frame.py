"""CPU time per frame (app, cull, draw) and frames per second off-screen, per tier. `python benchmarks/render/frame.py`

Every frame is read back, so that it is drawn and not merely submitted. `draw` is the time the caller spends in the
graphics library; a software renderer also works on in its own threads, which the frames per second show.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).parent)]
from machine import describe  # noqa: E402

from vrtherapy.render.app import RenderApp  # noqa: E402

SCENES = Path(__file__).resolve().parents[2] / "scenes"
VIEWS = {
    "floor 1": {"floor": 1, "railing": "full", "edge_distance": 4.0, "glass_floor": 0},
    "floor 12": {"floor": 12, "railing": "full", "edge_distance": 2.0, "glass_floor": 0},
    "floor 40, edge": {"floor": 40, "railing": "none", "edge_distance": 0.3, "glass_floor": 100},
}


def measure(app: RenderApp, frames: int) -> dict[str, float]:
    """Milliseconds p50/p99 of app, cull, draw, and frames per second."""
    for _ in range(3):
        app.frame(0.02)
        app.mirror((app.picture().shape[1], app.picture().shape[0]))
    reports, begun = [], time.perf_counter()
    size = app.picture().shape
    for _ in range(frames):
        reports.append(app.frame(0.02))
        app.mirror((size[1], size[0]))
    took = time.perf_counter() - begun
    made = {"fps": frames / took}
    for part in ("app", "cull", "draw"):
        ms = [1e3 * getattr(r, f"cpu_{part}_s") for r in reports]
        made[f"{part} p50"], made[f"{part} p99"] = float(np.percentile(ms, 50)), float(np.percentile(ms, 99))
    return made


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--frames", type=int, default=60)
    words.add_argument("--size", default="640x360")
    words.add_argument("--tiers", nargs="+", default=["low", "high"], choices=["low", "high"])
    asked = words.parse_args()
    size = tuple(int(n) for n in asked.size.split("x"))
    out = sys.stdout.write
    for k, tier in enumerate(asked.tiers):
        app = RenderApp("offscreen", size, tier, sound=False)  # type: ignore[arg-type]
        begun = time.perf_counter()
        app.load(SCENES / "high_rise", SCENES / "quiet_shore")
        loaded = time.perf_counter() - begun
        if k == 0:
            out(describe(app.renderer) + "\n\n")
            out(
                f"| tier {asked.size} | view | app p50/p99 ms | cull p50/p99 ms | draw p50/p99 ms | fps |\n|---|---|---|---|---|---|\n"
            )
        rows = [("calm", None), *VIEWS.items()]
        for view, values in rows:
            if values is not None:
                app.show("exposure")
                app.apply(values)
                app.settle()
            m = measure(app, asked.frames if tier == "low" else max(8, asked.frames // 4))
            cells = " | ".join(f"{m[f'{p} p50']:.2f} / {m[f'{p} p99']:.2f}" for p in ("app", "cull", "draw"))
            out(f"| {tier} | {view} | {cells} | {m['fps']:.1f} |\n")
            sys.stdout.flush()
        out(f"| {tier} | load both scenes | {loaded:.2f} s | | | |\n")
        app.close()


if __name__ == "__main__":
    main()
