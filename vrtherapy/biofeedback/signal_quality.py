"""How far an ECG can be trusted, 0 to 1, and in a few words what is wrong.

Rule: the worst part decides; nothing is averaged away. Good from 0.7, poor from 0.3, below that nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from vrtherapy.biofeedback.ecg_state import LEVELS
from vrtherapy.biofeedback.quality_kernel import BLOCKS
from vrtherapy.domain.arousal import Quality

GOOD: Final = 0.7
POOR: Final = 0.3


@dataclass(frozen=True, slots=True)
class Judgement:
    """`score` 0 (worst) to 1; `reason` is "" when nothing is wrong."""

    score: float
    reason: str

    @property
    def quality(self) -> Quality:
        return "good" if self.score >= GOOD else "poor" if self.score >= POOR else "none"


def fade(value: float, fine: float, useless: float) -> float:
    """1 at `fine` or better, 0 at `useless` or worse, straight between."""
    return min(1.0, max(0.0, (value - useless) / (fine - useless)))


def judge_ecg(state: npt.NDArray[np.void], unit: str, sound_share: float) -> Judgement:
    """Judge a chain (`ecg_chain.CHAIN`) as it stands. `sound_share`: intervals of the last 20 s not corrected."""
    chain: Any = state[0]
    return min(_parts(chain, unit, sound_share), key=lambda part: part.score)


def _parts(chain: Any, unit: str, sound_share: float) -> list[Judgement]:
    quality, ecg = chain["quality"], chain["ecg"]
    rate = float(ecg["rate"])
    filled = int(quality["filled"])
    blocks = int(quality["blocks"])
    seconds = min(blocks, 4) + filled / rate
    slots = [(blocks - k) % BLOCKS for k in range(min(blocks, 4) + 1)]

    def share(name: str) -> float:
        return float(sum(int(quality[name][slot]) for slot in slots)) / max(1.0, seconds * rate)

    missing, flat, clipped = share("missing"), share("flat"), share("clipped")
    run_s = int(quality["missing_run"]) / rate
    flat_s = max(0, int(quality["run"]) + 1) / rate
    now_s = int(ecg["n"]) / rate + float(chain["gap_s"])
    parts = [Judgement(1.0, "")]
    if run_s > 0.3:
        parts.append(
            Judgement(
                0.0, f"no signal: samples missing for {run_s:.0f} s" if run_s >= 1 else "samples missing"
            )
        )
    if missing > 0.02:
        parts.append(Judgement(fade(missing, 0.02, 0.4), f"{100 * missing:.0f} % of samples missing"))
    if flat_s >= 1.5:
        parts.append(Judgement(0.0, f"flat line for {flat_s:.0f} s: electrode off?"))
    elif flat > 0.5:
        parts.append(Judgement(fade(flat, 0.5, 0.9), f"flat for {100 * flat:.0f} % of the time"))
    if clipped > 0.01:
        parts.append(
            Judgement(fade(clipped, 0.01, 0.15), f"clipped: {100 * clipped:.0f} % of samples at the limit")
        )
    span = float(quality["high_all"]) - float(quality["low_all"])
    least = {"mV": 0.05, "uV": 50.0, "µV": 50.0, "V": 0.00005}.get(unit)
    if least is not None and blocks >= 2 and span < least:
        parts.append(Judgement(0.0, f"flat: less than {least:g} {unit} between highest and lowest"))
    parts.extend(_beats(chain, now_s, sound_share))
    hertz = float(chain["measured_hz"])
    if hertz > 0.0 and abs(hertz / rate - 1.0) > 0.03:
        parts.append(
            Judgement(
                fade(abs(hertz / rate - 1.0), 0.0, 0.1), f"samples come at {hertz:.0f} Hz, {rate:g} declared"
            )
        )
    if int(chain["refused"]) and int(chain["refused_at"]) + 3_000_000 > int(chain["at"]):
        parts.append(Judgement(0.5, "time stamps run backwards"))
    if int(chain["gaps"]) and int(chain["gap_at"]) + 5_000_000 > int(chain["at"]):
        parts.append(Judgement(0.6, "the signal had a gap"))
    return parts


def _beats(chain: Any, now_s: float, sound_share: float) -> list[Judgement]:
    ecg = chain["ecg"]
    parts = []
    settled = int(chain["settled"])
    since = now_s - float(chain["last_beat_s"]) if settled else now_s
    if since > 3.0:
        parts.append(Judgement(0.0, f"no heartbeat found for {since:.0f} s"))
    if settled < 5:
        parts.append(Judgement(0.4, "still looking for heartbeats"))
        return parts
    alike_count = min(LEVELS, int(ecg["likeness_count"]))
    alike = float(np.sort(ecg["likeness"][:alike_count])[alike_count // 4 :].mean()) if alike_count else 0.0
    if alike < 0.85:
        parts.append(Judgement(fade(alike, 0.85, 0.45), "noise: the beats do not look alike"))
    if sound_share < 0.8:
        parts.append(
            Judgement(fade(sound_share, 0.85, 0.3), f"{100 * (1 - sound_share):.0f} % of intervals irregular")
        )
    level = float(ecg["beat_level"])
    noise = float(ecg["noise_level"]) / level if level > 0.0 else 1.0
    if noise > 0.4:
        parts.append(Judgement(fade(noise, 0.4, 0.9), "noise: as strong as the beats"))
    return parts
