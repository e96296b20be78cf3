"""The one clock of a session: monotonic time since it began, on the 20 ms grid of the logic.

The first process to ask writes the zero into the session's folder and the others read it, so that engine and
biofeedback agree and an engine that comes back goes on counting. Python's monotonic clock is system-wide.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from vrtherapy.domain.units import TICK, Micros


class SessionClock:
    """`zero_ns` is the monotonic time at which the session began. `now()` never goes back."""

    def __init__(self, zero_ns: int, monotonic_ns: Callable[[], int] = time.monotonic_ns) -> None:
        self._zero = zero_ns
        self._monotonic_ns = monotonic_ns

    def now(self) -> Micros:
        """Session time, rounded down to a whole tick."""
        passed = self.exactly()
        return Micros(passed - passed % TICK)

    def exactly(self) -> Micros:
        """Session time, not rounded: for ages and for stamping pictures and samples."""
        return Micros((self._monotonic_ns() - self._zero) // 1000)


def session_clock(folder: Path) -> SessionClock:
    """The clock of the session whose processes meet in `folder`; begins it where nobody has yet."""
    path = folder / "clock"
    fresh = folder / f"clock.{os.getpid()}.new"
    fresh.write_text(str(time.monotonic_ns()))
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return SessionClock(int(path.read_text()))
