"""The rows of an export: the timeline's facts flat, by time, one fact a row.

`(time_s, kind, name, value, words)`: seconds of session time with three decimals, what kind of fact, its name, its
value (dial 0..1, SUDS, beats per minute; "" where there is none), and words. All text, in this column order.
"""

from __future__ import annotations

from typing import Final

from vrtherapy.domain.units import Micros, dial
from vrtherapy.report import words
from vrtherapy.report.timeline import Timeline

Row = tuple[str, str, str, str, str]
COLUMNS: Final[Row] = ("time_s", "kind", "name", "value", "words")


def rows(timeline: Timeline) -> list[Row]:
    """Ordered by time; facts of one time in the order of their kinds below."""
    found: list[tuple[Micros, str, str, str, str]] = []
    add = found.append
    for span in timeline.phases:
        add((span.start, "phase", span.phase, "", words.why(span.reason)))
    for visit in timeline.visits:
        add((visit.start, "step", str(visit.step + 1), "", words.why(visit.reason)))
    for said in timeline.said:
        add((said.at, "suds", said.by, str(said.suds), ""))
    for played in timeline.played:
        add((played.at, "event", played.event, f"{played.intensity / 1000:.3f}", words.SOURCES[played.reason.source]))
    for name, levels in (("given", timeline.given), ("asked", timeline.asked), ("cap", timeline.caps)):
        for level in levels:
            add((level.at, "intensity", name, f"{level.value / 1000:.3f}", ""))
    for decision in timeline.decisions:
        told = "; ".join(part for part in (decision.given, decision.why, decision.by) if part)
        add((decision.at, "decision", decision.kind, "", f"{decision.asked}: {told}"))
    for point in timeline.heart:
        share = f"{point.good} of {point.seen} readings good"
        add((point.start, "heart_rate", "mean", "" if point.mean is None else f"{point.mean / 1000:.1f}", share))
        if point.arousal is not None:
            add((point.start, "arousal", "mean", dial(point.arousal), share))
    for gap in timeline.gaps:
        add((gap.start, "signal", gap.kind, f"{(gap.end - gap.start) / 1e6:.3f}", gap.words))
    for alert in timeline.alerts:
        add((alert.at, "alert", alert.code, "", alert.words))
    for mark in timeline.marks:
        add((mark.at, "mark", "", "", mark.text))
    if timeline.notes is not None:
        add((timeline.notes.at, "notes", "", "", timeline.notes.text))
    return [(f"{row[0] / 1e6:.3f}", *row[1:]) for row in sorted(found, key=lambda row: row[0])]
