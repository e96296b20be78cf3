"""The engine process: the session machine and the governor beside the renderer, in one thread.

Every frame: what the patient pressed, then what the links brought, then time, then the picture. Stop, pause and
calm act in the frame they are read. The engine writes the record itself; it needs no server, console or sensor
to keep the patient safe.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Final

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.stage import Value
from vrtherapy.domain.units import SECOND, Micros, Suds
from vrtherapy.host.bookmark import Bookmark
from vrtherapy.host.child import Lifeline
from vrtherapy.host.clocks import session_clock
from vrtherapy.host.conduct import Conduct
from vrtherapy.host.rendezvous import announce, port_of, withdraw
from vrtherapy.host.settings import Settings
from vrtherapy.host.teller import Teller
from vrtherapy.host.view import Frame, View
from vrtherapy.host.watchdog import Watchdog
from vrtherapy.link.stream import Listener
from vrtherapy.link.websocket import ServerLine
from vrtherapy.scene.dial import values
from vrtherapy.session import effects as done
from vrtherapy.session import events
from vrtherapy.session.around import measured
from vrtherapy.session.phase import SHOWS_EXPOSURE
from vrtherapy.session.replay import LoggedTurn
from vrtherapy.session.state import NEVER
from vrtherapy.store.write import RecordWriter
from vrtherapy.wire import body, codec, commands, journal, telling, translate

BUILT_AFTER: Final = Micros(SECOND)
"""An engine that came back shows the calm scene and speaks to the server for so long before it builds the exposure."""
LONGEST_STEP_S: Final = 0.1


class Engine:
    """One session. `run` returns when the lifeline ends or the view is closed."""

    def __init__(
        self,
        settings: Settings,
        plan: Plan,
        view: View,
        writer: RecordWriter,
        life: Lifeline,
        scene: str,
        before: Iterable[LoggedTurn] | None = None,
        bookmark: Bookmark | None = None,
        drawn: Iterable[Frame] = (),
    ) -> None:
        """`scene` is what `view` has loaded beside the calm scene, "" for nothing yet, and `drawn` what it has drawn;
        `before` are the turns that an engine before this one logged, where there is a `bookmark` those after it."""
        self._settings = settings
        self._plan = plan
        self._view = view
        self._writer = writer
        self._life = life
        self._clock = session_clock(settings.folder)
        self._conduct = Conduct(plan, self._carry_out, self._log)
        self._scene = scene
        self._began = self._clock.exactly()
        self._lost = ""
        self._calmed = False
        self._watchdog = Watchdog(view.silence)
        met = list(drawn)
        if before is not None:
            if bookmark is not None:
                self._conduct.state, self._conduct.happened = bookmark.state, list(bookmark.happened)
            self._conduct.take_up(self._meanwhile(before, met))
        self._source: body.SourceReport | None = None
        self._body = Listener(settings.key)
        self._server = ServerLine(self._server_address, settings.key, self._greeting)
        self._teller = Teller(settings, plan, self._conduct, writer, view, self._server, self._body, life)
        announce(settings.folder, "engine", self._body.port)
        if before is not None:
            self._turn(events.CameBack(self._clock.now()))
        for frame in met:
            self._meet(frame)

    # ---- the loop ----

    def run(self) -> None:
        pace = 1.0 / self._settings.frames_per_s
        self._watchdog.start()
        self._began = self._clock.exactly()
        self._drew = time.monotonic()
        while not self._life.over.is_set():
            began = time.monotonic()
            closed = self._draw()
            self._hear_server()
            self._hear_body()
            self._watch_record()
            self._turn(events.Passed(self._clock.now()))
            self._teller.tell(self._clock.exactly())
            self._build_at_last()
            if closed:
                self._life.say("closed")
                break
            self._rest_until(began + pace)

    def _draw(self) -> bool:
        """One frame, and what the patient did in it; whether the window was closed."""
        now = time.monotonic()
        elapsed, self._drew = now - self._drew, now
        frame = self._view.frame(min(elapsed, LONGEST_STEP_S))
        self._watchdog.frame_ended()
        if (lasted := self._watchdog.stalled()) > 0:
            self._stalled(lasted)
        self._teller.drawn(frame.number, elapsed)
        self._meet(frame)
        self._calmed = False
        return frame.closed

    def _meet(self, frame: Frame) -> None:
        """What the patient pressed or said, and what became of headset and scene."""
        at = self._clock.now()
        if frame.stop_pressed:
            self._turn(events.StopPressed(at, "patient", "the patient pressed stop"))
        if frame.lost != self._lost:
            self._lost = frame.lost
            if frame.lost:
                self._turn(events.StopPressed(at, "technical", frame.lost))
        if frame.suds_said is not None:
            self._turn(events.Rated(at, Suds(frame.suds_said), "patient"))
        if frame.failure is not None and frame.failure[1] != self._teller.failure:
            scene, self._teller.failure = frame.failure
            self._turn(events.SceneFailed(at, scene, self._teller.failure))

    def _meanwhile(self, turns: Iterable[LoggedTurn], met: list[Frame]) -> Iterator[LoggedTurn]:
        """`turns` as they are; the calm scene lives on while they are gone through, and no press is lost."""
        pace = 1.0 / self._settings.frames_per_s
        due = 0.0
        for turn in turns:
            if (now := time.monotonic()) >= due:
                due = now + pace
                met.append(self._view.frame(pace))
                self._life.alive()
            yield turn

    def _rest_until(self, moment: float) -> None:
        """Waits for the next frame; what a console asks meanwhile, or asked just before it, is done and answered at once."""
        rest = 1.0
        while rest > 0.0:
            rest = moment - time.monotonic()
            if self._server.wait(max(0.0, rest)):
                self._hear_server()
                self._turn(events.Passed(self._clock.now()))
                self._teller.tell(self._clock.exactly())

    def close(self) -> None:
        """The last report goes out, the record is closed, the links end."""
        self._turn(events.Passed(self._clock.now()))
        self._writer.append("E", b"{}")
        self._writer.close()
        self._teller.report(self._clock.now())
        self._watchdog.close()
        withdraw(self._settings.folder, "engine")
        self._teller.close()
        self._server.close()
        self._body.close()
        self._view.close()

    # ---- the machine ----

    def _turn(self, event: events.Event) -> None:
        was_live = self._conduct.state.live
        effects, told = self._conduct.turn(event)
        for effect in effects:
            if isinstance(effect, done.Answer):
                # Promise 12: what is acknowledged is written, so that no kill takes it back.
                self._server.send(codec.encode(telling.answer_report(effect)), self._writer.behind())
        for happened in told:
            self._server.send(codec.encode(happened))
        # A given that creeps up at the rise limit shows with the next report; all else at once.
        if any(not isinstance(e, done.Give) for e in effects) or was_live != self._conduct.state.live:
            self._teller.changed = True

    def _log(self, turn: LoggedTurn) -> None:
        self._writer.append("T", journal.dump_turn(turn).encode())

    def _carry_out(self, effects: tuple[done.Effect, ...]) -> None:
        for effect in effects:
            match effect:
                case done.EnterPhase(phase, _):
                    if phase in SHOWS_EXPOSURE:
                        self._stand_in(self._plan.steps[self._conduct.state.step].scene)
                    self._view.show("exposure" if phase in SHOWS_EXPOSURE else "calm")
                    self._calmed |= phase not in SHOWS_EXPOSURE
                    self._view.hold(phase == "paused")
                case done.EnterStep(index, _):
                    self._stand_in(self._plan.steps[index].scene)
                case done.Give(_, parameters):
                    self._view.apply(self._values(dict(parameters)))
                case done.Happen(name, _, _):
                    self._view.fire(name)
                case done.AskPatient():
                    self._view.ask_suds(True)
                case done.CloseQuestion():
                    self._view.ask_suds(False)
                case done.Say(text, lasts):
                    self._view.say(text, lasts / 1e6)
                case done.Answer() | done.Decide() | done.Alert():
                    pass

    def _values(self, intensities: dict[str, int]) -> dict[str, Value]:
        stage = self._plan.stage(self._plan.steps[self._conduct.state.step].scene)
        return values(stage, intensities)  # type: ignore[arg-type]

    def _stand_in(self, scene: str) -> None:
        """Another scene is loaded while the calm one shows; the machine enters it at its calm end."""
        if scene != self._scene:
            self._life.say("loading", scene=scene)
            self._watchdog.loading()
            self._view.load(self._settings.scene_folders[scene], self._settings.calm_folder)
            self._scene = scene
            self._life.say("loaded", scene=scene)

    def _build_at_last(self) -> None:
        """An engine that came back has shown the calm scene for a while; one that took an engine with it is not built."""
        if not self._scene and self._clock.exactly() - self._began >= BUILT_AFTER:
            state = self._conduct.state
            if (scene := self._plan.steps[state.step].scene) not in state.broken:
                self._stand_in(scene)

    def _stalled(self, lasted: Micros) -> None:
        """No frame had ended for `lasted` until now; the sound was off meanwhile."""
        self._life.say("stalled", for_s=round(lasted / 1e6, 2))
        self._turn(events.Stalled(self._clock.now(), lasted))

    # ---- links ----

    def _server_address(self) -> str | None:
        port = port_of(self._settings.folder, "server")
        return None if port is None else f"ws://127.0.0.1:{port}"

    def _greeting(self) -> list[str]:
        """Everything a server that was just started lacks."""
        settings = self._settings
        plan = telling.plan_report(self._plan, settings.record_id)
        return [codec.encode(plan), *(codec.encode(h) for h in self._conduct.happened)]

    def _hear_server(self) -> None:
        for text in self._server.poll():
            try:
                message = codec.from_server.read(text)
            except codec.Unreadable:
                continue
            at = self._clock.now()
            match message:
                case commands.ForwardedCommand():
                    self._commanded(at, message)
                case commands.ForwardedBeat(client=client):
                    if client == self._conduct.state.controller:
                        self._turn(events.Heard(at, "console", client))
                case commands.ConsoleLeft(client=client):
                    self._turn(events.Left(at, client))
                case commands.ServerBeat(viewers=viewers):
                    self._teller.viewers = viewers
                    self._turn(events.Heard(at, "server"))
        if self._calmed:
            self._draw()  # calm before anything else

    def _commanded(self, at: Micros, message: commands.ForwardedCommand) -> None:
        wish = translate.to_wish(message.wish, self._plan, self._conduct.state)
        if message.client == self._conduct.state.controller:
            self._turn(events.Heard(at, "console", message.client))
        age = self._teller.beats.age(message.beat, self._clock.exactly())
        self._turn(events.Commanded(at, message.client, message.role, message.number, age, wish))

    def _hear_body(self) -> None:
        for payload in self._body.poll():
            try:
                if isinstance(payload, bytes):
                    codec.decode_samples(payload)
                    if measured(self._conduct.state):
                        self._writer.append("S", payload)
                    continue
                message = codec.from_body.read(payload)
            except codec.Unreadable:
                continue
            at = self._clock.now()
            match message:
                case body.SourceReport():
                    self._source = message
                    self._writer.append("B", codec.encode(message).encode())
                case body.ReadingReport() | body.ProposalReport() if not measured(self._conduct.state):
                    # Who does not agree to be measured is in no record, not even as a number.
                    self._turn(events.Heard(at, "biofeedback"))
                case body.ReadingReport():
                    self._turn(events.Read(at, translate.to_reading(message)))
                case body.ProposalReport():
                    self._turn(events.Proposed(at, translate.to_proposal(message)))
                case body.SimulatedAnswer(suds=suds):
                    if self._source is not None and self._source.origin == "simulated":
                        self._rated(at, Suds(suds))
                case body.SimulatedPress():
                    if self._source is not None and self._source.origin == "simulated":
                        self._turn(events.StopPressed(at, "patient", "the simulated patient pressed stop"))

    def _rated(self, at: Micros, suds: Suds) -> None:
        if self._conduct.state.question.open_since != NEVER:
            self._turn(events.Rated(at, suds, "simulated"))
            self._view.ask_suds(False)

    def _watch_record(self) -> None:
        """Promise 12: while the record cannot be kept, nothing rises, and the console says so."""
        problem = self._writer.saved.problem
        if bool(problem) == self._conduct.state.recorded:
            words = f"not recorded: {problem}" if problem else "recorded again"
            self._turn(events.Recorded(self._clock.now(), not problem, words))
