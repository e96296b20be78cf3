"""Where frames are drawn: a window, or a buffer that needs no display. Opens it or says in a sentence why not."""

from __future__ import annotations

import itertools
from typing import Final, Literal

from panda3d.core import (
    FrameBufferProperties,
    GraphicsEngine,
    GraphicsOutput,
    GraphicsPipe,
    GraphicsPipeSelection,
    WindowProperties,
    load_prc_file_data,
)

from vrtherapy.render.desktop import has_desktop
from vrtherapy.render.problem import RenderUnavailable

SurfaceKind = Literal["offscreen", "window"]

SETTINGS: Final = """
audio-library-name p3openal_audio
notify-level-display error
notify-level-egldisplay fatal
notify-level-glxdisplay fatal
notify-level-x11display fatal
notify-level-audio fatal
notify-level-openalAudio fatal
textures-power-2 none
gl-coordinate-system default
gl-version 3 3
sync-video true
auto-flip true
window-title vrtherapy
text-minfilter linear
text-page-size 512 512
model-cache-dir
"""

_EGL_HINT: Final = (
    "no OpenGL without a display could be had (libEGL.so.1 is missing or has no driver); "
    "on Debian and Ubuntu: apt-get install libegl1 libgl1 libgl1-mesa-dri"
)
_GL_HINT: Final = (
    "no window with OpenGL 3.3 could be opened (no display, or libGL.so.1 is missing); "
    "on Debian and Ubuntu: apt-get install libgl1 libgl1-mesa-dri, or draw off-screen"
)
_names = itertools.count(1)
_configured: list[bool] = []


def configure() -> None:
    """Panda3D's own settings, once in a process; nothing of it happens at import."""
    if not _configured:
        load_prc_file_data("vrtherapy", SETTINGS)
        _configured.append(True)


def open_surface(
    engine: GraphicsEngine, kind: SurfaceKind, size: tuple[int, int], samples: int
) -> GraphicsOutput:
    """A drawable of `size` with a depth buffer of 24 bits. Raises RenderUnavailable."""
    hint = _EGL_HINT if kind == "offscreen" else _GL_HINT
    if kind == "window" and not has_desktop():
        raise RenderUnavailable(
            "no window can be opened: DISPLAY is not set; start from a desktop, or draw off-screen"
        )
    pipe = _pipe(kind)
    if pipe is None or not pipe.is_valid():
        raise RenderUnavailable(hint)
    wanted = FrameBufferProperties()
    wanted.set_rgba_bits(8, 8, 8, 8 if kind == "offscreen" else 0)
    wanted.set_depth_bits(24)
    if kind == "window":
        wanted.set_back_buffers(1)
    if samples:
        wanted.set_multisamples(samples)
    flags = GraphicsPipe.BF_refuse_window if kind == "offscreen" else GraphicsPipe.BF_require_window
    window = WindowProperties.size(*size)
    window.set_title("vrtherapy")
    name = f"patient-{next(_names)}"
    output = engine.make_output(pipe, name, 0, wanted, window, flags)
    if output is None or output.get_gsg() is None:
        raise RenderUnavailable(hint)
    if kind == "window":
        for _ in range(3):
            engine.render_frame()
    if not output.is_valid():
        engine.remove_window(output)
        raise RenderUnavailable(hint)
    return output


def _pipe(kind: SurfaceKind) -> GraphicsPipe | None:
    selection = GraphicsPipeSelection.get_global_ptr()
    # Without DISPLAY Panda3D would go to whatever desktop is the first on this machine.
    desktop = ["pandagl"] if has_desktop() else []
    modules = ["p3headlessgl", *desktop] if kind == "offscreen" else desktop
    for module in modules:
        pipe = selection.make_module_pipe(module)
        if pipe is not None and pipe.is_valid():
            return pipe
    return None


def renderer_name(output: GraphicsOutput) -> str:
    return str(output.get_gsg().get_driver_renderer())


def is_software(output: GraphicsOutput) -> bool:
    """True when a processor draws in place of a graphics card."""
    name = renderer_name(output).lower()
    return any(word in name for word in ("llvmpipe", "softpipe", "swrast", "swiftshader", "software"))
