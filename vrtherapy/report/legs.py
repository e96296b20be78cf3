"""The legs of a session, as its drawing is divided: rest, each stay in a step, calm, grounding, stopped, debrief."""

from __future__ import annotations

from dataclasses import dataclass

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import Micros
from vrtherapy.report import words
from vrtherapy.report.facts import Visit
from vrtherapy.report.markup import plain
from vrtherapy.report.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Leg:
    """`short` is a step's number, to stand where its title has no room; "" for what is not a step."""

    start: Micros
    title: str
    short: str = ""
    visit: Visit | None = None
    stopped: bool = False


def legs(plan: Plan, course: Timeline) -> list[Leg]:
    found = [
        Leg(visit.start, plain(words.step_name(plan, visit.step), 80), str(visit.step + 1), visit) for visit in course.visits
    ]
    for span in course.phases:
        practice = course.began is not None and span.start < course.began
        if span.phase in ("exposure", "paused", "ended") or practice:
            continue
        found.append(Leg(max(span.start, course.start), words.PHASES[span.phase], stopped=span.phase == "stopped"))
    return sorted(found, key=lambda leg: leg.start)
