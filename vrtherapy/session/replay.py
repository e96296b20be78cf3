"""The log is the events; replay recomputes the effects and compares.

`replay(plan, turns)` goes through a record's turns in order and stops at the first difference, with both sides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vrtherapy.domain.plan import Plan
from vrtherapy.session.effects import Effect
from vrtherapy.session.events import Event
from vrtherapy.session.machine import step
from vrtherapy.session.state import State, opening


@dataclass(frozen=True, slots=True)
class LoggedTurn:
    """One event as it was logged, with the effects that were carried out for it."""

    event: Event
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place where the record and the rules disagree. `index` counts events from 0."""

    index: int
    event: Event
    recorded: Effect | None
    recomputed: Effect | None


@dataclass(frozen=True, slots=True)
class Replayed:
    events: int
    effects: int
    state: State
    difference: Difference | None


def replay(plan: Plan, turns: Iterable[LoggedTurn]) -> Replayed:
    state = opening(plan)
    events = effects = 0
    for index, turn in enumerate(turns):
        state, recomputed = step(plan, state, turn.event)
        events += 1
        effects += len(recomputed)
        if recomputed != turn.effects:
            return Replayed(events, effects, state, _first(index, turn, recomputed))
    return Replayed(events, effects, state, None)


def _first(index: int, turn: LoggedTurn, recomputed: tuple[Effect, ...]) -> Difference:
    for recorded, new in zip(turn.effects, recomputed, strict=False):
        if recorded != new:
            return Difference(index, turn.event, recorded, new)
    shared = min(len(turn.effects), len(recomputed))
    return Difference(
        index,
        turn.event,
        turn.effects[shared] if len(turn.effects) > shared else None,
        recomputed[shared] if len(recomputed) > shared else None,
    )
