"""The table of moves: each is made, and no other (that no other is, random sessions show in `test_machine.py`)."""

from __future__ import annotations

import pytest

from tests.session.desk import Desk
from tests.session.test_promises import desk_in
from vrtherapy.session import events, wishes
from vrtherapy.session.phase import MOVES, PHASES, SHOWS_EXPOSURE, Move


def stand_in(move: Move) -> Desk:
    """A desk in the source of `move`, as it must have come there for that target."""
    if move.by == "resume" and move.target != "exposure":
        desk = desk_in(move.target)
        match move.source:
            case "calm":
                desk.accepted(wishes.Calm())
            case "grounding":
                desk.accepted(wishes.Ground())
            case "stopped":
                desk.accepted(wishes.Stop())
            case "interrupted":
                desk.put(events.CameBack(desk.state.now))
        return desk
    return desk_in(move.source)


def make(desk: Desk, move: Move) -> None:
    now = desk.state.now
    match move.by:
        case "start":
            desk.begin()
        case "next":
            desk.accepted(wishes.Next())
        case "pause":
            desk.accepted(wishes.Pause())
        case "resume":
            desk.accepted(wishes.Resume())
        case "calm":
            desk.accepted(wishes.Calm())
        case "dead_man":
            desk.console = False
            desk.run(31)
        case "ground":
            desk.accepted(wishes.Ground())
        case "stop":
            desk.accepted(wishes.Stop())
        case "failure":
            desk.put(events.SceneFailed(now, "roof", "gone"))
        case "came_back":
            desk.put(events.CameBack(now))
        case "debrief":
            desk.accepted(wishes.Debrief())
        case "end":
            desk.accepted(wishes.End())


@pytest.mark.parametrize("move", MOVES, ids=lambda m: f"{m.source}-{m.by}-{m.target}")
def test_every_move_of_the_table_is_made(move: Move) -> None:
    desk = stand_in(move)
    assert desk.state.phase == move.source
    make(desk, move)
    assert desk.state.phase == move.target
    assert desk.meets_nothing() or move.target in SHOWS_EXPOSURE


def test_from_everywhere_but_the_end_the_calm_scene_and_the_debrief_are_one_move_away() -> None:
    for phase in PHASES:
        to_calm = {m.target for m in MOVES if m.source == phase} - SHOWS_EXPOSURE
        assert to_calm or phase == "ended"
    assert not any(m.source == "ended" for m in MOVES)


def test_into_the_exposure_leads_only_what_a_person_does() -> None:
    assert {m.by for m in MOVES if m.target in SHOWS_EXPOSURE} == {"next", "pause", "resume"}
