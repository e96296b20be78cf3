"""Microseconds per chunk of 10 ECG samples at 250 Hz: the whole push, a reading, a proposal; beside scipy.

    python -m benchmarks.biofeedback.chunk [--chunks 50000]

`scipy.signal.sosfilt` with carried state does four second-order sections on the same chunk, and nothing else: it is what
filtering alone costs through the usual library. Rounds alternate, so that both meet the same load.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable

import numpy as np
from scipy.signal import butter, sosfilt

from benchmarks.machine import machine
from vrtherapy.biofeedback.pipeline import Pipeline
from vrtherapy.biofeedback.samples import ChannelInfo
from vrtherapy.biofeedback.warm_up import warm_up
from vrtherapy.domain.plan import Band
from vrtherapy.domain.units import Micros, Permille
from vrtherapy.sim.patient import Patient

CHUNK = 10
STEP = 40_000
ROUND = 500


def heart(seconds: int) -> np.ndarray:
    patient = Patient(np.random.default_rng(1))
    parts = []
    for second in range(1, seconds + 1):
        patient.advance(Micros(second * 1_000_000))
        parts.append(patient.heart.take()[0])
    return np.concatenate(parts)


def timed(work: Callable[[int], object], first: int, count: int, into: list[int]) -> None:
    clock = time.perf_counter_ns
    for k in range(first, first + count):
        start = clock()
        work(k)
        into.append(clock() - start)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--chunks", type=int, default=50_000)
    chunks = options.parse_args().chunks
    start = time.perf_counter()
    warm_up()
    compiled = time.perf_counter() - start

    samples = heart(120)
    parts = [np.ascontiguousarray(samples[k : k + CHUNK]) for k in range(0, len(samples) - CHUNK + 1, CHUNK)]
    loop = Pipeline(
        [ChannelInfo("ecg", 250.0, "mV", "ECG")], "simulated", "bench", Band(Permille(350), Permille(650))
    )
    loop.tell_state("exposure", Permille(300), Permille(300))
    sections = np.vstack([butter(4, (0.5, 40.0), "band", fs=250.0, output="sos")])
    memory = [np.zeros((len(sections), 2))]

    def push(k: int) -> None:
        loop.push(0, parts[k % len(parts)], Micros((k + 1) * STEP))

    def scipy(k: int) -> None:
        _, memory[0] = sosfilt(sections, parts[k % len(parts)], zi=memory[0])

    def idle(k: int) -> None:
        parts[k % len(parts)]

    work = {
        "nothing (the timer)": idle,
        "push: filter, beats, RR, quality": push,
        "scipy sosfilt, 4 sections": scipy,
    }
    took: dict[str, list[int]] = {name: [] for name in work}
    slow: dict[str, list[int]] = {"reading": [], "proposal": []}
    for k in range(2_000):
        push(k)
        scipy(k)
    loop.reading(Micros(2_000 * STEP))
    for first in range(2_000, 2_000 + chunks, ROUND):
        for name, each in work.items():
            timed(each, first, ROUND, took[name])
        now = Micros((first + ROUND) * STEP)
        timed(lambda k, now=now: loop.reading(Micros(now + k)), 0, 4, slow["reading"])
        timed(lambda k, now=now: loop.proposal(Micros(now + k)), 0, 4, slow["proposal"])
    gc.collect()

    print(machine("numpy", "numba"))
    print(f"kernels ready in {compiled:.2f} s; {chunks} chunks of {CHUNK} samples at 250 Hz; microseconds\n")
    print(f"{'':36}{'p50':>9}{'p95':>9}{'p99':>9}{'max':>10}")
    for name, values in {**took, **slow}.items():
        micro = np.array(values) / 1000.0
        p50, p95, p99 = np.percentile(micro, [50, 95, 99])
        print(f"{name:36}{p50:9.2f}{p95:9.2f}{p99:9.2f}{micro.max():10.1f}")


if __name__ == "__main__":
    main()
