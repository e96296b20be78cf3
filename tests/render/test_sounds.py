"""Sounds are as loud, as bright and as seamless as they are meant to be."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from conftest import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "assets"))
from sounds import synth

CENTROIDS_HZ = {
    "wind": (100, 700),
    "wind_strong": (150, 900),
    "city": (100, 600),
    "gust": (150, 900),
    "gull": (900, 3000),
    "creak": (200, 1500),
    "helicopter": (80, 700),
    "shore": (400, 3000),
}
LOUDEST_LUFS = -18.0


@pytest.mark.parametrize("name", sorted(synth.RECIPES))
def test_spectrum_loudness_and_seam(name: str) -> None:
    recipe = synth.RECIPES[name]
    wave = synth.render(name)
    mono = wave.mean(axis=1) if wave.ndim == 2 else wave
    assert recipe.lufs <= LOUDEST_LUFS
    assert synth.loudness(wave) == pytest.approx(recipe.lufs, abs=1.0)
    assert np.abs(wave).max() < 10 ** (-1 / 20)
    assert abs(float(mono.mean())) < 1e-3
    power = np.abs(np.fft.rfft(mono)) ** 2
    hertz = np.fft.rfftfreq(len(mono), 1 / synth.RATE)
    low, high = CENTROIDS_HZ[name]
    assert low < float((power * hertz).sum() / power.sum()) < high
    if recipe.loops:
        assert np.abs(wave[0] - wave[-1]).max() <= np.abs(np.diff(wave, axis=0)).max()
    else:
        assert np.abs(wave[-200:]).max() < 0.02


def test_loudness_of_the_standards_own_tone() -> None:
    """ITU-R BS.1770: a 997 Hz sine at full scale in one channel measures -3.01 LKFS."""
    t = np.arange(synth.RATE * 3) / synth.RATE
    assert synth.loudness(np.sin(2 * np.pi * 997 * t)) == pytest.approx(-3.01, abs=0.1)
