"""Silences the patient's sound when no frame has ended for a second: a picture that stands still must not howl on.

Rules:
    1. A thread of its own does it, while the render thread is stuck. Sound comes back with the next frame, never before.
    2. A stall is told once, by the frame that ends it, with the time from the frame before; a shorter gap is none.
    3. While a scene is loading it is silent as well, but that is no stall.

What it cannot do: a Python thread runs only while the stuck call has let the interpreter go. Panda3D does so in
`render_frame`, where a driver or a headset's runtime would hang, and Python in every wait of its own. It does not where a
picture is read back (`extract_texture_data`) or a sound is begun; who hangs there is heard until the supervisor
ends the engine, 3 s after its last word.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from vrtherapy.domain.units import SECOND, Micros

LONGEST: Final = Micros(SECOND)
"""Without a frame for so long, nothing is heard."""
LOOKS_AGAIN: Final = Micros(SECOND // 5)
"""How often it looks whether frames are back, while it is silent."""


def _monotonic() -> Micros:
    return Micros(time.monotonic_ns() // 1000)


class Watchdog:
    """`silence` is called from the watching thread with True, from the render thread with False; `now` never goes back."""

    def __init__(self, silence: Callable[[bool], None], now: Callable[[], Micros] = _monotonic) -> None:
        self._silence = silence
        self._now = now
        self._lock = threading.Lock()
        self._ended = now()
        self._silent = False
        self._loading = False
        self._stalled = Micros(0)
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Watches from now on, in a thread."""
        with self._lock:
            self._ended = self._now()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._thread.start()

    def loading(self) -> None:
        """The frame that ends next is late because a scene is being built."""
        with self._lock:
            self._loading = True

    def frame_ended(self) -> None:
        """The patient has a new picture."""
        with self._lock:
            now = self._now()
            lasted, self._ended = Micros(now - self._ended), now
            if lasted >= LONGEST and not self._loading:
                self._stalled = lasted
            self._loading = False
            if self._silent:
                self._silent = False
                self._silence(False)

    def stalled(self) -> Micros:
        """How long the stall lasted that the last frame ended, told once; 0 for none."""
        lasted, self._stalled = self._stalled, Micros(0)
        return lasted

    def look(self) -> Micros:
        """Silences where it is time to; gives the time after which to look again."""
        with self._lock:
            left = Micros(self._ended + LONGEST - self._now())
            if left > 0:
                return left
            if not self._silent:
                self._silent = True
                self._silence(True)
            return LOOKS_AGAIN

    def close(self) -> None:
        """Watches no more. A silence that holds goes on: nothing is heard of what is being taken down."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join(1.0)

    def _watch(self) -> None:
        while not self._closed.wait(self.look() / 1e6):
            pass
