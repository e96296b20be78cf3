"""Any value of a message or of a frozen dataclass, drawn from its own declaration."""

from __future__ import annotations

import types
import typing
from dataclasses import fields, is_dataclass
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo

LARGE = 2**53


def drawn(kind: Any) -> st.SearchStrategy[Any]:
    """A strategy for `kind`: a message, a dataclass, a union, a literal, a list, a tuple or a plain type."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return st.builds(kind, **{name: _field(info) for name, info in kind.model_fields.items()})
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{f.name: drawn(hints[f.name]) for f in fields(kind)})
    return _drawn(kind, ())


def members(union: Any) -> tuple[type, ...]:
    """The classes of a (possibly annotated) union, inner unions included."""
    if get_origin(union) is Annotated:
        union = get_args(union)[0]
    if get_origin(union) in (typing.Union, types.UnionType):
        return tuple(cls for part in get_args(union) for cls in members(part))
    return (union,)


def _field(info: FieldInfo) -> st.SearchStrategy[Any]:
    return _drawn(info.annotation, tuple(info.metadata))


def _drawn(kind: Any, bounds: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if hasattr(kind, "__supertype__"):
        return _drawn(kind.__supertype__, bounds)
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated:
        found = tuple(b for part in args[1:] for b in (part.metadata if isinstance(part, FieldInfo) else (part,)))
        return _drawn(args[0], found)
    if origin in (typing.Union, types.UnionType):
        return st.one_of([_drawn(part, bounds) for part in args])
    if origin is Literal:
        return st.sampled_from(args)
    if origin is dict:
        return st.dictionaries(drawn(args[0]), drawn(args[1]), min_size=_bound(bounds, "min_length", 0), max_size=3)
    if origin is frozenset:
        return st.frozensets(drawn(args[0]), max_size=3)
    if origin is list:
        return st.lists(drawn(args[0]), max_size=3)
    if origin is tuple:
        return st.lists(drawn(args[0]), max_size=3).map(tuple) if args[1:] == (...,) else st.tuples(*map(drawn, args))
    if kind in (None, types.NoneType):
        return st.none()
    if kind is bool:
        return st.booleans()
    if kind is int:
        return st.integers(_bound(bounds, "ge", -LARGE), _bound(bounds, "le", LARGE))
    if kind is float:
        return st.floats(allow_nan=False, allow_infinity=False)
    if kind is str:
        return st.text(min_size=_bound(bounds, "min_length", 0), max_size=min(40, _bound(bounds, "max_length", 40)))
    return drawn(kind)


def _bound(bounds: tuple[Any, ...], name: str, otherwise: int) -> int:
    return next((getattr(b, name) for b in bounds if getattr(b, name, None) is not None), otherwise)
