"""The environment is made from the lock, mended after an interruption, and what is missing is said in one line."""

from __future__ import annotations

import configparser
import hashlib
import json
import subprocess
import sys
import zipfile
from base64 import urlsafe_b64decode
from dataclasses import replace
from pathlib import Path

import pytest

import bootstrap
from bootstrap import COMMANDS, Missing, Stop


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A checkout of its own with a Python that is there; what pip is asked to install is listed instead."""
    (tmp_path / ".venv").mkdir()
    for part in ("base", "development"):
        (tmp_path / f"{part}.lock").write_text(f"{part}==1\n", encoding="utf-8")
        monkeypatch.setitem(bootstrap.LOCKS, part, tmp_path / f"{part}.lock")
    (tmp_path / "pyproject.toml").write_bytes((bootstrap.ROOT / "pyproject.toml").read_bytes())
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "MADE", tmp_path / ".venv" / "made.json")
    monkeypatch.setattr(bootstrap, "runs", lambda: True)
    asked: list[str] = []
    monkeypatch.setattr(bootstrap, "pip", lambda words: asked.append(Path(words[-1]).name))
    return asked


def test_what_was_made_is_not_made_again(checkout: list[str]) -> None:
    bootstrap.environment(("development",))
    assert checkout == ["base.lock", "development.lock", "vrtherapy-0.1.0-py3-none-any.whl"]
    bootstrap.environment(("development",))
    bootstrap.environment(())
    assert len(checkout) == 3


def test_only_the_part_whose_lock_changed_is_made_again(checkout: list[str]) -> None:
    bootstrap.environment(("development",))
    bootstrap.LOCKS["development"].write_text("development==2\n", encoding="utf-8")
    bootstrap.environment(("development",))
    assert checkout[3:] == ["development.lock"]


def test_a_part_that_was_interrupted_is_made_again(
    checkout: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.environment(())
    bootstrap.LOCKS["base"].write_text("base==2\n", encoding="utf-8")
    with monkeypatch.context() as once:
        once.setattr(bootstrap, "pip", lambda words: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            bootstrap.environment(())
    assert "base" not in json.loads(bootstrap.MADE.read_text(encoding="utf-8"))
    # Also where the lock goes back to what it was before: what was half installed is not trusted.
    bootstrap.LOCKS["base"].write_text("base==1\n", encoding="utf-8")
    bootstrap.environment(())
    assert checkout[2:] == ["base.lock"]


@pytest.mark.parametrize("left", [b"", b"{", b"[]", b"\xff"])
def test_a_note_of_what_was_made_that_cannot_be_read_is_no_obstacle(checkout: list[str], left: bytes) -> None:
    bootstrap.MADE.write_bytes(left)
    bootstrap.environment(())
    assert checkout[0] == "base.lock"


def test_the_wheel_points_to_the_checkout_and_has_its_entry_points(tmp_path: Path) -> None:
    archive = zipfile.ZipFile(bootstrap.editable_wheel(tmp_path))
    assert archive.read("vrtherapy.pth").decode().strip() == str(bootstrap.ROOT)
    points = configparser.ConfigParser()
    points.read_string(archive.read("vrtherapy-0.1.0.dist-info/entry_points.txt").decode())
    assert points["console_scripts"]["vrtherapy"] == "vrtherapy.cli.main:main"
    assert "file" in points["vrtherapy.sensors"]
    for line in archive.read("vrtherapy-0.1.0.dist-info/RECORD").decode().splitlines():
        path, digest, size = line.rsplit(",", 2)
        if digest:
            data = archive.read(path)
            assert urlsafe_b64decode(digest.removeprefix("sha256=") + "=") == hashlib.sha256(data).digest()
            assert int(size) == len(data)


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("apt", [True, False], ids=["debian", "elsewhere"])
def test_each_thing_missing_is_one_line_that_says_how_to_get_it(
    command: bootstrap.Command, apt: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "opens", lambda library: False)
    monkeypatch.setattr(bootstrap, "browser", lambda: None)
    monkeypatch.setattr(bootstrap, "can_make_venv", lambda: False)
    monkeypatch.setattr(bootstrap, "PYTHON", Path("not", "there"))
    monkeypatch.setattr(
        bootstrap.shutil, "which", lambda name: "/usr/bin/apt-get" if apt and name == "apt-get" else None
    )
    monkeypatch.setattr(bootstrap.sys, "platform", "linux")
    found = bootstrap.missing(command)
    assert len(found) == 1 + command.draws + 3 * command.browses
    for one in found:
        assert one.sentence().startswith("missing: ") and "\n" not in one.sentence()
        assert ("apt-get install" in one.sentence()) == apt


def test_what_is_needed_and_cannot_be_installed_stops_before_anything_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lacks = Missing("a thing", ("thing",), "somewhere")
    monkeypatch.setattr(bootstrap, "missing", lambda command: [lacks])
    monkeypatch.setattr(bootstrap, "apt_rights", lambda: None)
    with pytest.raises(Stop, match="missing: a thing; get it with: "):
        bootstrap.provide(COMMANDS["demo"])
    monkeypatch.setattr(bootstrap, "missing", lambda command: [replace(lacks, needed=False)])
    bootstrap.provide(COMMANDS["demo"])


@pytest.mark.parametrize("words", [["dance"], ["--with", "juggling", "demo"], ["--with"]])
def test_a_word_it_does_not_know_is_refused_without_a_traceback(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, str(bootstrap.ROOT / "bootstrap.py"), *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (1, 2) and "Traceback" not in done.stderr
    assert "demo" in done.stdout or "--with takes one of" in done.stderr
