"""Starts the processes of a session, watches them, brings back what falls, and ends them all.

A process that dies is started again: the engine at once and into the calm scene, the others with a growing pause.
One that is silent for longer than `SILENT_S` allows has hung and is ended first. A process that says it cannot run ends
the session with its words. What is said goes to whoever started the session, the supervisor's own words among it:
`hung` (ended for its silence), `fell`, `back` (it works again); nothing here touches the session itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from vrtherapy.host.settings import Settings

CANNOT_RUN: Final = 3
SILENT_S: Final = {"engine": 3.0, "server": 5.0, "biofeedback": 5.0}
"""Each speaks twice a second, from the loop that does its work."""
PATIENCE_S: Final = 120.0
"""How long a process may take to start before it must be heard."""
PATIENT: Final = {"loading": 30.0, "warming": PATIENCE_S}
"""How long one may be silent that has said it builds a scene, or compiles its kernels."""
AWAY_S: Final = 1.0
"""Who has not listened for so long cannot say that others were silent."""
ORDERLY_S: Final = 6.0
CRASHES_MOST: Final = 5
CRASHES_WITHIN_S: Final = 60.0

MODULES: Final = {
    "server": "vrtherapy.host.server_process",
    "engine": "vrtherapy.host.engine_process",
    "biofeedback": "vrtherapy.host.biofeedback_process",
}
IN_ORDER_OF_LEAVING: Final = ("biofeedback", "engine", "server")


@dataclass(frozen=True, slots=True)
class Word:
    """One thing a process said, or is said of it here: `hung` with `silent_s`, `fell` with its exit `status`, `back`
    with `after_s`, the seconds since its last word before."""

    name: str
    say: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Child:
    name: str
    process: subprocess.Popen[str]
    log: Path
    heard: float
    may_be_silent_s: float = PATIENCE_S
    hung: bool = False


class Supervisor:
    """Raises nothing once built. `tell` is called in this thread, for every word, from `watch`."""

    def __init__(
        self,
        settings: Settings,
        settings_path: Path,
        tell: Callable[[Word], None],
        modules: Mapping[str, str] = MODULES,
    ) -> None:
        """`modules` names what is run for each process."""
        self._modules = modules
        self._settings = settings
        self._path = settings_path
        self._tell = tell
        self._words: queue.Queue[tuple[_Child, Word, float]] = queue.Queue()
        self._children: dict[str, _Child] = {}
        self._falls: dict[str, list[float]] = {name: [] for name in modules}
        self._again: dict[str, float] = {}
        self._gone_since: dict[str, float] = {}
        self._listened = time.monotonic()
        self.problem = ""
        self.over = False

    def start(self) -> None:
        self._listened = time.monotonic()
        for name in self._modules:
            self._spawn(name)

    def pid(self, name: str) -> int | None:
        child = self._children.get(name)
        return None if child is None else child.process.pid

    def watch(self, within_s: float) -> None:
        """Hears the processes for `within_s` and mends what fell. `over` and `problem` say how it stands."""
        until = time.monotonic() + within_s
        while not self.over and (left := until - time.monotonic()) > 0:
            with contextlib.suppress(queue.Empty):
                self._heard(*self._words.get(timeout=min(left, 0.1)))
                while not self.over:
                    self._heard(*self._words.get_nowait())
            now = time.monotonic()
            self._end_who_hangs(now)
            for name in [n for n, at in self._again.items() if at <= now]:
                del self._again[name]
                self._spawn(name)

    def end(self) -> None:
        """Lets every process end in good order, the engine before the server; none is left behind."""
        self.over = True
        for name in IN_ORDER_OF_LEAVING:
            child = self._children.pop(name, None)
            if child is not None:
                self._let_go(child)
        while not self._words.empty():
            _, word, _ = self._words.get()
            self._tell(word)

    def _spawn(self, name: str) -> None:
        log = self._settings.folder / f"{name}.log"
        with log.open("ab") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", self._modules[name], str(self._path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
                errors="replace",
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )
        child = _Child(name, process, log, time.monotonic())
        self._children[name] = child
        threading.Thread(target=self._listen, args=(child,), name=f"hears {name}", daemon=True).start()

    def _listen(self, child: _Child) -> None:
        assert child.process.stdout is not None
        for line in child.process.stdout:
            with contextlib.suppress(ValueError, KeyError, AttributeError):
                facts = dict(json.loads(line))
                self._words.put((child, Word(child.name, str(facts.pop("say")), facts), time.monotonic()))
        status = child.process.wait()
        self._words.put((child, Word(child.name, "fell", {"status": status}), time.monotonic()))

    def _heard(self, child: _Child, word: Word, at: float) -> None:
        if self._children.get(child.name) is not child:
            return
        back: Word | None = None
        if word.say == "fell":
            self._fell(child, int(word.facts["status"]))
        else:
            child.heard = max(child.heard, at)
            child.may_be_silent_s = PATIENT.get(word.say, SILENT_S[child.name])
            if word.say == "problem":
                self.problem = str(word.facts.get("words", "unknown problem"))
            elif word.say == "closed":
                self.over = True
            elif word.say not in PATIENT and child.name in self._gone_since:
                back = Word(child.name, "back", {"after_s": round(at - self._gone_since.pop(child.name), 2)})
        self._tell(word)
        if back is not None:
            self._tell(back)

    def _fell(self, child: _Child, status: int) -> None:
        del self._children[child.name]
        self._gone_since.setdefault(child.name, child.heard)
        if child.process.stdin is not None:
            child.process.stdin.close()
        if status == CANNOT_RUN or self.problem:
            self.over = True
            return
        now = time.monotonic()
        falls = self._falls[child.name] = [t for t in self._falls[child.name] if now - t < CRASHES_WITHIN_S]
        falls.append(now)
        if len(falls) > CRASHES_MOST:
            kept = keep_log(child.log, self._settings.record)
            self.problem = f"the {child.name} fell {len(falls)} times within a minute; see {kept}"
            self.over = True
            return
        pause = 0.0 if child.name == "engine" else min(5.0, 0.25 * 2 ** (len(falls) - 1))
        self._again[child.name] = now + pause

    def _end_who_hangs(self, now: float) -> None:
        away, self._listened = now - self._listened > AWAY_S, now
        for child in self._children.values():
            silent_s = now - child.heard
            if away:
                child.heard = now
            elif not child.hung and silent_s > child.may_be_silent_s:
                child.hung = True
                child.process.kill()
                self._tell(Word(child.name, "hung", {"silent_s": round(silent_s, 2)}))

    def _let_go(self, child: _Child) -> None:
        process = child.process
        with contextlib.suppress(OSError):
            assert process.stdin is not None
            process.stdin.close()
        try:
            process.wait(ORDERLY_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def keep_log(log: Path, record: Path) -> Path:
    """Puts what a process complained of beside the record, for whoever mends it."""
    kept = record.with_name(f"{record.stem}.{log.name}")
    with contextlib.suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(log.read_bytes())
    return kept
