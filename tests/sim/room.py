"""A room without people: the pure machine, the simulated patient and the simulated clinician on a simulated clock."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Literal

import numpy as np

from tests.protocol.scenes import ROOT, stages
from vrtherapy.domain.arousal import Proposal, Reading
from vrtherapy.domain.plan import Plan
from vrtherapy.domain.setting import Setting
from vrtherapy.domain.units import SECOND, Micros, Permille
from vrtherapy.protocol.compile import compile_session
from vrtherapy.protocol.load import load
from vrtherapy.session import effects as done
from vrtherapy.session import events
from vrtherapy.session.machine import step
from vrtherapy.session.state import NEVER, State, opening
from vrtherapy.sim.clinician import Clinician
from vrtherapy.sim.patient import Patient
from vrtherapy.sim.profile import ANNA, PatientProfile
from vrtherapy.wire import commands, reports, telling, translate

SETTING = Setting(kind="demo", alias="Heron", sessions_before=3, unlocked="full")
EVERY = Micros(SECOND // 4)
CONSOLE = "simulated-clinician"


def plan_of(name: str, session: str | None = None) -> Plan:
    path = Path("protocols/acrophobia") / name
    loaded = load((ROOT / path).read_bytes(), str(path), stages)
    assert loaded.document is not None, loaded.rendered()
    return replace(compile_session(loaded.document, session, stages), setting=SETTING)


class Room:
    """Looks at everything four times a second, as the processes do. Without `answers` the patient falls silent once it starts."""

    def __init__(
        self, plan: Plan, *, hurried: bool, seed: int = 1, profile: PatientProfile = ANNA, answers: bool = True
    ) -> None:
        self.plan = plan
        self.state: State = opening(plan)
        self.patient = Patient(np.random.default_rng(seed), profile)
        told = telling.plan_report(plan, "r")
        self.clinician = Clinician(told, Random(seed), hurried=hurried)
        self.wishes: list[tuple[float, commands.Wish]] = []
        self.effects: list[tuple[float, done.Effect]] = []
        self._answers = answers

    @property
    def now_s(self) -> float:
        return self.state.now / 1e6

    def report(self) -> reports.StateReport:
        view = reports.ViewPart(shows="calm", surface="offscreen", frame=1, frames_per_s=60.0, failure="")
        record = reports.RecordPart(ok=True, saved_s_ago=0.1, words="", accepted=False)
        return telling.state_report(self.plan, self.state, 1, 1, view, record)

    def put(self, event: events.Event) -> None:
        self.state, effects = step(self.plan, self.state, event)
        self.effects += [(self.now_s, effect) for effect in effects]

    def look(self) -> None:
        """A quarter of a second goes by; then the patient answers and the clinician acts."""
        self.put(events.Passed(Micros(self.state.now + EVERY)))
        now = self.state.now
        if self.state.controller == CONSOLE:
            self.put(events.Heard(now, "console", CONSOLE))
        self.patient.tell_state(self.state.phase, self.state.dial.given)
        if self.state.question.open_since != NEVER and (self._answers or not self.state.started):
            self.patient.ask(now)
        if self.state.practised.stopping:
            self.put(events.StopPressed(now, "patient", "the simulated patient pressed stop"))
        for suds in self.patient.answers(now):
            if self.state.question.open_since != NEVER:
                self.put(events.Rated(now, suds, "simulated"))
        wish = self.clinician.decide(self.report(), self.now_s)
        if wish is not None:
            self.wishes.append((self.now_s, wish))
            meant = translate.to_wish(wish, self.plan, self.state)
            self.put(events.Commanded(now, CONSOLE, "clinician", len(self.wishes), Micros(0), meant))

    def until(self, at_s: float) -> None:
        while self.now_s < at_s and self.state.phase != "ended":
            self.look()

    def asked(self, kind: type) -> list[float]:
        return [at for at, wish in self.wishes if isinstance(wish, kind)]

    def refused(self) -> list[done.Answer]:
        return [e for _, e in self.effects if isinstance(e, done.Answer) and not e.accepted]

    def suggest(self, kind: Literal["raise", "hold", "lower"], intensity: int) -> None:
        """What the loop would propose, on a reading that is good."""
        now = self.state.now
        reading = Reading(now, "simulated", "Anna", 80_000, 30_000, Permille(300), Permille(50), "good", Permille(900), "")
        self.put(events.Read(now, reading))
        self.put(events.Proposed(now, Proposal(now, kind, Permille(intensity), "arousal out of the band")))
