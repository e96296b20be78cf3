"""Whatever hangs is missed, ended and started again, and everything is said: on real processes that do nothing else."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.host.engine_room import PATIENCE_S, settings_in
from vrtherapy.host.supervisor import MODULES, PATIENT, SILENT_S, Supervisor, Word

ROOT = Path(__file__).resolve().parents[2]


class Watched(Supervisor):
    """A supervisor of toys, and all the words it told."""

    def __init__(self, folder: Path, toy: str) -> None:
        (folder / "toy").write_text(toy)
        self.told: list[Word] = []
        toys = dict.fromkeys(MODULES, "tests.host.toy_process")
        super().__init__(settings_in(folder), folder / "settings.json", self.told.append, toys)

    def until(self, met: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not met():
            assert time.monotonic() < end, [word for word in self.told if word.say != "alive"]
            self.watch(0.05)

    def said(self, name: str) -> list[str]:
        """What was said of a process, less that it is alive."""
        return [word.say for word in self.told if word.name == name and word.say != "alive"]

    def alive(self) -> bool:
        return all(any(word == Word(name, "alive") for word in self.told) for name in MODULES)

    def pids(self) -> dict[str, int | None]:
        return {name: self.pid(name) for name in MODULES}


Watch = Callable[[str], Watched]


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    monkeypatch.chdir(ROOT)
    made: list[Watched] = []

    def start(toy: str) -> Watched:
        made.append(Watched(tmp_path, toy))
        made[-1].start()
        return made[-1]

    yield start
    for supervisor in made:
        for pid in filter(None, supervisor.pids().values()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
        supervisor.end()


@pytest.mark.parametrize("name", MODULES)
def test_a_process_that_stands_still_is_ended_and_started_again_and_each_of_it_is_said(watch: Watch, name: str) -> None:
    supervisor = watch("up 0")
    supervisor.until(supervisor.alive)
    before = supervisor.pids()
    hung = before[name]
    assert hung is not None
    os.kill(hung, signal.SIGSTOP)
    supervisor.until(lambda: "back" in supervisor.said(name))
    assert supervisor.said(name) == ["up", "hung", "fell", "up", "back"]
    assert {n for n, pid in supervisor.pids().items() if pid != before[n]} == {name}
    facts = {word.say: word.facts for word in supervisor.told if word.name == name}
    assert facts["fell"] == {"status": -signal.SIGKILL}
    assert facts["back"]["after_s"] > facts["hung"]["silent_s"] >= SILENT_S[name]


def test_one_that_died_is_said_to_be_back_and_one_that_only_began_never_is(watch: Watch) -> None:
    supervisor = watch("up 0")
    supervisor.until(supervisor.alive)
    died = supervisor.pid("server")
    assert died is not None
    os.kill(died, signal.SIGKILL)
    supervisor.until(lambda: "back" in supervisor.said("server"))
    assert supervisor.said("server") == ["up", "fell", "up", "back"]
    assert supervisor.said("engine") == supervisor.said("biofeedback") == ["up"]


def test_while_a_scene_is_built_or_a_kernel_compiled_silence_is_no_sign(watch: Watch) -> None:
    supervisor = watch(f"loading {max(SILENT_S.values()) + 1.0}")
    supervisor.until(supervisor.alive)
    assert all(supervisor.said(name) == ["loading"] for name in MODULES)


def test_a_scene_that_is_built_for_ever_ends_its_engine(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PATIENT, "loading", max(SILENT_S.values()) + 1.0)
    supervisor = watch("loading 1000")
    supervisor.until(lambda: "hung" in supervisor.said("engine"))
    silent = next(word.facts["silent_s"] for word in supervisor.told if word.say == "hung")
    assert silent >= PATIENT["loading"]


def test_who_did_not_listen_says_of_nobody_that_he_was_silent(watch: Watch) -> None:
    supervisor = watch("up 0")
    supervisor.until(supervisor.alive)
    engine = supervisor.pid("engine")
    assert engine is not None
    os.kill(engine, signal.SIGSTOP)
    time.sleep(SILENT_S["engine"] + 1.0)
    supervisor.watch(0.3)
    os.kill(engine, signal.SIGCONT)
    supervisor.watch(1.0)
    assert supervisor.pid("engine") == engine and supervisor.said("engine") == ["up"]
