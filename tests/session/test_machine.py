"""Whatever is planned and whatever happens, in any order: the laws hold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.session import drawn
from tests.session.laws import Court
from vrtherapy.domain.arousal import Proposal, Reading
from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import SECOND, TICK, Micros, Suds, seconds
from vrtherapy.session import events, wishes
from vrtherapy.session.machine import step
from vrtherapy.session.state import opening

CLIENTS = st.sampled_from(["ada", "ada", "ada", "ben", "eve"])


class AnySession(RuleBasedStateMachine):
    """Two clinicians, an observer, a patient, a sensor and a disk. Most sessions are led into the exposure first."""

    @initialize(plan=drawn.plans(), led=st.sampled_from([1, 2, 3, 0]), worn=st.booleans(), reading=drawn.readings)
    def begin(self, plan: Plan, led: int, worn: bool, reading: Reading) -> None:
        self.worn = replace(reading, quality="good") if worn else None
        self.court = Court(plan)
        self.numbers = {"ada": 0, "ben": 0, "eve": 0}
        self.sent: list[events.Commanded] = []
        if led:
            for wish in (wishes.TakeControl(), *drawn.answers_of(plan)):
                self.command("ada", wish, 0.0)
            self.court.put(events.StopPressed(self.court.state.now, "patient", "practice"))
            self.court.put(events.Rated(self.court.state.now, Suds(10), "patient"))
            for wish in (wishes.Start(), *([wishes.Next()] * led)):
                self.command("ada", wish, 0.0)

    def command(self, client: str, wish: wishes.Wish, age_s: float) -> None:
        self.numbers[client] += 1
        role: events.Role = "observer" if client == "eve" else "clinician"
        sent = events.Commanded(self.court.state.now, client, role, self.numbers[client], seconds(age_s), wish)
        self.sent.append(sent)
        self.court.put(sent)

    @rule(client=CLIENTS, wish=drawn.any_wish, age_s=st.sampled_from([0.0, 0.0, 0.0, 0.0, 2.9, 3.0, 60.0]))
    def somebody_wishes(self, client: str, wish: wishes.Wish, age_s: float) -> None:
        self.command(client, wish, age_s)

    @rule(wish=drawn.steering)
    def the_controller_wishes(self, wish: wishes.Wish) -> None:
        if self.court.state.controller in self.numbers:
            self.command(self.court.state.controller, wish, 0.0)

    @precondition(lambda self: self.court.state.controller in self.numbers)
    @rule(wish=drawn.leading)
    def the_controller_leads_on(self, wish: wishes.Wish) -> None:
        self.command(self.court.state.controller, wish, 0.0)

    @precondition(lambda self: self.court.state.controller in self.numbers)
    @rule(wish=drawn.any_wish)
    def the_controller_wishes_anything(self, wish: wishes.Wish) -> None:
        self.command(self.court.state.controller, wish, 0.0)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def a_command_comes_again(self, data: st.DataObject) -> None:
        self.court.comes_again(data.draw(st.sampled_from(self.sent)))

    @rule(tenths=st.integers(1, 80))
    def time_passes_with_the_console_heard(self, tenths: int) -> None:
        self.court.run(5 * tenths, heard=self.court.state.controller, reading=self.worn)

    @rule(s=st.sampled_from([1, 3, 31]))
    def time_passes_in_silence(self, s: int) -> None:
        self.court.run(50 * s)

    @rule(suds=drawn.ratings)
    def the_patient_says(self, suds: Suds) -> None:
        self.court.put(events.Rated(self.court.state.now, suds, "patient"))

    @rule(reading=drawn.readings, late_s=st.sampled_from([0.0, 0.0, 0.0, 2.0, 5.0]))
    def the_body_is_read(self, reading: Reading, late_s: float) -> None:
        now = self.court.state.now
        self.court.put(events.Read(now, replace(reading, at=Micros(max(0, now - seconds(late_s))))))

    @rule(reading=st.none() | drawn.readings)
    def the_sensor_is_put_on_or_off(self, reading: Reading | None) -> None:
        self.worn = reading

    @rule(proposal=drawn.proposals, reading=drawn.readings, fresh=st.booleans())
    def the_controller_proposes(self, proposal: Proposal, reading: Reading, fresh: bool) -> None:
        if fresh:
            self.court.run(1, heard=self.court.state.controller, reading=replace(reading, quality="good"))
        now = self.court.state.now
        self.court.put(events.Proposed(now, replace(proposal, at=now)))

    @rule(ok=st.booleans())
    def the_disk_fails_or_is_back(self, ok: bool) -> None:
        self.court.put(events.Recorded(self.court.state.now, ok, "disk"))

    @rule(client=CLIENTS)
    def a_console_leaves(self, client: str) -> None:
        self.court.put(events.Left(self.court.state.now, client))

    @precondition(lambda self: self.court.state.now > 20 * SECOND)
    @rule(cause=st.sampled_from(["patient", "technical"]))
    def stop_is_pressed(self, cause: events.StopCause) -> None:
        self.court.put(events.StopPressed(self.court.state.now, cause, "stop"))

    @precondition(lambda self: self.court.state.now > 20 * SECOND)
    @rule()
    def the_engine_comes_back(self) -> None:
        self.court.put(events.CameBack(self.court.state.now))
        assert self.court.state.phase in ("interrupted", "ended")

    @precondition(lambda self: self.court.state.now > 20 * SECOND)
    @rule(scene=st.sampled_from(["roof", "bridge"]))
    def a_scene_fails(self, scene: str) -> None:
        self.court.put(events.SceneFailed(self.court.state.now, scene, "gone"))

    @rule(tenths=st.integers(11, 40))
    def the_picture_stands_still(self, tenths: int) -> None:
        self.court.put(events.Stalled(self.court.state.now, seconds(tenths / 10)))

    @precondition(lambda self: self.court.state.phase == "debrief")
    @rule()
    def the_session_ends(self) -> None:
        if self.court.state.controller in self.numbers:
            self.command(self.court.state.controller, wishes.End(), 0.0)

    @invariant()
    def anybody_can_stop_it(self) -> None:
        if hasattr(self, "court"):
            self.court.stops_for_anybody()


def test_in_any_session_every_law_holds_after_every_turn() -> None:
    run_state_machine_as_test(AnySession, settings=settings(max_examples=60, stateful_step_count=30))  # type: ignore[no-untyped-call]


@pytest.mark.slow
def test_in_many_long_sessions_every_law_holds_after_every_turn() -> None:
    run_state_machine_as_test(AnySession, settings=settings(max_examples=400, stateful_step_count=40))  # type: ignore[no-untyped-call]


def happening_at(now: Micros) -> st.SearchStrategy[events.Event]:
    return st.one_of(
        st.just(events.Heard(now, "console", "ada")),
        drawn.ratings.map(lambda suds: events.Rated(now, suds, "patient")),
        drawn.readings.map(lambda reading: events.Read(now, replace(reading, at=now))),
        drawn.proposals.map(lambda proposal: events.Proposed(now, replace(proposal, at=now))),
    )


@st.composite
def courses(draw: st.DrawFn) -> list[events.Event]:
    """Events in order of time, some at the same moment; one console leads, and is heard now and then."""
    found: list[events.Event] = []
    now = 0
    number = 0
    opened = [wishes.TakeControl(), wishes.Confirm((("identity", "nobody"),)), wishes.Start(), wishes.Next()]
    for n in range(draw(st.integers(4, 14))):
        now += draw(st.sampled_from([0, 20_000, 70_000, 1_000_000, 2_500_000]))
        if n < 4 or draw(st.booleans()):
            number += 1
            wish = opened[n] if n < 4 else draw(drawn.any_wish)
            found.append(events.Commanded(Micros(now), "ada", "clinician", number, Micros(0), wish))
        else:
            found.append(draw(happening_at(Micros(now))))
    return found


@given(drawn.plans(), courses())
def test_the_same_events_give_the_same_effects(plan: Plan, course: list[events.Event]) -> None:
    def run() -> list[object]:
        state, made = opening(plan), list[object]()
        for event in course:
            state, done = step(plan, state, event)
            made.append((state, done))
        return made

    assert run() == run()


@given(drawn.plans(), courses())
def test_how_often_time_is_told_makes_no_difference(plan: Plan, course: list[events.Event]) -> None:
    coarse, fine = opening(plan), opening(plan)
    for event in course:
        coarse, jumped = step(plan, coarse, event)
        crept: tuple[object, ...] = ()
        while fine.now + TICK <= event.at:
            fine, done = step(plan, fine, events.Passed(Micros(fine.now + TICK)))
            crept += done
        fine, done = step(plan, fine, event)
        assert (coarse, jumped) == (fine, crept + done)


@given(drawn.plans(), courses(), st.integers(1, 10**7))
def test_an_event_from_before_applies_now(plan: Plan, course: list[events.Event], ago: int) -> None:
    state = opening(plan)
    for event in course:
        state, _ = step(plan, state, event)
    late, done = step(plan, state, events.StopPressed(Micros(state.now - ago), "technical", "stop"))
    assert late.phase == "stopped" and late.now == state.now and done
