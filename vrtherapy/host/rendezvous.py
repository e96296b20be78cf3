"""Where the processes of one session find each other: small files in a folder only this user can read.

A process that listens writes its port; the others look again whenever they have to reconnect, so that one that
was restarted on another port is found.
"""

from __future__ import annotations

import json
import os
from pathlib import Path


def announce(folder: Path, name: str, port: int) -> None:
    """Replaces what `name` announced before, whole or not at all."""
    fresh = folder / f"{name}.{os.getpid()}.new"
    fresh.write_text(json.dumps({"port": port, "pid": os.getpid()}))
    fresh.replace(folder / f"{name}.json")


def port_of(folder: Path, name: str) -> int | None:
    """The port `name` listens on, or None while it has not said."""
    try:
        return int(json.loads((folder / f"{name}.json").read_text())["port"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def withdraw(folder: Path, name: str) -> None:
    (folder / f"{name}.json").unlink(missing_ok=True)
