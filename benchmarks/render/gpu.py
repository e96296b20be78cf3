"""Milliseconds of the graphics card per frame against a headset's budget. `python benchmarks/render/gpu.py --quick`

A frame is timed from its submission to the end of a one-texel read-back, which waits for the card; the least of
several repeats of a burst is divided by the burst, so that the fixed cost of waiting falls out. Two eyes are measured
as one picture of the same number of pixels (2 x 2064 x 2208), at an angle of view as wide.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from benchmarks.machine import machine
from vrtherapy.render.app import RenderApp

SCENES = Path(__file__).resolve().parents[2] / "scenes"
SIZES = {"640x360": (640, 360), "1920x1080": (1920, 1080), "2 x 2064x2208": (4128, 2208)}
BUDGETS_MS = {"90 Hz": 11.1, "120 Hz": 8.3}
VIEWS = {
    "floor 12": {"floor": 12, "railing": "full", "edge_distance": 2.0},
    "floor 40, edge": {"floor": 40, "railing": "none", "edge_distance": 0.3, "glass_floor": 100},
}


def frame_ms(app: RenderApp, burst: int, repeats: int) -> float:
    """Milliseconds per frame when the card is the limit."""
    size = (16, 16)
    app.mirror(size)
    for _ in range(3):
        app.frame(0.01)
    app.mirror(size)
    best = float("inf")
    for _ in range(repeats):
        took = []
        for frames in (burst, 2 * burst):
            begun = time.perf_counter()
            for _ in range(frames):
                app.frame(0.01)
            app.mirror(size)
            took.append(time.perf_counter() - begun)
        best = min(best, (took[1] - took[0]) / burst)
    return best * 1e3


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--quick", action="store_true", help="one view, short bursts")
    asked = words.parse_args()
    burst, repeats = (10, 2) if asked.quick else (60, 5)
    out = sys.stdout.write
    told = False
    for tier in ("low", "high"):
        for label, size in SIZES.items():
            app = RenderApp("offscreen", size, tier, sound=False)  # type: ignore[arg-type]
            if not told:
                out(
                    machine("panda3d")
                    + "; "
                    + app.renderer
                    + "\n\n| tier | pixels | view | ms per frame | "
                    + " | ".join(f"{b} ({ms} ms)" for b, ms in BUDGETS_MS.items())
                    + " |\n|---|---|---|---|---|---|\n"
                )
                told = True
            app.load(SCENES / "high_rise", SCENES / "quiet_shore")
            app.show("exposure")
            for view, values in list(VIEWS.items())[: 1 if asked.quick else None]:
                app.apply(values)
                app.settle()
                ms = frame_ms(app, burst, repeats)
                verdict = " | ".join("within" if ms <= budget else "over" for budget in BUDGETS_MS.values())
                out(f"| {tier} | {label} | {view} | {ms:.2f} | {verdict} |\n")
                sys.stdout.flush()
            app.close()


if __name__ == "__main__":
    main()
