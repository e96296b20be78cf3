"""The console in a real browser, as a clinician uses it: found by its words, pressed by keys and clicks.

Anything the browser complains of, and any violation that axe-core finds, is kept in `complaints`.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Playwright, expect

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE_MS = 60_000
TURNS = "(turns) => new Promise((done) => { const turn = () => (turns-- > 0 ? setTimeout(turn, 25) : done()); turn(); })"
"""So many rounds of the page's own loop, in which it hears what has come for it."""
PICTURES = "VRTHERAPY_SCREENSHOTS"
"""Names a folder that keeps the screenshots; else they go with the test's own folder."""

ANSWERS = (
    ("session is recorded", "Yes"),
    ("signals are measured", "Yes"),
    ("used for research", "Yes"),
    ("Contraindications", "None of these"),
    ("Acute risk", "No"),
    ("Alcohol", "No"),
    ("Medicines", "None"),
    ("headset fits", "Yes"),
    ("room is clear", "Yes"),
    ("The patient is", "Seated"),
    ("signal is good", "Without a signal"),
)
REMOTE = (
    ("Address where", "12 Harbour Street, flat 3"),
    ("Phone on which", "555 0199"),
    ("Emergency contact", "A. Byrne, sister, 555 0123"),
    ("at hand", "nobody; sister 5 min away"),
    ("Local emergency number", "112"),
)


def open_browser(playwright: Playwright) -> Browser:
    """Chromium of the system; skips where there is none."""
    program = next((found for found in map(shutil.which, NAMES) if found), None)
    if program is None:
        pytest.skip("no Chromium on this machine: `make test` installs it where it may")
    return playwright.chromium.launch(executable_path=program, args=FLAGS, headless=True)


class Clinic:
    """One page of the console."""

    def __init__(self, page: Page, pictures: Path) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.expected: tuple[str, ...] = ()
        """What may be complained of while a test breaks something on purpose."""
        named = os.environ.get(PICTURES)
        self._pictures = Path(named) if named else pictures
        self._pictures.mkdir(parents=True, exist_ok=True)
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))

    def button(self, name: str) -> None:
        """Presses the button of that name, once it may be pressed."""
        self.page.get_by_role("button", name=name, exact=False).first.click()

    def key(self, key: str) -> None:
        self.page.keyboard.press(key)

    def phase(self, name: str) -> None:
        """Waits until the engine says that this is the phase."""
        expect(self.page.locator(f'main[data-phase="{name}"]')).to_be_visible()

    def shows(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()

    def text(self, selector: str) -> str:
        return self.page.locator(selector).inner_text()

    def answer(self, item: str, choice: str) -> None:
        """Presses a choice of the checklist, and waits until the engine has it."""
        self.shows("the controls are here")
        pressed = self.page.get_by_role("radiogroup", name=item).or_(self.page.get_by_role("group", name=item))
        option = pressed.get_by_role("radio", name=choice, exact=True).or_(
            pressed.get_by_role("checkbox", name=choice, exact=True)
        )
        option.click()
        expect(option).to_be_checked()

    def answer_in(self, card: Locator, choice: str) -> None:
        """Presses a choice of what lies over the work area."""
        option = card.get_by_role("radio", name=choice, exact=True)
        option.click()
        expect(option).to_be_checked()

    def fill(self, item: str, words: str) -> None:
        """Writes an answer, and waits until the engine has it: nothing is on its way any more."""
        field = self.page.get_by_label(item)
        field.fill(words)
        field.press("Enter")
        expect(field).not_to_have_class("asked")

    def answer_all(self, remote: bool = False) -> None:
        """Everything that is asked of an adult, but what the patient does in the headset."""
        self.answer("Who is in the headset", "The patient of this session")
        self.fill("Age in years", "34")
        for item, choice in ANSWERS:
            self.answer(item, choice)
        for item, words in REMOTE if remote else ():
            self.fill(item, words)

    def into_exposure(self) -> None:
        """A training session with nobody in the headset, to the first step."""
        self.phase("checklist")
        self.answer("Who is in the headset", "Nobody: I am practising")
        self.begin()

    def begin(self) -> None:
        """From a checklist that is complete to the first step."""
        self.shows("Everything is answered and shown.")
        self.button("Start session")
        self.phase("baseline")
        self.button("Begin the first step")
        self.phase("exposure")

    def away(self) -> None:
        """Takes the focus out of whatever has it, as a click on nothing does."""
        self.page.evaluate("document.activeElement.blur()")

    def held(self, code: str) -> Locator:
        """The line of one reason why nothing rises."""
        return self.page.locator(f'[data-hold="{code}"]')

    def look(self, name: str) -> None:
        """A screenshot, and what axe-core finds in this state."""
        self.page.wait_for_timeout(400)  # for what fades
        self.page.screenshot(path=self._pictures / f"{name}.png")
        found = Axe().run(self.page).response["violations"]
        for violation in found:
            nodes = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
            self.complaints.append(f"{name}: axe {violation['id']}: {violation['help']}: {nodes}")
        # axe keeps the page from hearing the engine; a command with an old beat would rightly do nothing.
        self.page.evaluate(TURNS, 20)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(word in message.text for word in self.expected):
            self.complaints.append(f"console {message.type}: {message.text}")
