"""Sounds are as loud, as bright and as seamless as they are meant to be."""

from __future__ import annotations

import itertools
import math
import sys
from pathlib import Path

import numpy as np
import pytest
import yaml
from conftest import REPOSITORY
from hypothesis import given
from hypothesis import strategies as st

from vrtherapy.render.slot import _import_scene

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


@pytest.mark.parametrize("path", sorted((REPOSITORY / "assets/sounds").glob("*.ogg")), ids=lambda p: p.name)
def test_a_sound_file_is_whole_and_carries_no_chance_number(path: Path) -> None:
    """Every page has its right checksum and the fixed serial number, so that building again gives the same bytes."""
    ogg = path.read_bytes()
    assert synth.same_serial(ogg) == ogg


class Meter:
    """Stands for a stage's loudspeakers: the loudness of each sound at its present share."""

    def __init__(self) -> None:
        self.shares: dict[str, float] = {}

    def sound(self, path: str, *, loop: bool = False) -> Meter.Emitter:
        return Meter.Emitter(self, path.split("/")[-1].removesuffix(".ogg"))

    class Emitter:
        def __init__(self, meter: Meter, name: str) -> None:
            self._meter, self._name, self._share = meter, name, 0.0
            self._on = False

        def _tell(self) -> None:
            self._meter.shares[self._name] = self._share * self._on

        def play(self) -> None:
            self._on = True
            self._tell()

        def stop(self) -> None:
            self._on = False
            self._tell()

        def loudness(self, share: float) -> None:
            self._share = min(1.0, max(0.0, share))
            self._tell()

        def place(self, x: float, y: float, z: float) -> None: ...

    def lufs(self) -> float:
        """Sounds that know nothing of each other add their powers."""
        power = sum(share**2 * 10 ** (synth.RECIPES[n].lufs / 10) for n, share in self.shares.items())
        return 10 * math.log10(max(power, 1e-12))


SOUNDS = sys.modules[_import_scene(REPOSITORY / "scenes/high_rise").__class__.__module__ + ".sounds"].Sounds
DECLARED = yaml.safe_load((REPOSITORY / "scenes/high_rise/scene.yaml").read_text(encoding="utf-8"))["comfort"]


@given(
    wind=st.floats(0.0, 20.0),
    height_m=st.floats(3.5, 140.0),
    events=st.sets(st.sampled_from(["gust", "gull", "creak", "helicopter"])),
)
def test_all_that_sounds_together_keeps_to_the_declared_loudness(
    wind: float, height_m: float, events: set[str]
) -> None:
    meter = Meter()
    sounds = SOUNDS(meter)
    sounds.silence(False)
    sounds.bed(wind, height_m, False)
    for name in sorted(events):
        sounds.play(name)
    assert meter.lufs() <= DECLARED["loudest_lufs"]


def test_wind_is_louder_the_more_it_blows_and_the_city_softer_the_higher_one_stands() -> None:
    meter = Meter()
    sounds = SOUNDS(meter)
    sounds.silence(False)
    course = []
    for wind, height_m in ((1, 3.5), (6, 3.5), (12, 3.5), (12, 140)):
        sounds.bed(wind, height_m, False)
        course.append(dict(meter.shares))
    assert all(a["wind_strong"] < b["wind_strong"] for a, b in itertools.pairwise(course))
    assert course[-1]["city"] < 0.5 * course[0]["city"]
    sounds.bed(12, 140, True)
    assert meter.shares["wind_strong"] == 0.0
    assert meter.shares["city"] > 0.0
