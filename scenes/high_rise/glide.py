"""Numbers that ease to a target: `Glide` as a lift does (bounded speed and acceleration), `Ease` as a fade does."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(slots=True)
class Glide:
    """`value` in m follows `target` with at most `speed` m/s and `pull` m/s²; it never overshoots."""

    value: float
    speed: float
    pull: float
    target: float = math.nan
    velocity: float = 0.0

    def __post_init__(self) -> None:
        self.target = self.value

    def advance(self, dt_s: float, held: bool = False) -> None:
        """`held` brakes to a stand and keeps it there."""
        steps = max(1, math.ceil(dt_s * 120.0 - 1e-9))
        for _ in range(steps):
            self._step(dt_s / steps, held)

    def _step(self, dt_s: float, held: bool) -> None:
        if dt_s <= 0.0:
            return
        gap = self.target - self.value
        # The greatest speed from which it still stops in time, with a soft last stretch.
        brake = math.sqrt(2.0 * self.pull * 0.8 * abs(gap))
        wanted = math.copysign(min(self.speed, brake, abs(gap) * 3.0), gap) * (not held)
        change = max(-self.pull * dt_s, min(self.pull * dt_s, wanted - self.velocity))
        self.velocity += change
        move = self.velocity * dt_s
        if abs(gap) < 1e-4 or (move * gap > 0 and abs(move) >= abs(gap)):
            self.value, self.velocity = self.target, 0.0
        else:
            self.value += move

    def settle(self) -> None:
        self.value, self.velocity = self.target, 0.0


@dataclass(slots=True)
class Ease:
    """`value` follows `target` with the time constant `tau_s`; exact at any step."""

    value: float
    tau_s: float
    target: float = math.nan

    def __post_init__(self) -> None:
        self.target = self.value

    def advance(self, dt_s: float, held: bool = False) -> None:
        self.value += 0.0 if held else (self.target - self.value) * (1.0 - math.exp(-dt_s / self.tau_s))

    def settle(self) -> None:
        self.value = self.target
