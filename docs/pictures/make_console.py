"""The README's picture of the console: `python -m docs.pictures.make_console`. Takes some six minutes.

A simulated clinician leads the demonstration as far as the fourth step; then the page takes the controls over, as a
person would, previews an event, and is photographed. Needs Chromium.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.page import Clinic, open_browser
from tests.whole.session import Session

HERE = Path(__file__).parent
STEP = 3
"""Counted from 0."""
INTO_IT_S = 75.0
LONGEST_S = 900.0


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        session = Session(
            Path(folder), "demo", "--simulated-clinician", "--offscreen", "--no-browser", "--port", "0"
        )
        browser = open_browser(playwright)
        try:
            watcher = session.console("photographer")
            watcher.until(lambda s: s.step.index == STEP and s.step.spent_s >= INTO_IT_S, LONGEST_S)
            page = browser.new_page(viewport={"width": 1366, "height": 768}, color_scheme="light")
            console = Clinic(page, Path(folder))
            page.goto(f"{session.address}/enter?key={session.key}")
            console.button("Take control")
            page.wait_for_timeout(3000)
            page.keyboard.press("g")
            page.wait_for_timeout(1500)
            page.screenshot(path=HERE / "console.png")
        finally:
            browser.close()
            session.close()


if __name__ == "__main__":
    main()
