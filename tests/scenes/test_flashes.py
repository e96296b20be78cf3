"""The counter of flashes knows a lightning from a sunrise."""

from __future__ import annotations

import numpy as np
import pytest

from tests.scenes.flashes import flashes_in_a_second, luminance, tiles

PER_S = 30.0


@pytest.mark.parametrize("per_second", [1, 2, 3, 5])
def test_lightning_is_counted(per_second: int) -> None:
    time = np.arange(90) / PER_S
    course = np.where((time * per_second) % 1.0 < 0.3, 0.9, 0.1)
    assert per_second <= flashes_in_a_second(course, PER_S) <= per_second + 1


def test_a_single_rise_is_at_most_one_flash() -> None:
    assert flashes_in_a_second(np.linspace(0.1, 0.9, 90), PER_S) <= 1


@pytest.mark.parametrize(
    "course",
    [np.full(90, 0.4), 0.4 + 0.045 * np.sin(np.arange(90)), 0.9 + 0.09 * np.sin(np.arange(90))],
    ids=["still", "less than a tenth", "bright on bright"],
)
def test_what_is_no_flash_is_not_counted(course: np.ndarray) -> None:
    assert flashes_in_a_second(course, PER_S) == 0


def test_luminance_weighs_colours_as_the_eye_does() -> None:
    colours = np.array([[[255, 255, 255], [0, 255, 0], [0, 0, 255]]], np.uint8)
    assert luminance(colours)[0] == pytest.approx([1.0, 0.7152, 0.0722])


def test_tiles_keep_the_mean() -> None:
    light = np.random.default_rng(1).random((90, 160))
    assert tiles(light).shape == (9, 16)
    assert tiles(light).mean() == pytest.approx(light.mean())
