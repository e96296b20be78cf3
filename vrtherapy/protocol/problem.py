"""What is wrong with a protocol, where, and what to write instead.

A problem is a value, never an exception. `codes.py` lists every code; `docs/problems/CODE.md` explains it.
Lines and columns count from 1, columns in characters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]

LONGEST_LINE = 160


@dataclass(frozen=True, slots=True)
class Other:
    """The second place of a problem that has two, such as a duplicate; `words` say what stands there."""

    line: int
    column: int
    words: str


@dataclass(frozen=True, slots=True)
class Problem:
    """`message` says what is wrong, `hint` what to write instead."""

    path: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    hint: str
    also: Other | None = None


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By file, place and code; each said once."""
    return tuple(sorted(set(problems), key=lambda p: (p.path, p.line, p.column, p.code, p.message)))


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(p.severity == "error" for p in problems)


def headline(problem: Problem) -> str:
    """`path:line:col: CODE severity: what is wrong; what to write instead`, one line."""
    place = f"{problem.path}:{problem.line}:{problem.column}"
    return f"{place}: {problem.code} {problem.severity}: {problem.message}; {problem.hint}"


def render(problem: Problem, source: str | None = None) -> str:
    """The headline and, where `source` (the file's text) is given, the line with a caret; both places of a pair."""
    parts = [headline(problem), *_excerpt(source, problem.line, problem.column)]
    if problem.also is not None:
        also = problem.also
        parts.append(f"{problem.path}:{also.line}:{also.column}: {also.words}")
        parts.extend(_excerpt(source, also.line, also.column))
    return "\n".join(parts)


def render_all(problems: Iterable[Problem], source: str | None = None) -> str:
    """All problems in order, then a line that counts them. Empty text for none."""
    found = in_order(problems)
    if not found:
        return ""
    errors = sum(p.severity == "error" for p in found)
    count = f"{_counted(errors, 'error')}, {_counted(len(found) - errors, 'warning')}"
    return "\n".join([*(render(p, source) for p in found), count]) + "\n"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _excerpt(source: str | None, line: int, column: int) -> list[str]:
    if source is None:
        return []
    lines = source.splitlines()
    if not 1 <= line <= len(lines):
        return []
    # A caret under a tab or a wide line would stand in the wrong place: tabs become one space, far columns scroll.
    text = "".join(character if character.isprintable() else " " for character in lines[line - 1])
    start = max(0, column - LONGEST_LINE) if column > LONGEST_LINE else 0
    shown = text[start : start + LONGEST_LINE]
    return [f"  {line:>4} | {shown}".rstrip(), f"       | {' ' * (column - 1 - start)}^"]
