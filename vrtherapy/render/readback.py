"""The newest frame as bytes: whole, or shrunk on the graphics card first. Nothing is read unless asked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from panda3d.core import (
    Camera,
    CardMaker,
    FrameBufferProperties,
    GraphicsEngine,
    GraphicsOutput,
    GraphicsPipe,
    NodePath,
    OrthographicLens,
    SamplerState,
    Texture,
    WindowProperties,
)

Pixels = NDArray[np.uint8]


class Readback:
    """Reads `output`. Pixels are (height, width, 3), top row first, display values."""

    def __init__(self, engine: GraphicsEngine, output: GraphicsOutput) -> None:
        self._engine = engine
        self._output = output
        self._frame = Texture("frame")
        self._frame.set_minfilter(SamplerState.FT_linear)
        self._frame.set_wrap_u(SamplerState.WM_clamp)
        self._frame.set_wrap_v(SamplerState.WM_clamp)
        mode = (
            GraphicsOutput.RTM_bind_or_copy
            if not hasattr(output, "get_input_device")
            else GraphicsOutput.RTM_copy_texture
        )
        output.add_render_texture(self._frame, mode)
        self._small: dict[tuple[int, int], tuple[GraphicsOutput, Texture]] = {}

    def whole(self) -> Pixels | None:
        """The whole frame, or None before the first one."""
        return self._pixels(self._frame)

    def shrunk(self, size: tuple[int, int]) -> Pixels | None:
        """The frame at `size`. At another size than the frame's own, the first answer comes one frame later."""
        if size == (self._output.get_x_size(), self._output.get_y_size()):
            return self.whole()
        if size not in self._small:
            self._small[size] = self._open_small(size)
            return None
        return self._pixels(self._small[size][1])

    def _pixels(self, texture: Texture) -> Pixels | None:
        if not self._engine.extract_texture_data(texture, self._output.get_gsg()):
            return None
        image = texture.get_ram_image_as("RGB")
        if not image:
            return None
        flat = np.frombuffer(image, np.uint8)
        return flat.reshape(texture.get_y_size(), texture.get_x_size(), 3)[::-1]

    def _open_small(self, size: tuple[int, int]) -> tuple[GraphicsOutput, Texture]:
        wanted = FrameBufferProperties()
        wanted.set_rgba_bits(8, 8, 8, 8)
        flags = GraphicsPipe.BF_refuse_window
        buffer = self._engine.make_output(
            self._output.get_pipe(), "mirror", 10, wanted, WindowProperties.size(*size), flags,
            self._output.get_gsg(), self._output,
        )  # fmt: skip
        texture = Texture("mirror")
        buffer.add_render_texture(texture, GraphicsOutput.RTM_bind_or_copy)
        root = NodePath("mirror")
        root.set_depth_test(False)
        card = CardMaker("mirror")
        card.set_frame(-1, 1, -1, 1)
        quad = root.attach_new_node(card.generate())
        quad.set_texture(self._frame)
        lens = OrthographicLens()
        lens.set_film_size(2, 2)
        lens.set_near_far(-10, 10)
        buffer.make_display_region().set_camera(root.attach_new_node(Camera("mirror", lens)))
        return buffer, texture


def display_grey(pixels: Pixels) -> float:
    """The even grey (display value 0..1) of the same mean luminance as `pixels` (Rec. 709 weights, gamma 2.2)."""
    sample = pixels[::4, ::4].astype(np.float32) / 255.0
    light = (sample**2.2) @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    return float(light.mean() ** (1 / 2.2))
