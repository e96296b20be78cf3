"""`RenderApp`: what the patient sees and hears. One thread owns it; nothing it does waits for another process.

Calm acts first: `show("calm")`, a patient's stop and a failing scene all put the calm scene into the very next frame.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import numpy as np
from panda3d.core import (
    GraphicsEngine,
    GraphicsPipe,
    PythonCallbackObject,
    RenderState,
    TransformState,
    WindowProperties,
)

from vrtherapy.render import veil as veils
from vrtherapy.render.builtin_calm import builtin_calm
from vrtherapy.render.keys import Keys, NoKeys, WindowKeys
from vrtherapy.render.panel import PatientPanel
from vrtherapy.render.problem import RenderUnavailable, SceneFailed
from vrtherapy.render.readback import Pixels, Readback, display_grey
from vrtherapy.render.report import FrameReport, HeadsetChanged, StopPressed
from vrtherapy.render.slot import SceneSlot, load_slot
from vrtherapy.render.sound import Loudspeakers
from vrtherapy.render.surface import SurfaceKind, configure, is_software, open_surface, renderer_name
from vrtherapy.scene.api import Tier, Value

VIEW_DEG = 62.0
"""Vertical angle of view without a headset."""
LONGEST_STEP_S = 0.1
HIGH_SAMPLES = 4
MIRROR_SIZE = (640, 360)

__all__ = ["RenderApp", "RenderUnavailable", "SceneFailed"]


class RenderApp:
    """A surface, an exposure scene, a calm scene and the built-in calm behind them.

    Raises RenderUnavailable from the constructor and SceneFailed from `load`; nothing else raises once built.
    `quality` auto is low on software renderers, which `software` tells. `stop_shows_calm` puts a patient's stop into effect here.
    """

    def __init__(
        self,
        surface: SurfaceKind = "offscreen",
        size: tuple[int, int] = MIRROR_SIZE,
        quality: Literal["low", "high", "auto"] = "auto",
        sound: bool = True,
        *,
        stop_shows_calm: bool = True,
        keys: Keys | None = None,
    ) -> None:
        configure()
        self._engine = GraphicsEngine()
        self._output = open_surface(self._engine, surface, size, HIGH_SAMPLES if quality == "high" else 0)
        self.software = is_software(self._output)
        if quality == "auto" and not self.software:
            self._engine.remove_window(self._output)
            self._output = open_surface(self._engine, surface, size, HIGH_SAMPLES)
        self.tier: Tier = "low" if quality == "low" or (quality == "auto" and self.software) else "high"
        self.renderer = renderer_name(self._output)
        self.problems: tuple[str, ...] = ()
        self._stop_shows_calm = stop_shows_calm
        self._output.set_clear_color((0.5, 0.5, 0.5, 1.0))
        self._region = self._output.make_display_region()
        self._region.set_sort(0)
        panel_region = self._output.make_display_region()
        panel_region.set_sort(10)
        self._panel = PatientPanel(panel_region, VIEW_DEG)
        self._readback = Readback(self._engine, self._output)
        self._keys = keys or (WindowKeys(self._output) if surface == "window" else NoKeys())
        self._speakers = Loudspeakers(sound)
        self._builtin = builtin_calm(self.tier, VIEW_DEG)
        self._calm: SceneSlot | None = None
        self._calm_folder: Path | None = None
        self._exposure: SceneSlot | None = None
        self._veil = veils.clear(exposure=False)
        self._shown: SceneSlot | None = None
        self._failed_leaving: tuple[str, str] | None = None
        self._asking = False
        self._lost = ""
        self._number = 0
        self._cull_s = self._draw_s = 0.0
        self._time_region()

    # ---- scenes ----

    @property
    def loaded(self) -> bool:
        """Whether there is an exposure scene that has not failed."""
        return self._exposure is not None and self._exposure.failure is None

    def load(self, scene_folder: Path | None, calm_folder: Path | None = None) -> None:
        """Builds both scenes, shows calm; without `scene_folder` there is no exposure. A calm scene that cannot be
        built is told in `problems` and the built-in one stands in. Raises SceneFailed for the exposure; the calm
        scene is shown then."""
        if self._veil.entering:
            self._cover()
        else:
            self._veil = veils.clear(exposure=False)
        left, self._exposure = self._exposure, None
        self._stand()
        if left is not None:
            self._part_with(left)
        if calm_folder is not None and calm_folder != self._calm_folder:
            self._load_calm(calm_folder)
        self._stand()
        if scene_folder is None:
            return
        self._exposure = load_slot(scene_folder, self.tier, self._speakers, VIEW_DEG)
        self._draw_unseen(self._exposure)

    def _cover(self) -> None:
        """While scenes are built, and no frame is drawn, the patient sees an even grey as bright as what was there."""
        self.show("calm")
        self._panel.veil(self._veil.cover, self._veil.grey)
        self._engine.render_frame()

    def _draw_unseen(self, slot: SceneSlot) -> None:
        """One small frame of `slot` that nobody sees: its shaders are compiled now and not in the session."""
        size = WindowProperties.size(64, 36)
        unseen = self._engine.make_output(
            self._output.get_pipe(), "unseen", -10, self._output.get_fb_properties(), size,
            GraphicsPipe.BF_refuse_window, self._output.get_gsg(), self._output,
        )  # fmt: skip
        if unseen is None:
            return
        self._shape()
        slot.stage.shape(64 / 36, VIEW_DEG)
        unseen.make_display_region().set_camera(slot.stage.camera)
        self._engine.render_frame()
        self._engine.remove_window(unseen)
        # The context went with the buffer; a picture read back before the next frame would be read from nowhere.
        self._engine.render_frame()

    def _part_with(self, left: SceneSlot) -> None:
        """A scene that fails while it leaves is told in the next frame."""
        left.close()
        if left.failure is not None:
            self._failed_leaving = (left.scene_id, left.failure)

    def _load_calm(self, folder: Path) -> None:
        left, self._calm, self._calm_folder = self._calm, None, None
        self._stand()
        if left is not None:
            self._part_with(left)
        try:
            self._calm = load_slot(folder, self.tier, self._speakers, VIEW_DEG)
            self._calm_folder = folder
        except SceneFailed as problem:
            self.problems = (*self.problems, problem.sentence)

    def show(self, view: Literal["calm", "exposure"]) -> None:
        """Calm: from the next frame on nothing of the exposure is seen or heard. Exposure: fades in gently."""
        if view == "calm":
            if self._veil.entering:
                seen = self._grey() if self._veil.shows_exposure or self._veil.cover > 0 else None
                self._veil = veils.clear(exposure=False) if seen is None else veils.to_calm(seen)
                if self._exposure is not None:
                    self._exposure.silence(True)
                # What was said of the exposure goes with it.
                self._panel.say("", 0.0)
        elif self.loaded and not self._veil.entering:
            whole = self._veil.cover == 1.0
            self._veil = veils.lifting(self._veil) if whole else veils.to_exposure(self._grey())
        self._stand()

    def _grey(self) -> float:
        newest = self._readback.whole() if self._number else None
        return 0.5 if newest is None else display_grey(newest)

    def _stand(self) -> None:
        """Puts the scene that is due before the camera, and lets only that one be heard."""
        calm = self._calm if self._calm is not None and self._calm.failure is None else self._builtin
        due = self._exposure if self._veil.shows_exposure and self.loaded else calm
        if due is self._shown or due is None:
            return
        if self._shown is not None:
            self._shown.silence(True)
        due.silence(False)
        self._region.set_camera(due.stage.camera)
        self._shown = due

    # ---- what the session asks ----

    def apply(self, values: Mapping[str, Value]) -> None:
        """Targets for the exposure scene; it eases to them by itself."""
        if self._exposure is not None:
            self._exposure.apply(values)

    def fire(self, event: str) -> None:
        """Plays an event of the exposure; in calm it does nothing."""
        if self._exposure is not None and self._veil.entering:
            self._exposure.fire(event)

    def hold(self, paused: bool) -> None:
        for slot in (self._exposure, self._calm, self._builtin):
            if slot is not None:
                slot.hold(paused)

    def settle(self) -> None:
        """The scene reaches its targets and the veil is gone now."""
        if self._exposure is not None:
            self._exposure.settle()
        self._veil = veils.clear(self._veil.entering and self.loaded)
        self._stand()

    def say(self, text: str, seconds: float) -> None:
        self._panel.say(text, seconds)

    def ask_suds(self, shown: bool) -> None:
        self._asking = shown
        self._panel.ask(shown)

    def silence(self, silent: bool) -> None:
        """Nothing is heard while `silent`, whatever plays. From any thread, also while this one draws."""
        self._speakers.silence(silent)

    # ---- frames ----

    def frame(self, dt_s: float) -> FrameReport:
        """Renders exactly one frame, `dt_s` after the last. Reads the patient first; never raises."""
        started = time.perf_counter()
        inputs = self._keys.poll(self._asking)
        was_lost = self._lost
        self._lost = next((s.lost for s in reversed(inputs) if isinstance(s, HeadsetChanged)), was_lost)
        stopped = any(isinstance(said, StopPressed) for said in inputs) or (self._lost and not was_lost)
        if self._stop_shows_calm and stopped:
            self.show("calm")
        step = min(max(float(dt_s), 0.0), LONGEST_STEP_S) if np.isfinite(dt_s) else 0.0
        self._advance(step)
        failure = self._catch_failure()
        self._panel.veil(self._veil.cover, self._veil.grey)
        self._panel.advance(step)
        self._listen()
        self._shape()
        self._cull_s = self._draw_s = 0.0
        advanced = time.perf_counter()
        self._engine.render_frame()
        _forget_states()
        rendered = time.perf_counter() - advanced
        self._number += 1
        return FrameReport(
            number=self._number,
            cpu_app_s=advanced - started,
            cpu_cull_s=self._cull_s,
            cpu_draw_s=max(0.0, rendered - self._cull_s),
            inputs=inputs,
            failure=failure,
            closed=self._closed(),
            shows="exposure" if self._shown is not None and self._shown is self._exposure else "calm",
            lost=self._lost,
        )

    def _advance(self, step: float) -> None:
        if self._veil.age_s > 0.0 or self._veil.entering:
            self._veil = veils.after(self._veil, step)
        else:
            # The first frame of calm: the veil is whole, whatever time went by.
            self._veil = veils.Veil(1.0, self._veil.grey, False, 1e-6, False)
        self._stand()
        for slot in (self._exposure, self._shown if self._shown is not self._exposure else None):
            if slot is not None:
                slot.advance(step)

    def _catch_failure(self) -> tuple[str, str] | None:
        """A scene that failed since the last frame is left for the calm one, in this frame."""
        if self._exposure is not None and self._exposure.failure is not None:
            failed = self._exposure
            self.show("calm")
            self._exposure = None
            self._stand()
            if self._shown is not None:
                self._shown.advance(0.0)
            failed.close()
            return failed.scene_id, failed.failure or ""
        if self._calm is not None and self._calm.failure is not None:
            failed, self._calm, self._calm_folder = self._calm, None, None
            self._stand()
            failed.close()
            return failed.scene_id, failed.failure or ""
        told, self._failed_leaving = self._failed_leaving, None
        return told

    def _listen(self) -> None:
        if not self._speakers.present or self._shown is None:
            return
        eye = self._shown.stage.camera
        root = self._shown.stage.root
        at = eye.get_pos(root)
        self._speakers.listen(
            at.x,
            at.y,
            at.z,
            root.get_relative_vector(eye, (0, 1, 0)),
            root.get_relative_vector(eye, (0, 0, 1)),
        )
        self._speakers.update()

    def _shape(self) -> None:
        aspect = self._output.get_x_size() / max(1, self._output.get_y_size())
        self._panel.shape(aspect, VIEW_DEG)
        if self._shown is not None:
            self._shown.stage.shape(aspect, VIEW_DEG)

    def _time_region(self) -> None:
        def culled(data: Any) -> None:
            begun = time.perf_counter()
            data.upcall()
            self._cull_s += time.perf_counter() - begun

        self._region.set_cull_callback(PythonCallbackObject(culled))

    def _closed(self) -> bool:
        return not self._output.is_valid()

    # ---- pictures ----

    def mirror(self, size: tuple[int, int] = MIRROR_SIZE) -> tuple[int, bytes] | None:
        """Number and RGB bytes of the newest frame at `size`, top row first; None before there is one."""
        if not self._number:
            return None
        pixels = self._readback.shrunk(size)
        return None if pixels is None else (self._number, pixels.tobytes())

    def picture(self) -> Pixels | None:
        """The newest frame, whole: (height, width, 3) uint8, top row first."""
        return self._readback.whole() if self._number else None

    def close(self) -> None:
        """Everything is silent and given back."""
        for slot in (self._exposure, self._calm, self._builtin):
            if slot is not None:
                slot.close()
        self._exposure = self._calm = None
        self._region.clear_cull_callback()
        self._speakers.close()
        self._engine.remove_all_windows()


def _forget_states() -> None:
    """Panda3D keeps every state a node ever had until it is told to look which are still in use; a uniform that moves
    makes new ones in each frame, 200 kB of them. (ShowBase, which is not used here, does this in a task.)"""
    TransformState.garbage_collect()
    RenderState.garbage_collect()
