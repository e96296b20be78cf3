"""What the height sounds like: wind that rises with the parameter and the floor, a city that sinks away below."""

from __future__ import annotations


class Sounds:
    """Beds and events. `bed` keeps the beds; `play` starts an event's sound."""

    def __init__(self, stage) -> None:
        self._beds = {
            name: stage.sound(f"sounds/{name}.ogg", loop=True) for name in ("wind", "wind_strong", "city")
        }
        self._events = {
            name: stage.sound(f"sounds/{name}.ogg") for name in ("gust", "gull", "creak", "helicopter")
        }

    def silence(self, silent: bool) -> None:
        for sound in self._beds.values():
            sound.stop() if silent else sound.play()
        for sound in self._events.values():
            sound.stop()

    def bed(self, wind: float, height_m: float, paused: bool) -> None:
        """Loudness of the beds for a wind in m/s at a height; `paused` keeps a low bed."""
        high = min(1.0, height_m / 140.0)
        blow = min(1.0, max(0.0, (wind - 1.0) / 11.0)) * (0.0 if paused else 1.0)
        self._beds["wind"].loudness(min(1.0, 0.18 + 0.22 * high + 0.6 * blow))
        self._beds["wind_strong"].loudness(min(1.0, blow * blow * (0.7 + 0.3 * high)))
        self._beds["city"].loudness((0.9 - 0.68 * high**0.6) * (0.5 if paused else 1.0))

    def play(self, name: str, share: float = 1.0) -> None:
        self._events[name].loudness(share)
        self._events[name].play()

    def place(self, name: str, at: tuple[float, float, float], share: float) -> None:
        self._events[name].place(*at)
        self._events[name].loudness(share)

    def end_events(self) -> None:
        for sound in self._events.values():
            sound.stop()
