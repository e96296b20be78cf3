"""Noise that repeats at its edges, from a seeded generator; the same numbers on every machine."""

from __future__ import annotations

import numpy as np


def tiled(
    n: int, slope: float, seed: int, low: float = 1.0, high: float = 1e9, m: int | None = None
) -> np.ndarray:
    """(n, m or n) noise, mean 0, deviation 1, with amplitude ~ frequency^-slope between `low` and `high` cycles."""
    m = m or n
    random = np.random.default_rng(seed)
    fy, fx = np.fft.fftfreq(n, 1 / n)[:, None], np.fft.rfftfreq(m, 1 / m)[None]
    f = np.hypot(fx, fy)
    amp = np.where((f >= low) & (f <= high), np.maximum(f, 1) ** -slope, 0)
    phase = random.uniform(0, 2 * np.pi, amp.shape)
    field = np.fft.irfft2(amp * np.exp(1j * phase), (n, m))
    return (field - field.mean()) / (field.std() + 1e-12)


def edge(x, start, end):
    """A smooth step from 0 at `start` to 1 at `end`."""
    t = np.clip((x - start) / (end - start), 0, 1)
    return t * t * (3 - 2 * t)
