"""Documents to plans: the cascade, the units, and limits that only tighten."""

from __future__ import annotations

import pytest

from vrtherapy.domain.limits import Limits
from vrtherapy.domain.plan import Band, Offer, Pin, Plan, Rule, SudsAtMost, SudsDrop, TimeInStep
from vrtherapy.domain.units import MINUTE, SECOND, Micros, Permille, Suds
from vrtherapy.protocol.compile import NoSuchSession, compile_session
from vrtherapy.protocol.explain import explain

from .scenes import HIGH_RISE, stages
from .writing import checked, edited


def plan(*changes: tuple[str, str], session: str | None = None) -> Plan:
    loaded = checked(edited(*changes))
    assert loaded.document is not None, loaded.rendered()
    return compile_session(loaded.document, session, stages)


def test_a_plan_has_everything_a_session_needs() -> None:
    found = plan()
    assert (found.protocol, found.protocol_version, found.session) == ("heights", "1.0.0", "first")
    assert found.stages == (HIGH_RISE,)
    (step,) = found.steps
    assert step.pins == (Pin("floor", 3, Permille(42)), Pin("railing", "full", Permille(0)))
    assert step.band == Band(Permille(150), Permille(300))
    assert (step.at_least, step.at_most) == (3 * MINUTE, 12 * MINUTE)
    assert step.advance.conditions == (SudsAtMost(Suds(25)), TimeInStep(Micros(8 * MINUTE)))
    assert (step.advance.match, step.advance.decide) == ("any", "clinician")
    assert step.title == "Balcony"


def test_the_cascade_goes_protocol_session_step_and_the_innermost_holds() -> None:
    (step,) = plan().steps
    assert step.suds_every == 90 * SECOND
    assert step.limits == Limits(Permille(1000), Permille(20), Micros(30 * MINUTE), Suds(90))
    assert plan().limits == Limits(Permille(1000), Permille(40), Micros(30 * MINUTE), Suds(90))


def test_a_step_cannot_loosen_a_limit_of_its_session() -> None:
    looser = ("limits: {rise: 0.02/s}", "limits: {rise: 0.05/s, suds_high: 95}")
    (step,) = plan(looser).steps
    assert (step.limits.rise, step.limits.suds_high) == (40, 90)
    document = checked(edited(looser)).document
    assert document is not None
    assert {row.from_path for row in explain(document) if row.key in ("limits.rise", "limits.suds_high")} == {"built in"}


def test_explain_says_where_each_value_was_written() -> None:
    document = checked(edited()).document
    assert document is not None
    rows = {row.key: (row.value, row.from_path, row.line) for row in explain(document, "first")}
    assert rows["scene"] == ("high_rise", "protocol defaults", 10)
    assert rows["suds.every"] == ("90s", "session first defaults", 17)
    assert rows["limits.rise"] == ("0.02/s", "step balcony", 24)
    assert rows["limits.exposure"] == ("30min", "protocol defaults", 11)
    assert rows["baseline"] == ("1min", "built in", 0)
    assert rows["set.railing"] == ("full", "step balcony", 23)
    assert rows["advance"][0] == "SUDS at most 25 or 8min in the step; clinician decides"


def test_what_a_step_may_say_arrives_in_the_plan() -> None:
    (step,) = plan(
        (
            "        limits: {rise: 0.02/s}",
            "        title: A balcony\n"
            "        rationale: expectancy\n"
            "        expectancy: {ask_before: How likely?, ask_after: What happened?}\n"
            "        events: [{do: gust, offer: clinician, cooldown: 60s}, {do: bird, after: 90s}]\n"
            "        when: [{if: {suds_at_least: 70}, do: ease}, {if: {suds_at_least: 85}, do: hold, ask: [stay, stop]}]\n"
            "        advance: {all: [{suds_drop: 50%, peak_at_least: 20}, {time_in_step: 90s}], decide: auto}",
        )
    ).steps
    assert (step.title, step.rationale) == ("A balcony", "expectancy")
    assert (step.expectancy_before, step.expectancy_after) == ("How likely?", "What happened?")
    assert step.offers == (
        Offer("gust", "clinician", Micros(0), Micros(60 * SECOND)),
        Offer("bird", "time", Micros(90 * SECOND), Micros(0)),
    )
    assert step.rules == (Rule(Suds(85), "hold", ("stay", "stop")), Rule(Suds(70), "ease", ()))
    assert step.advance.match == "all" and step.advance.decide == "auto"
    assert step.advance.conditions == (SudsDrop(Permille(500), Suds(20)), TimeInStep(Micros(90 * SECOND)))


def test_a_session_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(NoSuchSession, match="it has first"):
        plan(session="second")
