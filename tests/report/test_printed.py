"""The page in a browser: one sheet of A4 and an annex, no address asked, and no barrier that axe-core finds."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path

import pytest

from tests.report.eventful import AFAR, eventful, ladder_of
from tests.report.reading import told
from tests.report.sessions import Session, head, plan, realistic
from vrtherapy.domain.units import Micros, Permille
from vrtherapy.report.part import SHEET
from vrtherapy.session import events, wishes

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.browser

AXE = resources.files("axe_playwright_python") / "axe.min.js"
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
LONG = "A terrace on the twenty-fifth floor, the railing only knee high, in a strong wind from the left"


def crowded() -> Session:
    """As much on the first sheet as a session can bring there."""
    session = Session(plan(title=LONG))
    session.until(1), session.begin()
    session.until(3), session.take(wishes.Next())
    for n in range(30):
        session.until(10 * (n + 1))
        session.quality = "poor" if n % 3 else "good"
        session.take(wishes.SetCap(Permille(300 + 10 * n)))
        session.take(wishes.AskIntensity(Permille(900 - n)))
        session.take(wishes.Mark(f"{n} " + "looked down, hands off the railing, " * 4))
        session.rate(85 + n % 15)
        if n % 4 == 3:
            session.put(events.StopPressed(session.now, "patient", "the patient pressed stop"))
            session.take(wishes.Resume("here"))
        if n % 8 == 0:
            session.take(wishes.Next())
    session.take(wishes.WriteNotes("\n".join("what was said and what was seen " * 3 for _ in range(40))))
    return session


def struck() -> Session:
    """Everything that can go wrong, many times over, in long words."""
    session = Session(ladder_of(replace(AFAR, clinician=LONG)))
    session.until(2)
    session.prepare(age="16", heart_medicines="beta_blocker,anxiolytic,stimulant,other", consent_research="no")
    session.until(3), session.take(wishes.Start())
    session.until(20), session.take(wishes.Next())
    for n in range(24):
        session.until(30 + 12 * n)
        session.rate(70 + n)
        session.take(wishes.AnswerExpectancy("before", 90 - n, LONG))
        session.take(wishes.AskIntensity(Permille(900 - n)))
        session.put(events.Stalled(session.now, Micros(2_000_000)))
        session.take(wishes.ReportAdverse("dissociation", "moderate", LONG + LONG))
        session.take(wishes.ExtendDose("exposure", 1, LONG))
        session.take(wishes.EnterSickness(n % 6))
        session.take(wishes.SetAutonomy("watch" if n % 2 else "suggest"))
        session.put(events.Recorded(session.now, n % 2 == 1, LONG))
        session.take(wishes.AcceptUnrecorded(LONG))
        session.take(wishes.AnswerExpectancy("after", 10 + n, LONG))
        session.take(wishes.Back() if n % 3 else wishes.Skip(LONG))
        if n % 5 == 4:
            session.take(wishes.Ground())
            session.take(wishes.Resume("here"))
    session.take(wishes.WriteNotes("\n".join("what was said and what was seen " * 3 for _ in range(40))))
    return session


PAGES = {
    "an ordinary session": lambda: told(realistic())[2],
    "a torn record of a playback": lambda: told(
        realistic(), head("training", LONG, "the record ends within an entry at byte 90000: " + "x" * 250, "playback")
    )[2],
    "everything that can happen": lambda: told(eventful())[2],
    "everything many times over, in a torn record": lambda: told(struck(), head("demo", LONG, "torn " + "x" * 250, "simulated"))[2],
    "nothing": lambda: told(Session(plan()), head("demo", origin="simulated"))[2],
    "as much as there can be": lambda: told(crowded(), head("demo", LONG, "torn", "simulated"))[2],
}


@cache
def page_of(name: str) -> str:
    return PAGES[name]()


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=found, args=list(QUIET))
        yield opened
        opened.close()


@pytest.mark.parametrize("name", PAGES)
def test_the_first_sheet_fits_on_a4_and_only_the_annex_goes_on(browser, name: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "report.html"
    file.write_text(page_of(name), "utf-8")
    asked: list[str] = []
    page = browser.new_page(viewport={"width": 698, "height": 1000})
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    page.emulate_media(media="print")
    page.goto(file.as_uri())
    sheets = page.evaluate("[...document.querySelectorAll('.sheet')].map(s => s.getBoundingClientRect().height)")
    assert sheets[0] <= SHEET + 6
    assert page.evaluate("document.documentElement.scrollWidth") <= 698
    pages = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
    assert pages <= 1 + -(-sheets[1] // 900)
    assert asked == [file.as_uri()]
    page.close()


def test_a_small_window_scrolls_the_tables_and_not_the_page(browser, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "report.html"
    file.write_text(page_of("an ordinary session"), "utf-8")
    page = browser.new_page(viewport={"width": 360, "height": 700})
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [360, 1024])
def test_axe_finds_no_barrier(browser, name: str, width: int, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "report.html"
    file.write_text(page_of(name), "utf-8")
    room = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 800})
    page = room.new_page()
    page.goto(file.as_uri())
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200))]))")
    assert found == []
    room.close()
