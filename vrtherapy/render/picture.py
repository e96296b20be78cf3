"""Pictures and lookup tables from files into textures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from panda3d.core import SamplerState, Texture
from PIL import Image

from vrtherapy.scene.api import Tier


def read_picture(
    path: Path,
    tier: Tier,
    *,
    layers: int = 1,
    repeat: bool = True,
    largest: int = 4096,
    alpha: Path | None = None,
) -> Texture:
    """A JPEG or PNG with mipmaps, filtered as the tier affords; `alpha` is a grey picture of the same size for the
    fourth channel. Raises OSError or ValueError."""
    with Image.open(path) as opened:
        image: Image.Image = opened
        if image.format == "JPEG":
            width = max(1, image.width)
            opened.draft("RGB", (min(width, largest), image.height * min(width, largest) // width))
        while image.width > largest:
            image = image.reduce(2)
        pixels = np.asarray(image.convert("RGBA" if image.mode in ("RGBA", "LA", "P") else "RGB"))
    if alpha is not None:
        with Image.open(alpha) as mask:
            grey = np.asarray(
                mask.convert("L").resize((pixels.shape[1], pixels.shape[0]), Image.Resampling.BOX)
            )
        pixels = np.dstack([pixels[..., :3], grey])
    return picture_texture(path.stem, pixels, tier, layers=layers, repeat=repeat)


def picture_texture(
    name: str, pixels: NDArray[np.uint8], tier: Tier, *, layers: int = 1, repeat: bool = True
) -> Texture:
    """`pixels` is (height * layers, width, 3 or 4), top row first."""
    height, width, channels = pixels.shape
    if height % layers:
        raise ValueError(f"{name}: {height} rows cannot be cut into {layers} layers")
    layer_height = height // layers
    fmt = Texture.F_rgba8 if channels == 4 else Texture.F_rgb8
    texture = Texture(name)
    if layers > 1:
        texture.setup_2d_texture_array(width, layer_height, layers, Texture.T_unsigned_byte, fmt)
    else:
        texture.setup_2d_texture(width, layer_height, Texture.T_unsigned_byte, fmt)
    stack = pixels.reshape(layers, layer_height, width, channels)[:, ::-1]
    order = [2, 1, 0, 3][: max(3, channels)] if channels == 4 else [2, 1, 0]
    texture.set_ram_image(np.ascontiguousarray(stack[..., order]).tobytes())
    wrap = SamplerState.WM_repeat if repeat else SamplerState.WM_clamp
    texture.set_wrap_u(wrap)
    texture.set_wrap_v(wrap)
    texture.set_minfilter(SamplerState.FT_linear_mipmap_linear)
    texture.set_magfilter(SamplerState.FT_linear)
    texture.set_anisotropic_degree(8 if tier == "high" else 1)
    return texture


def table_texture(name: str, values: NDArray[Any]) -> Texture:
    """A clamped, linear table of (height, width) or (height, width, channels), uint8 or uint16; row 0 is v = 0."""
    grid = values[..., None] if values.ndim == 2 else values
    height, width, channels = grid.shape
    wide = values.dtype == np.uint16
    formats = {1: Texture.F_r16 if wide else Texture.F_red, 2: Texture.F_rg16 if wide else Texture.F_rg}
    formats |= {
        3: Texture.F_rgb16 if wide else Texture.F_rgb8,
        4: Texture.F_rgba16 if wide else Texture.F_rgba8,
    }
    texture = Texture(name)
    texture.setup_2d_texture(
        width, height, Texture.T_unsigned_short if wide else Texture.T_unsigned_byte, formats[channels]
    )
    if channels >= 3:
        grid = grid[..., [2, 1, 0, 3][:channels]]
    texture.set_ram_image(np.ascontiguousarray(grid).tobytes())
    texture.set_wrap_u(SamplerState.WM_clamp)
    texture.set_wrap_v(SamplerState.WM_clamp)
    texture.set_minfilter(SamplerState.FT_linear)
    texture.set_magfilter(SamplerState.FT_linear)
    return texture
