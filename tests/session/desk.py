"""A session on a desk: a small ladder, one console, and time that moves when it is told to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeVar

from vrtherapy.domain.arousal import Origin, Proposal, Quality, Reading
from vrtherapy.domain.limits import Limits
from vrtherapy.domain.plan import Advance, Band, Offer, Pin, Plan, Step, SudsAtMost, SudsDrop
from vrtherapy.domain.setting import Setting
from vrtherapy.domain.stage import Choice, Parameter, SceneEvent, Stage
from vrtherapy.domain.units import MINUTE, SECOND, TICK, Micros, Permille, Suds, seconds
from vrtherapy.session import effects, events, wishes
from vrtherapy.session.machine import step
from vrtherapy.session.replay import LoggedTurn
from vrtherapy.session.state import State, opening

CONSOLE = "console"
HEARD_EVERY = Micros(SECOND // 2)
E = TypeVar("E", bound=effects.Effect)


def parameter(name: str, calm: float, intense: float, kind: str = "real") -> Parameter:
    return Parameter(name, name.capitalize(), kind, "", calm, intense, Permille(0), Permille(1000), 1.0, "")  # type: ignore[arg-type]


ROOF = Stage(
    "roof",
    "A roof",
    (
        parameter("wind", 0.0, 10.0),
        parameter("floor", 1, 40, "integer"),
        replace(
            parameter("railing", 0, 0, "choice"),
            choices=(Choice("full", "Full", Permille(0)), Choice("none", "None", Permille(600))),
        ),
    ),
    (
        SceneEvent("gust", "Gust", "g", Permille(300), Micros(2 * SECOND), 10, ""),
        SceneEvent("bird", "Bird", "b", Permille(100), Micros(1 * SECOND), 5, ""),
        SceneEvent("crack", "Crack", "c", Permille(900), Micros(1 * SECOND), 40, ""),
    ),
)
BRIDGE = Stage("bridge", "A bridge", (parameter("sway", 0.0, 1.0),), ())

LIMITS = Limits(Permille(900), Permille(100), Micros(30 * MINUTE), Suds(90))


def rung(index: int, low: int, high: int) -> Step:
    return Step(
        id=f"rung-{index}",
        title=f"Rung {index}",
        say="",
        scene="roof",
        suds_expected=Suds(40),
        band=Band(Permille(low), Permille(high)),
        pins=(),
        offers=(
            Offer("gust", "clinician", Micros(0), Micros(20 * SECOND)),
            Offer("bird", "time", Micros(10 * SECOND), Micros(0)),
            Offer("crack", "clinician", Micros(0), Micros(0)),
        ),
        rationale="habituation",
        at_least=Micros(30 * SECOND),
        at_most=Micros(10 * MINUTE),
        advance=Advance((SudsAtMost(Suds(20)), SudsDrop(Permille(500), Suds(40))), "any", "clinician"),
        rules=(),
        suds_every=Micros(2 * MINUTE),
        limits=LIMITS,
    )


LADDER = Plan(
    protocol="heights",
    protocol_version="1.0.0",
    session="first",
    title="Heights",
    disorder="acrophobia",
    baseline=Micros(10 * SECOND),
    autonomy="suggest",
    target=Band(Permille(350), Permille(650)),
    limits=LIMITS,
    steps=(rung(0, 100, 400), rung(1, 300, 700), rung(2, 500, 800)),
    stages=(ROOF, BRIDGE),
    setting=Setting(kind="training", alias="Heron", clinician="Ada", sessions_before=3, unlocked="full"),
)
NOBODY = (("identity", "nobody"),)
"""A training session with nobody in the headset: the shortest checklist there is."""


def with_steps(plan: Plan = LADDER, **changes: object) -> Plan:
    """`plan` with every step changed alike."""
    return replace(plan, steps=tuple(replace(s, **changes) for s in plan.steps))  # type: ignore[arg-type]


def pinned(name: str, intensity: int) -> Pin:
    return Pin(name, 0.0, Permille(intensity))


@dataclass
class Desk:
    """Time moves with `run`; the console is heard twice a second while `console` is true."""

    plan: Plan = LADDER
    state: State = field(init=False)
    turns: list[LoggedTurn] = field(default_factory=list)
    console: bool = True
    numbers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.state = opening(self.plan)

    # ---- what comes ----

    def put(self, event: events.Event) -> tuple[effects.Effect, ...]:
        self.state, done = step(self.plan, self.state, event)
        self.turns.append(LoggedTurn(event, done))
        return done

    def take(
        self, wish: wishes.Wish, client: str = CONSOLE, role: events.Role = "clinician", age: float = 0.0, number: int = 0
    ) -> effects.Answer:
        number = number or self.numbers.get(client, 0) + 1
        self.numbers[client] = max(number, self.numbers.get(client, 0))
        done = self.put(events.Commanded(self.state.now, client, role, number, seconds(age), wish))
        (answer,) = [e for e in done if isinstance(e, effects.Answer)]
        assert (answer.client, answer.number) == (client, number)
        return answer

    def accepted(self, wish: wishes.Wish) -> None:
        answer = self.take(wish)
        assert answer.accepted, answer.reason

    def run(self, for_s: float) -> list[effects.Effect]:
        """What happened meanwhile, in order."""
        found: list[effects.Effect] = []
        goal = self.state.now + seconds(for_s)
        while self.state.now < goal:
            found += self.put(events.Passed(Micros(min(goal, self.state.now + HEARD_EVERY))))
            if self.console and self.state.controller:
                found += self.put(events.Heard(self.state.now, "console", self.state.controller))
        return found

    def tick(self) -> tuple[effects.Effect, ...]:
        return self.put(events.Passed(Micros(self.state.now + TICK)))

    def rate(self, suds: int) -> tuple[effects.Effect, ...]:
        return self.put(events.Rated(self.state.now, Suds(suds), "patient"))

    def read(
        self, quality: Quality = "good", late_s: float = 0.0, origin: Origin = "live", latency_s: float = 0.0
    ) -> tuple[effects.Effect, ...]:
        at = Micros(self.state.now - seconds(late_s))
        reading = Reading(
            at, origin, "strap", 90_000, 30_000, Permille(400), Permille(50), quality, Permille(900), "",
            latency=seconds(latency_s),
        )  # fmt: skip
        return self.put(events.Read(self.state.now, reading))

    def propose(self, kind: str, intensity: int) -> tuple[effects.Effect, ...]:
        proposal = Proposal(self.state.now, kind, Permille(intensity), f"{kind} to {intensity}")  # type: ignore[arg-type]
        return self.put(events.Proposed(self.state.now, proposal))

    # ---- where it stands ----

    def exposed(self, step_index: int = 0, settle_s: float = 5.0) -> Desk:
        """Leads to the exposure in that step, with the console in control, its calm end reached."""
        self.accepted(wishes.TakeControl())
        self.begin()
        self.run(1)
        for _ in range(step_index + 1):
            self.accepted(wishes.Next())
        self.run(settle_s)
        return self

    def begin(self) -> None:
        """Through the checklist into the baseline."""
        self.accepted(wishes.Confirm(NOBODY))
        self.accepted(wishes.Start())

    def at(self, intensity: int, within_s: float = 20.0) -> Desk:
        self.accepted(wishes.AskIntensity(Permille(intensity)))
        until = self.state.now + seconds(within_s)
        while self.given != intensity and self.state.now < until:
            self.run(0.5)
        assert self.given == intensity
        return self

    @property
    def given(self) -> int:
        return self.state.dial.given

    def meets_nothing(self) -> bool:
        """The patient is at the calm end in everything, as the state has it and as the effects told."""
        told = next((e for t in reversed(self.turns) for e in reversed(t.effects) if isinstance(e, effects.Give)), None)
        levers = all(lever.given == 0 for _, lever in self.state.levers)
        shown = told is None or (told.intensity == 0 and all(i == 0 for _, i in told.parameters))
        return self.state.dial.given == 0 and levers and shown and not self.state.happening


def only(kind: type[E], done: list[effects.Effect] | tuple[effects.Effect, ...]) -> list[E]:
    return [e for e in done if isinstance(e, kind)]


def alerts(done: list[effects.Effect] | tuple[effects.Effect, ...]) -> list[str]:
    return [e.code for e in only(effects.Alert, done)]


QUIET = with_steps(suds_every=Micros(3600 * SECOND), offers=(), at_most=Micros(3600 * SECOND))
"""A ladder in which nothing comes by itself."""


def hear(desk: Desk) -> None:
    desk.put(events.Heard(desk.state.now, "console", CONSOLE))


def standing(desk: Desk, **changes: object) -> Desk:
    """The desk with its state changed to what hours would have made of it."""
    desk.state = replace(desk.state, **changes)  # type: ignore[arg-type]
    return desk
