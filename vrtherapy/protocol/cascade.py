"""Protocol, then session, then step: the innermost written value holds, and remembers where it was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

from vrtherapy.domain.limits import EVENTS_PER_MIN, HIGH_EXPOSURE, HIGH_LEVEL
from vrtherapy.domain.plan import Band, Rationale
from vrtherapy.domain.setting import Autonomy
from vrtherapy.domain.units import Micros, Permille, Suds
from vrtherapy.protocol import bounds
from vrtherapy.protocol.parts import AdvancePart, Document, SessionPart, Settings, StepPart, WhenPart
from vrtherapy.protocol.shape import At

T = TypeVar("T")

BUILT_IN: Final = "built in"


@dataclass(frozen=True, slots=True)
class Sourced(Generic[T]):
    """A value that holds, and the place it comes from; line 0 where it is built in."""

    value: T
    origin: str
    line: int = 0
    column: int = 0

    @property
    def written(self) -> bool:
        return self.line > 0


@dataclass(frozen=True, slots=True)
class Resolved:
    """What holds in a session or in a step. None where the author must say something and did not."""

    scene: Sourced[str] | None
    suds_every: Sourced[Micros]
    exposure: Sourced[Micros]
    rise: Sourced[Permille]
    suds_high: Sourced[Suds]
    ceiling: Sourced[Permille]
    high_level: Sourced[Permille]
    high_exposure: Sourced[Micros]
    events_per_min: Sourced[int]
    autonomy: Sourced[Autonomy]
    target: Sourced[Band]
    baseline: Sourced[Micros]
    rationale: Sourced[Rationale]
    at_least: Sourced[Micros]
    at_most: Sourced[Micros]
    advance: Sourced[AdvancePart] | None
    when: Sourced[tuple[At[WhenPart], ...]]
    broken: frozenset[str]


def of_session(document: Document, session: SessionPart) -> Resolved:
    return _resolve(_outer(document, session))


def of_step(document: Document, session: SessionPart, step: StepPart) -> Resolved:
    """As written, but a limit only tightens: where the session's is stricter, the session's holds."""
    outer = of_session(document, session)
    inner = _resolve((*_outer(document, session), (f"step {step.id.value}", step.settings)))
    return replace(
        inner,
        exposure=_stricter(inner.exposure, outer.exposure),
        rise=_stricter(inner.rise, outer.rise),
        suds_high=_stricter(inner.suds_high, outer.suds_high),
        ceiling=_stricter(inner.ceiling, outer.ceiling),
        high_level=_stricter(inner.high_level, outer.high_level),
        high_exposure=_stricter(inner.high_exposure, outer.high_exposure),
        events_per_min=_stricter(inner.events_per_min, outer.events_per_min),
    )


N = TypeVar("N", bound=int)


def _stricter(inner: Sourced[N], outer: Sourced[N]) -> Sourced[N]:
    return inner if inner.value <= outer.value else outer


Level = tuple[str, Settings]


def _outer(document: Document, session: SessionPart) -> tuple[Level, ...]:
    return ("protocol defaults", document.settings), (f"session {session.id.value} defaults", session.settings)


def _resolve(levels: tuple[Level, ...]) -> Resolved:
    def innermost(pick: Callable[[Settings], At[T] | None]) -> Sourced[T] | None:
        for origin, settings in reversed(levels):
            if (found := pick(settings)) is not None:
                return Sourced(found.value, origin, found.line, found.column)
        return None

    def either(pick: Callable[[Settings], At[T] | None], built_in: T) -> Sourced[T]:
        return innermost(pick) or Sourced(built_in, BUILT_IN)

    autonomy: Autonomy = "suggest"
    rationale: Rationale = "habituation"
    none: tuple[At[WhenPart], ...] = ()
    return Resolved(
        scene=innermost(lambda s: s.scene),
        suds_every=either(lambda s: s.suds_every, bounds.SUDS_EVERY),
        exposure=either(lambda s: s.exposure, bounds.EXPOSURE),
        rise=either(lambda s: s.rise, bounds.RISE),
        suds_high=either(lambda s: s.suds_high, bounds.SUDS_HIGH),
        ceiling=either(lambda s: s.ceiling, bounds.CEILING),
        high_level=either(lambda s: s.high_level, HIGH_LEVEL),
        high_exposure=either(lambda s: s.high_exposure, HIGH_EXPOSURE),
        events_per_min=either(lambda s: s.events_per_min, EVENTS_PER_MIN),
        autonomy=either(lambda s: s.autonomy, autonomy),
        target=either(lambda s: s.target, Band(Permille(350), Permille(650))),
        baseline=either(lambda s: s.baseline, bounds.BASELINE),
        rationale=either(lambda s: s.rationale, rationale),
        at_least=either(lambda s: s.at_least, bounds.AT_LEAST),
        at_most=either(lambda s: s.at_most, bounds.AT_MOST),
        advance=innermost(lambda s: s.advance),
        when=either(lambda s: s.when, none),
        broken=frozenset().union(*(settings.broken for _, settings in levels)),
    )
