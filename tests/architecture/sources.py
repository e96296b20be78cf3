"""The modules of `vrtherapy` as syntax, and what each imports."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / "vrtherapy"


@dataclass(frozen=True)
class Module:
    """`name`: dotted, as imported; `part`: the subpackage of vrtherapy it lies in, "" for the package itself."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def part(self) -> str:
        return part_of(self.name)


@dataclass(frozen=True)
class Import:
    """`module`: what must be imported first; `name`: what is taken out of it, "" for the module itself."""

    line: int
    module: str
    name: str


def part_of(module: str) -> str:
    return module.split(".")[1] if module.count(".") else ""


@cache
def modules() -> tuple[Module, ...]:
    return tuple(
        Module(_name(path), path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))
    )


def _name(path: Path) -> str:
    parts = path.relative_to(REPOSITORY).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(module: Module, known: Iterable[str] = ()) -> Iterator[Import]:
    """Every import of the module, also those inside functions. `from package import module` is the module, where known."""
    names = set(known)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(node.lineno, alias.name, "")
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(module.name, node)
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield (
                    Import(node.lineno, whole, "")
                    if whole in names
                    else Import(node.lineno, base, alias.name)
                )


def _absolute(importer: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    above = importer.split(".")[: -node.level]
    return ".".join([*above, *([node.module] if node.module else [])])
