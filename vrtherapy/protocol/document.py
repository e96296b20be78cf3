"""YAML text to values that know where they were written. Any bytes give problems, never an exception.

Plain scalars follow the YAML 1.2 core schema: `no` and `1:30` are text, `012` is twelve and warned about.
Bounded in bytes, depth and values, aliases counted as often as they are used. No tags, one document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import yaml

from vrtherapy.protocol import plain
from vrtherapy.protocol.problem import Other, Problem, Severity

LARGEST: Final = 1_000_000
DEEPEST: Final = 40
MOST_VALUES: Final = 30_000
NEAR_A_TAB: Final = 3


@dataclass(frozen=True, slots=True)
class Scalar:
    """`text` is what the author wrote, quotes undone; `value` is what it means."""

    line: int
    column: int
    value: plain.Value
    text: str


@dataclass(frozen=True, slots=True)
class Sequence:
    line: int
    column: int
    items: tuple[Located, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    line: int
    column: int
    key: str
    value: Located


@dataclass(frozen=True, slots=True)
class Mapping:
    line: int
    column: int
    entries: tuple[Entry, ...]

    def get(self, key: str) -> Located | None:
        return next((entry.value for entry in self.entries if entry.key == key), None)


Located = Scalar | Sequence | Mapping


class _Refused(Exception):
    """Ends the reading of one file; the problem is already noted."""


_ODD = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAB_INDENT = re.compile(r"^ *\t")


def read_document(content: str | bytes, path: str) -> tuple[Mapping | None, tuple[Problem, ...]]:
    """The mapping in `content`, and what is wrong with it. No mapping where the file cannot be understood at all."""
    reader = _Reading(path)
    try:
        return reader.document(content), tuple(reader.problems)
    except _Refused:
        return None, tuple(reader.problems)


def decoded(content: str | bytes) -> str:
    """The text of a file for showing lines of it; what is not UTF-8 is shown as replacement characters."""
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
    return text.removeprefix("\ufeff")


class _Reading:
    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self._anchors: dict[str, tuple[Located, int]] = {}
        self._values = 0

    def note(
        self, line: int, column: int, code: str, message: str, hint: str,
        severity: Severity = "error", also: Other | None = None,
    ) -> None:
        self.problems.append(Problem(self.path, line, column, code, severity, message, hint, also))

    def refuse(self, line: int, column: int, code: str, message: str, hint: str) -> _Refused:
        self.note(line, column, code, message, hint)
        return _Refused()

    def document(self, content: str | bytes) -> Mapping:
        text = self._text(content)
        if not text.strip():
            raise self.refuse(1, 1, "VRT104", "the file is empty", "start with `schema: vrtherapy/1`")
        try:
            root = self._root(_events(text))
        except yaml.MarkedYAMLError as error:
            raise self._syntax(error, text) from error
        except yaml.YAMLError as error:
            raise self.refuse(1, 1, "VRT105", "this is not YAML", "write `key: value` lines") from error
        if root is None:
            raise self.refuse(1, 1, "VRT104", "the file holds only comments", "start with `schema: vrtherapy/1`")
        if not isinstance(root, Mapping):
            raise self.refuse(
                root.line, root.column, "VRT111", "a protocol is a mapping of keys to values",
                "start with `schema: vrtherapy/1`",
            )
        return root

    def _text(self, content: str | bytes) -> str:
        if len(content) > LARGEST:
            unit = "bytes" if isinstance(content, bytes) else "characters"
            raise self.refuse(
                1, 1, "VRT103", f"the file has {len(content):,} {unit}, more than {LARGEST:,}",
                "split it into several protocols",
            )
        if isinstance(content, bytes):
            try:
                text = content.decode("utf-8-sig")
            except UnicodeDecodeError as error:
                before, byte = error.object[: error.start].decode("utf-8", "replace"), error.object[error.start]
                raise self.refuse(
                    *_place(before), "VRT101", f"byte 0x{byte:02x} is not UTF-8 text",
                    "save the file with the encoding UTF-8",
                ) from error
        else:
            text = content.removeprefix("\ufeff")
        if (odd := _ODD.search(text)) is not None:
            raise self.refuse(
                *_place(text[: odd.start()]), "VRT102",
                f"the character U+{ord(odd[0]):04X} may not stand in a YAML file", "delete it",
            )
        return text

    def _syntax(self, error: yaml.MarkedYAMLError, text: str) -> _Refused:
        lines = text.splitlines()
        found_at, began = error.problem_mark, error.context_mark
        # What is never closed is noticed at the end of the file, where there is nothing to see.
        mark = began if began is not None and (found_at is None or found_at.line >= len(lines)) else found_at
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        for number, found in enumerate(lines[:line], start=1):
            if number > line - NEAR_A_TAB and _TAB_INDENT.match(found):
                return self.refuse(
                    number, found.index("\t") + 1, "VRT106", "a tab is used for indentation", "indent with spaces",
                )
        if "undefined alias" in (error.problem or ""):
            return self.refuse(line, column, "VRT116", "this alias has no anchor before it", "write the value out")
        context = f" ({error.context})" if error.context else ""
        also = None
        if began is not None and (began.line + 1, began.column + 1) != (line, column):
            also = Other(began.line + 1, began.column + 1, "what is being read begins here")
        self.note(
            line, column, "VRT105", f"not YAML: {error.problem or 'it cannot be read'}{context}",
            "check the indentation, the colons, and that every bracket and quote is closed", also=also,
        )
        return _Refused()

    def _root(self, events: Iterator[yaml.Event]) -> Located | None:
        root: Located | None = None
        seen = False
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if seen:
                    line, column = _start(event)
                    raise self.refuse(line, column, "VRT115", "a second document starts here", "one file, one protocol")
                seen = True
                root = self._value(next(events), events, 1)
        return root

    def _count(self, size: int, line: int, column: int) -> None:
        self._values += size
        if self._values > MOST_VALUES:
            raise self.refuse(
                line, column, "VRT109", f"more than {MOST_VALUES:,} values, counting what aliases repeat",
                "write less, or repeat less by aliases",
            )

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Located:
        line, column = _start(event)
        if depth > DEEPEST:
            raise self.refuse(line, column, "VRT108", f"nested deeper than {DEEPEST} levels", "a protocol needs six")
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, line, column)
        before = self._values
        self._count(1, line, column)
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.note(line, column, "VRT110", f"tags such as `{tag[:40]}` are not used here", "write the plain value")
        found: Located
        if isinstance(event, yaml.MappingStartEvent):
            found = self._mapping(line, column, events, depth)
        elif isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(item := next(events), yaml.SequenceEndEvent):
                items.append(self._value(item, events, depth + 1))
            found = Sequence(line, column, tuple(items))
        else:
            assert isinstance(event, yaml.ScalarEvent)
            found = self._scalar(event, line, column)
        if (anchor := getattr(event, "anchor", None)) is not None:
            self._anchors[anchor] = (found, self._values - before)
        return found

    def _alias(self, event: yaml.AliasEvent, line: int, column: int) -> Located:
        name = str(event.anchor)
        if name not in self._anchors:
            raise self.refuse(
                line, column, "VRT116", f"the alias `*{name[:40]}` has no finished anchor before it",
                "write the value out; a value cannot contain itself",
            )
        found, size = self._anchors[name]
        self._count(size, line, column)
        return found

    def _mapping(self, line: int, column: int, events: Iterator[yaml.Event], depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            at = _start(event)
            key = self._value(event, events, depth + 1)
            value = self._value(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                self.note(*at, "VRT112", "a key is one word", "write `key: value`")
            elif (first := entries.get(key.text)) is not None:
                self.note(
                    *at, "VRT107", f"the key `{key.text[:60]}` is given twice here", "keep one of the two",
                    also=Other(first.line, first.column, "first given here"),
                )
            else:
                entries[key.text] = Entry(*at, key.text, value)
        return Mapping(line, column, tuple(entries.values()))

    def _scalar(self, event: yaml.ScalarEvent, line: int, column: int) -> Scalar:
        text = event.value
        if not event.implicit[0] or event.style:
            return Scalar(line, column, text, text)
        meaning = plain.read(text)
        if meaning.fault:
            severity: Severity = "warning" if meaning.code == "VRT114" else "error"
            self.note(line, column, meaning.code, meaning.fault, meaning.hint, severity)
        return Scalar(line, column, meaning.value, text)


def _events(text: str) -> Iterator[yaml.Event]:
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    return iter(yaml.parse(text, Loader=loader))


def _start(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    assert mark is not None
    return mark.line + 1, mark.column + 1


def _place(before: str) -> tuple[int, int]:
    """Line and column of the character after `before`."""
    lines = (before + "x").splitlines()
    return len(lines), len(lines[-1])
