"""CPU time per frame (app, cull, draw) and frames per second off-screen. `python -m benchmarks.render.frame`

Every frame is read back at the mirror's size, so that it is drawn and not merely submitted. `draw` is the time that the
caller spends in the graphics library; a software renderer works on in threads of its own, which `all threads` counts
too: that is the figure which load on the machine does not change. `--busy N` lets N processes compute meanwhile.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks.machine import machine
from vrtherapy.render.app import MIRROR_SIZE, RenderApp

SCENES = Path(__file__).resolve().parents[2] / "scenes"
VIEWS = {
    "floor 1": {"floor": 1, "railing": "full", "edge_distance": 4.0, "glass_floor": 0},
    "floor 12": {"floor": 12, "railing": "full", "edge_distance": 2.0, "glass_floor": 0},
    "floor 40, edge": {"floor": 40, "railing": "none", "edge_distance": 0.3, "glass_floor": 100},
}
PARTS = ("app", "cull", "draw")


def measure(app: RenderApp, frames: int) -> dict[str, float]:
    """Milliseconds p50/p99 of app, cull and draw, mean of all threads, and frames per second."""
    for _ in range(3):
        app.frame(0.02)
        app.mirror(MIRROR_SIZE)
    reports, begun, worked = [], time.perf_counter(), time.process_time()
    for _ in range(frames):
        reports.append(app.frame(0.02))
        app.mirror(MIRROR_SIZE)
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    made = {"fps": frames / took, "all": 1e3 * worked / frames}
    for part in PARTS:
        ms = [1e3 * getattr(r, f"cpu_{part}_s") for r in reports]
        made[f"{part} p50"], made[f"{part} p99"] = (float(np.percentile(ms, q)) for q in (50, 99))
    return made


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--frames", type=int, default=60)
    words.add_argument("--sizes", nargs="+", default=["640x360", "1280x720"])
    words.add_argument("--qualities", nargs="+", default=["auto", "high"], choices=["auto", "low", "high"])
    words.add_argument("--busy", type=int, default=0, metavar="N", help="processes that compute meanwhile")
    asked = words.parse_args()
    spin = [sys.executable, "-c", "while True: sum(range(10000))"]
    others = [subprocess.Popen(spin) for _ in range(asked.busy)]
    try:
        _table(asked)
    finally:
        for other in others:
            other.kill()
            other.wait()


def _table(asked: argparse.Namespace) -> None:
    out, told = sys.stdout.write, False
    for quality in asked.qualities:
        for words in asked.sizes:
            width, height = (int(n) for n in words.split("x"))
            app = RenderApp("offscreen", (width, height), quality, sound=False)
            if not told:
                out(f"{machine('panda3d')}; {app.renderer}; {asked.busy} busy processes beside\n\n")
                out(
                    "| quality | size | view | app p50/p99 ms | cull p50/p99 ms | draw p50/p99 ms | all threads ms | fps |\n"
                )
                out("|---|---|---|---|---|---|---|---|\n")
                told = True
            begun = time.perf_counter()
            app.load(SCENES / "high_rise", SCENES / "quiet_shore")
            loaded = time.perf_counter() - begun
            named = quality if quality != "auto" else f"auto: {app.tier}"
            for view, values in [("calm", None), *VIEWS.items()]:
                if values is not None:
                    app.show("exposure")
                    app.apply(values)
                    app.settle()
                m = measure(app, asked.frames if app.tier == "low" else max(8, asked.frames // 4))
                cells = " | ".join(f"{m[f'{p} p50']:.2f} / {m[f'{p} p99']:.2f}" for p in PARTS)
                out(f"| {named} | {words} | {view} | {cells} | {m['all']:.0f} | {m['fps']:.1f} |\n")
                sys.stdout.flush()
            out(f"| {named} | {words} | both scenes loaded in {loaded:.2f} s | | | | | |\n")
            app.close()


if __name__ == "__main__":
    main()
