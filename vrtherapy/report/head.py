"""What stands at the top of a report: which record, of whom, made by what, and what is missing from it."""

from __future__ import annotations

from dataclasses import dataclass

from vrtherapy.domain.arousal import Origin
from vrtherapy.domain.setting import SessionKind


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source of body signals. `marked` is how the record marks it ("simulated"), "" for a live one."""

    name: str
    origin: Origin
    marked: str


@dataclass(frozen=True, slots=True)
class Head:
    """`started` is local time with its offset, ISO 8601; `left_out` says what a torn record lacks, else ""."""

    record: str
    kind: SessionKind
    alias: str
    started: str
    software: str
    sources: tuple[SourceLine, ...]
    left_out: str
