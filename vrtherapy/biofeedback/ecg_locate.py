"""Where exactly a beat is: the R peak to a fraction of a sample, on the lightly filtered signal.

Rule: only samples already seen are used, and the same ones whatever the chunks were.
"""

from __future__ import annotations

from typing import Any

from vrtherapy.biofeedback.compiled import kernel
from vrtherapy.biofeedback.ecg_state import RING

MASK = RING - 1


@kernel
def measure_slopes(ecg: Any, at: int) -> None:
    """Steepest rise and fall around an energy peak at sample `at`, into `found_rise` and `found_fall` (>= 0)."""
    rise = 0.0
    fall = 0.0
    first = max(2, at - ecg.window - int(0.05 * ecg.rate))
    for k in range(first, min(ecg.n, at) + 1):
        slope = ecg.slope[k & MASK]
        rise = max(rise, slope)
        fall = max(fall, -slope)
    ecg.found_rise = rise
    ecg.found_fall = fall


@kernel
def locate(ecg: Any, at: int) -> None:
    """The R peak of the beat whose energy peaked at sample `at`, into `found_r` (samples, counted from 1).

    First the extremum of the band-passed signal, which lies some 18 ms late; then, around it, that of the lightly
    filtered one. A negative extremum is taken where it is 2.5 times the positive one, or 1.2 times when the last beat
    was negative too: so an inverted lead is followed, a deep S wave is not, and the choice does not flutter from beat
    to beat, which RMSSD would take for a heart's doing. Then a parabola through three samples.
    """
    first = max(2, at - ecg.window - int(0.055 * ecg.rate))
    last = min(ecg.n, at)
    strongest = -1.0
    centre = first
    for k in range(first, last + 1):
        size = abs(ecg.band[k & MASK])
        if size > strongest:
            strongest = size
            centre = k
    first = max(2, centre - int(0.045 * ecg.rate))
    last = min(ecg.n - 1, centre + int(0.020 * ecg.rate))
    highest = -1e300
    lowest = 1e300
    high_at = first
    low_at = first
    for k in range(first, last + 1):
        value = ecg.smooth[k & MASK]
        if value > highest:
            highest = value
            high_at = k
        if value < lowest:
            lowest = value
            low_at = k
    ecg.found_negative = -lowest > (ecg.stays_negative if ecg.is_negative else ecg.turns_negative) * highest
    sign = -1.0 if ecg.found_negative else 1.0
    top = low_at if ecg.found_negative else high_at
    before = sign * ecg.smooth[(top - 1) & MASK]
    here = sign * ecg.smooth[top & MASK]
    after = sign * ecg.smooth[(top + 1) & MASK]
    bend = before - 2.0 * here + after
    shift = 0.0
    if bend < 0.0:
        shift = min(0.5, max(-0.5, 0.5 * (before - after) / bend))
    ecg.found_r = top + shift
