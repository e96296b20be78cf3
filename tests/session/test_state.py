"""The state a session opens in: nothing given, nothing known, nobody at the controls."""

from __future__ import annotations

from dataclasses import replace

from tests.session.desk import LADDER, Desk
from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import Micros
from vrtherapy.session import scripts, wishes
from vrtherapy.session.state import (
    BEGAN,
    NEVER,
    Client,
    Dose,
    Lever,
    Links,
    Practised,
    Question,
    StepCourse,
    Undoable,
    opening,
)


def test_a_session_opens_in_the_checklist_with_everything_at_its_calm_end() -> None:
    state = opening(LADDER)
    assert (state.now, state.phase, state.phase_since, state.step, state.reached) == (0, "checklist", 0, 0, -1)
    assert state.dial == Lever(0, 0, 0, BEGAN)  # type: ignore[arg-type]
    assert state.levers == (("wind", Lever()), ("floor", Lever()), ("railing", Lever()))
    assert (state.cap, state.autonomy, state.controller, state.epoch, state.handed) == (1000, "suggest", "", 0, NEVER)
    assert not (state.started or state.steered or state.live or state.unrecorded_accepted or state.reading_lost)
    assert state.recorded and state.undo is None and state.notes == ""
    assert state.hold is None and state.phase_reason == BEGAN
    assert (BEGAN.code, BEGAN.source) == ("began", "engine") and "opened" in BEGAN.words


def test_a_session_opens_with_the_parameters_of_its_first_scene() -> None:
    steps = (replace(LADDER.steps[0], scene="bridge", offers=()), *LADDER.steps[1:])
    assert [name for name, _ in opening(replace(LADDER, steps=steps)).levers] == ["sway"]


def test_what_nobody_has_done_yet_is_never_and_nothing() -> None:
    assert NEVER < 0, "earlier than any time of a session"
    assert StepCourse() == StepCourse(NEVER, Micros(0), None, None, None, False, False, (), None, None)
    assert Question() == Question(NEVER, 0, NEVER, 0)
    assert Dose() == Dose(Micros(0), Micros(0), Micros(0), Micros(0), Micros(0), 0, 0, False, ())
    assert Links() == Links(NEVER, NEVER, NEVER, frozenset())
    assert Practised() == Practised(False, False, False, False)
    assert (Client("a", Micros(0)).last_number, Client("a", Micros(0)).answers) == (0, ())
    assert Undoable("cap", "", Lever().asked).pinned


def test_a_session_opens_at_no_higher_stage_of_autonomy_than_is_allowed() -> None:
    full = replace(LADDER, autonomy="full")
    assert opening(full).autonomy == "full"
    assert opening(replace(full, setting=replace(full.setting, unlocked="lower_only"))).autonomy == "lower_only"
    assert opening(replace(full, disorder="ptsd_combat")).autonomy == "lower_only"
    assert opening(replace(full, setting=replace(full.setting, kind="real", development=True))).autonomy == "suggest"


def test_the_oldest_of_the_holds_is_the_one_that_is_shown() -> None:
    holds = tuple(Reason(code, code, "watch") for code in ("recovered", "suds_high"))
    state = replace(opening(LADDER), holds=holds)
    assert state.hold == holds[0] and state.held("suds_high") and state.held("recovered") and not state.held("sickness")


def test_what_is_looked_up_and_not_there_is_nothing() -> None:
    desk = Desk()
    desk.accepted(wishes.TakeControl())
    desk.accepted(wishes.Confirm((("age", "34"),)))
    assert (desk.state.answer("age"), desk.state.answer("fit")) == ("34", "")
    assert desk.state.client("nobody") is None and desk.state.client(desk.state.controller) is not None
    moved = replace(desk.state, levers=(("wind", Lever()), ("floor", Lever(credit=7))))
    assert moved.lever("floor").credit == 7 and moved.lever("ghost") == Lever()


def test_what_is_said_to_a_patient_says_what_it_must() -> None:
    assert "right" in scripts.STOPPING_WAS_RIGHT and "any time" in scripts.STOPPING_WAS_RIGHT
    assert "stop" in scripts.PRACTISE_STOP and "practice" in scripts.PRACTISE_STOP
    assert "any time" in scripts.STOP_PRACTISED and "always right" in scripts.STOP_PRACTISED
    tension = scripts.APPLIED_TENSION
    assert "seated or lying" in tension and "10 to 15 seconds" in tension and "20 to 30" in tension
    assert len(scripts.GROUNDING) == 5 and all(scripts.GROUNDING)
    for line, part in zip(scripts.GROUNDING, ("name", "feet", "five things", "over", "0 to 100"), strict=True):
        assert part in line
