"""What holds after every turn of every session, checked without asking the governor.

`Court` steps a session and judges each turn. Numbers are worked out here anew from the plan and the state.
"""

from __future__ import annotations

from dataclasses import replace

from vrtherapy.domain.arousal import Reading
from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import MINUTE, SECOND, TICK, Micros
from vrtherapy.session import effects, events
from vrtherapy.session.machine import step
from vrtherapy.session.state import State, opening

EXPOSED = ("exposure", "paused")
NEVER_EXPIRE = (events.Stop, events.Pause, events.Calm)
STRANGER = "a stranger"


def levels(state: State) -> dict[str, int]:
    """What is given of the dial and of each parameter."""
    return {"the dial": state.dial.given, **{name: lever.given for name, lever in state.levers}}


def dose_cap(plan: Plan, state: State) -> int:
    return min(plan.steps[state.step].limits.exposure, 120 * MINUTE)


def top(plan: Plan, state: State) -> int:
    """The smallest of step, cap, limits and what the dose leaves."""
    if state.phase not in EXPOSED:
        return 0
    here = plan.steps[state.step]
    found = min(here.band.high, state.cap, here.limits.ceiling)
    over = state.exposure - dose_cap(plan, state)
    if over >= 0:
        found = min(found, max(here.band.low, here.band.high - 50 * (1 + over // (30 * SECOND))))
    return found


def nothing_may_rise(plan: Plan, state: State) -> bool:
    spent = state.exposure >= dose_cap(plan, state)
    return not state.live or not state.recorded or state.phase == "paused" or state.hold is not None or spent


class Court:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.state = opening(plan)
        self.shown = dict.fromkeys(levels(self.state), 0)
        self.fastest = max(min(s.limits.rise, 250) for s in plan.steps)
        self.lowest: dict[str, float] = {}
        self.log: list[tuple[events.Event, tuple[effects.Effect, ...]]] = []

    def run(self, ticks: int, heard: str = "", reading: Reading | None = None) -> None:
        """Time passes; every half second the console is heard and the body read, where there are such."""
        for n in range(ticks):
            now = self.state.now
            if heard and n % 25 == 0:
                self.put(events.Heard(now, "console", heard))
            if reading is not None and n % 25 == 0:
                self.put(events.Read(now, replace(reading, at=now)))
            self.put(events.Passed(Micros(self.state.now + TICK)))

    def put(self, event: events.Event) -> tuple[effects.Effect, ...]:
        """One event, at most one tick later than the one before."""
        before = self.state
        after, done = step(self.plan, before, event)
        self.state = after
        self.log.append((event, done))
        ticked = after.now > before.now
        self._shown(after, done)
        self._rises(before, after, ticked)
        self._leaves(before, after)
        self._answers(before, event, after, done)
        self._happens(before, event, after, done)
        self._steers(before, event, after)
        self._ejects(before, event, after)
        return done

    def comes_again(self, command: events.Commanded) -> None:
        """Promise 6: a command of any console that was answered before, on a line that was lost meanwhile."""
        first = next(a for e, done in self.log if e == command for a in done if isinstance(a, effects.Answer))
        again, done = step(self.plan, self.state, replace(command, at=self.state.now))
        assert again == self.state
        assert done == (replace(first, again=True),)

    def stops_for_anybody(self) -> None:
        """Promise 1, from where the session stands now."""
        now = self.state.now
        command = events.Commanded(now, STRANGER, "observer", 10**6, Micros(3600 * SECOND), events.Stop())
        for event in (command, events.StopPressed(now, "patient", ""), events.StopPressed(now, "technical", "")):
            after, done = step(self.plan, self.state, event)
            assert after.phase == ("ended" if self.state.phase == "ended" else "stopped")
            assert not any(levels(after).values())
            assert all(e.accepted for e in done if isinstance(e, effects.Answer))

    # ---- the laws ----

    def _shown(self, after: State, done: tuple[effects.Effect, ...]) -> None:
        """The patient meets what the state says is given."""
        for effect in done:
            if isinstance(effect, effects.Give):
                self.shown = {"the dial": effect.intensity, **dict(effect.parameters)}
        assert {k: v for k, v in self.shown.items() if v} == {k: v for k, v in levels(after).items() if v}

    def _rises(self, before: State, after: State, ticked: bool) -> None:
        old, new = levels(before), levels(after)
        same_scene = self.plan.steps[before.step].scene == self.plan.steps[after.step].scene
        for name, given in new.items():
            was = old.get(name, 0) if same_scene or name == "the dial" else 0
            assert given >= 0
            if not ticked or nothing_may_rise(self.plan, after):
                assert given <= was, f"{name} rose from {was} to {given}"
            # Over any window: given rises by no more than the limit allows, plus the permille it is rounded to.
            free = given - self.fastest * after.now / 1e6
            self.lowest[name] = min(self.lowest.get(name, free), free)
            assert free - self.lowest[name] <= 1.000001, f"{name} rose faster than {self.fastest} a second"
            if ticked or after.step != before.step:
                assert given <= top(self.plan, after), f"{name} at {given} above {top(self.plan, after)}"
        if not same_scene:
            self.lowest = {"the dial": self.lowest["the dial"]}

    def _leaves(self, before: State, after: State) -> None:
        if after.phase not in EXPOSED:
            assert not any(levels(after).values())
            assert not after.happening and not after.pinned and after.hold is None and after.suggestion is None
        if before.phase not in EXPOSED and after.phase in EXPOSED:
            assert not any(levels(after).values()), "the exposure is entered at its calm end"

    def _answers(
        self, before: State, event: events.Event, after: State, done: tuple[effects.Effect, ...]
    ) -> None:
        answers = [e for e in done if isinstance(e, effects.Answer)]
        if not isinstance(event, events.Commanded):
            assert not answers
            return
        (answer,) = answers
        assert (answer.client, answer.number) == (event.client, event.number)
        assert answer.reason.words and answer.reason.code
        again, repeated = step(self.plan, after, replace(event, at=after.now))
        assert again == after, "a repeated command has one effect"
        assert repeated == (replace(answer, again=True),)
        if isinstance(event.wish, events.Stop):
            return
        expired = event.age >= 3 * SECOND and not isinstance(event.wish, NEVER_EXPIRE)
        leaseless = before.controller != event.client and not isinstance(event.wish, events.TakeControl)
        if event.role == "observer" or expired or leaseless:
            assert not answer.accepted
        if not answer.accepted:
            assert done == (answer,)
            assert replace(after, clients=()) == replace(before, clients=())

    def _happens(self, before: State, event: events.Event, after: State, done: tuple[effects.Effect, ...]) -> None:
        stage = self.plan.stage(self.plan.steps[before.step].scene)
        for effect in done:
            if not isinstance(effect, effects.Happen):
                continue
            declared = stage.event(effect.event)
            offer = next(o for o in self.plan.steps[before.step].offers if o.event == effect.event)
            assert declared is not None and declared.intensity == effect.intensity
            # A step that is done may be left in the tick in which its event was played.
            if after.step == before.step and after.course.entered == before.course.entered:
                assert effect.intensity <= top(self.plan, after)
                assert not nothing_may_rise(self.plan, after) and after.phase == "exposure"
            if not isinstance(event, events.Commanded):
                assert effect.reason.source == "protocol"
                assert not self.plan.trauma
                assert any(o.by == "time" for o in self.plan.steps[before.step].offers if o.event == offer.event)

    def _steers(self, before: State, event: events.Event, after: State) -> None:
        here = self.plan.steps[before.step]
        same_visit = before.step == after.step and before.course.entered == after.course.entered
        if not isinstance(event, events.Commanded):
            if self.plan.trauma:
                assert not same_visit or after.dial.asked <= before.dial.asked, "in trauma nothing rises by itself"
                assert after.step == before.step, "in trauma only a person moves on"
            assert after.cap == before.cap
        if not isinstance(event, events.Proposed) or after.now != before.now:
            return
        asked, was = after.dial.asked, before.dial.asked
        trusted = before.reading is not None and before.reading.quality == "good" and not before.reading_lost
        if here.rationale == "expectancy" or self.plan.autonomy in ("watch", "suggest") or not trusted:
            assert asked == was
        match event.proposal.kind:
            case "hold":
                assert asked == was
            case "lower":
                assert asked <= was
            case "raise":
                assert was <= asked <= max(was, here.band.high)
                if self.plan.autonomy == "lower_only" or nothing_may_rise(self.plan, before):
                    assert asked == was

    def _ejects(self, before: State, event: events.Event, after: State) -> None:
        """However high: a rating stops only where the author wrote so."""
        said = event.suds if isinstance(event, events.Rated) else None
        if isinstance(event, events.Commanded) and isinstance(event.wish, events.EnterSuds):
            said = event.wish.suds
        if said is None or after.now != before.now:
            return
        rules = self.plan.steps[before.step].rules
        if after.phase != before.phase:
            assert any(r.action == "stop" and said >= r.suds_at_least for r in rules)
        elif after.phase in EXPOSED and said >= min(self.plan.steps[before.step].limits.suds_high, 95):
            assert after.hold is not None
