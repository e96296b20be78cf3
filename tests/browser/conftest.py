"""One browser for all its tests; every session and page is ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.page import Clinic, open_browser
from tests.whole.session import Session

Open = Callable[..., Clinic]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = open_browser(playwright)
        yield opened
        opened.close()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = Session(tmp_path, "run", "acrophobia/demo.yaml", "--alias", "Heron", "--offscreen", "--no-browser", "--port", "0")
    made.ready()
    yield made
    made.close()


@pytest.fixture
def clinic(browser: Browser, session: Session, tmp_path: Path) -> Iterator[Open]:
    """Opens the console of the session in a page of its own, at a size and in a colour scheme."""
    contexts = []

    def open_page(width: int = 1366, height: int = 768, scheme: str = "light") -> Clinic:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
        opened = Clinic(context.new_page(), tmp_path / "screenshots")
        opened.page.goto(f"{session.address}/enter?key={session.key}")
        return opened

    yield open_page
    for context in contexts:
        context.close()
