"""Street and park trees: crowns of leaf clumps with an own shade, thin trunks; the shader moves the leaves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from meshing import Mesh, save_meshes, sphere

from high_rise import plan


@dataclass(frozen=True)
class Tree:
    x: float
    y: float
    height: float
    spread: float


def places() -> list[Tree]:
    """Rows along the pavements, groves in the park; none before the terrace."""
    random = np.random.default_rng(11)
    made: list[Tree] = []
    for i, j in plan.near_blocks():
        if not (-3 <= i <= 2 and -1 <= j <= 5):
            continue
        x0, x1, y0, y1 = plan.block(i, j)
        for y, first in ((y0 + 1.3, x0 + 6), (y1 - 1.3, x0 + 6)):
            for x in np.arange(first, x1 - 4, 9.0):
                if random.random() < 0.62 and not (abs(x) < 9 and abs(y - 5) < 4):
                    made.append(_tree(random, float(x), float(y)))
        for x in (x0 + 1.3, x1 - 1.3):
            for y in np.arange(y0 + 6, y1 - 4, 9.0):
                if random.random() < 0.55:
                    made.append(_tree(random, float(x), float(y)))
    x0, x1, y0, y1 = plan.block(*plan.PARK)
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
    for _ in range(70):
        x, y = random.uniform(x0 + 4, x1 - 4), random.uniform(y0 + 4, y1 - 4)
        if np.hypot(x - cx, y - cy) > 13 and abs(abs(x - cx) - abs(y - cy) * 1.1) > 5:
            made.append(_tree(random, float(x), float(y), 1.25))
    return made


def _tree(random, x: float, y: float, big: float = 1.0) -> Tree:
    height = float(random.uniform(6.0, 10.0)) * big
    return Tree(x, y, height, height * float(random.uniform(0.26, 0.36)))


LEVELS = {
    "high": (
        (45.0, 2, 4, 700, 0.36),
        (80.0, 1, 4, 330, 0.50),
        (130.0, 1, 4, 140, 0.75),
        (260.0, 0, 3, 48, 1.05),
        (1e9, 0, 2, 24, 1.3),
    ),
    "low": ((62.0, 1, 4, 90, 0.80), (130.0, 0, 4, 36, 1.10), (260.0, 0, 3, 14, 1.4), (1e9, 0, 2, 5, 1.6)),
}
"""Up to which distance in m: detail of a clump, clumps of a crown, sprays of a clump and their length in m."""
MODELS = 4
HEIGHT, SPREAD = 8.0, 2.5
"""A model's size in m; every tree is a turned, stretched and tinted copy of one."""


def build(folder: Path) -> list[Path]:
    files = []
    for tier, levels in LEVELS.items():
        random = np.random.default_rng(12)
        models: dict[str, Mesh] = {"trunk": _trunk()}
        copies: dict[str, list[tuple[float, ...]]] = {"trunk": []}
        for tree in sorted(places(), key=lambda t: np.hypot(t.x, t.y)):
            away = float(np.hypot(tree.x, tree.y))
            near = next(k for k, level in enumerate(levels) if away < level[0])
            across, up = tree.spread / SPREAD, tree.height / HEIGHT
            hue, tone = random.uniform(-1, 1), random.uniform(0.92, 1.06)
            tint = tuple(np.array([1 + 0.16 * hue, 1 + 0.04 * hue, 1 - 0.1 * hue]) * tone)
            place = (tree.x, tree.y, 0.0, across, up, random.uniform(0, 2 * np.pi))
            copies["trunk"].append((*place[:3], up, *place[4:], 1.0, 1.0, 1.0))
            name = f"crown_{near}_{int(random.integers(MODELS))}"
            if name not in models:
                models[name] = _crown(np.random.default_rng(sum(map(ord, name))), *levels[near][1:])
            copies.setdefault(name, []).append((*place, *tint))
        files.append(folder / f"trees_{tier}.npz")
        save_meshes(files[-1], copies=copies, **models)
    return files


def _trunk() -> Mesh:
    mesh = Mesh()
    ring = [(0.17 * np.cos(a), 0.17 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 6, endpoint=False)]
    mesh.prism(ring, 0.0, HEIGHT * 0.5, (0.42, 0.36, 0.31, 1))
    return mesh


LEAF = np.array([0.335, 0.44, 0.20])


def _crown(random, detail: int, clumps: int, sprays: int, length: float) -> Mesh:
    """`clumps` rough balls of leaves under a coat of sprays; brightness falls inwards and downwards as the light does."""
    mesh = Mesh("a_sway")
    base, faces = sphere(detail)
    middle = np.array([0.0, 0.0, HEIGHT * 0.64])
    for k in range(clumps):
        turn = 2 * np.pi * k / clumps + random.uniform(0, 1)
        off = np.array([np.cos(turn), np.sin(turn), 0]) * SPREAD * (0.42 if clumps > 1 else 0)
        off[2] = HEIGHT * random.uniform(-0.07, 0.16)
        size = np.array([SPREAD * 0.70, SPREAD * 0.70, HEIGHT * 0.25]) * random.uniform(0.85, 1.1)
        wave, start = random.uniform(-5, 5, 3), random.uniform(0, 6)

        def surface(way: np.ndarray, wave=wave, start=start, size=size, off=off) -> np.ndarray:
            return way * (1 + 0.17 * np.sin(way @ wave + start))[:, None] * size + off

        p = surface(base * 0.92)
        light, sway = _shade(p)
        colour = np.concatenate([0.55 * light[:, None] * LEAF, np.ones((len(p), 1))], 1)
        normal = base + 0.35 * p / np.linalg.norm(p, axis=1, keepdims=True)
        normal /= np.linalg.norm(normal, axis=1, keepdims=True)
        mesh.add(p + middle, faces, normal, _flat(base), colour, a_sway=sway)
        way = random.normal(size=(sprays, 3))
        way /= np.linalg.norm(way, axis=1, keepdims=True)
        _sprays(mesh, random, way, surface(way), length, middle)
    return mesh


def _shade(p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Brightness at a place of a crown, and how it sways."""
    low = np.clip((p[:, 2] + HEIGHT * 0.3) / (HEIGHT * 0.62), 0, 1)
    out = np.clip(np.linalg.norm(p / [SPREAD, SPREAD, HEIGHT * 0.34], axis=1), 0, 1.1)
    return (0.35 + 0.65 * low) * (0.5 + 0.5 * out), np.stack([0 * out, 0.035 * out, 0 * out, 0 * out], -1)


def _flat(way: np.ndarray) -> np.ndarray:
    return np.stack([way[:, 0] + 0.4 * way[:, 1], way[:, 2] + 0.6 * way[:, 1]], -1) * 0.9


def _sprays(mesh: Mesh, random, way, root, length: float, middle) -> None:
    """Twigs of leaves as single triangles all over a clump: its outline is broken and its face is mottled."""
    count = len(way)
    side = np.cross(way, random.normal(size=(count, 3)))
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    along, out = random.uniform(0.6, 1.0, (count, 1)), random.uniform(0.1, 0.9, (count, 1))
    ahead = np.cross(side, way) * along + way * out - [0, 0, 0.15]
    long = length * random.uniform(0.7, 1.3, (count, 1))
    root = root - ahead * long * 0.35
    # Seen from outside only.
    side *= np.sign(np.einsum("ij,ij->i", np.cross(side, ahead), way))[:, None]
    points = np.stack([root - side * long * 0.45, root + side * long * 0.45, root + ahead * long], 1)
    points = points.reshape(-1, 3)
    light, sway = _shade(points)
    fleck = np.repeat(random.uniform(0.82, 1.25, count), 3) * np.tile([0.92, 0.92, 1.1], count)
    colour = np.concatenate([(light * fleck)[:, None] * LEAF, np.ones((3 * count, 1))], 1)
    lean = way + 0.28 * random.normal(size=(count, 3)) + [0, 0, 0.2]
    normal = np.repeat(lean / np.linalg.norm(lean, axis=1, keepdims=True), 3, 0)
    uv = np.repeat(_flat(way), 3, 0) + np.tile([(0, 0), (0.2, 0), (0.1, 0.2)], (count, 1))
    faces = np.arange(3 * count).reshape(-1, 3)
    mesh.add(points + middle, faces, normal, uv, colour, a_sway=sway)
