"""A disk that is full, slow or both: the session goes on, the console says what is not kept, nothing acknowledged is lost."""

from __future__ import annotations

import os
import resource
import signal
from pathlib import Path

import pytest

from tests.whole.aftermath import all_is_well, missing, the_record_is_whole
from tests.whole.conftest import Begin
from tests.whole.interpreter import SLOW_DISK, SLOW_WRITING, meddle
from tests.whole.processes import replaced
from tests.whole.session import Session
from tests.whole.witness import Witness
from vrtherapy.wire import commands, reports

pytestmark = pytest.mark.whole


def room(session: Session, more: int | None) -> None:
    """Leaves the engine room for so many more bytes in its record; None for as much as there is."""
    most = resource.RLIM_INFINITY if more is None else session.record.stat().st_size + more
    resource.prlimit(session.pid("engine"), resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


def begun(begin: Begin) -> tuple[Session, Witness]:
    session = begin("run", "acrophobia/demo.yaml")
    session.ready()
    clinician = Witness(session, "clinician")
    clinician.into_exposure()
    return session, clinician


@pytest.mark.parametrize("more", [0, pytest.param(700, marks=pytest.mark.slow)])
def test_on_a_full_disk_nothing_rises_stop_acts_and_nothing_acknowledged_is_missing_once_there_is_room(
    begin: Begin, more: int
) -> None:
    session, clinician = begun(begin)
    since = clinician.mark()
    room(session, more)
    told = clinician.until(lambda state: not state.record.ok)
    assert "cannot write the record" in told.record.words
    full = clinician.mark()
    clinician.accepted(commands.AskIntensity(intensity=150))
    for n in range(20):
        clinician.accepted(commands.Mark(text=f"while the disk is full, {n}"))
    clinician.watch()
    assert {state.dial.given for state in clinician.since(full)} == {told.dial.given}
    assert all(not state.record.ok and state.view.shows == "exposure" for state in clinician.since(full))
    frames = [state.view.frame for state in clinician.since(full)]
    assert frames[-1] > frames[0], "the session goes on"
    assert any(h.name == "not_recorded" for h in clinician.happened if h.what == "alert")

    clinician.accepted(commands.Stop())
    stopped = clinician.until(lambda state: state.phase == "stopped")
    assert not stopped.record.ok and stopped.view.shows == "calm"

    room(session, None)
    clinician.until(lambda state: state.record.ok)
    clinician.accepted(commands.Mark(text="room again"))
    clinician.watch()
    all_is_well(session, clinician, since=since, lands={"stopped"})


class Disk:
    """The engine's disk: how long each sync takes from now on, and when each began and was done."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._sync_s, self._syncs = folder / "sync_s", folder / "syncs"
        self._syncs.touch()
        self.takes(0.0)
        monkeypatch.setenv("DRILL_SYNC_S", str(self._sync_s))
        monkeypatch.setenv("DRILL_SYNCS", str(self._syncs))
        meddle(monkeypatch, folder, SLOW_DISK)

    def takes(self, sync_s: float) -> None:
        fresh = self._sync_s.with_suffix(".new")
        fresh.write_text(str(sync_s))
        fresh.replace(self._sync_s)

    @property
    def done_ns(self) -> list[tuple[int, int]]:
        return [(int(began), int(ended)) for began, ended in map(str.split, self._syncs.read_text().splitlines())]


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(tmp_path, monkeypatch)


def test_on_a_slow_disk_the_session_goes_on_and_what_is_called_saved_is(begin: Begin, disk: Disk) -> None:
    session, clinician = begun(begin)
    disk.takes(1.5)
    since = clinician.mark()
    clinician.accepted(commands.AskIntensity(intensity=150))
    for n in range(20):
        clinician.accepted(commands.Mark(text=f"while the disk is slow, {n}"))
        clinician.watch(1)
    before = len(disk.done_ns)
    while len(disk.done_ns) < before + 3:
        clinician.watch(1)
    clinician.accepted(commands.Stop())
    clinician.until(lambda state: state.phase == "stopped")
    clinician.watch()
    states = clinician.since(since)
    frames = {state.view.frame for state in states}
    assert len(frames) > len(states) // 2, "frames go on"
    what_is_called_saved_is(states, session, disk)
    all_is_well(session, clinician, since=since, lands={"stopped"})


def what_is_called_saved_is(states: list[reports.StateReport], session: Session, disk: Disk) -> None:
    """No report calls the record saved more lately than the last sync began that was over by then."""
    zero_ns = int((session.folder / "clock").read_text())
    done = [((began - zero_ns) / 1e9, (ended - zero_ns) / 1e9) for began, ended in disk.done_ns]
    rounding = 0.02 + 0.005
    for state in states:
        if state.record.saved_s_ago is None:
            continue
        at = state.at / 1e6
        began = [began for began, ended in done if ended <= at + rounding]
        assert began and at - state.record.saved_s_ago <= began[-1] + rounding


@pytest.mark.slow
def test_what_was_written_is_kept_when_the_engine_is_killed_before_a_slow_disk_has_synced_it(
    begin: Begin, disk: Disk
) -> None:
    session, clinician = begun(begin)
    disk.takes(600.0)
    clinician.until(lambda state: not state.record.ok)
    synced = len(disk.done_ns)
    since = clinician.mark()
    engine = session.pid("engine")
    for n in range(30):
        clinician.accepted(commands.Mark(text=f"mark {n}"))
    the_record_is_whole(session, lambda kept: not missing(kept, [clinician]))
    assert len(disk.done_ns) == synced
    os.kill(engine, signal.SIGKILL)
    disk.takes(0.0)
    killed_and_back_calm(session, clinician, engine, since)


def test_what_was_acknowledged_a_moment_before_the_engine_is_killed_is_in_the_record(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meddle(monkeypatch, tmp_path, SLOW_WRITING)
    session, clinician = begun(begin)
    since = clinician.mark()
    engine = session.pid("engine")
    for n in range(30):
        clinician.accepted(commands.Mark(text=f"mark {n}"))
    os.kill(engine, signal.SIGKILL)
    killed_and_back_calm(session, clinician, engine, since)


def killed_and_back_calm(session: Session, clinician: Witness, engine: int, since: int) -> None:
    replaced(session, "engine", engine)
    clinician.until(lambda state: state.phase == "interrupted")
    clinician.watch()
    assert missing(the_record_is_whole(session), [clinician]) == []
    all_is_well(session, clinician, since=since, lands={"interrupted"})
