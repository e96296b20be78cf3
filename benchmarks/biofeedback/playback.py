"""A real person's ECG (spider-fearful, 33 min at 100 Hz) played as if live, beside an offline look at the same file.

    python -m benchmarks.biofeedback.playback

The offline detector knows the whole recording, filters it forwards and backwards, and shares no code with the live one:
it is no truth, but what agrees with it was not an artefact of playing in chunks. Needs `spider_subject.tar.xz`
(PhysioNet, ecg-spider-clip) in the folder of recordings.
"""

from __future__ import annotations

import sys
import tarfile
import tempfile
import time
from pathlib import Path

import numpy as np
from scipy.signal import butter, find_peaks, sosfiltfilt

from benchmarks.biofeedback.records import folder
from benchmarks.machine import machine
from vrtherapy.biofeedback.beats import find_beats, match_beats
from vrtherapy.biofeedback.pipeline import Pipeline
from vrtherapy.biofeedback.warm_up import warm_up
from vrtherapy.domain.plan import Band
from vrtherapy.domain.units import Micros, Permille
from vrtherapy.sensors.playback import open_source

RATE = 100
LOOK = 250_000


def offline(signal: np.ndarray) -> np.ndarray:
    """R peaks in samples: band-pass 5 to 20 Hz without delay, energy over 90 ms, peaks 0.35 s apart."""
    band = sosfiltfilt(butter(2, (5, 20), "band", fs=RATE, output="sos"), signal)
    energy = np.convolve(band**2, np.ones(9) / 9, "same")
    return find_peaks(energy, distance=35, height=0.3 * np.percentile(energy, 98))[0].astype(float)


def main() -> None:
    packed = folder() / "spider_subject.tar.xz"
    if not packed.exists():
        sys.exit(f"{packed} is absent; set VRTHERAPY_DATA to the folder with it.")
    warm_up()
    with tempfile.TemporaryDirectory() as scratch:
        with tarfile.open(packed) as file:
            file.extractall(scratch, filter="data")
        path = Path(scratch) / "spider" / "ECG3.txt"
        signal = np.loadtxt(path)
        peaks = offline(signal)
        agree = match_beats(find_beats(signal, float(RATE))["r"], peaks, 0.150 * RATE)
        at, intervals = peaks[1:] / RATE, np.diff(peaks) / RATE

        source = open_source(f"file:{path}")
        source.open()
        info = source.describe()
        loop = Pipeline(info.channels, info.origin, info.name, Band(Permille(350), Permille(650)))
        good, looks, rates, spreads = 0, 0, [], []
        start = time.perf_counter()
        for k in range(1, int(len(signal) / RATE * 1e6) // LOOK):
            now = Micros(k * LOOK)
            for chunk in source.read(now):
                loop.push(chunk.channel, chunk.samples, chunk.at)
            read = loop.reading(now)
            if now < 60_000_000:
                continue
            looks, good = looks + 1, good + (read.quality == "good")
            if read.quality == "good" and read.heart_rate is not None and read.rmssd is not None:
                s = now / 1e6
                short = intervals[(at > s - 10) & (at <= s)]
                long = intervals[(at > s - 60) & (at <= s)]
                rates.append(abs(read.heart_rate / 1000 - 60 / short.mean()))
                spreads.append(abs(read.rmssd / 1000 - 1000 * np.sqrt(np.mean(np.diff(long) ** 2))))
        spent = time.perf_counter() - start
    print(machine("numpy", "numba"))
    print(f"{info.marked}; {len(signal) / RATE / 60:.0f} min played in {spent:.1f} s, offline look included\n")
    print(f"beats      {agree.hits} in both, {agree.false} only live, {agree.missed} only offline")
    print(f"quality    good {100 * good / looks:.1f} % of {looks} looks after the first minute")
    for name, unit, values in (("heart rate", "/min", rates), ("RMSSD", "ms", spreads)):
        p50, p95, p99 = np.percentile(values, [50, 95, 99])
        print(f"{name:11}differs by {p50:.1f}, {p95:.1f}, {p99:.1f} {unit} (p50, p95, p99)")


if __name__ == "__main__":
    main()
