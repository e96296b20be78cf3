"""A console's command: who may, until when, what is answered, and that it is done once."""

from __future__ import annotations

import pytest

from tests.session.desk import CONSOLE, Desk, only
from tests.session.test_machine_events import told
from tests.session.test_promises import PHASES, desk_in
from vrtherapy.domain.units import MINUTE, SECOND, Micros, Permille, Suds
from vrtherapy.session import effects, events, wishes
from vrtherapy.session.commanded import ANSWERS_KEPT


def put(desk: Desk, wish: wishes.Wish, number: int, age: int = 0, client: str = CONSOLE) -> effects.Answer:
    (answer,) = only(effects.Answer, desk.put(events.Commanded(desk.state.now, client, "clinician", number, Micros(age), wish)))
    return answer


# ---- who may ---------------------------------------------------------------------------------------------------------


def test_an_observer_is_told_that_observers_may_only_stop() -> None:
    answer = Desk().exposed().take(wishes.Pause(), client="eve", role="observer")
    assert (answer.accepted, answer.reason.code, answer.reason.source) == (False, "observer", "engine")
    assert "may stop, nothing else" in answer.reason.words


def test_who_does_not_hold_the_controls_is_told_who_does() -> None:
    nobody = Desk().take(wishes.Start())
    assert (nobody.reason.code, nobody.reason.source) == ("no_lease", "engine") and "nobody holds the controls" in nobody.reason.words
    answer = Desk().exposed().take(wishes.Next(), client="ben")
    assert answer.reason.code == "no_lease" and f"{CONSOLE} holds the controls" in answer.reason.words


def test_who_takes_the_controls_over_is_named_beside_who_had_them() -> None:
    desk = Desk()
    desk.accepted(wishes.TakeControl())
    assert not only(effects.Alert, desk.turns[-1].effects), "the first takes them over from nobody"
    assert desk.state.epoch == 1 and desk.state.live and desk.state.links.console == desk.state.now
    desk.take(wishes.TakeControl(), client="ben")
    words = told(desk.turns[-1].effects, "taken_over")
    assert words.startswith("ben") and CONSOLE in words and desk.state.controller == "ben"
    desk.take(wishes.TakeControl(), client="ben")
    assert desk.state.epoch == 2 and not only(effects.Alert, desk.turns[-1].effects)


def test_a_takeover_makes_the_session_live_again_at_once() -> None:
    desk = Desk().exposed()
    desk.console = False
    desk.run(3)
    assert not desk.state.live
    desk.take(wishes.TakeControl(), client="ben")
    assert desk.state.live and desk.state.links.console == desk.state.now


# ---- until when ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "part"),
    [(3 * SECOND, "3.0 s old"), (MINUTE - 100_000, "59.9 s old"), (MINUTE, "before this console heard the engine")],
)
def test_a_command_that_comes_too_late_says_how_late(age: int, part: str) -> None:
    desk = Desk().exposed()
    answer = put(desk, wishes.AskIntensity(Permille(300)), 90, age)
    assert (answer.accepted, answer.reason.code, answer.reason.source) == (False, "expired", "engine")
    assert part in answer.reason.words and "not done" in answer.reason.words
    assert put(desk, wishes.AskIntensity(Permille(300)), 91, 3 * SECOND - 1).accepted


@pytest.mark.parametrize("wish", [wishes.Pause(), wishes.Calm(), wishes.Stop()], ids=lambda w: type(w).__name__)
def test_what_makes_it_gentler_comes_never_too_late(wish: wishes.Wish) -> None:
    assert put(Desk().exposed(), wish, 90, 3600 * SECOND).accepted


def test_after_the_end_notes_controls_and_adverse_events_are_taken_and_nothing_else_is() -> None:
    desk = desk_in("ended")
    desk.accepted(wishes.WriteNotes("went well"))
    desk.accepted(wishes.ReportAdverse("sickness", "mild", "on the way home"))
    assert desk.state.notes == "went well"
    for wish in (wishes.Mark("x"), wishes.SetCap(Permille(100)), wishes.Debrief(), wishes.EnterSuds(Suds(10))):
        answer = desk.take(wish)
        assert (answer.reason.code, answer.reason.source) == ("ended", "engine") and "has ended" in answer.reason.words
    assert desk.take(wishes.TakeControl(), client="ben").accepted


# ---- done once -------------------------------------------------------------------------------------------------------


def test_an_accepted_command_is_answered_done() -> None:
    answer = Desk().exposed().take(wishes.Mark("x"))
    assert (answer.accepted, answer.again, answer.reason.code, answer.reason.source) == (True, False, "done", "engine")
    assert answer.reason.words == "done"


def test_a_number_that_was_passed_over_is_answered_as_repeated_and_not_done() -> None:
    desk = Desk().exposed()
    assert put(desk, wishes.Mark("x"), 50).accepted
    answer = put(desk, wishes.Pause(), 49)
    assert (answer.accepted, answer.again, answer.reason.code, answer.reason.source) == (False, True, "repeated", "engine")
    assert "already answered" in answer.reason.words and (answer.client, answer.number) == (CONSOLE, 49)
    assert desk.state.phase == "exposure"


def test_a_stop_under_an_old_number_is_done_and_the_numbers_go_on_from_the_highest() -> None:
    desk = Desk().exposed()
    put(desk, wishes.Mark("x"), 50)
    assert put(desk, wishes.Stop(), 40).accepted
    client = desk.state.client(CONSOLE)
    assert client is not None and client.last_number == 50
    assert not put(desk, wishes.Resume(), 45).accepted


def test_so_many_answers_are_kept_and_the_newest_of_them() -> None:
    desk = Desk().exposed()
    for number in range(100, 100 + ANSWERS_KEPT + 6):
        put(desk, wishes.Mark("x"), number)
    client = desk.state.client(CONSOLE)
    assert client is not None and ANSWERS_KEPT == 64
    assert [a.number for a in client.answers] == list(range(106, 106 + 64))


def test_every_console_is_known_once_with_when_it_was_heard_and_its_own_numbers() -> None:
    desk = Desk().exposed()
    desk.take(wishes.Stop(), client="eve", role="observer")
    desk.run(1)
    desk.take(wishes.Mark("x"), client="eve", role="observer")
    desk.accepted(wishes.Resume())
    assert sorted(c.id for c in desk.state.clients) == sorted({CONSOLE, "eve"})
    eve = desk.state.client("eve")
    assert eve is not None and (eve.last_number, eve.heard, len(eve.answers)) == (2, desk.state.now, 2)
    assert put(desk, wishes.Mark("x"), 1, client="ben").reason.code == "no_lease"


# ---- what it does ----------------------------------------------------------------------------------------------------


def test_what_is_said_to_the_patient_is_said_for_some_seconds() -> None:
    desk = Desk().exposed()
    desk.accepted(wishes.SayToPatient("You are doing well."))
    assert only(effects.Say, desk.turns[-1].effects) == [effects.Say("You are doing well.", Micros(8 * SECOND))]


def test_a_question_by_hand_is_asked_at_once_and_numbered() -> None:
    desk = Desk().exposed()
    for n in (1, 2):
        desk.accepted(wishes.AskSuds())
        (asked,) = only(effects.AskPatient, desk.turns[-1].effects)
        assert asked.ask == n and (asked.reason.code, asked.reason.source) == ("clinician", "clinician")
        assert desk.state.question.open_since == desk.state.now


def test_an_event_by_hand_happens_in_the_clinicians_name() -> None:
    desk = Desk().exposed()
    desk.accepted(wishes.FireEvent("gust"))
    (played,) = only(effects.Happen, desk.turns[-1].effects)
    assert (played.event, played.intensity, played.reason.code) == ("gust", 300, "clinician")


def test_a_wish_that_makes_no_sense_is_refused_with_its_own_words() -> None:
    answer = Desk().exposed().take(wishes.Unclear("unknown_parameter", "this scene has no parameter x"))
    assert (answer.accepted, answer.reason.code, answer.reason.source) == (False, "unknown_parameter", "engine")
    assert answer.reason.words == "this scene has no parameter x"


@pytest.mark.parametrize("phase", PHASES)
def test_the_stop_is_practised_in_the_checklist_and_nowhere_else(phase: str) -> None:
    desk = desk_in(phase)
    answer = desk.take(wishes.Rehearse())
    if phase == "checklist":
        assert answer.accepted and desk.state.practised.stopping
        (said,) = only(effects.Say, desk.turns[-1].effects)
        assert "stop" in said.text and "practice" in said.text and said.lasts == 8 * SECOND
    elif phase != "ended":
        assert (answer.accepted, answer.reason.code, answer.reason.source) == (False, "phase", "engine")
        assert "before the session starts" in answer.reason.words


def test_what_was_practised_stays_practised_when_it_is_asked_for_again() -> None:
    desk = desk_in("checklist")
    desk.accepted(wishes.AskSuds())
    desk.rate(20)
    desk.accepted(wishes.Rehearse())
    assert desk.state.practised.rating and desk.state.practised.stopping
    desk.put(events.StopPressed(desk.state.now, "patient", "stop"))
    assert desk.state.practised.rating and desk.state.practised.stop and not desk.state.practised.stopping


def test_who_takes_over_from_somebody_live_goes_right_on_and_from_somebody_lost_waits_with_the_reason() -> None:
    desk = Desk().exposed(1)
    desk.take(wishes.TakeControl(), client="ben")
    assert not desk.state.held("recovered")
    desk = Desk().exposed(1)
    desk.console = False
    desk.run(2.1)
    desk.take(wishes.TakeControl(), client="ben")
    (hold,) = [hold for hold in desk.state.holds if hold.code == "recovered"]
    assert "somebody holds the controls again" in hold.words and "until you go on" in hold.words
