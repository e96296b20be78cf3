"""What the height sounds like: wind that rises with the parameter and the floor, a city that sinks away below.

The files hold the loudness of each sound alone; the shares here keep the sum within what scene.yaml declares.
"""

from __future__ import annotations

from typing import Final

LASTS_S: Final = {"gust": 4.8, "gull": 4.0, "creak": 3.0, "helicopter": 14.0}


class Sounds:
    """Beds and events. `bed` keeps the beds, `play` starts an event's sound, `advance` lets time pass."""

    def __init__(self, stage) -> None:
        self._beds = {
            name: stage.sound(f"sounds/{name}.ogg", loop=True) for name in ("wind", "wind_strong", "city")
        }
        self._events = {name: stage.sound(f"sounds/{name}.ogg") for name in LASTS_S}
        self._left_s = dict.fromkeys(LASTS_S, 0.0)
        self._shares = dict.fromkeys(LASTS_S, 0.0)

    def silence(self, silent: bool) -> None:
        for sound in self._beds.values():
            sound.stop() if silent else sound.play()
        self.end_events()

    def bed(self, wind: float, height_m: float, paused: bool) -> None:
        """Loudness of the beds for a wind in m/s at a height; `paused` keeps a low bed."""
        high = min(1.0, height_m / 140.0)
        blow = min(1.0, max(0.0, (wind - 1.0) / 11.0)) * (0.0 if paused else 1.0)
        self._beds["wind"].loudness(min(1.0, 0.18 + 0.22 * high + 0.6 * blow))
        self._beds["wind_strong"].loudness(blow * blow * (0.55 + 0.25 * high))
        self._beds["city"].loudness((0.9 - 0.68 * high**0.6) * (0.5 if paused else 1.0))

    def play(self, name: str, share: float = 1.0) -> None:
        self._left_s[name] = LASTS_S[name]
        self._shares[name] = share
        self._balance()
        self._events[name].play()

    def place(self, name: str, at: tuple[float, float, float], share: float) -> None:
        self._events[name].place(*at)
        self._shares[name] = share
        self._balance()

    def advance(self, dt_s: float) -> None:
        for name, left in self._left_s.items():
            self._left_s[name] = max(0.0, left - dt_s)
        self._balance()

    def _balance(self) -> None:
        """Events at once share the power that one of them has alone."""
        running = sum(left > 0.0 for left in self._left_s.values())
        for name, sound in self._events.items():
            sound.loudness(self._shares[name] / max(1, running) ** 0.5)

    def end_events(self) -> None:
        for name, sound in self._events.items():
            sound.stop()
            self._left_s[name] = 0.0
