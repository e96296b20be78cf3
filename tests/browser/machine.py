"""The session machine behind the real server, in real time, without engine process, renderer or sensor.

What real processes bring about rarely or late (a record that fails, a sensor that is lost, a rating of 88) a test puts
here as the event that it is. The console on the other side cannot tell the difference.
"""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from PIL import Image

from tests.server.serving import KEY, Served, engine, served
from vrtherapy.domain.arousal import Proposal, Quality, Reading
from vrtherapy.domain.plan import Plan
from vrtherapy.domain.setting import Setting
from vrtherapy.domain.units import SECOND, Micros, Permille, Suds
from vrtherapy.host.beats import Beats
from vrtherapy.host.clocks import session_clock
from vrtherapy.host.conduct import Conduct
from vrtherapy.host.discovery import find_protocol
from vrtherapy.host.opening import check_protocol, stage_of
from vrtherapy.protocol.compile import compile_session
from vrtherapy.session import events
from vrtherapy.session.effects import Answer
from vrtherapy.session.phase import SHOWS_EXPOSURE
from vrtherapy.session.scripts import GROUNDING
from vrtherapy.wire import codec, commands, reports, telling, translate

REPORT_EVERY_S = 0.1
PICTURE_EVERY = 2
Make = Callable[[Micros], events.Event]


def plan_of(protocol: str = "acrophobia/demo.yaml", session: str | None = None, **setting: Any) -> Plan:
    """A shipped protocol, compiled, around whom `setting` says."""
    path = find_protocol(protocol)
    assert path is not None
    loaded = check_protocol(path)
    assert loaded.document is not None
    chosen = Setting(**{"kind": "demo", "alias": "Heron", "sessions_before": 3, **setting})
    return replace(compile_session(loaded.document, session, stage_of), setting=chosen)


class Machine:
    """A session of `plan` that a console can be opened on. `put` brings an event about now."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan = plan
        self.silent = threading.Event()
        """While set the engine says nothing, as one that hangs."""
        self._conduct = Conduct(plan, lambda effects: None, lambda turn: None)
        self._clock = session_clock(folder)
        self._beats = Beats()
        self._told: list[Make] = []
        self._reads: Callable[[Micros], Reading] | None = None
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._recorded = ""
        self._serving = served()
        self.place: Served = self._serving.__enter__()
        self._line_of = engine(self.place, [codec.encode(telling.plan_report(plan, "a record"))])
        self._line = self._line_of.__enter__()
        self._thread = threading.Thread(target=self._run, name="machine", daemon=True)
        self._thread.start()

    def __enter__(self) -> Machine:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Engine and server are gone."""
        if not self._over.is_set():
            self._over.set()
            self._thread.join(5)
            self._line_of.__exit__(None, None, None)
            self._serving.__exit__(None, None, None)

    @property
    def address(self) -> str:
        return f"{self.place.address}/enter?key={KEY}"

    @property
    def state(self) -> Any:
        return self._conduct.state

    @property
    def grounding(self) -> tuple[str, ...]:
        return self.plan.grounding or GROUNDING

    def passes(self, seconds: float) -> None:
        """Waits until so much of the session's time has passed."""
        goal = self.state.now + seconds * SECOND
        while self.state.now < goal:
            assert self._thread.is_alive(), "the machine fell"
            time.sleep(0.02)

    # ---- what happens ----

    def put(self, make: Make) -> None:
        with self._lock:
            self._told.append(make)

    def patient_stops(self) -> None:
        self.put(lambda now: events.StopPressed(now, "patient", "the patient pressed stop"))

    def patient_says(self, suds: int) -> None:
        self.put(lambda now: events.Rated(now, Suds(suds), "patient"))

    def record_fails(self, words: str) -> None:
        """An empty text: it is kept again."""
        self._recorded = words
        self.put(lambda now: events.Recorded(now, not words, f"not recorded: {words}" if words else "recorded again"))

    def body(self, quality: Quality | None) -> None:
        """From now on a body signal of this quality; None: nothing comes any more."""
        why = "" if quality == "good" else "electrode off"
        self._reads = (
            None
            if quality is None
            else lambda now: Reading(
                now, "live", "Chest strap", 92_000, 31_000, Permille(520), Permille(60), quality, Permille(900), why
            )
        )

    def proposes(self, kind: str, intensity: int, words: str) -> None:
        self.put(lambda now: events.Proposed(now, Proposal(now, kind, Permille(intensity), words)))  # type: ignore[arg-type]

    # ---- the loop ----

    def _run(self) -> None:
        reported = said = number = 0
        while not self._over.wait(0.02):
            if self.silent.is_set():
                continue
            at = self._clock.now()
            with self._lock:
                told, self._told = self._told, []
            for make in told:
                self._turn(make(at))
            for text in self._line.poll():
                self._hear(codec.from_server.read(text), at)
            if self._reads is not None and at - said >= SECOND // 4:
                said = at
                self._turn(events.Read(at, self._reads(at)))
            self._turn(events.Passed(self._clock.now()))
            now = self._clock.exactly()
            if now - reported >= REPORT_EVERY_S * SECOND:
                reported = now
                number += 1
                self._report(now)
                if number % PICTURE_EVERY == 0:
                    self._line.show(codec.encode_mirror(number, now, PICTURES[self._shows()]))
                    self._line.show(codec.encode_trace([telling.trace_point(self._conduct.state, now)]))

    def _hear(self, message: commands.FromServer, at: Micros) -> None:
        match message:
            case commands.ForwardedCommand():
                wish = translate.to_wish(message.wish, self.plan, self._conduct.state)
                self._heard(message.client, at)
                age = self._beats.age(message.beat, self._clock.exactly())
                self._turn(events.Commanded(at, message.client, message.role, message.number, age, wish))
            case commands.ForwardedBeat(client=client):
                self._heard(client, at)
            case commands.ConsoleLeft(client=client):
                self._turn(events.Left(at, client))
            case commands.ServerBeat():
                self._turn(events.Heard(at, "server"))

    def _heard(self, client: str, at: Micros) -> None:
        if client == self._conduct.state.controller:
            self._turn(events.Heard(at, "console", client))

    def _turn(self, event: events.Event) -> None:
        effects, told = self._conduct.turn(event)
        for effect in effects:
            if isinstance(effect, Answer):
                self._line.send(codec.encode(telling.answer_report(effect)))
        for happened in told:
            self._line.send(codec.encode(happened))

    def _shows(self) -> str:
        return "exposure" if self._conduct.state.phase in SHOWS_EXPOSURE else "calm"

    def _report(self, now: Micros) -> None:
        state = self._conduct.state
        view = reports.ViewPart.model_validate(
            {"shows": self._shows(), "surface": "headset", "frame": 1, "frames_per_s": 72.0, "failure": ""}
        )
        record = reports.RecordPart(
            ok=not self._recorded, saved_s_ago=0.2, words=self._recorded, accepted=state.unrecorded_accepted
        )
        beat = self._beats.issue(now)
        self._line.send(codec.encode(telling.state_report(self.plan, state, beat, self._conduct.seq, view, record)))


def _picture(above: tuple[int, int, int], below: tuple[int, int, int]) -> bytes:
    """Sky over ground, as good as any where only what lies over it is looked at."""
    image = Image.new("RGB", (640, 360), above)
    image.paste(below, (0, 200, 640, 360))
    held = io.BytesIO()
    image.save(held, "JPEG")
    return held.getvalue()


PICTURES = {"calm": _picture((168, 192, 214), (205, 190, 160)), "exposure": _picture((190, 205, 220), (110, 112, 116))}
