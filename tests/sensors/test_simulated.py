"""The simulated patient as a sensor, through the real loop."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from vrtherapy.biofeedback.pipeline import Pipeline
from vrtherapy.domain.plan import Band
from vrtherapy.domain.units import SECOND, Micros, Permille
from vrtherapy.sensors.simulated import open_source
from vrtherapy.sensors.source import SensorProblem, Source

Seen = tuple[float, str, str, int | None]
"""Seconds, quality, reason and heart rate of one reading."""


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


def quality_around(path: Path, fault: str, seed: int) -> tuple[list[Seen], list[Seen]]:
    """Readings of the real loop, with seconds since, while `fault` lasts (20 s from 60 s on) and in the minute after it."""
    source = open_source(f"simulated:?seed={seed}&faults={path}")
    info = source.describe()
    assert info.origin == "simulated" and "SIMULATED" in info.marked
    pipeline = Pipeline(
        info.channels, info.origin, info.name, Band(Permille(350), Permille(650)), latency=info.latency
    )
    seen: list[Seen] = []
    for k in range(1, 140 * 25):
        now = Micros(k * 40_000)
        if k == 60 * 25:
            path.write_text(fault + "\n")
        elif k == 80 * 25:
            path.write_text("")
        for chunk in source.read(now):
            pipeline.push(chunk.channel, chunk.samples, chunk.at)
        if k % 6 == 0:
            read = pipeline.reading(now)
            seen.append((now / 1e6, read.quality, read.reason, read.heart_rate))
    assert all(quality == "good" for at, quality, _, _ in seen if 30 < at < 60), "sound before"
    during = [(at - 60, *rest) for at, *rest in seen if 60 <= at < 80]
    after = [(at - 80, *rest) for at, *rest in seen if at >= 80]
    return during, after


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(
    ("fault", "within_s", "word"),
    [("flat", 2.5, "flat line"), ("silent", 3.5, "no signal for"), ("noisy", 4.0, "noise"), ("jump", 4.0, "noise")],
)
def test_the_loop_says_within_seconds_what_is_wrong_and_trusts_the_heart_again_after_it(
    tmp_path: Path, fault: str, within_s: float, word: str, seed: int
) -> None:
    during, after = quality_around(tmp_path / "fault", fault, seed)
    found, _, reason, _ = next(seen for seen in during if seen[1] != "good")
    assert 0.5 < found <= within_s and word in reason, (found, reason)
    later = [quality for at, quality, _, _ in during if at > found]
    assert later.count("good") == 0, later
    assert all(quality == "good" for at, quality, _, _ in after if at > 45.0), after
    rate = after[-1][3]
    assert rate is not None and 60_000 < rate < 85_000


def test_under_a_fault_the_patient_beneath_is_the_one_without(tmp_path: Path) -> None:
    (tmp_path / "fault").write_text("jump")
    spoiled, sound = open_source(f"simulated:?seed=5&faults={tmp_path / 'fault'}"), open_source("simulated:?seed=5")
    for source in (spoiled, sound):
        source.read(Micros(0))
    pairs = list(zip(spoiled.read(Micros(9 * SECOND)), sound.read(Micros(9 * SECOND)), strict=True))
    ecg, eda = ((bad.samples, good.samples) for bad, good in pairs)
    assert len(ecg[0]) == len(ecg[1]) and not np.array_equal(*ecg) and np.array_equal(*eda)


def test_a_word_that_names_no_fault_is_told_and_can_be_corrected(tmp_path: Path) -> None:
    path = tmp_path / "fault"
    source = open_source(f"simulated:?faults={path}")
    source.read(Micros(0))
    assert len(source.read(Micros(SECOND))[0].samples) == 250
    path.write_text("flatt")
    for _ in range(2):
        with pytest.raises(SensorProblem, match=r"`flatt`; write `flat`, `silent`, `noisy`, `jump`"):
            source.read(Micros(2 * SECOND))
    path.write_text("silent")
    assert [chunk.channel for chunk in source.read(Micros(3 * SECOND))] == [1]
    path.unlink()
    assert [chunk.channel for chunk in source.read(Micros(4 * SECOND))] == [0, 1]


def test_asked_to_rehearse_the_patient_presses_once_within_one_to_two_seconds() -> None:
    source = open_source("simulated:?seed=2")
    source.read(Micros(7 * SECOND))
    source.rehearse(Micros(8 * SECOND))
    pressed = [k for k in range(400, 800) if source.presses(Micros(k * 20_000))]
    assert len(pressed) == 1 and 50 <= pressed[0] - 400 <= 101
