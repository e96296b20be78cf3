"""No wall clock decides: a session runs through while the clock of every process jumps an hour to and fro each second."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.whole.aftermath import all_is_well
from tests.whole.conftest import Begin
from tests.whole.interpreter import JUMPING_CLOCK, meddle
from tests.whole.processes import killed, replaced
from tests.whole.session import vrtherapy
from tests.whole.witness import Witness
from vrtherapy.host.recording import Record
from vrtherapy.session.events import Commanded
from vrtherapy.wire import commands

pytestmark = pytest.mark.whole

LOOK = """
import datetime, time
began = time.monotonic()
walls, dates = [], []
while time.monotonic() - began < 2.2:
    walls.append(time.time()); dates.append(datetime.datetime.now().timestamp())
    time.sleep(0.05)
print(max(walls) - min(walls) > 3600, max(dates) - min(dates) > 3600)
"""


def test_a_session_runs_through_while_the_wall_clock_jumps_an_hour_every_second(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meddle(monkeypatch, tmp_path, JUMPING_CLOCK)
    seen = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, timeout=60, check=True)
    assert seen.stdout.split() == ["True", "True"], "the clock does not jump"

    session = begin("run", "acrophobia/demo.yaml")
    session.ready()
    clinician = Witness(session, "clinician")
    since = clinician.mark()
    clinician.into_exposure()
    clinician.accepted(commands.AskIntensity(intensity=150))
    clinician.until(lambda state: state.dial.given == 150)
    for n in range(6):
        clinician.accepted(commands.Mark(text=f"mark {n}"))
        clinician.watch(4)
    states = clinician.since(since)
    assert all(state.live and state.hold is None for state in states if state.phase == "exposure")
    times = [state.at for state in states]
    assert times == sorted(times) and times[-1] - times[0] < 300 * 1_000_000
    saved = [state.record.saved_s_ago for state in states if state.record.saved_s_ago is not None]
    assert saved and all(0 <= ago < 60 for ago in saved)

    replaced(session, "engine", killed(session, "engine"))
    back = clinician.until(lambda state: state.phase == "interrupted")
    assert back.at > times[-1] and back.at - times[-1] < 300 * 1_000_000, "the session's own clock goes on"
    clinician.accepted(commands.Resume())
    clinician.until(lambda state: state.phase == "exposure")
    since = clinician.mark()
    clinician.accepted(commands.Stop())
    clinician.watch()
    all_is_well(session, clinician, since=since, lands={"stopped"})
    clinician.accepted(commands.Debrief())
    clinician.accepted(commands.End())
    assert session.interrupt() == 0, session.said

    assert vrtherapy("replay", str(session.record)).returncode == 0
    asked = [t.event for t in Record(session.record).turns() if isinstance(t.event, Commanded)]
    assert asked and all(event.age < 3_000_000 for event in asked)
    assert vrtherapy("report", str(session.record), "-o", str(tmp_path / "report.html")).returncode == 0
