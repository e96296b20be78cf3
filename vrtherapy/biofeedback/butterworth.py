"""The two filters the heart's chain needs, by the bilinear transform with its frequency prewarped.

Butterworth S. On the theory of filter amplifiers. Wireless Engineer 1930;7:536-541. Closed forms, so that starting
does not wait for a library of every other filter; a test compares them with scipy's.
"""

from __future__ import annotations

from math import pi, sqrt, tan


def highpass1(cutoff_hz: float, rate_hz: float) -> tuple[float, float, float]:
    """First order: `(b0, b1, a1)` with a0 = 1. Raises ValueError where the cut-off is not below half the rate."""
    k = _prewarped(cutoff_hz, rate_hz)
    b = 1.0 / (1.0 + k)
    return b, -b, (k - 1.0) * b


def lowpass2(cutoff_hz: float, rate_hz: float) -> tuple[float, float, float, float, float]:
    """Second order: `(b0, b1, b2, a1, a2)` with a0 = 1. Raises ValueError where the cut-off is not below half the rate."""
    k = _prewarped(cutoff_hz, rate_hz)
    a = 1.0 / (1.0 + sqrt(2.0) * k + k * k)
    b = k * k * a
    return b, 2.0 * b, b, 2.0 * (k * k - 1.0) * a, (1.0 - sqrt(2.0) * k + k * k) * a


def _prewarped(cutoff_hz: float, rate_hz: float) -> float:
    if not 0.0 < cutoff_hz < rate_hz / 2.0:
        raise ValueError(f"a cut-off of {cutoff_hz:g} Hz does not lie below half of {rate_hz:g} Hz")
    return tan(pi * cutoff_hz / rate_hz)
