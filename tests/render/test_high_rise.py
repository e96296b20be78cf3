"""The high-rise shows what scene.yaml says it can show."""

from __future__ import annotations

from itertools import pairwise

import pytest
import yaml
from conftest import REPOSITORY, difference, picture

from vrtherapy.render.app import RenderApp

FACTS = yaml.safe_load((REPOSITORY / "scenes/high_rise/scene.yaml").read_text(encoding="utf-8"))
CALM = {"floor": 1, "railing": "full", "edge_distance": 4.0, "wind": 1.0, "glass_floor": 0.0}


def ends(name: str) -> tuple[object, object]:
    facts = FACTS["parameters"][name]
    if facts["type"] == "choice":
        return facts["choices"][0]["id"], facts["choices"][-1]["id"]
    return facts["calm"], facts["intense"]


def test_the_picture_is_not_flat(exposed: RenderApp) -> None:
    pixels = picture(exposed)
    assert pixels.std() > 25
    assert pixels.mean() > 40
    assert len({tuple(p) for p in pixels.reshape(-1, 3).astype(int)}) > 2000


@pytest.mark.parametrize("name", sorted(FACTS["parameters"]))
def test_each_parameter_changes_the_picture(exposed: RenderApp, name: str) -> None:
    # Wind is seen in trees, grass and pennant, so low and from far back.
    around = CALM | ({} if name == "wind" else {"floor": 20, "edge_distance": 2.5})
    seen = []
    for value in ends(name):
        exposed.apply(around | {name: value})
        exposed.settle()
        for _ in range(30 if name == "wind" else 1):
            exposed.frame(0.1)
        seen.append(picture(exposed))
    assert difference(*seen) > 0.25


def test_the_glass_floor_shows_the_street(exposed: RenderApp) -> None:
    seen = []
    for clear in (0.0, 100.0):
        exposed.apply(CALM | {"floor": 40, "glass_floor": clear})
        exposed.settle()
        exposed.frame(0.0)
        seen.append(picture(exposed)[70:, 50:110])
    assert seen[1].std() > seen[0].std()
    assert difference(*seen) > 15


def test_the_floor_glides_like_a_lift(exposed: RenderApp) -> None:
    """Up to the fortieth floor: never faster than 7 m/s, never jerkier than 2.6 m/s², never past the floor."""
    exposed.apply({"floor": 40})
    slot = exposed._exposure
    assert slot is not None
    heights, dt_s = [], 1 / 30
    for _ in range(30 * 40):
        slot.advance(dt_s)
        heights.append(slot.stage.camera.get_z())
    speeds = [(b - a) / dt_s for a, b in pairwise(heights)]
    pulls = [abs(b - a) / dt_s for a, b in pairwise(speeds)]
    assert max(speeds) <= 7.01
    assert min(speeds) >= -1e-3
    assert max(pulls) <= 2.7
    assert heights[-1] == pytest.approx(40 * 3.5 + 1.62, abs=0.01)


def test_the_glide_does_not_depend_on_the_frame_rate(exposed: RenderApp) -> None:
    slot = exposed._exposure
    assert slot is not None
    reached = []
    for frames in (20, 90):
        exposed.apply({"floor": 1})
        exposed.settle()
        exposed.apply({"floor": 9})
        for _ in range(3 * frames):
            slot.advance(1 / frames)
        reached.append(slot.stage.camera.get_z())
    assert reached[0] == pytest.approx(reached[1], abs=0.15)


@pytest.mark.parametrize("event", sorted(FACTS["events"]))
def test_every_event_fires_and_ends(exposed: RenderApp, event: str) -> None:
    exposed.fire(event)
    for _ in range(170):
        slot = exposed._exposure
        assert slot is not None
        slot.advance(0.1)
        assert slot.failure is None
    assert exposed.frame(0.02).failure is None


@pytest.mark.parametrize(("event", "after_s"), [("bird", 3.0), ("helicopter", 7.0)])
def test_what_flies_is_seen_and_gone(exposed: RenderApp, event: str, after_s: float) -> None:
    slot = exposed._exposure
    assert slot is not None
    name = {"bird": "gull", "helicopter": "helicopter"}[event]
    node = slot.stage.root.find(f"**/{name}")
    assert node.is_hidden()
    exposed.fire(event)
    slot.advance(after_s)
    assert not node.is_hidden()
    slot.advance(30.0)
    assert node.is_hidden()


def test_nothing_jumps_after_a_hold(exposed: RenderApp) -> None:
    before = picture(exposed)
    exposed.hold(True)
    for _ in range(20):
        exposed.frame(0.1)
    assert difference(before, picture(exposed)) < 0.2
    exposed.hold(False)
    exposed.frame(0.001)
    assert difference(before, picture(exposed)) < 0.5


def test_an_unknown_parameter_is_a_failure_with_a_name(exposed: RenderApp) -> None:
    exposed.apply({"height": 3})
    failure = exposed.frame(0.02).failure
    assert failure is not None
    assert failure[0] == "high_rise"
    assert "height" in failure[1]


def test_a_pause_stops_the_lift_on_its_way_up_and_never_on_its_way_down(exposed: RenderApp) -> None:
    slot = exposed._exposure
    assert slot is not None
    exposed.apply({"floor": 40})
    for _ in range(40):
        slot.advance(0.1)
    exposed.hold(True)
    for _ in range(40):
        slot.advance(0.1)
    stood = slot.stage.camera.get_z()
    for _ in range(20):
        slot.advance(0.1)
    assert slot.stage.camera.get_z() == pytest.approx(stood, abs=1e-3)
    exposed.apply({"floor": 1})
    for _ in range(20):
        slot.advance(0.1)
    assert slot.stage.camera.get_z() < stood - 1
