"""The floors hold, and the checker that says so catches what breaks them."""

from __future__ import annotations

import re

import pytest

from .floors import FLOOR_OF, FLOORS, breaches
from .sources import PACKAGE, REPOSITORY, Module, modules


def test_every_module_imports_only_from_lower_floors() -> None:
    assert [str(breach) for breach in breaches(modules())] == []


def test_every_part_of_the_package_stands_on_a_floor() -> None:
    assert {path.parent.name for path in PACKAGE.glob("*/__init__.py")} == set(FLOOR_OF)


def test_the_floors_are_told_as_they_are_enforced() -> None:
    text = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    told: dict[int, set[str]] = {}
    for floor, names in re.findall(r"^\| (\d) \| ([^|]+) \|", text, re.MULTILINE):
        told[int(floor)] = set(re.findall(r"`(\w+)`", names))
    assert told == {floor: set(parts) for floor, parts in FLOORS.items()}


def caught(*toys: tuple[str, str]) -> str:
    real = modules()
    before = {str(breach) for breach in breaches(real)}
    after = breaches([*real, *(Module(name, text) for name, text in toys)])
    return "\n".join(str(breach) for breach in after if str(breach) not in before)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("vrtherapy.domain.toy", "from vrtherapy.session.state import State", "above it"),
        ("vrtherapy.session.toy", "import vrtherapy.wire.codec", "above it"),
        (
            "vrtherapy.session.toy",
            "def late():\n    from vrtherapy.protocol import load",
            "its sibling on floor 3",
        ),
        ("vrtherapy.server.toy", "from vrtherapy.store.read import Reading", "its sibling on floor 5"),
        ("vrtherapy.wire.toy", "from vrtherapy.sim.patient import Patient", "its sibling on floor 4"),
        ("vrtherapy.session.toy", "from ..host import clocks", "above it"),
        ("vrtherapy.host.toy", "from panda3d.core import NodePath", "only vrtherapy.render may"),
        ("vrtherapy.cli.toy", "import xr", "only vrtherapy.render may"),
        ("vrtherapy.attic.toy", "from vrtherapy.domain.units import Micros", "stands on no floor"),
        ("vrtherapy.host.toy", "from vrtherapy.attic import anything", "stands on no floor"),
    ],
)
def test_a_module_that_looks_where_it_may_not_is_caught(name: str, text: str, said: str) -> None:
    assert said in caught((name, text))


def test_a_circle_is_caught_also_within_a_part() -> None:
    said = caught(
        ("vrtherapy.safety.one", "from vrtherapy.safety.two import b"),
        ("vrtherapy.safety.two", "def late():\n    from vrtherapy.safety import one"),
    )
    assert "a circle of imports: vrtherapy.safety.one > vrtherapy.safety.two > vrtherapy.safety.one" in said


def test_a_module_that_keeps_to_its_floor_is_not_caught() -> None:
    assert (
        caught(
            (
                "vrtherapy.session.toy",
                "import math\nfrom vrtherapy.domain.units import Micros\nfrom . import state",
            )
        )
        == ""
    )
