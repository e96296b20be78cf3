"""Another package brings a scene, a protocol and a sensor by entry points alone, as an installed one does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from vrtherapy.host.discovery import find_protocol, find_scene, scene_ids
from vrtherapy.sensors.registry import open_uri, schemes

from .sources import REPOSITORY


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package `clinic_extras` with its metadata, on the path."""
    package = tmp_path / "clinic_extras"
    info = tmp_path / "clinic_extras-1.0.dist-info"
    scene = package / "scenes" / "spider_room"
    for folder in (info, scene, package / "protocols" / "arachnophobia"):
        folder.mkdir(parents=True)
    shipped = (REPOSITORY / "scenes" / "high_rise" / "scene.yaml").read_text(encoding="utf-8")
    (scene / "scene.yaml").write_text(shipped.replace("id: high_rise", "id: spider_room", 1), encoding="utf-8")
    (package / "protocols" / "arachnophobia" / "first.yaml").write_text("schema: vrtherapy/1\n", encoding="utf-8")
    (package / "scenes" / "place.py").write_text("", encoding="utf-8")
    (package / "protocols" / "place.py").write_text("", encoding="utf-8")
    (package / "belt.py").write_text(
        "from vrtherapy.sensors.simulated import open_source as simulated\n\n\n"
        "def open_source(uri):\n    return simulated('simulated:?seed=7')\n",
        encoding="utf-8",
    )
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: clinic-extras\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(
        "[vrtherapy.scenes]\nextras = clinic_extras.scenes.place\n"
        "[vrtherapy.protocols]\nextras = clinic_extras.protocols.place\n"
        "[vrtherapy.sensors]\nbelt = clinic_extras.belt:open_source\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    yield package
    for name in [name for name in sys.modules if name.split(".")[0] == "clinic_extras"]:
        del sys.modules[name]


def test_a_scene_of_another_package_is_found(installed: Path) -> None:
    assert "spider_room" in scene_ids()
    found = find_scene("spider_room")
    assert found is not None and found.folder == installed / "scenes" / "spider_room"


def test_a_protocol_of_another_package_is_found(installed: Path) -> None:
    assert find_protocol("arachnophobia/first.yaml") == installed / "protocols" / "arachnophobia" / "first.yaml"


def test_a_sensor_of_another_package_is_opened_by_its_scheme(installed: Path) -> None:
    assert "belt" in schemes()
    assert open_uri("belt:living-room").describe().origin == "simulated"


def test_without_that_package_they_are_not_there() -> None:
    assert find_scene("spider_room") is None and find_protocol("arachnophobia/first.yaml") is None
    assert "belt" not in schemes()
