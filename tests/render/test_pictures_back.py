"""What leaves the renderer: mirror, whole picture, preview; and both tiers draw."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from conftest import SIZE
from PIL import Image

from vrtherapy.render.app import RenderApp, RenderUnavailable
from vrtherapy.render.preview import render_preview


def test_the_mirror_has_the_size_and_number_asked(exposed: RenderApp) -> None:
    number = exposed.frame(0.02).number
    got = exposed.mirror(SIZE)
    assert got is not None
    assert got[0] == number
    assert len(got[1]) == SIZE[0] * SIZE[1] * 3


def test_a_smaller_mirror_shows_the_same_picture(exposed: RenderApp) -> None:
    assert exposed.mirror((80, 45)) is None
    exposed.frame(0.0)
    got = exposed.mirror((80, 45))
    assert got is not None
    small = np.frombuffer(got[1], np.uint8).reshape(45, 80, 3).astype(float)
    whole = exposed.picture()
    assert whole is not None
    halved = whole.astype(float).reshape(45, 2, 80, 2, 3).mean(axis=(1, 3))
    assert np.abs(small - halved).mean() < 12


def test_no_mirror_before_a_frame(app: RenderApp) -> None:
    assert app.mirror(SIZE) is None


def test_frames_are_counted_and_timed(app: RenderApp) -> None:
    reports = [app.frame(0.02) for _ in range(3)]
    assert [r.number for r in reports] == [1, 2, 3]
    assert all(r.cpu_app_s > 0 and r.cpu_cull_s > 0 and r.cpu_draw_s > 0 for r in reports)


def test_draw_calls_stay_within_their_budget(exposed: RenderApp) -> None:
    slot = exposed._exposure
    assert slot is not None
    assert len(slot.stage.root.find_all_matches("**/+GeomNode")) <= 150


def test_a_preview_is_a_png_of_its_size(tmp_path: Path, scenes: Path) -> None:
    out = tmp_path / "preview.png"
    try:
        render_preview(
            scenes / "high_rise", {"floor": 40, "railing": "none", "edge_distance": 0.3}, out, (320, 180)
        )
    except RenderUnavailable as missing:
        pytest.skip(str(missing))
    with Image.open(out) as image:
        assert image.size == (320, 180)
        assert np.asarray(image).std() > 20


def test_no_window_without_a_display_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(RenderUnavailable, match="DISPLAY"):
        RenderApp("window", SIZE, "low", sound=False)


@pytest.mark.parametrize(("surface", "package"), [("offscreen", "libegl1"), ("window", "libgl1")])
def test_a_missing_graphics_library_is_said_in_a_sentence_with_its_package(
    monkeypatch: pytest.MonkeyPatch, surface: Literal["offscreen", "window"], package: str
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr("vrtherapy.render.surface._pipe", lambda kind: None)
    with pytest.raises(RenderUnavailable, match=f"apt-get install {package}"):
        RenderApp(surface, SIZE, "low", sound=False)


def test_auto_takes_the_low_tier_where_a_processor_draws(app: RenderApp) -> None:
    made = RenderApp("offscreen", SIZE, "auto", sound=False)
    made.close()
    assert made.tier == ("low" if made.software else "high")
    assert made.software == any(
        word in made.renderer.lower() for word in ("llvmpipe", "softpipe", "swiftshader")
    )
