"""A mutant before the tests, in a forked process: killed, timed out or survived.

Where a test calls the changed function, its code alone is exchanged in the modules that are there, and nothing is
loaded again. What was changed elsewhere is there only after the modules are loaded anew, with the tests: slower.
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import os
import resource
import signal
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec
from itertools import accumulate
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

import pytest

from benchmarks.mutation.known import ARGUMENTS, Known, forked
from benchmarks.mutation.mutants import Mutant

MOST_BYTES = 4 << 30


class Trial:
    """The tests that may find a mutant of one file, and the outcome."""

    def __init__(self, known: Known, most: float) -> None:
        """`most`: seconds of tests for a mutant."""
        self.known = known
        self.most = most
        self.killers: defaultdict[str, Counter[str]] = defaultdict(Counter)
        """By file of the mutant, how many each test found."""
        self.items: dict[str, pytest.Item] = {}

    def order(self, mutant: Mutant) -> list[str]:
        took = self.known.took
        tests = self.known.meeting(mutant.file, "" if mutant.loading else mutant.function, mutant.at, mutant.last)
        hopes = self.killers[mutant.file]
        order = sorted(tests, key=lambda test: took[test] / (1 + hopes[test] + 9 * test.startswith(own(mutant.file))))
        ends = accumulate(took[test] for test in order)
        return [test for test, end in zip(order, ends, strict=True) if end <= self.most]

    def exchanges(self, mutant: Mutant) -> bool:
        return not mutant.loading and f"{mutant.file}:{mutant.function}" in self.known.came

    def meets(self, mutant: Mutant) -> str:
        """To load all tests anew takes longer than most of them: those that are near are loaded alone first."""
        if self.exchanges(mutant):
            return self._judged(mutant, self.order(mutant), ())
        killing = {test.partition("::")[0] for test in self.killers[mutant.file]}
        near = [file for file in self.known.files if file.startswith(own(mutant.file)) or file in killing]
        order = self.order(mutant)
        first = self._judged(mutant, [test for test in order if test.partition("::")[0] in near], near)
        return first if first != "survived" else self._judged(mutant, order, self.known.files)

    def _judged(self, mutant: Mutant, order: Sequence[str], loaded: Sequence[str]) -> str:
        """`loaded`: test files to load anew; () where the code is exchanged."""

        def work(pipe: int) -> int:
            resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
            watch = Watch(order, self.known.took, pipe)
            if loaded:
                sys.meta_path.insert(0, Finder(mutant))
                return int(pytest.main([*ARGUMENTS, *loaded], plugins=[watch]))
            exchange(mutant)
            config = self.items[order[0]].config
            config.pluginmanager.register(watch)
            for test in order:
                config.hook.pytest_runtest_protocol(item=self.items[test], nextitem=None)
            return 0

        code, said = forked(work) if order else (0, "")
        if said:
            self.killers[mutant.file][said.lstrip("!")] += 1
        return "timed out" if said.startswith("!") else "survived" if code == 0 else "killed"


def own(file: str) -> str:
    """How the tests that mirror a file begin: `tests/session/test_turn` for `vrtherapy/session/turn.py`."""
    path = Path(file)
    return f"tests/{path.parent.name}/test_{path.stem}"


class Watch:
    """Keeps the given tests in the given order, says which failed, and ends what takes too long."""

    def __init__(self, order: Sequence[str], took: dict[str, float], pipe: int) -> None:
        self.place = {test: place for place, test in enumerate(order)}
        self.took = took
        self.pipe = pipe

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((i for i in items if i.nodeid in self.place), key=lambda i: self.place[i.nodeid])

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        def late(number: int, frame: FrameType | None) -> None:
            self.ends(f"!{nodeid}")

        signal.signal(signal.SIGPROF, late)
        signal.setitimer(signal.ITIMER_PROF, 3 + 5 * self.took[nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.ends(report.nodeid)

    def ends(self, words: str) -> None:
        os.write(self.pipe, words.encode())
        os._exit(1)


class Court:
    """Goes through the mutants where pytest would have run the tests it collected."""

    def __init__(self, work: Iterator[None], trial: Trial) -> None:
        self.work = work
        self.trial = trial

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.trial.items = {item.nodeid: item for item in session.items}
        for _ in self.work:
            pass
        return True


def exchange(mutant: Mutant) -> None:
    """The function's code in the module that is there; whoever holds the function runs the new code."""
    module = sys.modules[mutant.file.removesuffix(".py").replace("/", ".")]
    found: Any = module
    for part in mutant.function.split("."):
        found = found.__dict__[part]
    found = getattr(found, "fget", None) or getattr(found, "__wrapped__", None) or found
    assert isinstance(found, FunctionType), found
    found.__code__ = next(code for code in _codes(mutant.code) if code.co_qualname == mutant.function)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _codes(each)


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads the mutant where its module is asked for."""

    def __init__(self, mutant: Mutant) -> None:
        self.name = mutant.file.removesuffix(".py").replace("/", ".")
        self.mutant = mutant

    def find_spec(self, name: str, path: Any = None, target: ModuleType | None = None) -> ModuleSpec | None:
        return importlib.util.spec_from_loader(name, self, origin=self.mutant.file) if name == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.mutant.code, module.__dict__)
