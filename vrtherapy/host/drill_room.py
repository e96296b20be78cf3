"""A session of real processes for drills: a simulated patient, a fake headset, a console that leads and one that watches."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final

from vrtherapy.host.discovery import shipped
from vrtherapy.host.opening import Opened, Wanted, open_session
from vrtherapy.host.supervisor import Supervisor, Word
from vrtherapy.link.console import ConsoleLine, NoConsole
from vrtherapy.render.headset.script import Script
from vrtherapy.wire import commands, reports

PROTOCOL: Final = "acrophobia/demo.yaml"
STARTS_S: Final = 120.0
WAITS_S: Final = 30.0


class NotAsPromised(Exception):
    """What was promised did not come; the text says what."""


class Seat:
    """One console at the session, and the newest it was told."""

    def __init__(self, line: ConsoleLine) -> None:
        self.line = line
        self.state: reports.StateReport | None = None
        self.alerts: list[str] = []
        self._answers: dict[int, reports.AnswerReport] = {}

    def hear(self, within_s: float) -> None:
        for message in self.line.poll(within_s):
            match message:
                case reports.StateReport():
                    self.state = message
                case reports.Happened(what="alert", name=name):
                    self.alerts.append(name)
                case reports.AnswerReport():
                    self._answers[message.number] = message
                case _:
                    pass

    def until(self, wanted: Callable[[reports.StateReport], bool], what: str, within_s: float = WAITS_S) -> reports.StateReport:
        """The first state that is wanted. Raises NotAsPromised."""
        end = time.monotonic() + within_s
        while time.monotonic() < end:
            self.hear(0.02)
            if self.state is not None and wanted(self.state):
                return self.state
        raise NotAsPromised(f"{what}: not within {within_s:.0f} s")

    def do(self, wish: commands.Wish) -> None:
        """Sends a wish and waits until it is accepted; who never heard the engine is not obeyed, so it listens first.
        Raises NotAsPromised."""
        self.until(lambda _: True, "a word from the engine")
        number = self.line.send(wish)
        end = time.monotonic() + WAITS_S
        while number not in self._answers:
            if time.monotonic() > end:
                raise NotAsPromised("a command was never answered")
            self.hear(0.02)
        if not (answer := self._answers[number]).accepted:
            raise NotAsPromised(f"refused: {answer.reason.words}")


class DrillRoom(contextlib.AbstractContextManager["DrillRoom"]):
    """Raises opening.CannotOpen, and NotAsPromised where the session does not come up."""

    def __init__(self, records: Path, say: Callable[[str], None]) -> None:
        self._say = say
        self._stack = contextlib.ExitStack()
        self.faults = records / "faults"
        self.faults.write_text("", encoding="utf-8")
        wanted = Wanted(
            protocol=shipped("protocols") / PROTOCOL,
            session=None,
            sensor=f"simulated:?seed=1&faults={self.faults}",
            kind="training",
            alias="Drill",
            records=records,
            surface="fake",
            port=0,
            sound=False,
        )
        self.opened: Opened = self._stack.enter_context(open_session(wanted))
        self._ready = threading.Event()
        self._port = 0
        self._seats = 0
        self._has: set[str] = set()
        self.supervisor = Supervisor(self.opened.settings, self.opened.path, self._heard)
        self._over = threading.Event()
        self._watching = threading.Thread(target=self._watch, name="drill", daemon=True)

    def __enter__(self) -> DrillRoom:
        self._watching.start()
        try:
            if not self._ready.wait(STARTS_S) or self.supervisor.problem:
                raise NotAsPromised(self.supervisor.problem or "the session did not start")
            self.headset = Script(self.opened.settings.folder)
            self.clinician = self.seat("drill")
            self.watcher = self.seat("watcher")
            self.clinician.until(lambda state: state.phase == "checklist", "the checklist")
            self.clinician.do(commands.TakeControl())
            self.clinician.do(commands.Confirm(answers={"identity": "nobody"}))
            self.clinician.until(lambda state: not state.checklist.missing, "an open gate")
            self.clinician.do(commands.Start())
            self.clinician.do(commands.Next())
            self.clinician.until(lambda state: state.phase == "exposure", "the exposure")
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._end()

    def seat(self, name: str) -> Seat:
        """A console, as soon as there is a server, under a name that nobody had: its commands count from 1. Raises NotAsPromised."""
        self._seats += 1
        end = time.monotonic() + WAITS_S
        while True:
            try:
                return Seat(ConsoleLine(f"http://127.0.0.1:{self._port}", self.opened.settings.key, f"{name} {self._seats}"))
            except NoConsole as problem:
                if time.monotonic() > end:
                    raise NotAsPromised(str(problem)) from problem
                time.sleep(0.02)

    def expose(self, intensity: int = 100) -> None:
        """The exposure, led by the drill's console, with something given. Raises NotAsPromised."""
        self.clinician.hear(0.1)
        if not self.clinician.line.open:
            self.clinician = self.seat("drill")
        if not self.watcher.line.open:
            self.watcher = self.seat("watcher")
        heard = self.clinician.state.beat if self.clinician.state else 0
        self.clinician.do(commands.TakeControl())
        self.clinician.until(lambda state: state.beat != heard, "a state")
        state = self.clinician.until(lambda state: state.live, "a live console")
        if state.phase != "exposure":
            self.clinician.do(commands.Resume())
            self.clinician.until(lambda state: state.phase == "exposure", "the exposure")
        self.clinician.do(commands.AskIntensity(intensity=intensity))
        self.clinician.until(lambda state: state.dial.given == intensity, f"intensity {intensity / 1000:.2f}")

    def kill(self, name: str) -> float:
        """Ends a process at once, as a fall would; the monotonic time of it."""
        pid = self.supervisor.pid(name)
        if pid is None:
            raise NotAsPromised(f"there is no {name} to end")
        at = time.monotonic()
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        return at

    def _heard(self, word: Word) -> None:
        match word.say:
            case "listening":
                self._port = int(word.facts["port"])
            case "first_frame" | "reading":
                self._has.add(word.say)
            case "hung" | "fell" | "back":
                self._say(f"  ({word.name}: {word.say})")
            case _:
                pass
        if self._port and self._has >= {"first_frame", "reading"}:
            self._ready.set()

    def _watch(self) -> None:
        self.supervisor.start()
        while not self._over.is_set() and not self.supervisor.over:
            self.supervisor.watch(0.2)
        self._ready.set()

    def _end(self) -> None:
        for seat in (getattr(self, "clinician", None), getattr(self, "watcher", None)):
            if seat is not None:
                seat.line.close()
        self._over.set()
        self._watching.join(10.0)
        self.supervisor.end()
        self._stack.close()
