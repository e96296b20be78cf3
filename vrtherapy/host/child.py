"""How a process of the session talks to its supervisor: lines out, a lifeline in.

Standard output carries one JSON object a line (`{"say": "beat"}`). Standard input carries nothing; when it
closes, the supervisor wants the process to end or is itself gone, and either way the process ends in good order.
A process says `alive` twice a second from the loop that does its work, so that a loop that hangs is missed.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from typing import Final

ALIVE_EVERY_S: Final = 0.5


class Lifeline:
    """`over` is set once the supervisor lets go."""

    def __init__(self) -> None:
        self.over = threading.Event()
        # Ctrl-C, and who ends a whole group, reach every process; only the supervisor answers.
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, signal.SIG_IGN)
        self._say = threading.Lock()
        self._alive = 0.0
        self._out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", buffering=1)
        # Libraries that print must not be taken for this process speaking.
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        threading.Thread(target=self._hold, name="lifeline", daemon=True).start()

    def _hold(self) -> None:
        try:
            while os.read(sys.stdin.fileno(), 4096):
                pass
        except OSError:
            pass
        self.over.set()

    def alive(self) -> None:
        """Says that the loop that calls this goes round; twice a second, however often it is called."""
        now = time.monotonic()
        if now - self._alive >= ALIVE_EVERY_S:
            self._alive = now
            self.say("alive")

    def say(self, word: str, **facts: object) -> None:
        with self._say:
            try:
                self._out.write(json.dumps({"say": word, **facts}) + "\n")
            except OSError:
                self.over.set()
