"""The demonstration, as a newcomer starts it."""

from __future__ import annotations

import os
import signal
import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.whole.conftest import Begin
from tests.whole.session import PATIENCE_S, Session, processes_of, vrtherapy
from vrtherapy.host.recording import Record

pytestmark = pytest.mark.whole


def nothing_is_left_of(session: Session) -> None:
    assert processes_of(str(session.records)) == []
    assert list(session.records.glob("vrtherapy-*")) == []
    place = urlsplit(session.address)
    with pytest.raises(OSError):
        socket.create_connection((str(place.hostname), int(place.port or 0)), timeout=2).close()


def test_a_demo_without_a_screen_runs_a_session_and_leaves_no_process_and_no_port(begin: Begin, tmp_path: Path) -> None:
    session = begin("demo", "--for", "25s")
    session.ready()
    assert session.process.wait(PATIENCE_S) == 0, session.said
    nothing_is_left_of(session)

    replayed = vrtherapy("replay", str(session.record))
    assert (replayed.returncode, "Identical" in replayed.stdout) == (0, True), replayed
    record = Record(session.record)
    phases = [type(effect).__name__ for turn in record.turns() for effect in turn.effects]
    assert record.closed and not record.left_out
    assert phases.count("EnterStep") >= 1 and "Give" in phases
    assert all(source.origin == "simulated" and source.marked for source in record.sources) and record.sources

    page = tmp_path / "report.html"
    assert vrtherapy("report", str(session.record), "-o", str(page)).returncode == 0
    assert "simulated" in page.read_text("utf-8").lower()


def test_ctrl_c_ends_the_demo_in_good_order(begin: Begin) -> None:
    session = begin("demo")
    session.ready()
    assert session.interrupt() == 0, session.said
    nothing_is_left_of(session)
    record = Record(session.record)
    assert list(record.turns()) and record.closed


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM])
def test_what_ends_a_whole_group_reaches_every_process_and_only_the_supervisor_answers(
    begin: Begin, name: signal.Signals
) -> None:
    session = begin("demo")
    session.ready()
    before = {part: session.pid(part) for part in ("engine", "biofeedback", "server")}
    for pid in before.values():
        os.kill(pid, name)
    time.sleep(2.0)
    assert {part: session.pid(part) for part in before} == before
    assert session.interrupt() == 0, session.said
    assert not [line for line in session.said if "fell" in line]
    nothing_is_left_of(session)
