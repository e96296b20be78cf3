"""Three real processes and a clinician over the real wire."""

from __future__ import annotations

import math
import time

import pytest

from tests.whole.conftest import Begin
from tests.whole.session import PATIENCE_S, Session, vrtherapy
from vrtherapy.link.console import LiveLine
from vrtherapy.wire import codec, commands

pytestmark = pytest.mark.whole


def pictures_and_heart(session: Session, pictures: int) -> tuple[set[bytes], list[float]]:
    """Different mirror pictures and heart rates as they come, until there are that many and a heart rate."""
    line = LiveLine(session.address, session.key)
    seen: set[bytes] = set()
    heart: list[float] = []
    end = time.monotonic() + PATIENCE_S
    while (len(seen) < pictures or not heart) and time.monotonic() < end:
        frame = line.next(1.0)
        if frame is None:
            continue
        if codec.binary_kind(frame) == codec.MIRROR:
            seen.add(codec.decode_mirror(frame)[2])
        else:
            heart += [p.heart_rate for p in codec.decode_trace(frame) if math.isfinite(p.heart_rate)]
    line.close()
    return seen, heart


def test_a_clinician_leads_a_session_from_the_first_step_to_the_report(begin: Begin) -> None:
    session = begin("run", "acrophobia/demo.yaml")
    session.ready()
    clinician, observer = session.console("clinician"), session.console("observer")
    observer.until(lambda state: state.phase == "checklist")
    assert clinician.into_exposure().step.index == 0

    assert not observer.do(commands.Next()).accepted
    refused = clinician.do(commands.SetParameter(parameter="floor", value=40))
    assert not refused.accepted and "step cap" in refused.reason.words
    assert not clinician.do(commands.SetParameter(parameter="floor", value=4000)).accepted

    clinician.accepted(commands.Next())
    clinician.accepted(commands.AskIntensity(intensity=250))
    given = clinician.until(lambda state: state.dial.given > 150).dial
    assert given.given <= given.asked == 250 and given.reason.words

    seen, heart = pictures_and_heart(session, pictures=10)
    assert len(seen) >= 10, "the picture does not move"
    assert all(30 < rate < 200 for rate in heart) and heart

    clinician.accepted(commands.AskSuds())
    clinician.until(lambda state: state.suds.last_by == "simulated")
    clinician.accepted(commands.WriteNotes(text="looked down for the first time"))
    clinician.accepted(commands.Mark(text="leaned over"))

    number = clinician.line.send(commands.Mark(text="once"))
    first = clinician.answer_to(number)
    clinician.line.again(number, commands.Mark(text="once"))
    assert clinician.answer_to(number, count=2) == first
    assert [h.words for h in clinician.happened if h.what == "mark"] == ["leaned over", "once"]

    assert observer.do(commands.Stop()).accepted
    stopped = clinician.until(lambda state: state.phase == "stopped")
    assert stopped.dial.given == 0 and stopped.view.shows == "calm"
    assert not observer.do(commands.Resume()).accepted
    clinician.accepted(commands.Resume(where="one_lower"))
    assert clinician.until(lambda state: state.phase == "exposure").step.index == 0
    clinician.accepted(commands.Debrief())
    clinician.accepted(commands.End())
    clinician.until(lambda state: state.phase == "ended")
    assert [h.seq for h in clinician.happened] == list(range(1, len(clinician.happened) + 1))

    assert session.interrupt() == 0
    replayed = vrtherapy("replay", str(session.record))
    assert replayed.returncode == 0, replayed.stdout
    page = session.records / "report.html"
    assert vrtherapy("report", str(session.record), "-o", str(page)).returncode == 0
    assert "looked down for the first time" in page.read_text("utf-8")


def test_a_console_that_lost_its_line_gets_all_that_happened_once_and_in_order(begin: Begin) -> None:
    session = begin("run", "acrophobia/demo.yaml")
    session.ready()
    clinician = session.console("clinician")
    clinician.into_exposure()
    clinician.close()
    held = clinician.happened[-1].seq
    again = session.console("clinician", last_seq=held, number=clinician.line.number)
    again.until(lambda state: state.beat > 0)
    again.accepted(commands.Mark(text="back again"))
    again.until(lambda state: bool(again.happened) and state.seq == again.happened[-1].seq)
    assert [h.seq for h in again.happened] == list(range(held + 1, again.happened[-1].seq + 1))
    assert again.happened[-1].words == "back again"
