"""A spider-fearful person's ECG, played through the loop as if it were measured now."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from tests.biofeedback.recordings import needs
from tests.whole.conftest import Begin
from tests.whole.session import vrtherapy
from vrtherapy.host.recording import Record
from vrtherapy.session.events import Read
from vrtherapy.wire import commands

pytestmark = pytest.mark.whole


def test_a_real_recording_is_heard_as_if_live_and_marked_as_playback_everywhere(begin: Begin, tmp_path: Path) -> None:
    with tarfile.open(needs("spider_subject.tar.xz")) as packed:
        packed.extractall(tmp_path, filter="data")
    session = begin("run", "acrophobia/demo.yaml", "--sensor", f"file:{tmp_path / 'spider' / 'ECG3.txt'}")
    session.ready()
    clinician = session.console("clinician")
    state = clinician.until(lambda s: s.sensor is not None and s.sensor.heart_rate is not None)
    assert state.sensor is not None and state.sensor.heart_rate is not None
    assert state.sensor.origin == "playback" and state.sensor.source == "ECG3.txt"
    assert 40 < state.sensor.heart_rate < 180 and state.sensor.quality == "good"
    clinician.into_exposure()
    clinician.accepted(commands.EnterSuds(suds=40))
    assert session.interrupt() == 0

    record = Record(session.record)
    readings = [turn.event.reading for turn in record.turns() if isinstance(turn.event, Read)]
    assert readings and all(reading.origin == "playback" for reading in readings)
    assert [source.origin for source in record.sources] == ["playback"]
    assert all("PLAYBACK" in source.marked for source in record.sources)
    assert vrtherapy("replay", str(session.record)).returncode == 0
    page = tmp_path / "report.html"
    assert vrtherapy("report", str(session.record), "-o", str(page)).returncode == 0
    assert "playback" in page.read_text("utf-8").lower() and "ECG3.txt" in page.read_text("utf-8")
