"""docs/safety.md cannot go stale: twelve promises, each with rule, test, drill, figure and hazard, all of which exist."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from vrtherapy.host.drills import DRILLS

from .sources import REPOSITORY
from .test_docs import functions

PAGE = (REPOSITORY / "docs" / "safety.md").read_text(encoding="utf-8")
RESULTS = (REPOSITORY / "benchmarks" / "RESULTS.md").read_text(encoding="utf-8")
NO_DRILL = "none: "


@dataclass(frozen=True)
class Promise:
    number: int
    words: str
    rules: tuple[str, ...]
    tests: tuple[str, ...]
    drill: str
    measured: str
    hazards: tuple[str, ...]


def rows(head: str) -> list[list[str]]:
    """The cells of the table under a heading."""
    part = PAGE.split(f"## {head}\n")[1].split("\n## ")[0]
    found = [re.split(r"(?<!\\)\|", line)[1:-1] for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in found[2:]]


def ticked(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`([^`]+)`", cell))


PROMISES = [
    Promise(int(n), words, ticked(rules), ticked(tests), drill, measured, tuple(hazards.split()))
    for n, words, rules, tests, drill, measured, hazards in rows("Promises")
]
HAZARDS = {row[0]: row for row in rows("Hazards")}
EACH = pytest.mark.parametrize("promise", PROMISES, ids=lambda p: str(p.number))


def test_there_are_the_twelve_promises_of_the_design() -> None:
    assert [promise.number for promise in PROMISES] == list(range(1, 13))


@EACH
def test_each_promise_has_its_rules_and_a_test_that_exist(promise: Promise) -> None:
    assert promise.words and promise.rules and promise.tests
    assert [rule for rule in promise.rules if not (REPOSITORY / rule).is_file()] == []
    for test in promise.tests:
        path, _, name = test.partition("::")
        assert name in functions(REPOSITORY / path), test


@EACH
def test_each_promise_has_a_drill_that_exists_and_drills_it_or_says_why_not(promise: Promise) -> None:
    if promise.drill.startswith(NO_DRILL):
        assert len(promise.drill) > len(NO_DRILL)
        assert not [drill.name for drill in DRILLS if drill.promise == promise.number]
    else:
        assert set(ticked(promise.drill)) == {drill.name for drill in DRILLS if drill.promise == promise.number}


@EACH
def test_each_figure_stands_in_the_results(promise: Promise) -> None:
    assert promise.measured
    for figure in promise.measured.split("; "):
        assert figure in RESULTS, f"promise {promise.number}: {figure}"


@EACH
def test_each_hazard_that_a_promise_answers_names_the_promise(promise: Promise) -> None:
    assert promise.hazards
    for hazard in promise.hazards:
        assert str(promise.number) in HAZARDS[hazard][4].split(), hazard


def test_each_hazard_is_answered_by_what_claims_to_answer_it() -> None:
    gate = set(re.search(r"It answers ((?:H\d+ ?)+)\.", PAGE).group(1).split())  # type: ignore[union-attr]
    by_number = {str(promise.number): promise for promise in PROMISES}
    for hazard, (_, what, harm, grave, answers) in HAZARDS.items():
        assert what and harm and grave in "12345"
        for answer in answers.split():
            assert hazard in (gate if answer == "gate" else by_number[answer].hazards), f"{hazard}: {answer}"
