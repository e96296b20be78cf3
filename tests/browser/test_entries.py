"""What a clinician enters: expectancy, adverse events, motion sickness, dose. And Esc stops out of every one of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import At
from tests.browser.machine import plan_of
from tests.browser.page import Clinic
from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import SECOND, Micros

pytestmark = pytest.mark.browser


def expecting() -> Plan:
    """The demonstration from its expectancy step on, which may be left after a second."""
    plan = plan_of(kind="training")
    steps = tuple(replace(step, at_least=Micros(SECOND), at_most=Micros(2 * SECOND)) for step in plan.steps[4:])
    return replace(plan, steps=steps)


def with_dose(seconds: int) -> Plan:
    plan = plan_of(kind="training")
    cap = Micros(seconds * SECOND)
    steps = tuple(replace(step, limits=replace(step.limits, exposure=cap)) for step in plan.steps)
    return replace(plan, steps=steps, limits=replace(plan.limits, exposure=cap))


def test_what_is_expected_is_asked_before_the_step_and_what_was_found_after_it(desk: At) -> None:
    machine, console = desk(expecting())
    console.into_exposure()
    page = console.page
    form = page.get_by_role("region", name="Expectancy, before the step")
    expect(form).to_contain_text("How likely is it, from 0 to 100, that you will lose control at the edge?")
    form.get_by_role("button", name="Show to patient").click()
    console.shows("To the patient: How likely is it")
    for scheme in ("light", "dark"):
        if scheme == "dark":
            console.button("Switch to the dark theme")
        console.look(f"50-expectancy-{scheme}")
    console.away()
    console.key("q")
    expect(page.locator("#likelihood")).to_be_focused()
    page.keyboard.type("170")
    console.key("Enter")
    expect(form).to_contain_text("170 is not 0 to 100")
    page.locator("#likelihood").fill("70")
    console.key("Tab")
    page.keyboard.type("I will lean over")
    console.key("Enter")
    expect(page.locator("#belief")).to_have_text("expected 70 → – %")

    # It has lasted as planned: what was found is asked before the next step.
    after = page.get_by_role("region", name="Expectancy, after the step")
    expect(after).to_contain_text("What did happen at the edge?")
    console.away()
    console.key("]")
    expect(page.get_by_role("region", name="Ladder")).to_contain_text("Ask first: What did happen")
    after.get_by_role("button", name="Save").click()
    expect(after).to_contain_text("Say how likely, or in words why there is no answer")
    console.look("51-expectancy-after")
    after.locator("#likelihood").fill("5")
    after.locator("#likely-words").fill("Nothing. I stood there.")
    console.key("Enter")
    expect(page.locator("#belief")).to_have_text("expected 70 → 5 %")
    console.look("52-expected-and-found")
    console.away()
    console.key("]")
    expect(page.locator('[aria-current="step"]')).to_contain_text("glass floor")
    expect(page.get_by_role("region", name="Ladder").locator("li").first).to_contain_text("70 → 5 %")
    console.button("End the exposure")
    console.button("To debrief")
    console.shows("step 1: 70 → 5 %")
    console.look("53-debrief")
    assert (machine.state.course.before, machine.state.course.after) == (None, None)
    assert console.complaints == []


def test_no_answer_to_an_expectation_needs_a_reason(desk: At) -> None:
    machine, console = desk(expecting())
    console.into_exposure()
    console.page.locator("#likely-words").fill("does not want to say")
    console.key("Enter")
    expect(console.page.get_by_role("region", name="Expectancy, before the step")).to_have_count(0)
    assert machine.state.course.before.likelihood is None
    assert machine.state.holds == ()


@pytest.mark.parametrize(("what", "severity", "stops"), [("Fall", "Mild", True), ("Panic", "Severe", True), ("Pain", "Mild", False)])
def test_an_adverse_event_says_before_it_is_sent_whether_it_stops(desk: At, what: str, severity: str, stops: bool) -> None:
    machine, console = desk()
    console.into_exposure()
    page = console.page
    console.key("v")
    card = page.get_by_role("dialog", name="Adverse event")
    expect(card).to_contain_text("Fainting, a seizure, a fall and anything severe stop the exposure.")
    expect(card.get_by_role("radio", name="Motion sickness")).to_be_focused()
    console.answer_in(card, what)
    console.answer_in(card, severity)
    card.get_by_label("In words").fill("Caught at the railing.")
    expect(card).to_contain_text("stops the exposure: the calm" if stops else "the session goes on as it is")
    for scheme in ("light", "dark"):
        if scheme == "dark":
            console.button("Switch to the dark theme")
        console.look(f"54-adverse-{what.lower()}-{scheme}")
    card.get_by_role("button", name="Report").click()
    expect(card).to_have_count(0)
    console.phase("stopped" if stops else "exposure")
    assert [(a.severity, a.words) for a in machine.state.adverse] == [(severity.lower(), "Caught at the railing.")]
    assert console.complaints == []


def test_an_adverse_event_is_reported_by_keyboard_alone(desk: At) -> None:
    machine, console = desk()
    console.into_exposure()
    console.key("v")
    expect(console.page.get_by_role("radio", name="Motion sickness")).to_be_focused()
    for key in ("ArrowRight", "ArrowRight", "Tab", "ArrowRight", "Tab", "Tab", "Enter"):
        console.key(key)
    console.phase("stopped")
    assert [(a.what, a.severity) for a in machine.state.adverse] == [("seizure", "moderate")]


def test_an_adverse_event_can_be_reported_in_the_debrief_and_after_the_end(desk: At) -> None:
    machine, console = desk()
    console.into_exposure()
    console.button("End the exposure")
    console.button("To debrief")
    for phase in ("debrief", "ended"):
        if phase == "ended":
            console.button("End session")
            console.button("End now, for good")
        console.phase(phase)
        console.away()
        console.key("v")
        card = console.page.get_by_role("dialog", name="Adverse event")
        console.answer_in(card, "Dissociation")
        console.answer_in(card, "Severe")
        card.get_by_role("button", name="Report").click()
        expect(card).to_have_count(0)
    console.shows("dissociation, severe; dissociation, severe")
    console.look("55-ended")
    assert [a.what for a in machine.state.adverse] == ["dissociation"] * 2
    assert console.complaints == []


def test_motion_sickness_is_entered_beside_the_rating_and_only_from_0_to_20(desk: At) -> None:
    machine, console = desk()
    console.into_exposure()
    console.key("s")
    expect(console.page.locator("#sickness-entry")).to_be_focused()
    console.page.keyboard.type("21")
    console.key("Enter")
    console.shows("21 is not 0 to 20")
    console.page.locator("#sickness-entry").fill("14")
    console.key("Enter")
    console.phase("stopped")
    console.shows("Motion sickness 14 of 20")
    assert machine.state.sickness == (14,)


def test_the_dose_warns_at_80_percent_and_is_extended_with_a_reason(desk: At) -> None:
    machine, console = desk(with_dose(20))
    console.into_exposure()
    page = console.page
    bar = page.locator(".bar")
    machine.passes(16)
    expect(bar).to_contain_text("% of cap: exposure")
    console.button("% of cap")
    card = page.get_by_role("dialog", name="Dose")
    expect(card).to_contain_text("% of the cap")
    expect(card).to_contain_text("Above 0.70")
    expect(card).to_contain_text("Events in the last minute")
    for scheme in ("light", "dark"):
        if scheme == "dark":
            console.button("Switch to the dark theme")
        console.look(f"56-dose-{scheme}")
    card.get_by_role("button", name="Extend").click()
    expect(card).to_contain_text("Say why, in words")
    card.get_by_label("By minutes").fill("5")
    card.get_by_label("Because").fill("Close to habituation.")
    console.key("Enter")
    expect(card).to_contain_text("Exposure extended by 5:00 min")
    expect(bar).to_contain_text("Exposure, cap 5:20 min")
    assert machine.state.dose.extended == 5 * 60 * SECOND
    assert console.complaints == []


def test_the_classes_whose_limits_hold_are_named(desk: At) -> None:
    _, console = desk(plan_of(kind="training", sessions_before=0))
    console.into_exposure()
    console.button("Exposure, cap")
    console.shows("Limits for a first session hold.")


def test_every_link_is_shown_with_its_age_and_a_silent_one_says_what_that_means(desk: At) -> None:
    machine, console = desk()
    console.into_exposure()
    machine.body("good")
    console.button("Engine")
    card = console.page.get_by_role("dialog", name="Links")
    for name in ("Engine", "Controlling console", "Server", "Biofeedback", "Sensor"):
        expect(card.get_by_role("listitem").filter(has_text=name).first).to_contain_text("ago")
    machine.body(None)
    expect(card).to_contain_text("silent: no suggestions until it is back")
    expect(card).to_contain_text("silent: no readings, no suggestions")
    console.look("57-links")
    assert console.complaints == []


def test_the_focus_goes_back_to_what_opened_a_card(desk: At) -> None:
    _, console = desk()
    console.into_exposure()
    engine = console.page.get_by_role("button", name="Engine")
    engine.focus()
    console.key("Enter")
    expect(console.page.get_by_role("button", name="Test the alarm sound")).to_be_focused()
    console.key("x")
    expect(console.page.locator("#over")).to_have_count(0)
    expect(engine).to_be_focused()


INPUTS = {
    "notes": ("n", "#notes"),
    "text to the patient": ("t", "#say-text"),
    "motion sickness": ("s", "#sickness-entry"),
    "expectancy": ("q", "#likely-words"),
    "a choice of an adverse event": ("v", "#adverse-what-fall"),
    "the words of an adverse event": ("v", "#adverse-words"),
    "the minutes of a dose": ("", "#extend-minutes"),
    "the reason for a dose": ("", "#extend-why"),
    "the reason for a skip": ("", "#skip-why"),
    "an autonomy stage": ("", ".stages button"),
}


@pytest.mark.parametrize("where", INPUTS)
def test_esc_stops_before_it_is_anything_else(desk: At, where: str) -> None:
    machine, console = desk(expecting())
    console.into_exposure()
    key, selector = INPUTS[where]
    opened_by(console, where, key)
    field = console.page.locator(selector).first
    field.focus()
    if field.evaluate("e => e.matches('input, textarea')"):
        field.fill("7")
    console.key("Escape")
    console.phase("stopped")
    assert machine.state.phase_reason.source == "clinician"
    if where == "the words of an adverse event":
        expect(field).to_have_value("7")


def opened_by(console: Clinic, where: str, key: str) -> None:
    if key:
        console.key(key)
    elif "dose" in where:
        console.button("Exposure, cap")
    elif "skip" in where:
        console.button("Skip")
    else:
        console.button("Autonomy")
