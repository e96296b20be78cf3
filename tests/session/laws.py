"""What holds after every turn of every session, checked without asking the governor.

`Court` steps a session and judges each turn. Numbers are worked out here anew from the plan and the state.
"""

from __future__ import annotations

from dataclasses import replace

from vrtherapy.domain.arousal import Reading
from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import MINUTE, SECOND, TICK, Micros
from vrtherapy.session import effects, events, wishes
from vrtherapy.session.machine import step
from vrtherapy.session.phase import MOVES
from vrtherapy.session.state import State, opening

EXPOSED = ("exposure", "paused")
NEVER_EXPIRE = (wishes.Stop, wishes.Pause, wishes.Calm)
STRANGER = "a stranger"


def levels(state: State) -> dict[str, int]:
    """What is given of the dial and of each parameter."""
    return {"the dial": state.dial.given, **{name: lever.given for name, lever in state.levers}}


# Ceiling, permille a second, exposure, high rating, high level, time above it, events a minute.
CLASSES = {
    "child": (800, 30, 30 * MINUTE, 80, 600, 10 * MINUTE, 4),
    "trauma": (1000, 30, 60 * MINUTE, 90, 700, 20 * MINUTE, 4),
    "blood": (1000, 30, 45 * MINUTE, 85, 700, 15 * MINUTE, 4),
    "first": (800, 40, 45 * MINUTE, 85, 600, 15 * MINUTE, 4),
}
TABLE = {(move.source, move.target) for move in MOVES}


def belongs(plan: Plan, state: State) -> list[str]:
    answers = dict(state.answers)
    found = ["child"] if answers.get("age", "99").isdigit() and int(answers.get("age", "99")) < 18 else []
    found += ["trauma"] if "ptsd" in plan.disorder else []
    found += ["blood"] if "blood" in plan.disorder else []
    return found + (["first"] if plan.setting.sessions_before == 0 else [])


def limit(plan: Plan, state: State, index: int) -> int:
    """The strictest of the step's own and of every class the patient belongs to."""
    own = plan.steps[state.step].limits
    mine = (own.ceiling, own.rise, own.exposure, own.suds_high, own.high_level, own.high_exposure, own.events_per_min)
    return min(mine[index], *(CLASSES[each][index] for each in belongs(plan, state)), 10**12)


def dose_cap(plan: Plan, state: State) -> int:
    return min(limit(plan, state, 2) + state.dose.extended, 120 * MINUTE)


def high_cap(plan: Plan, state: State) -> int:
    return min(limit(plan, state, 5) + state.dose.high_extended, 60 * MINUTE)


def top(plan: Plan, state: State) -> int:
    """The smallest of step, cap, limits, classes, comfort, autonomy and what the doses leave."""
    if state.phase not in EXPOSED:
        return 0
    here = plan.steps[state.step]
    found = min(here.band.high, state.cap, limit(plan, state, 0))
    sick = state.sickness[-1] if state.sickness else 0
    found = min(found, 1000 if sick < 6 else max(0, 1000 - 100 * (sick - 5)))
    if state.steered:
        found = min(found, plan.setting.unlocked_ceiling)
    for over, floor in (
        (state.dose.exposure - dose_cap(plan, state), here.band.low),
        (state.dose.high - high_cap(plan, state), limit(plan, state, 4)),
    ):
        if over >= 0:
            found = min(found, max(floor, here.band.high - 50 * (1 + over // (30 * SECOND))))
    return found


def fresh(state: State) -> bool:
    reading = state.reading
    return reading is not None and 0 <= state.now - reading.at <= min(3 * SECOND + reading.latency, 8 * SECOND)


def nothing_may_rise(plan: Plan, state: State) -> bool:
    spent = state.dose.exposure >= dose_cap(plan, state)
    unkept = not state.recorded and not state.unrecorded_accepted
    alone = state.steered and (state.autonomy != "full" or not fresh(state))
    return not state.live or unkept or state.phase == "paused" or bool(state.holds) or spent or alone


def gate_open(plan: Plan, state: State) -> bool:
    """What nobody may be exposed without, asked anew: see the checklist of a session of this kind."""
    given, done, setting = dict(state.answers), state.practised, plan.setting
    if given.get("identity") == "nobody":
        return setting.kind == "training" and state.live
    needed = {"consent_recording": "yes", "acute_risk": "no", "alcohol_or_sedatives": "no", "fit": "yes", "boundary": "yes"}
    answered = ["identity", "age", "consent_physiology", "consent_research", "contraindications", "heart_medicines", "posture"]
    if setting.kind == "research":
        needed["consent_research"] = "yes"
    if "ptsd" in plan.disorder:
        needed["cues_agreed"] = "yes"
    if setting.remote:
        answered += ["address_now", "phone", "emergency_contact", "at_hand", "emergency_number"]
    if given.get("age", "0").isdigit() and int(given.get("age", "0")) < 18:
        needed |= {"guardian_consent": "yes", "assent": "yes"}
    out = {"seizures", *plan.screen_out} & set(given.get("contraindications", "").split(","))
    return (
        all(given.get(item) == value for item, value in needed.items())
        and all(given.get(item) for item in answered)
        and int(given["age"]) >= setting.age_minimum
        and not out
        and ("blood" not in plan.disorder or given["posture"] != "standing")
        and done.stop and done.rating and state.live
        and (done.grounding or "ptsd" not in plan.disorder)
    )  # fmt: skip


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
        self._moves(before, event, after)
        self._counts(before, after)
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
        command = events.Commanded(now, STRANGER, "observer", 10**6, Micros(3600 * SECOND), wishes.Stop())
        for event in (command, events.StopPressed(now, "patient", ""), events.StopPressed(now, "technical", "")):
            after, done = step(self.plan, self.state, event)
            practice = self.state.phase == "checklist" and event == events.StopPressed(now, "patient", "")
            assert after.phase == (self.state.phase if practice or self.state.phase == "ended" else "stopped")
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
            assert not after.happening and not after.pinned and not after.holds and after.suggestion is None
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
        if isinstance(event.wish, wishes.Stop):
            return
        expired = event.age >= 3 * SECOND and not isinstance(event.wish, NEVER_EXPIRE)
        leaseless = before.controller != event.client and not isinstance(event.wish, wishes.TakeControl)
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
        reading = before.reading
        trusted = reading is not None and reading.quality == "good" and not before.reading_lost
        if self.plan.setting.kind == "real" and (reading is None or reading.origin != "live"):
            trusted = False
            assert after.suggestion == before.suggestion, "no signal but a live one feeds the controller of a real session"
        if here.rationale == "expectancy" or before.autonomy in ("watch", "suggest") or not trusted:
            assert asked == was
        match event.proposal.kind:
            case "hold":
                assert asked == was
            case "lower":
                assert asked <= was
            case "raise":
                assert was <= asked <= max(was, here.band.high)
                if before.autonomy == "lower_only" or nothing_may_rise(self.plan, before):
                    assert asked == was

    def _ejects(self, before: State, event: events.Event, after: State) -> None:
        """However high: a rating stops only where the author wrote so."""
        said = event.suds if isinstance(event, events.Rated) else None
        if isinstance(event, events.Commanded) and isinstance(event.wish, wishes.EnterSuds):
            said = event.wish.suds
        if said is None or after.now != before.now or len(after.ratings) == len(before.ratings):
            return
        rules = self.plan.steps[before.step].rules
        if after.phase != before.phase:
            assert any(r.action == "stop" and said >= r.suds_at_least for r in rules)
        elif after.phase in EXPOSED and said >= min(limit(self.plan, before, 3), 95):
            assert after.held("suds_high")

    def _moves(self, before: State, event: events.Event, after: State) -> None:
        """Only by the table, and into the exposure only by a person and through the gate."""
        if after.phase == before.phase:
            return
        direct = (before.phase, after.phase) in TABLE
        # A plan without a baseline passes through it in the turn that starts.
        assert direct or ((before.phase, after.phase) == ("checklist", "exposure") and self.plan.baseline == 0)
        if after.phase in EXPOSED and before.phase not in EXPOSED:
            assert isinstance(event, events.Commanded)
        if before.phase == "checklist" and after.phase in ("baseline", "exposure"):
            assert gate_open(self.plan, before)
        if after.phase in EXPOSED:
            assert after.started

    def _counts(self, before: State, after: State) -> None:
        """A dose only grows; what was done by the controller stays within what was unlocked for it."""
        old, new = before.dose, after.dose
        assert new.exposure - old.exposure == (TICK if before.phase in EXPOSED and after.now > before.now else 0)
        assert new.high >= old.high and new.extended >= old.extended and len(new.events) <= 20
        stages = ("watch", "suggest", "lower_only", "full")
        assert stages.index(after.autonomy) <= stages.index(self.plan.setting.unlocked)
        if self.plan.setting.kind == "real" and self.plan.setting.development:
            assert after.autonomy in ("watch", "suggest")
        if after.dial.asked > before.dial.asked and after.step == before.step and after.steered:
            assert after.autonomy == "full" and not self.plan.trauma
