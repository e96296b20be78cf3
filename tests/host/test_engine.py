"""The engine between patient, headset, sensor and supervisor: what it does with what they say."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.host.engine_room import PlayedView, Room, Seen, running, until
from vrtherapy.domain.units import SECOND, Micros
from vrtherapy.session.effects import EnterPhase
from vrtherapy.session.events import CameBack, Commanded, Passed, Read, StopPressed
from vrtherapy.session.replay import LoggedTurn
from vrtherapy.session.wishes import Confirm, TakeControl, Wish
from vrtherapy.store.read import Reading
from vrtherapy.wire import body, codec


def stops(room: Room) -> list[StopPressed]:
    return [turn.event for turn in room.turns() if isinstance(turn.event, StopPressed)]


def source(origin: str) -> body.SourceReport:
    marked = "" if origin == "live" else origin
    return body.SourceReport(name="heart", origin=origin, latency_us=0, marked=marked, channels=[])  # type: ignore[arg-type]


def test_a_headset_taken_off_is_one_technical_stop_and_putting_it_on_resumes_nothing(tmp_path: Path) -> None:
    with running(tmp_path) as room:
        room.view.now = Seen(room.view.now.number, lost="headset taken off")
        until(lambda: room.state.phase == "stopped")
        number = room.view.now.number
        until(lambda: room.view.now.number > number + 10)
        assert room.state.phase_reason.code == "technical" and room.state.phase_reason.words == "headset taken off"
        room.view.now = Seen(room.view.now.number)
        number = room.view.now.number
        until(lambda: room.view.now.number > number + 10)
        assert room.state.phase == "stopped"
        room.view.now = Seen(room.view.now.number, lost="headset taken off")
        number = room.view.now.number
        until(lambda: room.view.now.number > number + 10)
        assert [stop.cause for stop in stops(room)] == ["technical", "technical"]


@pytest.mark.parametrize(("consent", "kept"), [("yes", True), ("no", False)])
def test_of_who_does_not_agree_to_be_measured_nothing_is_recorded(tmp_path: Path, consent: str, kept: bool) -> None:
    wishes: tuple[Wish, ...] = (TakeControl(), Confirm((("consent_physiology", consent),)))
    before = [
        LoggedTurn(Commanded(Micros(SECOND), "ada", "clinician", number, Micros(0), wish), ())
        for number, wish in enumerate(wishes, 1)
    ]
    with running(tmp_path, before=before) as room:
        room.loop.send(codec.encode(source("live")))
        room.loop.send(codec.encode_samples(0, SECOND, bytes(8)))
        room.loop.send(
            codec.encode(
                body.ReadingReport(
                    at=0, origin="live", source="heart", heart_rate=80_000, rmssd=None, arousal=None,
                    arousal_sd=None, quality="good", quality_permille=900, reason="", beats=5,
                )
            )
        )  # fmt: skip
        until(lambda: room.state.links.biofeedback >= 0)
        assert (room.state.reading is not None) == kept
        turns = room.turns()
        assert any(isinstance(turn.event, Read) for turn in turns) == kept
        assert any(entry.kind == "S" for entry in Reading(room.settings.record).entries()) == kept


@pytest.mark.parametrize("origin", ["simulated", "live", "playback"])
def test_only_a_simulated_patient_can_press_stop_through_the_sensor(tmp_path: Path, origin: str) -> None:
    with running(tmp_path) as room:
        room.loop.send(codec.encode(body.SimulatedPress()))
        room.loop.send(codec.encode(source(origin)))
        room.loop.send(codec.encode(body.SimulatedPress()))
        # A reading after it, so that the press was surely met.
        room.loop.send(
            codec.encode(
                body.ReadingReport(
                    at=0, origin=origin, source="heart", heart_rate=None, rmssd=None, arousal=None,
                    arousal_sd=None, quality="none", quality_permille=0, reason="", beats=0,
                )  # type: ignore[arg-type]
            )
        )  # fmt: skip
        until(lambda: room.state.reading is not None)
        expected = ["the simulated patient pressed stop"] if origin == "simulated" else []
        assert [(stop.cause, stop.words) for stop in stops(room)] == [("patient", words) for words in expected]


def test_a_view_stuck_in_a_native_call_is_silenced_until_it_draws_again_and_the_stall_is_told_once(
    tmp_path: Path,
) -> None:
    with running(tmp_path) as room:
        until(lambda: room.view.now.number > 3)
        stuck = room.view.stuck = threading.Event()
        until(lambda: room.view.silent[-1:] == [True], "silence while the view is stuck")
        number = room.view.now.number
        room.view.stuck = None
        stuck.set()
        until(lambda: room.view.now.number > number + 10)
        assert room.view.silent[-2:] == [True, False]
        told = room.life.words("stalled")
        assert len(told) == room.view.silent.count(True)
        assert all(isinstance(each["for_s"], float) and each["for_s"] >= 1.0 for each in told)


def test_an_engine_that_comes_back_shows_calm_and_builds_the_exposure_behind_it(tmp_path: Path) -> None:
    with running(tmp_path, before=[LoggedTurn(Passed(Micros(2 * SECOND)), ())]) as room:
        until(lambda: "load high_rise" in room.view.calls)
        assert room.view.calls == ["show calm", "load high_rise"]
        assert room.life.words("loading") == [{"scene": "high_rise"}]
        assert room.state.phase == "interrupted"
        assert isinstance(next(t.event for t in room.turns() if t.effects), CameBack)


def test_a_stop_pressed_while_the_engine_comes_back_is_not_lost(tmp_path: Path) -> None:
    view = PlayedView()

    def lived() -> Iterator[LoggedTurn]:
        """A session that is gone through again, with a patient who presses meanwhile."""
        yield LoggedTurn(Passed(Micros(SECOND)), ())
        view.press()
        k = 2
        while view.pressed:
            time.sleep(0.005)
            yield LoggedTurn(Passed(Micros(k * SECOND)), ())
            k += 1
            assert k < 10_000, "no frame was drawn meanwhile"

    with running(tmp_path, before=lived(), view=view) as room:
        until(lambda: room.state.phase == "stopped")
        told = room.turns()
        phases = [e.phase for turn in told for e in turn.effects if isinstance(e, EnterPhase)]
        pressed = [turn.event for turn in told if isinstance(turn.event, CameBack | StopPressed)]
        assert phases == ["interrupted", "stopped"]
        assert [type(event) for event in pressed] == [CameBack, StopPressed]


def test_a_late_resume_never_shows_an_exposure_that_is_not_there(tmp_path: Path) -> None:
    """A clinician who resumes at once, before the second in which the exposure is built, gets it built first."""
    with running(tmp_path, before=[]) as room:
        room.life.over.set()
        until(lambda: "close" in room.view.calls)
        room.view.calls.clear()
        room.engine._carry_out((EnterPhase("exposure", room.state.phase_reason),))
        assert room.view.calls == ["load high_rise", "show exposure"]
