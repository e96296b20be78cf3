"""Invented ECGs whose beats are known exactly."""

from __future__ import annotations

import numpy as np


def ecg(
    rate: float = 250.0,
    seconds: float = 30.0,
    interval: float = 0.8,
    noise: float = 0.01,
    seed: int = 1,
    spread: float = 0.02,
) -> tuple[np.ndarray, np.ndarray]:
    """Samples in mV and R-peak times in seconds: Gaussian QRS and T waves on a wandering baseline."""
    rng = np.random.default_rng(seed)
    beats = np.cumsum(interval + spread * rng.standard_normal(round(seconds / interval) + 3))
    beats = beats[beats < seconds - 0.6]
    at = np.arange(round(seconds * rate)) / rate
    made = 0.1 * np.sin(2 * np.pi * 0.25 * at) + noise * rng.standard_normal(len(at))
    for beat in beats:
        for place, width, height in (
            (0.0, 0.011, 1.0),
            (-0.03, 0.009, -0.15),
            (0.035, 0.010, -0.25),
            (0.26, 0.05, 0.25),
        ):
            made += height * np.exp(-0.5 * ((at - beat - place) / width) ** 2)
    return made, beats
