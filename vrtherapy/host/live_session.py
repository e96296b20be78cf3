"""A session from its opening to its end, as `vrtherapy demo` and `vrtherapy run` lead it."""

from __future__ import annotations

import signal
import threading
import time
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Final
from urllib.parse import quote

from vrtherapy.host.opening import Opened
from vrtherapy.host.simulated_clinician import SimulatedClinician
from vrtherapy.host.supervisor import Supervisor, Word, keep_log
from vrtherapy.host.tally import Tally

CLOSING_S: Final = 3.0
"""How long before its time is up the simulated clinician debriefs and ends."""
AFTER_THE_END_S: Final = 1.0
HURRIED_BELOW_S: Final = 90.0
"""A session shorter than this shows something of everything, not a treatment."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a session is led: `for_s` ends it after that long, None goes on until it is ended by hand."""

    browser: bool
    simulated_clinician: bool
    for_s: float | None
    seed: int = 1


class LiveSession:
    """`run` blocks until the session is over and returns "" or, in one sentence, what was in its way."""

    def __init__(self, opened: Opened, manner: Manner, say: Say) -> None:
        self._opened = opened
        self._manner = manner
        self._say = say
        self._hurried = manner.for_s is not None and manner.for_s < HURRIED_BELOW_S
        self._asked_to_end = threading.Event()
        self._clinician: SimulatedClinician | None = None
        self._address = ""
        self._pictures = self._signals = self._told_ready = False
        self._began = time.monotonic()
        self._tally = Tally(opened.settings.record)
        self.supervisor = Supervisor(opened.settings, opened.path, self._heard)

    def run(self) -> str:
        before = {name: signal.signal(name, self._end) for name in (signal.SIGINT, signal.SIGTERM)}
        try:
            self.supervisor.start()
            self._watch()
        finally:
            if self._clinician is not None:
                self._clinician.close()
            self.supervisor.end()
            for name, handler in before.items():
                signal.signal(name, handler)
        if uncounted := self._tally.close():
            self._say(f"{uncounted[0].upper()}{uncounted[1:]}")
        return self.supervisor.problem

    def end(self) -> None:
        """Ends the session in good order, from any thread."""
        self._asked_to_end.set()

    def _end(self, _: int, __: FrameType | None) -> None:
        self._asked_to_end.set()

    def _watch(self) -> None:
        closing: float | None = None
        while not self.supervisor.over and not self._asked_to_end.is_set():
            self.supervisor.watch(0.2)
            spent, for_s = time.monotonic() - self._began, self._manner.for_s
            ended = self._clinician is not None and self._clinician.ended.is_set()
            if ended and closing is None:
                closing = time.monotonic()
                self._say("The session has ended; its report is in the console. Ctrl-C ends vrtherapy.")
            if for_s is None:
                continue
            if closing is not None and time.monotonic() - closing >= AFTER_THE_END_S:
                return
            if self._clinician is not None and spent >= for_s - CLOSING_S:
                self._clinician.time_is_up()
            if spent >= for_s:
                self._say("The time asked for is up.")
                return

    def _heard(self, word: Word) -> None:
        match word.say:
            case "listening":
                self._listening(int(word.facts["port"]))
            case "loading":
                self._say(f"Building the scene {word.facts['scene']} ...")
            case "warming" if word.facts["done"] < word.facts["of"]:
                self._say(f"Compiling {word.facts['what']} ({word.facts['done'] + 1} of {word.facts['of']}) ...")
            case "alive" if word.facts.get("phase") == "ended":
                self._tally.ended()
            case "first_frame":
                self._pictures = True
                self._ready()
            case "reading":
                self._signals = True
                self._ready()
            case "fell" if not self.supervisor.over:
                log = self._opened.settings.folder / f"{word.name}.log"
                kept = keep_log(log, self._opened.settings.record)
                self._say(f"The {word.name} fell and is started again; what it said is in {kept}")
            case "hung":
                self._say(f"The {word.name} said nothing for {word.facts['silent_s']:.1f} s and is ended.")
            case "back":
                self._say(f"The {word.name} is back, {word.facts['after_s']:.1f} s after its last word.")
            case "stalled":
                self._say(f"The picture stood still for {word.facts['for_s']:.1f} s; the sound was off meanwhile.")
            case _:
                pass

    def _listening(self, port: int) -> None:
        settings = self._opened.settings
        again, self._address = bool(self._address), f"http://127.0.0.1:{port}"
        if again:
            return
        self._say(f"Console: {self._address}/enter?key={quote(settings.key)}")
        if self._manner.simulated_clinician:
            self._say("A simulated clinician holds the controls; open the console to watch or take over.")
            self._clinician = SimulatedClinician(
                self._address, settings.key, seed=self._manner.seed, hurried=self._hurried
            )

    def _ready(self) -> None:
        if self._told_ready or not (self._pictures and self._signals and self._address):
            return
        self._told_ready = True
        self._say(f"Pictures and signals after {time.monotonic() - self._began:.1f} s. Ctrl-C ends the session.")
        if self._manner.browser:
            webbrowser.open(f"{self._address}/enter?key={quote(self._opened.settings.key)}")
