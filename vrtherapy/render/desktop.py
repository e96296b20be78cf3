"""Whether there is a desktop. Asked before anything of Panda3D is loaded."""

from __future__ import annotations

import os
import sys


def has_desktop() -> bool:
    """Whether a window, and a browser's, could be opened here; macOS and Windows always have one."""
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY"))
