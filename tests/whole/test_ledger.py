"""A session that a clinician has ended stands in the ledger, once, whatever fell meanwhile; one that was cut off does not."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.whole.conftest import Begin
from tests.whole.session import PATIENCE_S, Session, vrtherapy
from vrtherapy.store.ledger import NAME, EndedSession, Line, read_ledger
from vrtherapy.wire import commands

pytestmark = pytest.mark.whole
WHO = ("--alias", "Anna", "--clinician", "Weber")


def entered(records: Path) -> tuple[Line, ...]:
    """The ledger's lines once it has any."""
    until = time.monotonic() + PATIENCE_S
    while not (lines := read_ledger(records).lines):
        assert time.monotonic() < until, "never entered"
        time.sleep(0.1)
    return lines


def begun(begin: Begin) -> Session:
    session = begin("run", "acrophobia/demo.yaml", *WHO)
    session.ready()
    return session


def test_an_ended_session_is_entered_while_it_is_still_open_and_once_though_the_engine_falls(begin: Begin) -> None:
    session = begun(begin)
    console = session.console("Weber's console")
    console.into_exposure()
    console.accepted(commands.Debrief())
    console.accepted(commands.End())
    (line,) = entered(session.records)
    assert isinstance(line, EndedSession)
    assert (line.record, line.kind, line.patient, line.clinician) == (session.record.stem, "training", "Anna", "Weber")
    assert (line.disorder, line.stage, line.answered) == ("acrophobia", "suggest", 0)

    os.kill(session.pid("engine"), signal.SIGKILL)
    session.until(lambda said: "The engine fell" in said)
    console.state = None
    console.until(lambda state: state.phase == "ended")
    console.close()
    assert session.interrupt() == 0, session.said
    assert read_ledger(session.records).lines == (line,)
    shown = vrtherapy("autonomy", "show", "--patient", "Anna", "--clinician", "Weber", "--records", str(session.records))
    assert "Missing: 2 more sessions at suggest" in shown.stdout, shown


def test_a_session_that_was_cut_off_is_not_entered(begin: Begin) -> None:
    session = begun(begin)
    console = session.console("Weber's console")
    console.into_exposure()
    console.close()
    assert session.interrupt() == 0, session.said
    assert not (session.records / NAME).exists()
