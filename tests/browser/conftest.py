"""One browser for all its tests; every session and page is ended."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.machine import Machine, plan_of
from tests.browser.page import Clinic, open_browser
from tests.whole.session import Session
from vrtherapy.domain.plan import Plan

Open = Callable[..., Clinic]
At = Callable[..., tuple[Machine, Clinic]]


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
def pages(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens an address in a page of its own, at a size and in a colour scheme; `before` runs in it before its scripts."""
    contexts = []

    def open_page(
        address: str, width: int = 1366, height: int = 768, scheme: str = "light", before: str = ""
    ) -> Clinic:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
        if before:
            context.add_init_script(before)
        opened = Clinic(context.new_page(), tmp_path / "screenshots")
        opened.page.goto(address)
        return opened

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def clinic(pages: Open, session: Session) -> Open:
    """Opens the console of the session of real processes."""

    def open_page(width: int = 1366, height: int = 768, scheme: str = "light", before: str = "") -> Clinic:
        return pages(f"{session.address}/enter?key={session.key}", width, height, scheme, before)

    return open_page


@pytest.fixture
def desk(pages: Open, tmp_path: Path) -> Iterator[At]:
    """A machine that leads a plan behind the real server, and the console opened on it."""
    with contextlib.ExitStack() as machines:

        def at(plan: Plan | None = None, **page: Any) -> tuple[Machine, Clinic]:
            folder = tmp_path / "machine"
            folder.mkdir()
            machine = machines.enter_context(Machine(plan or plan_of(kind="training"), folder))
            opened = pages(machine.address, **page)
            opened.phase("checklist")
            return machine, opened

        yield at
