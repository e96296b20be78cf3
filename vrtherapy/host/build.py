"""What is running: a release, or a development build, which never closes the loop on a real patient.

A release is a version with a final number, installed from a wheel or a package index, and it is the installed files
that run. All else is development:

    1. nothing of that name is installed, or other files than the installed ones run (a checkout on the path);
    2. the installer noted an editable install, a folder or a repository as its origin (`direct_url.json`, PEP 610);
    3. the version is not final: `dev`, `a`, `b`, `rc`, or a local part after `+` (PEP 440).

A wheel that somebody builds by hand from changed files under a final number cannot be told from a release.
"""

from __future__ import annotations

import json
import re
from importlib import metadata
from pathlib import Path
from typing import Final, Protocol

import vrtherapy

FINAL: Final = re.compile(r"(\d+!)?\d+(\.\d+)*(\.post\d+)?")
ORIGIN: Final = "direct_url.json"


class Distribution(Protocol):
    """What is asked of `importlib.metadata.Distribution`."""

    @property
    def version(self) -> str: ...

    def read_text(self, filename: str) -> str | None: ...

    def locate_file(self, path: str) -> object: ...


def development() -> bool:
    try:
        installed = metadata.distribution("vrtherapy")
    except metadata.PackageNotFoundError:
        return True
    assert vrtherapy.__file__ is not None
    return not is_release(installed, Path(vrtherapy.__file__))


def is_release(installed: Distribution, running: Path) -> bool:
    """Whether `running`, the package's `__init__.py`, is of a release."""
    if Path(str(installed.locate_file("vrtherapy/__init__.py"))).resolve() != running.resolve():
        return False
    return _from_an_archive(installed.read_text(ORIGIN)) and FINAL.fullmatch(installed.version) is not None


def _from_an_archive(origin: str | None) -> bool:
    """No noted origin is a package index."""
    if origin is None:
        return True
    try:
        noted = json.loads(origin)
    except ValueError:
        return False
    return isinstance(noted, dict) and "archive_info" in noted
