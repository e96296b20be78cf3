"""The simulated clinician at a console of its own, over the real wire, in a thread.

Where nobody watches, it holds the lease as a person would: nothing turns the dead-man off.
"""

from __future__ import annotations

import contextlib
import random
import threading
import time
from typing import Final

from vrtherapy.link.console import ConsoleLine, NoConsole
from vrtherapy.sim.clinician import Clinician
from vrtherapy.wire import reports

NAME: Final = "simulated clinician"
LOOK_S: Final = 0.1
RETRY_S: Final = 0.5


class SimulatedClinician:
    """Leads the session at `address` until it has ended or `close` is called. `ended` is set once it has."""

    def __init__(self, address: str, key: str, *, seed: int, hurried: bool) -> None:
        self.ended = threading.Event()
        self._address = address
        self._key = key
        self._rng = random.Random(seed)
        self._hurried = hurried
        self._closed = threading.Event()
        self._time_is_up = threading.Event()
        self._thread = threading.Thread(target=self._work, name=NAME, daemon=True)
        self._thread.start()

    def time_is_up(self) -> None:
        """Debrief and end now."""
        self._time_is_up.set()

    def close(self) -> None:
        self._closed.set()
        self._thread.join(2.0)

    def _work(self) -> None:
        clinician: Clinician | None = None
        while not self._closed.is_set() and not self.ended.is_set():
            try:
                # A console that lost its line comes back under a name of its own: its counter starts anew.
                line = ConsoleLine(self._address, self._key, f"{NAME} {time.monotonic_ns() % 100_000}")
            except NoConsole:
                self._closed.wait(RETRY_S)
                continue
            with contextlib.closing(line):
                clinician = self._lead(line, clinician)

    def _lead(self, line: ConsoleLine, clinician: Clinician | None) -> Clinician | None:
        state: reports.StateReport | None = None
        while line.open and not self._closed.is_set():
            for message in line.poll(LOOK_S):
                if isinstance(message, reports.PlanReport) and clinician is None:
                    clinician = Clinician(message, self._rng, hurried=self._hurried)
                elif isinstance(message, reports.StateReport):
                    state = message
            if clinician is None or state is None:
                continue
            if state.phase == "ended":
                self.ended.set()
                return clinician
            if self._time_is_up.is_set():
                clinician.time_is_up()
            wish = clinician.decide(state, time.monotonic())
            if wish is not None:
                line.send(wish)
        return None
