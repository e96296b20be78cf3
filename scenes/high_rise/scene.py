"""A terrace on the face of a tower above a living city. The facts are in scene.yaml; this file shows them.

The terrace glides like a lift; the patient moves only with it and, slowly, towards its edge. Time of the scene stands
still while it is held, so that nothing jumps when it goes on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from . import city
from .glide import Ease, Glide
from .happenings import Bird, Helicopter
from .sounds import Sounds
from .terrace import EYE_M, RAILING_M, STOREY_M, Terrace

GUST_WIND = 14.0
GUST_S = 4.0
GUST_HEARD_S = 0.7
EVENTS = ("gust", "bird", "creak", "helicopter")


class Scene:
    """Implements vrtherapy.scene.api.Scene."""

    def build(self, stage) -> None:
        self._stage = stage
        stage.lens(0.1, 8000.0)
        city.build(stage)
        self._terrace = Terrace(stage)
        flyers = stage.meshes("flyers.npz")
        self._bird = Bird(stage, flyers["gull"])
        self._helicopter = Helicopter(stage, flyers["helicopter"], flyers["rotor"])
        self._sounds = Sounds(stage)
        self._height = Glide(STOREY_M, speed=7.0, pull=2.5)
        self._edge = Glide(4.0, speed=0.8, pull=0.5)
        self._rail = Glide(RAILING_M["full"], speed=0.7, pull=0.9)
        self._clear = Ease(0.0, tau_s=0.5)
        self._wind = Ease(1.0, tau_s=0.8)
        self._time_s = 20.0
        self._blown_m = 0.0
        self._gust_age = math.inf
        self._paused = False
        self.advance(0.0)

    def apply(self, values: Mapping[str, int | float | str]) -> None:
        """Targets by the names of scene.yaml; a name or value it does not know raises."""
        for name, value in values.items():
            match name:
                case "floor":
                    self._height.target = STOREY_M * float(value)
                case "railing":
                    self._rail.target = RAILING_M[str(value)]
                case "edge_distance":
                    self._edge.target = float(value)
                case "wind":
                    self._wind.target = float(value)
                case "glass_floor":
                    self._clear.target = float(value) / 100.0
                case _:
                    raise KeyError(name)

    def fire(self, event: str) -> None:
        if event not in EVENTS:
            raise KeyError(event)
        eye = self._eye()
        match event:
            case "gust":
                self._gust_age = 0.0
                self._sounds.play("gust")
                self._sounds.place("gust", (eye[0] - 6.0, eye[1], eye[2]), 1.0)
            case "bird":
                self._bird.start(eye)
                self._sounds.play("gull")
            case "creak":
                self._sounds.play("creak")
                self._sounds.place("creak", (1.0, 0.0, self._height.value + 0.8), 1.0)
            case "helicopter":
                self._helicopter.start(eye)
                self._sounds.play("helicopter", 0.0)

    def advance(self, dt_s: float) -> None:
        # While held nothing moves towards fear; the way back is always free.
        for moving, fear in zip(self._moving(), (1, -1, -1, 1, 1), strict=True):
            moving.advance(dt_s, held=self._paused and (moving.target - moving.value) * fear > 0)
        lived = 0.0 if self._paused else dt_s
        self._time_s += lived
        self._gust_age += lived
        wind = max(self._wind.value, self._gust())
        self._blown_m += wind * lived
        self._sounds.advance(lived)
        self._happen(lived)
        self._draw(wind)

    def _moving(self) -> tuple[Glide | Ease, ...]:
        return (self._height, self._edge, self._rail, self._clear, self._wind)

    def _happen(self, lived: float) -> None:
        at = self._bird.advance(lived)
        if at is not None:
            self._sounds.place("gull", at, 1.0)
        at = self._helicopter.advance(lived)
        if at is not None:
            away = math.dist(at, self._eye())
            self._sounds.place("helicopter", at, min(1.0, (300.0 / away) ** 1.6))

    def _gust(self) -> float:
        """The gust's own wind in m/s: heard first, then it rises and falls within its four seconds."""
        age = self._gust_age - GUST_HEARD_S
        if not 0.0 <= age < GUST_S:
            return 0.0
        return GUST_WIND * math.sin(math.pi * age / GUST_S) ** 0.7

    def _draw(self, wind: float) -> None:
        height = self._height.value
        self._terrace.place(height)
        self._terrace.railing(self._rail.value)
        self._terrace.clear(min(1.0, max(0.0, self._clear.value)))
        drift = 0.0012 * self._blown_m * 0.12
        self._stage.numbers(
            self._stage.root,
            {
                "u_time": self._time_s,
                "u_wind": wind,
                "u_blown": self._blown_m,
                "u_deck_z": height,
                "u_drift": (drift, 0.3 * drift),
            },
        )
        self._sounds.bed(wind, height, self._paused)

    def hold(self, paused: bool) -> None:
        self._paused = paused
        if paused:
            self._sounds.end_events()

    def _eye(self) -> tuple[float, float, float]:
        return (0.0, -self._edge.value, self._height.value + EYE_M)

    def viewpoint(self) -> tuple[float, float, float, float, float]:
        """Without a headset the gaze sinks towards the street as the edge comes near."""
        near = 1.0 - min(1.0, max(0.0, (self._edge.value - 0.3) / 3.7))
        high = min(1.0, self._height.value / 140.0)
        return (*self._eye(), 6.0, -7.0 - 9.0 * high - 36.0 * near * (0.3 + 0.7 * high))

    def settle(self) -> None:
        for moving in self._moving():
            moving.settle()
        self.advance(0.0)

    def silence(self, silent: bool) -> None:
        self._sounds.silence(silent)
        if silent:
            self._bird.stop()
            self._helicopter.stop()
            self._gust_age = math.inf

    def teardown(self) -> None:
        self._sounds.silence(True)
