"""Heart rate and RMSSD from corrected intervals, over honest windows.

Rules:
    1. Heart rate: mean over the last 10 s, at least 3 intervals, half of them measured, not corrected.
    2. RMSSD: measured neighbours of the last 60 s, covering at least 30 s; below that it is not said
       (Task Force of the ESC and NASPE. Circulation 1996;93:1043-1065; ultra-short windows: Munoz ML et al.
       PLoS One 2015;10:e0138921, who find 30 s acceptable and 10 s not, for RMSSD).
"""

from __future__ import annotations

from typing import Any, Final

from vrtherapy.biofeedback.compiled import kernel
from vrtherapy.biofeedback.rr_kernel import HISTORY

HEART_RATE_WINDOW: Final = 10.0
RMSSD_WINDOW: Final = 60.0
RMSSD_LEAST: Final = 30.0
RMSSD_LEAST_PAIRS: Final = 15
IRREGULAR_WINDOW: Final = 20.0


@kernel
def summarise(rr_state: Any, now: float, out: Any) -> None:
    """Write to `out` (length 4): heart rate (per min), RMSSD (ms), share of sound intervals in 20 s, intervals in 10 s.

    NaN where rule 1 or 2 is not met. `now` is stream time in seconds.
    """
    rr = rr_state[0]
    length = 0.0
    count = 0
    sound = 0.0
    wide_count = 0
    wide_sound = 0.0
    covered = 0.0
    squares = 0.0
    pairs = 0
    oldest = max(0, rr.total - (HISTORY - 1))
    k = rr.total - 1
    while k >= oldest:
        slot = k % HISTORY
        age = now - rr.end[slot]
        if age > RMSSD_WINDOW:
            break
        if age <= HEART_RATE_WINDOW:
            length += rr.interval[slot]
            sound += rr.sound[slot]
            count += 1
        if age <= IRREGULAR_WINDOW:
            wide_count += 1
            wide_sound += rr.sound[slot]
        if k > oldest and rr.joined[slot] > 0.0 and rr.sound[slot] > 0.0:
            before = (k - 1) % HISTORY
            if rr.sound[before] > 0.0 and now - rr.end[before] <= RMSSD_WINDOW:
                step = rr.interval[slot] - rr.interval[before]
                squares += step * step
                pairs += 1
                covered += rr.interval[slot]
        k -= 1
    out[0] = 60.0 * count / length if count >= 3 and 2.0 * sound >= count else float("nan")
    enough = covered >= RMSSD_LEAST and pairs >= RMSSD_LEAST_PAIRS
    out[1] = 1000.0 * (squares / pairs) ** 0.5 if enough else float("nan")
    out[2] = wide_sound / wide_count if wide_count > 0 else 0.0
    out[3] = count
