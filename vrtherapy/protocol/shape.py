"""Shapes a value of the protocol may have: each reads a located value and describes itself as JSON Schema.

One declaration gives the check, its message and the editor's help. `read` gives None after noting a problem;
it never raises.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Generic, TypeVar

from vrtherapy.protocol.document import Located, Mapping, Scalar, Sequence
from vrtherapy.protocol.problem import Other, Problem, Severity

T = TypeVar("T")
U = TypeVar("U")

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class At(Generic[T]):
    """A value and where it was written."""

    value: T
    line: int
    column: int


class Notes:
    """Collects the problems of one file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def add(
        self,
        place: Located | At[T],
        code: str,
        message: str,
        hint: str,
        severity: Severity = "error",
        also: Other | None = None,
    ) -> None:
        found = Problem(self.path, place.line, place.column, code, severity, message, hint, also)
        self.problems.append(found)


class Shape(ABC, Generic[T]):
    @abstractmethod
    def read(self, node: Located, notes: Notes) -> At[T] | None: ...

    @abstractmethod
    def json(self) -> Json: ...


def kind(node: Located) -> str:
    """What an author would call this value."""
    match node:
        case Mapping():
            return "a mapping"
        case Sequence():
            return "a list"
        case Scalar(value=None):
            return "nothing"
        case Scalar(value=bool()):
            return f"`{node.text}`"
        case Scalar(value=int() | float()):
            return f"the number {clipped(node.text)}"
        case Scalar():
            return f"the text `{clipped(node.text)}`" if node.text.strip() else "empty text"


def clipped(text: str) -> str:
    short = " ".join(text.split())
    return short if len(short) <= 40 else short[:37] + "..."


def near(word: str, known: tuple[str, ...] | list[str]) -> str:
    """The known word that was probably meant, or ""."""
    found = get_close_matches(word[:60].lower(), list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


def choose(word: str, known: tuple[str, ...] | list[str]) -> str:
    """The hint for a word that is not among `known`."""
    if guess := near(word, known):
        return f"did you mean `{guess}`?"
    return "write one of " + ", ".join(f"`{k}`" for k in known[:20]) if known else "leave it out"


@dataclass(frozen=True)
class Many(Shape[tuple[At[T], ...]]):
    """A list of `item`s, at least one; unreadable items are noted and left out."""

    item: Shape[T]
    what: str

    def read(self, node: Located, notes: Notes) -> At[tuple[At[T], ...]] | None:
        if not isinstance(node, Sequence):
            notes.add(node, "VRT122", f"a list of {self.what} is expected here, not {kind(node)}", "write `- ` before each, or `[...]`")
            return None
        if not node.items:
            notes.add(node, "VRT131", f"the list of {self.what} is empty", "write at least one, or leave the key out")
            return None
        read = [self.item.read(item, notes) for item in node.items]
        return At(tuple(item for item in read if item is not None), node.line, node.column)

    def json(self) -> Json:
        return {"type": "array", "minItems": 1, "items": self.item.json()}


@dataclass(frozen=True)
class Free(Shape[tuple[tuple[At[str], At[U]], ...]], Generic[U]):
    """A mapping whose keys are names the protocol does not know, such as a scene's parameters."""

    item: Shape[U]
    what: str

    def read(self, node: Located, notes: Notes) -> At[tuple[tuple[At[str], At[U]], ...]] | None:
        if not isinstance(node, Mapping):
            notes.add(node, "VRT122", f"a mapping of {self.what} is expected here, not {kind(node)}", "write `name: value`")
            return None
        pairs = []
        for entry in node.entries:
            if (value := self.item.read(entry.value, notes)) is not None:
                pairs.append((At(entry.key, entry.line, entry.column), value))
        return At(tuple(pairs), node.line, node.column)

    def json(self) -> Json:
        return {"type": "object", "additionalProperties": self.item.json()}
