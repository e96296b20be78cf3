"""What an ended session adds to the ledger: the lowest stage it was led at, what was answered, and one line only."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tests.host.headless_record import demo_plan, write
from vrtherapy.domain.plan import Plan
from vrtherapy.domain.reason import Reason
from vrtherapy.domain.setting import Autonomy, Setting
from vrtherapy.domain.units import SECOND, Micros
from vrtherapy.host import headless
from vrtherapy.host.recording import Header, Record
from vrtherapy.host.simulated_clinician import NAME as SIMULATED
from vrtherapy.host.tally import Led, Tally, enter, led
from vrtherapy.safety.autonomy import Session
from vrtherapy.session import events, wishes
from vrtherapy.session.effects import Answer, Effect, EnterPhase
from vrtherapy.session.phase import Phase
from vrtherapy.session.replay import LoggedTurn
from vrtherapy.store import ledger
from vrtherapy.store.ledger import NAME, EndedSession, read_ledger
from vrtherapy.store.read import NotARecord
from vrtherapy.store.record import Kind
from vrtherapy.wire import journal

REASON = Reason("clinician", "by the clinician", "clinician")
SETTING = Setting(kind="training", alias=" Anna ", clinician="Weber", unlocked="lower_only", development=False)


def plan(asked: Autonomy = "suggest") -> Plan:
    return replace(demo_plan(), setting=SETTING, autonomy=asked)


def into(phase: Phase) -> LoggedTurn:
    return LoggedTurn(events.Passed(Micros(0)), (EnterPhase(phase, REASON),))


def asked(wish: wishes.Wish, accepted: bool = True, again: bool = False) -> LoggedTurn:
    answer: tuple[Effect, ...] = (Answer("console", 1, accepted, REASON, again),)
    return LoggedTurn(events.Commanded(Micros(0), "console", "clinician", 1, Micros(0), wish), answer)


EXPOSED = [into("baseline"), into("exposure")]
ENDED = [into("debrief"), into("ended")]


def test_a_session_counts_at_the_stage_it_was_led_at() -> None:
    assert led(plan("suggest"), EXPOSED + ENDED) == Led("suggest", 0, False)
    assert led(plan("lower_only"), EXPOSED + ENDED) == Led("lower_only", 0, False)
    assert led(plan("full"), EXPOSED + ENDED) == Led("lower_only", 0, False), "more than was unlocked is never counted"


def test_of_several_stages_the_lowest_counts_that_held_while_the_exposure_was_shown() -> None:
    down, up = asked(wishes.SetAutonomy("watch")), asked(wishes.SetAutonomy("lower_only"))
    assert led(plan("lower_only"), [*EXPOSED, down, up, *ENDED]) == Led("watch", 0, False)
    assert led(plan("suggest"), [down, up, *EXPOSED, *ENDED]) == Led("lower_only", 0, False)
    assert led(plan("lower_only"), [*EXPOSED, into("calm"), down, up, into("exposure"), *ENDED]) == Led("lower_only", 0, False)
    assert led(plan("lower_only"), [*EXPOSED, into("calm"), down, into("exposure"), *ENDED]) == Led("watch", 0, False)
    refused = asked(wishes.SetAutonomy("watch"), accepted=False)
    assert led(plan("lower_only"), [*EXPOSED, refused, *ENDED]) == Led("lower_only", 0, False)


def test_only_suggestions_that_were_accepted_or_dismissed_are_counted_each_once() -> None:
    turns = [
        asked(wishes.AcceptSuggestion()),
        asked(wishes.DismissSuggestion()),
        asked(wishes.AcceptSuggestion(), again=True),
        asked(wishes.AcceptSuggestion(), accepted=False),
        asked(wishes.AskSuds()),
    ]
    assert led(plan(), [*EXPOSED, *turns, *ENDED]) == Led("suggest", 2, False)


def test_where_a_simulated_clinician_ever_held_the_controls_that_is_seen() -> None:
    taking = replace(asked(wishes.TakeControl()).event, client=f"{SIMULATED} 123")  # type: ignore[type-var]
    refused = LoggedTurn(taking, asked(wishes.TakeControl(), accepted=False).effects)
    taken = LoggedTurn(taking, asked(wishes.TakeControl()).effects)
    assert led(plan(), [asked(wishes.TakeControl()), refused, *EXPOSED, *ENDED]) == Led("suggest", 0, False)
    assert led(plan(), [taken, asked(wishes.TakeControl()), *EXPOSED, *ENDED]) == Led("suggest", 0, True)


def test_a_session_that_was_cut_off_adds_nothing() -> None:
    assert led(plan(), EXPOSED) is None
    assert led(plan(), [*EXPOSED, into("debrief")]) is None


def test_a_session_that_never_left_the_calm_scene_adds_nothing() -> None:
    assert led(plan(), [into("baseline"), *ENDED]) is None


# ---- from a record ---------------------------------------------------------------------------------------------------


@cache
def parts(by: str = "console") -> tuple[tuple[Kind, bytes], ...]:
    """A whole session as a console of that name led it."""
    header = Header(
        record="2026-01-02T10-00-00-anna", kind="training", alias="Anna", started="2026-01-02T10:00:00+01:00",
        software="test", plan=journal.dumps(plan()),
    )  # fmt: skip
    found: list[tuple[Kind, bytes]] = [("H", header.model_dump_json().encode())]
    headless.run(plan(), lambda kind, payload: found.append((kind, payload)), seed=1, hurried=True)
    return tuple((kind, data.replace(SIMULATED.encode(), by.encode()) if kind == "T" else data) for kind, data in found)


def recorded(folder: Path, until: int | None = None) -> Path:
    return write(folder / "whole.vrtrec", parts()[:until])


def ending() -> int:
    """The place among the entries of the turn that ended the session."""
    turns = [(n, journal.load_turn(p)) for n, (kind, p) in enumerate(parts()) if kind == "T"]
    return next(n for n, t in turns if any(isinstance(e, EnterPhase) and e.phase == "ended" for e in t.effects))


def test_an_ended_session_is_entered_with_what_its_record_says(tmp_path: Path) -> None:
    path = recorded(tmp_path)
    before = path.read_bytes()
    answers = [
        turn.event.wish
        for turn in Record(path).turns()
        if isinstance(turn.event, events.Commanded)
        and isinstance(turn.event.wish, wishes.AcceptSuggestion | wishes.DismissSuggestion)
        and any(isinstance(e, Answer) and e.accepted for e in turn.effects)
    ]
    assert enter(path)
    assert path.read_bytes() == before
    assert read_ledger(tmp_path).history("practice", "Anna", "Weber").sessions == (Session("suggest", len(answers)),)
    assert read_ledger(tmp_path).lines == (
        EndedSession(
            record="2026-01-02T10-00-00-anna", kind="training", patient="Anna", clinician="Weber", disorder="acrophobia",
            stage="suggest", answered=len(answers), started="2026-01-02T10:00:00+01:00",
        ),
    )  # fmt: skip


def test_what_a_simulated_clinician_led_counts_for_no_clinician(tmp_path: Path) -> None:
    assert enter(write(tmp_path / "whole.vrtrec", parts(SIMULATED)))
    found = read_ledger(tmp_path)
    assert [line.clinician for line in found.lines] == [""]
    assert found.history("practice", "Anna", "Weber").sessions == () and found.sessions_before("practice", "Anna", "acrophobia") == 0


def test_it_is_entered_once_however_often_it_ends_and_though_the_engine_came_back(tmp_path: Path) -> None:
    again = journal.dump_turn(LoggedTurn(events.CameBack(Micros(3600 * SECOND)), ())).encode()
    came_back = write(tmp_path / "whole.vrtrec", (*parts()[:-1], ("T", again), parts()[-1]))
    assert enter(recorded(tmp_path)) and enter(came_back) and enter(came_back)
    assert (tmp_path / NAME).read_bytes().count(b"\n") == 1


def test_a_record_cut_before_its_end_is_not_entered_and_one_cut_after_it_is(tmp_path: Path) -> None:
    assert not enter(recorded(tmp_path, until=ending()))
    assert not (tmp_path / NAME).exists()
    assert enter(recorded(tmp_path, until=ending() + 1))


def test_what_is_no_record_is_told(tmp_path: Path) -> None:
    path = tmp_path / "none.vrtrec"
    path.write_bytes(b"nothing")
    with pytest.raises(NotARecord):
        enter(path)


# ---- while the session is led ----------------------------------------------------------------------------------------


def test_it_is_entered_as_soon_as_the_engine_says_so_and_only_then_once_more_at_the_close(tmp_path: Path) -> None:
    path = recorded(tmp_path, until=ending() - 5)
    tally = Tally(path)
    tally.ended()
    assert tally.close() == "" and not (tmp_path / NAME).exists(), "the record was behind and then cut off"
    recorded(tmp_path)
    tally.ended()
    tally.ended()
    assert tally.close() == "" and tally.close() == ""
    assert len(read_ledger(tmp_path).lines) == 1


def test_a_session_that_ended_before_anybody_noticed_is_entered_at_the_close(tmp_path: Path) -> None:
    assert Tally(recorded(tmp_path)).close() == ""
    assert len(read_ledger(tmp_path).lines) == 1
    assert Tally(tmp_path / "no such record").close() == ""


def test_a_ledger_that_cannot_be_written_is_told_in_a_sentence_and_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ledger.os, "fsync", full)
    tally = Tally(recorded(tmp_path))
    tally.ended()
    assert tally.close() == "this session could not be entered in the ledger: No space left on device"
