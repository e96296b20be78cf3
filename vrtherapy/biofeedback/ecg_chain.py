"""A chunk of ECG through everything: missing samples, beats, rhythm, display, and the time the chunk claims.

Rules:
    1. Time that runs backwards or stands still: the chunk is refused.
    2. A chunk that comes more than 250 ms later than its samples explain: a gap. No interval spans it.
    3. Missing samples longer than 300 ms are a gap as well.
    4. Stream time is samples over rate plus gaps; session time differs from it by one offset.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from vrtherapy.biofeedback.compiled import kernel
from vrtherapy.biofeedback.ecg_kernel import take_sample
from vrtherapy.biofeedback.ecg_state import ECG, EVENT, SETTLED, new_ecg
from vrtherapy.biofeedback.quality_kernel import QUALITY, compare, look
from vrtherapy.biofeedback.rr_kernel import RR, add_beat, break_rhythm

STRIP: Final = 8192
BIGGEST_CHUNK: Final = 1024
EVENTS: Final = 256
"""More than a chunk of 1024 samples at 100 Hz can hold: 43 beats, three events each."""

GAP: Final = 250_000.0
RATE_WINDOW: Final = 10_000_000.0

CHAIN: Final = np.dtype(
    [
        ("ecg", ECG),
        ("rr", RR),
        ("quality", QUALITY),
        ("at", "i8"),
        ("has_at", "i8"),
        ("gap_s", "f8"),
        ("gaps", "i8"),
        ("gap_at", "i8"),
        ("refused", "i8"),
        ("refused_at", "i8"),
        ("check_at", "i8"),
        ("check_n", "i8"),
        ("measured_hz", "f8"),
        ("settled", "i8"),
        ("last_beat_s", "f8"),
        ("strip", "f4", (STRIP,)),
    ]
)


def new_chain(rate_hz: float) -> npt.NDArray[np.void]:
    """State for one ECG channel, shape (1,). Raises ValueError outside 100 to 1000 Hz."""
    made = np.zeros(1, CHAIN)
    chain = made[0]
    chain["ecg"] = new_ecg(rate_hz)[0]
    chain["quality"]["block_length"] = round(rate_hz)
    chain["quality"]["flat_length"] = round(0.3 * rate_hz)
    return made


def new_events() -> npt.NDArray[np.void]:
    """Room for what one chunk of at most 1024 samples can tell."""
    return np.zeros(EVENTS, EVENT)


@kernel
def cut(chain: Any) -> None:
    """The signal was interrupted here."""
    break_rhythm(chain.rr)
    chain.ecg.has_r = 0
    chain.ecg.unsettled = 0
    chain.ecg.spare_peak = 0.0


@kernel
def take_time(chain: Any, count: int, at: int) -> bool:
    """Check the time (microseconds) of a chunk's last sample against what went before; False refuses the chunk."""
    rate = chain.ecg.rate
    if chain.has_at:
        if at <= chain.at:
            chain.refused += 1
            chain.refused_at = chain.at
            return False
        late = at - chain.at - count * 1e6 / rate
        if late > GAP:
            chain.gap_s += late * 1e-6
            chain.gaps += 1
            chain.gap_at = at
            chain.check_at = at
            chain.check_n = chain.ecg.n + count
            cut(chain)
    else:
        chain.has_at = 1
        chain.check_at = at
        chain.check_n = chain.ecg.n + count
    chain.at = at
    elapsed = at - chain.check_at
    if elapsed >= RATE_WINDOW:
        chain.measured_hz = (chain.ecg.n + count - chain.check_n) * 1e6 / elapsed
        chain.check_at = at
        chain.check_n = chain.ecg.n + count
    return True


@kernel
def push(state: Any, samples: Any, count: int, at: int, events: Any) -> int:
    """Take the first `count` of `samples` (float64, at most 1024), the last of which was measured at `at`.

    Returns how many `events` were written, or -1 for a chunk refused because of its time.
    """
    chain = state[0]
    if count == 0:
        return 0
    if not take_time(chain, count, at):
        return -1
    ecg = chain.ecg
    told = 0
    longest = int(0.3 * ecg.rate)
    for k in range(count):
        value = look(chain.quality, samples[k])
        if chain.quality.missing_run == longest:
            cut(chain)
        before = told
        told = take_sample(ecg, value, events, told)
        chain.strip[ecg.n % STRIP] = value
        for e in range(before, told):
            if events[e].kind == SETTLED:
                chain.settled += 1
                chain.last_beat_s = events[e].r / ecg.rate + chain.gap_s
                add_beat(chain.rr, chain.last_beat_s)
                compare(ecg, events[e].r + 1.0)
    return told
