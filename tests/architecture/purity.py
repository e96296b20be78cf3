"""Floors 1 to 4 open no file, socket or thread, read no clock, and draw no number that no seed explains.

Rule: what they may import is a list of what cannot do that; the few doors left in those modules are named. A new
module on the list needs a look at what it can open.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .floors import FLOOR_OF, Breach
from .sources import Import, Module, imports

HIGHEST_PURE = 4
STANDARD = frozenset({
    "__future__", "abc", "bisect", "collections", "collections.abc", "dataclasses", "difflib", "enum",
    "fractions", "functools", "heapq", "html", "itertools", "json", "math", "operator", "pathlib",
    "random", "re", "statistics", "string", "struct", "textwrap", "types", "typing", "unicodedata", "zlib",
})  # fmt: skip
OTHERS = frozenset({"numpy", "numpy.typing", "numba", "scipy.signal", "pydantic", "yaml"})
ONLY_NAMES = {"random": {"Random"}, "pathlib": {"Path", "PurePath", "PurePosixPath"}}
"""Modules of which no more than these names may be taken."""
CALLS = frozenset({"open", "input", "print", "exec", "eval", "compile", "__import__", "breakpoint"})
ON_PATHS = frozenset({
    "cwd", "exists", "glob", "hardlink_to", "home", "is_dir", "is_file", "iterdir", "lstat", "mkdir",
    "open", "read_bytes", "read_text", "readlink", "rglob", "rmdir", "samefile", "stat", "symlink_to",
    "touch", "unlink", "write_bytes", "write_text",
})  # fmt: skip
OF_NUMPY = frozenset({
    "fromfile", "genfromtxt", "load", "loadtxt", "memmap", "save", "savetxt", "savez", "savez_compressed",
    "tofile",
})  # fmt: skip
SEEDED = frozenset({"Generator", "default_rng", "PCG64", "Philox", "SeedSequence"})


def impurities(module: Module) -> list[Breach]:
    """What the module may not do, nothing above floor 4."""
    floor = FLOOR_OF.get(module.part)
    if floor is None or floor > HIGHEST_PURE:
        return []
    found = [Breach(module.name, one.line, what) for one in imports(module) if (what := _import(floor, one))]
    for node in ast.walk(module.tree):
        found += [Breach(module.name, getattr(node, "lineno", 1), what) for what in _node(node)]
    return found


def _import(floor: int, one: Import) -> str:
    if one.module.split(".")[0] == "vrtherapy":
        return ""
    if one.module in ONLY_NAMES:
        allowed = ONLY_NAMES[one.module]
        return (
            ""
            if one.name in allowed
            else f"takes {one.name or 'the module'} of {one.module}; only {sorted(allowed)} may be"
        )
    if one.module in STANDARD or (
        floor > 1 and (one.module in OTHERS or f"{one.module}.{one.name}" in OTHERS)
    ):
        return ""
    return f"imports {one.module}, which is not on the list for floor {floor}"


def _node(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in CALLS:
            yield f"calls {name}()"
        case ast.Call(
            func=ast.Name(id="Random") | ast.Attribute(attr="default_rng" | "PCG64" | "Philox"),
            args=[],
            keywords=[],
        ):
            yield "makes a random source without a seed"
        case ast.Attribute(
            value=ast.Attribute(value=ast.Name(id="np" | "numpy"), attr="random"), attr=name
        ) if name not in SEEDED:
            yield f"uses numpy's global random source ({name})"
        case ast.Attribute(value=ast.Name(id="np" | "numpy"), attr=name) if name in OF_NUMPY:
            yield f"reads or writes a file with numpy.{name}"
        case ast.Attribute(attr=name) if name in ON_PATHS or name == "tofile":
            yield f"touches a file with .{name}"
