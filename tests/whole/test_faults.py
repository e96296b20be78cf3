"""What falls is brought back, and the patient is safe meanwhile: drills on real processes."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.whole.conftest import Begin
from tests.whole.session import PATIENCE_S, processes_of, vrtherapy
from vrtherapy.host.recording import Record
from vrtherapy.render.headset.script import Script
from vrtherapy.session.effects import EnterPhase
from vrtherapy.session.events import StopPressed
from vrtherapy.wire import commands

pytestmark = pytest.mark.whole


def gone(pid: int) -> None:
    """Waits until the process is no more."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError(f"process {pid} is still there")


def test_a_killed_engine_comes_back_into_the_calm_scene_and_never_into_the_exposure(begin: Begin) -> None:
    session = begin("run", "acrophobia/demo.yaml")
    session.ready()
    clinician = session.console("clinician")
    clinician.into_exposure()
    clinician.accepted(commands.WriteNotes(text="before the fall"))
    clinician.until(lambda state: state.record.saved_s_ago is not None and state.notes == "before the fall")
    time.sleep(0.3)  # the answer came; what was acknowledged is on the disk 0.1 s later
    os.kill(session.pid("engine"), signal.SIGKILL)

    back = clinician.until(lambda state: state.phase == "interrupted")
    assert back.view.shows == "calm" and back.dial.given == 0 and back.notes == "before the fall"
    clinician.accepted(commands.TakeControl())
    clinician.accepted(commands.Resume())
    clinician.until(lambda state: state.phase == "exposure")
    assert [h.seq for h in clinician.happened] == list(range(1, clinician.happened[-1].seq + 1))
    assert session.interrupt() == 0
    record = Record(session.record)
    phases = [e.phase for turn in record.turns() for e in turn.effects if isinstance(e, EnterPhase)]
    assert phases == ["baseline", "exposure", "interrupted", "exposure"]
    assert vrtherapy("replay", str(session.record)).returncode == 0


def test_an_engine_that_hangs_is_ended_and_brought_back_calm(begin: Begin) -> None:
    session = begin("run", "acrophobia/demo.yaml", "--fake-headset")
    session.ready()
    clinician, headset = session.console("clinician"), Script(session.folder)
    clinician.into_exposure()
    headset.until("shows exposure")
    hung = session.pid("engine")
    os.kill(hung, signal.SIGSTOP)
    gone(hung)
    assert clinician.until(lambda state: state.phase == "interrupted").view.shows == "calm"
    assert headset.rest() == ["shows calm"], "nothing of the exposure was seen on the way back"
    clinician.accepted(commands.TakeControl())
    clinician.accepted(commands.Resume())
    headset.until("shows exposure")
    session.until(lambda line: line.startswith("The engine said nothing for "))
    session.until(lambda line: line.startswith("The engine is back, "))


def test_a_picture_that_is_stuck_is_told_and_held_and_one_that_stays_stuck_is_ended(begin: Begin) -> None:
    session = begin("run", "acrophobia/demo.yaml", "--fake-headset")
    session.ready()
    clinician, headset = session.console("clinician"), Script(session.folder)
    clinician.into_exposure()
    headset.until("shows exposure")
    engine = session.pid("engine")
    clinician.accepted(commands.AskIntensity(intensity=150))
    headset.write("block 1.2")
    session.until(lambda line: line.startswith("The picture stood still for "))
    held = clinician.until(lambda state: state.hold is not None)
    assert session.pid("engine") == engine and held.phase == "exposure"
    assert held.hold is not None and held.hold.code == "recovered" and held.dial.given < 150
    clinician.accepted(commands.GoOn())
    clinician.until(lambda state: state.dial.given == 150)
    headset.write("block 60")
    gone(engine)
    headset.until("shows calm")
    assert clinician.until(lambda state: state.phase == "interrupted").view.shows == "calm"


def test_the_patients_button_and_a_headset_taken_off_are_calm_in_the_frame_that_reads_them(begin: Begin) -> None:
    session = begin("run", "acrophobia/demo.yaml", "--fake-headset")
    session.ready()
    clinician, headset = session.console("clinician"), Script(session.folder)
    clinician.into_exposure()
    for line, code in (("stop", "patient"), ("off", "technical")):
        headset.until("shows exposure")
        headset.write(line)
        read, calm = headset.until(f"read {line}"), headset.until("shows calm")
        assert read.frame == calm.frame
        stopped = clinician.until(lambda state: state.phase == "stopped")
        assert stopped.phase_reason.code == code and stopped.view.shows == "calm"
        headset.write("on")
        headset.until("read on")
        clinician.accepted(commands.Resume())
        clinician.until(lambda state: state.phase == "exposure")
    assert session.interrupt() == 0
    turns = list(Record(session.record).turns())
    assert [t.event.cause for t in turns if isinstance(t.event, StopPressed)] == ["patient", "technical"]
    assert vrtherapy("replay", str(session.record)).returncode == 0


def test_a_killed_server_comes_back_where_consoles_find_it_and_meanwhile_nothing_rises(begin: Begin) -> None:
    session = begin("run", "acrophobia/demo.yaml")
    session.ready()
    clinician = session.console("clinician")
    clinician.into_exposure()
    os.kill(session.pid("server"), signal.SIGKILL)
    again = session.console("watcher")
    state = again.until(lambda state: not state.live)
    assert state.phase == "exposure", "the session went on without a server"
    assert any(h.what == "step" for h in again.happened), "what happened before is told again"
    session.interrupt()
    assert vrtherapy("replay", str(session.record)).returncode == 0


def test_a_server_that_hangs_is_ended_and_comes_back_where_consoles_find_it(begin: Begin) -> None:
    session = begin("run", "acrophobia/demo.yaml")
    session.ready()
    clinician = session.console("clinician")
    clinician.into_exposure()
    hung = session.pid("server")
    os.kill(hung, signal.SIGSTOP)
    gone(hung)
    session.until(lambda line: line.startswith("The server is back, "))
    state = session.console("watcher").until(lambda state: state.beat > 0)
    assert state.phase == "exposure" and not state.live


def test_a_killed_biofeedback_ends_suggestions_shows_a_banner_and_comes_back(begin: Begin) -> None:
    session = begin("run", "acrophobia/demo.yaml")
    session.ready()
    clinician = session.console("clinician")
    clinician.into_exposure()
    clinician.until(lambda state: state.sensor is not None and state.sensor.quality == "good")
    os.kill(session.pid("biofeedback"), signal.SIGKILL)
    # One that is back within 3 s is no loss, but its heart has to be learned again.
    lost = clinician.until(lambda state: state.sensor is not None and state.sensor.quality != "good")
    assert lost.phase == "exposure" and lost.suggestion is None
    back = clinician.until(lambda state: state.sensor is not None and state.sensor.quality == "good")
    assert back.sensor is not None and back.sensor.origin == "simulated"


def test_a_biofeedback_that_hangs_is_shown_as_lost_then_ended_and_comes_back(begin: Begin) -> None:
    session = begin("run", "acrophobia/demo.yaml")
    session.ready()
    clinician = session.console("clinician")
    clinician.into_exposure()
    clinician.until(lambda state: state.sensor is not None and state.sensor.quality != "none")
    hung = session.pid("biofeedback")
    os.kill(hung, signal.SIGSTOP)
    lost = clinician.until(lambda state: any(h.name == "sensor_lost" for h in clinician.happened))
    assert lost.phase == "exposure" and lost.suggestion is None
    gone(hung)
    session.until(lambda line: line.startswith("The biofeedback is back, "))
    clinician.until(lambda state: any(h.name == "sensor_back" for h in clinician.happened))


def test_a_sensor_that_goes_flat_is_named_at_the_console_and_trusted_again_once_it_is_sound(
    begin: Begin, tmp_path: Path
) -> None:
    fault = tmp_path / "fault"
    session = begin("run", "acrophobia/demo.yaml", "--sensor", f"simulated:?seed=2&faults={fault}")
    session.ready()
    clinician = session.console("clinician")
    clinician.into_exposure()
    good = clinician.until(lambda state: state.sensor is not None and state.sensor.quality == "good")
    assert good.sensor is not None and good.sensor.origin == "simulated"
    fault.write_text("flat")
    flat = clinician.until(lambda state: state.sensor is not None and state.sensor.quality == "none")
    assert flat.sensor is not None and "flat line" in flat.sensor.reason and flat.sensor.origin == "simulated"
    assert flat.phase == "exposure" and flat.suggestion is None
    fault.write_text("")
    clinician.until(lambda state: state.sensor is not None and state.sensor.quality == "good")
    assert {"sensor_lost", "sensor_back"} <= {h.name for h in clinician.happened if h.what == "alert"}


def test_when_the_supervisor_is_killed_its_processes_end_by_themselves(begin: Begin) -> None:
    session = begin("demo")
    session.ready()
    session.process.kill()
    end = time.monotonic() + PATIENCE_S
    while processes_of(str(session.records)) and time.monotonic() < end:
        time.sleep(0.1)
    assert processes_of(str(session.records)) == []
    assert Record(session.record).plan.steps


def test_the_clinician_who_goes_away_leaves_the_patient_held_and_then_in_the_calm_scene(begin: Begin) -> None:
    session = begin("run", "acrophobia/demo.yaml")
    session.ready()
    clinician, watcher = session.console("clinician"), session.console("watcher")
    clinician.into_exposure()
    clinician.accepted(commands.AskIntensity(intensity=150))
    clinician.close()
    held = watcher.until(lambda state: not state.live)
    assert held.phase == "exposure"
    calm = watcher.until(lambda state: state.phase == "calm")
    assert calm.phase_reason.code == "dead_man" and calm.dial.given == 0
    assert calm.view.shows == "calm"
