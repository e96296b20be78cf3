"""An hour of frames keeps no more in memory than the first second."""

from __future__ import annotations

import gc

import pytest
from panda3d.core import RenderState, TransformState

from vrtherapy.render.app import RenderApp


def kept() -> int:
    """Panda3D's states and Python's objects."""
    gc.collect()
    return int(RenderState.get_num_states()) + int(TransformState.get_num_states()) + len(gc.get_objects())


@pytest.mark.parametrize("view", ["calm", "exposure"])
def test_frames_leave_nothing_behind(exposed: RenderApp, view: str) -> None:
    if view == "calm":
        exposed.show("calm")
    for _ in range(30):
        exposed.frame(0.02)
    before = kept()
    for turn in range(80):
        if view == "exposure":
            exposed.apply({"wind": turn % 10})
        exposed.frame(0.02)
    assert kept() - before < 200, "something is kept of each frame"
