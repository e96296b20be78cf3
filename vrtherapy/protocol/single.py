"""Shapes of a single value: text, numbers, the dial, quantities, words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from vrtherapy.domain.units import Permille, permille
from vrtherapy.protocol.document import Located, Scalar
from vrtherapy.protocol.shape import At, Json, Notes, Shape, choose, clipped, kind

T = TypeVar("T")


@dataclass(frozen=True)
class Text(Shape[str]):
    """Words for people, or an id where `pattern` is given; `example` shows what to write."""

    example: str
    pattern: str = ""
    code: str = "VRT122"

    def read(self, node: Located, notes: Notes) -> At[str] | None:
        if not isinstance(node, Scalar) or node.value is None or isinstance(node.value, bool):
            notes.add(node, "VRT122", f"text is expected here, not {kind(node)}", f"write for example `{self.example}`")
            return None
        text = node.text.strip()
        if self.pattern and not re.fullmatch(self.pattern, text):
            notes.add(node, "VRT130", f"`{clipped(text)}` is not an id", f"small letters, digits and dashes: `{self.example}`")
            return None
        if not text:
            notes.add(node, "VRT122", "the text is empty", f"write for example `{self.example}`, or leave the key out")
            return None
        return At(text, node.line, node.column)

    def json(self) -> Json:
        found: Json = {"type": "string", "minLength": 1}
        if self.pattern:
            found["pattern"] = f"^{self.pattern}$"
        return found


@dataclass(frozen=True)
class Whole(Shape[int]):
    low: int
    high: int

    def read(self, node: Located, notes: Notes) -> At[int] | None:
        if not isinstance(node, Scalar) or isinstance(node.value, bool) or not isinstance(node.value, int | float):
            hint = f"write a whole number from {self.low} to {self.high}, without quotes"
            notes.add(node, "VRT122", f"a number is expected here, not {kind(node)}", hint)
            return None
        if node.value != int(node.value) or not self.low <= node.value <= self.high:
            notes.add(node, "VRT129", f"{clipped(node.text)} is not a whole number from {self.low} to {self.high}", "write one within that range")
            return None
        return At(int(node.value), node.line, node.column)

    def json(self) -> Json:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True)
class Fraction(Shape[Permille]):
    """A place on the dial, 0 to 1."""

    def read(self, node: Located, notes: Notes) -> At[Permille] | None:
        if not isinstance(node, Scalar) or isinstance(node.value, bool) or not isinstance(node.value, int | float):
            notes.add(node, "VRT122", f"a number is expected here, not {kind(node)}", "write for example `0.80`")
            return None
        if not 0 <= node.value <= 1:
            notes.add(node, "VRT129", f"{clipped(node.text)} is not on the dial", "write a number from 0 to 1")
            return None
        return At(permille(node.value), node.line, node.column)

    def json(self) -> Json:
        return {"type": "number", "minimum": 0, "maximum": 1}


@dataclass(frozen=True)
class Quantity(Shape[T]):
    """A number with its unit, read by `parse` (see quantity.py); `what` names it, `pattern` is for editors.

    `meant` gives what a near miss was meant to be, or "".
    """

    what: str
    example: str
    code: str
    parse: Callable[[str], T | None]
    pattern: str
    meant: Callable[[str], str] = lambda _: ""

    def read(self, node: Located, notes: Notes) -> At[T] | None:
        if isinstance(node, Scalar) and (value := self.parse(node.text)) is not None:
            return At(value, node.line, node.column)
        meant = self.meant(node.text) if isinstance(node, Scalar) else ""
        hint = f"write `{meant}`" if meant else f"write for example `{self.example}`"
        notes.add(node, self.code, f"{kind(node)} is not {self.what}", hint)
        return None

    def json(self) -> Json:
        return {"type": "string", "pattern": f"^{self.pattern}$"}


@dataclass(frozen=True)
class OneOf(Shape[T]):
    """One of the words in `words`, each standing for a value."""

    words: tuple[tuple[str, T], ...]
    code: str = "VRT124"

    def read(self, node: Located, notes: Notes) -> At[T] | None:
        known = tuple(word for word, _ in self.words)
        text = node.text if isinstance(node, Scalar) else ""
        for word, value in self.words:
            if word == text:
                return At(value, node.line, node.column)
        said = "" if text else f", not {kind(node)}"
        message = f"`{clipped(text)}` is not known here" if text else f"one word is expected here{said}"
        notes.add(node, self.code, message, choose(text, known))
        return None

    def json(self) -> Json:
        return {"enum": [word for word, _ in self.words]}


@dataclass(frozen=True)
class Setting(Shape[int | float | str]):
    """A parameter's value: a number, or the id of a choice."""

    def read(self, node: Located, notes: Notes) -> At[int | float | str] | None:
        if not isinstance(node, Scalar) or isinstance(node.value, bool) or node.value is None:
            notes.add(node, "VRT122", f"a value is expected here, not {kind(node)}", "write a number or the id of a choice")
            return None
        return At(node.value, node.line, node.column)

    def json(self) -> Json:
        return {"type": ["number", "string"]}
