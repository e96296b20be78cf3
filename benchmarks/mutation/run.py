"""Changes the rules of a session one at a time and says which changes no test notices.

    python -m benchmarks.mutation.run                                every file of vrtherapy/safety and vrtherapy/session
    python -m benchmarks.mutation.run vrtherapy/session/tick.py
    python -m benchmarks.mutation.run --survivors --random [FILES]   what survived before unexplained, in random sessions too
    python -m benchmarks.mutation.run --seconds 2                    at most 2 s of tests each

Each mutant meets the tests that come to its line until one fails: the quick ones first, those that mirror its file and
those that found its neighbours before the others. One at which a test computes for 3 s and five times as long as it does
counts as found. Needs `fork`. README.md says more.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from benchmarks.mutation import explained
from benchmarks.mutation.known import ARGUMENTS, KEPT, MUTATED, RANDOM, REPLAY, TESTED, known
from benchmarks.mutation.mutants import Mutant, mutants
from benchmarks.mutation.trial import Court, Trial

ROOT = Path(__file__).resolve().parents[2]


class Course:
    """The mutants of one file and what became of them; kept from run to run."""

    def __init__(self, file: str, survivors: bool) -> None:
        self.file = file
        self.kept = KEPT / (file.replace("/", ".") + ".json")
        before: dict[str, str] = json.loads(self.kept.read_text()) if self.kept.is_file() else {}
        self.found: dict[str, str] = {}
        known = explained.read(file)
        self.before = {
            key: outcome
            for key, outcome in before.items()
            if survivors and (outcome != "survived" or key.rpartition(" #")[0] in known)
        }
        self.took = 0.0

    def mutants(self) -> Iterator[tuple[str, Mutant]]:
        seen: Counter[str] = Counter()
        for mutant in mutants(self.file, Path(self.file).read_text()):
            seen[mutant.name] += 1
            yield f"{mutant.name} #{seen[mutant.name]}", mutant

    def goes_through(self, trial: Trial, exchanged: bool) -> None:
        began = time.monotonic()
        for key, mutant in self.mutants():
            if trial.exchanges(mutant) == exchanged:
                self.found[key] = self.before.get(key) or trial.meets(mutant)
        self.took += time.monotonic() - began

    def told(self) -> int:
        """One line for the file, then what survived without an explanation; how many those are."""
        self.kept.write_text(json.dumps(self.found, indent=0))
        count = Counter(self.found.values())
        survivors = sorted({key.rpartition(" #")[0] for key, outcome in self.found.items() if outcome == "survived"})
        left = [name for name in survivors if name not in explained.read(self.file)]
        sys.stdout.write(
            f"{self.file}: {len(self.found)} mutants, {count['killed']} killed, {count['timed out']} timed out, "
            f"{count['survived']} survived, {len(left)} of them unexplained; {self.took:.0f} s\n"
        )
        sys.stdout.write("".join(f"    {name}\n" for name in left))
        there = {key.rpartition(" #")[0] for key in self.found}
        for name in sorted(explained.read(self.file) - there):
            sys.stdout.write(f"    explained, but not there any more: {name}\n")
        sys.stdout.flush()
        return len(left)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="*", help="of vrtherapy/safety and vrtherapy/session; all where none is named")
    parser.add_argument("--survivors", action="store_true", help="only what survived the run before and is not explained")
    parser.add_argument("--random", action="store_true", help="in random sessions too, which is slow")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="of tests for a mutant, at most")
    wanted = parser.parse_args()
    os.chdir(ROOT)
    warm_up()
    files = [Path(f).as_posix() for f in wanted.files] or [
        p.as_posix() for folder in MUTATED for p in sorted(Path(folder).glob("*.py")) if p.name != "__init__.py"
    ]
    replays = [f for f in files if f.endswith("/replay.py")]
    tests = [p.as_posix() for folder in TESTED for p in sorted(Path(folder).glob("test_*.py"))]
    tests = [t for t in tests if t != REPLAY and (wanted.random or t != RANDOM)]
    courses = [Course(f, wanted.survivors) for f in files if f not in replays]
    left = run(courses, tuple(tests), wanted.seconds) if courses else 0
    return min(1, left + (run([Course(f, wanted.survivors) for f in replays], (REPLAY,), wanted.seconds) if replays else 0))


def run(courses: Sequence[Course], tests: tuple[str, ...], most: float) -> int:
    """How many survived without an explanation."""
    about = known(tests)
    sys.stdout.write(f"{len(about.took)} tests, {sum(about.took.values()):.0f} s\n")
    sys.stdout.flush()
    trial = Trial(about, most)
    left = []
    for course in courses:
        course.goes_through(trial, exchanged=False)

    def loop() -> Iterator[None]:
        for course in courses:
            course.goes_through(trial, exchanged=True)
            left.append(course.told())
            yield

    pytest.main([*ARGUMENTS, "-q", "--no-header", *tests], plugins=[Court(loop(), trial)])
    return sum(left)


def warm_up() -> None:
    """What every trial needs and no mutant changes: hypothesis, the words of the clinic."""
    os.environ.setdefault("HYPOTHESIS_PROFILE", "mutation")
    for path in sorted(Path("vrtherapy/domain").glob("*.py")):
        importlib.import_module(f"vrtherapy.domain.{path.stem}".removesuffix(".__init__"))
    importlib.import_module("hypothesis.stateful")


if __name__ == "__main__":
    sys.exit(main())
