"""What the biofeedback process makes of what the engine asks of the simulated patient, over a real line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.host.engine_room import settings_in, until
from tests.host.headless_record import demo_plan
from vrtherapy.host.biofeedback_process import Loop
from vrtherapy.host.clocks import SessionClock
from vrtherapy.host.rendezvous import announce
from vrtherapy.link.stream import Listener
from vrtherapy.sensors.simulated import open_source
from vrtherapy.wire import body, codec


class Desk:
    """The engine's end of the line and the time."""

    def __init__(self, loop: Loop, line: Listener, time: list[int]) -> None:
        self._loop = loop
        self._line = line
        self._time = time

    def course(self, *, rehearse: bool) -> None:
        """Tells the course and waits until the loop has surely heard it."""
        self._line.send(
            codec.encode(
                body.CourseReport(
                    at=0, phase="ready", step=0, rationale="habituation", given=0, asked=0, low=0, high=100,
                    question_open=False, asks=0, rehearse=rehearse,
                )
            )
        )  # fmt: skip
        until(lambda: self._heard(rehearse), "the course")

    def _heard(self, rehearse: bool) -> bool:
        self._loop.turn()
        return self._loop._rehearsing == rehearse

    def presses_within(self, seconds: float) -> list[float]:
        """When stop was pressed, in seconds from now."""
        began = self._time[0]
        found: list[float] = []
        self._line.poll()
        for _ in range(round(seconds * 50)):
            self._time[0] += 20_000_000
            self._loop.turn()
            found += [(self._time[0] - began) / 1e9] * self._pressed()
        return found

    def _pressed(self) -> int:
        """How many presses came; what was sent before the marker is here once that is."""
        self._loop._line.send("marker")
        said: list[str | bytes] = []

        def marked() -> bool:
            said.extend(self._line.poll())
            return "marker" in said

        until(marked, "the marker")
        return sum(isinstance(one, str) and '"simulated_press"' in one for one in said)


@contextmanager
def desk(folder: Path) -> Iterator[Desk]:
    line = Listener("key")
    announce(folder, "engine", line.port)
    time = [0]
    loop = Loop(settings_in(folder), demo_plan(), open_source("simulated:?seed=3"), SessionClock(0, lambda: time[0]))
    try:
        until(lambda: line.connected and loop._line.connected, "the line")
        loop.turn()
        yield Desk(loop, line, time)
    finally:
        loop.close()
        line.close()


def test_the_simulated_patient_rehearses_the_stop_once_for_each_time_it_is_asked(tmp_path: Path) -> None:
    with desk(tmp_path) as clinician:
        assert clinician.presses_within(3.0) == []
        clinician.course(rehearse=True)
        (pressed,) = clinician.presses_within(6.0)
        assert 1.0 <= pressed <= 2.1
        clinician.course(rehearse=False)
        assert clinician.presses_within(3.0) == []
        clinician.course(rehearse=True)
        assert len(clinician.presses_within(3.0)) == 1


def test_a_rehearsal_that_is_called_off_is_not_pressed_as_a_stop(tmp_path: Path) -> None:
    with desk(tmp_path) as clinician:
        clinician.course(rehearse=True)
        assert clinician.presses_within(0.5) == []
        clinician.course(rehearse=False)
        assert clinician.presses_within(4.0) == []

