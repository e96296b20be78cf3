"""From the clinician's Esc to the calm frame, and to the page that shows it: stops within one running session.

    python -m benchmarks.session.stop_from_browser [--count 120]

The session runs off-screen with a fake headset, its console in Chromium on the same machine. The calm frame is the
headset's word that it was drawn to its last pixel, by the clock that all processes share; the page's own clock is
compared with that one before each stop. The rest happens in the page and by its clock: the key's event; the frame in
which the page says "calm scene", which is what the engine reported; the first picture drawn that is no picture of the
exposure any more, told by its looks and not by what came with it.
The clinician then resumes, and once the exposure is seen again the next stop comes at a moment that chance gives.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import expect, sync_playwright

from benchmarks.machine import machine
from tests.browser.page import Clinic, open_browser
from tests.whole.session import Session
from vrtherapy.render.headset.script import Script

ENTERED_MS = (400, 900)
"""So long after the exposure was first seen Esc is pressed; bounds."""
OTHER = 8.0
"""Mean difference in grey levels, of 255, from which on two pictures do not show the same scene."""

NOTES = """
window.noted = { pressed: 0, left: 0, said: 0, pictures: [] };
addEventListener('keydown', (e) => {
    if (e.key !== 'Escape') return;
    noted.pressed = e.timeStamp;
    noted.left = noted.said = 0;
}, { capture: true });
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (message) {
    if (noted.pressed && !noted.left && String(message).includes('"stop"')) noted.left = performance.now();
    send.call(this, message);
};
const small = new OffscreenCanvas(32, 18).getContext('2d', { willReadFrequently: true });
const draw = CanvasRenderingContext2D.prototype.drawImage;
CanvasRenderingContext2D.prototype.drawImage = function (picture, ...where) {
    draw.call(this, picture, ...where);
    small.drawImage(picture, 0, 0, 32, 18);
    const colours = small.getImageData(0, 0, 32, 18).data, grey = [];
    for (let i = 0; i < colours.length; i += 4) grey.push((colours[i] + colours[i + 1] + colours[i + 2]) / 3);
    const entry = { at: 0, grey };
    requestAnimationFrame(() => { entry.at = performance.now(); });
    noted.pictures.push(entry);
    if (noted.pictures.length > 60) noted.pictures.shift();
};
addEventListener('DOMContentLoaded', () => {
    new MutationObserver(() => {
        if (!noted.pressed || noted.said) return;
        const shows = document.querySelector('.tag.shows');
        if (shows === null || shows.innerText !== 'calm scene') return;
        noted.said = -1;
        requestAnimationFrame(() => { noted.said = performance.now(); });
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
});
"""


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    words.add_argument("--count", type=int, default=120)
    count = words.parse_args().count
    chance = random.Random(1)
    drawn_ms: list[float] = []
    frame_ms: list[float] = []
    left_ms: list[float] = []
    said_ms: list[float] = []
    seen_ms: list[float] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        arguments = ("acrophobia/demo.yaml", "--fake-headset", "--no-browser", "--no-sound", "--port", "0")
        session = Session(Path(folder), "run", *arguments)
        browser = open_browser(playwright)
        try:
            session.ready()
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            page.add_init_script(NOTES)
            console = Clinic(page, Path(folder))
            page.goto(f"{session.address}/enter?key={session.key}")
            console.phase("checklist")
            expect(page.locator('.mirror[data-moving="true"]')).to_be_visible()
            calm = newest(console)
            console.into_exposure()
            headset = Script(session.folder)
            for _ in range(count):
                entered = headset.until("shows exposure")
                expect(page.locator(".tag.shows")).to_have_text("exposure scene")
                while not differs(newest(console), calm):
                    page.wait_for_timeout(20)
                page.wait_for_timeout(chance.uniform(*ENTERED_MS))
                ahead_ms = clock_ahead_ms(console)
                left, said, seen, pressed = stopped(console)
                left_ms.append(left)
                drawn = headset.until("shows calm")
                drawn_ms.append(drawn.at_ns / 1e6 - (pressed + ahead_ms))
                frame_ms.append((drawn.at_ns - entered.at_ns) / 1e6 / (drawn.frame - entered.frame))
                said_ms.append(said)
                seen_ms.append(seen)
                console.button("Resume here")
                console.button("Resume now")
                console.phase("exposure")
            rate = page.locator(".tag.lead").inner_text()
        finally:
            browser.close()
            session.close()
    out = sys.stdout.write
    out(machine("panda3d", "playwright") + "\n")
    out(f"in the exposure the page says: {' '.join(rate.split())}\n\n")
    out(f"| ms, {count} stops in one session | p50 | p99 | most |\n|---|---|---|---|\n")
    for name, taken in (
        ("Esc to the command leaving the page", left_ms),
        ("Esc to the calm frame drawn", drawn_ms),
        ("a frame, mean of those from entering to each stop", frame_ms),
        ("Esc to the page saying that the engine shows the calm scene", said_ms),
        ("Esc to the first picture in the page without the exposure", seen_ms),
    ):
        p50, p99 = np.percentile(taken, [50, 99])
        out(f"| {name} | {p50:.0f} | {p99:.0f} | {max(taken):.0f} |\n")


def clock_ahead_ms(console: Clinic) -> float:
    """How much the clock that all processes share is ahead of the page's: of 20 looks the one that took least."""
    looks: list[tuple[float, float]] = []
    for _ in range(20):
        asked = time.monotonic_ns() / 1e6
        there: float = console.page.evaluate("performance.now()")
        back = time.monotonic_ns() / 1e6
        looks.append((back - asked, (asked + back) / 2 - there))
    return min(looks)[1]


def stopped(console: Clinic) -> tuple[float, float, float, float]:
    """Presses Esc; milliseconds until it leaves, is said and is seen, and when by the page's clock it was pressed."""
    before = newest(console)
    console.key("Escape")
    console.phase("stopped")
    while True:
        noted: dict[str, Any] = console.page.evaluate("noted")
        pressed = noted["pressed"]
        other = [p["at"] for p in noted["pictures"] if p["at"] > pressed and differs(p["grey"], before)]
        if other and noted["said"] > 0:
            return noted["left"] - pressed, noted["said"] - pressed, other[0] - pressed, pressed
        console.page.wait_for_timeout(20)


def newest(console: Clinic) -> list[float]:
    """The grey levels of the picture drawn last."""
    grey: list[float] = console.page.evaluate("noted.pictures.at(-1).grey")
    return grey


def differs(one: list[float], other: list[float]) -> bool:
    return float(np.mean(np.abs(np.subtract(one, other)))) >= OTHER


if __name__ == "__main__":
    main()
