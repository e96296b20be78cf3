"""The city's mesh: walls cut into whole windows, cornices, roofs with what stands on them, kerbs, hills, river."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from meshing import Mesh, box_face, save_meshes
from noise import tiled

from high_rise import plan

BAY, STOREY, SHOP_H = 3.2, 3.5, 4.6
CELL, FAR_CELLS = 150.0, 12
FULL_M, SOME_M = 230.0, 420.0
"""Within the first every part of a roof is built, within the second the larger ones."""
LAYER = {"shops": 8, "roof": 9, "plain": 10}


def colour(tint, layer: int):
    """Tint in rgb (0.5 is unchanged), the texture's layer in alpha."""
    return (*(min(1.0, c * 0.5) for c in tint), layer * 16 / 255)


def wall(mesh: Mesh, corners, wide: float, tall: float, tint, layer: int, random, rows=None) -> None:
    """One wall of whole bays and storeys; each starts at its own place in the texture."""
    bays, floors = max(1, round(wide / BAY)), max(1, round(tall / STOREY))
    u, v = int(random.integers(4)), int(random.integers(4)) if rows is None else rows
    uv = np.asarray([(u, v), (u + bays, v), (u + bays, v + floors), (u, v + floors)]) / 4
    mesh.quad(*corners, uv=uv, colour=colour(tint, layer))


def build(folder: Path) -> list[Path]:
    random = np.random.default_rng(7)
    cells: dict[tuple[int, int], Mesh] = {}
    far = [Mesh() for _ in range(FAR_CELLS)]
    for b in plan.buildings():
        x, y = (b.low[0] + b.high[0]) / 2, (b.low[1] + b.high[1]) / 2
        if b.near:
            mesh = cells.setdefault((round(x / CELL), round(y / CELL)), Mesh())
        else:
            mesh = far[int((np.arctan2(y, x) / (2 * np.pi) % 1) * FAR_CELLS)]
        _building(mesh, b, random, float(np.hypot(x, y)))
    # Cells come nearest first, as the buildings do: what is near hides what is far before it is shaded.
    parts = {f"city_{k:02d}": mesh for k, mesh in enumerate(cells.values())}
    parts |= {f"distance_{k:02d}": mesh for k, mesh in enumerate(far) if mesh.count}
    out = folder / "city.npz"
    ground = Mesh()
    kerbs(ground)
    save_meshes(out, **parts, kerbs=ground, ground=_ground(), park=_park(), river=_river(), hills=_hills())
    return [out]


def _building(mesh: Mesh, b: plan.Building, random, away: float) -> None:
    (x0, y0, z0), (x1, y1, z1) = b.low, b.high
    shop = SHOP_H if b.shops and z0 == 0 else 0.0
    for face in ("west", "east", "south", "north"):
        corners, wide, _ = box_face((x0, y0, z0 + shop), (x1, y1, z1), face)
        wall(mesh, corners, wide, z1 - z0 - shop, b.tint, b.style, random)
        if shop:
            corners, wide, _ = box_face((x0, y0, 0), (x1, y1, shop), face)
            wall(mesh, corners, wide, STOREY, (1, 1, 1), LAYER["shops"], random)
    if not b.near or away > SOME_M:
        corners, wide, tall = box_face(b.low, b.high, "top")
        mesh.quad(
            *corners,
            uv=np.asarray([(0, 0), (wide, 0), (wide, tall), (0, tall)]) / 12,
            colour=colour(ROOFS[int(random.integers(len(ROOFS)))][0], LAYER["roof"]),
        )
        return
    _roof(mesh, b, random, away < FULL_M)
    if b.style in (0, 1, 2, 6):
        _band(mesh, b, z1 - 0.9, z1 + 0.25, 0.45, tuple(c * 0.95 for c in b.tint))
    if shop and b.style != 4:
        _band(mesh, b, shop - 0.35, shop + 0.1, 0.28, (0.85, 0.84, 0.82))
    if b.style == 6 and z0 == 0 and z1 < 60 and away < FULL_M:
        _balconies(mesh, b, random)


def _band(mesh: Mesh, b: plan.Building, low: float, high: float, out: float, tint) -> None:
    """A ledge round a building: open inside, so that it never lies in the plane of the roof."""
    (x0, y0, _), (x1, y1, _) = b.low, b.high
    paint = colour(tint, LAYER["plain"])
    a, c, d, e = x0 - out, x1 + out, y0 - out, y1 + out
    mesh.box((a, d, low), (c, e, high), paint, skip=("top",), scale=1 / 4)
    inner = 0.3
    for p, q in (
        ((a, d), (c, y0 + inner)),
        ((a, y1 - inner), (c, e)),
        ((a, y0 + inner), (x0 + inner, y1 - inner)),
        ((x1 - inner, y0 + inner), (c, y1 - inner)),
    ):
        mesh.quad(
            (p[0], p[1], high), (q[0], p[1], high), (q[0], q[1], high), (p[0], q[1], high), colour=paint
        )


ROOFS = (
    ((1.15, 1.10, 1.02), 3),
    ((0.78, 0.77, 0.76), 3),
    ((0.36, 0.36, 0.38), 3),
    ((1.75, 1.75, 1.72), 2),
    ((0.95, 0.62, 0.46), 2),
    ((0.62, 0.86, 0.72), 1),
    ((0.46, 0.56, 0.25), 1),
)
"""Gravel, concrete, bitumen, white sheet, tile, copper, grass: tint and how often."""


def _roof(mesh: Mesh, b: plan.Building, random, full: bool) -> None:
    (x0, y0, _), (x1, y1, z) = b.low, b.high
    kinds = [tint for tint, often in ROOFS for _ in range(often)]
    tone = np.asarray(kinds[int(random.integers(len(kinds)))]) * random.uniform(0.85, 1.1)
    inner = (x0 + 0.35, y0 + 0.35, x1 - 0.35, y1 - 0.35)
    up = z + (0.25 if b.style in (0, 1, 2, 6) else 0.0)
    corners, wide, tall = box_face((inner[0], inner[1], 0), (inner[2], inner[3], up), "top")
    uv = np.asarray([(0, 0), (wide, 0), (wide, tall), (0, tall)]) / 12 + random.uniform(0, 1, 2)
    mesh.quad(*corners, uv=uv, colour=colour(tone, LAYER["roof"]))
    tint = tuple(c * 0.9 for c in b.tint)
    for low, high in (
        ()
        if not full
        else (
            ((x0, y0, z - 0.1), (x1, y0 + 0.35, up + 0.9)),
            ((x0, y1 - 0.35, z - 0.1), (x1, y1, up + 0.9)),
            ((x0, y0, z - 0.1), (x0 + 0.35, y1, up + 0.9)),
            ((x1 - 0.35, y0, z - 0.1), (x1, y1, up + 0.9)),
        )
    ):
        mesh.box(low, high, colour(tint, LAYER["plain"]), skip=("bottom",), scale=1 / 4)
    if min(x1 - x0, y1 - y0) < 7:
        return
    _plant(mesh, (x0 + 1.2, y0 + 1.2, x1 - 1.2, y1 - 1.2), up, random, full)
    if full and b.style in (0, 1) and random.random() < 0.4:
        _tank(mesh, float(random.uniform(x0 + 3, x1 - 3)), float(random.uniform(y0 + 3, y1 - 3)), up)


def _plant(mesh: Mesh, room, z: float, random, full: bool) -> None:
    """What stands on a roof: a stair head, coolers with dark fans, ducts, skylights, solar panels; nothing overlaps."""
    x0, y0, x1, y1 = room
    taken: list[tuple[float, float, float, float]] = []

    def place(w: float, d: float):
        if random.random() < 0.5:
            w, d = d, w
        if w > x1 - x0 or d > y1 - y0:
            return None
        for _ in range(6):
            a, c = random.uniform(x0, x1 - w), random.uniform(y0, y1 - d)
            if all(a + w < p or r < a or c + d < q or t < c for p, q, r, t in taken):
                taken.append((a - 0.3, c - 0.3, a + w + 0.3, c + d + 0.3))
                return float(a), float(c), float(a + w), float(c + d)
        return None

    def box(spot, low: float, high: float, tint) -> None:
        a, c, d, e = spot
        mesh.box(
            (a, c, z + low), (d, e, z + high), colour(tint, LAYER["plain"]), skip=("bottom",), scale=1 / 4
        )

    if spot := place(3.2, 4.6):
        box(spot, 0, 2.9, (0.85, 0.84, 0.82))
        if full:
            a, c, d, e = spot
            box((a - 0.15, c - 0.15, d + 0.15, e + 0.15), 2.9, 3.1, (0.55, 0.55, 0.55))
    for _ in range(int(random.integers(2, 5)) if full else 1):
        if spot := place(random.uniform(1.4, 2.4), random.uniform(1.4, 3.4)):
            a, c, d, e = spot
            box(spot, 0.25 if full else 0.0, 1.5, (1.05, 1.06, 1.08))
            if full:
                box((a + 0.25, c + 0.25, d - 0.25, e - 0.25), 1.5, 1.56, (0.12, 0.12, 0.13))
    kind = random.random()
    if not full or kind < 0.3:
        return
    if kind < 0.55:
        for _ in range(int(random.integers(2, 6))):
            if spot := place(1.3, 2.6):
                box(spot, 0, 0.35, (0.9, 0.9, 0.9))
                a, c, d, e = spot
                box((a + 0.12, c + 0.12, d - 0.12, e - 0.12), 0.35, 0.42, (0.45, 0.62, 0.78))
    elif kind < 0.75:
        if spot := place(min(10.0, x1 - x0), 5.2):
            a, c, d, e = spot
            paint = colour((0.10, 0.14, 0.30), LAYER["plain"])
            for y in np.arange(c, e - 1.0, 1.7):
                mesh.quad(
                    (a, y, z + 0.2),
                    (d, y, z + 0.2),
                    (d, y + 1.1, z + 0.75),
                    (a, y + 1.1, z + 0.75),
                    colour=paint,
                )
                mesh.quad(
                    (d, y + 1.1, z),
                    (a, y + 1.1, z),
                    (a, y + 1.1, z + 0.75),
                    (d, y + 1.1, z + 0.75),
                    colour=paint,
                )
    elif spot := place(0.8, random.uniform(5, 11)):
        box(spot, 0.3, 1.1, (1.2, 1.2, 1.22))


def _tank(mesh: Mesh, x: float, y: float, z: float) -> None:
    brown, dark = colour((0.62, 0.45, 0.33), LAYER["plain"]), colour((0.35, 0.34, 0.34), LAYER["plain"])
    for dx in (-1.0, 1.0):
        for dy in (-1.0, 1.0):
            mesh.box((x + dx - 0.1, y + dy - 0.1, z), (x + dx + 0.1, y + dy + 0.1, z + 2.4), dark)
    ring = [(x + 1.5 * np.cos(a), y + 1.5 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 10, endpoint=False)]
    mesh.prism(ring, z + 2.4, z + 5.4, brown)
    tip = [*((px, py, z + 5.4) for px, py in ring), (x, y, z + 6.5)]
    mesh.add(tip, [(k, (k + 1) % 10, 10) for k in range(10)], colour=dark)


def _balconies(mesh: Mesh, b: plan.Building, random) -> None:
    """Slabs with a parapet on every other bay of the street sides."""
    (x0, y0, _), (x1, y1, z1) = b.low, b.high
    floors = max(1, round((z1 - SHOP_H) / STOREY))
    step = (z1 - SHOP_H) / floors
    bays = max(1, round((x1 - x0) / BAY))
    wide = (x1 - x0) / bays
    paint = colour((0.95, 0.94, 0.92), LAYER["plain"])
    for f in range(floors):
        z = SHOP_H + f * step
        for k in range(f % 2, bays, 2):
            a = x0 + k * wide + 0.3
            for y_in, y_out in ((y0, y0 - 1.1), (y1, y1 + 1.1)):
                lo, hi = sorted((y_in, y_out))
                mesh.box((a, lo, z - 0.08), (a + wide - 0.6, hi, z + 0.12), paint)
                rail = (y_out, y_out + 0.08) if y_out < y_in else (y_out - 0.08, y_out)
                mesh.box((a, rail[0], z + 0.1), (a + wide - 0.6, rail[1], z + 1.0), paint, skip=("bottom",))


def kerbs(mesh: Mesh) -> None:
    """Pavements 15 cm above the road: the plan's blocks as raised slabs, on the same repeating picture."""
    for i, j in plan.near_blocks():
        if (i, j) == plan.PARK:
            continue
        x0, x1, y0, y1 = plan.block(i, j)
        r = 2.5
        ring = []
        for cx, cy, start in (
            (x1 - r, y0 + r, -90),
            (x1 - r, y1 - r, 0),
            (x0 + r, y1 - r, 90),
            (x0 + r, y0 + r, 180),
        ):
            ring += [
                (cx + r * np.cos(np.radians(start + a)), cy + r * np.sin(np.radians(start + a)))
                for a in (0, 30, 60, 90)
            ]
        top = np.asarray([(x, y, 0.15) for x, y in ring])
        mesh.add(top, [(0, k, k + 1) for k in range(1, len(ring) - 1)], (0, 0, 1))
        for k in range(len(ring)):
            (ax, ay), (bx, by) = ring[k], ring[(k + 1) % len(ring)]
            mesh.quad((ax, ay, 0), (bx, by, 0), (bx, by, 0.15), (ax, ay, 0.15))


def _ground() -> Mesh:
    mesh = Mesh()
    xs = np.concatenate([np.arange(-4800, -600, 700), np.arange(-600, 601, 60), np.arange(1300, 4801, 700)])
    ys = np.concatenate([np.arange(-900, -180, 240), np.arange(-180, 701, 60), np.arange(1400, 6001, 700)])
    gx, gy = np.meshgrid(xs, ys)
    n = len(xs)
    points = np.stack([gx, gy, np.zeros_like(gx)], -1).reshape(-1, 3)
    cells = [(a, a + 1, a + n + 1, a + n) for r in range(len(ys) - 1) for a in range(r * n, r * n + n - 1)]
    cells.sort(key=lambda c: float(np.hypot(*points[c[0]][:2])))
    mesh.add(points, [t for a, b, c, d in cells for t in ((a, b, c), (a, c, d))], (0, 0, 1))
    return mesh


def _park() -> Mesh:
    mesh = Mesh()
    x0, x1, y0, y1 = plan.block(*plan.PARK)
    mesh.box((x0, y0, -0.2), (x1, y1, 0.17), skip=("bottom",))
    return mesh


def _river() -> Mesh:
    mesh = Mesh()
    y0, y1 = plan.RIVER
    mesh.quad((-4800, y0, 0.4), (4800, y0, 0.4), (4800, y1, 0.4), (-4800, y1, 0.4))
    return mesh


def _hills() -> Mesh:
    """A ring of low hills 5 to 7 km away."""
    mesh = Mesh()
    n = 240
    lift = tiled(n, 1.1, 31, low=2, high=60, m=n)[0]
    angle = np.linspace(0, 2 * np.pi, n, endpoint=False)
    rows = []
    for k, (radius, share) in enumerate(((4900, 0.0), (5600, 0.55), (6500, 1.0))):
        h = share * np.clip(120 + 75 * np.roll(lift, 17 * k), 20, 420)
        rows.append(np.stack([radius * np.cos(angle), radius * np.sin(angle), h - 5 * (share == 0)], -1))
    points = np.concatenate(rows)
    quads = [
        (r * n + a, r * n + (a + 1) % n, (r + 1) * n + (a + 1) % n, (r + 1) * n + a)
        for r in range(2)
        for a in range(n)
    ]
    mesh.add(points, [t for a, b, c, d in quads for t in ((a, c, b), (a, d, c))])
    return mesh
