"""Flashes in a sequence of pictures, after WCAG 2.3.1 and ITU-R BT.1702: pairs of opposing changes of luminance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SWING = 0.10
"""A change counts from a tenth of white's luminance, ..."""
DARK = 0.80
"""... where its darker end is below this."""


def luminance(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Relative luminance 0..1 of display values, gamma 2.2, Rec. 709 weights."""
    return np.asarray((picture / 255.0) ** 2.2 @ [0.2126, 0.7152, 0.0722])


def tiles(light: NDArray[np.float64], down: int = 9, across: int = 16) -> NDArray[np.float64]:
    """Mean luminance of each tile; seen 62 degrees high, one tile is 7 degrees, less than a quarter of 10 x 10."""
    height, width = light.shape
    return light.reshape(down, height // down, across, width // across).mean(axis=(1, 3))


def flashes_in_a_second(course: NDArray[np.float64], per_s: float) -> int:
    """The most flashes that any second of `course` (one luminance per picture) holds; half a pair counts as one."""
    turns = _turns(course)
    times = [at / per_s for at, _ in turns]
    return max((-(-sum(t <= u < t + 1.0 for u in times) // 2) for t in times), default=0)


def _turns(course: NDArray[np.float64]) -> list[tuple[int, float]]:
    """Where a change of at least SWING, from a dark enough end, is complete; changes alternate in direction."""
    found: list[tuple[int, float]] = []
    low = high = float(course[0])
    direction = 0.0
    for at, value in enumerate(map(float, course)):
        low, high = min(low, value), max(high, value)
        up = value - low >= SWING and low < DARK and direction <= 0
        down = high - value >= SWING and value < DARK and direction >= 0
        if up or down:
            direction = 1.0 if up else -1.0
            found.append((at, direction))
            low = high = value
        elif direction > 0 and value > high - 1e-12:
            low = value
        elif direction < 0 and value < low + 1e-12:
            high = value
    return found
