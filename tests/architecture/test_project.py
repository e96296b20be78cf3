"""The project's own files agree with each other: dependencies and locks, entry points, make and bootstrap, the wheel."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import bootstrap

from .sources import REPOSITORY
from .tracked import files, name

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
TARGETS = {"help", "env", "demo", "test", "test-all", "lint", "types", "floors", "gen", "bench"}
ENTRY = re.compile(
    r"^(?P<pin>[^\s#-][^\\]*?)\s*\\?\n(?P<hashes>(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)*)", re.MULTILINE
)


def pins(lock: Path) -> list[tuple[Requirement, int]]:
    """Each pin of a lock and how many hashes it has."""
    return [
        (Requirement(found["pin"]), found["hashes"].count("--hash"))
        for found in ENTRY.finditer(lock.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("part", bootstrap.LOCKS)
def test_a_lock_pins_everything_with_hashes_and_names_no_index(part: str) -> None:
    text = bootstrap.LOCKS[part].read_text(encoding="utf-8")
    found = pins(bootstrap.LOCKS[part])
    assert len(found) > 20
    assert all(hashes and re.fullmatch(r"==[^*]+", str(pin.specifier)) for pin, hashes in found)
    assert "://" not in text and not re.search(
        r"^\s*(-i|-f|--index|--extra-index|--find-links)", text, re.MULTILINE
    )


@pytest.mark.parametrize("part", bootstrap.LOCKS)
def test_a_lock_is_in_step_with_the_dependencies(part: str) -> None:
    wanted = [*map(Requirement, PROJECT["dependencies"]), *map(Requirement, EXTRAS.get(part, []))]
    locked: dict[str, list[str]] = {}
    for pin, _ in pins(bootstrap.LOCKS[part]):
        locked.setdefault(canonicalize_name(pin.name), []).append(str(pin.specifier).removeprefix("=="))
    for one in wanted:
        versions = locked.get(canonicalize_name(one.name), [])
        assert versions and all(one.specifier.contains(version) for version in versions), (
            f"{one}: python bootstrap.py lock"
        )


def test_all_locks_fit_into_one_environment() -> None:
    base = {str(pin) for pin, _ in pins(bootstrap.LOCKS["base"])}
    chosen: dict[tuple[str, str], str] = {}
    for lock in bootstrap.LOCKS.values():
        found = pins(lock)
        assert base <= {str(pin) for pin, _ in found}
        for pin, _ in found:
            assert chosen.setdefault((pin.name, str(pin.marker)), str(pin.specifier)) == str(pin.specifier)


def test_the_extras_are_the_locks() -> None:
    assert set(EXTRAS) | {"base"} == set(bootstrap.LOCKS)


@pytest.mark.parametrize("part", ["vrtherapy", "scenes", "assets", "tests", "benchmarks", "docs"])
def test_everything_imported_is_a_dependency(part: str) -> None:
    called = {"yaml": "pyyaml", "PIL": "pillow", "xr": "pyopenxr"}
    declared = {
        canonicalize_name(Requirement(line).name)
        for group in (
            PROJECT["dependencies"],
            *(EXTRAS.values() if part != "vrtherapy" else (EXTRAS["sensors"],)),
        )
        for line in group
    } | {"packaging"}
    own = {path.stem for path in files() if path.suffix == ".py"} | {
        "vrtherapy",
        "scenes",
        "assets",
        "tests",
        "benchmarks",
    }
    own |= {path.parent.name for path in files() if path.suffix == ".py"}
    imported = set()
    for path in files():
        if path.suffix == ".py" and name(path).startswith(f"{part}/"):
            for line in path.read_text(encoding="utf-8").splitlines():
                if found := re.match(r"\s*(?:import|from) ([A-Za-z_]\w*)", line):
                    imported.add(found[1])
    strange = {called.get(one, one) for one in imported - set(sys.stdlib_module_names) - own}
    assert {canonicalize_name(one) for one in strange} <= declared


@pytest.mark.parametrize(
    "target",
    [
        *PROJECT["scripts"].values(),
        *(value for group in PROJECT["entry-points"].values() for value in group.values()),
    ],
)
def test_an_entry_point_leads_to_something_to_call(target: str) -> None:
    module, _, attribute = target.partition(":")
    assert callable(getattr(importlib.import_module(module), attribute))


def test_make_has_the_targets_that_are_promised_and_each_is_a_command_of_bootstrap() -> None:
    text = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    targets = dict(re.findall(r"^([a-z-]+): ## .+\n\t(.+)$", text, re.MULTILINE))
    assert set(targets) == TARGETS
    for target in TARGETS - {"help"}:
        assert target in bootstrap.COMMANDS and targets[target] == f"$(BOOT) {target} $(ARGS)"
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert {"demo", "test"} <= set(re.findall(r"(?:^|`)make ([a-z-]+)", readme, re.MULTILINE)) <= TARGETS


def test_the_wheel_carries_all_that_a_session_needs(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(words, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {name(path) for path in files() if name(path).startswith("vrtherapy/")}
    for folder in ("scenes", "protocols", "assets"):
        wanted |= {
            f"vrtherapy/shipped/{name(path)}" for path in files() if name(path).startswith(f"{folder}/")
        }
    assert wanted - inside == set()
    assert {file for file in inside - wanted if ".dist-info/" not in file} == set()
    assert {"vrtherapy/server/static/index.html", "vrtherapy/render/shaders/surface.vert"} <= inside
