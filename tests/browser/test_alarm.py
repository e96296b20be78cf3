"""The engine falls silent or the line is lost: the console sounds, and says so; and what time it is changes nothing."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import At, Open
from tests.browser.page import PATIENCE_MS, Clinic

pytestmark = pytest.mark.browser

HEARS = """
window.tones = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (at) {
    window.tones.push([performance.now(), this.context.state]);
    return start.call(this, at);
};
"""
"""Notes each tone that the page plays and whether the browser lets it sound."""

WRONG_BY_AN_HOUR = """
const real = Date;
let ahead = 3_600_000, jumps = 0;
setInterval(() => { jumps += 1; ahead = (jumps % 2 ? -1 : 1) * 3_600_000 + jumps * 60_000; }, 500);
window.Date = class extends real {
    constructor(...given) { given.length ? super(...given) : super(real.now() + ahead); }
    static now() { return real.now() + ahead; }
};
"""
"""This machine's clock is an hour wrong, and is put right and wrong again twice a second."""


def tones(console: Clinic) -> int:
    heard = console.page.evaluate("window.tones")
    assert all(state == "running" for _, state in heard)
    return len(heard)


def sounds(console: Clinic, count: int) -> None:
    """Waits until so many tones were played in all."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while tones(console) < count:
        assert time.monotonic() < end, "it never sounded"
        console.page.wait_for_timeout(50)


def test_an_engine_silent_for_2_s_is_heard_and_seen_and_muted_for_a_minute_at_most(desk: At) -> None:
    machine, console = desk(before=HEARS)
    console.into_exposure()
    assert tones(console) == 0
    machine.silent.set()
    silent_since = time.monotonic()
    console.shows("Engine silent")
    sounds(console, 3)
    assert time.monotonic() - silent_since >= 2
    console.look("60-alarm")
    console.button("Mute the alarm for 60 s")
    expect(console.page.locator("#not-live")).to_contain_text(re.compile(r"Alarm muted, [56]\d s"))
    muted = tones(console)
    console.page.wait_for_timeout(2500)
    assert tones(console) == muted
    console.look("61-alarm-muted")
    machine.silent.clear()
    expect(console.page.locator("#not-live")).to_have_count(0)
    # The next silence sounds again, though the minute is not over.
    machine.silent.set()
    sounds(console, muted + 1)
    assert console.complaints == []


def test_a_lost_line_is_heard(desk: At) -> None:
    machine, console = desk(before=HEARS)
    console.into_exposure()
    console.expected = ("ERR_CONNECTION_REFUSED", "WebSocket connection")
    machine.close()
    sounds(console, 3)
    console.shows("No connection")
    assert console.complaints == []


def test_before_the_session_and_after_it_nothing_sounds(desk: At) -> None:
    machine, console = desk(before=HEARS)
    console.shows("the controls are here")
    console.answer("session is recorded", "Yes")
    machine.silent.set()
    console.shows("Engine silent")
    console.page.wait_for_timeout(1000)
    assert tones(console) == 0


def test_a_page_that_may_not_sound_yet_says_so(desk: At) -> None:
    _, console = desk()
    expect(console.page.locator("#no-sound")).to_contain_text("No alarm sound yet")
    console.look("62-no-sound-yet")
    console.key("Tab")
    expect(console.page.locator("#no-sound")).to_have_count(0)


def test_the_alarm_can_be_tried(desk: At) -> None:
    _, console = desk(before=HEARS)
    console.button("Engine")
    console.shows("Alarm sound")
    console.key("Tab")
    console.button("Test the alarm sound")
    sounds(console, 3)


def test_a_clock_that_is_an_hour_wrong_and_jumps_changes_nothing(desk: At) -> None:
    machine, console = desk(before=WRONG_BY_AN_HOUR)
    console.into_exposure()
    page = console.page
    for step in range(1, 7):
        console.key("ArrowUp")
        expect(page.locator("#asked")).to_contain_text(f"{min(0.05 * step, 0.15):.2f}")
        page.wait_for_timeout(300)
    expect(page.get_by_role("button", name="Engine")).to_contain_text("<0.5 s")
    session_s = page.evaluate("parseFloat(document.querySelector('.bar').innerText.match(/Session\\s+0:(\\d+)/)[1])")
    assert abs(session_s - machine.state.now / 1e6) < 2
    machine.patient_says(30)
    expect(page.locator("#suds-said").locator("..")).to_contain_text(re.compile(r"said by the patient, [0-2] s ago"))
    page.get_by_role("textbox", name="Notes").fill("The clock of this laptop is wrong.")
    expect(page.locator("#notes-saved")).to_contain_text(re.compile(r"saved \d s ago"))
    console.key("Escape")
    console.phase("stopped")
    assert abs(page.evaluate("Date.now()") - time.time() * 1000) > 3_000_000
    assert console.complaints == []


@pytest.mark.whole
def test_with_real_processes_too_a_wrong_clock_changes_nothing(clinic: Open) -> None:
    console = clinic(before=WRONG_BY_AN_HOUR)
    console.into_exposure()
    console.key("ArrowUp")
    expect(console.page.locator("#given")).to_contain_text("0.05")
    expect(console.page.locator(".tag.lead")).to_contain_text(re.compile(r"picture (<0\.5|0\.\d) s old"))
    console.key("Escape")
    console.phase("stopped")
    assert console.complaints == []
