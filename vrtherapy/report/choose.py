"""Which decisions stand on the page when there are more than it holds: the ones a reader would ask about.

Where what was given is not what was asked, or somebody other than the clinician decided, comes first; what the
drawing or another section tells anyway (steps, stops, events as asked, doses, who went on) comes last. Chosen rows stay in the order of time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vrtherapy.report.facts import Decision

_WEIGHT: Final = {
    "phase": 50,
    "cap": 60,
    "refused": 55,
    "autonomy": 45,
    "intensity": 40,
    "suggestion": 30,
    "parameter": 30,
    "dose": 25,
    "unrecorded": 25,
    "event": 20,
    "go_on": 15,
    "step": 10,
}


def chosen(decisions: Sequence[Decision], most: int) -> list[Decision]:
    """At most `most` of them; of those that weigh the same, evenly over the session."""
    kept: list[int] = []
    for weight in sorted({_weight(decision) for decision in decisions}, reverse=True):
        alike = [index for index, decision in enumerate(decisions) if _weight(decision) == weight]
        kept += _spread(alike, most - len(kept))
    return [decisions[index] for index in sorted(kept)]


def _spread(alike: list[int], most: int) -> list[int]:
    if len(alike) <= most:
        return alike
    return [alike[round((n + 0.5) * len(alike) / most - 0.5)] for n in range(most)]


def _weight(decision: Decision) -> int:
    weight = _WEIGHT[decision.kind]
    if decision.kind == "phase":
        if decision.asked in ("stopped", "interrupted") or decision.by == "safety watch":
            return 12
        routine = decision.asked in ("rest in the calm scene", "debrief", "ended", "resume", "paused")
        return 15 if routine and decision.by == "clinician" else weight
    if decision.bound and decision.kind != "refused":
        weight += 40
    if decision.kind != "event" and decision.by not in ("clinician", "protocol"):
        weight += 10
    return weight
