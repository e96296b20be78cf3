"""What ships is clean, compiles, and climbs as a ladder should."""

from __future__ import annotations

from pathlib import Path

import pytest

from vrtherapy.protocol.compile import compile_session
from vrtherapy.protocol.json_schema import FILE, protocol_schema_text
from vrtherapy.protocol.load import Loaded, load
from vrtherapy.safety import hard_limits

from .scenes import ROOT, SCENES, stages

FILES = sorted((ROOT / "protocols").rglob("*.yaml"))


def loaded(path: Path) -> Loaded:
    return load(path.read_bytes(), path.relative_to(ROOT).as_posix(), stages, SCENES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_protocol_is_clean(path: Path) -> None:
    found = loaded(path)
    assert found.document is not None, found.rendered()
    # The demonstration is faster than a treatment and is told so.
    assert {p.code for p in found.problems} == ({"VRT305"} if path.stem == "demo" else set())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_session_compiles_within_the_hard_limits(path: Path) -> None:
    document = loaded(path).document
    assert document is not None
    for session in document.sessions:
        plan = compile_session(document, session.id.value, stages)
        assert len(plan.steps) >= 5
        for step in plan.steps:
            assert step.say and step.title
            assert all(pin.intensity <= step.band.high for pin in step.pins)
            assert step.limits.rise <= hard_limits.RISE_ABSOLUTE
            assert step.limits.exposure <= hard_limits.EXPOSURE_ABSOLUTE


def test_the_high_rise_ladder_goes_from_the_first_floor_to_the_top() -> None:
    document = loaded(ROOT / "protocols" / "acrophobia" / "high-rise.yaml").document
    assert document is not None
    assert [len(s.steps) for s in document.sessions] == [7, 6]
    last = compile_session(document, "higher", stages).steps[-1]
    assert last.band.high == 1000


def test_the_editor_schema_is_fresh() -> None:
    assert (ROOT / FILE).read_text("utf-8") == protocol_schema_text()
