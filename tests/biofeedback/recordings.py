"""Real recordings for the tests: where they are, and how a missing one is said.

VRTHERAPY_DATA names the folder; else `../shared/data` beside the checkout. MIT-BIH may also lie there as
`mitdb/` from `wfdb.dl_database("mitdb", DIR + "/mitdb")`.
"""

from __future__ import annotations

import io
import lzma
import os
import tarfile
from functools import cache
from pathlib import Path

import numpy as np
import pytest

RATE = 360.0
BEAT_SYMBOLS = frozenset("NLRBAaJSVrFejnE/fQ?")
NAMES = [
    *("100", "102", "103", "105", "107", "109", "112", "114", "115", "116", "118", "119", "122", "124", "200"),
    *("202", "205", "208", "209", "212", "214", "215", "219", "220", "222", "223", "230", "231", "233", "234"),
]
TUNED, HELD_OUT = NAMES[0::2], NAMES[1::2]
"""Parameters were chosen on the first half only."""


def folder() -> Path:
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    return Path(os.environ.get("VRTHERAPY_DATA", beside))


def needs(name: str) -> Path:
    """The path of a file of the data folder; skips the test where it is absent."""
    path = folder() / name
    if not path.exists():
        pytest.skip(
            f"{name} is not in {folder()}; set VRTHERAPY_DATA to a folder with the recordings "
            "(MIT-BIH: wfdb.dl_database('mitdb', DIR + '/mitdb'))"
        )
    return path


@cache
def _packed() -> dict[str, np.ndarray]:
    raw = lzma.decompress((folder() / "mitdb30_lead0_diff_int16.npz.xz").read_bytes())
    with np.load(io.BytesIO(raw)) as made:
        return {name: made[name] for name in made.files}


@cache
def _annotations(to: Path) -> Path:
    with tarfile.open(folder() / "mitdb30_annotations.tar.xz") as packed:
        packed.extractall(to, filter="data")
    return to / "mitdb"


def mitdb(name: str, scratch: Path) -> tuple[np.ndarray, np.ndarray]:
    """First lead of a MIT-BIH record in mV, and its expert beats in samples (flutter episodes left out of both)."""
    wfdb = pytest.importorskip(
        "wfdb", reason="wfdb reads the expert beats; install it with `pip install wfdb`"
    )
    if (folder() / "mitdb" / f"{name}.dat").exists():
        where = folder() / "mitdb"
        signal = wfdb.rdrecord(str(where / name), channels=[0]).p_signal[:, 0]
    else:
        needs("mitdb30_lead0_diff_int16.npz.xz")
        needs("mitdb30_annotations.tar.xz")
        where = _annotations(scratch)
        signal = (np.cumsum(_packed()[name].astype(np.int64)) - 1024) / 200.0
    marks = wfdb.rdann(str(where / name), "atr")
    pairs = zip(marks.sample, marks.symbol, strict=True)
    return signal, np.array([at for at, symbol in pairs if symbol in BEAT_SYMBOLS], dtype=float)
