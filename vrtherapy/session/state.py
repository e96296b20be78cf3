"""Everything a session is at one moment. Immutable; the machine makes the next one."""

from __future__ import annotations

from dataclasses import dataclass, field

from vrtherapy.domain.arousal import Proposal, Reading
from vrtherapy.domain.plan import Plan
from vrtherapy.domain.rating import Rating
from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import CALM_END, INTENSE_END, Micros, Permille, Suds
from vrtherapy.session.effects import Answer
from vrtherapy.session.phase import Phase

BEGAN = Reason("began", "session opened", "engine")
NEVER = Micros(-1)


@dataclass(frozen=True, slots=True)
class Lever:
    """One governed quantity: the dial or a parameter. `credit` is the part of a permille already risen, in 1e-6."""

    asked: Permille = CALM_END
    given: Permille = CALM_END
    credit: int = 0
    reason: Reason = BEGAN


@dataclass(frozen=True, slots=True)
class Client:
    """A console as the engine knows it: what it was last heard to be, and the answers it may ask for again."""

    id: str
    heard: Micros
    last_number: int = 0
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Undoable:
    what: str
    words: str
    asked: Permille
    pinned: bool = True


@dataclass(frozen=True, slots=True)
class StepCourse:
    """The course of the present step: since when, the ratings said in it, its peak."""

    entered: Micros = NEVER
    spent: Micros = Micros(0)
    peak: Suds | None = None
    first: Suds | None = None
    ready: Reason | None = None
    overdue_told: bool = False
    fired: tuple[tuple[str, Micros], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """The SUDS question: when it was put, how often unanswered, when it is due again."""

    open_since: Micros = NEVER
    missed: int = 0
    due: Micros = NEVER
    asks: int = 0


@dataclass(frozen=True, slots=True)
class Links:
    """When each link was last heard. `NEVER` before the first time."""

    console: Micros = NEVER
    server: Micros = NEVER
    biofeedback: Micros = NEVER


@dataclass(frozen=True, slots=True)
class State:
    now: Micros = Micros(0)
    phase: Phase = "ready"
    before: Phase = "ready"
    """The phase a calm, stop or interruption came out of."""
    phase_reason: Reason = BEGAN
    phase_since: Micros = Micros(0)
    step: int = 0
    reached: int = -1
    dial: Lever = Lever()
    levers: tuple[tuple[str, Lever], ...] = ()
    pinned: frozenset[str] = frozenset()
    """Parameters the clinician or the step holds; the others follow the dial."""
    cap: Permille = INTENSE_END
    hold: Reason | None = None
    exposure: Micros = Micros(0)
    dose_told: int = 0
    """80 once the warning was given, 100 once the cap was reached."""
    course: StepCourse = StepCourse()
    question: Question = Question()
    ratings: tuple[Rating, ...] = ()
    reading: Reading | None = None
    reading_lost: bool = False
    handed: Micros = NEVER
    """Since when a lost sensor has left the dial to the clinician, who has not answered yet; promise 4."""
    suggestion: Proposal | None = None
    controller: str = ""
    epoch: int = 0
    clients: tuple[Client, ...] = ()
    links: Links = field(default_factory=Links)
    live: bool = False
    recorded: bool = True
    notes: str = ""
    undo: Undoable | None = None
    broken: frozenset[str] = frozenset()
    """Scenes that failed: no step in them can be entered any more."""
    happening: tuple[tuple[str, Micros], ...] = ()
    """Events being played and when each ends."""

    def client(self, name: str) -> Client | None:
        return next((c for c in self.clients if c.id == name), None)

    def lever(self, parameter: str) -> Lever:
        return next((lever for name, lever in self.levers if name == parameter), Lever())


def opening(plan: Plan) -> State:
    """The state a session of `plan` begins in: calm scene, everything at its calm end."""
    scene = plan.stage(plan.steps[0].scene)
    return State(levers=tuple((p.name, Lever()) for p in scene.parameters))
