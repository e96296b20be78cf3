"""Beats on MIT-BIH: sensitivity and precision at 150 and 50 ms, jitter, delay of the report; tuned half and held-out half.

    python -m benchmarks.biofeedback.accuracy [--records]

First lead, all expert beats from the first second on, no learning period left out. The live code, pushed in chunks; a
delay is the sample that told minus the R peak it told of (add a chunk's length and the sensor's own).
"""

from __future__ import annotations

import argparse
import time
import warnings
from dataclasses import dataclass, field

import numpy as np
from scipy.signal import resample_poly

from benchmarks.biofeedback.records import HELD_OUT, RATE, TUNED, records
from benchmarks.machine import machine
from vrtherapy.biofeedback.beats import find_beats, match_beats
from vrtherapy.biofeedback.warm_up import warm_up


@dataclass
class Score:
    """Sums over records."""

    hits: int = 0
    false: int = 0
    missed: int = 0
    near: int = 0
    jitter: list[float] = field(default_factory=list)
    delays: list[np.ndarray] = field(default_factory=list)

    def add(self, found: np.ndarray, true: np.ndarray, rate: float) -> str:
        wide, narrow = (match_beats(found["r"], true, tolerance * rate) for tolerance in (0.150, 0.050))
        self.hits, self.false, self.missed = (
            self.hits + wide.hits,
            self.false + wide.false,
            self.missed + wide.missed,
        )
        self.near += narrow.hits
        jitter = 1000 * float(np.mean(np.abs(wide.offsets - np.median(wide.offsets)))) / rate
        self.jitter.append(jitter)
        self.delays.append(1000 * (found["reported"] - found["r"]) / rate)
        return f"{wide.hits:7d}{wide.false:6d}{wide.missed:6d}{wide.hits - narrow.hits:8d}{jitter:8.1f}"

    def line(self) -> str:
        true, found = self.hits + self.missed, self.hits + self.false
        delays = np.percentile(np.concatenate(self.delays), [50, 95, 99])
        wrong = 100 * (self.false + self.missed) / true
        return (
            f"{100 * self.hits / true:8.2f}{100 * self.hits / found:8.2f}{wrong:8.2f}"
            f"{100 * self.near / true:9.2f}{100 * self.near / found:8.2f}{np.mean(self.jitter):8.1f}"
            f"{delays[0]:7.0f}{delays[1]:6.0f}{delays[2]:6.0f}"
        )


def main() -> None:
    warnings.filterwarnings("ignore")
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--records", action="store_true", help="one line per record as well")
    each = options.parse_args().records
    warm_up()
    kinds = ("as recorded, 360 Hz", "inverted", "at 130 Hz", "at 250 Hz", "at 100 Hz", "at 720 Hz")
    scores = {(half, kind): Score() for half in ("tuned", "held out") for kind in kinds}
    spent, length = 0.0, 0.0
    if each:
        print(f"{'record':>8}{'hits':>7}{'false':>6}{'missed':>6}{'>50 ms':>8}{'jitter':>8}")
    for name, signal, true in records():
        half = "tuned" if name in TUNED else "held out"
        assert half == "tuned" or name in HELD_OUT
        start = time.perf_counter()
        found = find_beats(signal, RATE)
        spent, length = spent + time.perf_counter() - start, length + len(signal) / RATE
        row = scores[half, kinds[0]].add(found, true, RATE)
        if each:
            print(f"{name:>8}{row}")
        scores[half, kinds[1]].add(find_beats(-signal, RATE), true, RATE)
        for kind, up, down in ((kinds[2], 13, 36), (kinds[3], 25, 36), (kinds[4], 5, 18), (kinds[5], 2, 1)):
            rate = RATE * up / down
            scores[half, kind].add(find_beats(resample_poly(signal, up, down), rate), true * up / down, rate)
    print(machine("numpy", "numba"))
    print(f"{length / 3600:.1f} h of ECG in {spent:.1f} s, {length / spent:,.0f} times real time\n")
    print(f"{'':30}{'-- 150 ms --':>16}{'wrong':>8}{'-- 50 ms --':>17}{'jitter':>8}{'delay, ms':>15}")
    print(
        f"{'':30}{'Se %':>8}{'PPV %':>8}{'%':>8}{'Se %':>9}{'PPV %':>8}{'ms':>8}{'p50':>7}{'p95':>6}{'p99':>6}"
    )
    for (half, kind), score in scores.items():
        print(f"{half:10}{kind:20}{score.line()}")


if __name__ == "__main__":
    main()
