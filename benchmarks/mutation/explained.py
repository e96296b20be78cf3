"""Reads explained.txt: which mutants may survive, and why.

A paragraph each: the file, the mutants as `run` prints them, one a line after `- `, and last the sentence that says why.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

HERE = Path(__file__).with_name("explained.txt")


@cache
def paragraphs() -> tuple[tuple[str, tuple[str, ...], str], ...]:
    found = []
    for paragraph in HERE.read_text().split("\n\n"):
        lines = [line for line in paragraph.strip().splitlines() if not line.startswith("#")]
        if not lines:
            continue
        file, *names, why = lines
        if not names or any(not name.startswith("- ") for name in names) or why.startswith("- "):
            raise ValueError(f"not a file, mutants and a reason: {paragraph}")
        found.append((file, tuple(name[2:] for name in names), why))
    return tuple(found)


def read(file: str) -> frozenset[str]:
    """The mutants of `file` that are explained."""
    return frozenset(name for of, names, _ in paragraphs() if of == file for name in names)
