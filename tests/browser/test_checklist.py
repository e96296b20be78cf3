"""The gate as one page: quick to fill by keyboard alone, the engine's answers as the fact, and why it cannot start yet."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import At
from tests.browser.machine import plan_of
from tests.browser.page import Clinic

pytestmark = pytest.mark.browser

KEYS = {
    "Who is in the headset, confirmed by two signs": ("Space",),
    "Age in years": ("3", "4", "Enter"),
    "Contraindications": ("n",),
    "Acute risk today: of harm to self or others": ("n",),
    "Alcohol, or sedatives beyond a stable prescription, today": ("n",),
    "Medicines that change the heart rate": ("n",),
    "The patient is": ("Space",),
    "The body's signal is good, or done without": ("ArrowRight",),
}
"""How each item is answered; Y where nothing is said."""


def asked_here(page: Page) -> str:
    """The item that has the focus, by its words."""
    return str(page.evaluate("document.activeElement.closest('.ask')?.querySelector('.said > :first-child').innerText ?? ''"))


def test_the_whole_checklist_is_filled_by_keyboard_alone(desk: At) -> None:
    machine, console = desk(plan_of(kind="training"))
    page = console.page
    console.shows("the controls are here")
    # The buttons that bring what must be shown come first on the page: P and A press them wherever the focus is.
    for key, told in (("p", re.compile("Asked, waiting for the press")), ("a", re.compile("Asked .+ ago"))):
        console.key(key)
        expect(page.get_by_role("button", name=told)).to_be_visible()
    machine.patient_stops()
    machine.patient_says(25)
    expect(page.locator(".practice .ask.good")).to_have_count(3)
    console.key("j")
    for _ in range(13):
        for key in KEYS.get(asked_here(page), ("y",)):
            console.key(key)
        console.key("Tab")
    expect(page.locator("#start-why")).to_contain_text("Everything is answered and shown.")
    page.locator("#start").focus()
    console.key("Enter")
    console.phase("baseline")
    assert console.complaints == []
    assert dict(machine.state.answers) == {
        "identity": "patient", "age": "34", "consent_recording": "yes", "consent_physiology": "yes",
        "consent_research": "yes", "contraindications": "none", "acute_risk": "no", "alcohol_or_sedatives": "no",
        "heart_medicines": "none", "fit": "yes", "boundary": "yes", "posture": "seated", "signal": "without",
    }  # fmt: skip


def test_a_start_that_is_refused_says_what_is_missing(desk: At) -> None:
    machine, console = desk()
    console.answer_all()
    why = console.page.locator("#start-why")
    expect(why).to_contain_text("2 still open, first: the patient has performed the stop")
    console.page.locator("#start").click(force=True)
    expect(why).to_contain_text("Not ready: the patient has not performed the stop in the calm scene")
    assert machine.state.phase == "checklist"


def test_an_answer_that_stands_in_the_way_is_said_where_it_was_given(desk: At) -> None:
    _, console = desk()
    console.answer_all()
    console.answer("Acute risk", "Yes")
    row = console.page.locator(".ask.wrong")
    expect(row).to_contain_text("no exposure today, follow your service's procedure")
    expect(console.page.locator("#start-why")).to_contain_text("acute risk: no exposure today")
    console.answer("Contraindications", "Severe migraine")
    console.fill("Why the session is right", "Free of it for years, agreed with the GP.")
    console.look("20-in-the-way")
    assert console.complaints == []


def test_items_that_begin_or_cease_to_apply_come_and_go(desk: At) -> None:
    _, console = desk()
    page = console.page
    console.shows("the controls are here")
    expect(page.get_by_text("A guardian has consented")).to_have_count(0)
    console.fill("Age in years", "15")
    expect(page.get_by_text("A guardian has consented")).to_be_visible()
    expect(page.get_by_text("Limits for a child")).to_be_visible()
    console.answer("Who is in the headset", "Nobody: I am practising")
    expect(page.locator(".ask")).to_have_count(2)


def test_an_answer_of_another_console_is_shown_as_what_it_is(desk: At) -> None:
    machine, console = desk()
    console.answer("session is recorded", "Yes")
    console.answer("session is recorded", "No")
    assert dict(machine.state.answers) == {"consent_recording": "no"}
    expect(console.page.get_by_role("radio", name="Yes").first).not_to_be_checked()


def test_at_the_size_of_a_laptop_the_checklist_is_seen_whole(desk: At) -> None:
    _, console = desk(plan_of(kind="research", sessions_before=0))
    console.answer_all()
    for scheme in ("light", "dark"):
        if scheme == "dark":
            console.button("Switch to the dark theme")
        console.look(f"21-checklist-{scheme}")
    hidden = console.page.evaluate(
        "[...document.querySelectorAll('.columns, .practice, main')].map(e => e.scrollHeight - e.clientHeight)"
    )
    assert max(hidden) <= 0
    small = console.page.evaluate(
        "[...document.querySelectorAll('button, input, textarea')]"
        ".map(e => [e.innerText || e.id, e.getBoundingClientRect()])"
        ".filter(([, r]) => r.width > 0 && (r.width < 44 || r.height < 44)).map(([name]) => name)"
    )
    assert small == [], "targets below 44 px"
    assert console.complaints == []


def test_the_stop_stands_where_it_stands_in_the_session(desk: At) -> None:
    _, console = desk()
    console.shows("the controls are here")
    before = console.page.locator("#stop").bounding_box()
    console.into_exposure()
    assert console.page.locator("#stop").bounding_box() == before


@pytest.mark.parametrize("width", [683, 1920])
def test_the_checklist_reflows(desk: At, width: int) -> None:
    _, console = desk(plan_of(kind="training", remote=True), width=width, height=width * 9 // 16)
    console.answer_all(remote=True)
    console.look(f"22-checklist-{width}")
    assert console.page.evaluate("document.documentElement.scrollWidth") <= width
    expect(console.page.locator("#stop")).to_be_in_viewport()
    assert console.complaints == []


def test_grounding_rehearsed_before_the_session_leads_back_to_the_checklist(desk: At) -> None:
    _, console = desk()
    console.shows("the controls are here")
    console.key("f")
    console.phase("grounding")
    console.shows("Say your name, where you are, and what day it is.")
    console.look("23-grounding-rehearsed")
    console.button("Back to the checklist")
    console.phase("checklist")
    assert console.complaints == []


def test_a_stop_from_within_an_answer_leads_back_to_the_checklist_and_loses_none(desk: At) -> None:
    machine, console = desk()
    console.answer_all()
    console.page.get_by_label("Age in years").click()
    console.key("Escape")
    console.phase("stopped")
    console.button("Back to the checklist")
    console.phase("checklist")
    expect(console.page.get_by_label("Age in years")).to_have_value("34")
    assert len(machine.state.answers) == 13


def test_notes_and_text_to_the_patient_are_a_key_away_before_the_session(desk: At) -> None:
    machine, console = desk()
    console.shows("the controls are here")
    console.key("n")
    expect(console.page.locator("#notes")).to_be_focused()
    console.page.keyboard.type("Slept badly.")
    expect(console.page.locator("#notes-saved")).to_contain_text("saved")
    console.look("24-notes")
    console.key("Control+Enter")
    console.key("x")
    expect(console.page.locator("#over")).to_have_count(0)
    assert "Slept badly." in machine.state.notes
    assert console.complaints == []


def test_whoever_is_screened_out_is_taken_to_the_debrief(desk: At) -> None:
    _, console = desk()
    console.shows("the controls are here")
    console.button("No exposure today")
    console.button("To the debrief")
    console.phase("debrief")


# ---- patients who are elsewhere --------------------------------------------------------------------------------------


def test_the_local_emergency_number_is_one_key_away_from_anywhere_and_without_a_line(desk: At) -> None:
    machine, console = desk(plan_of(kind="training", remote=True))
    page = console.page
    console.answer_all(remote=True)
    card = page.get_by_role("dialog", name="Emergency")
    page.get_by_label("Age in years").click()
    console.key("F2")
    expect(card).to_contain_text(re.compile(r"112\s*Address now\s*12 Harbour Street, flat 3", re.DOTALL))
    console.look("25-emergency")
    console.key("F2")
    expect(card).to_have_count(0)
    console.button("Keys on")
    console.expected = ("ERR_CONNECTION_REFUSED", "WebSocket connection")
    machine.close()
    console.shows("No connection")
    console.key("F2")
    expect(card).to_contain_text("A. Byrne, sister, 555 0123")
    console.look("26-emergency-without-a-line")
    assert console.complaints == []


def test_where_the_patient_is_here_there_is_no_emergency_card(desk: At) -> None:
    _, console = desk()
    console.shows("the controls are here")
    expect(console.page.locator("#emergency")).to_have_count(0)
    console.key("F2")
    expect(console.page.locator("#over")).to_have_count(0)


def tab_to(console: Clinic, selector: str, most: int = 60) -> None:
    """Goes there by the Tab key alone; fails where it cannot be reached."""
    for _ in range(most):
        if console.page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        console.key("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")


def test_the_start_is_reached_by_tab(desk: At) -> None:
    _, console = desk()
    console.answer("Who is in the headset", "Nobody: I am practising")
    console.shows("Everything is answered and shown.")
    tab_to(console, "#start")
    console.key("Enter")
    console.phase("baseline")
