"""An engine in this process, with a view, a supervisor and a biofeedback process that the test plays."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from tests.host.headless_record import demo_plan
from vrtherapy.domain.stage import Value
from vrtherapy.host.bookmark import Bookmark
from vrtherapy.host.engine import Engine
from vrtherapy.host.recording import Record, header
from vrtherapy.host.rendezvous import port_of
from vrtherapy.host.settings import Settings
from vrtherapy.link.stream import Dialler
from vrtherapy.session.replay import LoggedTurn
from vrtherapy.session.state import State
from vrtherapy.store.write import RecordWriter

PATIENCE_S = 30.0


def until(met: Callable[[], object], what: str = "it") -> None:
    """Waits until it is so; nothing is timed by it."""
    end = time.monotonic() + PATIENCE_S
    while not met():
        assert time.monotonic() < end, f"{what} never came"
        time.sleep(0.005)


@dataclass(frozen=True)
class Seen:
    """One frame of the view that the test plays."""

    number: int = 0
    stop_pressed: bool = False
    suds_said: int | None = None
    closed: bool = False
    failure: tuple[str, str] | None = None
    lost: str = ""


class PlayedView:
    """Implements `View`: says what was asked of it. `now` is what the next frames report; `press` reports stop once;
    `stuck` holds the thread that draws in a native wait."""

    def __init__(self) -> None:
        self.now = Seen()
        self.calls: list[str] = []
        self.silent: list[bool] = []
        self.stuck: threading.Event | None = None
        self._pressed = threading.Event()

    def press(self) -> None:
        self._pressed.set()

    @property
    def pressed(self) -> bool:
        """Whether stop was pressed and no frame has read it yet."""
        return self._pressed.is_set()

    def frame(self, dt_s: float) -> Seen:
        if self.stuck is not None:
            assert self.stuck.wait(PATIENCE_S), "nobody let the view go"
        self.now = replace(self.now, number=self.now.number + 1)
        if self._pressed.is_set():
            self._pressed.clear()
            return replace(self.now, stop_pressed=True)
        return self.now

    def load(self, scene: Path | None, calm: Path | None) -> None:
        self.calls.append(f"load {scene.name if scene else 'calm'}")

    def show(self, view: Literal["calm", "exposure"]) -> None:
        self.calls.append(f"show {view}")

    def silence(self, silent: bool) -> None:
        self.silent.append(silent)

    def apply(self, values: Mapping[str, Value]) -> None: ...
    def fire(self, event: str) -> None: ...
    def hold(self, paused: bool) -> None: ...
    def say(self, text: str, seconds: float) -> None: ...
    def ask_suds(self, shown: bool) -> None: ...
    def mirror(self, size: tuple[int, int]) -> tuple[int, bytes] | None: ...

    def close(self) -> None:
        self.calls.append("close")


class Life:
    """The supervisor's end of a lifeline: what was said, and the end."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self.said: list[tuple[str, dict[str, object]]] = []

    def say(self, word: str, **facts: object) -> None:
        self.said.append((word, facts))

    def alive(self) -> None:
        self.say("alive")

    def words(self, word: str) -> list[dict[str, object]]:
        return [facts for said, facts in self.said if said == word]


@dataclass
class Room:
    engine: Engine
    view: PlayedView
    life: Life
    settings: Settings
    loop: Dialler

    @property
    def state(self) -> State:
        return self.engine._conduct.state

    def turns(self) -> list[LoggedTurn]:
        """What is recorded once the engine has ended."""
        self.life.over.set()
        until(lambda: "close" in self.view.calls, "the end")
        return list(Record(self.settings.record).turns())


def settings_in(folder: Path) -> Settings:
    plan = demo_plan()
    scenes = {step.scene: folder / step.scene for step in plan.steps}
    return Settings(
        folder=folder, key="key", record=folder / "room.vrtrec", record_id="room", kind="demo", alias="Nobody",
        plan=folder / "plan.json", scene_folders=scenes, calm_folder=folder / "calm", sensor="simulated:",
        surface="offscreen", frames_per_s=60, started="2026-01-02T10:00:00+01:00",
    )  # fmt: skip


@contextmanager
def running(
    folder: Path,
    before: Iterable[LoggedTurn] | None = None,
    bookmark: Bookmark | None = None,
    view: PlayedView | None = None,
) -> Iterator[Room]:
    """An engine that runs in a thread, and a biofeedback process's line to it. `before` as one that came back."""
    settings, plan, life = settings_in(folder), demo_plan(), Life()
    view = view or PlayedView()
    writer = RecordWriter(settings.record)
    writer.append("H", header(settings, plan))
    scene = plan.steps[0].scene if before is None else ""
    engine = Engine(settings, plan, view, writer, life, scene, before, bookmark)  # type: ignore[arg-type]

    def run() -> None:
        try:
            engine.run()
        finally:
            engine.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    loop = Dialler(lambda: port_of(folder, "engine"), settings.key, list)
    until(lambda: loop.connected, "the line to the engine")
    try:
        yield Room(engine, view, life, settings, loop)
    finally:
        life.over.set()
        loop.close()
        thread.join(PATIENCE_S)
