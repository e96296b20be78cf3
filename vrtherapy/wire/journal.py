"""Plans, events and effects as JSON for the record, and back to equal values.

A dataclass is written as an object whose `_` is its class name, a tuple as an array. Only the classes registered
here can be read: a record can never name code.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import Any, Final, get_args

from vrtherapy.domain import arousal, limits, plan, rating, reason, setting, stage
from vrtherapy.session import effects, events, wishes
from vrtherapy.session.effects import Effect
from vrtherapy.session.events import Event
from vrtherapy.session.replay import LoggedTurn

_CLASSES: Final[tuple[type, ...]] = (
    *get_args(events.Event),
    *get_args(wishes.Wish),
    *get_args(effects.Effect),
    *get_args(plan.Condition),
    plan.Plan,
    plan.Step,
    plan.Band,
    plan.Pin,
    plan.Offer,
    plan.Advance,
    plan.Rule,
    limits.Limits,
    setting.Setting,
    stage.Stage,
    stage.Parameter,
    stage.SceneEvent,
    stage.Choice,
    arousal.Reading,
    arousal.Proposal,
    rating.Rating,
    reason.Reason,
)
_BY_NAME: Final[dict[str, type]] = {cls.__name__: cls for cls in _CLASSES}
assert len(_BY_NAME) == len(_CLASSES)
_FIELDS: Final[dict[type, tuple[str, ...]]] = {cls: tuple(f.name for f in fields(cls)) for cls in _CLASSES}


class NotOurs(Exception):
    """JSON that no writer of this project made; the text says what was found."""


def dumps(value: object) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def loads(text: str | bytes) -> Any:
    """The value `dumps` was given. Raises NotOurs."""
    try:
        return _value(json.loads(text))
    except (ValueError, TypeError, RecursionError) as error:
        raise NotOurs(f"not a record entry: {error}") from error


def dump_turn(turn: LoggedTurn) -> str:
    return dumps((turn.event, turn.effects))


def load_turn(text: str | bytes) -> LoggedTurn:
    """Raises NotOurs."""
    loaded = loads(text)
    if not (isinstance(loaded, tuple) and len(loaded) == 2 and isinstance(loaded[1], tuple)):
        raise NotOurs("not a turn of a session")
    event, done = loaded
    if not isinstance(event, get_args(Event)) or not all(isinstance(e, get_args(Effect)) for e in done):
        raise NotOurs("not a turn of a session")
    return LoggedTurn(event, done)


def load_plan(text: str | bytes) -> plan.Plan:
    """Raises NotOurs."""
    loaded = loads(text)
    if not isinstance(loaded, plan.Plan):
        raise NotOurs("not a plan")
    return loaded


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        cls = type(value)
        return {"_": cls.__name__, **{name: _plain(getattr(value, name)) for name in _FIELDS[cls]}}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"{type(value).__name__} does not belong in a record")


def _value(node: Any) -> Any:
    if isinstance(node, dict):
        name = node.pop("_", None)
        if name not in _BY_NAME:
            raise NotOurs(f"unknown entry {name!r}")
        cls = _BY_NAME[name]
        if set(node) != set(_FIELDS[cls]):
            raise NotOurs(f"{name} with other fields than this version knows: {', '.join(sorted(set(node) ^ set(_FIELDS[cls])))}")
        return cls(**{key: _value(item) for key, item in node.items()})
    if isinstance(node, list):
        return tuple(_value(item) for item in node)
    return node
