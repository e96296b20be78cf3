"""Faults of a session's processes, and waiting for what the supervisor does about them."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from tests.whole.session import PATIENCE_S, Session


def gone(pid: int, within_s: float = PATIENCE_S) -> None:
    """Waits until the process is no more."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError(f"process {pid} is still there")


def killed(session: Session, name: str) -> int:
    """Ends the process with no chance to tidy up; its id."""
    pid = session.pid(name)
    os.kill(pid, signal.SIGKILL)
    return pid


def hung(session: Session, name: str) -> int:
    """Stops the process as a deadlock would; its id."""
    pid = session.pid(name)
    os.kill(pid, signal.SIGSTOP)
    return pid


def replaced(session: Session, name: str, old: int, within_s: float = PATIENCE_S) -> int:
    """Waits until another process does the work of `old`; its id."""
    gone(old, within_s)
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        try:
            return session.pid(name)
        except StopIteration:
            time.sleep(0.05)
    raise AssertionError(f"no {name} after {old}")


def resident_kb(pid: int) -> int:
    """Memory that the process holds, in KiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise AssertionError(f"process {pid} holds no memory")


def open_files(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))
