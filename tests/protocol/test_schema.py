"""The keys explain themselves: every one has help and an example that reads, in the checker and in the editor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from vrtherapy.protocol.document import read_document
from vrtherapy.protocol.json_schema import protocol_schema
from vrtherapy.protocol.record import Key, Record
from vrtherapy.protocol.schema import PROTOCOL
from vrtherapy.protocol.shape import Many, Notes, Shape

from .writing import checked, edited


def keys(shape: Shape[Any], path: str = "") -> Iterator[tuple[str, Key[Any]]]:
    match shape:
        case Record():
            for key in shape.keys:
                yield f"{path}.{key.name}", key
                yield from keys(key.shape, f"{path}.{key.name}")
        case Many():
            yield from keys(shape.item, path + "[]")


KEYS = dict(keys(PROTOCOL))


@pytest.mark.parametrize("path", KEYS)
def test_every_key_has_help_and_an_example_that_reads(path: str) -> None:
    key = KEYS[path]
    assert key.about.endswith(".") and len(key.about) > 10
    root, problems = read_document(f"{key.name}: {key.example}\n", "p.yaml")
    assert root is not None and not problems
    value = root.get(key.name)
    notes = Notes("p.yaml")
    assert value is not None and key.shape.read(value, notes) is not None
    assert notes.problems == []


def test_the_editor_knows_every_key() -> None:
    def walk(schema: Any, path: str = "") -> Iterator[str]:
        for name, inner in schema.get("properties", {}).items():
            assert inner["description"] and inner["examples"]
            yield f"{path}.{name}"
            yield from walk(inner, f"{path}.{name}")
        if "items" in schema:
            yield from walk(schema["items"], path + "[]")

    assert set(walk(protocol_schema())) == set(KEYS)


@pytest.mark.parametrize(
    ("change", "line", "column", "code"),
    [
        (("title: Fear of heights", "title: [a]"), 3, 8, "VRT122"),
        (("disorder: acrophobia", "disorder: Fear!"), 4, 11, "VRT130"),
        (("claim: three sessions of virtual heights helped", "clam: three"), 6, 39, "VRT120"),
        (("exposure: 30min", "exposure: 30"), 11, 22, "VRT125"),
        (("exposure: 30min", "ceiling: 2"), 11, 21, "VRT129"),
        (("suds_at_most: 25", "suds_at_most: '25'"), 13, 34, "VRT122"),
        (("{suds_at_most: 25}", "{suds_at_most: 25, time_in_step: 3min}"), 13, 19, "VRT133"),
        (("{suds_at_most: 25}", "{suds_at_most: 25, peak_at_least: 30}"), 13, 53, "VRT133"),
        (("any: [", "some: ["), 13, 13, "VRT120"),
        (("    steps:", "    step:"), 18, 5, "VRT120"),
        (("intensity: 0.15..0.30", "intensity: 0.15..1.30"), 22, 20, "VRT126"),
        (("floor: 3", "floor: [3]"), 23, 22, "VRT122"),
        (("rise: 0.02/s", "rise: 0.02"), 24, 24, "VRT127"),
    ],
)
def test_a_fault_is_placed_exactly(change: tuple[str, str], line: int, column: int, code: str) -> None:
    assert (line, column, code) in [(p.line, p.column, p.code) for p in checked(edited(change)).problems]


def test_an_unknown_key_that_is_close_to_a_needed_one_is_one_problem() -> None:
    (problem,) = checked(edited(("        suds_expected: 30", "        suds_expcted: 30"))).problems
    assert problem.code == "VRT120" and "`suds_expected`" in problem.hint
