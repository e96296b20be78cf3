"""A gull and a helicopter. `a_sway`: how far from the body a wing's point is, and which side."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from meshing import Mesh, save_meshes, sphere


def build(folder: Path) -> list[Path]:
    out = folder / "flyers.npz"
    save_meshes(out, gull=_gull(), helicopter=_helicopter(), rotor=_rotor())
    return [out]


def _ball(mesh: Mesh, centre, size, colour, detail=2, **extra) -> None:
    base, faces = sphere(detail)
    normal = base / np.asarray(size)
    mesh.add(
        base * size + np.asarray(centre),
        faces,
        normal / np.linalg.norm(normal, axis=1, keepdims=True),
        colour=colour,
        **extra,
    )


def _gull() -> Mesh:
    """Flies along +y; 1.3 m across. The body is one lathed spindle, so that head, breast and tail flow together."""
    mesh = Mesh("a_sway")
    white, grey, dark = (0.90, 0.90, 0.89, 0), (0.60, 0.63, 0.67, 0), (0.09, 0.09, 0.10, 0)
    course = [  # along y, height of the middle, half-width, half-height
        (-0.30, 0.012, 0.018, 0.012),
        (-0.22, 0.010, 0.048, 0.034),
        (-0.08, 0.0, 0.075, 0.062),
        (0.06, 0.0, 0.080, 0.072),
        (0.16, 0.012, 0.058, 0.056),
        (0.22, 0.026, 0.042, 0.044),
        (0.275, 0.034, 0.044, 0.043),
        (0.32, 0.032, 0.030, 0.030),
        (0.345, 0.028, 0.012, 0.014),
    ]
    n = 12
    turn = np.linspace(0, 2 * np.pi, n, endpoint=False)
    rings = [np.stack([w * np.cos(turn), np.full(n, y), z + h * np.sin(turn)], -1) for y, z, w, h in course]
    points = np.concatenate(rings)
    cells = [(r * n + k, r * n + (k + 1) % n, (r + 1) * n + (k + 1) % n, (r + 1) * n + k)
             for r in range(len(course) - 1) for k in range(n)]  # fmt: skip
    mesh.add(points, [t for a, b, c, d in cells for t in ((a, c, b), (a, d, c))], colour=white)
    _ball(mesh, (0, 0.375, 0.022), (0.011, 0.042, 0.013), (0.82, 0.60, 0.12, 0), 1)
    for side in (-1, 1):
        _ball(mesh, (side * 0.036, 0.295, 0.045), (0.008, 0.010, 0.009), dark, 1)
    fan = [
        (0.0, -0.22, 0.012),
        *((0.15 * np.sin(a), -0.30 - 0.13 * np.cos(a), 0.008) for a in np.linspace(-0.75, 0.75, 6)),
    ]
    mesh.add(fan, [(0, k, k + 1) for k in range(1, 6)], (0, 0, 1), colour=white)
    for side in (-1.0, 1.0):
        s = np.linspace(0.04, 0.68, 13)
        share = (s - 0.04) / 0.64
        lead = (
            0.11
            + 0.09 * np.sin(np.pi * np.clip(share / 0.62, 0, 1) * 0.72)
            - 0.34 * np.clip(share - 0.42, 0, 1) ** 1.25
        )
        chord = 0.225 * (1 - 0.28 * share) * np.sqrt(np.clip(1 - share**5, 0.004, 1)) * (1 - 0.38 * share**2)
        p, colours, sway = [], [], []
        for k, along in enumerate(s):
            for c in (0.0, 0.30, 0.92, 1.0):
                arch = 0.022 * np.sin(np.pi * min(1.0, c * 1.2)) * (1 - share[k])
                p.append(
                    (side * along, lead[k] - chord[k] * c, 0.028 + 0.03 * np.sin(np.pi * along / 0.75) + arch)
                )
                colours.append(dark if share[k] > 0.86 else white if c > 0.9 else grey)
                sway.append((along, side, max(0.0, along - 0.3), 0))
        cells = [
            (4 * k + c, 4 * k + c + 1, 4 * k + c + 5, 4 * k + c + 4) for k in range(12) for c in range(3)
        ]
        tri = [t for a, b, c, d in cells for t in ((a, b, c), (a, c, d))]
        mesh.add(p, tri, (0, 0, 1), colour=colours, a_sway=sway)
    return mesh


def _helicopter() -> Mesh:
    """Flies along +y; 11 m long."""
    mesh = Mesh()
    paint, glass, dark = (0.12, 0.22, 0.42, 0.8), (0.05, 0.06, 0.07, 1), (0.10, 0.10, 0.11, 0.2)
    _ball(mesh, (0, 0.6, 0), (1.05, 2.5, 1.15), paint)
    _ball(mesh, (0, 1.9, 0.18), (0.92, 1.35, 0.9), glass)
    _ball(mesh, (0, -0.4, 1.0), (0.5, 1.4, 0.45), paint)
    mesh.box((-0.18, -6.6, 0.15), (0.18, -1.2, 0.55), paint)
    mesh.box((-0.07, -7.0, 0.2), (0.07, -6.1, 1.7), paint)
    mesh.box((-0.9, -6.4, 0.42), (0.9, -6.0, 0.48), paint)
    for x in (-1.05, 1.05):
        mesh.box((x - 0.05, -1.2, -1.6), (x + 0.05, 2.6, -1.5), dark)
        for y in (-0.3, 1.5):
            mesh.box((x * 0.75 - 0.05, y, -1.55), (x * 0.75 + 0.05, y + 0.1, -0.7), dark)
    mesh.box((-0.08, -0.5, 1.2), (0.08, -0.34, 1.75), dark)
    return mesh


def _rotor() -> Mesh:
    mesh = Mesh()
    for k in range(4):
        a = k * np.pi / 2
        d, s = np.array([np.cos(a), np.sin(a)]), np.array([-np.sin(a), np.cos(a)]) * 0.16
        p = [(*(d * 0.2 - s), 1.75), (*(d * 5.4 - s), 1.8), (*(d * 5.4 + s), 1.8), (*(d * 0.2 + s), 1.75)]
        mesh.quad(*p, colour=(0.07, 0.07, 0.075, 0.3))
    return mesh
