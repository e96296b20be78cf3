"""The machine a figure was taken on, in one paragraph."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import numpy
import panda3d


def describe(renderer: str) -> str:
    """Processor, cores, graphics, versions."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        names = [
            line.split(":", 1)[1].strip()
            for line in info.read_text().splitlines()
            if line.startswith("model name")
        ]
        cpu = names[0] if names else cpu
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{cpu}, {os.cpu_count()} cores{load}; {renderer}; {platform.system()} {platform.release()}; "
        f"Python {platform.python_version()}, Panda3D {panda3d.__version__}, NumPy {numpy.__version__}"
    )
