"""The fake headset: presses from a file, read at the frame, answered with the frame that shows it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import SIZE, difference, picture

from vrtherapy.render.app import RenderApp, RenderUnavailable
from vrtherapy.render.headset.fake import CONTROL, SAID, FakeHeadset
from vrtherapy.render.report import FrameReport, HeadsetChanged, StopPressed, SudsSaid


class Worn:
    """A fake headset in `folder`, whoever writes to it, and what it answered."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.slept: list[float] = []
        self.headset = FakeHeadset(folder, self.slept.append)

    def write(self, text: str) -> None:
        with (self.folder / CONTROL).open("a") as file:
            file.write(text)

    def said(self) -> list[str]:
        """What it answered, without the times, which never go back."""
        lines = [line.split(" ", 1) for line in (self.folder / SAID).read_text().splitlines()]
        times = [int(at) for at, _ in lines]
        assert times == sorted(times) and all(at <= time.monotonic_ns() for at in times)
        return [words for _, words in lines]


@pytest.fixture
def worn(tmp_path: Path) -> Iterator[Worn]:
    made = Worn(tmp_path)
    yield made
    made.headset.close()


def frame(number: int, shows: str) -> FrameReport:
    return FrameReport(number, 0.0, 0.0, 0.0, shows=shows)  # type: ignore[arg-type]


def test_each_line_is_read_once_and_answered(worn: Worn) -> None:
    assert worn.headset.poll(True) == ()
    worn.write("stop\nsuds 40\n\nblock 2.5\nstop")
    assert worn.headset.poll(True) == (StopPressed(), SudsSaid(40))
    assert worn.slept == [2.5]
    worn.write("\n")
    assert worn.headset.poll(True) == (StopPressed(),), "half a line waits for its end"
    assert worn.headset.poll(True) == ()
    assert worn.said() == [f"frame 1 read {words}" for words in ("stop", "suds 40", "block 2.5", "stop")]


def test_what_it_does_not_know_and_what_nobody_asked_is_answered_and_does_nothing(worn: Worn) -> None:
    worn.write("suds 40\nsuds 400\nsuds\nblock for ever\nblock -1\nSTOP\n\xff\n")
    assert worn.headset.poll(False) == () and worn.slept == []
    assert worn.said()[0] == "frame 1 read suds 40, but nobody asked"
    assert len(worn.said()) == 7 and all("nothing it knows" in words for words in worn.said()[1:])


def test_taking_off_and_putting_on_are_a_frame_each(worn: Worn) -> None:
    worn.write("off\non\nstop\n")
    assert worn.headset.poll(False) == (HeadsetChanged("headset taken off"),)
    assert worn.headset.poll(False) == (HeadsetChanged(""),)
    assert worn.headset.poll(False) == (StopPressed(),)


def test_the_frame_that_read_something_or_changed_what_is_shown_is_answered_once_it_is_drawn(worn: Worn) -> None:
    finished: list[str] = []

    def drawn(number: int, shows: str) -> None:
        worn.headset.drawn(frame(number, shows), lambda: finished.append(shows))

    drawn(1, "calm")
    drawn(2, "calm")
    drawn(3, "exposure")
    worn.write("stop\n")
    worn.headset.poll(False)
    drawn(4, "calm")
    worn.write("stop\n")
    worn.headset.poll(False)
    drawn(5, "calm")
    drawn(6, "calm")
    assert finished == ["calm", "exposure", "calm", "calm"], "only those pictures are waited for"
    assert worn.said() == [
        "frame 1 shows calm", "frame 3 shows exposure", "frame 4 read stop", "frame 4 shows calm",
        "frame 5 read stop", "frame 5 shows calm",
    ]  # fmt: skip


@pytest.mark.parametrize(("before", "first"), [("stop\noff\nblock 5\n", ("headset taken off",)), ("off\non\nstop\n", ())])
def test_one_that_comes_back_knows_whether_it_is_worn_and_presses_nothing_again(
    worn: Worn, before: str, first: tuple[str, ...]
) -> None:
    worn.write(before)
    again = FakeHeadset(worn.folder, worn.slept.append)
    assert again.poll(False) == tuple(HeadsetChanged(words) for words in first)
    assert again.poll(False) == () and worn.slept == []
    again.close()


@pytest.fixture
def shown(worn: Worn, scenes: Path) -> Iterator[RenderApp]:
    """The high-rise before a fake headset's eyes."""
    try:
        app = RenderApp("offscreen", SIZE, "low", sound=False, keys=worn.headset)
    except RenderUnavailable as missing:
        pytest.skip(str(missing))
    app.load(scenes / "high_rise", scenes / "quiet_shore")
    app.show("exposure")
    app.settle()
    assert app.frame(0.02).shows == "exposure"
    yield app
    app.close()


@pytest.mark.parametrize("line", ["stop", "off"])
def test_a_press_and_a_headset_taken_off_are_calm_in_the_frame_that_reads_them(
    worn: Worn, shown: RenderApp, line: str
) -> None:
    feared = picture(shown)
    worn.write(line + "\n")
    report = shown.frame(0.02)
    worn.headset.drawn(report, shown.picture)
    assert report.shows == "calm" and report.stop_pressed == (line == "stop")
    assert difference(picture(shown), feared) > 10
    assert worn.said()[-1] == f"frame {report.number} shows calm"


def test_off_lasts_until_on_and_calms_only_once(worn: Worn, shown: RenderApp) -> None:
    worn.write("off\n")
    assert [shown.frame(0.02).lost for _ in range(3)] == ["headset taken off"] * 3
    shown.show("exposure")
    shown.settle()
    assert shown.frame(0.02).shows == "exposure", "what the session shows then is the session's choice"
    worn.write("on\n")
    assert shown.frame(0.02).lost == ""


def test_a_view_without_an_exposure_shows_the_calm_scene_and_can_be_given_one(app: RenderApp, scenes: Path) -> None:
    app.load(None, scenes / "quiet_shore")
    assert not app.loaded
    app.show("exposure")
    assert [app.frame(0.5).shows for _ in range(6)] == ["calm"] * 6
    calm = picture(app)
    app.load(scenes / "high_rise", scenes / "quiet_shore")
    assert app.frame(0.0).shows == "calm" and difference(picture(app), calm) < 6
    app.show("exposure")
    app.settle()
    assert app.frame(0.02).shows == "exposure"
