"""Walls of four bays by four storeys, one layer per kind of building, and where their glass is.

Pictures hold the square root of reflectance, so that the shader's x*x gives it back.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from noise import edge, tiled
from PIL import Image

N, CELLS = 512, 4


class Wall:
    """One layer: `colour` (N, N, 3) reflectance and `glass` (N, N), top row first; fx, fy run 0..1 in a cell."""

    def __init__(self, base, seed: int, grain: float = 0.05) -> None:
        y, x = np.mgrid[0:N, 0:N] / N * CELLS
        y = CELLS - y
        self.fx, self.fy = x % 1, y % 1
        self.cell = (np.floor(x) + 7 * np.floor(y)).astype(int)
        self.x, self.y = x, y
        self.random = np.random.default_rng(seed)
        soft = tiled(N, 1.3, seed) * grain + tiled(N, 0.4, seed + 1, low=40) * grain * 0.6
        self.colour = np.clip(np.asarray(base)[None, None] * (1 + soft)[..., None], 0.01, 1)
        self.glass = np.zeros((N, N))

    def paint(self, where, colour, amount: float = 1.0) -> None:
        share = (np.asarray(where, float) * amount)[..., None]
        self.colour = self.colour * (1 - share) + np.asarray(colour) * share

    def inside(self, x0, x1, y0, y1):
        return (self.fx > x0) & (self.fx < x1) & (self.fy > y0) & (self.fy < y1)

    def window(
        self, x0, x1, y0, y1, frame, frame_w=0.03, bars=(0.5,), sill=None, rail=None, drawn_above=0.45
    ) -> None:
        """A recessed window: a shadow under its head, a frame, panes with blinds and rooms behind."""
        hole = self.inside(x0, x1, y0, y1)
        inner = self.inside(x0 + frame_w, x1 - frame_w, y0 + frame_w, y1 - frame_w)
        for bar in bars:
            inner &= np.abs(self.fx - (x0 + (x1 - x0) * bar)) > frame_w * 0.5
        if rail is not None:
            inner &= np.abs(self.fy - (y0 + (y1 - y0) * rail)) > frame_w * 0.5
        self.paint(hole & ~inner, frame)
        random = np.random.default_rng(5)
        blind = random.random(64)[self.cell % 64]
        tone = random.uniform(0.5, 1.3, 64)[self.cell % 64]
        share = (self.fy - y0) / (y1 - y0)
        pane = np.array([0.055, 0.065, 0.075])[None, None] * (tone * (0.7 + 0.6 * share))[..., None]
        drawn = (share > 1 - np.where(blind > drawn_above, (blind - drawn_above) * 1.5, 0))[..., None]
        pane = np.where(drawn, np.array([0.27, 0.255, 0.23]) * (0.8 + 0.1 * tone[..., None]), pane)
        self.colour = np.where(inner[..., None], pane, self.colour)
        self.glass = np.where(inner, np.where(drawn[..., 0], 0.55, 1.0), self.glass)
        self.colour *= 1 - 0.55 * (hole * edge(self.fy, y1 - 0.09, y1))[..., None]
        self.colour *= 1 - 0.35 * (hole * (1 - edge(self.fx, x0, x0 + 0.06)))[..., None]
        if sill is not None:
            band = self.inside(x0 - 0.04, x1 + 0.04, y0 - 0.05, y0)
            self.paint(band, sill)
            under = self.inside(x0 - 0.02, x1 + 0.02, y0 - 0.16, y0 - 0.05)
            self.colour *= 1 - 0.25 * (under * edge(self.fy, y0 - 0.16, y0 - 0.05))[..., None]

    def bricks(self, mortar, spread: float) -> None:
        row = np.floor(self.y * 16)
        column = np.floor(self.x * 7 + 0.5 * (row % 2))
        number = (column * 57 + row * 131).astype(int) % 997
        tone = np.random.default_rng(3).normal(0, spread, 997)[number]
        self.colour *= (1 + tone)[..., None]
        joint = ((self.y * 16) % 1 < 0.16) | ((self.x * 7 + 0.5 * (row % 2)) % 1 < 0.07)
        self.paint(joint, mortar, 0.6)


def brick(base, seed: int, stone) -> Wall:
    wall = Wall(base, seed)
    wall.bricks((0.42, 0.39, 0.35), 0.13)
    wall.paint(wall.inside(0.22, 0.78, 0.80, 0.90), stone)
    wall.window(0.27, 0.73, 0.24, 0.82, (0.62, 0.60, 0.55), sill=stone, rail=0.52, bars=(0.5,))
    return wall


def stone() -> Wall:
    wall = Wall((0.55, 0.49, 0.40), 21)
    wall.paint((wall.fy % 0.25) < 0.012, (0.34, 0.30, 0.25), 0.7)
    wall.paint((wall.fx < 0.06) | (wall.fx > 0.94), (0.61, 0.55, 0.46), 0.7)
    wall.window(0.28, 0.72, 0.2, 0.84, (0.13, 0.12, 0.11), sill=(0.64, 0.58, 0.49), rail=0.62)
    return wall


def concrete_bands() -> Wall:
    wall = Wall((0.47, 0.46, 0.44), 22, 0.07)
    wall.paint(wall.fy < 0.03, (0.30, 0.29, 0.28), 0.8)
    wall.paint(np.abs(wall.fx) < 0.012, (0.33, 0.32, 0.31), 0.6)
    wall.window(
        0.0, 1.0, 0.36, 0.90, (0.20, 0.20, 0.20), frame_w=0.02, bars=(0.25, 0.5, 0.75), drawn_above=0.7
    )
    return wall


def curtain(spandrel, mullion, seed: int) -> Wall:
    wall = Wall(spandrel, seed, 0.03)
    wall.window(0.0, 1.0, 0.22, 0.985, mullion, frame_w=0.018, bars=(0.3333, 0.6667), drawn_above=0.8)
    wall.paint((wall.fx % 0.3333 < 0.012) | (wall.fx % 0.3333 > 0.3213), mullion)
    wall.glass = np.where(wall.inside(0.02, 0.98, 0.02, 0.21), 0.45, wall.glass)
    return wall


def stucco() -> Wall:
    wall = Wall((0.66, 0.62, 0.56), 25)
    wall.paint(wall.fy > 0.965, (0.58, 0.54, 0.48), 0.8)
    wall.window(0.2, 0.56, 0.05, 0.82, (0.75, 0.74, 0.72), frame_w=0.028)
    wall.window(0.68, 0.9, 0.34, 0.82, (0.75, 0.74, 0.72), frame_w=0.028, bars=(), sill=(0.6, 0.58, 0.54))
    return wall


def fins() -> Wall:
    wall = Wall((0.50, 0.48, 0.45), 26, 0.04)
    wall.window(0.12, 0.88, 0.12, 0.97, (0.22, 0.2, 0.18), frame_w=0.02, bars=(0.5,), drawn_above=0.7)
    fin = (wall.fx < 0.10) | (wall.fx > 0.90)
    wall.paint(fin, (0.58, 0.56, 0.52))
    wall.colour *= 1 - 0.5 * ((wall.fx > 0.1) * (1 - edge(wall.fx, 0.1, 0.2)))[..., None]
    return wall


def shops() -> Wall:
    """Four shop fronts in each of four moods: piers, lit windows, a sign board, here and there an awning."""
    wall = Wall((0.30, 0.28, 0.26), 27)
    random = np.random.default_rng(28)
    for cell in np.unique(wall.cell):
        here = wall.cell == cell
        hue = random.choice(7)
        board = [
            (0.07, 0.13, 0.12),
            (0.25, 0.06, 0.05),
            (0.05, 0.08, 0.17),
            (0.32, 0.26, 0.15),
            (0.04, 0.04, 0.04),
            (0.42, 0.40, 0.36),
            (0.10, 0.18, 0.08),
        ][hue]
        wall.paint(here & wall.inside(0.06, 0.94, 0.74, 0.92), board)
        wall.paint(here & wall.inside(0.3, 0.3 + random.uniform(0.15, 0.4), 0.80, 0.86), (0.75, 0.72, 0.64))
        glow = random.uniform(0.12, 0.42)
        pane = here & wall.inside(0.08, 0.92, 0.1, 0.72)
        warm = np.array([1.0, 0.86, 0.66]) * glow
        shelf = 0.55 + 0.45 * (np.sin(wall.fy * 31 + cell) > 0) * (np.sin(wall.fx * 40 + cell * 3) > -0.2)
        wall.colour = np.where(
            pane[..., None], warm * (shelf * (0.4 + 0.8 * wall.fy))[..., None], wall.colour
        )
        wall.glass = np.where(pane, 0.5, wall.glass)
        door = here & wall.inside(0.42, 0.60, 0.03, 0.64)
        wall.paint(door & ~wall.inside(0.44, 0.58, 0.06, 0.61), (0.10, 0.09, 0.09))
        if random.random() < 0.5:
            awning = here & wall.inside(0.04, 0.96, 0.60, 0.74)
            stripe = (np.floor(wall.fx * 14) % 2 == 0) if random.random() < 0.5 else np.ones_like(here)
            wall.paint(awning, np.asarray(board) * 1.5 + 0.05)
            wall.paint(
                awning & stripe, (0.72, 0.70, 0.66) if stripe.min() == 0 else np.asarray(board) * 1.4 + 0.06
            )
            wall.glass[awning] = 0
    wall.paint((wall.fx < 0.045) | (wall.fx > 0.955) | (wall.fy > 0.93), (0.42, 0.40, 0.37))
    return wall


def roof() -> Wall:
    wall = Wall((0.30, 0.29, 0.28), 29, 0.10)
    wall.paint((wall.fx < 0.012) | (wall.fy < 0.012), (0.16, 0.16, 0.16), 0.6)
    stain = edge(tiled(N, 1.7, 30, low=2), 0.7, 1.8)
    wall.paint(stain, (0.15, 0.15, 0.155), 0.55)
    return wall


def plain() -> Wall:
    wall = Wall((0.52, 0.51, 0.49), 33, 0.05)
    wall.paint((wall.fx < 0.01) | (wall.fy < 0.01), (0.30, 0.30, 0.30), 0.5)
    return wall


def layers() -> list[Wall]:
    return [
        brick((0.32, 0.125, 0.085), 11, (0.48, 0.43, 0.36)),
        brick((0.46, 0.35, 0.24), 12, (0.52, 0.47, 0.40)),
        stone(),
        concrete_bands(),
        curtain((0.12, 0.17, 0.20), (0.30, 0.32, 0.34), 23),
        curtain((0.07, 0.075, 0.08), (0.13, 0.12, 0.11), 24),
        stucco(),
        fins(),
        shops(),
        roof(),
        plain(),
    ]


def build(folder: Path) -> list[Path]:
    walls = layers()
    colour = np.concatenate([np.sqrt(np.clip(w.colour, 0, 1)) for w in walls])
    glass = np.concatenate([w.glass for w in walls])
    files = [folder / "facades.jpg", folder / "facades_glass.png"]
    Image.fromarray((colour * 255).round().astype(np.uint8)).save(files[0], quality=88, subsampling=0)
    Image.fromarray((glass * 255).round().astype(np.uint8)).save(files[1], optimize=True)
    return files
