"""Everything that holds is said with what lifts it; a person goes on, eases, grounds, stays, accepts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import At, Open
from tests.browser.machine import plan_of

pytestmark = pytest.mark.browser


def test_a_high_rating_puts_stay_ease_ground_and_stop_before_the_clinician(desk: At) -> None:
    machine, console = desk()
    console.into_exposure()
    console.key("ArrowUp")
    expect(console.page.locator("#given")).to_contain_text("0.05")
    machine.patient_says(88)
    row = console.held("suds_high")
    for name in ("Stay", "Ease", "Ground", "Stop"):
        expect(row.get_by_role("button", name=name)).to_be_visible()
    console.look("30-high-rating")
    console.key("e")
    expect(console.page.locator("#asked")).to_contain_text("0.00")
    row.get_by_role("button", name="Stay").click()
    expect(row).to_contain_text("Staying")
    console.shows("Marker: stay: SUDS 88")
    console.look("31-staying")
    # The next high rating asks anew; a low one lifts the hold.
    machine.patient_says(90)
    expect(row.get_by_role("button", name="Stay")).to_be_visible()
    machine.patient_says(40)
    expect(row).to_have_count(0)
    machine.patient_says(88)
    row.get_by_role("button", name="Stop").click()
    console.phase("stopped")
    assert console.complaints == []


def test_a_console_that_was_lost_goes_on_by_hand(desk: At, pages: Open) -> None:
    machine, console = desk()
    console.into_exposure()
    console.page.goto("about:blank")
    while machine.state.live:
        machine.passes(0.1)
    console.page.goto(machine.address)
    row = console.held("recovered")
    expect(row).to_contain_text("The controlling console is back: held until you go on")
    console.look("32-recovered")
    console.key("o")
    expect(row).to_have_count(0)
    assert machine.state.holds == ()
    assert console.complaints == []


def test_controls_that_were_lost_are_taken_by_another_console(desk: At, pages: Open) -> None:
    machine, console = desk()
    console.into_exposure()
    console.page.close()
    while machine.state.live:
        machine.passes(0.1)
    again = pages(machine.address)
    again.button("Take control")
    expect(again.page.locator("#observing")).to_have_count(0)
    expect(again.page.get_by_text("No controlling console for 2 s: held").and_(again.page.locator(".notice *"))).to_have_count(0)
    assert again.complaints == []


def test_several_reasons_stand_one_under_the_other_and_go_on_lifts_those_that_wait_for_it(desk: At) -> None:
    machine, console = desk()
    console.into_exposure()
    page = console.page
    machine.record_fails("no space left on the disk")
    expect(console.held("not_recorded")).to_be_visible()
    machine.record_fails("")
    machine.patient_says(90)
    console.key("s")
    page.keyboard.type("7")
    console.key("Enter")
    expect(page.locator("#sickness-said")).to_have_text("7/20")
    expect(page.locator("[data-hold]")).to_have_count(3)
    console.look("33-three-holds")
    console.key("o")
    expect(page.locator("[data-hold]")).to_have_count(1)
    expect(console.held("suds_high")).to_be_visible()
    assert console.complaints == []


def test_a_record_that_cannot_be_kept_is_accepted_with_a_reason_only(desk: At) -> None:
    machine, console = desk()
    console.into_exposure()
    machine.record_fails("no space left on the disk")
    row = console.held("not_recorded")
    expect(row).to_contain_text("no space left on the disk")
    expect(console.page.locator(".bar")).to_contain_text("not recorded")
    row.get_by_role("button", name="Accept").click()
    expect(row).to_contain_text("Say why, in words")
    console.look("34-not-recorded")
    row.get_by_label("Go on unrecorded").fill("Practice only; the disk is being emptied.")
    console.key("Enter")
    expect(row).to_have_count(0)
    expect(console.page.locator(".bar")).to_contain_text("not recorded, accepted")
    assert machine.state.unrecorded_accepted
    assert console.complaints == []


def test_a_lost_sensor_hands_the_dial_over_and_waits_for_the_clinician(desk: At) -> None:
    machine, console = desk(plan_of(kind="training", unlocked="full"))
    console.into_exposure()
    machine.body("good")
    console.button("Autonomy")
    console.button("Lower only")
    expect(console.page.get_by_role("button", name="Autonomy").first).to_contain_text("lower only")
    console.look("35-autonomy")
    console.button("Close")
    machine.body("none")
    row = console.held("sensor_lost")
    expect(row).to_contain_text("The sensor is lost: held, the dial is yours")
    console.look("36-sensor-lost")
    console.key("o")
    expect(row).to_have_count(0)
    assert console.complaints == []


@pytest.mark.slow
def test_questions_left_unanswered_hold_and_offer_to_ask_and_to_ground(desk: At) -> None:
    machine, console = desk()
    console.into_exposure()
    machine.passes(41)
    row = console.held("no_answer")
    expect(row).to_contain_text("Speak to the patient")
    console.look("37-no-answer")
    row.get_by_role("button", name="Ground").click()
    console.phase("grounding")
    assert console.complaints == []


def test_grounding_shows_the_script_over_the_calm_picture_and_leads_on_from_there(desk: At) -> None:
    machine, console = desk()
    console.into_exposure()
    page = console.page
    console.key("]")
    expect(page.locator('[aria-current="step"]')).to_contain_text("Third floor")
    console.key("f")
    console.phase("grounding")
    script = page.get_by_role("list", name="Grounding")
    expect(script.get_by_role("listitem")).to_have_count(len(machine.grounding))
    expect(page.locator(".tag.shows")).to_have_text("calm scene")
    for scheme in ("light", "dark"):
        if scheme == "dark":
            console.button("Switch to the dark theme")
        console.look(f"38-grounding-{scheme}")
    console.button("One step lower")
    console.button("Resume now")
    console.phase("exposure")
    expect(page.locator('[aria-current="step"]')).to_contain_text("first-floor")
    for key, phase in ((" ", "paused"), ("f", "grounding"), ("c", "calm"), ("f", "grounding"), ("Escape", "stopped")):
        console.key(key)
        console.phase(phase)
    console.look("39-stopped")
    console.button("Debrief")
    console.phase("debrief")
    assert console.complaints == []


def test_after_the_patients_stop_here_one_lower_ground_and_debrief_are_open(desk: At) -> None:
    machine, console = desk()
    console.into_exposure()
    machine.patient_stops()
    console.shows("The patient stopped")
    ways = console.page.locator(".ways")
    for name in ("Resume here", "One step lower", "Ground", "Debrief"):
        expect(ways.get_by_role("button", name=re.compile(f"^{name}"))).to_be_visible()
    console.look("40-patient-stopped")
    assert console.complaints == []


# ---- what the clinician moves ----------------------------------------------------------------------------------------


def test_a_step_is_repeated_skipped_with_a_reason_and_gone_back_from(desk: At) -> None:
    machine, console = desk()
    console.into_exposure()
    page = console.page
    here = page.locator('[aria-current="step"]')
    machine.passes(1.5)
    console.button("Repeat")
    console.shows("Step 1 The first-floor terrace")
    expect(here).to_contain_text("0:00 min")
    console.button("Skip")
    page.get_by_role("group", name="Skip this step?").get_by_role("button", name="Skip").click()
    console.shows("Say why, in words")
    console.look("41-skip")
    page.locator("#skip-why").fill("Done last week.")
    console.key("Enter")
    expect(here).to_contain_text("Third floor")
    expect(page.locator(".ladder li.skipped")).to_contain_text("skipped")
    console.look("42-skipped")
    console.key("[")
    expect(here).to_contain_text("first-floor")
    assert [words for _, words in machine.state.skipped] == ["Done last week."]
    assert console.complaints == []


def test_a_suggestion_is_accepted_and_dismissed_by_one_key_each(desk: At) -> None:
    machine, console = desk()
    console.into_exposure()
    machine.body("good")
    console.shows("92")
    machine.proposes("raise", 100, "arousal below the band for 30 s")
    console.shows("Arousal below the band for 30 s")
    console.look("43-suggestion")
    console.away()
    console.key("Enter")
    expect(console.page.locator("#asked")).to_contain_text("0.10")
    machine.proposes("lower", 50, "arousal above the band")
    console.shows("Arousal above the band")
    console.key("d")
    console.shows("No suggestion now.")
    assert machine.state.dial.asked == 100
    assert console.complaints == []


def test_a_stage_of_autonomy_that_is_not_unlocked_says_why(desk: At) -> None:
    machine, console = desk(plan_of(kind="training", unlocked="suggest"))
    console.into_exposure()
    console.button("Autonomy")
    for stage in ("Lower only", "Full within limits"):
        button = console.page.get_by_role("button", name=stage)
        expect(button).to_be_disabled()
        expect(button).to_contain_text("Not unlocked for this patient and clinician.")
    console.button("Watch")
    expect(console.page.get_by_role("button", name="Autonomy").first).to_contain_text("watch")
    console.look("44-autonomy-locked")
    assert machine.state.autonomy == "watch"
    assert console.complaints == []
