"""A session of real processes under test: started as a user starts it, heard as a person and a console hear it."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from vrtherapy.link.console import ConsoleLine, NoConsole
from vrtherapy.wire import commands, reports

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 90.0
"""For what may take long on a slow machine; nothing is timed by it."""


def vrtherapy(*arguments: str, within_s: float = PATIENCE_S, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command run to its end."""
    return subprocess.run(
        [sys.executable, "-m", "vrtherapy.cli.main", *arguments],
        capture_output=True,
        text=True,
        timeout=within_s,
        cwd=ROOT,
        env={**os.environ, **environment},
    )


def processes_of(word: str) -> list[int]:
    """Ids of this machine's processes whose command line contains `word`, apart from this one."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if word in line:
                found.append(int(entry.name))
    return found


class Session:
    """`vrtherapy run` or `demo` in a process of its own."""

    def __init__(self, records: Path, *arguments: str) -> None:
        self.records = records
        self.process = subprocess.Popen(
            [sys.executable, "-m", "vrtherapy.cli.main", *arguments, "--records", str(records)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(records)},
        )
        self.said: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        said = self.until(lambda line: line.startswith("Console: "))
        found = re.fullmatch(r"Console: (http://127\.0\.0\.1:\d+)/enter\?key=(\S+)", said)
        assert found, said
        self.address, self.key = found[1], unquote(found[2])

    def until(self, wanted: Callable[[str], bool], within_s: float = PATIENCE_S) -> str:
        """The first line said that is wanted; fails with all that was said."""
        end = time.monotonic() + within_s
        while (left := end - time.monotonic()) > 0:
            try:
                line = self._lines.get(timeout=left)
            except queue.Empty:
                break
            if wanted(line):
                return line
        raise AssertionError("not said: " + "\n".join(self.said))

    def ready(self) -> None:
        self.until(lambda line: line.startswith("Pictures and signals after"))

    @property
    def folder(self) -> Path:
        """Where the session's processes meet."""
        return next(self.records.glob("vrtherapy-*"))

    @property
    def record(self) -> Path:
        return next(self.records.glob("*.vrtrec"))

    def pid(self, name: str) -> int:
        """The engine, server or biofeedback process."""
        return next(iter(processes_of(f"vrtherapy.host.{name}_process {self.folder}")))

    def console(self, client: str, last_seq: int = 0, number: int = 0) -> Console:
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                return Console(ConsoleLine(self.address, self.key, client, last_seq, number))
            except NoConsole:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def interrupt(self) -> int:
        """Ctrl-C; the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE_S)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            self._lines.put(line.rstrip())


class Console:
    """A clinician at a console, as a test plays one."""

    def __init__(self, line: ConsoleLine) -> None:
        self.line = line
        self.state: reports.StateReport | None = None
        self.plan: reports.PlanReport | None = None
        self.happened: list[reports.Happened] = []
        self.answers: list[reports.AnswerReport] = []
        self.other: list[reports.ToConsole] = []

    def hear(self, within_s: float = 0.2) -> None:
        for message in self.line.poll(within_s):
            match message:
                case reports.StateReport():
                    self.state = message
                case reports.PlanReport():
                    self.plan = message
                case reports.Happened():
                    self.happened.append(message)
                case reports.AnswerReport():
                    self.answers.append(message)
                case _:
                    self.other.append(message)

    def until(self, wanted: Callable[[reports.StateReport], bool], within_s: float = PATIENCE_S) -> reports.StateReport:
        """The first state that is wanted."""
        end = time.monotonic() + within_s
        while time.monotonic() < end:
            self.hear()
            if self.state is not None and wanted(self.state):
                return self.state
        raise AssertionError(f"never came; last: {self.state}")

    def do(self, wish: commands.Wish) -> reports.AnswerReport:
        """Sends a wish and waits for its answer."""
        return self.answer_to(self.line.send(wish))

    def answer_to(self, number: int, count: int = 1) -> reports.AnswerReport:
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            found = [a for a in self.answers if a.number == number]
            if len(found) >= count:
                return found[-1]
            self.hear()
        raise AssertionError(f"command {number} was never answered")

    def accepted(self, wish: commands.Wish) -> reports.AnswerReport:
        answer = self.do(wish)
        assert answer.accepted, f"{wish}: {answer.reason.words}"
        return answer

    def into_exposure(self) -> reports.StateReport:
        """Takes the controls and goes to the first step."""
        self.until(lambda state: state.phase == "checklist")
        self.accepted(commands.TakeControl())
        self.until(lambda state: state.live)
        self.accepted(commands.Confirm(answers={"identity": "nobody"}))
        self.accepted(commands.Start())
        self.accepted(commands.Next())
        return self.until(lambda state: state.phase == "exposure")

    def close(self) -> None:
        self.line.close()


