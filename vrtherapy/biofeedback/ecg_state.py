"""The state of the beat detector, designed for a sampling rate.

Rule: everything the detector remembers is here, in one structured array; a copy of it is the whole detector.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from vrtherapy.biofeedback.butterworth import highpass1, lowpass2
from vrtherapy.biofeedback.samples import HIGHEST_ECG_HZ, LOWEST_ECG_HZ

RING: Final = 4096
"""Samples kept: more than 4 s at 1000 Hz, so that a beat found by search-back can still be located."""

LEVELS: Final = 8
TEMPLATE: Final = 256

ECG: Final = np.dtype(
    [
        ("rate", "f8"),
        ("slope_lag", "i8"),
        ("window", "i8"),
        ("holdoff", "i8"),
        ("refractory", "i8"),
        ("t_wave", "i8"),
        ("relearn", "i8"),
        ("fall", "f8"),
        ("threshold", "f8"),
        ("turns_negative", "f8"),
        ("stays_negative", "f8"),
        ("is_negative", "i8"),
        ("found_negative", "i8"),
        ("reach", "i8"),
        ("high", "f8", (3,)),
        ("low", "f8", (5,)),
        ("light", "f8", (3,)),
        ("memory", "f8", (4,)),
        ("n", "i8"),
        ("held_value", "f8"),
        ("energy", "f8"),
        ("last_energy", "f8"),
        ("peak", "f8"),
        ("peak_at", "i8"),
        ("learn_peak", "f8"),
        ("learn_count", "i8"),
        ("beats", "i8"),
        ("beat_levels", "f8", (LEVELS,)),
        ("noise_count", "i8"),
        ("noise_levels", "f8", (LEVELS,)),
        ("beat_level", "f8"),
        ("noise_level", "f8"),
        ("limit", "f8"),
        ("last_peak_at", "i8"),
        ("last_peak", "f8"),
        ("last_slope", "f8"),
        ("last_r", "f8"),
        ("has_r", "i8"),
        ("unsettled", "i8"),
        ("intervals", "f8", (LEVELS,)),
        ("interval_count", "i8"),
        ("interval", "f8"),
        ("spare_peak", "f8"),
        ("spare_at", "i8"),
        ("spare_r", "f8"),
        ("spare_slope", "f8"),
        ("found_r", "f8"),
        ("found_rise", "f8"),
        ("found_fall", "f8"),
        ("smooth", "f8", (RING,)),
        ("band", "f8", (RING,)),
        ("slope", "f8", (RING,)),
        ("template", "f8", (TEMPLATE,)),
        ("template_beats", "i8"),
        ("likeness", "f8", (LEVELS,)),
        ("likeness_count", "i8"),
    ]
)

BEAT: Final = 0
SEARCHED: Final = 1
REVISED: Final = 2
SETTLED: Final = 3

EVENT: Final = np.dtype([("r", "f8"), ("reported", "i8"), ("kind", "i8"), ("strength", "f8")])
"""What the detector says: `r` is the R peak in samples (fractional), `reported` the sample that told, both from 0.
A REVISED event replaces the newest beat; a SETTLED one repeats the newest beat once nothing can replace it."""


def new_ecg(rate_hz: float) -> npt.NDArray[np.void]:
    """A detector for `rate_hz`, shape (1,). Raises ValueError outside 100 to 1000 Hz.

    Band 8-20 Hz and a 60 ms energy window: after Elgendi M. PLoS One 2013;8:e73557 (8-20 Hz best of all bands);
    localisation on a signal that lost only its baseline (first order, 2 Hz).
    """
    if not LOWEST_ECG_HZ <= rate_hz <= HIGHEST_ECG_HZ:
        raise ValueError(
            f"an ECG is read at {LOWEST_ECG_HZ:.0f} to {HIGHEST_ECG_HZ:.0f} Hz, not {rate_hz:g} Hz"
        )
    made = np.zeros(1, ECG)
    ecg = made[0]
    ecg["rate"] = rate_hz
    ecg["slope_lag"] = max(1, round(0.010 * rate_hz))
    ecg["window"] = max(2, round(0.060 * rate_hz))
    ecg["holdoff"] = round(0.095 * rate_hz)
    ecg["refractory"] = round(0.240 * rate_hz)
    ecg["t_wave"] = round(0.360 * rate_hz)
    ecg["relearn"] = round(8.0 * rate_hz)
    ecg["reach"] = round(0.100 * rate_hz)
    ecg["fall"] = 0.75
    ecg["threshold"] = 0.45
    ecg["turns_negative"] = 2.5
    ecg["stays_negative"] = 1.2
    ecg["high"] = highpass1(8.0, rate_hz)
    ecg["low"] = lowpass2(20.0, rate_hz)
    ecg["light"] = highpass1(2.0, rate_hz)
    ecg["interval"] = 0.8 * rate_hz
    return made
