"""From the patient's button to the calm picture: presses of a fake headset within one running session.

    python -m benchmarks.session.stop [--count 200]

The session runs as `vrtherapy run --fake-headset` does, with a console that watches its pictures. Each press is written at a
moment that chance gives, to the file that the headset reads at each frame; the headset answers, by the clock that all
processes share, when it was read and when the frame that shows the calm scene had been drawn to its last pixel.
The clinician then resumes, and once the exposure is seen again the next press comes.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

from benchmarks.machine import machine
from benchmarks.session.command import watch
from tests.whole.session import Session
from vrtherapy.link.console import LiveLine
from vrtherapy.render.headset.script import Script
from vrtherapy.wire import commands

ENTERED_S = (0.4, 0.9)
"""So long after the exposure was first seen the button is pressed; bounds."""


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    words.add_argument("--count", type=int, default=200)
    count = words.parse_args().count
    chance = random.Random(1)
    read_ms: list[float] = []
    drawn_ms: list[float] = []
    frame_ms: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        session = Session(Path(folder), "run", "acrophobia/demo.yaml", "--fake-headset", "--no-browser", "--port", "0")
        try:
            session.ready()
            clinician = session.console("benchmark")
            clinician.into_exposure()
            pictures: list[float] = []
            live = LiveLine(session.address, session.key)
            threading.Thread(target=watch, args=(live, pictures), daemon=True).start()
            headset = Script(session.folder)
            seen = headset.until("shows exposure")
            for _ in range(count):
                time.sleep(chance.uniform(*ENTERED_S))
                pressed = headset.write("stop")
                read = headset.until("read stop")
                calm = headset.until("shows calm")
                frame_ms.append((read.at_ns - seen.at_ns) / 1e6 / (read.frame - seen.frame))
                read_ms.append((read.at_ns - pressed) / 1e6)
                drawn_ms.append((calm.at_ns - pressed) / 1e6)
                assert calm.frame == read.frame, "calm came in a later frame than the one that read the press"
                clinician.until(lambda state: state.phase == "stopped")
                clinician.accepted(commands.Resume())
                seen = headset.until("shows exposure")
        finally:
            session.close()
    out = sys.stdout.write
    out(machine("panda3d") + "\n\n")
    out(f"| ms, {count} presses in one session | p50 | p99 | most |\n|---|---|---|---|\n")
    for name, taken in (
        ("button pressed to read by a frame", read_ms),
        ("button pressed to the calm frame drawn", drawn_ms),
        ("a frame of the exposure, mean until each press", frame_ms),
    ):
        p50, p99 = np.percentile(taken, [50, 99])
        out(f"| {name} | {p50:.1f} | {p99:.1f} | {max(taken):.1f} |\n")


if __name__ == "__main__":
    main()
