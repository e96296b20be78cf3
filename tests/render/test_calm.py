"""Calm: in the next frame nothing of the exposure is left, and the way there is never dark."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from conftest import SIZE, difference, picture

from vrtherapy.render.app import RenderApp
from vrtherapy.render.keys import meaning_of
from vrtherapy.render.report import PatientInput, StopPressed, SudsSaid
from vrtherapy.render.veil import TO_CALM_S


class Pressing:
    """A patient who presses what `next` holds, once."""

    def __init__(self) -> None:
        self.next: tuple[PatientInput, ...] = ()

    def poll(self, question_open: bool) -> tuple[PatientInput, ...]:
        said, self.next = self.next, ()
        return said


def intense(app: RenderApp) -> None:
    app.apply({"floor": 40, "railing": "none", "edge_distance": 0.3, "glass_floor": 100})
    app.settle()
    app.frame(0.02)


def of_calm_alone(frame: np.ndarray, calm: np.ndarray) -> float:
    """How badly `frame` is an even grey mixed with `calm`: the greatest residual of the best such mixture.

    Tiles of ten by ten are compared, so that waves and grass that moved meanwhile do not count.
    """
    tiles = [p.reshape(9, 10, 16, 10, 3).mean(axis=(1, 3)) for p in (frame, calm)]
    a = np.stack([np.ones(tiles[1].size), tiles[1].ravel()], -1)
    answer, *_ = np.linalg.lstsq(a, tiles[0].ravel(), rcond=None)
    return float(np.abs(a @ answer - tiles[0].ravel()).max())


def test_the_next_frame_holds_nothing_of_the_exposure(exposed: RenderApp) -> None:
    intense(exposed)
    feared = picture(exposed)
    exposed.show("calm")
    frames = []
    for _ in range(40):
        exposed.frame(0.0 if not frames else 0.025)
        frames.append(picture(exposed))
    for number, frame in enumerate(frames):
        assert of_calm_alone(frame, frames[-1]) < 9, number
    assert frames[0].std() < 1.0
    assert of_calm_alone(feared, frames[-1]) > 25


def test_calm_comes_from_the_present_light_and_never_through_black(exposed: RenderApp) -> None:
    intense(exposed)
    before = picture(exposed).mean()
    exposed.show("calm")
    course = []
    for _ in range(30):
        exposed.frame(TO_CALM_S / 20)
        course.append(picture(exposed).mean())
    assert abs(course[0] - before) < 25
    assert min(course) > 0.85 * min(before, course[-1])


def test_calm_is_whole_after_half_a_second(exposed: RenderApp) -> None:
    intense(exposed)
    exposed.show("calm")
    for _ in range(12):
        exposed.frame(0.05)
    assert exposed._veil.cover == pytest.approx(0.0, abs=1e-6)
    assert picture(exposed).std() > 10


def test_what_was_said_of_the_exposure_is_gone_with_it(exposed: RenderApp) -> None:
    def grown_calm() -> np.ndarray:
        exposed.show("calm")
        for _ in range(8):
            exposed.frame(0.1)
        return picture(exposed)

    bare = grown_calm()
    exposed.show("exposure")
    exposed.say("The panel beneath you turns to glass.", 60.0)
    exposed.frame(0.02)
    assert difference(grown_calm(), bare) < 3.0
    exposed.say("Look at the water.", 60.0)
    exposed.frame(0.02)
    assert difference(picture(exposed), bare) > 3.0, "what is said in calm is shown"


def test_a_patients_stop_is_calm_in_the_frame_that_reads_it(scenes: Path) -> None:
    keys = Pressing()
    app = RenderApp("offscreen", SIZE, "low", sound=False, keys=keys)
    try:
        app.load(scenes / "high_rise", scenes / "quiet_shore")
        app.show("exposure")
        app.settle()
        intense(app)
        keys.next = (StopPressed(),)
        report = app.frame(0.02)
        assert report.stop_pressed
        assert picture(app).std() < 1.0
    finally:
        app.close()


def test_an_event_in_calm_does_nothing(exposed: RenderApp) -> None:
    exposed.show("calm")
    exposed.fire("bird")
    slot = exposed._exposure
    assert slot is not None
    assert slot.stage.root.find("**/gull").is_hidden()


def test_a_running_event_is_over_with_calm(exposed: RenderApp) -> None:
    exposed.fire("helicopter")
    exposed.frame(0.1)
    exposed.show("calm")
    slot = exposed._exposure
    assert slot is not None
    assert slot.stage.root.find("**/helicopter").is_hidden()


def test_the_exposure_fades_in_and_never_flashes(app: RenderApp, scenes: Path) -> None:
    app.load(scenes / "high_rise", scenes / "quiet_shore")
    for _ in range(3):
        app.frame(0.05)
    app.show("exposure")
    course = []
    for _ in range(50):
        app.frame(0.05)
        course.append(picture(app).mean())
    assert max(abs(b - a) for a, b in itertools.pairwise(course)) < 26


def test_calm_without_any_file(app: RenderApp) -> None:
    app.frame(0.02)
    first = picture(app)
    assert first.mean() > 60
    assert first.std() > 10
    for _ in range(20):
        app.frame(0.1)
    assert difference(first, picture(app)) < 12


def test_a_broken_calm_scene_is_told_and_replaced(app: RenderApp, scenes: Path, scene_of) -> None:
    app.load(scenes / "quiet_shore", scene_of("def build(self, stage): raise OSError('the disk is gone')"))
    assert "the disk is gone" in app.problems[0]
    app.frame(0.02)
    assert picture(app).std() > 10


def test_the_patient_is_asked_and_told_legibly(app: RenderApp) -> None:
    app.frame(0.0)
    bare = picture(app)
    app.ask_suds(True)
    app.frame(0.0)
    assert difference(bare, picture(app)) > 3
    app.ask_suds(False)
    app.say("You can stop at any time.", 1.0)
    app.frame(0.0)
    assert difference(bare, picture(app)) > 1
    for _ in range(12):
        app.frame(0.1)
    app.say("", 0.0)
    app.frame(0.0)
    assert difference(bare, picture(app)) < 6


def test_keys_mean_what_the_patient_was_told() -> None:
    assert meaning_of("escape", False) == meaning_of("f12", True) == StopPressed()
    assert meaning_of("7", True) == SudsSaid(70)
    assert meaning_of("t", True) == SudsSaid(100)
    assert meaning_of("7", False) is None
