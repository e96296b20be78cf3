"""Recordings in PhysioNet's WFDB format, through the `wfdb` package where it is installed.

Rules: the header (`.hea`) is the address; ten seconds are read at a time; nothing is fetched from the network.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from vrtherapy.biofeedback.samples import ChannelInfo
from vrtherapy.sensors.recording import Block, check_rate, kind_of
from vrtherapy.sensors.source import SensorProblem
from vrtherapy.sensors.text_recording import Wanted

BLOCK_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class WfdbRecording:
    """`record` is the path without its ending, as wfdb wants it."""

    record: str
    length: int
    signals: tuple[int, ...]
    channels: tuple[ChannelInfo, ...]
    words: str

    def blocks(self) -> Iterator[Block]:
        """Shape (at most 10 s, channels)."""
        wfdb = _wfdb(self.record)
        size = max(1, round(BLOCK_S * self.channels[0].rate_hz))
        for first in range(0, self.length, size):
            last = min(self.length, first + size)
            try:
                made = wfdb.rdrecord(self.record, sampfrom=first, sampto=last, channels=list(self.signals))
            except Exception as problem:
                raise SensorProblem(
                    f"{self.record}.hea: its samples cannot be read ({_said(problem)})."
                ) from problem
            yield np.asarray(made.p_signal, dtype=np.float64)


def _said(problem: Exception) -> str:
    return " ".join(str(problem).split())[:160] or type(problem).__name__


def _wfdb(record: str) -> Any:
    try:
        import wfdb
    except ImportError as problem:
        raise SensorProblem(
            f"Reading {record}.hea needs the package `wfdb`; install it with `pip install wfdb`."
        ) from problem
    return wfdb


def open_wfdb(path: Path, wanted: Wanted) -> WfdbRecording:
    """Raises SensorProblem for a header that cannot be read, samples that are absent, or a channel that is not there."""
    record = str(path.with_suffix(""))
    wfdb = _wfdb(record)
    try:
        header = wfdb.rdheader(record)
        names = [str(name) for name in header.sig_name]
        units = [str(unit) for unit in header.units]
        rate, length = float(header.fs), int(header.sig_len or 0)
        files = {path.parent / str(name) for name in header.file_name or []}
    except Exception as problem:
        raise SensorProblem(f"{path} is not a WFDB header that can be read ({_said(problem)}).") from problem
    absent = sorted(str(file) for file in files if not file.is_file())
    if absent:
        raise SensorProblem(f"{path} needs {absent[0]}, which is not there; copy it beside the header.")
    if not length:
        raise SensorProblem(f"{path} states no samples; choose a recording with samples in it.")
    if wanted.rate_hz is not None:
        rate = wanted.rate_hz
    chosen = []
    for index, name in enumerate(names):
        kind = kind_of(name)
        if wanted.channel is not None:
            if wanted.channel.lower() == name.lower():
                chosen.append((index, wanted.kind or kind or "ecg"))
        elif kind is not None and wanted.kind in (None, kind):
            chosen.append((index, kind))
    if not chosen:
        listed = ", ".join(f"`{name}`" for name in names)
        raise SensorProblem(
            f"{path} has no signal to play by that name or kind; it has {listed}: add `?channel=NAME&kind=ecg`."
        )
    channels = tuple(ChannelInfo(kind, rate, units[index], names[index]) for index, kind in chosen)
    for info in channels:
        check_rate(rate, info.kind, path.name)
    return WfdbRecording(record, length, tuple(index for index, _ in chosen), channels, "")
