"""The phases of a session and what may follow what.

    ready ──start──► baseline ──next──► exposure ◄──resume── paused
      any ──calm──► calm ──resume──► exposure (at the step's calm end)
      any ──stop──► stopped ──clinician resumes──► exposure (here, or one step lower, at its calm end)
      any ──engine came back──► interrupted ──clinician resumes──► exposure
      any but ended ──debrief──► debrief ──end──► ended

Stop is always open and goes nowhere but to the calm scene. Only `ended` is final.
"""

from __future__ import annotations

from typing import Final, Literal

Phase = Literal["ready", "baseline", "exposure", "paused", "calm", "stopped", "interrupted", "debrief", "ended"]

SHOWS_EXPOSURE: Final[frozenset[Phase]] = frozenset({"exposure", "paused"})
"""Where the patient meets the feared scene. Everywhere else the calm scene is shown."""

COUNTS_DOSE: Final[frozenset[Phase]] = frozenset({"exposure", "paused"})
"""A pause freezes the scene, it does not take the patient out: dose goes on counting."""

WHAT_FOLLOWS: Final[dict[Phase, frozenset[Phase]]] = {
    "ready": frozenset({"baseline", "calm", "stopped", "interrupted", "debrief"}),
    "baseline": frozenset({"exposure", "calm", "stopped", "interrupted", "debrief"}),
    "exposure": frozenset({"paused", "calm", "stopped", "interrupted", "debrief"}),
    "paused": frozenset({"exposure", "calm", "stopped", "interrupted", "debrief"}),
    "calm": frozenset({"exposure", "baseline", "stopped", "interrupted", "debrief"}),
    "stopped": frozenset({"exposure", "baseline", "interrupted", "debrief"}),
    "interrupted": frozenset({"exposure", "baseline", "calm", "stopped", "debrief"}),
    "debrief": frozenset({"ended", "stopped", "interrupted"}),
    "ended": frozenset(),
}
