"""Recordings as sensors: played at their own pace, marked, ended out loud; a bad file gets one clear sentence."""

from __future__ import annotations

import os
import tarfile
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from scipy.signal import butter, find_peaks, sosfiltfilt

from tests.biofeedback.recordings import needs
from vrtherapy.biofeedback.beats import find_beats, match_beats
from vrtherapy.biofeedback.pipeline import Pipeline
from vrtherapy.domain.plan import Band
from vrtherapy.domain.units import SECOND, Micros, Permille
from vrtherapy.sensors.playback import PlaybackSource, open_source
from vrtherapy.sensors.source import SensorProblem, Source


def written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return f"file:{path}"


def column(count: int = 1000) -> str:
    return "\n".join(f"{0.001 * k:.3f}" for k in range(count))


def played(
    source: PlaybackSource, seconds: float, step: float = 0.1, start: int = 0
) -> dict[int, np.ndarray]:
    """Everything read until `seconds`, by channel."""
    source.open()
    got: dict[int, list[np.ndarray]] = {}
    for k in range(round(seconds / step) + 1):
        for chunk in source.read(Micros(start + round(k * step * 1e6))):
            got.setdefault(chunk.channel, []).append(chunk.samples)
    return {channel: np.concatenate(parts) for channel, parts in got.items()}


def test_a_bare_column_is_an_ecg_at_an_assumed_rate_and_says_so(tmp_path: Path) -> None:
    source = open_source(written(tmp_path, "heart.txt", column()))
    assert isinstance(source, Source)
    info = source.describe()
    assert (info.origin, info.name) == ("playback", "heart.txt")
    assert [(c.kind, c.rate_hz, c.unit) for c in info.channels] == [("ecg", 100.0, "mV")]
    assert "100 Hz is assumed" in info.words
    assert "PLAYBACK" in info.marked and "heart.txt" in info.marked
    stated = open_source(written(tmp_path, "heart.txt", column()) + "?rate_hz=250&kind=ecg").describe()
    assert stated.channels[0].rate_hz == 250.0 and stated.words == ""


def test_samples_come_when_they_are_due_and_none_twice(tmp_path: Path) -> None:
    source = open_source(written(tmp_path, "heart.txt", column(1000)))
    source.open()
    assert source.read(Micros(7 * SECOND)) == []
    first = source.read(Micros(7_105_000))
    assert [len(c.samples) for c in first] == [10]
    assert first[0].at == 7_100_000
    assert source.read(Micros(7_105_000)) == []
    rest = source.read(Micros(9 * SECOND))
    assert sum(len(c.samples) for c in rest) == 190 and rest[-1].at == 9 * SECOND
    assert source.read(Micros(8 * SECOND)) == []


def test_the_pace_of_reading_changes_nothing(tmp_path: Path) -> None:
    address = written(tmp_path, "heart.txt", column(2000))
    slow, fast = played(open_source(address), 15.0, 1.7), played(open_source(address), 15.3, 0.01)
    assert np.array_equal(slow[0], fast[0][: len(slow[0])])


def test_at_the_end_it_says_so_and_falls_silent(tmp_path: Path) -> None:
    source = open_source(written(tmp_path, "heart.txt", column(1000)))
    assert source.ended == ""
    assert len(played(source, 20.0)[0]) == 1000
    assert source.ended == "the recording ended at 0:10"
    assert source.read(Micros(100 * SECOND)) == []
    source.close()
    source.close()


def test_loop_starts_again_only_where_it_is_asked_for(tmp_path: Path) -> None:
    got = played(open_source(written(tmp_path, "heart.txt", column(1000)) + "?loop=1"), 25.0)[0]
    assert len(got) == 2500 and got[0] == got[1000] == got[2000]


def test_a_table_with_a_header_and_a_time_column(tmp_path: Path) -> None:
    rows = "\n".join(f"{k / 250:.4f},{k % 7},{2 + k / 1000}" for k in range(600))
    source = open_source(written(tmp_path, "both.csv", f"time_s,ecg_mV,eda_uS\n{rows}\n"))
    assert [(c.kind, c.rate_hz, c.unit, c.name) for c in source.describe().channels] == [
        ("ecg", 250.0, "mV", "ecg"),
        ("eda", 250.0, "uS", "eda"),
    ]
    got = played(source, 2.0)
    assert len(got[0]) == len(got[1]) == 500
    assert got[0][:8].tolist() == [0, 1, 2, 3, 4, 5, 6, 0]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("time;ECG [mV]", "{t};{v}"),
        ("t_ms\tekg (uV)", "{ms}\t{v}"),
        ('"time_s","ecg_mV"', "{t},{v}"),
        ("# made here\ntime_s,lead II_mV", "{t},{v}"),
    ],
)
def test_separators_units_and_comments_of_other_programs(tmp_path: Path, head: str, row: str) -> None:
    rows = "\n".join(row.format(t=k / 200, ms=k * 5, v=k % 5) for k in range(300))
    info = open_source(written(tmp_path, "x.csv", f"{head}\n{rows}\n")).describe()
    assert [(c.kind, c.rate_hz) for c in info.channels] == [("ecg", 200.0)]


def test_decimal_commas(tmp_path: Path) -> None:
    table = "time_s;ecg_mV\n" + "\n".join(f"{k / 100:.2f};0.{k:03d}".replace(".", ",") for k in range(300))
    got = played(open_source(written(tmp_path, "komma.csv", table)), 1.0)
    assert got[0][:3].tolist() == [0.0, 0.001, 0.002]
    bare = "\n".join(f"0,{k:03d}" for k in range(300))
    assert played(open_source(written(tmp_path, "komma.txt", bare)), 1.0)[0][:3].tolist() == [
        0.0,
        0.001,
        0.002,
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_other_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        "time_s,ecg_mV,µ\n" + "\n".join(f"{k / 100},{k},0" for k in range(300)), encoding=encoding
    )
    assert open_source(f"file:{path}").describe().channels[0].rate_hz == 100.0


def test_a_line_that_is_no_number_is_a_missing_sample(tmp_path: Path) -> None:
    text = column(300).replace("0.050", "lost").replace("0.060", "")
    got = played(open_source(written(tmp_path, "x.txt", text)), 2.0)[0]
    assert np.isnan(got[50]) and np.isfinite(got[49])


def test_one_channel_by_name(tmp_path: Path) -> None:
    table = "time_s,chan1,ecg_mV\n" + "\n".join(f"{k / 250},{k},{-k}" for k in range(600))
    source = open_source(written(tmp_path, "x.csv", table) + "?channel=chan1&kind=ecg")
    assert [c.name for c in source.describe().channels] == ["chan1"]
    assert played(source, 1.0)[0][5] == 5.0


def test_addresses_as_files_and_windows_write_them(tmp_path: Path) -> None:
    spaced = tmp_path / "my recordings"
    spaced.mkdir()
    (spaced / "heart 1.txt").write_text(column(), encoding="utf-8")
    assert open_source(f"file:{spaced / 'heart 1.txt'}").describe().name == "heart 1.txt"
    quoted = str(spaced / "heart 1.txt").replace(" ", "%20")
    assert open_source(f"file://{quoted}?rate_hz=200").describe().channels[0].rate_hz == 200.0


table = "time_s,ecg_mV\n" + "\n".join(f"{k / 250},{k % 9}" for k in range(300))

BAD = {
    "a file that is not there": ("", "", "There is no recording"),
    "an empty file": ("x.txt", "", "is empty"),
    "blank lines only": ("x.txt", "\n \n\n", "is empty"),
    "comments only": ("x.txt", "# nothing\n", "only comments"),
    "words": ("x.txt", "this is\nnot a\nrecording\n", "no column whose name says"),
    "numbers then words": ("x.txt", "1\n" + "word\n" * 50, "not numbers"),
    "columns without a header": ("x.csv", "1,2,3\n4,5,6\n", "no header"),
    "a header alone": ("x.csv", "time_s,ecg_mV\n", "no samples"),
    "no time and no rate": ("x.csv", "ecg_mV\n" + "1\n" * 50, "rate"),
    "time that stands still": ("x.csv", "time_s,ecg_mV\n" + "1,1\n" * 50, "does not rise"),
    "a column of NaN": (
        "x.csv",
        "time_s,ecg_mV\n" + "\n".join(f"{k / 250},NaN" for k in range(50)),
        "holds no numbers",
    ),
    "a wrong time unit": (
        "x.csv",
        "time_h,ecg_mV\n" + "\n".join(f"{k},1" for k in range(50)),
        "write it in `s` or `ms`",
    ),
    "too slow for an ECG": (
        "x.csv",
        "time_s,ecg_mV\n" + "\n".join(f"{k / 10},1" for k in range(50)),
        "100 to 1000 Hz",
    ),
    "another format": ("x.edf", "0", "export it as CSV"),
    "samples without their header": ("x.dat", "0", ".hea"),
    "a broken WFDB header": ("x.hea", "this is no header", "x.hea"),
    "an unknown option": ("x.csv?rate=100", table, "unknown option `rate`"),
    "a rate that is no number": ("x.csv?rate_hz=fast", table, "not a number"),
    "an unknown kind": ("x.csv?kind=heart", table, "write one of ecg"),
    "an unknown channel": ("x.csv?channel=nose", table, "no column `nose`"),
    "a loop that is no choice": ("x.csv?loop=yes", table, "loop=1"),
    "an option twice": ("x.csv?loop=1&loop=0", table, "twice"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_gets_one_clear_sentence(tmp_path: Path, case: str) -> None:
    name, text, words = BAD[case]
    plain = name.partition("?")[0]
    if plain:
        (tmp_path / plain).write_text(text, encoding="utf-8")
    with pytest.raises(SensorProblem) as caught:
        open_source(f"file:{tmp_path / (name or 'absent.txt')}")
    said = str(caught.value)
    assert words in said
    assert "\n" not in said and said.endswith(".") and "Traceback" not in said


def test_a_folder_and_binary_garbage_get_a_sentence_too(tmp_path: Path) -> None:
    with pytest.raises(SensorProblem, match="is a folder"):
        open_source(f"file:{tmp_path}")
    (tmp_path / "x.txt").write_bytes(np.random.default_rng(1).bytes(5000))
    with pytest.raises(SensorProblem, match="not a text file"):
        open_source(f"file:{tmp_path / 'x.txt'}")
    with pytest.raises(SensorProblem, match="names no file"):
        open_source("file:")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read every file"
)
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    address = written(tmp_path, "x.txt", column())
    (tmp_path / "x.txt").chmod(0)
    with pytest.raises(SensorProblem, match="may not be read"):
        open_source(address)


def test_any_bytes_give_a_source_or_a_sentence(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    path = tmp_path / "x.csv"
    alphabet = np.frombuffer(b'0123456789.,;\t\n\r-eENa_"# ecgtimes\xb5\xff\x00', dtype=np.uint8)
    for _ in range(300):
        path.write_bytes(rng.choice(alphabet, int(rng.integers(0, 400))).tobytes())
        try:
            played(open_source(f"file:{path}?rate_hz=100"), 3.0, 0.5)
        except SensorProblem as problem:
            assert "\n" not in str(problem)


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    address = written(tmp_path, "long.txt", column(400_000)) + "?rate_hz=1000"
    tracemalloc.start()
    source = open_source(address)
    source.open()
    for k in range(1, 400):
        source.read(Micros(k * SECOND))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert source.ended == "" and peak < 2_000_000


def test_wfdb_records_are_played_in_their_own_units(tmp_path: Path) -> None:
    wfdb = pytest.importorskip("wfdb", reason="install it with `pip install wfdb`")
    signal = np.stack([np.sin(np.arange(5000) / 20), np.linspace(1, 2, 5000)], axis=1)
    wfdb.wrsamp(
        "r1",
        fs=250,
        units=["mV", "uS"],
        sig_name=["MLII", "EDA"],
        p_signal=signal,
        fmt=["16", "16"],
        write_dir=str(tmp_path),
    )
    source = open_source(f"file:{tmp_path / 'r1.hea'}")
    assert [(c.kind, c.unit, c.rate_hz) for c in source.describe().channels] == [
        ("ecg", "mV", 250.0),
        ("eda", "uS", 250.0),
    ]
    got = played(source, 30.0)
    assert len(got[0]) == 5000 and np.allclose(got[0], signal[:, 0], atol=1e-3)
    assert source.ended == "the recording ended at 0:20"
    (tmp_path / "r1.dat").unlink()
    with pytest.raises(SensorProblem, match=r"r1\.dat, which is not there"):
        open_source(f"file:{tmp_path / 'r1.hea'}")


@pytest.fixture(scope="module")
def spider(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One spider-fearful person's ECG, 33 min at 100 Hz (PhysioNet, ecg-spider-clip)."""
    packed = needs("spider_subject.tar.xz")
    to = tmp_path_factory.mktemp("spider")
    with tarfile.open(packed) as file:
        file.extractall(to, filter="data")
    return to / "spider" / "ECG3.txt"


def offline(signal: np.ndarray) -> np.ndarray:
    """R peaks in samples, found with the whole recording known and no delay; shares no code with the live detector."""
    band = sosfiltfilt(butter(2, (5, 20), "band", fs=100, output="sos"), signal)
    energy = np.convolve(band**2, np.ones(9) / 9, "same")
    return find_peaks(energy, distance=35, height=0.3 * np.percentile(energy, 98))[0].astype(float)


def test_a_spider_fearful_persons_heart_is_read_as_if_live_and_as_an_offline_look_reads_it(spider: Path) -> None:
    source = open_source(f"file:{spider}")
    source.open()
    info = source.describe()
    assert info.origin == "playback" and "PLAYBACK" in info.marked
    pipeline = Pipeline(info.channels, info.origin, info.name, Band(Permille(350), Permille(650)))
    peaks = offline(np.loadtxt(spider)[: 100 * 600])
    at, intervals = peaks[1:] / 100, np.diff(peaks) / 100
    rates, spreads, good, looks = [], [], 0, 0
    for k in range(1, 4 * 60 * 10):
        now = Micros(k * 250_000)
        for chunk in source.read(now):
            pipeline.push(chunk.channel, chunk.samples, chunk.at)
        read = pipeline.reading(now)
        assert read.origin == "playback" and read.source == "ECG3.txt"
        if k > 240:
            looks, good = looks + 1, good + (read.quality == "good")
            if read.quality == "good" and read.heart_rate is not None and read.rmssd is not None:
                short = intervals[(at > k / 4 - 10) & (at <= k / 4)]
                long = intervals[(at > k / 4 - 60) & (at <= k / 4)]
                rates.append(abs(read.heart_rate / 1000 - 60 / short.mean()))
                spreads.append(abs(read.rmssd / 1000 - 1000 * np.sqrt(np.mean(np.diff(long) ** 2))))
    assert good / looks > 0.9
    assert np.percentile(rates, 95) < 3.0
    assert np.percentile(spreads, 95) < 6.0
    assert abs(read.beats - len(peaks)) <= 12
    assert read.arousal is not None


def test_its_beats_are_those_that_an_offline_look_finds(spider: Path) -> None:
    signal = np.loadtxt(spider)
    agree = match_beats(find_beats(signal, 100.0)["r"], offline(signal), 15.0)
    assert agree.hits > 2400
    assert agree.false + agree.missed <= 0.005 * agree.hits
