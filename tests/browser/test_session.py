"""A session led from the console in a real browser, with a picture of every state.

Set VRTHERAPY_SCREENSHOTS to a folder to keep the pictures and look at them.
"""

from __future__ import annotations

import os
import re
import signal

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.whole.session import Session, vrtherapy

pytestmark = [pytest.mark.browser, pytest.mark.whole]


def test_a_clinician_leads_a_whole_session_from_the_console(session: Session, clinic: Open) -> None:
    console = clinic()
    page = console.page
    console.phase("checklist")
    expect(page.locator('.mirror[data-moving="true"]')).to_be_visible()
    console.look("01-checklist")
    console.answer_all()
    console.away()
    console.key("p")
    expect(page.locator(".ask.good", has_text="performed the stop")).to_be_visible()
    console.key("a")
    expect(page.locator(".ask.good", has_text="answered a SUDS question")).to_be_visible()
    console.shows("Everything is answered and shown.")
    console.look("01-checklist-complete")
    console.button("Start session")
    console.phase("baseline")
    console.look("02-baseline")
    console.button("Begin the first step")
    console.phase("exposure")
    console.key("]")
    expect(page.get_by_role("region", name="Ladder").locator('[aria-current="step"]')).to_contain_text("Third floor")

    # Asked is what was pressed; given follows at the rise limit and says why.
    for _ in range(3):
        console.key("ArrowUp")
    expect(page.locator("#asked")).to_contain_text("0.25")
    console.look("03-rising")
    expect(page.locator("#given")).to_contain_text("0.25")

    # The first press of an event's key previews, the same key again sends.
    console.key("g")
    console.shows("Not sent yet")
    console.look("04-preview")
    page.wait_for_timeout(500)
    console.key("g")
    expect(page.get_by_role("region", name="Course of the session")).to_contain_text("Gust")

    console.key("a")
    expect(page.locator("#suds-said")).to_have_text(re.compile(r"^\d"))
    console.look("05-asked")
    for key in ("4", "5", "Enter"):
        console.key(key)
    expect(page.locator("#suds-said")).to_have_text(re.compile("^45"))

    page.get_by_role("textbox", name="Notes").fill("Looked down unprompted at the second step.")
    expect(page.locator("#notes-saved")).to_contain_text("saved")
    console.look("06-exposure")
    console.button("Switch to the dark theme")
    console.look("07-exposure-dark")
    console.button("Switch to the light theme")

    # Refused, with the reason.
    page.get_by_role("button", name="Railing: stronger").click()
    console.shows("would count as 0.45: step cap 0.32")

    console.page.locator("body").click(position={"x": 2, "y": 2})
    console.key(" ")
    console.phase("paused")
    console.look("08-paused")
    console.key(" ")
    console.phase("exposure")
    console.key("c")
    console.phase("calm")
    console.look("09-calm")
    console.button("Resume here")
    console.button("Resume now")
    console.phase("exposure")

    # Esc stops, even from a text field.
    page.get_by_role("textbox", name="Notes").click()
    console.key("Escape")
    console.phase("stopped")
    console.look("10-stopped")
    console.button("One step lower")
    console.button("Resume now")
    console.phase("exposure")
    expect(page.get_by_role("region", name="Ladder").locator('[aria-current="step"]')).to_contain_text("first-floor")

    console.button("End the exposure")
    console.button("To debrief")
    console.phase("debrief")
    console.look("11-debrief")
    console.button("End session")
    console.button("End now, for good")
    console.phase("ended")
    console.look("12-ended")
    link = page.get_by_role("link", name="Open report")
    page.goto(f"{session.address}{link.get_attribute('href') or ''}".replace("/./", "/").replace("./", "/"))
    console.shows("Heron")
    console.look("13-report")
    assert console.complaints == []
    assert session.interrupt() == 0
    assert vrtherapy("replay", str(session.record)).returncode == 0


@pytest.mark.parametrize(("width", "height"), [(683, 384), (1920, 1080)])
def test_the_console_reflows_when_enlarged_and_uses_a_large_screen(clinic: Open, width: int, height: int) -> None:
    console = clinic(width, height, "dark")
    console.into_exposure()
    console.look(f"14-exposure-{width}")
    wide = console.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, "nothing is cut off at the side"
    expect(console.page.get_by_role("button", name="STOP")).to_be_in_viewport()
    assert console.complaints == []


def test_at_the_size_of_a_laptop_nothing_has_to_be_scrolled(clinic: Open) -> None:
    console = clinic()
    console.into_exposure()
    tall = console.page.evaluate("document.documentElement.scrollHeight")
    wide = console.page.evaluate("document.documentElement.scrollWidth")
    assert (wide, tall) == (1366, 768)
    small = console.page.evaluate(
        "[...document.querySelectorAll('button, input, textarea, [role=slider]')]"
        ".map(e => [e.innerText || e.id, e.getBoundingClientRect()])"
        ".filter(([, r]) => r.width > 0 && (r.width < 44 || r.height < 44)).map(([name]) => name)"
    )
    assert small == [], "targets below 44 px"


def test_a_second_console_observes_may_stop_and_may_take_over(clinic: Open) -> None:
    first = clinic()
    first.into_exposure()
    second = clinic()
    second.phase("exposure")
    second.shows("Observing")
    second.look("15-observing")
    second.key("Escape")
    first.phase("stopped")
    second.button("Take control")
    first.shows("Observing")
    assert first.complaints == [] and second.complaints == []


def test_a_silent_engine_and_a_lost_server_are_shown_and_the_session_goes_on(session: Session, clinic: Open) -> None:
    console = clinic()
    console.into_exposure()
    os.kill(session.pid("engine"), signal.SIGSTOP)
    console.shows("silent")
    console.look("16-engine-silent")
    console.phase("interrupted")
    console.look("17-interrupted")
    console.expected = ("ERR_CONNECTION_REFUSED", "WebSocket connection")
    os.kill(session.pid("server"), signal.SIGKILL)
    console.shows("Not live")
    console.look("18-not-live")
    console.phase("interrupted")
    console.button("Resume here")
    console.button("Resume now")
    console.phase("exposure")
    assert console.complaints == []
