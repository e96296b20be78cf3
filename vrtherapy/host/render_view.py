"""The renderer as the engine sees it. A scene whose code took an engine of this session with it is loaded no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vrtherapy.domain.stage import Value
from vrtherapy.host.last_words import BUILD_S, NO_FRAME_S, LastWords, blamed
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
        self._shows: Literal["calm", "exposure"] = "calm"
        self._failed: tuple[str, str] | None = None
        self._left_out: Path | None = None
        self._last_words = LastWords(settings.folder / "last_words")
        calm = [] if settings.calm_folder is None else [settings.calm_folder]
        if (found := blamed(self._last_words.left, [*settings.scene_folders.values(), *calm])) is not None:
            self._left_out, sentence = found
            self._failed = (self._left_out.name, sentence)

    def load(self, scene: Path | None, calm: Path | None) -> None:
        self._last_words.due(BUILD_S)
        left_out = self._left_out
        try:
            self._app.load(None if scene == left_out else scene, None if calm == left_out else calm)
        except SceneFailed as problem:
            self._failed = (problem.scene_id, problem.sentence)
        self._app.show(self._shows)
        self._last_words.due(NO_FRAME_S)

    def show(self, view: Literal["calm", "exposure"]) -> None:
        self._shows = view
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
        self._last_words.frame()
        failure, self._failed = self._failed or drawn.failure, None
        return Shown(drawn.number, drawn.stop_pressed, drawn.suds_said, drawn.closed, failure, drawn.lost)

    def mirror(self, size: tuple[int, int]) -> tuple[int, bytes] | None:
        return self._app.mirror(size)

    def close(self) -> None:
        self._last_words.close()
        self._app.close()
        if self._headset is not None:
            self._headset.close()
