"""What the patient sees, by the picture itself: the console's reports only say which scene is meant."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import simplejpeg

from tests.whole.session import PATIENCE_S, Session
from vrtherapy.link.console import LiveLine
from vrtherapy.wire import codec

SETTLED = 60
"""Pictures after which every fade is over."""


def seen(session: Session) -> np.ndarray[Any, Any]:
    """The patient's view a moment from now, 0..255."""
    end = time.monotonic() + PATIENCE_S
    count, line = 0, LiveLine(session.address, session.key)
    try:
        while time.monotonic() < end:
            frame = line.next(1.0)
            if frame is None or codec.binary_kind(frame) != codec.MIRROR:
                continue
            count += 1
            if count == SETTLED:
                return np.asarray(simplejpeg.decode_jpeg(codec.decode_mirror(frame)[2])).astype(np.float32)
    finally:
        line.close()
    raise AssertionError(f"only {count} pictures came")


def is_like(picture: np.ndarray[Any, Any], one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> bool:
    """Whether `picture` is of the scene of `one` and not of that of `other`."""
    return float(np.abs(picture - one).mean()) * 2 < float(np.abs(picture - other).mean())
