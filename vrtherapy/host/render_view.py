"""The renderer as the engine sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vrtherapy.domain.stage import Value
from vrtherapy.host.settings import Settings
from vrtherapy.host.view import Frame, ViewUnavailable
from vrtherapy.render.app import RenderApp, RenderUnavailable, SceneFailed
from vrtherapy.render.headset.fake import FakeHeadset


@dataclass(frozen=True, slots=True)
class Shown:
    """One frame as the engine sees it; `failure` is a scene's id and one sentence."""

    number: int
    stop_pressed: bool
    suds_said: int | None
    closed: bool
    failure: tuple[str, str] | None
    lost: str


class RenderView:
    """Implements `View` on a window, off-screen, or off-screen with a fake headset. Raises ViewUnavailable where nothing
    can be drawn."""

    def __init__(self, settings: Settings) -> None:
        size = (settings.width, settings.height)
        self._headset: FakeHeadset | None = None
        try:
            if settings.surface == "fake":
                self._headset = FakeHeadset(settings.folder)
                self._app = RenderApp("offscreen", size, settings.quality, settings.sound, keys=self._headset)
            else:
                self._app = RenderApp(settings.surface, size, settings.quality, settings.sound)
        except RenderUnavailable as error:
            raise ViewUnavailable(str(error)) from error
        self.software = self._app.software
        """A processor draws in place of a graphics card: frames are to be spared."""
        self._failed_to_load: tuple[str, str] | None = None

    def load(self, scene: Path | None, calm: Path | None) -> None:
        try:
            self._app.load(scene, calm)
        except SceneFailed as problem:
            self._failed_to_load = (problem.scene_id, problem.sentence)

    def show(self, view: Literal["calm", "exposure"]) -> None:
        self._app.show(view)

    def apply(self, values: Mapping[str, Value]) -> None:
        self._app.apply(values)

    def fire(self, event: str) -> None:
        self._app.fire(event)

    def hold(self, paused: bool) -> None:
        self._app.hold(paused)

    def say(self, text: str, seconds: float) -> None:
        self._app.say(text, seconds)

    def ask_suds(self, shown: bool) -> None:
        self._app.ask_suds(shown)

    def silence(self, silent: bool) -> None:
        self._app.silence(silent)

    def frame(self, dt_s: float) -> Frame:
        drawn = self._app.frame(dt_s)
        if self._headset is not None:
            self._headset.drawn(drawn, self._app.picture)
        failure, self._failed_to_load = self._failed_to_load or drawn.failure, None
        return Shown(drawn.number, drawn.stop_pressed, drawn.suds_said, drawn.closed, failure, drawn.lost)

    def mirror(self, size: tuple[int, int]) -> tuple[int, bytes] | None:
        return self._app.mirror(size)

    def close(self) -> None:
        self._app.close()
        if self._headset is not None:
            self._headset.close()
