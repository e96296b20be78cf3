"""The terrace: boards round a glass panel, its frame, railing, planters, a bench, a pennant; the edge is y = 0.

It rides on the tower's face like a lift; the deck's surface is z = 0 here.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from meshing import Mesh, save_meshes

WEST, EAST, BACK, EDGE = -4.8, 4.8, -6.0, 0.0
GLASS = (-1.15, 1.15, -3.5, -0.06)
STEEL, DARK, STONE = (0.47, 0.49, 0.51, 1), (0.20, 0.21, 0.22, 1), (0.70, 0.69, 0.67, 1)
RAIL_H = 1.10


def build(folder: Path) -> list[Path]:
    out = folder / "terrace.npz"
    save_meshes(
        out,
        deck=_deck(),
        steel=_steel(),
        panel=_panel(),
        posts=_posts(),
        panes=_panes(),
        handrail=_handrail(),
        fittings=_fittings(),
        grass=_grass(),
        pennant=_pennant(),
        drift=_drift(),
    )
    return [out]


def _deck() -> Mesh:
    """Four fields of boards round the glass; the picture spans 2.4 m."""
    mesh = Mesh()
    gx0, gx1, gy0, _gy1 = GLASS
    for x0, x1, y0, y1 in (
        (WEST, gx0 - 0.09, BACK, EDGE - 0.06),
        (gx1 + 0.09, EAST, BACK, EDGE - 0.06),
        (gx0 - 0.09, gx1 + 0.09, BACK, gy0 - 0.09),
    ):
        mesh.quad(
            (x0, y0, 0),
            (x1, y0, 0),
            (x1, y1, 0),
            (x0, y1, 0),
            uv=np.asarray([(x0, y0), (x1, y0), (x1, y1), (x0, y1)]) / 2.4,
        )
    return mesh


def _steel() -> Mesh:
    """The slab's rim, the glass's frame, beams below, guide rails and shoes on the tower's face."""
    mesh = Mesh()
    gx0, gx1, gy0, gy1 = GLASS
    t = 0.09
    for low, high in (
        ((gx0 - t, gy0 - t, -0.12), (gx0, gy1, 0.012)),
        ((gx1, gy0 - t, -0.12), (gx1 + t, gy1, 0.012)),
        ((gx0, gy0 - t, -0.12), (gx1, gy0, 0.012)),
        ((WEST, EDGE - 0.06, -0.34), (EAST, EDGE, 0.012)),
        ((WEST - 0.06, BACK, -0.34), (WEST, EDGE, 0.012)),
        ((EAST, BACK, -0.34), (EAST + 0.06, EDGE, 0.012)),
    ):
        mesh.box(low, high, STEEL)
    for low, high in (
        ((WEST, BACK, -0.34), (gx0 - t, EDGE - 0.06, -0.02)),
        ((gx1 + t, BACK, -0.34), (EAST, EDGE - 0.06, -0.02)),
        ((gx0 - t, BACK, -0.34), (gx1 + t, gy0 - t, -0.02)),
    ):
        mesh.box(low, high, DARK, skip=("top",))
    for x in (-3.4, 3.4):
        mesh.box((x - 0.12, BACK, -1.2), (x + 0.12, BACK + 0.5, -0.34), DARK)
        mesh.box((x - 0.08, BACK, -0.62), (x + 0.08, EDGE - 0.3, -0.34), DARK)
    return mesh


def _panel() -> Mesh:
    mesh = Mesh()
    x0, x1, y0, y1 = GLASS
    mesh.quad(
        (x0, y0, 0),
        (x1, y0, 0),
        (x1, y1, 0),
        (x0, y1, 0),
        uv=((0, 0), (x1 - x0, 0), (x1 - x0, y1 - y0), (0, y1 - y0)),
    )
    return mesh


def _sides():
    """Each side of the railing: two ends, and how many fields."""
    inset = 0.05
    return (
        ((WEST, EDGE - inset), (EAST, EDGE - inset), 6),
        ((WEST, BACK + 0.1), (WEST, EDGE - inset), 4),
        ((EAST, EDGE - inset), (EAST, BACK + 0.1), 4),
    )


def _posts() -> Mesh:
    """Posts of height 1: the scene scales them with the railing."""
    mesh = Mesh()
    for (ax, ay), (bx, by), n in _sides():
        for k in range(n + 1):
            x, y = ax + (bx - ax) * k / n, ay + (by - ay) * k / n
            mesh.box((x - 0.022, y - 0.022, 0), (x + 0.022, y + 0.022, 1.0), STEEL, skip=("bottom",))
    return mesh


def _panes() -> Mesh:
    mesh = Mesh()
    for (ax, ay), (bx, by), n in _sides():
        for k in range(n):
            a, b = (k + 0.03) / n, (k + 0.97) / n
            p, q = (ax + (bx - ax) * a, ay + (by - ay) * a), (ax + (bx - ax) * b, ay + (by - ay) * b)
            mesh.quad((*p, 0.07), (*q, 0.07), (*q, 0.93), (*p, 0.93))
    return mesh


def _handrail() -> Mesh:
    """Its top is at z = 0: the scene lifts it to the railing's height."""
    mesh = Mesh()
    for (ax, ay), (bx, by), _ in _sides():
        x0, x1, y0, y1 = min(ax, bx) - 0.035, max(ax, bx) + 0.035, min(ay, by) - 0.035, max(ay, by) + 0.035
        mesh.box((x0, y0, -0.045), (x1, y1, 0.0), (0.50, 0.52, 0.54, 1))
    return mesh


PLANTERS = ((-4.35, -5.3, 0.75, 2.6), (4.35, -5.3, 0.75, 2.6))


def _fittings() -> Mesh:
    """Planters, a bench, a small table and the pennant's mast."""
    mesh = Mesh()
    for x, y, w, d in PLANTERS:
        mesh.box((x - w / 2, y, 0), (x + w / 2, y + d, 0.52), STONE, skip=("bottom", "top"))
        mesh.box(
            (x - w / 2 + 0.04, y + 0.04, 0.3),
            (x + w / 2 - 0.04, y + d - 0.04, 0.47),
            (0.16, 0.12, 0.09, 1),
            skip=("bottom",),
        )
        mesh.box((x - w / 2, y, 0.52), (x + w / 2, y + 0.04, 0.53), STONE)
        for side in (-1, 1):
            mesh.box(
                (x + side * (w / 2 - 0.02) - 0.02, y, 0.5),
                (x + side * (w / 2 - 0.02) + 0.02, y + d, 0.53),
                STONE,
            )
    wood = (0.62, 0.47, 0.33, 1)
    for k in range(4):
        mesh.box((2.0, -5.62 + 0.12 * k, 0.42), (3.8, -5.52 + 0.12 * k, 0.46), wood)
    for x in (2.2, 3.6):
        mesh.box((x - 0.04, -5.6, 0.0), (x + 0.04, -5.2, 0.42), DARK)
    mesh.prism(
        [
            (-4.72 + 0.03 * np.cos(a), -0.42 + 0.03 * np.sin(a))
            for a in np.linspace(0, 2 * np.pi, 8, endpoint=False)
        ],
        0,
        3.3,
        STEEL,
    )
    return mesh


def _grass() -> Mesh:
    """Blades in the planters; `a_sway` is phase and how far a vertex bends."""
    random = np.random.default_rng(91)
    mesh = Mesh("a_sway")
    for x, y, w, d in PLANTERS:
        for _ in range(260):
            bx, by = (
                random.uniform(x - w / 2 + 0.08, x + w / 2 - 0.08),
                random.uniform(y + 0.08, y + d - 0.08),
            )
            h, turn, lean = random.uniform(0.3, 0.8), random.uniform(0, 2 * np.pi), random.uniform(0.05, 0.3)
            dx, dy = np.cos(turn) * lean, np.sin(turn) * lean
            wx, wy = -np.sin(turn) * 0.012, np.cos(turn) * 0.012
            p = [
                (bx - wx, by - wy, 0.45),
                (bx + wx, by + wy, 0.45),
                (bx + dx * 0.4 + wx, by + dy * 0.4 + wy, 0.45 + h * 0.65),
                (bx + dx * 0.4 - wx, by + dy * 0.4 - wy, 0.45 + h * 0.65),
                (bx + dx, by + dy, 0.45 + h),
            ]
            tone = random.uniform(0.75, 1.25)
            root, tip = (
                np.array([0.20, 0.27, 0.12, 1]) * [tone, tone, tone, 1],
                np.array([0.50, 0.54, 0.27, 1]) * [tone, tone, tone, 1],
            )
            phase = bx * 2 + by
            sway = [
                (phase, 0, 0, 0),
                (phase, 0, 0, 0),
                (phase, 0.10 * h, 0, 0),
                (phase, 0.10 * h, 0, 0),
                (phase, 0.30 * h, 0, 0),
            ]
            mesh.add(
                p,
                [(0, 1, 2), (0, 2, 3), (3, 2, 4)],
                (0, 0, 1),
                colour=[root, root, tip, tip, tip],
                a_sway=sway,
            )
    return mesh


def _pennant() -> Mesh:
    """A narrow cloth on the mast, 1.5 m by 0.42 m; uv.x runs from the mast."""
    mesh = Mesh("a_sway")
    n, m = 31, 5
    u, v = np.meshgrid(np.linspace(0, 1, n), np.linspace(0, 1, m))
    points = np.stack([u * 1.5, np.zeros_like(u), (v - 0.5) * 0.42 * (1 - 0.6 * u)], -1).reshape(-1, 3)
    uv = np.stack([u, v], -1).reshape(-1, 2)
    cells = [
        (r * n + c, r * n + c + 1, (r + 1) * n + c + 1, (r + 1) * n + c)
        for r in range(m - 1)
        for c in range(n - 1)
    ]
    mesh.add(
        points,
        [t for a, b, c, d in cells for t in ((a, b, c), (a, c, d))],
        (0, -1, 0),
        uv,
        np.where(
            ((u.ravel() * 5).astype(int) % 2 == 0)[:, None], (0.74, 0.30, 0.18, 1), (0.90, 0.88, 0.84, 1)
        ),
        a_sway=np.concatenate([uv, np.zeros_like(uv)], 1),
    )
    return mesh


def _drift() -> Mesh:
    """Leaves that strong wind carries past; `a_drift` is where each starts (shares of its room) and its phase."""
    random = np.random.default_rng(92)
    mesh = Mesh("a_drift")
    for _ in range(120):
        tone = random.uniform(0.7, 1.2)
        tint = (
            np.array([(0.55, 0.50, 0.20), (0.62, 0.42, 0.16), (0.36, 0.46, 0.16)][random.integers(3)]) * tone
        )
        size = random.uniform(0.05, 0.09)
        p = np.array([(-1, 0, 0), (0, -0.55, 0.12), (1.1, 0, 0), (0, 0.55, 0.12)]) * size
        faces = [(0, 1, 2), (0, 2, 3)]
        mesh.add(p, faces, (0, 0, 1), colour=(*tint, 0), a_drift=random.uniform(0, 1, 4))
    return mesh
