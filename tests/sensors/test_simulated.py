"""The simulated patient as a sensor, through the real loop."""

from __future__ import annotations

import numpy as np
import pytest

from vrtherapy.biofeedback.pipeline import Pipeline
from vrtherapy.domain.plan import Band
from vrtherapy.domain.units import SECOND, Micros, Permille
from vrtherapy.sensors.simulated import open_source
from vrtherapy.sensors.source import Source


def test_it_is_marked_as_simulated() -> None:
    source = open_source("simulated:?seed=1")
    info = source.describe()
    assert isinstance(source, Source)
    assert info.origin == "simulated" and "SIMULATED" in info.marked
    assert [(c.kind, c.rate_hz) for c in info.channels] == [("ecg", 250.0), ("eda", 10.0)]


def test_samples_come_at_their_rate_from_the_first_read_on() -> None:
    source = open_source("simulated:?seed=1")
    source.open()
    assert source.read(Micros(5 * SECOND)) == []
    count = {0: 0, 1: 0}
    for k in range(1, 101):
        for chunk in source.read(Micros(5 * SECOND + k * 100_000)):
            count[chunk.channel] += len(chunk.samples)
            assert 5 * SECOND < chunk.at <= 5 * SECOND + k * 100_000
    assert count == {0: 2500, 1: 100}
    source.close()


@pytest.mark.parametrize("step", [20_000, 33_000, 250_000])
def test_the_same_seed_is_the_same_patient_whatever_the_pace(step: int) -> None:
    def made(step: int) -> np.ndarray:
        source = open_source("simulated:?seed=4")
        source.read(Micros(0))
        parts = [
            c.samples
            for k in range(1, 20_000_000 // step)
            for c in source.read(Micros(k * step))
            if c.channel == 0
        ]
        return np.concatenate(parts)[:4500]

    assert np.array_equal(made(step), made(50_000))


def test_the_loop_hears_a_simulated_heart() -> None:
    source = open_source("simulated:?seed=1")
    info = source.describe()
    pipeline = Pipeline(
        info.channels, info.origin, info.name, Band(Permille(350), Permille(650)), latency=info.latency
    )
    calm = []
    for k in range(1, 4 * 240):
        now = Micros(k * 250_000)
        phase, given = ("exposure", Permille(700)) if k > 4 * 100 else ("baseline", Permille(0))
        source.tell_state(phase, given)
        pipeline.tell_state(phase, given, given)
        for chunk in source.read(now):
            pipeline.push(chunk.channel, chunk.samples, chunk.at)
        read = pipeline.reading(now)
        if 60 < k <= 400 and read.heart_rate is not None:
            calm.append(read.heart_rate)
    assert read.origin == "simulated" and read.quality == "good"
    assert read.heart_rate is not None and read.heart_rate > np.median(calm) + 8_000
    assert read.arousal is not None and read.arousal > 250
    assert read.rmssd is not None
