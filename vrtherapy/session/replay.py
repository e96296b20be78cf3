"""The log is the events; replay recomputes the effects and compares.

`replay(plan, turns)` goes through a record's turns in order and stops at the first difference, with both sides and
what stood around it.
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
    """The first place where the record and the rules disagree. `index` counts events from 0, `place` the event's effects;
    `before` and `after` are the states that the rules give around the event."""

    index: int
    place: int
    event: Event
    before: State
    after: State
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
        before = state
        state, recomputed = step(plan, before, turn.event)
        events += 1
        effects += len(recomputed)
        if recomputed != turn.effects:
            return Replayed(events, effects, state, difference(index, turn, recomputed, before, state))
    return Replayed(events, effects, state, None)


def difference(
    index: int, turn: LoggedTurn, recomputed: tuple[Effect, ...], before: State, after: State
) -> Difference:
    """Of a turn whose recorded and recomputed effects are not the same."""
    place, recorded, new = first_apart(turn.effects, recomputed)
    return Difference(index, place, turn.event, before, after, recorded, new)


def first_apart(one: tuple[Effect, ...], other: tuple[Effect, ...]) -> tuple[int, Effect | None, Effect | None]:
    """The place of the first effects that are not the same and both of them; None where one side has no more."""
    shared = min(len(one), len(other))
    place = next((n for n in range(shared) if one[n] != other[n]), shared)
    return place, (one[place] if len(one) > place else None), (other[place] if len(other) > place else None)
