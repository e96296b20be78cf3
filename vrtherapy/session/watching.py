"""What each tick sees of who and what is connected: the controlling console, the links, the sensor.

Order: console (promise 8), links, reading (promise 4); in the exposure a lost sensor that steered hands over.
"""

from __future__ import annotations

from dataclasses import replace

from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import Micros, Permille
from vrtherapy.safety import hard_limits, watch
from vrtherapy.session.around import reading_fresh
from vrtherapy.session.effects import Decide
from vrtherapy.session.phase import SHOWS_EXPOSURE
from vrtherapy.session.state import NEVER
from vrtherapy.session.turn import Turn

EASED_BY = Permille(100)


def watch_console(turn: Turn) -> None:
    """Promise 8."""
    state = turn.state
    if state.phase == "ended":
        return
    verdict = watch.console(state.now, state.links.console if state.controller else NEVER)
    live = verdict == "live"
    if live != state.live:
        turn.become(live=live)
        if not live and state.phase in SHOWS_EXPOSURE:
            turn.alert("not_live", "no controlling console for 2 s: held")
        elif live and state.phase in SHOWS_EXPOSURE:
            turn.alert("live_again", "controlling console heard again")
            turn.recovered("the controlling console is back")
    if verdict == "calm" and state.phase in SHOWS_EXPOSURE:
        turn.enter_phase("calm", Reason("dead_man", "no controlling console for 30 s", "watch"))
        turn.alert("dead_man", "no controlling console for 30 s: calm scene")


def watch_links(turn: Turn) -> None:
    links, now = turn.state.links, turn.state.now
    heard_of: tuple[tuple[watch.Told, Micros], ...] = (("server", links.server), ("biofeedback", links.biofeedback))
    silent = frozenset(name for name, heard in heard_of if watch.silent(now, heard))
    if silent == links.silent:
        return
    turn.become(links=replace(links, silent=silent))
    for name, title in watch.TOLD.items():
        if name in silent - links.silent:
            turn.alert(f"{name}_silent", f"{title} is silent")
        elif name in links.silent - silent:
            turn.alert(f"{name}_back", f"{title} is heard again")


def watch_reading(turn: Turn) -> None:
    """Promise 4: a lost sensor ends suggestions and shows a banner, nothing else moves."""
    state = turn.state
    if state.reading is None:
        return
    sound = state.reading.quality != "none" and reading_fresh(state)
    if sound == (not state.reading_lost):
        return
    turn.become(reading_lost=not sound, suggestion=state.suggestion if sound else None)
    if sound:
        turn.become(handed=NEVER)
        if turn.lift("sensor_lost"):
            turn.recovered("the sensor is back")
        turn.alert("sensor_back", f"{state.reading.source}: readable again")
    else:
        why = state.reading.reason or "nothing heard for 3 s"
        turn.alert("sensor_lost", f"{state.reading.source}: {why}; no suggestions until it is back")


def hand_over(turn: Turn) -> None:
    """Promise 4: where the controller moves the dial itself, a lost sensor holds and leaves the dial to the clinician;
    it steps down each 30 s without an answer."""
    state = turn.state
    steers = state.autonomy in ("lower_only", "full") and turn.step.rationale != "expectancy"
    if not (state.reading_lost and steers):
        return
    if state.handed == NEVER:
        turn.become(handed=state.now)
        turn.hold(Reason("sensor_lost", "the sensor is lost: held, the dial is yours", "watch"))
        turn.alert("dial_yours", "the sensor is lost and the controller has let go: set the dial, or it steps down in 30 s")
    elif state.held("sensor_lost") and state.now - state.handed >= hard_limits.SENSOR_UNANSWERED:
        turn.become(handed=state.now)
        ease(turn, Reason("sensor_unanswered", "sensor lost and nobody answered for 30 s: stepped down", "watch"))


def ease(turn: Turn, reason: Reason) -> None:
    """Ask for a tenth of the dial less than is given; more than is asked already it never is."""
    lower = Permille(min(turn.state.dial.asked, max(0, turn.state.dial.given - EASED_BY)))
    turn.asked(lower, reason)
    turn.bring(Decide("intensity", lower, lower, reason))
