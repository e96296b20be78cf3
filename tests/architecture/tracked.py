"""The files that belong to the project: what git tracks or would, else what lies here and is not made."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

from .sources import REPOSITORY

MADE = frozenset({
    ".venv", ".git", "node_modules", "__pycache__", ".pytest_cache", ".hypothesis", ".mypy_cache",
    ".ruff_cache", "dist", "build", "recordings", ".cache", "out",
})  # fmt: skip


@cache
def files() -> tuple[Path, ...]:
    """Sorted; only what exists."""
    try:
        said = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard", "-z"],
            cwd=REPOSITORY, capture_output=True, check=True, text=True,
        )  # fmt: skip
        found = [REPOSITORY / name for name in said.stdout.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = [p for p in REPOSITORY.rglob("*") if not MADE.intersection(p.relative_to(REPOSITORY).parts)]
    return tuple(sorted(p for p in found if p.is_file()))


def name(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """Name and text of each file that is UTF-8 text."""
    found = []
    for path in files():
        data = path.read_bytes()
        if b"\0" in data:
            continue
        try:
            found.append((name(path), data.decode("utf-8")))
        except UnicodeDecodeError:
            continue
    return tuple(found)
