"""The plan of the city: a grid of avenues (along y) and streets (along x), a park, and every building's box.

The tower stands at the origin's corner: its face is y = -6, its terrace reaches to y = 0 over the pavement.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

AVENUE, STREET = 84.0, 72.0
AVENUE_AT, STREET_AT = -24.0, 14.0
AVENUE_HALF, STREET_HALF = 10.5, 8.0
AVENUE_WALK, STREET_WALK = 5.0, 4.0
SUN = np.array([-0.74, -0.22, 0.62]) / np.linalg.norm([-0.74, -0.22, 0.62])
TOWER = ((-8.5, -38.0, 0.0), (21.0, -6.0, 171.5))
RIVER = (1020.0, 1190.0)
PARK = (0, 0)
"""The block east of avenue 0 and north of street 0."""


@dataclass(frozen=True)
class Building:
    low: tuple[float, float, float]
    high: tuple[float, float, float]
    style: int
    tint: tuple[float, float, float]
    shops: bool
    near: bool


def block(i: int, j: int) -> tuple[float, float, float, float]:
    """x0, x1, y0, y1 of the kerb line of block (i, j): east of avenue i, north of street j."""
    x0, y0 = AVENUE_AT + AVENUE * i + AVENUE_HALF, STREET_AT + STREET * j + STREET_HALF
    return x0, x0 + AVENUE - 2 * AVENUE_HALF, y0, y0 + STREET - 2 * STREET_HALF


def near_blocks() -> list[tuple[int, int]]:
    return [(i, j) for j in range(-3, 9) for i in range(-6, 6)]


def buildings() -> list[Building]:
    """Every building, nearest first; beyond the near blocks one plain box per lot."""
    random = np.random.default_rng(20)
    made: list[Building] = []
    for i, j in near_blocks():
        if (i, j) == PARK:
            continue
        if (i, j) == (0, -1):
            continue
        made += _block(random, i, j)
    made += _own_block(random)
    made += _far(random)
    return sorted(made, key=lambda b: _distance(b))


def _distance(b: Building) -> float:
    dx = max(b.low[0], -b.high[0], 0.0)
    dy = max(b.low[1], -b.high[1], 0.0)
    return float(np.hypot(dx, dy))


_TINTS = {
    0: [(1, 1, 1), (0.9, 0.82, 0.8), (1.06, 0.94, 0.9)],
    1: [(1, 1, 1), (0.92, 0.95, 1), (1.04, 0.98, 0.92)],
    2: [(1, 1, 1), (0.94, 0.95, 0.97), (1.0, 0.95, 0.88)],
    3: [(1, 1, 1), (0.88, 0.9, 0.92), (1, 0.97, 0.93)],
    4: [(1, 1, 1), (0.85, 0.95, 1.0), (0.9, 1, 0.98)],
    5: [(1, 1, 1), (0.9, 0.85, 0.8)],
    6: [(1, 1, 1), (1, 0.93, 0.82), (0.9, 0.94, 0.98), (1, 0.9, 0.84)],
    7: [(1, 1, 1), (0.9, 0.92, 0.95)],
}


def _tint(random, style):
    tints = _TINTS[style]
    base = np.asarray(tints[random.integers(len(tints))]) * random.uniform(0.88, 1.06)
    return tuple(float(v) for v in base)


def _height(random, i: int, j: int) -> float:
    """Low round the tower and the park, high in two clusters down the avenue."""
    centre = 0.9 * np.exp(-(((i - 1.5) / 2.2) ** 2) - ((j - 4.5) / 1.6) ** 2) + 0.6 * np.exp(
        -(((i + 4) / 1.5) ** 2) - ((j - 2.5) / 2) ** 2
    )
    base = random.uniform(14, 30) + 62 * centre * random.uniform(0.5, 1.5)
    if i == -1 and j in (-1, 0, 1):
        base = random.uniform(14, 26)
    return float(base)


def _block(random, i: int, j: int) -> list[Building]:
    x0, x1, y0, y1 = block(i, j)
    x0, x1, y0, y1 = x0 + AVENUE_WALK, x1 - AVENUE_WALK, y0 + STREET_WALK, y1 - STREET_WALK
    calm = abs(i + 0.5) < 1.2 and j in (-1, 0, 1)
    made: list[Building] = []
    if not calm and random.random() < 0.30:
        style = int(random.choice([4, 5, 7, 3]))
        h = _height(random, i, j) * 1.5 + 22
        tint = _tint(random, style)
        podium = float(random.uniform(9, 16))
        made.append(Building((x0, y0, 0), (x1, y1, podium), 3, _tint(random, 3), True, True))
        w, d = random.uniform(24, 34), random.uniform(22, 30)
        cx, cy = (x0 + x1) / 2 + random.uniform(-6, 6), (y0 + y1) / 2 + random.uniform(-4, 4)
        made.append(
            Building((cx - w / 2, cy - d / 2, podium), (cx + w / 2, cy + d / 2, h), style, tint, False, True)
        )
        if h > 70 and random.random() < 0.7:
            w, d = w * 0.68, d * 0.68
            top = h + float(random.uniform(10, 26))
            made.append(
                Building((cx - w / 2, cy - d / 2, h), (cx + w / 2, cy + d / 2, top), style, tint, False, True)
            )
        return made
    cut = (y0 + y1) / 2 + random.uniform(-3, 3)
    for side, (a, b) in enumerate(((y0, cut), (cut, y1))):
        n = int(random.choice([2, 3, 3, 4]))
        edges = np.linspace(x0, x1, n + 1)
        edges[1:-1] += random.uniform(-2.5, 2.5, n - 1)
        for k in range(n):
            h = _height(random, i, j) * random.uniform(0.8, 1.25)
            style = int(random.choice([0, 0, 1, 1, 2, 2, 3, 6, 6, 7]))
            tint = _tint(random, style)
            back = random.uniform(1.5, 5)
            lo, hi = (a, b - back) if side == 0 else (a + back, b)
            made.append(Building((edges[k], lo, 0), (edges[k + 1], hi, h), style, tint, True, True))
            if h > 26 and random.random() < 0.5:
                inset = random.uniform(1.5, 3)
                made.append(
                    Building(
                        (edges[k] + inset, lo + inset, h),
                        (edges[k + 1] - inset, hi - inset, h + 6.6),
                        style,
                        tint,
                        False,
                        True,
                    )
                )
    return made


def _own_block(random) -> list[Building]:
    """The block the tower stands on: the tower with its lobby, and two quiet neighbours behind and beside."""
    tint = (0.92, 0.98, 1.0)
    made = [Building(TOWER[0], TOWER[1], 4, tint, True, True)]
    made.append(Building((24.5, -38.0, 0.0), (44.5, -1.0, 20.0), 2, _tint(random, 2), True, True))
    return made


def _far(random) -> list[Building]:
    made: list[Building] = []
    near = set(near_blocks())
    for j in range(-6, 46):
        for i in range(-34, 34):
            if (i, j) in near:
                continue
            x0, x1, y0, y1 = block(i, j)
            if y1 > RIVER[0] - 15 and y0 < RIVER[1] + 15:
                continue
            if abs(i) * AVENUE > 700 + 0.75 * max(j, 0) * STREET:
                continue
            d = np.hypot(x0, y0)
            cluster = 95 * np.exp(-(((i - 10) / 5) ** 2) - ((j - 24) / 5) ** 2)
            cluster += 75 * np.exp(-(((i + 13) / 5) ** 2) - ((j - 20) / 4) ** 2)
            n = 3 if d < 1400 else 2
            xs = np.linspace(x0 + 5, x1 - 5, n + 1)
            for k in range(n):
                h = random.uniform(10, 26) + cluster * random.uniform(0, 1.6) + (random.random() < 0.05) * 30
                style = int(random.choice([0, 1, 2, 3, 6, 2, 5, 7] if h < 50 else [3, 4, 5, 7, 4]))
                yy = random.uniform(0, 10)
                made.append(
                    Building(
                        (xs[k], y0 + 4 + yy, 0),
                        (xs[k + 1] - random.uniform(0, 4), y1 - 4, float(h)),
                        style,
                        _tint(random, style),
                        False,
                        False,
                    )
                )
    return made
