"""The tests as they are: how long each takes, and which lines of the mutated files it comes to."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

TESTED = ("tests/safety", "tests/session")
RANDOM = "tests/session/test_machine.py"
REPLAY = "tests/session/test_replay.py"
"""Records a session while it is loaded and replays it: beside a changed machine it would fail for that alone."""
MUTATED = ("vrtherapy/safety/", "vrtherapy/session/")
KEPT = Path(".cache/mutation")
ARGUMENTS = ("-x", "-q", "-s", "--disable-warnings", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:timeout")


@dataclass(frozen=True)
class Known:
    files: tuple[str, ...]
    took: dict[str, float]
    """Seconds of computing, by test."""
    came: dict[str, frozenset[str]]
    """The tests that come to a place, by `file:line` and `file:function`."""

    def meeting(self, file: str, function: str, first: int, last: int) -> frozenset[str]:
        """Those that come to these lines; all where no test calls the function: then it may run while modules load."""
        if f"{file}:{function}" not in self.came:
            return frozenset(self.took)
        return frozenset[str]().union(*(self.came.get(f"{file}:{line}", ()) for line in range(first, last + 1)))


def known(files: tuple[str, ...]) -> Known:
    """Measured file by file, or as it was kept where neither the file nor what it rests on is other since."""
    took: dict[str, float] = {}
    came: defaultdict[str, set[str]] = defaultdict(set)
    rest = [p for folder in (*MUTATED, "vrtherapy/domain", *TESTED) for p in sorted(Path(folder).rglob("*.py"))]
    rest = [Path("tests/conftest.py"), *(p for p in rest if not p.name.startswith("test_"))]
    KEPT.mkdir(parents=True, exist_ok=True)
    for file in files:
        mark = hashlib.sha256(b"".join(p.read_bytes() for p in [*rest, Path(file)]) + file.encode()).hexdigest()
        kept = KEPT / f"known-{mark[:16]}.json"
        if not kept.is_file():
            kept.write_text(json.dumps([_measured(file, Clock), _measured(file, Lines)]))
        seconds, places = json.loads(kept.read_text())
        took.update(seconds)
        for place, tests in places.items():
            came[place].update(tests)
    return Known(files, took, {place: frozenset(tests) for place, tests in came.items()})


def forked(work: Callable[[int], int]) -> tuple[int, str]:
    """The exit status of `work` in a silent process of its own, and what it wrote to the pipe it was given."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 70
        try:
            os.close(reading)
            silent = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(silent, stream)
            code = work(writing)
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), said


def _measured(file: str, plugin: type[Clock] | type[Lines]) -> Any:
    def work(pipe: int) -> int:
        watching = plugin()
        code = int(pytest.main([*ARGUMENTS, file], plugins=[watching]))
        with os.fdopen(pipe, "w") as out:
            json.dump(watching.found(), out)
        return code

    code, said = forked(work)
    if code != 0:
        raise SystemExit(f"the tests fail as they are: python -m pytest {file}")
    return json.loads(said)


class Clock:
    def __init__(self) -> None:
        self.took: dict[str, float] = {}

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.took[nodeid] = -time.process_time()

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self.took[nodeid] += time.process_time()

    def found(self) -> dict[str, float]:
        return {test: round(took, 3) for test, took in self.took.items()}


class Lines:
    """What runs while the modules are loaded belongs to no test."""

    def __init__(self) -> None:
        self.tests: defaultdict[str, set[str]] = defaultdict(set)
        self.here = f"{Path.cwd()}/"
        self.files: dict[CodeType, str] = {}
        self.came: set[tuple[str, object]] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        self.came = set()
        sys.settrace(self._call)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            for file, place in self.came:
                self.tests[f"{file}:{place}"].add(item.nodeid)

    def _call(self, frame: FrameType, event: str, arg: object) -> Any:
        code = frame.f_code
        file = self.files.get(code)
        if file is None:
            file = code.co_filename.removeprefix(self.here)
            self.files[code] = file = file if file.startswith(MUTATED) else ""
        if not file:
            return None
        add = self.came.add
        add((file, code.co_qualname))
        add((file, frame.f_lineno))

        def line(frame: FrameType, event: str, arg: object) -> Any:
            add((file, frame.f_lineno))
            return line

        return line

    def found(self) -> dict[str, list[str]]:
        return {at: sorted(tests) for at, tests in self.tests.items()}
