"""The beats of a whole recording, found by the live code, and how well they agree with an expert's.

Rule: nothing here looks ahead; a recording is pushed chunk by chunk, as a sensor would.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from vrtherapy.biofeedback import ecg_chain
from vrtherapy.biofeedback.ecg_state import EVENT, REVISED, SETTLED

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Match:
    """`offsets`: found minus true for each hit, in samples."""

    hits: int
    false: int
    missed: int
    offsets: Floats


def find_beats(
    samples: npt.NDArray[np.floating[Any]], rate_hz: float, chunk: int = ecg_chain.BIGGEST_CHUNK
) -> npt.NDArray[np.void]:
    """Every beat of `samples` (one-dimensional), shape (beats,) of `ecg_state.EVENT`, revisions applied.

    The result does not depend on `chunk` (1 to 1024). Raises ValueError outside 100 to 1000 Hz.
    """
    state, events = ecg_chain.new_chain(rate_hz), ecg_chain.new_events()
    buffer = np.zeros(ecg_chain.BIGGEST_CHUNK)
    found: list[npt.NDArray[np.void]] = []
    for first in range(0, len(samples), chunk):
        part = samples[first : first + chunk]
        buffer[: len(part)] = part
        at = round((first + len(part)) * 1e6 / rate_hz)
        told = ecg_chain.push(state, buffer, len(part), at, events)
        found.extend(events[k : k + 1].copy() for k in range(told) if events[k]["kind"] != SETTLED)
    kept: list[npt.NDArray[np.void]] = []
    for event in found:
        if event[0]["kind"] == REVISED and kept:
            kept[-1] = event
        else:
            kept.append(event)
    return np.concatenate(kept) if kept else np.zeros(0, EVENT)


def match_beats(found: Floats, true: Floats, tolerance: float) -> Match:
    """Pair `found` with `true` beats one to one, nearest first within `tolerance`, all in samples and in order.

    150 ms is the tolerance of ANSI/AAMI EC57:2012; 50 ms is what RMSSD needs.
    """
    i = j = 0
    offsets = []
    while i < len(found) and j < len(true):
        off = found[i] - true[j]
        if abs(off) > tolerance:
            i, j = (i + 1, j) if off < 0 else (i, j + 1)
        elif i + 1 < len(found) and abs(found[i + 1] - true[j]) < abs(off):
            i += 1
        elif j + 1 < len(true) and abs(found[i] - true[j + 1]) < abs(off):
            j += 1
        else:
            offsets.append(off)
            i, j = i + 1, j + 1
    hits = len(offsets)
    return Match(hits, len(found) - hits, len(true) - hits, np.array(offsets, dtype=np.float64))
