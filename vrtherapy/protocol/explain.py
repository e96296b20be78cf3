"""What holds in each step and where each value was written: the cascade, made visible."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar, assert_never

from vrtherapy.domain.plan import Condition, ExpectancyDrop, SudsAtMost, SudsDrop, TimeInStep
from vrtherapy.domain.units import dial
from vrtherapy.protocol import cascade
from vrtherapy.protocol.cascade import Sourced
from vrtherapy.protocol.parts import AdvancePart, Document, SessionPart, WhenPart
from vrtherapy.protocol.quantity import duration_words, rate_words
from vrtherapy.protocol.shape import At

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Explained:
    """One value of one step. `from_path`: `protocol defaults`, `session X defaults`, `step X` or `built in` (line 0)."""

    step: str
    key: str
    value: str
    from_path: str
    line: int


def explain(document: Document, session_id: str | None = None) -> tuple[Explained, ...]:
    """Every value that holds in every step, of one session or of all."""
    sessions = [s for s in document.sessions if session_id in (None, s.id.value)]
    return tuple(row for session in sessions for row in _rows(document, session))


def _rows(document: Document, session: SessionPart) -> Iterator[Explained]:
    for part in session.steps:
        step, own = part.id.value, f"step {part.id.value}"
        holds = cascade.of_step(document, session, part)
        if part.band is not None:
            low, high = part.band.value.low, part.band.value.high
            yield Explained(step, "intensity", f"{dial(low)}..{dial(high)}", own, part.band.line)
        if part.suds_expected is not None:
            yield Explained(step, "suds_expected", str(part.suds_expected.value), own, part.suds_expected.line)
        for name, value in part.pins:
            yield Explained(step, f"set.{name.value}", str(value.value), own, name.line)
        yield from _cascaded(step, holds)


def _cascaded(step: str, holds: cascade.Resolved) -> Iterator[Explained]:
    def row(key: str, found: Sourced[T] | None, words: Callable[[T], str]) -> Iterator[Explained]:
        if found is not None:
            yield Explained(step, key, words(found.value), found.origin, found.line)

    yield from row("scene", holds.scene, str)
    yield from row("rationale", holds.rationale, str)
    yield from row("stay.at_least", holds.at_least, duration_words)
    yield from row("stay.at_most", holds.at_most, duration_words)
    yield from row("advance", holds.advance, _advance)
    yield from row("when", holds.when, _when)
    yield from row("suds.every", holds.suds_every, duration_words)
    yield from row("limits.exposure", holds.exposure, duration_words)
    yield from row("limits.rise", holds.rise, rate_words)
    yield from row("limits.suds_high", holds.suds_high, str)
    yield from row("limits.ceiling", holds.ceiling, dial)
    yield from row("limits.high_level", holds.high_level, dial)
    yield from row("limits.high_exposure", holds.high_exposure, duration_words)
    yield from row("limits.events_per_min", holds.events_per_min, str)
    yield from row("biofeedback.autonomy", holds.autonomy, str)
    yield from row("biofeedback.target", holds.target, lambda band: f"{dial(band.low)}..{dial(band.high)}")
    yield from row("baseline", holds.baseline, duration_words)


_JOINED: Final = {"any": " or ", "all": " and "}


def _advance(part: AdvancePart) -> str:
    return f"{_JOINED[part.match].join(_condition(c.value) for c in part.conditions)}; {part.decide} decides"


def _condition(condition: Condition) -> str:
    match condition:
        case SudsAtMost(suds):
            return f"SUDS at most {suds}"
        case SudsDrop(permille, peak):
            return f"SUDS down by {permille / 10:g} % from a peak of at least {peak}"
        case TimeInStep(at_least):
            return f"{duration_words(at_least)} in the step"
        case ExpectancyDrop(points):
            return f"what was expected {points} points less likely"
        case _:
            assert_never(condition)


def _when(rules: tuple[At[WhenPart], ...]) -> str:
    return "; ".join(f"SUDS {r.value.suds_at_least} or more: {r.value.do.value}" for r in rules) or "nothing but the limits"
