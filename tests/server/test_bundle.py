"""The committed console is what its sources and the wire make: rebuilt elsewhere it is the same to the byte.

Needs node and npm only for the rebuild; without them those tests say so and are left out.
"""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from vrtherapy.server.app import HEADERS, STATIC
from vrtherapy.wire.codec import TracePoint, encode_mirror, encode_trace
from vrtherapy.wire.schema import wire_schema

CONSOLE = Path(__file__).resolve().parents[2] / "clinician_console"
OLDEST_NODE = (20, 19)

Npm = Callable[..., "subprocess.CompletedProcess[str]"]


def test_the_wire_schema_of_the_console_is_the_wire() -> None:
    assert (CONSOLE / "wire.schema.json").read_text(encoding="utf-8") == wire_schema(), (
        "run `make gen`: the wire has changed since the console's types were made"
    )


def test_the_frames_the_console_is_tested_with_are_those_the_codec_writes() -> None:
    golden = json.loads((CONSOLE / "tests" / "frames.golden.json").read_text(encoding="utf-8"))
    mirror = encode_mirror(0xFFFFFFFF, 1_234_567_890_123, b"\xff\xd8JPEG\xff\xd9")
    unknown = math.nan
    trace = encode_trace(
        [
            TracePoint(0.25, 0.5, 0.75, 84.5, 0.25, 0.0625, 1.0),
            TracePoint(600.5, 0.0, 1.0, unknown, unknown, unknown, 0.0),
        ]
    )
    assert golden == {"mirror": mirror.hex(), "trace": trace.hex()}


def test_the_lock_names_no_address_and_nothing_that_runs_at_install() -> None:
    lock = json.loads((CONSOLE / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: facts for name, facts in lock["packages"].items() if name}
    assert packages
    assert [name for name, facts in packages.items() if "resolved" in facts] == []
    assert [name for name, facts in packages.items() if "integrity" not in facts] == []
    # fsevents is macOS's own file watcher, optional, and needs no script to work.
    running = {name for name, facts in packages.items() if facts.get("hasInstallScript")}
    assert running <= {"node_modules/fsevents"}


def test_the_page_names_only_files_that_are_there_and_nothing_its_policy_forbids() -> None:
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    named = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert named
    for name in named:
        assert (STATIC / name).is_file(), name
    assert "script-src" not in HEADERS["content-security-policy"]
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=", page) == []


def test_the_licences_of_what_is_bundled_go_with_it() -> None:
    licences = (STATIC / "assets" / "licences.md").read_text(encoding="utf-8")
    for name in ("preact", "@preact/signals", "uplot"):
        assert re.search(rf"^## {name} ", licences, re.MULTILINE), name


@pytest.fixture(scope="module")
def npm(tmp_path_factory: pytest.TempPathFactory) -> Npm:
    """Runs a command in a fresh copy of the console's sources with the locked packages installed."""
    node, program = shutil.which("node"), shutil.which("npm")
    if node is None or program is None:
        pytest.skip("node and npm are not installed: the console is not rebuilt")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if tuple(int(part) for part in version.lstrip("v").split(".")[:2]) < OLDEST_NODE:
        pytest.skip(f"node is {version}, older than the console's tools need: it is not rebuilt")
    folder = tmp_path_factory.mktemp("console")
    copy = folder / CONSOLE.name
    shutil.copytree(CONSOLE, copy, ignore=shutil.ignore_patterns("node_modules", "dist"))
    shutil.copytree(CONSOLE.parent / "tests" / "golden", folder / "tests" / "golden")

    def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [str(program), *words],
            cwd=copy,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=240,
        )
        assert done.returncode == 0, f"npm {' '.join(words)}\n{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
        return done

    run("ci", "--ignore-scripts")
    return run


def test_the_types_of_the_wire_are_fresh(npm: Npm) -> None:
    npm("run", "gen", "--", "--check")


def test_the_console_holds_to_its_types(npm: Npm) -> None:
    npm("run", "types")


def test_the_consoles_own_tests_pass(npm: Npm) -> None:
    npm("test")


def test_the_bundle_rebuilt_elsewhere_is_the_committed_one(npm: Npm, tmp_path: Path) -> None:
    npm("run", "bundle", CONSOLE_OUT=str(tmp_path))
    assert files(tmp_path) == files(STATIC), (
        "run `npm run build` in clinician_console and commit what it writes"
    )


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
