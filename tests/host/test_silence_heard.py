"""What a speaker plays while the thread that draws is stuck: OpenAL's own output, written to a file."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
NO_WRITER = 77


def loudness(path: Path) -> np.ndarray:
    """Root mean square of each tenth of a second of a WAV of 32-bit floats or 16-bit integers."""
    data = path.read_bytes()
    channels, rate = int.from_bytes(data[22:24], "little"), int.from_bytes(data[24:28], "little")
    bits = int.from_bytes(data[34:36], "little")
    begin = data.index(b"data") + 8
    kind = {16: np.int16, 32: np.float32}[bits]
    whole = (len(data) - begin) // (channels * bits // 8) * channels
    wave = np.frombuffer(data, kind, whole, begin).astype(float)
    part = rate // 10 * channels
    return np.sqrt((wave[: len(wave) // part * part].reshape(-1, part) ** 2).mean(axis=1))


def test_a_scene_that_stands_still_is_heard_no_more_and_again_once_it_moves(tmp_path: Path) -> None:
    heard = tmp_path / "heard.wav"
    (tmp_path / "alsoft.conf").write_text(f"drivers = wave\n[wave]\nfile = {heard}\n")
    environment = {**os.environ, "ALSOFT_DRIVERS": "wave", "ALSOFT_CONF": str(tmp_path / "alsoft.conf")}
    ended = subprocess.run(
        [sys.executable, "-m", "tests.host.silent_child"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    if ended.returncode == NO_WRITER:
        pytest.skip("this OpenAL cannot write to a file")
    assert ended.returncode == 0, ended.stderr
    silent = loudness(heard) == 0.0
    assert not silent.all()
    first, last = np.flatnonzero(~silent)[[0, -1]]
    runs = [(quiet, len(list(run))) for quiet, run in itertools.groupby(silent[first : last + 1].tolist())]
    longest = max((tenths for quiet, tenths in runs if quiet), default=0)
    assert longest >= 10, "of the three seconds that it stood still, the last two are silent, and sound is around them"
