"""The window on a desktop, here a virtual one: it opens, is drawn in, takes the patient's keys and closes."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from queue import Empty, Queue

import numpy as np
import pytest
from conftest import REPOSITORY

PLAY = """
import sys, time
from pathlib import Path
from vrtherapy.render.app import RenderApp, RenderUnavailable
def tell(*words): print(*words, flush=True)
try:
    app = RenderApp("window", (320, 180), "low", sound=False)
except RenderUnavailable as problem:
    tell("SAID", problem); raise SystemExit(3)
app.load(Path("scenes/quiet_shore")); app.show("exposure"); app.settle()
app.ask_suds(True)
app.frame(0.02)
tell("DRAWN", round(float(app.picture().std())) > 10)
end = time.monotonic() + 60
while time.monotonic() < end:
    frame = app.frame(0.02)
    if frame.suds_said is not None: tell("SUDS", frame.suds_said)
    if frame.stop_pressed: tell("STOP")
    if frame.closed: tell("CLOSED"); break
app.close()
tell("END")
"""


class Desktop:
    """A client of the X server, as a window manager and a keyboard would be: Xlib, by its C interface."""

    def __init__(self, name: str) -> None:
        self._x = x = ctypes.CDLL("libX11.so.6")
        x.XOpenDisplay.restype = ctypes.c_void_p
        x.XDefaultRootWindow.restype = ctypes.c_ulong
        x.XInternAtom.restype = ctypes.c_ulong
        x.XGetImage.restype = ctypes.c_void_p
        # Xlib ends the process at an error unless somebody else takes it.
        self._taken = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda *_: 0)
        x.XSetErrorHandler(self._taken)
        self._display = ctypes.c_void_p(x.XOpenDisplay(name.encode()))
        assert self._display

    def window(self, title: bytes) -> int:
        x, tree = self._x, ctypes.POINTER(ctypes.c_ulong)()
        root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
        top = ctypes.c_ulong(x.XDefaultRootWindow(self._display))
        x.XQueryTree(self._display, top, *map(ctypes.byref, (root, parent, tree, count)))
        for k in range(count.value):
            name = ctypes.c_char_p()
            if (
                x.XFetchName(self._display, ctypes.c_ulong(tree[k]), ctypes.byref(name))
                and name.value == title
            ):
                return int(tree[k])
        raise LookupError(f"no window is called {title!r}")

    def shown(self, window: int, width: int, height: int) -> np.ndarray:
        """What stands on the screen there: (height, width, 4) uint8, whatever the program believes it drew."""
        image = self._x.XGetImage(
            self._display, ctypes.c_ulong(window), 0, 0, width, height, ctypes.c_ulong(0xFFFFFFFF), 2
        )
        assert image
        # XImage: four ints, then the data (Xlib.h).
        data = ctypes.cast(image + 16, ctypes.POINTER(ctypes.c_void_p))[0]
        return np.frombuffer(ctypes.string_at(data, width * height * 4), np.uint8).reshape(height, width, 4)

    def press(self, window: int, keysym: int) -> None:
        code = self._x.XKeysymToKeycode(self._display, ctypes.c_ulong(keysym)) & 0xFF
        for kind, mask in ((2, 1), (3, 2)):
            event = (ctypes.c_long * 24)()
            ctypes.cast(event, ctypes.POINTER(ctypes.c_int))[0] = kind
            event[4] = window
            event[5] = self._x.XDefaultRootWindow(self._display)
            words = ctypes.cast(event, ctypes.POINTER(ctypes.c_uint))
            words[20 + 1] = code  # after four ints of place and one of state
            words[22] = 1
            self._send(window, mask, event)

    def ask_to_close(self, window: int) -> None:
        event = (ctypes.c_long * 24)()
        ctypes.cast(event, ctypes.POINTER(ctypes.c_int))[0] = 33
        event[4] = window
        event[5] = self._x.XInternAtom(self._display, b"WM_PROTOCOLS", 0)
        ctypes.cast(event, ctypes.POINTER(ctypes.c_int))[12] = 32
        event[7] = self._x.XInternAtom(self._display, b"WM_DELETE_WINDOW", 0)
        self._send(window, 0, event)

    def _send(self, window: int, mask: int, event: object) -> None:
        self._x.XSendEvent(self._display, ctypes.c_ulong(window), 0, ctypes.c_long(mask), ctypes.byref(event))  # type: ignore[arg-type]
        self._x.XFlush(self._display)


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed: apt-get install xvfb")
    out, give = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(give), "-screen", "0", "640x480x24", "-nolisten", "tcp"],
        pass_fds=[give], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(give)
    with os.fdopen(out) as told:
        number = told.readline().strip()
    assert number, "the virtual desktop did not start"
    yield f":{number}"
    server.terminate()
    server.wait(10)


def start(display: str | None) -> tuple[subprocess.Popen[str], Queue[str]]:
    env = {k: v for k, v in os.environ.items() if k != "DISPLAY"} | {"PYTHONPATH": str(REPOSITORY)}
    if display is not None:
        env["DISPLAY"] = display
    child = subprocess.Popen(
        [sys.executable, "-c", PLAY], cwd=REPOSITORY, env=env,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    said: Queue[str] = Queue()

    def listen() -> None:
        assert child.stdout is not None
        for line in child.stdout:
            said.put(line.strip())

    threading.Thread(target=listen, daemon=True).start()
    return child, said


def wait_for(said: Queue[str], start_of_line: str) -> str:
    heard = []
    try:
        while True:
            heard.append(said.get(timeout=60))
            if heard[-1].startswith(start_of_line):
                return heard[-1]
    except Empty:
        raise AssertionError(f"no {start_of_line}; heard {heard}") from None


def test_the_window_takes_a_rating_and_a_stop_and_closes(display: str) -> None:
    child, said = start(display)
    try:
        assert wait_for(said, "DRAWN") == "DRAWN True"
        desktop = Desktop(display)
        window = desktop.window(b"vrtherapy")
        desktop.press(window, ord("7"))
        assert wait_for(said, "SUDS") == "SUDS 70"
        desktop.press(window, ord("t"))
        assert wait_for(said, "SUDS") == "SUDS 100"
        desktop.press(window, 0xFF1B)
        wait_for(said, "STOP")
        desktop.ask_to_close(window)
        wait_for(said, "CLOSED")
        wait_for(said, "END")
        assert child.wait(30) == 0
    finally:
        child.kill()
        child.wait()


def test_what_is_drawn_stands_on_the_screen_and_moves(display: str) -> None:
    child, said = start(display)
    try:
        wait_for(said, "DRAWN")
        desktop = Desktop(display)
        window = desktop.window(b"vrtherapy")
        looks = [desktop.shown(window, 320, 180)]
        until = time.monotonic() + 60
        while time.monotonic() < until and len({look.tobytes() for look in looks}) < 4:
            time.sleep(0.2)
            looks.append(desktop.shown(window, 320, 180))
        assert len({look.tobytes() for look in looks}) >= 4, "the screen stands still"
        assert looks[-1][..., :3].std() > 10, "nothing of the scene is on the screen"
    finally:
        child.kill()
        child.wait()


@pytest.mark.parametrize("display", [None, ":931"], ids=["no DISPLAY", "no server behind it"])
def test_without_a_desktop_one_sentence_is_all_that_is_said(display: str | None) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("a display is a matter of Linux desktops")
    child, said = start(display)
    assert child.wait(60) == 3
    line = said.get(timeout=10)
    assert line.startswith("SAID no window")
    assert "draw off-screen" in line
    assert said.empty()
