"""What is wrong with a signal, sample by sample: missing, flat, clipped; and how alike its beats are.

Rules:
    1. Counts are kept per second for the last 10 s; nothing is judged from less than one second.
    2. Flat: a value that stayed within 0.5 % of the usual range for 0.3 s. Clipped: three equal samples or more at
       the highest or lowest value of the last 10 s.
    3. Beats that do not look alike are not trusted: mean correlation with the running template
       (Orphanidou C et al. IEEE J Biomed Health Inform 2015;19:832-838, who reject an ECG below 0.66).
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from vrtherapy.biofeedback.compiled import kernel
from vrtherapy.biofeedback.ecg_state import LEVELS, RING, TEMPLATE

BLOCKS: Final = 10
MASK: Final = RING - 1

QUALITY: Final = np.dtype(
    [
        ("block_length", "i8"),
        ("flat_length", "i8"),
        ("filled", "i8"),
        ("blocks", "i8"),
        ("held", "f8"),
        ("run_value", "f8"),
        ("run", "i8"),
        ("equal", "f8"),
        ("equal_run", "i8"),
        ("missing_run", "i8"),
        ("high_now", "f8"),
        ("low_now", "f8"),
        ("high", "f8", (BLOCKS,)),
        ("low", "f8", (BLOCKS,)),
        ("missing", "i8", (BLOCKS,)),
        ("flat", "i8", (BLOCKS,)),
        ("clipped", "i8", (BLOCKS,)),
        ("high_all", "f8"),
        ("low_all", "f8"),
        ("started", "i8"),
    ]
)


@kernel
def next_block(q: Any) -> None:
    """Close the running second and open the next."""
    slot = q.blocks % BLOCKS
    q.high[slot] = q.high_now
    q.low[slot] = q.low_now
    q.blocks += 1
    q.high_all = q.high[0]
    q.low_all = q.low[0]
    for k in range(1, min(q.blocks, BLOCKS)):
        q.high_all = max(q.high_all, q.high[k])
        q.low_all = min(q.low_all, q.low[k])
    slot = q.blocks % BLOCKS
    q.missing[slot] = 0
    q.flat[slot] = 0
    q.clipped[slot] = 0
    q.filled = 0
    q.high_now = q.held
    q.low_now = q.held


@kernel
def look(q: Any, value: float) -> float:
    """Count one sample; return it, or the last good one in place of NaN and infinities."""
    if not abs(value) < 1e9:
        q.missing[q.blocks % BLOCKS] += 1
        q.missing_run += 1
        value = q.held
    else:
        q.missing_run = 0
        if not q.started:
            q.started = 1
            q.run_value = value
            q.equal = value
            q.high_now = value
            q.low_now = value
            q.high_all = value
            q.low_all = value
    q.held = value
    q.high_now = max(q.high_now, value)
    q.low_now = min(q.low_now, value)
    high = max(q.high_all, q.high_now)
    low = min(q.low_all, q.low_now)
    slot = q.blocks % BLOCKS
    if abs(value - q.run_value) <= 0.005 * (high - low):
        q.run += 1
        if q.run >= q.flat_length:
            q.flat[slot] += 1
    else:
        q.run_value = value
        q.run = 0
    if value == q.equal:
        q.equal_run += 1
    else:
        q.equal = value
        q.equal_run = 1
    if q.equal_run >= 3 and high > low and (value >= high or value <= low):
        q.clipped[slot] += 1
    q.filled += 1
    if q.filled >= q.block_length:
        next_block(q)
    return value


@kernel
def compare(ecg: Any, r: float) -> None:
    """Correlate the settled beat at `r` with the template, remember how alike it was, and learn from it."""
    reach = min(ecg.reach, (TEMPLATE - 1) // 2)
    centre = int(r + 0.5)
    if ecg.n - centre < reach or centre - reach < 1 or ecg.n - centre > RING - reach - 2:
        return
    width = 2 * reach + 1
    mean_beat = 0.0
    mean_template = 0.0
    for k in range(width):
        mean_beat += ecg.smooth[(centre - reach + k) & MASK]
        mean_template += ecg.template[k]
    mean_beat /= width
    mean_template /= width
    cross = 0.0
    power_beat = 0.0
    power_template = 0.0
    for k in range(width):
        a = ecg.smooth[(centre - reach + k) & MASK] - mean_beat
        b = ecg.template[k] - mean_template
        cross += a * b
        power_beat += a * a
        power_template += b * b
    alike = 0.0
    if power_beat > 0.0 and power_template > 0.0:
        alike = cross / (power_beat * power_template) ** 0.5
    weight = 1.0 / (ecg.template_beats + 1) if ecg.template_beats < 8 else 0.12 if alike > 0.5 else 0.04
    for k in range(width):
        ecg.template[k] += weight * (ecg.smooth[(centre - reach + k) & MASK] - ecg.template[k])
    if ecg.template_beats > 0:
        ecg.likeness[ecg.likeness_count % LEVELS] = alike
        ecg.likeness_count += 1
    ecg.template_beats += 1
