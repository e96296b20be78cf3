"""The course of a session as facts, in one pass over its record.

Rules:
    1. A record keeps no time for an effect; a turn is logged whenever effects occur, so they stand at its event's
       time, exact to a tick of the machine. Time never runs backwards: an event from before now applies now.
    2. Nothing is interpreted here. What counts as a peak or as habituated is `summary`'s.
    3. A span that is still open when the record ends, ends there. After the end of a session only notes count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import Micros
from vrtherapy.report import signal
from vrtherapy.report.collect import Collector
from vrtherapy.report.facts import (
    Decision,
    Extended,
    Gap,
    HeartPoint,
    Level,
    PhaseSpan,
    Played,
    Said,
    SourceSeen,
    Staged,
    Told,
    Visit,
    Written,
)
from vrtherapy.report.incidents import Adverse, Recovery, Sick, Unrecorded
from vrtherapy.report.readiness import Readiness
from vrtherapy.session.replay import LoggedTurn


@dataclass(frozen=True, slots=True)
class Timeline:
    """`began` is when the session was started (None: never), `end` when it ended or its record does.

    `given`, `asked` and `caps` hold from one level to the next; `caps` is the clinician's cap. `exposure` is the time
    the feared scene was shown, pauses included. Without consent to measuring there is no reading here.
    """

    began: Micros | None
    end: Micros
    ended: bool
    phases: tuple[PhaseSpan, ...]
    visits: tuple[Visit, ...]
    played: tuple[Played, ...]
    said: tuple[Said, ...]
    marks: tuple[Written, ...]
    notes: Written | None
    alerts: tuple[Told, ...]
    given: tuple[Level, ...]
    asked: tuple[Level, ...]
    caps: tuple[Level, ...]
    decisions: tuple[Decision, ...]
    heart: tuple[HeartPoint, ...]
    gaps: tuple[Gap, ...]
    sources: tuple[SourceSeen, ...]
    exposure: Micros
    readiness: Readiness
    stages: tuple[Staged, ...]
    extended: tuple[Extended, ...]
    adverse: tuple[Adverse, ...]
    sickness: tuple[Sick, ...]
    recoveries: tuple[Recovery, ...]
    unrecorded: tuple[Unrecorded, ...]

    @property
    def start(self) -> Micros:
        """Where a drawing of the session begins: waiting before the start is left out."""
        return self.began if self.began is not None else Micros(0)


def timeline(plan: Plan, turns: Iterable[LoggedTurn]) -> Timeline:
    collector = Collector(plan)
    for turn in turns:
        collector.take(turn)
    found = collector.course
    found.finish()
    start = found.began if found.began is not None else Micros(0)
    borders = sorted({span.start for span in found.phases} | {visit.start for visit in found.visits})
    ready = found.entered.readiness()
    looks = found.looks if ready.measured else []
    return Timeline(
        began=found.began,
        end=found.now,
        ended=found.ended,
        phases=tuple(found.phases),
        visits=tuple(found.visits),
        played=tuple(found.played),
        said=tuple(found.said),
        marks=tuple(found.marks),
        notes=found.notes,
        alerts=tuple(found.alerts),
        given=tuple(found.given),
        asked=tuple(found.asked),
        caps=tuple(found.caps),
        decisions=found.ledger.rows(),
        heart=signal.heart_points(looks, borders, start, found.now),
        gaps=signal.gaps(looks, start, found.now),
        sources=signal.sources(looks, start, found.now),
        exposure=Micros(sum(s.end - s.start for s in found.phases if s.phase in ("exposure", "paused"))),
        readiness=ready,
        stages=tuple(found.entered.stages),
        extended=tuple(found.entered.extended),
        adverse=tuple(found.incidents.adverse),
        sickness=tuple(found.incidents.sickness),
        recoveries=tuple(found.incidents.recoveries),
        unrecorded=tuple(found.incidents.unrecorded),
    )
