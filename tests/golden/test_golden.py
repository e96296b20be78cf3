"""The golden session: the rules of today give, effect for effect, what the rules gave when it was made.

A difference here means that recordings made before will not replay. If that is meant, make it again
(`python -m tests.golden.make`) and say so in the change log.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from tests.golden.make import CONSOLE, SESSION, made
from vrtherapy.domain.plan import Plan
from vrtherapy.session import effects, events, wishes
from vrtherapy.session.phase import Phase
from vrtherapy.session.replay import LoggedTurn, replay
from vrtherapy.wire import codec, journal, reports


def recorded() -> tuple[Plan, list[LoggedTurn]]:
    plan, *turns = SESSION.read_text(encoding="utf-8").splitlines()
    return journal.load_plan(plan), [journal.load_turn(line) for line in turns]


def told() -> Iterator[reports.ToConsole]:
    for line in CONSOLE.read_text(encoding="utf-8").splitlines():
        yield codec.to_console.read(line)


def test_the_golden_session_replays_to_the_same_effects() -> None:
    plan, turns = recorded()
    found = replay(plan, turns)
    assert found.difference is None
    assert found.events == len(turns) and found.state.phase == "ended"


def test_the_golden_files_are_what_the_script_makes() -> None:
    for path, text in made().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: python -m tests.golden.make"


def test_everything_that_can_happen_happens_in_it() -> None:
    _, turns = recorded()
    assert {type(t.event) for t in turns} == set(get_args(events.Event))
    wished = {type(t.event.wish) for t in turns if isinstance(t.event, events.Commanded)}
    assert set(get_args(wishes.Wish)) == wished
    assert {type(e) for t in turns for e in t.effects} == set(get_args(effects.Effect))
    phases = {e.phase for t in turns for e in t.effects if isinstance(e, effects.EnterPhase)}
    assert phases == set(get_args(Phase))


def test_a_console_is_told_all_of_it_in_order() -> None:
    messages = list(told())
    assert isinstance(messages[0], reports.PlanReport)
    assert isinstance(messages[-1], reports.StateReport) and messages[-1].phase == "ended"
    happened = [m for m in messages if isinstance(m, reports.Happened)]
    assert [h.seq for h in happened] == list(range(1, len(happened) + 1))
    assert {h.what for h in happened} == set(get_args(reports.Happened.model_fields["what"].annotation))
    assert messages[-1].seq == happened[-1].seq
    beats = [m.beat for m in messages if isinstance(m, reports.StateReport)]
    assert beats == sorted(set(beats))
    assert sum(h.what == "mark" for h in happened) == 1


def test_the_golden_files_stay_small() -> None:
    assert sum(path.stat().st_size for path in (SESSION, CONSOLE)) < 300_000
