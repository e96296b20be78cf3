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
    """Flies along +y; 1.3 m across."""
    mesh = Mesh("a_sway")
    white, grey, dark = (0.88, 0.88, 0.87, 0), (0.58, 0.60, 0.63, 0), (0.10, 0.10, 0.11, 0)
    _ball(mesh, (0, 0, 0), (0.085, 0.24, 0.075), white)
    _ball(mesh, (0, 0.23, 0.03), (0.055, 0.075, 0.055), white)
    _ball(mesh, (0, 0.32, 0.02), (0.014, 0.05, 0.014), (0.80, 0.55, 0.10, 0), 1)
    mesh.add(
        [(-0.03, -0.18, 0.01), (0.03, -0.18, 0.01), (0.10, -0.40, 0.0), (-0.10, -0.40, 0.0)],
        [(0, 1, 2), (0, 2, 3)],
        (0, 0, 1),
        colour=white,
    )
    for side in (-1.0, 1.0):
        span = np.array([0.05, 0.22, 0.42, 0.56, 0.66])
        lead = np.array([0.12, 0.18, 0.17, 0.07, -0.10])
        chord = np.array([0.24, 0.24, 0.20, 0.13, 0.02])
        p, colours, sway = [], [], []
        for k, s in enumerate(span):
            for y in (lead[k], lead[k] - chord[k]):
                p.append((side * s, y, 0.02 + 0.03 * np.sin(np.pi * s / 0.7)))
                colours.append(dark if k >= 4 else grey)
                sway.append((s, side, max(0, s - 0.3), 0))
        cells = [(2 * k, 2 * k + 1, 2 * k + 3, 2 * k + 2) for k in range(4)]
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
