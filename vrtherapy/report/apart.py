"""Where two effects are not the same, and what stood around them, in words and as data for a program.

Intensities read as on the dial to the permille that the machine counts in (0.405), times as 3:05. A value that one
side lacks is "".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Final, assert_never, get_type_hints

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import Micros, Permille, clock, dial
from vrtherapy.report import words
from vrtherapy.session import events
from vrtherapy.session.compare import Parting
from vrtherapy.session.effects import Effect
from vrtherapy.session.events import Event
from vrtherapy.session.replay import Difference
from vrtherapy.session.state import State

Row = tuple[str, str, str]
"""What it is, and how it reads on the one side and on the other."""
Json = dict[str, object]
NOTHING: Final = "nothing more"
LONGEST: Final = 100


# ---- effects ---------------------------------------------------------------------------------------------------------


def parts(effect: Effect | None) -> dict[str, str]:
    """Each field of an effect by its path, such as `reason.words`."""
    return {} if effect is None else dict(_flat(effect))


def apart(one: Effect | None, other: Effect | None) -> tuple[Row, ...]:
    """Field by field where they are not the same; of two effects of different kinds, every field."""
    mine, others = parts(one), parts(other)
    same_kind = type(one) is type(other)
    names = dict.fromkeys((*mine, *others))
    return tuple(
        (name, mine.get(name, ""), others.get(name, "")) for name in names if not same_kind or mine.get(name) != others.get(name)
    )


def said(effect: Effect | None) -> str:
    """The whole effect on one line."""
    if effect is None:
        return NOTHING
    told = ", ".join(f"{name} {value}" for name, value in parts(effect).items())
    return " ".join(f"{type(effect).__name__} {told}".split())


def exactly(intensity: Permille) -> str:
    return f"{intensity / 1000:.3f}"


def clipped(text: str, longest: int = LONGEST) -> str:
    short = " ".join(text.split())
    return short if len(short) <= longest else short[: longest - 3] + "..."


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    kind: Any = type(value)
    types = _types(kind)
    for field in fields(value):
        name, found = f"{path}{field.name}", getattr(value, field.name)
        if is_dataclass(found):
            yield from _flat(found, f"{name}.")
        elif field.name == "parameters":
            yield from ((f"{name}.{parameter}", exactly(intensity)) for parameter, intensity in found)
        elif types[field.name] is Permille:
            yield name, exactly(found)
        elif types[field.name] is Micros:
            yield name, f"{found / 1e6:g} s"
        else:
            yield name, str(found)


@cache
def _types(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


# ---- around them -----------------------------------------------------------------------------------------------------


def around(plan: Plan, one: State, other: State) -> tuple[Row, ...]:
    """Phase, step, asked and given, and what held."""

    def facts(state: State) -> dict[str, str]:
        return {
            "phase": words.PHASES[state.phase],
            "step": words.step_name(plan, state.step) if state.reached >= 0 else "none yet",
            "asked": exactly(state.dial.asked),
            "given": exactly(state.dial.given),
            "held by": "; ".join(hold.words for hold in state.holds) or "nothing",
        }

    mine, others = facts(one), facts(other)
    return tuple((name, mine[name], others[name]) for name in mine)


def event_words(plan: Plan, state: State, event: Event) -> str:
    """What happened, as a clinician would say it."""
    match event:
        case events.Commanded(_, client, role, number, _, wish):
            step = plan.steps[state.step] if state.reached >= 0 else None
            return f"{client} ({role}) asked: {words.wish(plan, step, wish)} (command {number})"
        case events.Heard(_, link, client):
            return f"the {link} was heard" + (f": {client}" if client else "")
        case events.Left(_, client):
            return f"{client} left"
        case events.Read(_, reading):
            rate = "no heart rate" if reading.heart_rate is None else f"heart rate {reading.heart_rate / 1000:.0f}"
            return f"a reading of {reading.source}: {rate}, quality {reading.quality}"
        case events.Proposed(_, proposal):
            return f"the controller proposed to {proposal.kind}, {dial(proposal.intensity)}: {proposal.words}"
        case events.Rated(_, suds, by):
            return f"SUDS {suds}, {words.SAID_BY[by]}"
        case events.StopPressed(_, cause, told):
            return f"stop ({cause}): {told}"
        case events.SceneFailed(_, scene, told):
            return f"the scene {scene} failed: {told}"
        case events.Recorded(_, ok, told):
            return f"the record is {'kept' if ok else 'not kept'}: {told}"
        case events.Stalled(_, lasted):
            return f"no new picture for {lasted / 1e6:.1f} s"
        case events.CameBack():
            return "the engine came back"
        case events.Passed():
            return "time passed"
        case _:
            assert_never(event)


# ---- as lines and as data --------------------------------------------------------------------------------------------


def difference_lines(plan: Plan, found: Difference) -> list[str]:
    """Where a record and the rules part: the event, the state around it, both effects, then field by field."""
    at = clock(found.event.at)
    return [
        f"Different at event {found.index + 1}, {at}: {event_words(plan, found.before, found.event)}",
        *table(("", "before", "after"), around(plan, found.before, found.after)),
        f"  effect {found.place + 1} of this event",
        f"  recorded:   {said(found.recorded)}",
        f"  recomputed: {said(found.recomputed)}",
        *_apart_lines(("", "recorded", "recomputed"), found.recorded, found.recomputed),
    ]


def parting_lines(plan: Plan, found: Parting, names: tuple[str, str]) -> list[str]:
    """Where two plans part over the same events."""
    what = f"event {found.index + 1}: {event_words(plan, found.before[0], found.event)}"
    first, second = names
    return [
        f"First difference at {clock(found.at)}, {f'as time passed before {what}' if found.passing else f'with {what}'}",
        *table(("just before", first, second), around(plan, *found.before)),
        *table(("just after", first, second), around(plan, *found.after)),
        f"  {first}: {said(found.recorded)}",
        f"  {second}: {said(found.other)}",
        *_apart_lines(("", first, second), found.recorded, found.other),
    ]


def difference_json(plan: Plan, found: Difference) -> Json:
    return {
        "event": found.index + 1,
        "at_s": found.event.at / 1e6,
        "what": event_words(plan, found.before, found.event),
        "effect": found.place + 1,
        "before": _state_json(plan, found.before),
        "after": _state_json(plan, found.after),
        "recorded": _effect_json(found.recorded),
        "recomputed": _effect_json(found.recomputed),
    }


def parting_json(plan: Plan, found: Parting) -> Json:
    return {
        "event": found.index + 1,
        "at_s": found.at / 1e6,
        "what": event_words(plan, found.before[0], found.event),
        "while_time_passed_before_it": found.passing,
        "before": {"recorded": _state_json(plan, found.before[0]), "other": _state_json(plan, found.before[1])},
        "after": {"recorded": _state_json(plan, found.after[0]), "other": _state_json(plan, found.after[1])},
        "recorded": _effect_json(found.recorded),
        "other": _effect_json(found.other),
    }


def table(head: Row, rows: tuple[Row, ...]) -> list[str]:
    """Rows under their head, in columns."""
    whole = [(name, clipped(one), clipped(other)) for name, one, other in (head, *rows)]
    wide = max((len(name) for name, _, _ in whole), default=0), max((len(one) for _, one, _ in whole), default=0)
    return [f"    {name:<{wide[0]}}  {one:<{wide[1]}}  {other}".rstrip() for name, one, other in whole]


def _apart_lines(head: Row, one: Effect | None, other: Effect | None) -> list[str]:
    if one is None or other is None:
        return []
    return ["  where they differ", *table(head, apart(one, other))]


def _state_json(plan: Plan, state: State) -> Json:
    return {name: value for name, value, _ in around(plan, state, state)}


def _effect_json(effect: Effect | None) -> Json | None:
    return None if effect is None else {"effect": type(effect).__name__, **parts(effect)}
