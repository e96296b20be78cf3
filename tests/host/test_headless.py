"""The whole session in one thread on a simulated clock."""

from __future__ import annotations

from tests.host.headless_record import demo_plan, entries, record
from vrtherapy.host import headless
from vrtherapy.host.recording import Record
from vrtherapy.session.effects import EnterPhase, EnterStep
from vrtherapy.session.replay import replay
from vrtherapy.store.record import Kind


def test_a_simulated_session_goes_up_the_whole_ladder_and_ends_after_the_debrief() -> None:
    effects = [effect for turn in Record(record()).turns() for effect in turn.effects]
    phases = [effect.phase for effect in effects if isinstance(effect, EnterPhase)]
    assert phases[:2] == ["baseline", "exposure"] and phases[-2:] == ["debrief", "ended"]
    assert {effect.index for effect in effects if isinstance(effect, EnterStep)} == set(range(len(demo_plan().steps)))


def test_the_same_plan_and_seed_give_the_same_record_byte_for_byte() -> None:
    again: list[tuple[Kind, bytes]] = []
    headless.run(demo_plan(), lambda kind, payload: again.append((kind, payload)), seed=1, hurried=True)
    assert tuple(again) == entries()[1:]


def test_another_seed_gives_another_patient() -> None:
    other: list[tuple[Kind, bytes]] = []
    headless.run(demo_plan(), lambda kind, payload: other.append((kind, payload)), seed=2, hurried=True)
    assert tuple(other) != entries()[1:]


def test_what_was_recorded_is_what_the_rules_give_again() -> None:
    opened = Record(record())
    assert replay(opened.plan, opened.turns()).difference is None
    assert opened.closed and not opened.left_out
    assert [source.origin for source in opened.sources] == ["simulated"]
