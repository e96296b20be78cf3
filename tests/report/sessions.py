"""Real sessions for the report: the machine itself, steered by a script, logged as the engine logs it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from tests.session.drawn import AS_USUAL
from vrtherapy.domain.arousal import Origin, Proposal, Quality, Reading
from vrtherapy.domain.limits import Limits
from vrtherapy.domain.plan import Advance, Band, Offer, Plan, Rationale, Rule, Step, SudsAtMost, SudsDrop
from vrtherapy.domain.rating import By
from vrtherapy.domain.setting import Setting
from vrtherapy.domain.stage import Parameter, SceneEvent, Stage
from vrtherapy.domain.units import MINUTE, SECOND, TICK, Micros, Permille, Suds, seconds
from vrtherapy.report.head import Head, SourceLine
from vrtherapy.session import events, wishes
from vrtherapy.session.machine import step
from vrtherapy.session.replay import LoggedTurn
from vrtherapy.session.state import opening

CONSOLE = "console-a"
EVERY = Micros(12 * TICK)


def ladder(index: int, title: str, low: int, high: int, rationale: Rationale = "habituation") -> Step:
    return Step(
        id=f"step-{index}",
        title=title,
        say="",
        scene="tower",
        suds_expected=Suds(40),
        band=Band(Permille(low), Permille(high)),
        pins=(),
        offers=(
            Offer("gust", "clinician", Micros(0), Micros(20 * SECOND)),
            Offer("bird", "time", Micros(60 * SECOND), Micros(60 * SECOND)),
        ),
        rationale=rationale,
        at_least=Micros(30 * SECOND),
        at_most=Micros(12 * MINUTE),
        advance=Advance((SudsAtMost(Suds(20)), SudsDrop(Permille(500), Suds(40))), "any", "clinician"),
        rules=(Rule(Suds(85), "hold", ("stay", "ease", "ground", "stop")),),
        suds_every=Micros(2 * MINUTE),
        limits=Limits(Permille(900), Permille(40), Micros(30 * MINUTE), Suds(90)),
    )


STAGE = Stage(
    "tower",
    "A tower",
    (Parameter("wind", "Wind", "real", "m/s", 0.0, 12.0, Permille(0), Permille(1000), 0.1, ""),),
    (
        SceneEvent("gust", "Gust of wind", "g", Permille(200), Micros(4 * SECOND), 10, ""),
        SceneEvent("bird", "Bird", "b", Permille(50), Micros(3 * SECOND), 5, ""),
    ),
)
STEPS = (
    ladder(0, "Lobby", 0, 150),
    ladder(1, "Window on the second floor", 100, 300),
    ladder(2, "Balcony, third floor, full railing", 200, 420),
    ladder(3, "Glass lift to the tenth floor", 350, 600),
)


TRAINING = Setting(kind="training", sessions_before=3, unlocked="full")
CLINIC = Setting(kind="real", alias="Heron", clinician="Ada Lind", sessions_before=3, unlocked="full", development=False)
NOBODY = (("identity", "nobody"),)


def plan(steps: tuple[Step, ...] = STEPS, title: str = "Fear of heights in a high-rise", setting: Setting = TRAINING) -> Plan:
    return Plan(
        protocol="acrophobia-high-rise",
        protocol_version="1.0.0",
        session="first",
        title=title,
        disorder="acrophobia",
        baseline=Micros(60 * SECOND),
        autonomy="suggest",
        target=Band(Permille(350), Permille(650)),
        limits=Limits(Permille(900), Permille(40), Micros(30 * MINUTE), Suds(90)),
        steps=steps,
        stages=(STAGE,),
        setting=setting,
    )


def head(kind: str = "real", alias: str = "Heron", left_out: str = "", origin: Origin = "live") -> Head:
    return Head(
        record="7f3a91c2",
        kind=kind,  # type: ignore[arg-type]
        alias=alias,
        started="2026-11-23T14:08:00+01:00",
        software="vrtherapy 0.1.0",
        sources=(SourceLine("Polar H10", origin, "" if origin == "live" else origin),),
        left_out=left_out,
    )


@dataclass
class Session:
    """A session under a script. Time moves with `until`; the console is heard and the body read four times a second."""

    plan: Plan
    turns: list[LoggedTurn] = field(default_factory=list)
    origin: Origin = "live"
    quality: Quality = "good"
    heart: float = 80.0
    sensor: bool = True
    console: bool = True
    wander: bool = True

    def __post_init__(self) -> None:
        self.state = opening(self.plan)
        self.number = 0
        self.take(wishes.TakeControl())

    @property
    def now(self) -> Micros:
        return self.state.now

    def put(self, event: events.Event) -> None:
        self.state, effects = step(self.plan, self.state, event)
        if effects or not isinstance(event, events.Passed):
            self.turns.append(LoggedTurn(event, effects))

    def take(self, wish: wishes.Wish, role: events.Role = "clinician") -> None:
        self.number += 1
        self.put(events.Commanded(self.now, CONSOLE, role, self.number, Micros(0), wish))

    def rate(self, suds: int, by: By = "patient") -> None:
        self.put(events.Rated(self.now, Suds(suds), by))

    def begin(self) -> None:
        """Practice with nobody in the headset: the shortest checklist there is."""
        self.take(wishes.Confirm(NOBODY))
        self.take(wishes.Start())

    def prepare(self, **answers: str) -> None:
        """The whole checklist, and what the patient does in the calm scene before anything is shown."""
        self.take(wishes.Confirm(tuple({**AS_USUAL, **answers}.items())))
        self.take(wishes.Rehearse())
        self.put(events.StopPressed(self.now, "patient", "the patient pressed stop"))
        self.rate(10)

    def until(self, at_s: float) -> None:
        goal = seconds(at_s) // TICK * TICK
        while self.now < goal:
            to = Micros(min(goal, (self.now // EVERY + 1) * EVERY))
            for at in range(self.now + 100_000, to, 100_000):
                self.put(events.Passed(Micros(at)))
            self.put(events.Passed(to))
            if self.console:
                self.put(events.Heard(self.now, "console", CONSOLE))
            if self.sensor:
                self.put(events.Read(self.now, self.reading()))

    def reading(self) -> Reading:
        s = self.now / 1e6
        beat = self.heart + (1.6 * math.sin(s / 23) + 1.2 * math.sin(s / 3.1) if self.wander else 0.0)
        none = self.quality == "none"
        why = {"good": "", "poor": "movement", "none": "electrode off"}[self.quality]
        return Reading(
            at=self.now,
            origin=self.origin,
            source="Polar H10",
            heart_rate=None if none else round(beat * 1000),
            rmssd=30_000,
            arousal=Permille(400),
            arousal_sd=Permille(50),
            quality=self.quality,
            quality_permille=Permille(900 if self.quality == "good" else 200),
            reason=why,
        )

    def suggest(self, intensity: int, words: str) -> None:
        self.put(events.Proposed(self.now, Proposal(self.now, "raise", Permille(intensity), words)))


def realistic() -> Session:
    """25 minutes as a clinician might lead them: four steps, a cap, refusals, a suggestion, a lost electrode, a stop."""
    s = Session(plan(setting=CLINIC))
    s.until(2), s.prepare()
    s.until(6)
    s.take(wishes.Start())
    s.until(30), s.rate(15)
    s.until(66)
    s.take(wishes.Next())
    s.heart = 82
    s.until(90), s.take(wishes.AskIntensity(Permille(120)))
    s.until(150), s.rate(20)
    s.until(230), s.rate(18)
    s.until(240), s.take(wishes.Next())
    s.until(262), s.take(wishes.AskIntensity(Permille(250)))
    s.heart = 85
    s.until(330), s.rate(34)
    s.until(400), s.take(wishes.FireEvent("gust"))
    s.until(405), s.take(wishes.FireEvent("gust"))
    s.until(440), s.rate(30)
    s.until(480), s.take(wishes.Next())
    s.heart = 90
    s.until(500), s.take(wishes.AskIntensity(Permille(380)))
    s.until(560), s.rate(52)
    s.until(600), s.suggest(420, "arousal below the band for 60 s")
    s.until(602), s.take(wishes.AcceptSuggestion())
    s.until(640), s.take(wishes.Mark("asked if the cable can snap; looked down unprompted for 8 s"))
    s.until(680), s.rate(55)
    s.until(760), s.rate(48)
    s.until(780), s.take(wishes.Next())
    s.heart = 97
    s.until(800), s.take(wishes.SetCap(Permille(500)))
    s.until(803), s.take(wishes.AskIntensity(Permille(500)))
    for tenth in (52, 55, 60, 65):
        s.until(830 + tenth / 10), s.take(wishes.AskIntensity(Permille(tenth * 10)))
    s.until(850), s.rate(70)
    s.until(870), s.take(wishes.FireEvent("gust"))
    s.until(890)
    s.quality = "poor"
    s.until(925)
    s.quality = "good"
    s.until(930), s.rate(92)
    s.until(950), s.take(wishes.AskIntensity(Permille(550)))
    s.until(960), s.rate(78)
    s.until(985), s.take(wishes.Pause())
    s.until(1010), s.take(wishes.Resume())
    s.until(1030), s.take(wishes.SetCap(Permille(600)))
    s.until(1040), s.rate(66)
    s.sensor = False
    s.until(1065)
    s.sensor = True
    s.put(events.StopPressed(s.now, "patient", "the patient pressed stop"))
    s.until(1075), s.take(wishes.Next())
    s.until(1110), s.take(wishes.Resume("here"))
    s.heart = 92
    s.until(1130), s.take(wishes.AskIntensity(Permille(550)))
    s.until(1160), s.rate(62)
    s.until(1190), s.take(wishes.SetParameter("wind", Permille(500)))
    s.until(1240), s.rate(47)
    s.until(1300), s.rate(35)
    s.until(1365), s.rate(30)
    s.until(1400), s.take(wishes.Calm())
    s.heart = 84
    s.until(1430), s.rate(20)
    s.take(wishes.WriteNotes("Gust: kept hands off the rail.\n“It stopped and nothing happened.”\nTwo rides in the office lift until next week, same question before and after."))
    s.until(1440), s.take(wishes.Debrief())
    s.until(1495), s.take(wishes.End())
    s.put(events.Passed(s.now))
    return s
