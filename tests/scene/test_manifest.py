"""scene.yaml read into facts, or one sentence per fault; never the scene's code."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from vrtherapy.scene.dial import intensity_of, value_at
from vrtherapy.scene.manifest import ManifestProblem, read_manifest

SCENES = Path(__file__).parents[2] / "scenes"
SHIPPED = sorted(SCENES.glob("*/scene.yaml"))

ROOM = """\
schema: vrtherapy-scene/1
id: room
title: A room
licence: Apache-2.0
entry: scene.py
parameters:
  width: {type: real, unit: m, calm: 8, intense: 2, step: 0.1, dial: 0.10..0.90, description: How wide.}
  people: {type: integer, calm: 0, intense: 6, description: How many.}
  door:
    type: choice
    description: The door.
    choices: [{id: open, intensity: 0}, {id: shut, title: closed, intensity: 0.5}]
events:
  knock: {intensity: 0.25, duration: 1500ms, key: k, suds_rise: 8, description: Somebody knocks.}
"""


def test_a_manifest_is_read_into_what_the_machine_knows() -> None:
    found = read_manifest(ROOM, "room/scene.yaml")
    width, people, door = found.stage.parameters
    assert (width.kind, width.calm, width.intense, width.dial_from, width.dial_to) == ("real", 8.0, 2.0, 100, 900)
    assert (people.kind, people.title, people.dial_from, people.dial_to) == ("integer", "People", 0, 1000)
    assert [(c.id, c.title, c.intensity) for c in door.choices] == [("open", "open", 0), ("shut", "closed", 500)]
    (knock,) = found.stage.events
    assert (knock.intensity, knock.duration, knock.key, knock.suds_rise) == (250, 1_500_000, "k", 8)
    assert found.entry == "scene.py" and found.comfort.flashes_per_s == 0


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.parent.name)
def test_every_shipped_scene_is_read_without_its_code_and_reaches_both_ends(path: Path) -> None:
    before = set(sys.modules)
    found = read_manifest(path.read_text(encoding="utf-8"), str(path))
    assert not [m for m in set(sys.modules) - before if "panda3d" in m or m.endswith("scene")]
    assert found.stage.id == path.parent.name and found.licence
    for p in found.stage.parameters:
        assert intensity_of(p, value_at(p, p.dial_from)) <= p.dial_from
        assert 0 <= intensity_of(p, value_at(p, p.dial_to)) <= 1000
    assert len({e.key for e in found.stage.events if e.key}) == len([e for e in found.stage.events if e.key])


FAULTS = {
    "schema: vrtherapy-scene/1": ("schema: vrtherapy-scene/2", "schema"),
    "id: room": ("id: My Room", "id"),
    "licence: Apache-2.0": ("license: Apache-2.0", "licence"),
    "calm: 8, intense: 2": ("calm: 8, intense: 8", "must differ"),
    "calm: 0, intense: 6": ("calm: 0.5, intense: 6", "whole numbers"),
    "dial: 0.10..0.90": ("dial: 0.90..0.10", "lower end first"),
    "0.10..0.90": ("0.10..0.1001", "lower end first"),
    "intensity: 0}": ("intensity: 0.1}", "the calm one"),
    "intensity: 0.5}": ("intensity: 0}", "higher intensity"),
    "{id: shut": ("{id: open", "same `id`"),
    "intensity: 0.25": ("intensity: 1.25", "knock"),
    "1500ms": ("soon", "duration"),
    "key: k": ("key: F1", "key"),
    "step: 0.1": ("step: 0", "step"),
    "calm: 8": ("calm: .nan", "finite"),
    "intense: 6": ("intense: .inf", "finite"),
    "title: A room": ("title: [A, room]", "title"),
    "description: How many.": ("note: How many.", "description"),
}


@pytest.mark.parametrize("right", FAULTS)
def test_a_fault_is_told_with_the_file_and_the_place(right: str) -> None:
    wrong, told = FAULTS[right]
    assert right in ROOM
    with pytest.raises(ManifestProblem, match=r"^room/scene\.yaml: ") as problem:
        read_manifest(ROOM.replace(right, wrong, 1), "room/scene.yaml")
    assert told in str(problem.value)


@pytest.mark.parametrize("text", ["", "room", "- room", "a: [", "a: b: c", "\t", "&a [*a", "d: 2020-13-45", "[" * 3000])
def test_what_is_no_manifest_is_told_in_a_sentence(text: str) -> None:
    with pytest.raises(ManifestProblem, match=r"^room/scene\.yaml: "):
        read_manifest(text, "room/scene.yaml")


trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6) | st.integers(), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(yaml.safe_load(ROOM))), trees)
def test_whatever_stands_in_a_manifest_it_is_read_or_told(key: str, value: object) -> None:
    text = yaml.safe_dump(yaml.safe_load(ROOM) | {key: value}, allow_unicode=True)
    try:
        assert read_manifest(text, "x").stage.id
    except ManifestProblem as problem:
        assert str(problem).startswith("x: ")


@given(st.text(max_size=60))
def test_any_text_is_read_or_told(text: str) -> None:
    with pytest.raises(ManifestProblem):
        read_manifest(text, "x")
