"""A session in the making: steps the machine, logs every turn, numbers what happened.

The same for the engine on real time and for `headless` on simulated time. Events that are only time passing are
logged where they brought something about, so that nothing carried out is ever missing from the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from vrtherapy.domain.plan import Plan
from vrtherapy.session.effects import Effect
from vrtherapy.session.events import Event, Passed
from vrtherapy.session.machine import step
from vrtherapy.session.replay import LoggedTurn
from vrtherapy.session.state import opening
from vrtherapy.wire import reports
from vrtherapy.wire.happenings import happenings

HAPPENED_KEPT = 8192


class Conduct:
    """`carry_out` is called before `log`: stop, pause and calm act first and are logged after."""

    def __init__(
        self,
        plan: Plan,
        carry_out: Callable[[tuple[Effect, ...]], None],
        log: Callable[[LoggedTurn], None],
    ) -> None:
        self.plan = plan
        self.state = opening(plan)
        self.happened: list[reports.Happened] = []
        self._carry_out = carry_out
        self._log = log

    @property
    def seq(self) -> int:
        return self.happened[-1].seq if self.happened else 0

    def take_up(self, turns: Iterable[LoggedTurn]) -> None:
        """Goes through what was logged before; nothing of it is carried out or logged again."""
        for turn in turns:
            self.state, effects = step(self.plan, self.state, turn.event)
            self._tell(turn.event, effects)

    def turn(self, event: Event) -> tuple[tuple[Effect, ...], list[reports.Happened]]:
        """What the event brought about, carried out and logged, and what of it is told."""
        self.state, effects = step(self.plan, self.state, event)
        if effects:
            self._carry_out(effects)
        if effects or not isinstance(event, Passed):
            self._log(LoggedTurn(event, effects))
        return effects, self._tell(event, effects)

    def _tell(self, event: Event, effects: tuple[Effect, ...]) -> list[reports.Happened]:
        told = happenings(self.plan, self.state, event, effects, self.seq)
        self.happened = (self.happened + told)[-HAPPENED_KEPT:] if told else self.happened
        return told
