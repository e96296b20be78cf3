"""The lower four floors are pure, and the checker that says so catches what is not."""

from __future__ import annotations

import pytest

from .purity import impurities
from .sources import Module, modules


def test_the_lower_floors_open_nothing_and_read_no_clock() -> None:
    assert [str(breach) for module in modules() for breach in impurities(module)] == []


@pytest.mark.parametrize(
    ("part", "text", "said"),
    [
        ("session", "import time", "imports time"),
        ("session", "from time import monotonic", "imports time"),
        ("safety", "from datetime import datetime", "imports datetime"),
        ("protocol", "import os", "imports os"),
        ("protocol", "def load(p):\n    return open(p).read()", "calls open()"),
        (
            "scene",
            "from pathlib import Path\ndef read(p: Path): return p.read_text()",
            "touches a file with .read_text",
        ),
        ("scene", "import pathlib", "takes the module of pathlib"),
        ("wire", "import socket", "imports socket"),
        ("sim", "import threading", "imports threading"),
        ("sim", "import random", "takes the module of random"),
        ("sim", "from random import random", "takes random of random"),
        ("sim", "from random import Random\nrng = Random()", "without a seed"),
        ("sim", "import numpy as np\nrng = np.random.default_rng()", "without a seed"),
        ("biofeedback", "import numpy as np\nx = np.random.normal(3)", "global random source"),
        ("biofeedback", "import numpy as np\nx = np.load('a.npy')", "numpy.load"),
        ("biofeedback", "import scipy.io", "imports scipy.io"),
        ("report", "import asyncio", "imports asyncio"),
        ("report", "import importlib", "imports importlib"),
        ("domain", "import numpy as np", "not on the list for floor 1"),
    ],
)
def test_a_module_that_reaches_outside_is_caught(part: str, text: str, said: str) -> None:
    assert said in "\n".join(map(str, impurities(Module(f"vrtherapy.{part}.toy", text))))


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("session", "from dataclasses import replace\ndef f(s): return replace(s)"),
        ("sim", "import numpy as np\ndef f(seed): return np.random.default_rng(seed)"),
        ("sim", "from random import Random\ndef f(seed): return Random(seed)"),
        ("biofeedback", "from scipy.signal import butter\nfrom numba import njit"),
        ("host", "import time, socket\nopen('anything')"),
    ],
)
def test_what_is_allowed_is_not_caught(part: str, text: str) -> None:
    assert impurities(Module(f"vrtherapy.{part}.toy", text)) == []
