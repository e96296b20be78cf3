"""What is marked above the course: adverse events, stops, pauses, scene events and markers, by time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vrtherapy.domain.units import Micros
from vrtherapy.report import words
from vrtherapy.report.facts import PhaseSpan
from vrtherapy.report.markup import plain
from vrtherapy.report.timeline import Timeline

SignKind = Literal["event", "mark", "stop", "pause", "adverse", "phase"]


@dataclass(frozen=True, slots=True)
class Sign:
    at: Micros
    kind: SignKind
    word: str


def signs(course: Timeline) -> list[Sign]:
    found = [Sign(p.at, "event", plain(p.title, 18).lower()) for p in course.played]
    found += [Sign(m.at, "mark", "M") for m in course.marks]
    for span in course.phases:
        if span.phase == "stopped":
            who = who_stopped(span)
            found.append(Sign(span.start, "stop", "stop" if who == "safety sign" else f"stop, {who}"))
        elif span.phase == "paused":
            found.append(Sign(span.start, "pause", "pause"))
    found += [Sign(one.at, "adverse", words.ADVERSE[one.what]) for one in course.adverse if one.phase != "ended"]
    return sorted((sign for sign in found if sign.at >= course.start), key=lambda sign: (sign.at, sign.kind))


def who_stopped(span: PhaseSpan) -> str:
    """`patient`, `console`, `technical`, `safety sign` or `rule`: a stop from any console is logged as the clinician's."""
    if span.reason.code in ("technical", "safety_sign"):
        return span.reason.code.replace("_", " ")
    return {"patient": "patient", "clinician": "console", "protocol": "rule"}.get(span.reason.source, span.reason.source)
