"""Beats from an ECG, one sample at a time: causal, allocation-free, the same for any cut into chunks.

Rules:
    1. Band-pass, slope, energy over 60 ms; a peak of the energy is judged as soon as it has fallen to 3/4.
    2. It is a beat when it passes the limit between the last beats' and the last noise peaks' levels, is not
       a T wave (soon after a beat, and flatter), and is not a step of the baseline (slope to one side only).
    3. Within 240 ms of a beat a larger peak replaces it; after that the beat is settled.
    4. Nothing for 1.5 usual intervals: the best refused peak is taken if it passes half the limit.
    5. The R peak is the extremum of the lightly filtered signal, to a fraction of a sample.
    6. Nothing for 8 s: the levels are learned anew, so that a loose electrode does not end beat detection.

Two levels, search-back and T-wave rule: Pan J, Tompkins WJ. IEEE Trans Biomed Eng 1985;32:230-236. One-sided
slope: Hamilton P. Open source ECG analysis. Comput Cardiol 2002;29:101-104.
"""

from __future__ import annotations

from typing import Any

from vrtherapy.biofeedback.compiled import kernel
from vrtherapy.biofeedback.ecg_locate import locate, measure_slopes
from vrtherapy.biofeedback.ecg_state import BEAT, LEVELS, REVISED, RING, SEARCHED, SETTLED

MASK = RING - 1


@kernel
def middle(levels: Any, count: int) -> float:
    """Mean of the last `count` levels (at most 8) without the largest and the smallest."""
    n = count if count < LEVELS else LEVELS
    total = 0.0
    least = levels[0]
    most = levels[0]
    for k in range(n):
        value = levels[k]
        total += value
        least = min(least, value)
        most = max(most, value)
    if n <= 2:
        return float(total / max(n, 1))
    return float((total - least - most) / (n - 2))


@kernel
def tell(events: Any, told: int, r: float, reported: int, kind: int, strength: float) -> int:
    if told < events.shape[0]:
        events[told].r = r - 1.0
        events[told].reported = reported - 1
        events[told].kind = kind
        events[told].strength = strength
        return told + 1
    return told


@kernel
def accept(ecg: Any, peak: float, at: int, r: float, slope: float, kind: int, events: Any, told: int) -> int:
    """Take a peak as a beat."""
    if ecg.has_r:
        interval = r - ecg.last_r
        if interval < 0.2 * ecg.rate:
            return told
        if interval < 2.5 * ecg.rate:
            ecg.intervals[ecg.interval_count % LEVELS] = interval
            ecg.interval_count += 1
            ecg.interval = middle(ecg.intervals, ecg.interval_count)
    ecg.beat_levels[ecg.beats % LEVELS] = peak
    ecg.beats += 1
    ecg.beat_level = middle(ecg.beat_levels, ecg.beats)
    ecg.last_peak_at = at
    ecg.last_peak = peak
    ecg.last_slope = slope
    ecg.last_r = r
    ecg.has_r = 1
    ecg.unsettled = 1
    ecg.spare_peak = 0.0
    return tell(events, told, r, ecg.n, kind, peak)


@kernel
def judge(ecg: Any, peak: float, at: int, events: Any, told: int) -> int:
    """Rule on a peak of the energy: beat, revision of a beat, or noise."""
    ecg.limit = ecg.noise_level + ecg.threshold * (ecg.beat_level - ecg.noise_level)
    measure_slopes(ecg, at)
    slope = max(ecg.found_rise, ecg.found_fall)
    since = at - ecg.last_peak_at if ecg.has_r else ecg.relearn
    if since < ecg.refractory:
        if peak > 1.3 * ecg.last_peak and since > 0:
            locate(ecg, at)
            ecg.beat_levels[(ecg.beats - 1) % LEVELS] = peak
            ecg.beat_level = middle(ecg.beat_levels, ecg.beats)
            ecg.last_peak = peak
            ecg.last_slope = slope
            ecg.last_peak_at = at
            ecg.last_r = ecg.found_r
            ecg.is_negative = ecg.found_negative
            return tell(events, told, ecg.found_r, ecg.n, REVISED, peak)
        return told
    one_sided = ecg.found_rise > 8.0 * ecg.found_fall or ecg.found_fall > 8.0 * ecg.found_rise
    flatter = since < ecg.t_wave and slope < 0.5 * ecg.last_slope
    if peak > ecg.limit and not one_sided and not flatter:
        locate(ecg, at)
        ecg.is_negative = ecg.found_negative
        return accept(ecg, peak, at, ecg.found_r, slope, BEAT, events, told)
    ecg.noise_levels[ecg.noise_count % LEVELS] = peak
    ecg.noise_count += 1
    ecg.noise_level = middle(ecg.noise_levels, ecg.noise_count)
    if since > ecg.t_wave and peak > ecg.spare_peak and not one_sided:
        locate(ecg, at)
        ecg.spare_peak = peak
        ecg.spare_at = at
        ecg.spare_r = ecg.found_r
        ecg.spare_slope = slope
    return told


@kernel
def learn(ecg: Any, energy: float) -> None:
    """Levels from the largest energy of 2 s: at the start, and again when no beat was found for 8 s."""
    if ecg.beats > 0 and ecg.n - ecg.last_peak_at <= ecg.relearn:
        return
    ecg.learn_peak = max(ecg.learn_peak, energy)
    ecg.learn_count += 1
    if ecg.learn_count < 2.0 * ecg.rate:
        return
    for k in range(LEVELS):
        ecg.beat_levels[k] = ecg.learn_peak
        ecg.noise_levels[k] = 0.0
    if ecg.beats == 0:
        ecg.beats = 1
        ecg.last_peak_at = ecg.n - ecg.relearn
    else:
        ecg.beats = LEVELS
        ecg.last_peak_at = ecg.n - ecg.relearn // 2
        ecg.interval = ecg.rate
    ecg.noise_count = LEVELS
    ecg.beat_level = ecg.learn_peak
    ecg.noise_level = 0.0
    ecg.learn_peak = 0.0
    ecg.learn_count = 0


@kernel
def take_sample(ecg: Any, value: float, events: Any, told: int) -> int:
    """Advance by one finite sample; write what is found to `events` from `told` on; return the new count."""
    if ecg.n == 0:
        ecg.memory[0] = -ecg.high[0] * value
        ecg.memory[3] = -ecg.light[0] * value
    ecg.n += 1
    n = ecg.n
    passed = ecg.high[0] * value + ecg.memory[0]
    ecg.memory[0] = ecg.high[1] * value - ecg.high[2] * passed
    band = ecg.low[0] * passed + ecg.memory[1]
    ecg.memory[1] = ecg.low[1] * passed - ecg.low[3] * band + ecg.memory[2]
    ecg.memory[2] = ecg.low[2] * passed - ecg.low[4] * band
    smooth = ecg.light[0] * value + ecg.memory[3]
    ecg.memory[3] = ecg.light[1] * value - ecg.light[2] * smooth
    slot = n & MASK
    ecg.smooth[slot] = smooth
    ecg.band[slot] = band
    slope = band - ecg.band[(n - ecg.slope_lag) & MASK]
    ecg.slope[slot] = slope
    ecg.energy += abs(slope) - abs(ecg.slope[(n - ecg.window) & MASK])
    if n & 4095 == 0:
        ecg.energy = 0.0
        for k in range(ecg.window):
            ecg.energy += abs(ecg.slope[(n - k) & MASK])
    energy = ecg.energy
    learn(ecg, energy)
    if ecg.unsettled and n - ecg.last_peak_at >= ecg.refractory:
        ecg.unsettled = 0
        told = tell(events, told, ecg.last_r, n, SETTLED, ecg.last_peak)
    if energy > ecg.peak:
        if energy > ecg.last_energy:
            ecg.peak = energy
            ecg.peak_at = n
    elif ecg.peak > 0.0 and (energy < ecg.fall * ecg.peak or n - ecg.peak_at > ecg.holdoff):
        if ecg.beats > 0:
            told = judge(ecg, ecg.peak, ecg.peak_at, events, told)
        ecg.peak = 0.0
    ecg.last_energy = energy
    if ecg.spare_peak > 0.0 and ecg.beats > 1 and n - ecg.last_peak_at > 1.5 * ecg.interval:
        if ecg.spare_peak > 0.5 * ecg.limit:
            told = accept(
                ecg, ecg.spare_peak, ecg.spare_at, ecg.spare_r, ecg.spare_slope, SEARCHED, events, told
            )
        ecg.spare_peak = 0.0
    return told
