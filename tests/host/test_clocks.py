"""One clock for all processes of a session."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from vrtherapy.domain.units import SECOND, TICK, Micros
from vrtherapy.host.beats import KEPT, LONG_AGO, Beats
from vrtherapy.host.clocks import SessionClock, session_clock
from vrtherapy.host.rendezvous import announce, port_of, withdraw


@given(st.lists(st.integers(0, 10**12), min_size=1))
def test_session_time_is_on_the_grid_and_never_goes_back(moments: list[int]) -> None:
    passing = iter(sorted(moments))
    clock = SessionClock(0, lambda: next(passing))
    seen = [clock.now() for _ in moments]
    assert all(at % TICK == 0 for at in seen) and seen == sorted(seen)


def test_a_process_that_comes_later_counts_from_the_same_beginning(tmp_path: Path) -> None:
    first = session_clock(tmp_path)
    second = session_clock(tmp_path)
    before, between, after = first.exactly(), second.exactly(), first.exactly()
    assert before <= between <= after
    assert [p.name for p in tmp_path.iterdir()] == ["clock"]


def test_the_age_of_a_command_is_the_time_since_its_beat_was_issued() -> None:
    beats = Beats()
    first = beats.issue(Micros(0))
    second = beats.issue(SECOND)
    now = Micros(3 * SECOND)
    assert (beats.age(first, now), beats.age(second, now)) == (3 * SECOND, 2 * SECOND)


@given(st.integers())
def test_a_beat_that_was_never_issued_is_very_old(beat: int) -> None:
    beats = Beats()
    issued = {beats.issue(Micros(0)) for _ in range(3)}
    assert (beats.age(beat, Micros(0)) == LONG_AGO) == (beat not in issued)


def test_only_the_newest_beats_are_remembered() -> None:
    beats = Beats()
    for _ in range(KEPT + 1):
        newest = beats.issue(Micros(0))
    assert beats.age(newest, Micros(0)) == 0 and beats.age(1, Micros(0)) == LONG_AGO


def test_a_port_is_found_until_it_is_withdrawn_and_rubbish_is_no_port(tmp_path: Path) -> None:
    assert port_of(tmp_path, "engine") is None
    announce(tmp_path, "engine", 1234)
    announce(tmp_path, "engine", 4321)
    assert port_of(tmp_path, "engine") == 4321
    (tmp_path / "engine.json").write_text("{half")
    assert port_of(tmp_path, "engine") is None
    withdraw(tmp_path, "engine")
    withdraw(tmp_path, "engine")
