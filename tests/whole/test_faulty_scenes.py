"""A scene of somebody else's that fails in any way: the patient is in the calm scene, and the console is told which it was."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.whole.aftermath import all_is_well
from tests.whole.conftest import Begin
from tests.whole.processes import resident_kb
from tests.whole.session import Session
from tests.whole.third_party import install
from tests.whole.witness import Witness
from vrtherapy.wire import commands

pytestmark = pytest.mark.whole


@dataclass(frozen=True)
class Fault:
    """`body` goes into the scene's class. `deed` is what brings the fault about once its step is entered."""

    body: str
    deed: commands.Wish | None = None


IN_EVERY_RUN = {"build", "exit in apply", "blocks in apply", "crashes in apply"}
"""The others are left to the long run: each needs a session of its own."""
AT_ONCE = {
    "import": Fault("raise ImportError('no such module')\n---\npass"),
    "build": Fault("def build(self, stage): raise RuntimeError('no stone')"),
    "exit in build": Fault("import sys\n---\ndef build(self, stage): sys.exit(3)"),
    "apply": Fault("def apply(self, values): raise ZeroDivisionError('by the floor')"),
    "exit in apply": Fault("import sys\n---\ndef apply(self, values): sys.exit(3)"),
    "recursion": Fault("def apply(self, values): self.apply(values)"),
    "event": Fault("def fire(self, event): raise KeyError(event)", commands.FireEvent(event="bang")),
    "hold": Fault("def hold(self, paused):\n    if paused: raise OSError('stuck')", commands.Pause()),
    "viewpoint": Fault("at = 0.0\ndef apply(self, values): self.at = float('nan')\ndef viewpoint(self): return (0, self.at, 1.6, 0, 0)"),
    "returned": Fault("def apply(self, values): return float('nan')"),
    "advance": Fault("gone = 0.0\ndef advance(self, dt_s):\n    self.gone += dt_s\n    assert self.gone < 1.0, 'time ran out'"),
}

LATER = """
def advance(self, dt_s): self.gone += dt_s
gone = 0.0
def apply(self, values):
    if self.gone > 1.0: """
RISE = commands.AskIntensity(intensity=400)
BANG = commands.FireEvent(event="bang")
WITH_THE_ENGINE = {
    "blocks in apply": Fault(f"import time\n---\n{LATER}time.sleep(5)", RISE),
    "blocks in apply and lets nobody else work": Fault(f"import re\n---\n{LATER}re.match('(a+)+$', 'a' * 60 + 'b')", RISE),
    "blocks in an event": Fault("import time\n---\ndef fire(self, event): time.sleep(5)", BANG),
    "crashes in apply": Fault(f"import ctypes\n---\n{LATER}ctypes.string_at(0)", RISE),
    "crashes as it is entered": Fault("import ctypes\n---\ndef apply(self, values): ctypes.string_at(0)"),
    "aborts in an event": Fault("import os\n---\ndef fire(self, event): os.abort()", BANG),
}


def each(faults: dict[str, Fault]) -> list[object]:
    slow = pytest.mark.slow
    return [pytest.param(kind, marks=() if kind in IN_EVERY_RUN else slow) for kind in sorted(faults)]


def begun(begin: Begin, folder: Path, monkeypatch: pytest.MonkeyPatch, fault: Fault) -> tuple[Session, Witness]:
    protocol = install(folder / "third", monkeypatch, fault.body + "\n")
    session = begin("run", protocol)
    session.ready()
    clinician = Witness(session, "clinician")
    clinician.into_exposure()
    return session, clinician


def into_the_faulty_scene(clinician: Witness, fault: Fault) -> int:
    since = clinician.mark()
    clinician.do(commands.Next())
    if fault.deed is not None:
        entered = clinician.until(lambda state: state.step.index == 1 and state.view.shows == "exposure")
        clinician.until(lambda state: state.at > entered.at + 1_000_000)
        clinician.line.send(fault.deed)
    return since


def the_scene_is_named(clinician: Witness) -> None:
    clinician.until(lambda state: "faulty" in state.view.failure)
    alerts = [h.words for h in clinician.happened if h.name == "scene_failed"]
    assert alerts and all("faulty" in words for words in alerts), alerts


def it_is_entered_no_more_and_the_session_goes_on(session: Session, clinician: Witness) -> None:
    if clinician.until(lambda state: True).step.index == 1:
        refused = clinician.do(commands.Resume())
        assert not refused.accepted and "faulty" in refused.reason.words
    clinician.accepted(commands.Resume(where="one_lower"))
    resumed = clinician.until(lambda state: state.phase == "exposure")
    assert resumed.step.index == 0 and resumed.view.shows == "exposure"
    refused = clinician.do(commands.Next())
    assert not refused.accepted and "faulty" in refused.reason.words
    frame = resumed.view.frame
    clinician.until(lambda state: state.view.frame > frame)
    assert session.interrupt() == 0, session.said


@pytest.mark.parametrize("kind", each(AT_ONCE))
def test_a_scene_that_fails_is_left_for_the_calm_one_and_named(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    fault = AT_ONCE[kind]
    session, clinician = begun(begin, tmp_path, monkeypatch, fault)
    engine = session.pid("engine")
    since = into_the_faulty_scene(clinician, fault)
    stopped = clinician.until(lambda state: state.phase == "stopped")
    assert stopped.view.shows == "calm" and stopped.dial.given == 0
    assert stopped.phase_reason.code == "technical" and "faulty" in stopped.phase_reason.words
    the_scene_is_named(clinician)
    clinician.watch()
    all_is_well(session, clinician, since=since, lands={"stopped"})
    assert session.pid("engine") == engine, "the engine itself went on"
    it_is_entered_no_more_and_the_session_goes_on(session, clinician)


@pytest.mark.parametrize("kind", each(WITH_THE_ENGINE))
def test_a_scene_that_takes_the_engine_with_it_is_named_by_the_one_that_comes_back_calm(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    fault = WITH_THE_ENGINE[kind]
    session, clinician = begun(begin, tmp_path, monkeypatch, fault)
    since = into_the_faulty_scene(clinician, fault)
    back = clinician.until(lambda state: state.phase == "interrupted")
    assert back.view.shows == "calm" and back.dial.given == 0
    the_scene_is_named(clinician)
    clinician.watch()
    all_is_well(session, clinician, since=since, lands={"interrupted"})
    it_is_entered_no_more_and_the_session_goes_on(session, clinician)


@pytest.mark.slow
@pytest.mark.parametrize("call", ["apply(self, values)", "build(self, stage)"])
def test_a_scene_that_blocks_for_ever_as_it_is_entered_or_built_is_ended_and_named(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    fault = Fault(f"import time\n---\ndef {call}: time.sleep(300)")
    session, clinician = begun(begin, tmp_path, monkeypatch, fault)
    clinician.line.send(commands.Next())
    clinician.until(lambda state: state.phase == "interrupted", within_s=60)
    the_scene_is_named(clinician)
    it_is_entered_no_more_and_the_session_goes_on(session, clinician)


def test_a_scene_that_fails_while_it_leaves_is_named_and_the_next_one_is_shown(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Fault("def teardown(self): raise RuntimeError('will not go')")
    session, clinician = begun(begin, tmp_path, monkeypatch, fault)
    since = into_the_faulty_scene(clinician, fault)
    clinician.until(lambda state: state.step.index == 1)
    clinician.accepted(commands.Next())
    the_scene_is_named(clinician)
    third = clinician.until(lambda state: state.step.index == 2)
    assert third.phase == "exposure" and third.view.shows == "exposure"
    clinician.watch()
    all_is_well(session, clinician, since=since, lands={"exposure"})
    refused = clinician.do(commands.Back())
    assert not refused.accepted and "faulty" in refused.reason.words
    assert session.interrupt() == 0, session.said


def test_a_scene_that_fails_while_the_session_ends_keeps_nobody_from_ending_it(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Fault("import sys\n---\ndef teardown(self): sys.exit('never')")
    session, clinician = begun(begin, tmp_path, monkeypatch, fault)
    since = into_the_faulty_scene(clinician, fault)
    clinician.until(lambda state: state.step.index == 1)
    clinician.accepted(commands.Debrief())
    clinician.accepted(commands.End())
    clinician.watch()
    all_is_well(session, clinician, since=since, lands={"ended"})
    assert session.interrupt() == 0, session.said
    assert not [line for line in session.said if "fell" in line]


@pytest.mark.slow
def test_a_scene_that_leaks_never_keeps_a_stop_from_the_patient(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every frame it leaves a few hundred nodes behind. Whether the engine bears it or falls, stop is calm."""
    fault = Fault(
        """
        nodes = 0
        def advance(self, dt_s):
            for n in range(300):
                self.stage.root.attach_new_node(f"left behind {n}").set_pos(n, self.nodes, 0)
            self.nodes += 1
        """
    )
    session, clinician = begun(begin, tmp_path, monkeypatch, fault)
    engine = session.pid("engine")
    since = into_the_faulty_scene(clinician, fault)
    clinician.until(lambda state: state.step.index == 1)
    before, rate = resident_kb(engine), clinician.until(lambda state: True).view.frames_per_s
    clinician.watch(100)
    now = clinician.until(lambda state: True)
    grown = resident_kb(engine) - before if session.pid("engine") == engine else 0
    print(f"{grown} KiB in {len(clinician.since(since))} reports, {rate} to {now.view.frames_per_s} frames/s, {now.phase}")
    clinician.accepted(commands.Stop())
    stopped = clinician.until(lambda state: state.phase in ("stopped", "interrupted"))
    assert stopped.view.shows == "calm"
    clinician.watch()
    all_is_well(session, clinician, since=since, lands={"stopped", "interrupted"})
