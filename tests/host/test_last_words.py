"""An engine that hung or crashed in a scene's code names that scene; one that was killed from outside names nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from vrtherapy.host.last_words import blamed

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")

PATIENCE_S = 60.0
SLOT = "def call(scene, name):\n    return getattr(scene, name)()\n"
SCENE = """
import ctypes, os, re, time
class Scene:
    def stand(self): time.sleep(0.01)
    def sleep(self): self.say(); time.sleep(1000)
    def hold_everybody_up(self): self.say(); re.match("(a+)+$", "a" * 60 + "b")
    def recover(self): self.say(); time.sleep(3)
    def crash(self): self.say(); ctypes.string_at(0)
    def abort(self): self.say(); os.abort()
    def say(self): print("called", flush=True)
"""
ENGINE = """
import importlib.util, sys, time
from pathlib import Path
from vrtherapy.host import last_words
from vrtherapy.host.last_words import LastWords

def module(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made

folder, deed, by_slot = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "slot"
last_words.NO_FRAME_S = float(sys.argv[4])
slot, scene = module(folder / "render" / "slot.py"), module(folder / "scenes" / "faulty" / "scene.py").Scene()
words = LastWords(folder / "last_words")
for _ in range(50):
    slot.call(scene, "stand")
    words.frame()
if by_slot:
    slot.call(scene, deed)
else:
    print("called", flush=True)
    time.sleep(1000)
while True:
    slot.call(scene, "stand")
    words.frame()
"""


def engine(folder: Path, deed: str, by: str = "slot", no_frame_s: float = 0.5) -> subprocess.Popen[str]:
    for path, text in ((folder / "render" / "slot.py", SLOT), (folder / "scenes" / "faulty" / "scene.py", SCENE)):
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    started = subprocess.Popen(
        [sys.executable, "-c", ENGINE, str(folder), deed, by, str(no_frame_s)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert started.stdout is not None and started.stdout.readline() == "called\n"
    return started


def killed(started: subprocess.Popen[str]) -> None:
    started.send_signal(signal.SIGKILL)
    started.wait(PATIENCE_S)


def named(folder: Path) -> tuple[Path, str] | None:
    words = (folder / "last_words").read_text(encoding="utf-8")
    return blamed(words, [folder / "scenes" / "other", folder / "scenes" / "faulty"])


def until_said(folder: Path) -> None:
    end = time.monotonic() + PATIENCE_S
    while not (folder / "last_words").read_text(encoding="utf-8"):
        assert time.monotonic() < end
        time.sleep(0.05)
    time.sleep(0.2)


@pytest.mark.parametrize("deed", ["sleep", "hold_everybody_up"])
def test_a_scene_that_does_not_come_back_is_named(tmp_path: Path, deed: str) -> None:
    started = engine(tmp_path, deed)
    until_said(tmp_path)
    killed(started)
    found = named(tmp_path)
    assert found is not None and found[0].name == "faulty"
    assert f"faulty did not come back from {deed}" in found[1]


@pytest.mark.parametrize("deed", ["crash", "abort"])
def test_a_scene_that_crashes_is_named(tmp_path: Path, deed: str) -> None:
    engine(tmp_path, deed).wait(PATIENCE_S)
    found = named(tmp_path)
    assert found is not None and f"faulty crashed in {deed}" in found[1]


def test_an_engine_that_was_killed_in_a_scenes_code_names_nobody(tmp_path: Path) -> None:
    killed(engine(tmp_path, "sleep", no_frame_s=PATIENCE_S))
    assert named(tmp_path) is None


def test_an_engine_that_hung_in_its_own_code_names_nobody(tmp_path: Path) -> None:
    started = engine(tmp_path, "none", by="itself")
    until_said(tmp_path)
    killed(started)
    assert named(tmp_path) is None


def test_a_scene_that_came_back_after_all_is_not_named(tmp_path: Path) -> None:
    started = engine(tmp_path, "recover")
    until_said(tmp_path)
    end = time.monotonic() + PATIENCE_S
    while (tmp_path / "last_words").read_text(encoding="utf-8"):
        assert time.monotonic() < end
        time.sleep(0.05)
    killed(started)
    assert named(tmp_path) is None
