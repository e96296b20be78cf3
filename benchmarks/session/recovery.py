"""From an engine that stands still to the calm scene again: SIGSTOP in the exposure, everything after it is the supervisor's.

    python -m benchmarks.session.recovery [--times 3] [--minutes 45]

The second table is an engine that comes back late in a session: the record of a simulated session of many minutes lies
there, as if its engine had just been killed, once with the bookmark that engines keep and once without.
Times are by the monotonic clock that all processes share; calm is drawn to its last pixel, as the fake headset answers.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import copy

from benchmarks.machine import machine
from tests.host.headless_record import header, write
from tests.whole.session import PATIENCE_S, Session
from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import MINUTE, Micros, clock
from vrtherapy.host import headless
from vrtherapy.host.bookmark import Bookmark, write_bookmark
from vrtherapy.host.conduct import Conduct
from vrtherapy.host.discovery import shipped
from vrtherapy.host.opening import Opened, Wanted, check_protocol, open_session, stage_of
from vrtherapy.host.recording import Record
from vrtherapy.host.rendezvous import port_of
from vrtherapy.protocol.compile import compile_session
from vrtherapy.render.headset.script import Script
from vrtherapy.store.record import Kind
from vrtherapy.wire import commands

FALLS = ("engine ended by the supervisor", "calm scene drawn again", "`interrupted` at a console", "exposure shown after Resume")
PROTOCOL = "acrophobia/high-rise.yaml"


def freeze_once(folder: Path) -> dict[str, float]:
    """Seconds from SIGSTOP to each of `FALLS`."""
    reached: dict[str, float] = {}
    folder.mkdir()
    session = Session(folder, "run", "acrophobia/demo.yaml", "--fake-headset", "--no-browser", "--port", "0")
    try:
        session.ready()
        clinician = session.console("benchmark")
        clinician.into_exposure()
        headset = Script(session.folder)
        headset.until("shows exposure")
        clinician.accepted(commands.AskIntensity(intensity=300))
        clinician.until(lambda state: state.dial.given > 100)
        engine = session.pid("engine")
        headset.rest()
        frozen = time.monotonic_ns()
        os.kill(engine, signal.SIGSTOP)
        with contextlib.suppress(ProcessLookupError):
            while True:
                os.kill(engine, 0)
                time.sleep(0.005)
        reached[FALLS[0]] = (time.monotonic_ns() - frozen) / 1e9
        reached[FALLS[1]] = (headset.until("shows calm").at_ns - frozen) / 1e9
        clinician.until(lambda state: state.phase == "interrupted")
        reached[FALLS[2]] = (time.monotonic_ns() - frozen) / 1e9
        clinician.accepted(commands.TakeControl())
        clinician.accepted(commands.Resume())
        reached[FALLS[3]] = (headset.until("shows exposure").at_ns - frozen) / 1e9
    finally:
        session.close()
    return reached


def long_record(path: Path, minutes: float) -> Plan:
    """The record of a simulated session of `minutes`, of which no engine is left."""
    document = check_protocol(shipped("protocols") / PROTOCOL).document
    assert document is not None
    plan = compile_session(document, None, stage_of)
    parts: list[tuple[Kind, bytes]] = [("H", header(plan))]
    headless.run(plan, lambda kind, payload: parts.append((kind, payload)), seed=1, longest=Micros(round(minutes * MINUTE)))
    write(path, tuple(parts[:-1]))
    return plan


@contextlib.contextmanager
def late(record: Path, folder: Path) -> Iterator[Opened]:
    """A session whose record is already there."""
    wanted = Wanted(shipped("protocols") / PROTOCOL, None, "simulated:", "demo", "Nobody", folder, "fake", 0, sound=False)
    with open_session(wanted) as opened:
        copy(record, opened.settings.record)
        yield opened


def bookmark_of(record: Path, plan: Plan, name: str) -> Bookmark:
    """As the engine that fell had kept one, at the end of the record."""
    read = Record(record)
    conduct = Conduct(plan, lambda _: None, lambda _: None)
    conduct.take_up(read.turns())
    return Bookmark(name, read.next_number, conduct.state, tuple(conduct.happened))


def come_back_once(opened: Opened) -> tuple[float, float]:
    """Seconds from an engine's start to its calm scene drawn, and to its being there for server and console."""
    folder = opened.settings.folder
    begun = time.monotonic_ns()
    engine = subprocess.Popen(
        [sys.executable, "-m", "vrtherapy.host.engine_process", str(opened.path)],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        calm = (Script(folder).until("shows calm").at_ns - begun) / 1e9
        end = time.monotonic() + PATIENCE_S
        while port_of(folder, "engine") is None and time.monotonic() < end:
            time.sleep(0.005)
        return calm, (time.monotonic_ns() - begun) / 1e9
    finally:
        assert engine.stdin is not None
        engine.stdin.close()
        engine.wait(PATIENCE_S)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    words.add_argument("--times", type=int, default=3)
    words.add_argument("--minutes", type=float, default=45.0)
    asked = words.parse_args()
    out = sys.stdout.write
    out(machine("panda3d") + "\n\n")
    with tempfile.TemporaryDirectory() as folder:
        fallen = [freeze_once(Path(folder) / str(k)) for k in range(asked.times)]
    out(f"| seconds from SIGSTOP to | median of {asked.times} | worst | each |\n|---|---|---|---|\n")
    for name in FALLS:
        taken = [each[name] for each in fallen]
        out(f"| {name} | {statistics.median(taken):.2f} | {max(taken):.2f} | {', '.join(f'{t:.2f}' for t in taken)} |\n")
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "long.vrtrec"
        plan = long_record(record, asked.minutes)
        lasted = list(Record(record).turns())[-1].event.at
        out(f"\n| an engine that comes back {clock(lasted)} into a session, seconds from its start to | calm drawn | there for the console |\n")
        out("|---|---|---|\n")
        for kept in (True, False):
            taken_s = []
            for _ in range(asked.times):
                with late(record, Path(folder)) as opened:
                    if kept:
                        write_bookmark(opened.settings.folder, bookmark_of(record, plan, opened.settings.record_id))
                    taken_s.append(come_back_once(opened))
            calm, there = (statistics.median(part) for part in zip(*taken_s, strict=True))
            out(f"| {'with' if kept else 'without'} a bookmark | {calm:.2f} | {there:.2f} |\n")


if __name__ == "__main__":
    main()
