"""Sun and sky on the standing city, as two tables over the ground.

A city is a height field, so the sun's shadow at a point is one number per place: `shadow`, the height below which no
sun comes. `open` is the share of the sky seen from the ground. Both are exact for boxes, and cost one lookup.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy.ndimage import gaussian_filter, map_coordinates, shift, zoom

from high_rise import plan, trees

X0, X1, Y0, Y1 = -300.0, 300.0, -120.0, 480.0
STEP = 0.5
TOP = 256.0


def heights() -> np.ndarray:
    nx, ny = int((X1 - X0) / STEP), int((Y1 - Y0) / STEP)
    field = np.zeros((ny, nx), np.float32)
    for b in plan.buildings():
        _raise(field, b.low, b.high)
    return field


def _raise(field: np.ndarray, low, high) -> None:
    a, b = (round((v - X0) / STEP) for v in (low[0], high[0]))
    c, d = (round((v - Y0) / STEP) for v in (low[1], high[1]))
    spot = field[max(c, 0) : max(d, 0), max(a, 0) : max(b, 0)]
    np.maximum(spot, high[2], out=spot)


def with_trees(field: np.ndarray) -> np.ndarray:
    made = field.copy()
    ny, nx = made.shape
    for tree in trees.places():
        cx, cy = (tree.x - X0) / STEP, (tree.y - Y0) / STEP
        r = tree.spread / STEP
        if not (r < cx < nx - r and r < cy < ny - r):
            continue
        ys, xs = np.mgrid[int(cy - r) : int(cy + r) + 1, int(cx - r) : int(cx + r) + 1]
        d2 = ((xs - cx) ** 2 + (ys - cy) ** 2) / (r * r)
        crown = np.where(d2 < 1, tree.height * (0.62 + 0.38 * np.sqrt(np.clip(1 - d2, 0, 1))), 0)
        spot = made[ys[0, 0] : ys[-1, 0] + 1, xs[0, 0] : xs[0, -1] + 1]
        np.maximum(spot, crown.astype(np.float32), out=spot)
    return made


def shadow(field: np.ndarray) -> np.ndarray:
    """max over t of height(p + t sun) - t sun_z, marched in steps of 0.7 m until the sun is above every roof."""
    flat = plan.SUN[:2] / np.linalg.norm(plan.SUN[:2])
    slope = float(plan.SUN[2] / np.linalg.norm(plan.SUN[:2]))
    result = field.copy()
    for step in np.arange(0.7, float(field.max()) / slope, 0.7):
        moved = shift(
            field, (-flat[1] * step / STEP, -flat[0] * step / STEP), order=0, cval=0.0, prefilter=False
        )
        np.maximum(result, moved - step * slope, out=result)
    return result


def openness(field: np.ndarray) -> np.ndarray:
    """Share of the sky seen from the ground, from the highest horizon in 12 directions."""
    coarse = field[::4, ::4]
    cell = STEP * 4
    ys, xs = np.mgrid[0 : coarse.shape[0], 0 : coarse.shape[1]].astype(np.float32)
    seen = np.zeros_like(coarse)
    for angle in np.linspace(0, 2 * np.pi, 12, endpoint=False):
        horizon = np.zeros_like(coarse)
        for reach in (2.5, 5, 9, 15, 24, 38, 60, 95):
            h = map_coordinates(
                coarse,
                [ys + np.sin(angle) * reach / cell, xs + np.cos(angle) * reach / cell],
                order=1,
                mode="nearest",
            )
            horizon = np.maximum(horizon, h / reach)
        seen += 1 - (horizon**2 / (1 + horizon**2)) ** 0.5
    return gaussian_filter(seen / 12, 1.0)


def build(folder: Path) -> list[Path]:
    solid = heights()
    sun = gaussian_filter(shadow(with_trees(solid)), 0.6)
    sky = zoom(openness(solid), 4, order=1)[: sun.shape[0], : sun.shape[1]]
    table = np.stack([np.clip(sun / TOP, 0, 1) * 65535, np.clip(sky, 0, 1) * 65535], -1)
    # Steps of 1/16 m and 1/256 are finer than can be seen and pack four times smaller.
    table = (np.round(table / (16, 256)) * (16, 256)).clip(0, 65535).astype(np.uint16)
    out = folder / "light.npz"
    np.savez_compressed(out, light=table)
    return [out]
