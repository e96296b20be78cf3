"""What every scene owes: run on each folder of `scenes/`, and meant for anybody's scene."""

from __future__ import annotations

import gc
import math
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.scenes.flashes import flashes_in_a_second, luminance, tiles
from vrtherapy.domain.stage import Parameter, Value
from vrtherapy.domain.units import Permille
from vrtherapy.render.app import RenderApp, RenderUnavailable
from vrtherapy.render.slot import SceneSlot
from vrtherapy.render.stage import RenderStage
from vrtherapy.scene.dial import intensity_of, value_at
from vrtherapy.scene.manifest import Manifest, read_manifest

SCENES = Path(__file__).resolve().parents[2] / "scenes"
FOLDERS = sorted(path.parent for path in SCENES.glob("*/scene.yaml"))
SIZE = (160, 90)
DIAL = [Permille(n) for n in range(0, 1001, 100)]


def facts(folder: Path) -> Manifest:
    return read_manifest((folder / "scene.yaml").read_text(encoding="utf-8"), str(folder / "scene.yaml"))


PARAMETERS = [(f, p) for f in FOLDERS for p in facts(f).stage.parameters]
EVENTS = [(f, e) for f in FOLDERS for e in facts(f).stage.events]


def name_of(case: object) -> str:
    return case.name if hasattr(case, "name") else str(case)  # type: ignore[attr-defined]


@dataclass
class Heard:
    """A loudspeaker that remembers. Implements `scene.api.Emitter`."""

    name: str
    loop: bool
    playing: bool = False
    plays: int = 0
    shares: list[float] = field(default_factory=list)
    places: list[tuple[float, ...]] = field(default_factory=list)

    def play(self) -> None:
        self.playing = True
        self.plays += 1

    def stop(self) -> None:
        self.playing = False

    def loudness(self, share: float) -> None:
        self.shares.append(share)

    def pitch(self, ratio: float) -> None:
        assert math.isfinite(ratio)

    def place(self, x: float, y: float, z: float) -> None:
        self.places.append((x, y, z))


@dataclass
class Patient:
    """Who stands in the scene: sees its pictures, hears its sounds."""

    app: RenderApp
    sounds: list[Heard]

    @property
    def slot(self) -> SceneSlot:
        slot = self.app._exposure
        assert slot is not None
        return slot

    def enter(self, folder: Path, values: dict[str, Value] | None = None) -> None:
        self.sounds.clear()
        self.app.load(folder)
        self.app.show("exposure")
        if values:
            self.app.apply(values)
        self.app.settle()
        self.live(0.0)

    def live(self, seconds: float, step: float = 0.1) -> None:
        for _ in range(max(1, round(seconds / step))):
            report = self.app.frame(min(step, seconds))
            assert report.failure is None, report.failure

    def wait(self, seconds: float) -> None:
        """Time passes in the scene and is drawn at its end only."""
        for _ in range(max(1, round(seconds / 0.1))):
            self.slot.advance(0.1)
            assert self.slot.failure is None, self.slot.failure
        self.live(0.0)

    def sees(self) -> np.ndarray:
        picture = self.app.picture()
        assert picture is not None
        return picture.astype(np.float64)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> Iterator[Patient]:
    sounds: list[Heard] = []

    def sound(stage: RenderStage, path: str, *, loop: bool = False) -> Heard:
        stage.find(path)
        sounds.append(Heard(path, loop))
        return sounds[-1]

    monkeypatch.setattr(RenderStage, "sound", sound)
    try:
        app = RenderApp("offscreen", SIZE, "low", sound=False)
    except RenderUnavailable as missing:
        pytest.skip(str(missing))
    yield Patient(app, sounds)
    app.close()


def calm_end(folder: Path) -> dict[str, Value]:
    return {p.name: value_at(p, Permille(0)) for p in facts(folder).stage.parameters}


def intense_end(folder: Path) -> dict[str, Value]:
    return {p.name: value_at(p, Permille(1000)) for p in facts(folder).stage.parameters}


def apart(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one - other).mean())


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_the_manifest_names_what_is_there(folder: Path) -> None:
    said = facts(folder)
    assert said.stage.id == folder.name
    assert (folder / said.entry).is_file()
    assert (SCENES / said.calm / "scene.yaml").is_file()
    assert not facts(SCENES / said.calm).stage.events, "nothing happens in a calm scene"
    assert said.licence
    assert said.description
    keys = [event.key for event in said.stage.events if event.key]
    assert len(keys) == len(set(keys)), "two events have one key"


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_it_is_built_lit_and_finite(patient: Patient, folder: Path) -> None:
    patient.enter(folder, calm_end(folder))
    seen = patient.sees()
    assert 40 < seen.mean() < 215
    assert seen.std() > 20
    assert (seen.max(axis=2) < 8).mean() < 0.02, "black areas"
    assert (seen.min(axis=2) > 250).mean() < 0.02, "burnt areas"
    eye = patient.slot._scene.viewpoint()
    assert len(eye) == 5
    assert all(math.isfinite(part) for part in eye)


@pytest.mark.parametrize(("folder", "parameter"), PARAMETERS, ids=name_of)
def test_the_dial_of_a_parameter_only_rises(folder: Path, parameter: Parameter) -> None:
    reached = [intensity_of(parameter, value_at(parameter, at)) for at in DIAL]
    assert all(b >= a for a, b in pairwise(reached))
    assert all(met <= at for met, at in zip(reached, DIAL, strict=True))
    assert value_at(parameter, DIAL[0]) != value_at(parameter, DIAL[-1])


@pytest.mark.parametrize(("folder", "parameter"), PARAMETERS, ids=name_of)
def test_what_is_seen_leaves_calm_behind_as_the_dial_rises(
    patient: Patient, folder: Path, parameter: Parameter
) -> None:
    patient.enter(folder, calm_end(folder))
    seen = []
    for at in DIAL:
        patient.app.apply({parameter.name: value_at(parameter, at)})
        patient.app.settle()
        patient.live(0.0)
        seen.append(patient.sees())
    away = [apart(seen[0], picture) for picture in seen]
    assert away[-1] > 0.15, "the parameter changes nothing that can be seen"
    assert all(b > a - 0.25 * away[-1] for a, b in pairwise(away)), away


@pytest.mark.parametrize(("folder", "parameter"), PARAMETERS, ids=name_of)
def test_a_parameter_eases_and_never_jumps(patient: Patient, folder: Path, parameter: Parameter) -> None:
    """From one end to the other as fast as the scene goes: no frame changes more than a share of the whole way."""
    patient.enter(folder, calm_end(folder))
    before = patient.sees()
    patient.app.apply({parameter.name: value_at(parameter, Permille(1000))})
    patient.live(0.02, 0.02)
    first = apart(before, patient.sees())
    patient.app.settle()
    patient.live(0.0)
    assert first < 0.5 * apart(before, patient.sees()) + 0.5


@pytest.mark.parametrize(("folder", "event"), EVENTS, ids=name_of)
def test_an_event_is_seen_or_heard_and_is_over(patient: Patient, folder: Path, event: object) -> None:
    name, lasts = event.name, event.duration / 1e6  # type: ignore[attr-defined]
    middle, end = [], []
    for fired in (False, True):
        patient.enter(folder, calm_end(folder))
        if fired:
            patient.app.fire(name)
        played = sum(sound.plays for sound in patient.sounds if not sound.loop)
        patient.wait(lasts / 2)
        middle.append((patient.sees(), played))
        patient.wait(lasts / 2 + 2.0)
        end.append(patient.sees())
    (without, silent), (with_it, played) = middle
    assert silent == 0
    assert played > 0 or apart(without, with_it) > 0.02
    assert apart(*end) < 1.5, "something of it stays"


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_the_same_seconds_give_the_same_picture_at_any_frame_rate(patient: Patient, folder: Path) -> None:
    seen = []
    for step in (0.1, 0.02):
        patient.enter(folder, intense_end(folder))
        patient.live(2.0, step)
        seen.append(patient.sees())
    assert apart(*seen) < 0.1


@pytest.mark.parametrize("folder", [f for f in FOLDERS if facts(f).stage.parameters], ids=name_of)
def test_while_held_everything_stands_and_nothing_jumps_after(patient: Patient, folder: Path) -> None:
    patient.enter(folder, intense_end(folder))
    patient.live(0.5)
    patient.app.hold(True)
    patient.live(2.0)
    before = patient.sees()
    patient.live(2.0)
    assert apart(before, patient.sees()) < 0.1
    patient.app.hold(False)
    patient.live(0.001, 0.001)
    assert apart(before, patient.sees()) < 0.5
    patient.live(1.0)
    assert apart(before, patient.sees()) > 0.05, "it does not go on"


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_a_settled_scene_stands_where_it_was_sent(patient: Patient, folder: Path) -> None:
    for values in (intense_end(folder), calm_end(folder)):
        patient.enter(folder, values)
        stood = patient.slot._scene.viewpoint()
        patient.live(1.0)
        assert patient.slot._scene.viewpoint() == pytest.approx(stood, abs=1e-6)


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_what_it_does_not_know_it_refuses_by_name(patient: Patient, folder: Path) -> None:
    for wrong in ("apply", "fire"):
        patient.enter(folder)
        if wrong == "apply":
            patient.app.apply({"no_such_parameter": 1.0})
        else:
            patient.app.fire("no_such_event")
        failure = patient.app.frame(0.02).failure
        assert failure is not None
        assert failure[0] == folder.name
        assert "no_such_" in failure[1]


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_it_is_silent_when_told_and_gone_when_it_leaves(patient: Patient, folder: Path) -> None:
    patient.enter(folder, intense_end(folder))
    for event in facts(folder).stage.events:
        patient.app.fire(event.name)
    patient.live(0.3)
    assert any(sound.playing for sound in patient.sounds) == bool(patient.sounds)
    assert all(0.0 <= share <= 1.0 for sound in patient.sounds for share in sound.shares)
    assert all(math.isfinite(x) for sound in patient.sounds for place in sound.places for x in place)
    patient.app.show("calm")
    assert not any(sound.playing for sound in patient.sounds)
    root, scene = patient.slot.stage.root, weakref.ref(patient.slot._scene)
    left = list(patient.sounds)
    patient.app.load(folder)
    assert root.is_empty()
    assert not any(sound.playing for sound in left)
    gc.collect()
    assert scene() is None, "something still holds the scene"


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_it_keeps_to_the_light_it_declares(patient: Patient, folder: Path) -> None:
    """Three seconds at 30 frames per second, at the intense end with every event at once."""
    comfort = facts(folder).comfort
    patient.enter(folder, intense_end(folder))
    for event in facts(folder).stage.events:
        patient.app.fire(event.name)
    course, brightest = [], 0.0
    for _ in range(90):
        patient.live(1 / 30, 1 / 30)
        light = luminance(patient.sees().astype(np.uint8))
        brightest = max(brightest, float(light.max()))
        course.append(tiles(light))
    per_tile = np.asarray(course).reshape(90, -1)
    worst = max(flashes_in_a_second(per_tile[:, k], 30.0) for k in range(per_tile.shape[1]))
    assert worst <= comfort.flashes_per_s
    assert brightest <= comfort.peak_luminance + 0.005
