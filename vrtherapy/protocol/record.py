"""A mapping with known keys. Unknown, missing and unreadable keys are all noted, then the rest is built.

`Key` declares one; `Got` hands its value over with its type, so that no mapping of anything travels inwards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from vrtherapy.protocol.document import Located, Mapping
from vrtherapy.protocol.shape import At, Json, Notes, Shape, clipped, kind, near

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Key(Generic[T]):
    """`about` is what an editor shows; `example` is YAML for the value."""

    name: str
    shape: Shape[T]
    about: str
    example: str
    required: bool = False


class Got:
    """What was read of a mapping. `broken`: keys that are there, perhaps misspelt, and could not be read."""

    def __init__(self, node: Mapping, values: dict[str, At[Any]], misspelt: frozenset[str]) -> None:
        self.line = node.line
        self.column = node.column
        self.broken = misspelt.union(e.key for e in node.entries if e.key not in values)
        self._values = values

    def of(self, key: Key[U]) -> At[U] | None:
        return self._values.get(key.name)


@dataclass(frozen=True)
class Record(Shape[T]):
    """`what` names it in messages. `build` may note further problems and give None."""

    what: str
    keys: tuple[Key[Any], ...]
    build: Callable[[Got, Notes], T | None]

    def read(self, node: Located, notes: Notes) -> At[T] | None:
        if not isinstance(node, Mapping):
            notes.add(node, "VRT122", f"{self.what} is a mapping of keys to values, not {kind(node)}", f"write `{self.keys[0].name}: ...`")
            return None
        known = {key.name: key for key in self.keys}
        values: dict[str, At[Any]] = {}
        misspelt: set[str] = set()
        for entry in node.entries:
            if (key := known.get(entry.key)) is None:
                misspelt.add(self._unknown(entry.key, At(None, entry.line, entry.column), tuple(known), notes))
            elif (value := key.shape.read(entry.value, notes)) is not None:
                values[entry.key] = value
        present = misspelt.union(entry.key for entry in node.entries)
        for key in self.keys:
            if key.required and key.name not in present:
                notes.add(node, "VRT121", f"{self.what} needs `{key.name}`", f"write for example `{key.name}: {key.example}`")
        built = self.build(Got(node, values, frozenset(misspelt)), notes)
        return None if built is None else At(built, node.line, node.column)

    def _unknown(self, name: str, place: At[None], known: tuple[str, ...], notes: Notes) -> str:
        """Notes the key; the known one that was probably meant, or ""."""
        guess = near(name, known)
        if name == "<<":
            hint = "write the values out, or put them into `defaults`"
        elif guess:
            hint = f"did you mean `{guess}`?"
        else:
            hint = "it may have " + ", ".join(f"`{k}`" for k in known)
        notes.add(place, "VRT120", f"{self.what} has no key `{clipped(name)}`", hint)
        return guess

    def json(self) -> Json:
        properties: Json = {}
        for key in self.keys:
            properties[key.name] = {**key.shape.json(), "description": key.about, "examples": [key.example]}
        found: Json = {"type": "object", "additionalProperties": False, "properties": properties}
        if required := [key.name for key in self.keys if key.required]:
            found["required"] = required
        return found
