"""A recording played as if it were measured now: `file:PATH?rate_hz=250&kind=ecg&channel=NAME&loop=1`.

Rules:
    1. Marked as playback everywhere; it is nobody's body now.
    2. The first `read` starts it; sample k is due k + 1 sampling intervals later. At most 30 s are caught up at once.
    3. At the end it says so and falls silent, so that readings grow stale; only `loop=1` starts it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from vrtherapy.domain.units import Micros, clock
from vrtherapy.sensors.address import parse
from vrtherapy.sensors.recording import Block, Recording, kind_named
from vrtherapy.sensors.source import Chunk, SensorProblem, SourceInfo
from vrtherapy.sensors.text_recording import Wanted, open_text
from vrtherapy.sensors.wfdb_recording import open_wfdb

CAUGHT_UP_S: Final = 30.0
BIGGEST_CHUNK: Final = 1024
OPTIONS: Final = frozenset({"rate_hz", "kind", "channel", "loop"})
OTHER_FORMATS: Final = {
    ".edf": "EDF",
    ".bdf": "BDF",
    ".xdf": "XDF",
    ".mat": "MATLAB",
    ".acq": "AcqKnowledge",
    ".parquet": "Parquet",
    ".xlsx": "Excel",
    ".zip": "packed",
    ".xz": "packed",
    ".gz": "packed",
}


class PlaybackSource:
    """Plays a `Recording`, once or again and again."""

    def __init__(self, recording: Recording, name: str, loop: bool) -> None:
        self._recording = recording
        self._name = name
        self._loop = loop
        self._rate = recording.channels[0].rate_hz
        self._blocks: Iterator[Block] | None = None
        self._left: Block = np.zeros((0, len(recording.channels)))
        self._start: Micros | None = None
        self._sent = 0
        self._played = 0
        self._ended = ""

    @property
    def ended(self) -> str:
        return self._ended

    def describe(self) -> SourceInfo:
        marked = f"PLAYBACK of {self._name}: recorded earlier, not measured now"
        return SourceInfo(
            self._name, "playback", self._recording.channels, Micros(0), marked, self._recording.words
        )

    def open(self) -> None:
        """Raises SensorProblem where the file cannot be read any more."""
        if self._blocks is None:
            self._blocks = self._recording.blocks()
            self._fill()

    def close(self) -> None:
        self._blocks = None

    def read(self, now: Micros) -> list[Chunk]:
        """The samples due at `now`, each channel's in chunks of at most 1024."""
        if self._blocks is None or self._ended:
            return []
        if self._start is None:
            self._start = now
        due = int((now - self._start) * self._rate / 1e6) - self._sent
        due = min(due, round(CAUGHT_UP_S * self._rate))
        chunks: list[Chunk] = []
        while due > 0 and (len(self._left) or self._fill()):
            part, self._left = self._left[: min(due, BIGGEST_CHUNK)], self._left[min(due, BIGGEST_CHUNK) :]
            due -= len(part)
            self._sent += len(part)
            self._played += len(part)
            at = Micros(self._start + round(self._sent * 1e6 / self._rate))
            for channel in range(part.shape[1]):
                chunks.append(Chunk(channel, np.ascontiguousarray(part[:, channel]), at))
        return chunks

    def _fill(self) -> bool:
        """The next block into `_left`; False, and `ended`, where there is none."""
        if self._blocks is None:
            return False
        for again in (self._loop and self._played > 0, False):
            try:
                block = next(self._blocks, None)
            except (OSError, UnicodeError) as problem:
                raise SensorProblem(f"{self._name} cannot be read any more: {problem}.") from problem
            if block is not None and len(block):
                self._left = block
                return True
            if again:
                self._blocks = self._recording.blocks()
                self._played = 0
        self._ended = f"the recording ended at {clock(Micros(round(self._sent * 1e6 / self._rate)))}"
        return False


def open_source(uri: str) -> PlaybackSource:
    """The recording at `uri`, understood but not yet opened. Raises SensorProblem: one sentence."""
    address = parse(uri)
    address.allow(OPTIONS)
    if not address.path:
        raise SensorProblem(
            "The sensor address names no file; write for example `file:recordings/heart.csv`."
        )
    path = Path(address.path).expanduser()
    kind = kind_named(address.query["kind"]) if "kind" in address.query else None
    wanted = Wanted(address.number("rate_hz"), kind, address.query.get("channel"))
    loop = address.query.get("loop", "0")
    if loop not in ("0", "1"):
        raise SensorProblem(
            f"`loop={loop}` in the sensor address is neither 0 nor 1; write `loop=1` to repeat the recording."
        )
    return PlaybackSource(_understood(path, wanted), path.name, loop == "1")


def _understood(path: Path, wanted: Wanted) -> Recording:
    try:
        if path.is_dir():
            raise SensorProblem(f"{path} is a folder; name a recording inside it.")
        if not path.exists():
            raise SensorProblem(f"There is no recording {path}; check the path.")
        ending = path.suffix.lower()
        if ending == ".dat":
            raise SensorProblem(
                f"{path} holds samples without their description; name the header {path.with_suffix('.hea')} instead."
            )
        if ending in OTHER_FORMATS:
            raise SensorProblem(
                f"{path} is in a format ({OTHER_FORMATS[ending]}) that is not played; export it as CSV with a header such as `time_s,ecg_mV`."
            )
        return open_wfdb(path, wanted) if ending == ".hea" else open_text(path, wanted)
    except PermissionError as problem:
        raise SensorProblem(f"{path} may not be read by this user; change its permissions.") from problem
    except (OSError, ValueError) as problem:
        raise SensorProblem(f"{path} cannot be read: {problem}.") from problem
