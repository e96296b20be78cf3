"""A bay in soft light: sand that slopes into the sea, dune grass, a headland; the sea itself is a shader."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from meshing import Mesh, save_meshes, sphere
from noise import edge, tiled
from PIL import Image


def beach_height(x, y):
    """Metres; the shader of the sea has the same formula."""
    return (
        0.055 * (9.0 - y) * np.where(y > 9.0, 1.0, 0.55)
        + 0.9 * edge(-y, 2.0, 16.0)
        + 1.6 * edge(np.abs(x), 16.0, 34.0) * edge(-y, -4.0, 8.0)
    )


def build(folder: Path) -> list[Path]:
    files = [folder / "shore.npz", folder / "sand.jpg", folder / "clouds.jpg"]
    save_meshes(files[0], sand=_sand(), sea=_sea(), headland=_headland(), grass=_grass(), stones=_stones())
    Image.fromarray(_sand_picture()).save(files[1], quality=86)
    Image.fromarray(_clouds()).save(files[2], quality=90)
    return files


def _grid(xs, ys, height) -> Mesh:
    mesh = Mesh()
    gx, gy = np.meshgrid(xs, ys)
    points = np.stack([gx, gy, height(gx, gy)], -1).reshape(-1, 3)
    n = len(xs)
    cells = [(a, a + 1, a + n + 1, a + n) for r in range(len(ys) - 1) for a in range(r * n, r * n + n - 1)]
    mesh.add(points, [t for a, b, c, d in cells for t in ((a, b, c), (a, c, d))], uv=points[:, :2] / 3.0)
    return mesh


def _sand() -> Mesh:
    bumps = tiled(64, 1.5, 401, low=2)

    def height(x, y):
        soft = bumps[np.round(y * 1.2).astype(int) % 64, np.round(x * 1.2).astype(int) % 64]
        return beach_height(x, y) + 0.035 * soft * edge(9.0 - y, 2.0, 6.0)

    xs = np.concatenate([np.arange(-400, -40, 24), np.arange(-40, 40.1, 0.9), np.arange(64, 401, 24)])
    ys = np.concatenate([np.arange(-60, -12, 6), np.arange(-12, 16, 0.8), np.arange(16, 61, 5)])
    return _grid(xs, ys, height)


def _sea() -> Mesh:
    xs = np.concatenate([np.arange(-5000, -200, 600), np.arange(-200, 201, 25), np.arange(800, 5001, 600)])
    ys = np.concatenate([np.arange(5, 60, 2.5), np.arange(60, 400, 40), np.arange(400, 6001, 700)])
    return _grid(xs, ys, lambda x, y: np.zeros_like(x))


def _headland() -> Mesh:
    """Two far tongues of land that close the bay."""
    mesh = Mesh()
    rough = tiled(128, 1.1, 402, low=1, m=128)[0]
    for side, x0, x1, y, top in (
        (-1, 420, 2600, 1500, 95),
        (1, 900, 3300, 2300, 120),
        (-1, 1500, 4200, 3000, 190),
    ):
        n = 60
        s = np.linspace(0, 1, n)
        x = side * (x0 + (x1 - x0) * s)
        h = top * (0.25 + 0.75 * s) * (0.8 + 0.14 * rough[:n]) * edge(s, 0.0, 0.12)
        rows = [
            np.stack([x, np.full(n, y + 0.0), np.full(n, -2.0)], -1),
            np.stack([x, np.full(n, y + 120.0), h * 0.6], -1),
            np.stack([x, np.full(n, y + 320.0), h], -1),
        ]
        points = np.concatenate(rows)
        cells = [
            (r * n + a, r * n + a + 1, (r + 1) * n + a + 1, (r + 1) * n + a)
            for r in range(2)
            for a in range(n - 1)
        ]
        mesh.add(points, [t for a, b, c, d in cells for t in ((a, b, c), (a, c, d))])
    return mesh


def _grass() -> Mesh:
    random = np.random.default_rng(403)
    mesh = Mesh("a_sway")
    for _ in range(230):
        side = random.choice([-1, 1])
        cx, cy = side * random.uniform(2.0, 18), random.uniform(1.5, 7)
        if abs(cx) < 0.9 + 0.62 * cy or cy > 3.4 + 0.22 * abs(cx):
            continue
        for _ in range(26):
            bx, by = cx + random.normal(0, 0.28), cy + random.normal(0, 0.28)
            z = float(beach_height(bx, by)) - 0.04
            h, turn, lean = (
                random.uniform(0.35, 0.95),
                random.uniform(0, 2 * np.pi),
                random.uniform(0.08, 0.4),
            )
            dx, dy, wx, wy = (
                np.cos(turn) * lean,
                np.sin(turn) * lean,
                -np.sin(turn) * 0.011,
                np.cos(turn) * 0.011,
            )
            p = [
                (bx - wx, by - wy, z),
                (bx + wx, by + wy, z),
                (bx + dx * 0.4 + wx, by + dy * 0.4 + wy, z + h * 0.65),
                (bx + dx * 0.4 - wx, by + dy * 0.4 - wy, z + h * 0.65),
                (bx + dx, by + dy, z + h),
            ]
            tone = random.uniform(0.8, 1.2)
            root, tip = np.array([0.33, 0.36, 0.20, 1]) * tone, np.array([0.66, 0.64, 0.40, 1]) * tone
            phase = cx * 1.3 + bx
            sway = [(phase, k * h, 0, 0) for k in (0, 0, 0.10, 0.10, 0.30)]
            mesh.add(
                p,
                [(0, 1, 2), (0, 2, 3), (3, 2, 4)],
                (0, 0, 1),
                colour=[root, root, tip, tip, tip],
                a_sway=sway,
            )
    return mesh


def _stones() -> Mesh:
    random = np.random.default_rng(404)
    mesh = Mesh()
    base, faces = sphere(2)
    for _ in range(46):
        x, y = random.normal(0, 9), random.uniform(2.6, 8.4)
        size = random.uniform(0.02, 0.09) * np.array([1, random.uniform(0.7, 1.2), random.uniform(0.4, 0.6)])
        grey = random.uniform(0.42, 0.68)
        lump = base * (1 + 0.12 * np.sin(base @ random.uniform(-3, 3, (3, 1))))
        mesh.add(
            lump * size + [x, y, float(beach_height(x, y)) + size[2] * 0.05],
            faces,
            base,
            colour=(grey, grey * 0.97, grey * 0.92, 0.3),
        )
    return mesh


def _sand_picture() -> np.ndarray:
    n = 1024
    fine, soft = tiled(n, 0.25, 405, low=80), tiled(n, 1.5, 406, low=2)
    y = np.mgrid[0:n, 0:n][0] / n
    ripple = np.sin(2 * np.pi * (y * 26 + 0.55 * soft)) * edge(soft, -1.2, 1.0)
    sand = (
        np.array([0.50, 0.40, 0.275])[None, None] * (1 + 0.10 * fine + 0.05 * soft + 0.07 * ripple)[..., None]
    )
    return (np.sqrt(np.clip(sand, 0, 1)) * 255).round().astype(np.uint8)


def _clouds() -> np.ndarray:
    """Thin evening clouds in long banks: cover, lit, veil."""
    n = 512
    f = tiled(n, 1.7, 407, low=2) + 0.5 * tiled(n, 1.6, 408, low=1)[:, :1] + 0.2 * tiled(n, 0.9, 409, low=10)
    cover = edge(f, 0.5, 2.4) * 0.75
    lit = np.clip(0.82 + 0.18 * (f - np.roll(f, 9, 1)), 0, 1)
    picture = np.stack([cover, lit, edge(f, -0.6, 2.0)], -1)
    return (np.clip(picture, 0, 1) * 255).round().astype(np.uint8)
