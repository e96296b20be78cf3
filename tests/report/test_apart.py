"""Where two effects part, in words that show it, however small the difference is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.session.desk import LADDER
from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import Micros, Permille, Suds
from vrtherapy.report.apart import apart, difference_json, difference_lines, event_words, said
from vrtherapy.session import effects, events, wishes
from vrtherapy.session.machine import step
from vrtherapy.session.replay import LoggedTurn, replay
from vrtherapy.session.state import opening

WHY = Reason("as_asked", "as asked", "clinician")
GIVE = effects.Give(Permille(405), (("wind", Permille(400)), ("floor", Permille(10))))


def test_only_the_fields_that_differ_are_told() -> None:
    decide = effects.Decide("intensity", Permille(500), Permille(400), WHY)
    assert apart(decide, replace(decide, granted=Permille(401))) == (("granted", "0.400", "0.401"),)
    assert apart(decide, replace(decide, reason=replace(WHY, code="step_cap"))) == (("reason.code", "as_asked", "step_cap"),)
    assert apart(GIVE, effects.Give(Permille(405), (("wind", Permille(399)), ("floor", Permille(10))))) == (
        ("parameters.wind", "0.400", "0.399"),
    )
    assert apart(GIVE, GIVE) == apart(None, None) == ()


def test_a_single_permille_is_seen() -> None:
    assert apart(GIVE, replace(GIVE, intensity=Permille(404))) == (("intensity", "0.405", "0.404"),)


def test_of_effects_of_different_kinds_every_field_is_told() -> None:
    alert = effects.Alert("not_live", "held")
    assert apart(alert, effects.Say("Breathe", Micros(8_000_000))) == (
        ("code", "not_live", ""), ("words", "held", ""), ("text", "", "Breathe"), ("lasts", "", "8 s"),
    )  # fmt: skip


def test_a_parameter_that_one_side_lacks_is_seen() -> None:
    assert apart(GIVE, replace(GIVE, parameters=GIVE.parameters[:1])) == (("parameters.floor", "0.010", ""),)


def test_an_effect_reads_on_one_line() -> None:
    assert said(None) == "nothing more" and said(effects.CloseQuestion()) == "CloseQuestion"
    assert said(effects.Say("two\nlines", Micros(1_500_000))) == "Say text two lines, lasts 1.5 s"


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (events.Rated(Micros(0), Suds(40), "clinician"), "SUDS 40, patient, entered by clinician"),
        (events.Commanded(Micros(0), "Ada", "clinician", 7, Micros(0), wishes.AskIntensity(Permille(400))), "Ada (clinician) asked: intensity 0.40 (command 7)"),
        (events.StopPressed(Micros(0), "technical", "headset off"), "stop (technical): headset off"),
        (events.Heard(Micros(0), "console", "Ada"), "the console was heard: Ada"),
        (events.Heard(Micros(0), "server"), "the server was heard"),
        (events.CameBack(Micros(0)), "the engine came back"),
        (events.Passed(Micros(0)), "time passed"),
    ],
)  # fmt: skip
def test_an_event_is_said_as_a_clinician_would(event: events.Event, words: str) -> None:
    assert event_words(LADDER, opening(LADDER), event) == words


def test_a_difference_is_told_with_its_event_its_time_the_state_around_it_and_both_effects() -> None:
    event = events.StopPressed(Micros(65_000_000), "technical", "headset off")
    _, done = step(LADDER, opening(LADDER), event)
    altered = tuple(replace(e, words="stop: something else") if isinstance(e, effects.Alert) else e for e in done)
    assert altered != done
    found = replay(LADDER, [LoggedTurn(event, altered)]).difference
    assert found is not None
    lines = difference_lines(LADDER, found)
    assert lines[0] == "Different at event 1, 1:05: stop (technical): headset off"
    told = [" ".join(line.split()) for line in lines[1:]]
    assert "before after" in told and "phase checklist stopped" in told and "given 0.000 0.000" in told
    assert told[-3:] == ["where they differ", "recorded recomputed", "words stop: something else stop: headset off"]
    assert f"effect {done.index(found.recomputed) + 1} of this event" in told  # type: ignore[arg-type]
    data = difference_json(LADDER, found)
    assert (data["event"], data["at_s"], data["what"]) == (1, 65.0, "stop (technical): headset off")
    assert data["recomputed"]["words"] == "stop: headset off"  # type: ignore[index]
    assert data["before"]["phase"] == "checklist" and data["after"]["phase"] == "stopped"  # type: ignore[index]


def test_where_one_side_has_nothing_more_that_is_said() -> None:
    event = events.StopPressed(Micros(0), "technical", "headset off")
    found = replay(LADDER, [LoggedTurn(event, ())]).difference
    assert found is not None and "  recorded:   nothing more" in difference_lines(LADDER, found)
    assert difference_json(LADDER, found)["recorded"] is None
