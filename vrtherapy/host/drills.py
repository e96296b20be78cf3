"""The drills: what fails on purpose, what was promised for it, and what was measured. On the clinician's own machine.

Each leaves the session as it can be taken up again. Times count from what a person does, or from the moment something
dies, to what the patient sees or the console shows.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from vrtherapy.host.drill_room import DrillRoom, NotAsPromised
from vrtherapy.render.headset.script import NotSaid
from vrtherapy.wire import commands

CALM_WITHIN_S: Final = 0.5
LATE_S: Final = 0.25
SIGNAL_WITHIN_S: Final = 10.0
BACK_WITHIN_S: Final = 8.0
"""3 s until an engine is missed, 5 s until the calm scene is back."""
BLOCKED_S: Final = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    measured: str
    kept: bool
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Drill:
    name: str
    what: str
    promised: str
    promise: int
    run: Callable[[DrillRoom], Outcome]


def carry_out(drill: Drill, room: DrillRoom) -> Outcome:
    """The drill, from the exposure on; what goes wrong is an outcome."""
    try:
        room.expose()
        return drill.run(room)
    except (NotAsPromised, NotSaid) as problem:
        return Outcome(str(problem), False)


# ---- stop ------------------------------------------------------------------------------------------------------------


def _by_headset(line: str) -> Callable[[DrillRoom], Outcome]:
    def run(room: DrillRoom) -> Outcome:
        room.headset.rest()
        pressed = room.headset.write(line)
        read = room.headset.until(f"read {line}", CALM_WITHIN_S * 10)
        calm = room.headset.until("shows calm", CALM_WITHIN_S * 10)
        if line == "off":
            room.headset.write("on")
        took = (calm.at_ns - pressed) / 1e9
        same = calm.frame == read.frame
        room.clinician.until(lambda state: state.phase == "stopped", "the console's own word of it")
        which = "in the frame that read it" if same else f"{calm.frame - read.frame} frames later"
        return Outcome(f"{1000 * took:.0f} ms, {which}", same and took <= CALM_WITHIN_S, took)

    return run


def _by_console(watching: bool) -> Callable[[DrillRoom], Outcome]:
    def run(room: DrillRoom) -> Outcome:
        room.headset.rest()
        pressed = time.monotonic_ns()
        (room.watcher if watching else room.clinician).line.send(commands.Stop())
        calm = room.headset.until("shows calm", CALM_WITHIN_S * 10)
        took = (calm.at_ns - pressed) / 1e9
        return Outcome(f"{1000 * took:.0f} ms to the calm frame", took <= CALM_WITHIN_S, took)

    return run


# ---- what is lost ----------------------------------------------------------------------------------------------------


def _console_gone(room: DrillRoom) -> Outcome:
    held, calm = lose_console(room)
    kept = 2.0 <= held <= 2.0 + LATE_S and 30.0 <= calm <= 30.0 + LATE_S
    return Outcome(f"held after {held:.2f} s, calm after {calm:.2f} s", kept, calm)


def lose_console(room: DrillRoom) -> tuple[float, float]:
    """Seconds from the console's last word until another console reads that nothing rises, and that it is calm."""
    room.clinician.line.close()
    gone = room.clinician.line.said_at
    room.watcher.until(lambda state: not state.live, "held", 5.0)
    held = time.monotonic() - gone
    room.watcher.until(lambda state: state.phase == "calm", "calm", 40.0)
    return held, time.monotonic() - gone


def _server_killed(room: DrillRoom) -> Outcome:
    before = room.clinician.state.dial.given if room.clinician.state else 0
    killed = room.kill("server")
    again = room.seat("watcher")
    room.watcher.line.close()
    room.watcher = again
    state = again.until(lambda state: state.beat > 0, "a state from the server that came back")
    took = time.monotonic() - killed
    kept = state.dial.given <= before and took <= BACK_WITHIN_S
    return Outcome(f"a console hears the session again after {took:.1f} s, nothing rose", kept, took)


def _sensor(fault: str) -> Callable[[DrillRoom], Outcome]:
    def run(room: DrillRoom) -> Outcome:
        seat = room.clinician
        seat.until(lambda s: s.sensor is not None and s.sensor.quality == "good", "a good signal", 60.0)
        room.faults.write_text(fault, encoding="utf-8")
        began = time.monotonic()
        try:
            seat.until(lambda s: s.sensor is not None and s.sensor.quality != "good", "the signal was still called good", SIGNAL_WITHIN_S)
            took = time.monotonic() - began
            state = seat.until(lambda s: s.suggestion is None, "suggestions went on")
            why = "" if state.sensor is None else state.sensor.reason
        finally:
            room.faults.write_text("", encoding="utf-8")
        return Outcome(f"told after {took:.1f} s: {why or 'no signal'}; no suggestions", state.phase == "exposure", took)

    return run


def _biofeedback_killed(room: DrillRoom) -> Outcome:
    seat = room.clinician
    seat.until(lambda s: s.sensor is not None and s.sensor.quality == "good", "a good signal", 60.0)
    given = seat.state.dial.given if seat.state else 0
    killed = room.kill("biofeedback")
    lost = seat.until(lambda s: s.sensor is not None and s.sensor.quality != "good", "the loss was not told", SIGNAL_WITHIN_S)
    told = time.monotonic() - killed
    back = seat.until(lambda s: s.sensor is not None and s.sensor.quality == "good", "no good signal came back", 60.0)
    took = time.monotonic() - killed
    kept = all(s.phase == "exposure" and s.dial.given <= given for s in (lost, back)) and lost.suggestion is None
    return Outcome(f"told after {told:.1f} s, a good signal again after {took:.1f} s", kept, told)


def _engine_frozen(room: DrillRoom) -> Outcome:
    room.headset.rest()
    frozen = room.headset.write(f"block {BLOCKED_S}")
    room.headset.until(f"read block {BLOCKED_S}", 5.0)
    calm = room.headset.until("shows calm", BACK_WITHIN_S * 3)
    took = (calm.at_ns - frozen) / 1e9
    state = room.watcher.until(lambda state: state.phase == "interrupted", "the phase `interrupted`")
    kept = took <= BACK_WITHIN_S and state.dial.given == 0 and state.view.shows == "calm"
    return Outcome(f"calm scene again after {took:.1f} s, resumed by nobody", kept, took)


DRILLS: Final = (
    Drill("stop-patient", "the patient presses stop", "calm in the frame that reads it", 1, _by_headset("stop")),
    Drill("stop-headset-off", "the headset comes off", "calm in the frame that reads it", 1, _by_headset("off")),
    Drill("stop-clinician", "the clinician presses stop", "calm within 0.5 s", 1, _by_console(False)),
    Drill("stop-observer", "a console that only watches presses stop", "calm within 0.5 s", 1, _by_console(True)),
    Drill("sensor-silent", "the sensor falls silent", "told, suggestions end, nothing moves", 4, _sensor("silent")),
    Drill("sensor-flat", "the sensor shows a flat line", "told, suggestions end, nothing moves", 4, _sensor("flat")),
    Drill("sensor-noisy", "the sensor shows noise", "told, suggestions end, nothing moves", 4, _sensor("noisy")),
    Drill("biofeedback-killed", "the biofeedback process dies", "told, nothing moves, comes back", 4, _biofeedback_killed),
    Drill("server-killed", "the server dies", "nothing rises, comes back within 8 s", 8, _server_killed),
    Drill("engine-frozen", "the picture freezes for 10 s", "calm scene again within 8 s, not resumed", 8, _engine_frozen),
    Drill("console-gone", "the clinician's console is gone", "held at 2.0 s, calm at 30.0 s, each 0.25 s late at most", 8, _console_gone),
)  # fmt: skip
