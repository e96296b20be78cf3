"""Lines that are slow, lossy, parted or dead without a word: the dead-man acts meanwhile, and no command is lost or doubled."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

import pytest

from tests.whole.aftermath import all_is_well
from tests.whole.conftest import Begin
from tests.whole.processes import killed, open_files, replaced
from tests.whole.session import PATIENCE_S, Session
from tests.whole.shaper import Manner, Shaper
from tests.whole.witness import Witness
from vrtherapy.host.rendezvous import announce, port_of
from vrtherapy.link.console import LiveLine
from vrtherapy.wire import commands, reports

pytestmark = pytest.mark.whole

FAR_AWAY = Manner(delay_s=0.2, loss=0.02)


@contextlib.contextmanager
def line_to(session: Session, manner: Manner | None = None) -> Iterator[Shaper]:
    """A line of that manner to the session's server."""
    port = port_of(session.folder, "server")
    assert port is not None
    shaper = Shaper(port, manner)
    try:
        yield shaper
    finally:
        shaper.close()


def begun(begin: Begin) -> Session:
    session = begin("run", "acrophobia/demo.yaml")
    session.ready()
    return session


@contextlib.contextmanager
def watched(session: Session) -> Iterator[None]:
    """Somebody sees the pictures: every line that the server has is up, and what is counted from here on is of others."""
    line = LiveLine(session.address, session.key)
    try:
        assert line.next(PATIENCE_S) is not None
        yield
    finally:
        line.close()


def until(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.1)


def alerts(witness: Witness) -> list[str]:
    return [h.name for h in witness.happened if h.what == "alert"]


def accepted(witness: Witness, number: int) -> bool:
    return witness.answer_to(number).accepted


def test_a_console_that_vanished_without_a_word_is_not_live_and_leaves_nothing_behind_in_the_server(
    begin: Begin,
) -> None:
    session = begun(begin)
    watcher = Witness(session, "watcher")
    with watched(session), line_to(session) as shaper:
        before = open_files(session.pid("server"))
        clinician = Witness(session, "clinician", shaper.address)
        pictures = LiveLine(shaper.address, session.key)
        clinician.into_exposure()
        assert pictures.next(PATIENCE_S) is not None
        since = watcher.mark()
        clinician.accepted(commands.AskIntensity(intensity=150))
        shaper.vanish()
        on_its_way = clinician.line.send(commands.Mark(text="into nowhere"))
        watcher.until(lambda state: not state.live)
        until(lambda: (watcher.hear(), "console_left" in alerts(watcher))[1], "the vanished console is still there")
        until(lambda: open_files(session.pid("server")) <= before, "what the vanished console opened is still open")
        all_is_well(session, watcher, clinician, since=since, lands={"exposure"})

        clinician.come_back()
        assert not accepted(clinician, on_its_way), "it is older than 3 s"
        watcher.until(lambda state: state.live)
        watcher.watch()
        all_is_well(session, watcher, clinician, since=since, lands={"exposure"})


@pytest.mark.slow
def test_many_consoles_that_vanish_are_all_let_go_and_the_patient_is_calm_after_half_a_minute(begin: Begin) -> None:
    session = begun(begin)
    watcher = Witness(session, "watcher")
    with watched(session), line_to(session) as shaper:
        before = open_files(session.pid("server"))
        clinician = Witness(session, "clinician", shaper.address)
        clinician.into_exposure()
        others = [Witness(session, f"observer {n}", shaper.address) for n in range(20)]
        lives = [LiveLine(shaper.address, session.key) for _ in range(20)]
        assert all(live.next(PATIENCE_S) is not None for live in lives)
        since = watcher.mark()
        clinician.accepted(commands.AskIntensity(intensity=150))
        shaper.vanish()
        held = watcher.until(lambda state: not state.live)
        assert held.phase == "exposure"
        calm = watcher.until(lambda state: state.phase == "calm")
        assert calm.phase_reason.code == "dead_man"
        until(lambda: open_files(session.pid("server")) <= before, "what the vanished consoles opened is still open")
        watcher.watch()
        all_is_well(session, watcher, clinician, *others, since=since, lands={"calm"})


def test_a_dead_line_between_server_and_engine_is_replaced_and_meanwhile_nothing_rises(begin: Begin) -> None:
    session = begun(begin)
    server = port_of(session.folder, "server")
    clinician = Witness(session, "clinician")
    clinician.into_exposure()
    with line_to(session) as shaper:
        announce(session.folder, "server", shaper.port)  # the engine that comes back dials the line that can die
        replaced(session, "engine", killed(session, "engine"))
        clinician.until(lambda state: state.phase == "interrupted")
        clinician.accepted(commands.Resume())
        clinician.until(lambda state: state.phase == "exposure" and state.live)
        assert shaper.carried > 0 and server != shaper.port
        files: list[int] = []
        for turn in range(2):
            since = clinician.mark()
            clinician.accepted(commands.AskIntensity(intensity=150 - turn))
            shaper.vanish()
            on_its_way = clinician.line.send(commands.Mark(text=f"over the dead line, {turn}"))
            lost = clinician.mark()
            until(lambda: (clinician.hear(), bool(clinician.since(lost)))[1], "the line was never replaced")  # noqa: B023
            clinician.answer_to(on_its_way)
            clinician.until(lambda state: state.live)
            all_is_well(session, clinician, since=since, lands={"exposure"})
            files.append(open_files(session.pid("server")) + open_files(session.pid("engine")))
        assert files[-1] <= files[0], f"each dead line leaves something open: {files}"


def test_over_a_slow_and_lossy_line_every_command_is_done_once_and_in_order(begin: Begin) -> None:
    session = begun(begin)
    with line_to(session, FAR_AWAY) as shaper:
        clinician = Witness(session, "clinician", shaper.address)
        clinician.into_exposure()
        since = clinician.mark()
        numbers = [clinician.line.send(commands.Mark(text=f"mark {n}")) for n in range(100)]
        for number in numbers:
            clinician.answer_to(number)
        done = [n for n in numbers if accepted(clinician, n)]
        assert [a.number for a in clinician.answers if a.number in numbers] == numbers
        last = clinician.answers[-1]
        clinician.until(lambda state: state.seq > 0)
        until(lambda: (clinician.hear(), len(marks(clinician)) >= len(done))[1], "not every mark was told")
        assert marks(clinician) == [f"mark {n - numbers[0]}" for n in done] and last.number == numbers[-1]
        clinician.accepted(commands.Stop())
        clinician.watch()
        all_is_well(session, clinician, since=since, lands={"stopped"})


def marks(witness: Witness) -> list[str]:
    return [h.words for h in witness.happened if h.what == "mark"]


def test_a_partition_holds_the_patient_and_the_stop_pressed_in_it_arrives_when_the_line_returns(begin: Begin) -> None:
    session = begun(begin)
    watcher = Witness(session, "watcher")
    watcher.watch(1)
    with line_to(session, FAR_AWAY) as shaper:
        clinician = Witness(session, "clinician", shaper.address)
        clinician.into_exposure()
        since = watcher.mark()
        clinician.line.send(commands.AskIntensity(intensity=150))
        shaper.partition()
        raised = clinician.line.send(commands.AskIntensity(intensity=140))
        wrote = clinician.line.send(commands.Mark(text="before the stop"))
        watcher.until(lambda state: not state.live)
        time.sleep(5.0)
        stopped = clinician.line.send(commands.Stop())
        watcher.watch(3)
        assert watcher.state is not None and watcher.state.phase == "exposure" and not watcher.state.live
        shaper.heal()
        assert watcher.until(lambda state: state.phase == "stopped").view.shows == "calm"
        assert accepted(clinician, stopped)
        for old in (raised, wrote):
            answer = clinician.answer_to(old)
            assert not answer.accepted and answer.reason.code == "expired", "older than 3 s"
        watcher.watch()
        all_is_well(session, watcher, clinician, since=since, lands={"stopped"})


@pytest.mark.slow
def test_a_console_that_lost_its_line_with_commands_on_it_sends_them_again_and_each_is_done_once(begin: Begin) -> None:
    session = begun(begin)
    with line_to(session, FAR_AWAY) as shaper:
        clinician = Witness(session, "clinician", shaper.address)
        clinician.into_exposure()
        since = clinician.mark()
        for turn in range(2):
            numbers = [clinician.line.send(commands.Mark(text=f"{turn}.{n}")) for n in range(20)]
            clinician.answer_to(numbers[turn])
            shaper.vanish()
            on_its_way = clinician.line.send(commands.Pause() if turn % 2 else commands.Mark(text=f"{turn}.last"))
            clinician.come_back()
            for number in (*numbers, on_its_way):
                clinician.answer_to(number)
            if turn % 2:
                assert accepted(clinician, on_its_way), "a pause never expires"
                clinician.accepted(commands.Resume())
        told = marks(clinician)
        assert len(told) == len(set(told)), "a mark was made twice"
        clinician.watch()
        all_is_well(session, clinician, since=since, lands={"exposure"})
        assert isinstance(clinician.state, reports.StateReport)
