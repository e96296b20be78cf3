"""What other limits would have done: one record's events under two plans, side by side, tick by tick.

    1. The events are the record's own for both: ratings, stops, readings, proposals and commands came from people and
       signals that met the recorded session. What they would have been otherwise nobody knows.
    2. Both sides are computed by today's rules. Whether the record still is what these rules give is told beside it.
    3. The first difference is the first effect that is not the same. The same effect told in other words, because a
       limit has another number, is no difference; nor is the warning that a protocol goes beyond what is advised.
    4. While the exposure is shown every tick counts: at its tenth of the dial, and for each reason why nothing could rise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, assert_never

from vrtherapy.domain.limits import Limits
from vrtherapy.domain.plan import Plan
from vrtherapy.domain.setting import Autonomy
from vrtherapy.domain.units import TICK, Micros, Permille
from vrtherapy.safety import autonomy, rules
from vrtherapy.safety.classes import tightened
from vrtherapy.session.around import circumstances, classes
from vrtherapy.session.effects import (
    Alert,
    Answer,
    AskPatient,
    CloseQuestion,
    Decide,
    Effect,
    EnterPhase,
    EnterStep,
    Give,
    Happen,
    Say,
)
from vrtherapy.session.events import Commanded, Event, Passed
from vrtherapy.session.machine import step
from vrtherapy.session.phase import SHOWS_EXPOSURE, Phase
from vrtherapy.session.replay import Difference, LoggedTurn, difference, first_apart
from vrtherapy.session.state import State, opening
from vrtherapy.session.wishes import FireEvent

TENTHS: Final = 10
ABOUT_THE_LIMITS: Final = "beyond_recommended"


@dataclass(frozen=True, slots=True)
class Held:
    """A reason why nothing could rise: how often it began and how long it lasted in all."""

    code: str
    words: str
    times: int
    lasted: Micros


@dataclass(frozen=True, slots=True)
class Refused:
    """`event` is the scene's event that was asked for, "" for any other command; `words` are those of the first time."""

    event: str
    code: str
    words: str
    times: int


@dataclass(frozen=True, slots=True)
class Side:
    """A session under one plan. `limits`: the session's, tightened by the classes; `tenths`: time of exposure at each
    tenth of the dial; `reached`: index of the highest step entered, -1 for none; `autonomy`: the stage it began at."""

    limits: Limits
    autonomy: Autonomy
    tenths: tuple[Micros, ...]
    highest: Permille
    exposure: Micros
    high: Micros
    held: tuple[Held, ...]
    refused: tuple[Refused, ...]
    events_played: int
    stops: int
    reached: int
    phase: Phase


@dataclass(frozen=True, slots=True)
class Parting:
    """The first difference of the two sides. `index` counts the record's events from 0; it arose with `event` or, where
    `passing`, while time passed before it. States are those around the tick or the event, of each side."""

    index: int
    event: Event
    passing: bool
    at: Micros
    recorded: Effect | None
    other: Effect | None
    before: tuple[State, State]
    after: tuple[State, State]


@dataclass(frozen=True, slots=True)
class Compared:
    """`unlike`: the first place where the record is not what today's rules give, None where it is."""

    events: int
    until: Micros
    recorded: Side
    other: Side
    parting: Parting | None
    unlike: Difference | None


def compare(plan: Plan, other: Plan, turns: Iterable[LoggedTurn]) -> Compared:
    """`plan` is the record's own."""
    one, two = _Course(plan), _Course(other)
    parting: Parting | None = None
    unlike: Difference | None = None
    events = 0
    for index, turn in enumerate(turns):
        events += 1
        began, effects = one.state, list[Effect]()
        for event in (*_ticks(one.state.now, turn.event.at), turn.event):
            before = (one.state, two.state)
            mine, others = one.take(event), two.take(event)
            effects += mine
            if parting is None:
                apart = _apart(mine, others)
                if apart is not None:
                    passing = event is not turn.event
                    parting = Parting(
                        index, turn.event, passing, one.state.now, *apart, before, (one.state, two.state)
                    )
        if unlike is None and tuple(effects) != turn.effects:
            unlike = difference(index, turn, tuple(effects), began, one.state)
    return Compared(events, one.state.now, one.side(), two.side(), parting, unlike)


def _ticks(now: Micros, at: Micros) -> tuple[Passed, ...]:
    """Each tick that `step` would take on its way to `at`, one by one."""
    return tuple(Passed(Micros(moment)) for moment in range(now + TICK, at + 1, TICK))


def _apart(one: tuple[Effect, ...], other: tuple[Effect, ...]) -> tuple[Effect | None, Effect | None] | None:
    """The first effects that are not the same but for their words, None where all are."""
    if one == other:
        return None
    mine, others = ([e for e in effects if not _about_the_limits(e)] for effects in (one, other))
    place, left, right = first_apart(tuple(map(_bare, mine)), tuple(map(_bare, others)))
    if left is None and right is None:
        return None
    return (None if left is None else mine[place]), (None if right is None else others[place])


def _about_the_limits(effect: Effect) -> bool:
    return isinstance(effect, Alert) and effect.code == ABOUT_THE_LIMITS


def _bare(effect: Effect) -> Effect:
    """Without the words of a reason or an alert."""
    match effect:
        case Alert(code, _):
            return Alert(code, "")
        case EnterPhase() | EnterStep() | Decide() | Happen() | AskPatient() | Answer():
            return replace(effect, reason=replace(effect.reason, words=""))
        case Give() | CloseQuestion() | Say():
            return effect
        case _:
            assert_never(effect)


class _Course:
    """A session under one plan, and what is counted of it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.state = opening(plan)
        self._began_at = autonomy.allowed(plan.autonomy, plan.setting, plan.trauma)[0]
        self._tenths = [0] * TENTHS
        self._highest = Permille(0)
        self._held: dict[str, Held] = {}
        self._holding: frozenset[str] = frozenset()
        self._refused: dict[tuple[str, str], Refused] = {}
        self._played = self._stops = 0

    def take(self, event: Event) -> tuple[Effect, ...]:
        was = self.state.now
        self.state, effects = step(self.plan, self.state, event)
        for effect in effects:
            match effect:
                case Answer(accepted=False, again=False, reason=reason):
                    wish = event.wish if isinstance(event, Commanded) else None
                    name = wish.event if isinstance(wish, FireEvent) else ""
                    known = self._refused.get((name, reason.code), Refused(name, reason.code, reason.words, 0))
                    self._refused[name, reason.code] = Refused(name, reason.code, known.words, known.times + 1)
                case Happen():
                    self._played += 1
                case EnterPhase("stopped", _):
                    self._stops += 1
                case _:
                    pass
        if self.state.now > was:
            self._count()
        return effects

    def _count(self) -> None:
        """One tick has passed."""
        state, holding = self.state, dict[str, str]()
        if state.phase in SHOWS_EXPOSURE:
            given = state.dial.given
            self._tenths[min(TENTHS - 1, given * TENTHS // 1000)] += TICK
            self._highest = max(self._highest, given)
            around = circumstances(self.plan, state)
            reasons = (*state.holds, *(rule(around) for rule in rules.RISES))
            for reason in reasons:
                if reason is not None:
                    holding.setdefault(reason.code, reason.words)
        for code, words in holding.items():
            known = self._held.get(code, Held(code, words, 0, Micros(0)))
            times = known.times + (code not in self._holding)
            self._held[code] = Held(code, known.words, times, Micros(known.lasted + TICK))
        self._holding = frozenset(holding)

    def side(self) -> Side:
        state = self.state
        return Side(
            limits=tightened(self.plan.limits, classes(self.plan, state)),
            autonomy=self._began_at,
            tenths=tuple(map(Micros, self._tenths)),
            highest=self._highest,
            exposure=state.dose.exposure,
            high=state.dose.high,
            held=tuple(sorted(self._held.values(), key=lambda each: (-each.lasted, each.code))),
            refused=tuple(sorted(self._refused.values(), key=lambda each: (each.event, -each.times, each.code))),
            events_played=self._played,
            stops=self._stops,
            reached=state.reached,
            phase=state.phase,
        )
