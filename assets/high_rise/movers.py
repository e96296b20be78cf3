"""Cars and people as one mesh each; their shader moves every one along its own way, so they cost no time per car.

`a_lane` of a car: place across, place along at time 0, direction, axis (0 along y, 1 along x).
`a_ride`: length of the way, 1 if it drives, length of a block, share of the signal's cycle at which it starts.
`a_walk` of a person: start x, y and unit direction; `a_gait`: length of the way, speed, phase, limb's swing.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from meshing import Mesh, save_meshes, sphere

from high_rise import plan

AVENUE_WAY = (plan.STREET_AT - 2 * plan.STREET, 10)
STREET_WAY = (plan.AVENUE_AT - 6 * plan.AVENUE, 12)
PAINTS = [
    (0.80, 0.80, 0.79),
    (0.10, 0.105, 0.11),
    (0.42, 0.44, 0.46),
    (0.62, 0.63, 0.64),
    (0.36, 0.06, 0.05),
    (0.08, 0.14, 0.30),
    (0.16, 0.22, 0.18),
    (0.55, 0.50, 0.42),
]
NEAR_M = 75.0
"""Whoever starts beyond this is never seen close and gets the coarser limbs."""
TAXI = (0.85, 0.58, 0.08)


def build(folder: Path) -> list[Path]:
    out = folder / "movers.npz"
    cars, shadows = _traffic()
    save_meshes(out, cars=cars, car_shadows=shadows, people=_people())
    return [out]


def _traffic() -> tuple[Mesh, Mesh]:
    random = np.random.default_rng(101)
    cars, shadows = Mesh("a_lane", "a_ride"), Mesh("a_lane", "a_ride")
    todo: list[tuple[float, tuple, tuple, str]] = []
    for i in range(-1, 2):
        x = plan.AVENUE_AT + plan.AVENUE * i
        start, blocks = AVENUE_WAY
        busy = 0.36 if i == 0 else 0.16
        for side in (-1, 1):
            for lane in (1.75, 5.25):
                todo += _lane(
                    random,
                    x + side * lane,
                    start,
                    blocks,
                    plan.STREET,
                    side,
                    0,
                    plan.STREET_HALF + 6.6,
                    6,
                    busy,
                    0.0,
                )
            todo += _parked(random, x + side * 8.9, start, blocks, plan.STREET, side, 0, 19)
    for j in range(-1, 4):
        y = plan.STREET_AT + plan.STREET * j
        start, blocks = STREET_WAY
        for side in (-1, 1):
            todo += _lane(
                random,
                y + side * 2.0,
                start,
                blocks,
                plan.AVENUE,
                -side,
                1,
                plan.AVENUE_HALF + 7.0,
                6,
                0.36 if j == 0 else 0.12,
                0.5,
            )
            todo += _parked(random, y + side * 6.6, start, blocks, plan.AVENUE, -side, 1, 22)
    for _, lane, ride, kind in sorted(todo, key=lambda t: t[0]):
        attributes = {"a_lane": lane, "a_ride": ride}
        _car(cars, kind, random, attributes)
        long = {"bus": 5.9, "van": 2.9}.get(kind, 2.4)
        wide = 1.35 if kind == "bus" else 1.05
        shadows.quad(
            (-wide, -long, 0.03), (wide, -long, 0.03), (wide, long, 0.03), (-wide, long, 0.03), **attributes
        )
    return cars, shadows


def _kind(random) -> str:
    return str(random.choice(["car", "car", "car", "suv", "suv", "taxi", "van"]))


def _lane(random, across, start, blocks, pitch, direction, axis, stop, slots, busy, cycle):
    """Cars queue behind each stop line; one block is driven in one cycle of the signals."""
    made = []
    for b in range(blocks):
        slot = 0
        while slot < slots:
            if random.random() < busy:
                kind = "bus" if random.random() < 0.06 and slot < slots - 1 else _kind(random)
                along = (
                    (b + 1) * pitch
                    - stop
                    - 2.6
                    - slot * 7.3
                    - (3.6 if kind == "bus" else random.uniform(-0.4, 0.4))
                )
                far = abs(along - blocks * pitch / 2)
                made.append(
                    (
                        far + abs(across),
                        (across, along, direction, axis),
                        (blocks * pitch, 1, pitch, cycle),
                        kind,
                    )
                )
                slot += 1 if kind == "bus" else 0
            slot += 1
    return made


def _parked(random, across, start, blocks, pitch, direction, axis, keep):
    made = []
    for b in range(blocks):
        for along in np.arange(keep, pitch - keep, 6.2):
            if random.random() < 0.5 and abs(b - blocks / 2 + (2 if axis == 0 else 0)) < 3:
                made.append(
                    (
                        abs(across) + 300,
                        (across, b * pitch + float(along), direction, axis),
                        (blocks * pitch, 0, pitch, 0),
                        _kind(random).replace("taxi", "car"),
                    )
                )
    return made


def _hull(mesh: Mesh, low, high, colour, **attributes) -> None:
    """A box whose bottom ring (x, y0, y1, z) and top ring differ."""
    (x0, a0, b0, z0), (x1, a1, b1, z1) = low, high
    p = [
        (-x0, a0, z0),
        (x0, a0, z0),
        (x0, b0, z0),
        (-x0, b0, z0),
        (-x1, a1, z1),
        (x1, a1, z1),
        (x1, b1, z1),
        (-x1, b1, z1),
    ]
    for a, b, c, d in ((0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7), (4, 5, 6, 7)):
        mesh.quad(p[a], p[b], p[c], p[d], colour=colour, **attributes)


def _car(mesh: Mesh, kind: str, random, attributes) -> None:
    paint = (*(TAXI if kind == "taxi" else PAINTS[random.integers(len(PAINTS))]), 0.9)
    glass, black = (0.05, 0.06, 0.07, 1.0), (0.035, 0.035, 0.037, 0.1)
    if kind == "bus":
        paint = (*((0.75, 0.76, 0.76), (0.12, 0.28, 0.52))[random.integers(2)], 0.7)
        _hull(mesh, (1.24, -5.7, 5.7, 0.35), (1.25, -5.7, 5.7, 1.2), paint, **attributes)
        _hull(mesh, (1.25, -5.7, 5.7, 1.2), (1.23, -5.65, 5.6, 2.5), glass, **attributes)
        _hull(mesh, (1.23, -5.65, 5.6, 2.5), (1.1, -5.5, 5.4, 3.05), paint, **attributes)
        wheels, half = (-3.6, 3.4), 1.26
        _hull(mesh, (0.6, -3.0, -1.0, 3.05), (0.55, -2.9, -1.1, 3.3), (0.6, 0.6, 0.6, 0.3), **attributes)
    elif kind == "van":
        _hull(mesh, (0.98, -2.6, 2.6, 0.3), (1.0, -2.6, 2.5, 1.15), paint, **attributes)
        _hull(mesh, (1.0, -2.6, 2.45, 1.15), (0.92, -2.55, 1.35, 2.05), paint, **attributes)
        mesh.quad(
            (-0.94, 2.42, 1.18),
            (-0.86, 1.5, 1.95),
            (0.86, 1.5, 1.95),
            (0.94, 2.42, 1.18),
            colour=glass,
            **attributes,
        )
        wheels, half = (-1.7, 1.65), 0.99
    else:
        up = 0.18 if kind == "suv" else 0.0
        _hull(mesh, (0.86, -2.2, 2.2, 0.22 + up), (0.91, -2.25, 2.25, 0.62 + up), paint, **attributes)
        _hull(mesh, (0.91, -2.25, 2.25, 0.62 + up), (0.84, -2.1, 2.05, 0.90 + up), paint, **attributes)
        back = -1.95 if kind == "suv" else -1.65
        _hull(mesh, (0.81, back, 1.0, 0.90 + up), (0.64, back + 0.45, 0.25, 1.36 + up), glass, **attributes)
        _hull(
            mesh,
            (0.65, back + 0.42, 0.28, 1.35 + up),
            (0.58, back + 0.6, 0.1, 1.42 + up),
            paint,
            **attributes,
        )
        if kind == "taxi":
            _hull(
                mesh, (0.3, -0.55, -0.3, 1.4), (0.28, -0.52, -0.33, 1.56), (0.9, 0.88, 0.8, 0.2), **attributes
            )
        wheels, half = (-1.35, 1.38), 0.9
    radius = 0.46 if kind == "bus" else 0.33
    _hull(
        mesh,
        (half * 0.82, tail_of(kind) * 0.9, -tail_of(kind) * 0.9, 0.16),
        (half * 0.8, tail_of(kind) * 0.9, -tail_of(kind) * 0.9, 0.5),
        black,
        **attributes,
    )
    turn = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    for y in wheels:
        for side in (-1, 1):
            x = side * (half + 0.015)
            disc = [(x, y + side * radius * np.cos(a), radius + radius * np.sin(a)) for a in turn]
            hub = [
                (x + side * 0.01, y + side * 0.5 * radius * np.cos(a), radius + 0.5 * radius * np.sin(a))
                for a in turn[::2]
            ]
            mesh.add(disc, [(0, k, k + 1) for k in range(1, 7)], (side, 0, 0), colour=black, **attributes)
            mesh.add(hub, [(0, 1, 2), (0, 2, 3)], (side, 0, 0), colour=(0.45, 0.46, 0.47, 0.4), **attributes)
    tail = tail_of(kind)
    nose = -tail - (0.04 if kind == "van" else 0.0)
    z = 0.8 if kind in ("bus", "van") else 0.62
    for side in (-1, 1):
        x0, x1 = sorted((side * 0.45, side * 0.8))
        mesh.quad(
            (x1, nose, z),
            (x0, nose, z),
            (x0, nose, z + 0.14),
            (x1, nose, z + 0.14),
            colour=(0.95, 0.94, 0.88, 0),
            **attributes,
        )
        mesh.quad(
            (x0, tail, z),
            (x1, tail, z),
            (x1, tail, z + 0.13),
            (x0, tail, z + 0.13),
            colour=(0.62, 0.05, 0.04, 0),
            **attributes,
        )


def tail_of(kind: str) -> float:
    """Where a car ends, in m behind its middle."""
    return {"bus": -5.72, "van": -2.62}.get(kind, -2.26)


def _people() -> Mesh:
    random = np.random.default_rng(111)
    mesh = Mesh("a_walk", "a_gait")
    ways = []
    for i, j in [(i, j) for i in (-2, -1, 0, 1) for j in (-2, -1, 0, 1, 2)]:
        x0, x1, y0, y1 = plan.block(i, j)
        near = i in (-1, 0) and j in (-1, 0)
        for _ in range(9 if near else 4):
            off = random.uniform(0.9, 3.4)
            side = int(random.integers(4))
            if side < 2:
                y = y0 + off if side == 0 else y1 - off
                ways.append(((x0 + 2, y, 1, 0), x1 - x0 - 4))
            else:
                x = x0 + off if side == 2 else x1 - off
                ways.append(((x, y0 + 2, 0, 1), y1 - y0 - 4))
    x0, x1, y0, y1 = plan.block(*plan.PARK)
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
    for _ in range(34):
        a = random.uniform(0, 2 * np.pi)
        sx, sy = random.choice([-1, 1], 2)
        d = np.array([(x1 - x0) * sx, (y1 - y0) * sy]) / np.hypot(x1 - x0, y1 - y0)
        side = np.array([-d[1], d[0]]) * random.uniform(-1.1, 1.1)
        if random.random() < 0.6:
            ways.append(((cx + d[0] * 10 + side[0], cy + d[1] * 10 + side[1], d[0], d[1]), 26.0))
        else:
            ways.append(((cx + 8.5 * np.cos(a), cy + 8.5 * np.sin(a), np.cos(a + 2), np.sin(a + 2)), 0.0))
    for walk, length in ways:
        speed = float(random.uniform(1.0, 1.55)) if length else 0.0
        _person(mesh, random, walk, (length or 1.0, speed, float(random.uniform(0, 200)), 0.0))
    return mesh


def _person(mesh: Mesh, random, walk, gait) -> None:
    scale = float(random.uniform(0.92, 1.06))
    cloth = [
        (0.12, 0.13, 0.16),
        (0.30, 0.09, 0.09),
        (0.60, 0.58, 0.54),
        (0.14, 0.20, 0.30),
        (0.42, 0.33, 0.22),
        (0.16, 0.24, 0.17),
        (0.75, 0.72, 0.66),
        (0.45, 0.42, 0.44),
    ]
    top, legs = (np.asarray(cloth[random.integers(8)]) * random.uniform(0.8, 1.2) for _ in range(2))
    skin = np.array([0.62, 0.44, 0.34]) * random.uniform(0.42, 1.05)
    hair = np.asarray(
        [(0.06, 0.05, 0.04), (0.22, 0.14, 0.08), (0.42, 0.33, 0.22), (0.35, 0.35, 0.35)][random.integers(4)]
    )
    base, faces = sphere(1 if np.hypot(walk[0], walk[1] - 20.0) < NEAR_M else 0)

    def part(centre, size, colour, swing=0.0):
        p = base * np.asarray(size) * scale + np.asarray(centre) * scale
        hang = np.clip((1.45 - p[:, 2] if swing * swing > 0.2 else 0.95 - p[:, 2]), 0, 1)
        own = np.tile(np.asarray(gait, float), (len(p), 1))
        own[:, 3] = np.sign(swing) * abs(swing) * hang
        mesh.add(
            p,
            faces,
            base / np.linalg.norm(base, axis=1, keepdims=True),
            colour=(*colour, 0.0),
            a_walk=walk,
            a_gait=own,
        )

    part((0, 0, 1.18), (0.21, 0.13, 0.34), top)
    part((0, 0.01, 1.62), (0.095, 0.11, 0.13), skin)
    part((0, -0.02, 1.66), (0.10, 0.115, 0.115), hair)
    for side in (-1, 1):
        part((side * 0.095, 0, 0.47), (0.085, 0.095, 0.50), legs, side * 0.40)
        part((side * 0.255, 0, 1.12), (0.052, 0.06, 0.33), top, -side * 0.46)
