"""What followed a moment of a session, in words: where it went on, or where it ended."""

from __future__ import annotations

from vrtherapy.domain.units import Micros, clock
from vrtherapy.report import words
from vrtherapy.report.timeline import Timeline
from vrtherapy.session.phase import SHOWS_EXPOSURE

NOTHING = "The record ends there."


def went_on(course: Timeline, index: int) -> str:
    """After the phase with this index: `Went on at 18:30 with step 4.`, `Debrief at 20:10.`"""
    later = next((span for span in course.phases[index + 1 :] if span.phase in ("exposure", "debrief", "ended")), None)
    if later is None:
        return NOTHING
    if later.phase != "exposure":
        return f"Debrief at {clock(later.start)}." if later.phase == "debrief" else f"Session ended at {clock(later.start)}."
    visit = next((visit for visit in course.visits if visit.start >= later.start), None)
    return f"Went on at {clock(later.start)}" + ("." if visit is None else f" with step {visit.step + 1}.")


def left_at(course: Timeline, at: Micros) -> str:
    """How the exposure that lasts at `at` was left: `calm at 14:25`, "" where the record ends in it."""
    later = next((span for span in course.phases if span.start >= at and span.phase not in SHOWS_EXPOSURE), None)
    return "" if later is None else f"{words.PHASES[later.phase]} at {clock(later.start)}"
