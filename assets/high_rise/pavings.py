"""Roads and pavements as one picture that repeats with the street grid; the park; the terrace's boards; leaves.

Pictures hold the square root of reflectance.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from noise import edge, tiled
from PIL import Image

from high_rise import plan

N = 2048


def save(path: Path, reflectance: np.ndarray, quality: int = 86) -> Path:
    Image.fromarray((np.sqrt(np.clip(reflectance, 0, 1)) * 255).round().astype(np.uint8)).save(
        path, quality=quality
    )
    return path


def road() -> np.ndarray:
    """One avenue and one street with their crossing; row 0 is the far end; (0, 0) is the middle of the crossing."""
    y, x = np.mgrid[0:N, 0:N]
    x = (x + 0.5) / N * plan.AVENUE
    y = plan.STREET - (y + 0.5) / N * plan.STREET
    ax = np.minimum(x, plan.AVENUE - x)
    sy = np.minimum(y, plan.STREET - y)
    on_avenue, on_street = ax < plan.AVENUE_HALF, sy < plan.STREET_HALF
    fine, soft = tiled(N, 0.35, 41, low=120), tiled(N, 1.4, 42, low=2)
    asphalt = np.array([0.082, 0.083, 0.086])[None, None] * (1 + 0.22 * fine + 0.10 * soft)[..., None]
    lane = np.where(on_avenue, np.abs((ax % 3.5) - 1.75), np.abs((sy % 4.0) - 2.0))
    asphalt *= (
        1 + 0.16 * edge(lane, 0.9, 0.3) - 0.22 * edge(np.abs(lane - 0.0), 0.35, 0.0) * edge(soft, -0.5, 1.0)
    )[..., None]
    patch = edge(tiled(N, 1.8, 43, low=3), 1.25, 1.3)[..., None]
    asphalt = asphalt * (1 - 0.28 * patch)
    white, yellow = np.array([0.52, 0.52, 0.50]), np.array([0.50, 0.34, 0.06])
    worn = (0.62 + 0.22 * edge(tiled(N, 0.9, 44, low=8), -1, 1))[..., None]

    def mark(where, colour):
        nonlocal asphalt
        share = where[..., None] * worn
        asphalt = asphalt * (1 - share) + colour * share

    beyond_street, beyond_avenue = sy > plan.STREET_HALF + 6.0, ax > plan.AVENUE_HALF + 6.5
    mark(on_avenue & beyond_street & (np.abs(ax - 0.22) < 0.07), yellow)
    for at in (3.5, 7.0):
        mark(on_avenue & beyond_street & (np.abs(ax - at) < 0.07) & ((y % 9) < 3.2), white)
    mark(on_street & beyond_avenue & (np.abs(sy - 0.2) < 0.065), yellow)
    mark(on_street & beyond_avenue & (np.abs(sy - 4.0) < 0.065) & ((x % 9) < 3.2), white)
    mark(on_avenue & (np.abs(sy - plan.STREET_HALF - 2.4) < 1.6) & ((ax % 1.2) < 0.6) & (ax < 10.2), white)
    mark(on_street & (np.abs(ax - plan.AVENUE_HALF - 2.6) < 1.6) & ((sy % 1.2) < 0.6) & (sy < 7.7), white)
    mark(on_avenue & (np.abs(sy - plan.STREET_HALF - 5.2) < 0.22), white)
    mark(on_street & (np.abs(ax - plan.AVENUE_HALF - 5.6) < 0.22), white)
    for hx, hy in ((5.2, 22), (79.0, 31), (2.4, 50), (41, 2.1), (60, 70.1), (25, 5.6)):
        hole = np.hypot(x - hx, y - hy)
        asphalt = np.where((hole < 0.34)[..., None], np.array([0.05, 0.05, 0.052]), asphalt)
        asphalt = np.where(((hole > 0.34) & (hole < 0.42))[..., None], np.array([0.14, 0.14, 0.14]), asphalt)
    slab = np.array([0.33, 0.315, 0.29])[None, None] * (1 + 0.08 * fine + 0.09 * soft)[..., None]
    number = (np.floor(x / 1.2) * 31 + np.floor(y / 1.2) * 57).astype(int) % 211
    slab *= (1 + np.random.default_rng(45).normal(0, 0.06, 211)[number])[..., None]
    joint = ((x % 1.2) < 0.035) | ((y % 1.2) < 0.035)
    slab = np.where(joint[..., None], slab * 0.62, slab)
    kerb = (ax - plan.AVENUE_HALF < 0.32) | (sy - plan.STREET_HALF < 0.32)
    slab = np.where(
        kerb[..., None], np.array([0.40, 0.385, 0.36])[None, None] * (1 + 0.08 * fine)[..., None], slab
    )
    made = np.where((on_avenue | on_street)[..., None], asphalt, slab)
    gutter = (on_avenue & (ax > plan.AVENUE_HALF - 0.5) & ~on_street) | (
        on_street & (sy > plan.STREET_HALF - 0.5) & ~on_avenue
    )
    return np.where(gutter[..., None], made * 0.72, made)


def park() -> np.ndarray:
    """Lawn, two crossing paths, a round place with a fountain's basin; (0, 0) is the near left corner."""
    n = 1024
    x0, x1, y0, y1 = plan.block(*plan.PARK)
    w, d = x1 - x0, y1 - y0
    y, x = np.mgrid[0:n, 0:n]
    x, y = (x + 0.5) / n * w, d - (y + 0.5) / n * d
    fine, soft = tiled(n, 0.3, 51, low=60), tiled(n, 1.4, 52, low=2)
    grass = np.array([0.125, 0.185, 0.055])[None, None] * (1 + 0.18 * fine + 0.14 * soft)[..., None]
    grass = grass + np.array([0.05, 0.03, 0.0]) * edge(soft, 0.8, 2.0)[..., None]
    gravel = np.array([0.42, 0.37, 0.29])[None, None] * (1 + 0.10 * fine + 0.06 * soft)[..., None]
    cx, cy = w / 2, d / 2
    r = np.hypot(x - cx, y - cy)
    diagonal = np.minimum(
        np.abs((x - cx) * d - (y - cy) * w), np.abs((x - cx) * d + (y - cy) * w)
    ) / np.hypot(w, d)
    border = np.minimum(np.minimum(x, w - x), np.minimum(y, d - y))
    path = edge(np.minimum(diagonal - 1.7, r - 11.0) + 0.15 * soft, 0.12, -0.12)
    path = np.maximum(path, edge(border, 2.8, 2.6))[..., None]
    made = grass * (1 - path) + gravel * path
    pave = edge(border, 2.6, 2.5)[..., None]
    joint = (((x % 0.9) < 0.04) | ((y % 0.9) < 0.04))[..., None]
    made = made * (1 - pave) + pave * np.array([0.34, 0.325, 0.30]) * np.where(joint, 0.65, 1.0)
    rim = ((r > 5.2) & (r < 6.0))[..., None]
    made = np.where(rim, np.array([0.5, 0.48, 0.44]), made)
    water = (r <= 5.2)[..., None]
    return np.where(water, np.array([0.10, 0.20, 0.22])[None, None] * (1 + 0.15 * soft)[..., None], made)


def boards() -> np.ndarray:
    """Terrace boards, 2.4 m square: sixteen boards along y, each with its own grain and tone."""
    n = 1024
    random = np.random.default_rng(61)
    y, x = np.mgrid[0:n, 0:n] / n
    count = 16
    board = np.floor(x * count).astype(int)
    across = (x * count) % 1
    grain = tiled(n, 1.0, 62, low=3)
    stretched = np.zeros((n, n))
    for k in range(count):
        shift = int(random.integers(n))
        column = np.roll(tiled(n, 0.9, 63 + k, low=2, m=64), shift, 0)
        smooth = np.repeat(column[::16], 16, 0)
        lanes = slice(k * n // count, (k + 1) * n // count)
        stretched[:, lanes] = smooth[:, : n // count]
    from scipy.ndimage import gaussian_filter1d

    stretched = gaussian_filter1d(stretched, 20, axis=0, mode="wrap")
    tone = random.normal(0, 0.10, count)[board]
    base = (
        np.array([0.235, 0.155, 0.095])[None, None] * (1 + tone + 0.17 * stretched + 0.05 * grain)[..., None]
    )
    groove = (
        (np.abs((across * 9) % 1 - 0.5) < 0.13)[..., None]
        & (across > 0.06)[..., None]
        & (across < 0.94)[..., None]
    )
    base = np.where(groove, base * 0.84, base)
    gap = ((across < 0.028) | (across > 0.972))[..., None]
    base = np.where(gap, np.array([0.025, 0.02, 0.016]), base)
    row = (y * 4) % 1
    screw = np.zeros((n, n), bool)
    for at in (0.25, 0.75):
        screw |= np.hypot((across - at) * 0.15, (row - 0.5) * 0.6) < 0.006
    return np.where(screw[..., None], np.array([0.16, 0.15, 0.14]), base)


def leaves() -> np.ndarray:
    """Mottled leaves: how bright."""
    n = 256
    bright = 0.62 + 0.2 * tiled(n, 0.6, 71, low=10, high=64)
    return np.clip(bright, 0, 1) ** 2


def clouds() -> np.ndarray:
    """Cloud cover (red) and its thickness towards the sun (green), repeating."""
    n = 512
    f = tiled(n, 1.55, 81, low=2) + 0.25 * tiled(n, 1.0, 82, low=12)
    towards = np.roll(f, (10, 14), (0, 1))
    cover = edge(f, 0.35, 1.9)
    lit = np.clip(0.72 + 0.22 * (f - towards) - 0.22 * edge(f, 0.8, 2.6), 0, 1)
    return np.stack([cover, lit, edge(f, -0.4, 2.0)], -1) ** 2


def build(folder: Path) -> list[Path]:
    return [
        save(folder / "road.jpg", road(), 84),
        save(folder / "park.jpg", park()),
        save(folder / "boards.jpg", boards()),
        save(folder / "leaves.png", leaves()),
        save(folder / "clouds.png", clouds()),
    ]
