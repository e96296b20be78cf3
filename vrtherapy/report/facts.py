"""The facts a timeline is made of. Times are session time in microseconds; a span holds from `start` to `end`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vrtherapy.domain.arousal import Origin
from vrtherapy.domain.rating import By
from vrtherapy.domain.reason import Reason
from vrtherapy.domain.setting import Autonomy
from vrtherapy.domain.units import Micros, Permille, Suds
from vrtherapy.session.phase import Phase
from vrtherapy.session.state import Belief
from vrtherapy.session.wishes import Dose

DecisionKind = Literal[
    "intensity", "parameter", "cap", "event", "step", "phase", "refused", "suggestion", "dose", "autonomy", "unrecorded", "go_on"
]
GapKind = Literal["poor", "none", "silent"]


@dataclass(frozen=True, slots=True)
class PhaseSpan:
    phase: Phase
    start: Micros
    end: Micros
    reason: Reason


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay in a step. A step that is left and entered again is two visits, each with its own peak.

    `before`, `after`: what the patient expected and found; what was expected stands on where the step went on after a
    stop or calm. `skipped`: why it was left undone, "" where it was not."""

    step: int
    start: Micros
    end: Micros
    reason: Reason
    before: Belief | None = None
    after: Belief | None = None
    skipped: str = ""

    @property
    def repeated(self) -> bool:
        return self.reason.code == "repeated_step"


@dataclass(frozen=True, slots=True)
class Said:
    """A SUDS rating. `visit` is the index of the visit it was said in; -1 outside exposure."""

    at: Micros
    suds: Suds
    by: By
    visit: int


@dataclass(frozen=True, slots=True)
class Played:
    at: Micros
    event: str
    title: str
    intensity: Permille
    reason: Reason


@dataclass(frozen=True, slots=True)
class Written:
    """A mark, or the notes as they stood when last saved."""

    at: Micros
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """An alert the clinician was shown."""

    at: Micros
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Level:
    """A value on the dial that holds from `at` until the next level."""

    at: Micros
    value: Permille


@dataclass(frozen=True, slots=True)
class Extended:
    """A dose cap that a person let stand later by `more`, to `cap`, for a reason in words."""

    at: Micros
    what: Dose
    more: Micros
    cap: Micros
    words: str


@dataclass(frozen=True, slots=True)
class Staged:
    """The stage of autonomy that held from `at` on."""

    at: Micros
    stage: Autonomy


@dataclass(frozen=True, slots=True)
class Decision:
    """What was asked, what was given, why, and by whom, in words. `bound`: something held it below what was asked."""

    at: Micros
    kind: DecisionKind
    asked: str
    given: str
    why: str
    by: str
    bound: bool = False


@dataclass(frozen=True, slots=True)
class HeartPoint:
    """Readings of one stretch of time within one leg of the session.

    Heart rate in milli-beats per minute over the good readings only: `total / good` is their exact mean, `low` and
    `high` their extremes; `seen` counts all readings. `arousal` is the mean permille of the good ones, or None.
    """

    start: Micros
    end: Micros
    total: int
    low: int
    high: int
    good: int
    seen: int
    arousal: Permille | None

    @property
    def mean(self) -> float | None:
        return self.total / self.good if self.good else None


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch without a good signal. `silent`: nothing was heard from the sensor at all."""

    start: Micros
    end: Micros
    kind: GapKind
    words: str


@dataclass(frozen=True, slots=True)
class SourceSeen:
    """How long a source was good, of the time it was listened to."""

    name: str
    origin: Origin
    good: Micros
    seen: Micros
