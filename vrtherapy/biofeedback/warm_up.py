"""Compile every kernel before the patient is in, telling how far it is.

Rule: after `warm_up` no push, reading or proposal compiles anything.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from vrtherapy.biofeedback import ecg_chain, rr_kernel
from vrtherapy.biofeedback.pipeline import Pipeline
from vrtherapy.biofeedback.samples import ChannelInfo
from vrtherapy.domain.plan import Band
from vrtherapy.domain.units import Micros, Permille


def _silent(done: int, of: int, what: str) -> None:
    return None


def warm_up(progress: Callable[[int, int, str], None] = _silent) -> None:
    """Run each kernel once on invented samples; `progress(done, of, what)` is called before each and at the end.

    From the cache this takes well under a second, the very first time on a machine some ten.
    """
    target = Band(Permille(350), Permille(650))
    ecg = ChannelInfo("ecg", 250.0, "mV", "ECG")
    belt = ChannelInfo("rr", 1.0, "ms", "RR")
    progress(0, 3, "heartbeat detection")
    loop = Pipeline([ecg, belt], "live", "warm-up", target)
    loop.push(0, np.zeros(10), Micros(40_000))
    progress(1, 3, "intervals")
    loop.push(1, np.full(2, 800.0), Micros(1_600_000))
    rr_kernel.break_rhythm_of(rr_kernel.new_rr())
    progress(2, 3, "heart rate and its variability")
    loop.reading(Micros(40_000))
    ecg_chain.new_events()
    progress(3, 3, "ready")
