"""Everything a session is at one moment. Immutable; the machine makes the next one."""

from __future__ import annotations

from dataclasses import dataclass

from vrtherapy.domain.arousal import Proposal, Reading
from vrtherapy.domain.plan import Plan
from vrtherapy.domain.rating import Rating
from vrtherapy.domain.reason import Reason
from vrtherapy.domain.setting import Autonomy
from vrtherapy.domain.units import CALM_END, INTENSE_END, Micros, Permille, Suds
from vrtherapy.safety import autonomy, watch
from vrtherapy.session.effects import Answer
from vrtherapy.session.phase import Phase
from vrtherapy.session.wishes import AdverseKind, Severity

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
class Belief:
    """How likely the patient held it, 0-100; None with a reason in `words` where that was not to be had."""

    likelihood: int | None
    words: str


@dataclass(frozen=True, slots=True)
class StepCourse:
    """The course of the present step: since when, the ratings said in it, its peak, what was expected and found."""

    entered: Micros = NEVER
    spent: Micros = Micros(0)
    peak: Suds | None = None
    first: Suds | None = None
    ready: Reason | None = None
    overdue_told: bool = False
    after_told: bool = False
    fired: tuple[tuple[str, Micros], ...] = ()
    before: Belief | None = None
    after: Belief | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """The SUDS question: when it was put, how often unanswered, when it is due again."""

    open_since: Micros = NEVER
    missed: int = 0
    due: Micros = NEVER
    asks: int = 0


@dataclass(frozen=True, slots=True)
class Dose:
    """What the patient has had. exposure, high: in all, and above the high level; unbroken: since the last break;
    extended, high_extended: by how much the clinician let the caps stand later; told, high_told: 80 once the warning
    was given, 100 once the cap was reached; events: when the scene's events of the last minute began."""

    exposure: Micros = Micros(0)
    high: Micros = Micros(0)
    unbroken: Micros = Micros(0)
    extended: Micros = Micros(0)
    high_extended: Micros = Micros(0)
    told: int = 0
    high_told: int = 0
    break_told: bool = False
    events: tuple[Micros, ...] = ()


@dataclass(frozen=True, slots=True)
class Links:
    """When each link was last heard, `NEVER` before the first time; those whose silence was told."""

    console: Micros = NEVER
    server: Micros = NEVER
    biofeedback: Micros = NEVER
    silent: frozenset[watch.Told] = frozenset()


@dataclass(frozen=True, slots=True)
class Practised:
    """What the patient did in the calm scene before anything was shown. `stopping`: asked to perform the stop."""

    stop: bool = False
    rating: bool = False
    grounding: bool = False
    stopping: bool = False


@dataclass(frozen=True, slots=True)
class Adverse:
    at: Micros
    step: int
    what: AdverseKind
    severity: Severity
    words: str


@dataclass(frozen=True, slots=True)
class State:
    now: Micros = Micros(0)
    phase: Phase = "checklist"
    phase_reason: Reason = BEGAN
    phase_since: Micros = Micros(0)
    answers: tuple[tuple[str, str], ...] = ()
    """To the checklist, by item."""
    practised: Practised = Practised()
    started: bool = False
    """The gate was passed."""
    step: int = 0
    reached: int = -1
    skipped: tuple[tuple[int, str], ...] = ()
    dial: Lever = Lever()
    steered: bool = False
    """What is asked of the dial was asked by the controller."""
    levers: tuple[tuple[str, Lever], ...] = ()
    pinned: frozenset[str] = frozenset()
    """Parameters the clinician or the step holds; the others follow the dial."""
    cap: Permille = INTENSE_END
    holds: tuple[Reason, ...] = ()
    """Why nothing may rise, one of a code, the oldest first."""
    dose: Dose = Dose()
    course: StepCourse = StepCourse()
    question: Question = Question()
    ratings: tuple[Rating, ...] = ()
    sickness: tuple[int, ...] = ()
    """Ratings of motion sickness, 0-20, oldest first."""
    adverse: tuple[Adverse, ...] = ()
    autonomy: Autonomy = "suggest"
    reading: Reading | None = None
    reading_lost: bool = False
    handed: Micros = NEVER
    """Since when a lost sensor has left the dial to the clinician, who has not answered yet; promise 4."""
    suggestion: Proposal | None = None
    controller: str = ""
    epoch: int = 0
    clients: tuple[Client, ...] = ()
    links: Links = Links()
    live: bool = False
    recorded: bool = True
    unrecorded_accepted: bool = False
    notes: str = ""
    undo: Undoable | None = None
    broken: frozenset[str] = frozenset()
    """Scenes that failed: no step in them can be entered any more."""
    happening: tuple[tuple[str, Micros], ...] = ()
    """Events being played and when each ends."""

    @property
    def hold(self) -> Reason | None:
        """The oldest of the reasons why nothing may rise."""
        return self.holds[0] if self.holds else None

    def held(self, code: str) -> bool:
        return any(hold.code == code for hold in self.holds)

    def client(self, name: str) -> Client | None:
        return next((c for c in self.clients if c.id == name), None)

    def lever(self, parameter: str) -> Lever:
        return next((lever for name, lever in self.levers if name == parameter), Lever())

    def answer(self, item: str) -> str:
        return dict(self.answers).get(item, "")


def opening(plan: Plan) -> State:
    """The state a session of `plan` begins in: the checklist, the calm scene, everything at its calm end."""
    scene = plan.stage(plan.steps[0].scene)
    stage, _ = autonomy.allowed(plan.autonomy, plan.setting, plan.trauma)
    return State(levers=tuple((p.name, Lever()) for p in scene.parameters), autonomy=stage)
