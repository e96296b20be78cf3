"""Pictures of the patient's view for the console: JPEG, encoded off the frame thread, the newest only."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

import numpy as np
import simplejpeg

from vrtherapy.domain.units import Micros
from vrtherapy.link.latest import Latest
from vrtherapy.wire.codec import encode_mirror

SIZE: Final = (640, 360)
PER_S: Final = 20
QUALITY: Final = 75


class Mirror:
    """`offer` takes a frame number, session time and RGB bytes of `SIZE`; `send` gets what the wire carries."""

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._send = send
        self._frames: Latest[tuple[int, Micros, bytes]] = Latest(1)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._encode, name="mirror", daemon=True)
        self._thread.start()

    def offer(self, number: int, at: Micros, rgb: bytes) -> None:
        self._frames.put((number, at, rgb))

    def close(self) -> None:
        self._closed.set()
        self._thread.join(1.0)

    def _encode(self) -> None:
        width, height = SIZE
        while not self._closed.is_set():
            newest = self._frames.get(0.2)
            if newest is None:
                continue
            number, at, rgb = newest
            picture = np.frombuffer(rgb, np.uint8).reshape(height, width, 3)
            jpeg = simplejpeg.encode_jpeg(picture, quality=QUALITY, colorspace="RGB", colorsubsampling="420")
            self._send(encode_mirror(number, at, jpeg))
