"""Recordings kept as text: one bare column of numbers, or CSV with a header such as `time_s,ecg_mV,eda_uS`.

Rules:
    1. A line that is no number is a missing sample (NaN), not an error, once the file has been understood.
    2. Separators `,` `;` tab; decimal commas where the separator is `;` or tab; UTF-8, UTF-16 or Latin-1.
    3. The rate comes from the option `rate_hz`, else from the time column, else (bare column only) it is assumed to be
       100 Hz, and the description says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from re import fullmatch
from typing import Final

import numpy as np

from vrtherapy.biofeedback.samples import ChannelInfo, ChannelKind
from vrtherapy.sensors.recording import Block, check_rate, kind_of
from vrtherapy.sensors.source import SensorProblem

ASSUMED_HZ: Final = 100.0
SNIFFED_BYTES: Final = 65_536
SNIFFED_ROWS: Final = 2_000
LONGEST_LINE: Final = 65_536
BLOCK_ROWS: Final = 256
NAMED_COLUMNS: Final = 8
TIME_UNITS: Final = {"": 1.0, "s": 1.0, "sec": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Options of the address: rate, kind and channel name where given."""

    rate_hz: float | None = None
    kind: ChannelKind | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class TextRecording:
    """A text file understood: which columns to play, and how to read a line."""

    path: Path
    encoding: str
    separator: str
    skip: int
    columns: tuple[int, ...]
    channels: tuple[ChannelInfo, ...]
    words: str

    def blocks(self) -> Iterator[Block]:
        """Shape (at most 256, channels)."""
        rows = islice(lines(self.path, self.encoding), self.skip, None)
        while block := list(islice(rows, BLOCK_ROWS)):
            table = [cells(row, self.separator) for row in block]
            yield np.array([[pick(row, column) for column in self.columns] for row in table])


def lines(path: Path, encoding: str) -> Iterator[str]:
    """The lines that are neither empty nor a comment (`#`). A line without end is cut."""
    with path.open(encoding=encoding, errors="replace") as file:
        while line := file.readline(LONGEST_LINE):
            text = line.strip()
            if text and not text.startswith("#"):
                yield text


def cells(line: str, separator: str) -> list[str]:
    return [cell.strip().strip('"') for cell in line.split(separator)] if separator else [line]


def pick(row: list[str], column: int) -> float:
    return number(row[column]) if column < len(row) else float("nan")


def number(text: str) -> float:
    """NaN for what is no number."""
    try:
        return float(text)
    except ValueError:
        pass
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return float("nan")


def encoding_of(path: Path) -> str:
    """How the file is written. Raises SensorProblem for a file that is empty or no text."""
    with path.open("rb") as file:
        head = file.read(SNIFFED_BYTES)
    if not head.strip():
        raise SensorProblem(f"{path} is empty; choose a recording with samples in it.")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    odd = sum(byte < 9 or 13 < byte < 32 for byte in head)
    if odd:
        raise SensorProblem(f"{path} is not a text file; recordings are read as text, CSV or WFDB (`.hea`).")
    try:
        head.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        if problem.start < len(head) - 4:
            return "latin-1"
    return "utf-8-sig"


def open_text(path: Path, wanted: Wanted) -> TextRecording:
    """Raises SensorProblem for a file that cannot be understood."""
    encoding = encoding_of(path)
    head = list(islice(lines(path, encoding), SNIFFED_ROWS + 1))
    if not head:
        raise SensorProblem(f"{path} holds only comments; choose a recording with samples in it.")
    separator = next((mark for mark in (";", "\t", ",") if mark in head[0]), "")
    first = cells(head[0], separator)
    if separator == "," and len(first) == 2 and fullmatch(r"[+-]?\d+,\d+", head[0]):
        separator, first = "", [head[0]]
    if any(number(cell) == number(cell) for cell in first):
        if separator:
            raise SensorProblem(
                f"{path} has {len(first)} columns and no header; write a first line such as `time_s,ecg_mV`."
            )
        return _bare(path, encoding, head, wanted)
    return _table(path, encoding, separator, head, wanted)


def _bare(path: Path, encoding: str, head: list[str], wanted: Wanted) -> TextRecording:
    values = np.array([number(text) for text in head])
    if wanted.channel is not None:
        raise SensorProblem(
            f"{path} has one column without a name, so `channel={wanted.channel}` finds nothing; leave it out."
        )
    if np.isfinite(values).mean() < 0.5:
        raise SensorProblem(
            f"{path} holds lines that are not numbers; a recording has one number to a line, or a header."
        )
    kind: ChannelKind = wanted.kind or "ecg"
    rate = wanted.rate_hz if wanted.rate_hz is not None else ASSUMED_HZ
    check_rate(rate, kind, path.name)
    words = (
        ""
        if wanted.rate_hz is not None
        else f"The file states no sampling rate: {ASSUMED_HZ:.0f} Hz is assumed."
    )
    unit = "uS" if kind == "eda" else "mV" if kind == "ecg" else ""
    return TextRecording(path, encoding, "", 0, (0,), (ChannelInfo(kind, rate, unit, kind.upper()),), words)


def name_and_unit(title: str) -> tuple[str, str]:
    """`ecg_mV`, `ECG [mV]` and `ECG (mV)` are all ECG in mV; `time` has no unit."""
    found = fullmatch(r"(.*?)\s*[\[(]\s*([^\])]*)\s*[\])]", title) or fullmatch(
        r"(.+)_([A-Za-zµ%]{1,4})", title
    )
    return (found.group(1).strip(), found.group(2).strip()) if found else (title, "")


def _table(path: Path, encoding: str, separator: str, head: list[str], wanted: Wanted) -> TextRecording:
    titles = cells(head[0], separator)
    table = np.array(
        [[pick(cells(row, separator), column) for column in range(len(titles))] for row in head[1:]]
    )
    if len(table) < 2:
        raise SensorProblem(f"{path} has a header and no samples; choose a recording with samples in it.")
    named = [name_and_unit(title) for title in titles]
    times = [
        column
        for column, (name, _) in enumerate(named)
        if name.lower() in ("time", "t", "timestamp", "seconds")
    ]
    chosen: list[tuple[int, ChannelKind]] = []
    for column, (name, _) in enumerate(named):
        kind = kind_of(name)
        if wanted.channel is not None:
            if wanted.channel.lower() in (name.lower(), titles[column].lower()):
                chosen.append((column, wanted.kind or kind or "ecg"))
        elif column not in times and kind is not None and wanted.kind in (None, kind):
            chosen.append((column, kind))
    listed = ", ".join(f"`{title[:30]}`" for title in titles[:NAMED_COLUMNS])
    listed += f" and {len(titles) - NAMED_COLUMNS} more" if len(titles) > NAMED_COLUMNS else ""
    if not chosen:
        said = f"no column `{wanted.channel}`" if wanted.channel else "no column whose name says what it is"
        raise SensorProblem(
            f"{path} has {said}; its columns are {listed}: add for example `?channel={titles[-1][:30]}&kind=ecg`."
        )
    empty = [titles[column] for column, _ in chosen if not np.isfinite(table[:, column]).any()]
    chosen = [(column, kind) for column, kind in chosen if titles[column] not in empty]
    if not chosen:
        raise SensorProblem(f"{path}: the column `{empty[0]}` holds no numbers; its columns are {listed}.")
    rate = wanted.rate_hz if wanted.rate_hz is not None else _rate(path, table, times, named)
    channels = []
    for column, kind in chosen:
        check_rate(rate, kind, path.name)
        channels.append(ChannelInfo(kind, rate, named[column][1], named[column][0]))
    words = "".join(f"The column `{title}` holds no numbers and is left out. " for title in empty).strip()
    return TextRecording(
        path, encoding, separator, 1, tuple(column for column, _ in chosen), tuple(channels), words
    )


def _rate(path: Path, table: Block, times: list[int], named: list[tuple[str, str]]) -> float:
    """The rate that the time column tells."""
    if not times:
        raise SensorProblem(
            f"{path} has no time column and no rate; add for example `?rate_hz=250` to its address."
        )
    name, unit = named[times[0]]
    factor = TIME_UNITS.get(unit.lower())
    if factor is None:
        raise SensorProblem(
            f"{path}: the time column is in `{unit}`; write it in `s` or `ms`, or add `?rate_hz=`."
        )
    stamps = table[:, times[0]] * factor
    steps = np.diff(stamps[np.isfinite(stamps)])
    step = float(np.median(steps)) if len(steps) else 0.0
    if not step > 0.0:
        raise SensorProblem(
            f"{path}: the time column `{name}` does not rise; correct it, or add `?rate_hz=`."
        )
    span = float(steps.sum()) / len(steps)
    return round(1.0 / (span if abs(span / step - 1.0) < 0.02 else step), 3)
