"""The loop as the host uses it: honest readings, honest ages, quality with its reason."""

from __future__ import annotations

import gc
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrtherapy.biofeedback.pipeline import Pipeline
from vrtherapy.biofeedback.samples import ChannelInfo
from vrtherapy.biofeedback.warm_up import warm_up
from vrtherapy.domain.arousal import Reading
from vrtherapy.domain.plan import Band
from vrtherapy.domain.rating import Rating
from vrtherapy.domain.units import SECOND, Micros, Permille, Suds

from .hearts import ecg

TARGET = Band(Permille(350), Permille(650))
RATE = 250.0


def loop(kind: str = "ecg", rate: float = RATE, unit: str = "mV", **options: int) -> Pipeline:
    return Pipeline([ChannelInfo(kind, rate, unit, "heart")], "live", "test", TARGET, **options)  # type: ignore[arg-type]


def feed(
    pipeline: Pipeline, samples: np.ndarray, start: float = 0.0, chunk: int = 10, look: bool = True
) -> Reading:
    """Push at 250 Hz from `start` seconds, looking four times a second; the reading at the end."""
    at = Micros(0)
    for first in range(0, len(samples), chunk):
        part = samples[first : first + chunk]
        at = Micros(round(start * 1e6 + (first + len(part)) * 4000))
        pipeline.push(0, part, at)
        if look and first % 60 < chunk:
            pipeline.reading(at)
    return pipeline.reading(at)


def test_a_clean_heart_is_read_exactly() -> None:
    samples, beats = ecg(seconds=120, interval=0.75)
    read = feed(loop(), samples)
    last = np.diff(beats[beats > 60.0])
    assert read.quality == "good" and read.reason == ""
    assert read.heart_rate == pytest.approx(60_000 / last[-12:].mean(), rel=0.01)
    assert read.rmssd == pytest.approx(1e6 * np.sqrt(np.mean(np.diff(last) ** 2)), rel=0.12)
    assert len(beats) - 5 <= read.beats <= len(beats)
    assert read.at == 120 * SECOND
    assert read.arousal is not None and read.arousal_sd is not None


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int16])
def test_any_kind_of_number_array_gives_the_same_reading(dtype: type) -> None:
    samples = np.round(1000 * ecg(seconds=20)[0])
    plain = feed(loop(unit="uV"), samples)
    odd = np.repeat(samples.astype(dtype), 2)[::2]
    odd.flags.writeable = False
    assert feed(loop(unit="uV"), odd) == plain


def test_a_long_chunk_is_the_same_as_many_short_ones() -> None:
    samples, _ = ecg(seconds=40)
    assert (
        feed(loop(), samples, chunk=len(samples), look=False).heart_rate
        == feed(loop(), samples, look=False).heart_rate
    )


def test_no_arousal_before_a_baseline_and_the_reason_says_how_far_it_is() -> None:
    samples, _ = ecg(seconds=40)
    read = feed(loop(), samples)
    assert read.arousal is None and read.arousal_sd is None
    assert "learning the baseline" in read.reason and "of 60 s" in read.reason


def test_age_counts_from_the_sample_not_from_the_look() -> None:
    samples, _ = ecg(seconds=100)
    pipeline = loop()
    assert feed(pipeline, samples).quality == "good"
    assert pipeline.reading(Micros(102_900_000)).quality == "good"
    late = pipeline.reading(Micros(112_000_000))
    assert late.quality == "none" and late.reason == "no signal for 12 s"
    assert late.heart_rate is None and late.rmssd is None and late.arousal is None
    assert late.at == 100 * SECOND
    pipeline.tell_source("the recording ended at 1:40")
    assert pipeline.reading(Micros(113_000_000)).reason == "the recording ended at 1:40"


@pytest.mark.parametrize(("latency", "allowed"), [(0, 3), (2, 5), (60, 8)])
def test_a_declared_latency_is_allowed_for_up_to_eight_seconds(latency: int, allowed: int) -> None:
    pipeline = loop(latency=Micros(latency * SECOND))
    feed(pipeline, ecg(seconds=30)[0])
    assert pipeline.reading(Micros((30 + allowed) * SECOND)).quality == "good"
    assert pipeline.reading(Micros((30 + allowed) * SECOND + 1)).quality == "none"


def test_nothing_was_ever_heard() -> None:
    read = loop().reading(Micros(5 * SECOND))
    assert (read.quality, read.reason, read.heart_rate) == ("none", "no signal yet", None)


def flat(samples: np.ndarray) -> np.ndarray:
    return np.full_like(samples, 0.3)


def clipped(samples: np.ndarray) -> np.ndarray:
    return np.clip(samples, -0.1, 0.12)


def noisy(samples: np.ndarray) -> np.ndarray:
    return samples + 1.5 * np.random.default_rng(3).standard_normal(len(samples))


def missing(samples: np.ndarray) -> np.ndarray:
    return np.full_like(samples, np.nan)


def gone(samples: np.ndarray) -> np.ndarray:
    """Lead off: only mains hum."""
    return 0.02 * np.sin(2 * np.pi * 50.0 * np.arange(len(samples)) / RATE)


def saturated(samples: np.ndarray) -> np.ndarray:
    return np.full_like(samples, 5.0)


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (flat, "flat"),
        (clipped, "clipped"),
        (noisy, "noise"),
        (missing, "missing"),
        (gone, "heartbeat|flat|noise|alike"),
        (saturated, "flat"),
    ],
)
def test_a_spoiled_signal_is_flagged_with_its_reason(spoil: object, word: str) -> None:
    samples, _ = ecg(seconds=60)
    pipeline = loop()
    assert feed(pipeline, samples).quality == "good"
    read = feed(pipeline, spoil(ecg(seconds=15, seed=9)[0]), start=60.0)  # type: ignore[operator]
    assert read.quality != "good"
    assert any(part in read.reason for part in word.split("|")), read.reason
    if read.quality == "none":
        assert read.heart_rate is None


def test_quality_comes_back_when_the_signal_does() -> None:
    pipeline = loop()
    samples, _ = ecg(seconds=60)
    feed(pipeline, samples)
    feed(pipeline, flat(samples[:2500]), start=60.0)
    read = feed(pipeline, ecg(seconds=40, seed=4)[0], start=70.0)
    assert read.quality == "good", read.reason
    assert read.heart_rate == pytest.approx(75_000, rel=0.03)


def test_a_gap_makes_no_interval_and_is_said() -> None:
    pipeline = loop()
    feed(pipeline, ecg(seconds=60)[0])
    soon = feed(pipeline, ecg(seconds=4, seed=2)[0], start=61.3)
    assert soon.quality != "good" and "gap" in soon.reason
    later = feed(pipeline, ecg(seconds=20, seed=2)[0], start=65.4)
    assert later.quality == "good", later.reason
    assert later.heart_rate == pytest.approx(75_000, rel=0.03)


def test_time_that_runs_backwards_is_refused_and_said() -> None:
    pipeline = loop()
    samples, _ = ecg(seconds=30)
    before = feed(pipeline, samples)
    assert pipeline.push(0, samples[:10], Micros(1_000_000)) == -1
    assert pipeline.push(0, samples[:10], Micros(30_000_000)) == -1
    read = pipeline.reading(Micros(30_000_000))
    assert read.beats == before.beats
    assert read.quality == "poor" and "backwards" in read.reason


def test_a_misdeclared_rate_is_noticed() -> None:
    pipeline = loop(rate=200.0)
    samples, _ = ecg(seconds=40)
    read = feed(pipeline, samples)
    assert read.quality != "good" and "250 Hz" in read.reason


def test_samples_from_the_future_are_not_believed() -> None:
    pipeline = loop()
    feed(pipeline, ecg(seconds=60)[0])
    assert pipeline.reading(Micros(10 * SECOND)).quality == "none"


def test_intervals_of_a_chest_belt_are_read_without_an_ecg() -> None:
    pipeline = loop("rr", 1.0, "ms")
    rng = np.random.default_rng(1)
    at = 0.0
    for _ in range(120):
        interval = 800.0 + 20.0 * rng.standard_normal()
        at += interval
        pipeline.push(0, np.array([interval]), Micros(round(at * 1000)))
        read = pipeline.reading(Micros(round(at * 1000)))
    assert read.quality == "good"
    assert read.heart_rate == pytest.approx(75_000, rel=0.02)
    assert read.rmssd == pytest.approx(28_000, rel=0.3)


def test_other_channels_are_kept_for_display_only() -> None:
    pipeline = Pipeline(
        [ChannelInfo("eda", 10.0, "uS", "EDA"), ChannelInfo("ecg", RATE, "mV", "ECG")], "live", "t", TARGET
    )
    pipeline.push(0, np.arange(30.0), Micros(3_000_000))
    assert pipeline.strip(1.0, 0).tolist() == list(range(20, 30))
    assert pipeline.reading(Micros(3_000_000)).reason == "no signal yet"
    samples, _ = ecg(seconds=3)
    pipeline.push(1, samples, Micros(3_000_000))
    assert np.allclose(pipeline.strip(2.0, 1), samples[-500:], atol=1e-6)


def test_a_sensor_without_a_heart_says_so() -> None:
    pipeline = Pipeline([ChannelInfo("eda", 10.0, "uS", "EDA")], "live", "t", TARGET)
    assert pipeline.reading(Micros(0)).reason == "no heart signal among the channels"


chunks = st.lists(
    st.tuples(
        st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=60),
        st.integers(-2_000_000, 20_000_000),
    ),
    max_size=30,
)


@settings(max_examples=80, deadline=None)
@given(chunks)
def test_whatever_comes_a_reading_stays_well_formed(given_chunks: list[tuple[list[float], int]]) -> None:
    pipeline = loop()
    pipeline.tell_state("exposure", Permille(300), Permille(300))
    at = 0
    for samples, step in given_chunks:
        at += step
        pipeline.push(0, np.array(samples), Micros(at))
        read = pipeline.reading(Micros(at))
        assert 0 <= read.quality_permille <= 1000
        assert read.heart_rate is None or 20_000 < read.heart_rate < 250_000
        assert (read.quality == "none") <= (read.heart_rate is None and read.arousal is None)
        asked = pipeline.proposal(Micros(at))
        assert asked is None or asked.kind != "raise"


def test_who_is_afraid_at_baseline_is_measured_from_there() -> None:
    pipeline = loop()
    pipeline.tell_rating(Rating(Micros(0), Suds(60), "patient", 0))
    read = feed(pipeline, ecg(seconds=120)[0])
    assert read.arousal is not None and read.arousal_sd is not None
    assert abs(read.arousal - 600) < 150


def test_a_push_leaves_nothing_behind() -> None:
    pipeline = loop()
    samples, _ = ecg(seconds=40)
    feed(pipeline, samples, look=False)
    part = samples[:10].copy()
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for k in range(5_000):
        pipeline.push(0, part, Micros(40_000_000 + (k + 1) * 40_000))
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 2_000


def test_warm_up_tells_how_far_it_is() -> None:
    told: list[tuple[int, int, str]] = []
    warm_up(lambda done, of, what: told.append((done, of, what)))
    assert [done for done, _, _ in told] == sorted({done for done, _, _ in told})
    assert told[-1][0] == told[-1][1] and told[-1][2] == "ready"
