"""`python -m vrtherapy.host.biofeedback_process SETTINGS`: one sensor through the numba loop to the engine.

Samples go to the engine for the record, readings and proposals four times a second. The engine tells back where
the session is. A sensor that breaks is told and opened again; it is never replaced by another.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Final

import numpy as np

from vrtherapy.biofeedback.pipeline import Pipeline
from vrtherapy.biofeedback.warm_up import warm_up
from vrtherapy.domain.plan import Band, Plan
from vrtherapy.domain.rating import Rating
from vrtherapy.domain.units import MINUTE, SECOND, Micros, Permille, Suds
from vrtherapy.host.child import Lifeline
from vrtherapy.host.clocks import SessionClock, session_clock
from vrtherapy.host.rendezvous import port_of
from vrtherapy.host.settings import Settings, read_settings
from vrtherapy.link.stream import Dialler, Payload
from vrtherapy.sensors.registry import open_uri
from vrtherapy.sensors.simulated import SimulatedSource
from vrtherapy.sensors.source import SensorProblem, Source, SourceInfo
from vrtherapy.wire import body, codec, translate
from vrtherapy.wire.journal import load_plan

CANNOT_RUN: Final = 3
ROUND_S: Final = 0.04
READING_EVERY: Final = Micros(SECOND // 4)
OPEN_AGAIN: Final = Micros(2 * SECOND)


class Loop:
    """One sensor read, understood and told. `turn` is called every 40 ms."""

    def __init__(self, settings: Settings, plan: Plan, source: Source, clock: SessionClock) -> None:
        self._source = source
        self._clock = clock
        self._info = source.describe()
        self._pipeline = Pipeline(
            self._info.channels,
            self._info.origin,
            self._info.name,
            plan.target,
            baseline_s=baseline_looks(plan),
            latency=self._info.latency,
        )
        self._broken_since: Micros | None = None
        self._told = Micros(-SECOND)
        self._asks = 0
        self._rehearsing = False
        self._line = Dialler(lambda: port_of(settings.folder, "engine"), settings.key, self._greeting)

    def turn(self) -> None:
        now = self._clock.exactly()
        self._hear()
        self._listen(now)
        if isinstance(self._source, SimulatedSource):
            for suds in self._source.answers(now):
                self._line.send(codec.encode(body.SimulatedAnswer(suds=suds)))
            # A press that comes when nobody asks any more would be a stop of its own.
            if self._source.presses(now) and self._rehearsing:
                self._line.send(codec.encode(body.SimulatedPress()))
        if now - self._told >= READING_EVERY:
            self._told = now
            self._line.send(codec.encode(translate.from_reading(self._pipeline.reading(now))))
            proposal = self._pipeline.proposal(now)
            if proposal is not None:
                self._line.send(codec.encode(translate.from_proposal(proposal)))

    def close(self) -> None:
        self._source.close()
        self._line.close()

    def _greeting(self) -> list[Payload]:
        return [codec.encode(source_report(self._info))]

    def _listen(self, now: Micros) -> None:
        if self._broken_since is not None:
            if now - self._broken_since < OPEN_AGAIN:
                return
            try:
                self._source.open()
            except SensorProblem as problem:
                self._broke(now, problem)
                return
            self._broken_since = None
            self._pipeline.tell_source("")
        try:
            chunks = self._source.read(now)
        except SensorProblem as problem:
            self._source.close()
            self._broke(now, problem)
            return
        for chunk in chunks:
            self._pipeline.push(chunk.channel, chunk.samples, chunk.at)
            packed = np.asarray(chunk.samples, "<f4").tobytes()
            self._line.send(codec.encode_samples(chunk.channel, chunk.at, packed))
        if self._source.ended:
            self._pipeline.tell_source(self._source.ended)

    def _broke(self, now: Micros, problem: SensorProblem) -> None:
        self._broken_since = now
        self._pipeline.tell_source(str(problem))

    def _hear(self) -> None:
        for payload in self._line.poll():
            try:
                message = codec.to_body.read(payload)
            except codec.Unreadable:
                continue
            match message:
                case body.CourseReport():
                    self._follow(message)
                case body.RatingReport():
                    self._pipeline.tell_rating(
                        Rating(Micros(message.at), Suds(message.suds), message.by, message.step)
                    )

    def _follow(self, course: body.CourseReport) -> None:
        given, band = Permille(course.given), Band(Permille(course.low), Permille(course.high))
        self._pipeline.tell_state(course.phase, given, Permille(course.asked), course.rationale, band)
        if isinstance(self._source, SimulatedSource):
            self._source.tell_state(course.phase, given)
            if course.question_open and course.asks != self._asks:
                self._asks = course.asks
                self._source.ask(self._clock.exactly())
            if course.rehearse and not self._rehearsing:
                self._source.rehearse(self._clock.exactly())
        self._rehearsing = course.rehearse


def source_report(info: SourceInfo) -> body.SourceReport:
    """What the engine, the record and every screen are told of the sensor."""
    return body.SourceReport(
        name=info.name,
        origin=info.origin,
        latency_us=info.latency,
        marked=info.marked,
        channels=[
            body.ChannelPart(kind=c.kind, name=c.name, unit=c.unit, rate_hz=c.rate_hz) for c in info.channels
        ],
    )


def baseline_looks(plan: Plan) -> int:
    """Good seconds that make a baseline: the protocol's, at least 5; a minute where it has none."""
    return max(5, int((plan.baseline or MINUTE) // SECOND))


def main(path: str) -> int:
    life = Lifeline()
    settings = read_settings(Path(path))
    plan = load_plan(settings.plan.read_text(encoding="utf-8"))
    try:
        source = open_uri(settings.sensor)
        source.open()
    except SensorProblem as problem:
        life.say("problem", words=str(problem))
        return CANNOT_RUN
    warm_up(lambda done, of, what: life.say("warming", done=done, of=of, what=what))
    while port_of(settings.folder, "engine") is None:
        life.alive()
        if life.over.wait(ROUND_S):
            source.close()
            return 0
    loop = Loop(settings, plan, source, session_clock(settings.folder))
    life.say("reading")
    while not life.over.is_set():
        started = time.monotonic()
        loop.turn()
        life.alive()
        life.over.wait(max(0.0, ROUND_S - (time.monotonic() - started)))
    loop.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
