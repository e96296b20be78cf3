"""The machine a figure was taken on, in one line."""

from __future__ import annotations

import os
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path


def machine(*packages: str) -> str:
    """Date, processor, cores, load, system, and the versions of Python and of `packages`."""
    cpu = platform.processor() or platform.machine()
    about = Path("/proc/cpuinfo")
    if about.is_file():
        names = [line.partition(":")[2].strip() for line in about.read_text().splitlines() if line.startswith("model name")]
        cpu = names[0] if names else cpu
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    versions = ", ".join([f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in packages)])
    return f"{date.today()}; {cpu}, {os.cpu_count()} cores{load}; {platform.system()} {platform.release()}; {versions}"
