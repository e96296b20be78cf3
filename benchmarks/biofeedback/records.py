"""Where the real recordings are: VRTHERAPY_DATA, else `../shared/data` beside the checkout, else they are fetched.

`python -m benchmarks.biofeedback.records DIR` fetches MIT-BIH (PhysioNet, ODC-By 1.0) for those with internet; set
VRTHERAPY_DATA=DIR afterwards.
"""

from __future__ import annotations

import io
import lzma
import os
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import wfdb

RATE = 360.0
BEAT_SYMBOLS = frozenset("NLRBAaJSVrFejnE/fQ?")
NAMES = [
    *("100", "102", "103", "105", "107", "109", "112", "114", "115", "116", "118", "119", "122", "124", "200"),
    *("202", "205", "208", "209", "212", "214", "215", "219", "220", "222", "223", "230", "231", "233", "234"),
]
TUNED, HELD_OUT = NAMES[0::2], NAMES[1::2]
"""Parameters were chosen on the first half only."""


def folder() -> Path:
    return Path(os.environ.get("VRTHERAPY_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))


def records() -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Name, first lead in mV, expert beats in samples."""
    data = folder()
    if (data / "mitdb" / "100.dat").exists():
        for name in NAMES:
            signal = wfdb.rdrecord(str(data / "mitdb" / name), channels=[0]).p_signal[:, 0]
            yield name, signal, beats(data / "mitdb" / name)
        return
    packed = data / "mitdb30_lead0_diff_int16.npz.xz"
    if not packed.exists():
        sys.exit(
            f"MIT-BIH is not in {data}; fetch it with `python -m benchmarks.biofeedback.records DIR`, set VRTHERAPY_DATA=DIR."
        )
    with (
        tempfile.TemporaryDirectory() as scratch,
        np.load(io.BytesIO(lzma.decompress(packed.read_bytes()))) as signals,
    ):
        with tarfile.open(data / "mitdb30_annotations.tar.xz") as marks:
            marks.extractall(scratch, filter="data")
        for name in NAMES:
            signal = (np.cumsum(signals[name].astype(np.int64)) - 1024) / 200.0
            yield name, signal, beats(Path(scratch) / "mitdb" / name)


def beats(path: Path) -> np.ndarray:
    marks = wfdb.rdann(str(path), "atr")
    pairs = zip(marks.sample, marks.symbol, strict=True)
    return np.array([at for at, symbol in pairs if symbol in BEAT_SYMBOLS], dtype=float)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m benchmarks.biofeedback.records DIR")
    wfdb.dl_database("mitdb", str(Path(sys.argv[1]) / "mitdb"), records=NAMES)
