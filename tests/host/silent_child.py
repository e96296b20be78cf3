"""Draws the calm scene with its sound, then stands still in a native call; OpenAL writes to a file what a speaker plays."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from vrtherapy.host.watchdog import Watchdog
from vrtherapy.render.app import RenderApp

SCENES = Path(__file__).resolve().parents[2] / "scenes"


def main() -> int:
    app = RenderApp("offscreen", (64, 36), "low", sound=True)
    if not app._speakers.present:
        return 77
    app.load(None, SCENES / "quiet_shore")
    dog = Watchdog(app.silence)
    dog.start()
    for stuck_s in (0.0, 3.0, 0.0):
        time.sleep(stuck_s)
        end = time.monotonic() + 2.0
        while time.monotonic() < end:
            app.frame(0.02)
            dog.frame_ended()
    assert dog.stalled() >= 2_900_000
    dog.close()
    app.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
