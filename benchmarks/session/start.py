"""Warm start: from the command to the first frame, the console, the first picture and the first signal in it.

    python -m benchmarks.session.start [--times 3]

Each time `vrtherapy demo --offscreen --no-browser` is started as a user starts it and a console opened as soon as
there is an address. The first start also compiles the kernels where they never ran and is told apart.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.machine import machine
from tests.whole.session import Session
from vrtherapy.link.console import LiveLine
from vrtherapy.wire import codec

STAGES = ("address of the console", "first state in a console", "first frame", "first picture in it", "first heart rate in it")
LONGEST_S = 120.0


def once() -> dict[str, float]:
    """Seconds from the command to each stage."""
    reached: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        session = Session(Path(folder), "demo", "--offscreen", "--no-browser", "--port", "0")
        try:
            reached[STAGES[0]] = time.perf_counter() - begun
            console = session.console("benchmark")
            state = console.until(lambda state: state.beat > 0)
            reached[STAGES[1]] = time.perf_counter() - begun
            reached[STAGES[2]] = reached[STAGES[1]] - state.at / 1e6
            live = LiveLine(session.address, session.key)
            while len(reached) < len(STAGES) and time.perf_counter() - begun < LONGEST_S:
                frame = live.next(1.0)
                if frame is None:
                    continue
                now = time.perf_counter() - begun
                if codec.binary_kind(frame) == codec.MIRROR:
                    reached.setdefault(STAGES[3], now)
                elif any(math.isfinite(point.heart_rate) for point in codec.decode_trace(frame)):
                    reached.setdefault(STAGES[4], now)
            live.close()
            console.close()
        finally:
            session.close()
    return reached


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    words.add_argument("--times", type=int, default=3)
    times = words.parse_args().times
    first = once()
    warm = [once() for _ in range(times)]
    out = sys.stdout.write
    out(machine("panda3d", "numba", "uvicorn", "websockets") + "\n\n")
    out(f"| seconds from the command to | first start | warm start, median of {times} | worst |\n|---|---|---|---|\n")
    for stage in STAGES:
        values = [each.get(stage, math.nan) for each in warm]
        out(f"| {stage} | {first.get(stage, math.nan):.1f} | {statistics.median(values):.1f} | {max(values):.1f} |\n")


if __name__ == "__main__":
    main()
