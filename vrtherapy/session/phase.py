"""The phases of a session, and every move from one to another: who brings it and where it leads.

`MOVES` is the whole truth: the machine makes no other move (tests/session/test_machine.py), and the diagram in
docs/session.md is drawn from it. Stop is open from everywhere and goes nowhere but to the calm scene; only `ended`
is final.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

Phase = Literal[
    "checklist",
    "baseline",
    "exposure",
    "paused",
    "calm",
    "grounding",
    "stopped",
    "interrupted",
    "debrief",
    "ended",
]
PHASES: Final[tuple[Phase, ...]] = get_args(Phase)
By = Literal["start", "next", "pause", "resume", "calm", "dead_man", "ground", "stop", "failure", "came_back", "debrief", "end"]


@dataclass(frozen=True, slots=True)
class Move:
    source: Phase
    by: By
    target: Phase


def _each(sources: str, by: By, target: Phase) -> tuple[Move, ...]:
    wanted = sources.split()
    assert set(wanted) <= set(PHASES)
    return tuple(Move(source, by, target) for source in PHASES if source in wanted)


MOVES: Final[tuple[Move, ...]] = (
    # The gate is open: everything is answered, shown and satisfied (safety/gate.py).
    *_each("checklist", "start", "baseline"),
    *_each("baseline", "next", "exposure"),
    # Next, back, repeat and skip stay in the exposure, and lead out of a pause.
    *_each("paused", "next", "exposure"),
    *_each("exposure", "pause", "paused"),
    # Into the exposure at the step's calm end; before it was ever begun, back to where the session was.
    *_each("paused calm grounding stopped interrupted", "resume", "exposure"),
    *_each("calm grounding stopped interrupted", "resume", "baseline"),
    *_each("grounding stopped interrupted", "resume", "checklist"),
    *_each("baseline exposure paused grounding interrupted", "calm", "calm"),
    *_each("exposure paused", "dead_man", "calm"),
    *_each("checklist baseline exposure paused calm stopped interrupted", "ground", "grounding"),
    # In the checklist the patient's own stop is practice: the calm scene is shown already.
    *_each("checklist baseline exposure paused calm grounding interrupted debrief", "stop", "stopped"),
    *_each("exposure paused", "failure", "stopped"),
    *_each("checklist baseline exposure paused calm grounding stopped debrief", "came_back", "interrupted"),
    *_each("checklist baseline exposure paused calm grounding stopped interrupted", "debrief", "debrief"),
    *_each("debrief", "end", "ended"),
)

SHOWS_EXPOSURE: Final[frozenset[Phase]] = frozenset({"exposure", "paused"})
"""Where the patient meets the feared scene. Everywhere else the calm scene is shown."""

COUNTS_DOSE: Final[frozenset[Phase]] = frozenset({"exposure", "paused"})
"""A pause freezes the scene, it does not take the patient out: dose goes on counting."""

OUT_OF_IT: Final[frozenset[Phase]] = frozenset({"calm", "grounding", "stopped", "interrupted"})
"""The calm scene in the midst of a session: a clinician resumes."""

WHAT_FOLLOWS: Final[dict[Phase, frozenset[Phase]]] = {
    phase: frozenset(move.target for move in MOVES if move.source == phase) for phase in PHASES
}


def may(source: Phase, by: By) -> Phase | None:
    """Where `by` leads from `source`; None where it leads nowhere. Of a resume's several targets, the first."""
    return next((move.target for move in MOVES if move.source == source and move.by == by), None)
