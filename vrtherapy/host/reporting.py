"""From a record in a file to the report as a page."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from vrtherapy.domain.setting import SessionKind
from vrtherapy.host.recording import Record
from vrtherapy.report.head import Head, SourceLine
from vrtherapy.report.page import page
from vrtherapy.report.summary import summary
from vrtherapy.report.timeline import timeline


def report_page(path: Path) -> str:
    """One page of HTML. Raises store.read.NotARecord in one sentence."""
    record = Record(path)
    course = timeline(record.plan, record.turns())
    head = Head(
        record=record.header.record,
        kind=cast(SessionKind, record.header.kind),
        alias=record.header.alias,
        started=record.header.started,
        software=record.header.software,
        sources=tuple(dict.fromkeys(SourceLine(s.name, s.origin, s.marked) for s in record.sources)),
        left_out="; ".join(filter(None, (record.missing, record.left_out))),
    )
    return page(record.plan, head, course, summary(record.plan, course))
