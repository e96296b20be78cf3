"""What a clinician asks of the dial and the parameters: what is asked, what is granted, why, and how it is taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.session.desk import LADDER, Desk, only, pinned, with_steps
from tests.session.test_promises import FULL, desk_in
from vrtherapy.domain.units import SECOND, Micros, Permille
from vrtherapy.session import effects, events, wishes
from vrtherapy.session.state import Undoable


def decided(desk: Desk, wish: wishes.Wish) -> effects.Decide:
    """What was decided on an accepted wish."""
    desk.accepted(wish)
    (decision,) = only(effects.Decide, desk.turns[-1].effects)
    return decision


def dial_asked(desk: Desk, intensity: int) -> effects.Decide:
    return decided(desk, wishes.AskIntensity(Permille(intensity)))


OUTSIDE = ["checklist", "baseline", "calm", "grounding", "stopped", "interrupted", "debrief"]
ON_THE_DIAL = [
    wishes.AskIntensity(Permille(200)),
    wishes.Ease(),
    wishes.SetParameter("wind", Permille(100)),
    wishes.ReleaseParameter("wind"),
]


@pytest.mark.parametrize("phase", OUTSIDE)
@pytest.mark.parametrize("wish", ON_THE_DIAL, ids=lambda w: type(w).__name__)
def test_outside_the_exposure_nothing_is_asked_of_the_dial_or_a_parameter(phase: str, wish: wishes.Wish) -> None:
    answer = desk_in(phase).take(wish)
    assert (answer.accepted, answer.reason.code, answer.reason.source) == (False, "phase", "engine")
    assert "only in exposure" in answer.reason.words


@pytest.mark.parametrize("wish", ON_THE_DIAL, ids=lambda w: type(w).__name__)
def test_in_a_pause_the_dial_and_the_parameters_may_be_set(wish: wishes.Wish) -> None:
    desk_in("paused").accepted(wish)


# ---- the dial --------------------------------------------------------------------------------------------------------


def test_what_a_person_asks_is_granted_by_hand() -> None:
    desk = Desk().exposed(1, 20)
    for intensity in (500, 200):
        found = dial_asked(desk, intensity)
        assert (found.what, found.asked, found.granted) == ("intensity", intensity, intensity)
        assert (found.reason.code, found.reason.source) == ("clinician", "clinician") and "clinician" in found.reason.words
        assert desk.state.dial.asked == intensity and desk.state.dial.reason == found.reason


def test_what_is_above_a_ceiling_is_granted_up_to_it_and_says_which() -> None:
    desk = Desk().exposed(1, 20)
    found = dial_asked(desk, 900)
    assert (found.asked, found.granted, found.reason.code) == (900, 700, "step_cap")
    assert desk.state.dial.asked == 900 and desk.state.dial.reason.code == "step_cap"
    assert dial_asked(desk, 700).reason.code == "clinician", "as much as the ceiling is as asked"


def test_what_may_not_rise_says_why_at_once_and_a_fall_does_not() -> None:
    desk = Desk().exposed(1, 20).at(500)
    desk.put(events.Recorded(desk.state.now, False, "disk full"))
    found = dial_asked(desk, 600)
    assert (found.granted, found.reason.code) == (600, "not_recorded") and desk.state.dial.reason.code == "not_recorded"
    for intensity in (500, 300):
        assert dial_asked(desk, intensity).reason.code == "clinician"


def test_a_persons_own_wish_ends_the_suggestion_and_the_controllers_rise() -> None:
    desk = Desk(FULL).exposed()
    desk.read()
    desk.propose("raise", 300)
    assert desk.state.steered
    dial_asked(desk, 350)
    assert not desk.state.steered
    suggested = Desk().exposed()
    suggested.read()
    for wish in (wishes.AskIntensity(Permille(200)), wishes.Ease()):
        suggested.propose("raise", 300)
        assert suggested.state.suggestion is not None
        suggested.accepted(wish)
        assert suggested.state.suggestion is None


def test_easing_asks_for_a_tenth_less_than_is_given_and_says_who_eased() -> None:
    desk = Desk().exposed(1, 20).at(600)
    found = decided(desk, wishes.Ease())
    assert (found.asked, found.granted, desk.state.dial.asked) == (500, 500, 500)
    assert (found.reason.code, found.reason.source) == ("eased", "clinician") and "eased" in found.reason.words
    desk.accepted(wishes.AskIntensity(Permille(40)))
    desk.tick()
    assert decided(desk, wishes.Ease()).asked == 0


def test_the_cap_may_be_set_wherever_the_session_stands() -> None:
    for phase in OUTSIDE:
        desk = desk_in(phase)
        desk.accepted(wishes.SetCap(Permille(300)))
        assert desk.state.cap == 300


# ---- parameters ------------------------------------------------------------------------------------------------------


def test_a_parameter_that_the_scene_does_not_have_is_refused_by_its_name() -> None:
    desk = Desk().exposed()
    for wish in (wishes.SetParameter("sway", Permille(10)), wishes.ReleaseParameter("sway")):
        answer = desk.take(wish)
        assert (answer.reason.code, answer.reason.source) == ("unknown_parameter", "engine") and "sway" in answer.reason.words


def test_a_parameter_above_the_ceiling_is_refused_with_what_it_would_count_as() -> None:
    desk = Desk().exposed()
    answer = desk.take(wishes.SetParameter("wind", Permille(500)))
    assert (answer.reason.code, answer.reason.source) == ("step_cap", "protocol")
    assert "wind" in answer.reason.words and "0.50" in answer.reason.words and "step cap 0.40" in answer.reason.words
    desk.accepted(wishes.SetParameter("wind", Permille(400)))


def test_a_parameter_that_stands_above_a_new_ceiling_may_still_be_lowered_towards_it() -> None:
    desk = Desk().exposed()
    desk.accepted(wishes.SetParameter("wind", Permille(400)))
    desk.run(10)
    desk.accepted(wishes.SetCap(Permille(200)))
    assert desk.take(wishes.SetParameter("wind", Permille(401))).reason.code == "clinician_cap"
    for intensity in (400, 300):
        desk.accepted(wishes.SetParameter("wind", Permille(intensity)))


def test_a_parameter_is_set_by_hand_alone_and_stays_while_the_dial_moves() -> None:
    desk = Desk().exposed(1, 20)
    others = {name: lever.asked for name, lever in desk.state.levers if name != "wind"}
    found = decided(desk, wishes.SetParameter("wind", Permille(350)))
    assert (found.what, found.asked, found.granted, found.reason.code) == ("wind", 350, 350, "clinician")
    assert {name: lever.asked for name, lever in desk.state.levers if name != "wind"} == others
    assert desk.state.pinned == {"wind"}
    desk.at(600)
    assert (desk.state.lever("wind").given, desk.state.lever("floor").given) == (350, 600)


def test_a_parameter_that_may_not_rise_says_why_and_one_that_falls_does_not() -> None:
    desk = Desk().exposed(1, 20).at(500)
    desk.put(events.Recorded(desk.state.now, False, "disk full"))
    assert decided(desk, wishes.SetParameter("wind", Permille(600))).reason.code == "not_recorded"
    assert decided(desk, wishes.SetParameter("wind", Permille(500))).reason.code == "clinician"
    assert decided(desk, wishes.SetParameter("wind", Permille(100))).reason.code == "clinician"


def test_a_released_parameter_goes_back_to_what_the_step_holds_it_at() -> None:
    desk = Desk(with_steps(pins=(pinned("floor", 350),))).exposed(1, 10)
    desk.accepted(wishes.SetParameter("floor", Permille(100)))
    desk.accepted(wishes.SetParameter("wind", Permille(100)))
    desk.accepted(wishes.ReleaseParameter("floor"))
    assert (desk.state.lever("floor").asked, desk.state.lever("wind").asked) == (350, 100)
    assert desk.state.pinned == {"floor", "wind"}
    desk.accepted(wishes.ReleaseParameter("wind"))
    assert desk.state.pinned == {"floor"}


# ---- suggestions -----------------------------------------------------------------------------------------------------


def test_an_accepted_suggestion_says_what_was_suggested_and_is_the_persons_own_rise() -> None:
    desk = Desk().exposed()
    desk.read()
    desk.propose("raise", 300)
    found = decided(desk, wishes.AcceptSuggestion())
    assert (found.what, found.asked, found.granted) == ("intensity", 300, 300)
    assert (found.reason.code, found.reason.source) == ("accepted", "controller") and "raise to 300" in found.reason.words
    assert desk.state.dial.asked == 300 and not desk.state.steered and desk.state.suggestion is None
    desk.run(10)
    assert desk.given == 300, "it goes on although no signal is read any more"


def test_an_accepted_suggestion_is_granted_up_to_the_ceiling() -> None:
    desk = Desk().exposed()
    desk.read()
    desk.propose("raise", 300)
    desk.accepted(wishes.SetCap(Permille(250)))
    found = decided(desk, wishes.AcceptSuggestion())
    assert (found.asked, found.granted) == (300, 250)


def test_a_dismissed_suggestion_is_gone_and_without_one_there_is_nothing_to_accept_or_dismiss() -> None:
    desk = Desk().exposed()
    desk.read()
    desk.propose("raise", 300)
    desk.accepted(wishes.DismissSuggestion())
    assert desk.state.suggestion is None and desk.state.dial.asked == 100
    for wish in (wishes.AcceptSuggestion(), wishes.DismissSuggestion()):
        answer = desk.take(wish)
        assert (answer.reason.code, answer.reason.source) == ("no_suggestion", "engine") and "no suggestion" in answer.reason.words


def test_an_accepted_suggestion_can_be_taken_back_by_the_intensity_it_was() -> None:
    desk = Desk().exposed(1, 20).at(500)
    desk.read()
    desk.propose("lower", 400)
    desk.accepted(wishes.AcceptSuggestion())
    assert desk.state.undo == Undoable("intensity", "asked 0.50", Permille(500), False)


# ---- undo ------------------------------------------------------------------------------------------------------------


def test_what_can_be_taken_back_is_named_as_it_was() -> None:
    desk = Desk().exposed(1, 20).at(500)
    desk.accepted(wishes.AskIntensity(Permille(600)))
    assert desk.state.undo == Undoable("intensity", "asked 0.50", Permille(500), False)
    desk.accepted(wishes.Ease())
    assert desk.state.undo == Undoable("intensity", "asked 0.60", Permille(600), False)
    desk.accepted(wishes.SetCap(Permille(400)))
    assert desk.state.undo == Undoable("cap", "your cap 1.00", Permille(1000), False)
    desk.accepted(wishes.SetParameter("wind", Permille(100)))
    assert desk.state.undo is not None and desk.state.undo.what == "wind" and "wind" in desk.state.undo.words
    desk.accepted(wishes.SetParameter("wind", Permille(200)))
    assert desk.state.undo == Undoable("wind", "wind", Permille(100), True)
    desk.accepted(wishes.ReleaseParameter("wind"))
    assert desk.state.undo == Undoable("wind", "wind", Permille(200), True)


def test_an_intensity_taken_back_is_granted_anew_under_the_clinicians_name() -> None:
    desk = Desk().exposed(1, 20).at(600)
    desk.accepted(wishes.AskIntensity(Permille(200)))
    found = decided(desk, wishes.Undo())
    assert (found.what, found.asked, found.granted, desk.state.dial.asked) == ("intensity", 600, 600, 600)
    assert (found.reason.code, found.reason.source) == ("undone", "clinician") and "undone" in found.reason.words
    assert desk.state.dial.reason == found.reason and desk.state.undo is None


def test_what_is_taken_back_above_a_ceiling_is_granted_up_to_it() -> None:
    desk = Desk().exposed(1, 20)
    desk.accepted(wishes.AskIntensity(Permille(900)))
    desk.accepted(wishes.AskIntensity(Permille(200)))
    found = decided(desk, wishes.Undo())
    assert (found.asked, found.granted) == (900, 700)


def test_an_accepted_suggestion_is_taken_back() -> None:
    desk = Desk().exposed()
    desk.read()
    desk.propose("raise", 300)
    desk.accepted(wishes.AcceptSuggestion())
    assert decided(desk, wishes.Undo()).asked == 100


def test_a_parameter_taken_back_stands_or_follows_as_it_did() -> None:
    desk = Desk().exposed(1, 20)
    for intensity in (100, 200):
        desk.accepted(wishes.SetParameter("wind", Permille(intensity)))
    others = {name: lever.asked for name, lever in desk.state.levers if name != "wind"}
    found = decided(desk, wishes.Undo())
    assert (found.what, found.asked, found.granted, found.reason.code) == ("wind", 100, 100, "undone")
    assert desk.state.lever("wind").asked == 100 and desk.state.pinned == {"wind"}
    assert {name: lever.asked for name, lever in desk.state.levers if name != "wind"} == others
    desk.accepted(wishes.ReleaseParameter("wind"))
    desk.accepted(wishes.Undo())
    assert desk.state.pinned == {"wind"} and desk.state.lever("wind").asked == 100


def test_only_the_last_change_is_taken_back_and_only_once() -> None:
    desk = Desk().exposed()
    answer = desk.take(wishes.Undo())
    assert (answer.reason.code, answer.reason.source) == ("no_undo", "engine") and "nothing to undo" in answer.reason.words
    desk.accepted(wishes.SetCap(Permille(300)))
    desk.accepted(wishes.Undo())
    assert desk.state.cap == 1000 and desk.take(wishes.Undo()).reason.code == "no_undo"


def test_a_suggestion_ends_with_the_intensity_that_is_taken_back() -> None:
    desk = Desk().exposed().at(200)
    desk.read()
    desk.propose("raise", 300)
    desk.accepted(wishes.Undo())
    assert desk.state.suggestion is None


def test_to_move_the_dial_is_to_have_looked_before_it_is_decided() -> None:
    desk = Desk().exposed(1, 20)
    desk.put(events.Stalled(desk.state.now, Micros(2 * SECOND)))
    assert dial_asked(desk, 600).reason.code == "clinician" and desk.state.hold is None


def test_a_controllers_rise_is_bound_by_its_own_ceiling_and_the_same_wish_of_a_person_is_not() -> None:
    plan = replace(FULL, setting=replace(LADDER.setting, unlocked_ceiling=Permille(250)))
    desk = Desk(plan).exposed()
    desk.read()
    desk.propose("raise", 400)
    assert desk.state.steered
    assert dial_asked(desk, 350).granted == 350
