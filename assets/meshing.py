"""Meshes as lists of vertices with all their attributes, written as the `.npz` that the renderer reads.

Metres, z up, triangles counter-clockwise from outside. Colour is 0..1 here, bytes in the file.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

FACES = ("west", "east", "south", "north", "bottom", "top")


class Mesh:
    """Vertices gathered by `add`; `extra` names further attributes of up to 4 numbers per vertex."""

    def __init__(self, *extra: str) -> None:
        self._extra = extra
        self._parts: list[dict[str, np.ndarray]] = []
        self._index: list[np.ndarray] = []
        self.count = 0

    def add(self, position, index, normal=None, uv=None, colour=(1, 1, 1, 1), **extra) -> None:
        """Adds triangles. A single value of an attribute counts for every vertex; normals default to the faces'."""
        position = np.asarray(position, np.float32).reshape(-1, 3)
        index = np.asarray(index, np.int64).reshape(-1, 3)
        n = len(position)
        if normal is None:
            normal = smooth_normals(position, index)
        part = {
            "position": position,
            "normal": np.broadcast_to(np.asarray(normal, np.float32), (n, 3)),
            "uv": np.broadcast_to(np.asarray((0, 0) if uv is None else uv, np.float32), (n, 2)),
            "colour": np.broadcast_to(np.asarray(colour, np.float32), (n, 4)),
        }
        for name in self._extra:
            part[name] = np.broadcast_to(np.asarray(extra.get(name, (0, 0, 0, 0)), np.float32), (n, 4))
        self._parts.append(part)
        self._index.append(index + self.count)
        self.count += n

    def quad(self, a, b, c, d, uv=((0, 0), (1, 0), (1, 1), (0, 1)), colour=(1, 1, 1, 1), **extra) -> None:
        """A flat quad, corners counter-clockwise from the front."""
        corners = np.asarray([a, b, c, d], np.float32)
        normal = np.cross(corners[1] - corners[0], corners[3] - corners[0])
        normal /= np.linalg.norm(normal) + 1e-9
        self.add(corners, [(0, 1, 2), (0, 2, 3)], normal, uv, colour, **extra)

    def box(self, low, high, colour=(1, 1, 1, 1), skip=(), scale=1.0, **extra) -> None:
        """An upright box; the texture runs in metres times `scale`. `skip` names faces left out."""
        for face in FACES:
            if face not in skip:
                corners, wide, tall = box_face(low, high, face)
                uv = np.asarray([(0, 0), (wide, 0), (wide, tall), (0, tall)]) * scale
                self.quad(*corners, uv=uv, colour=colour, **extra)

    def prism(self, ring, low, high, colour=(1, 1, 1, 1), **extra) -> None:
        """A vertical prism over the counter-clockwise `ring` of (x, y)."""
        n = len(ring)
        for i in range(n):
            (x0, y0), (x1, y1) = ring[i], ring[(i + 1) % n]
            self.quad((x0, y0, low), (x1, y1, low), (x1, y1, high), (x0, y0, high), colour=colour, **extra)
        top = [(x, y, high) for x, y in ring]
        self.add(top, [(0, i, i + 1) for i in range(1, n - 1)], (0, 0, 1), colour=colour, **extra)

    def arrays(self, name: str) -> dict[str, np.ndarray]:
        """What the file holds of this mesh."""
        keys = self._parts[0].keys()
        joined = {key: np.concatenate([p[key] for p in self._parts]) for key in keys}
        made = {
            f"{name}/position": np.round(joined.pop("position"), 4),
            f"{name}/normal": np.round(joined.pop("normal") * 127).astype(np.int8),
            f"{name}/uv": np.round(joined.pop("uv"), 5),
            f"{name}/colour": np.clip(np.round(joined.pop("colour") * 255), 0, 255).astype(np.uint8),
            f"{name}/index": np.concatenate(self._index).astype(np.uint32).ravel(),
        }
        return made | {f"{name}/{key}": np.round(value, 4) for key, value in joined.items()}


def box_face(low, high, face: str):
    """The four corners of a face of a box, and its width and height."""
    (x0, y0, z0), (x1, y1, z1) = low, high
    corners = {
        "west": [(x0, y1, z0), (x0, y0, z0), (x0, y0, z1), (x0, y1, z1)],
        "east": [(x1, y0, z0), (x1, y1, z0), (x1, y1, z1), (x1, y0, z1)],
        "south": [(x0, y0, z0), (x1, y0, z0), (x1, y0, z1), (x0, y0, z1)],
        "north": [(x1, y1, z0), (x0, y1, z0), (x0, y1, z1), (x1, y1, z1)],
        "bottom": [(x0, y1, z0), (x1, y1, z0), (x1, y0, z0), (x0, y0, z0)],
        "top": [(x0, y0, z1), (x1, y0, z1), (x1, y1, z1), (x0, y1, z1)],
    }[face]
    wide = y1 - y0 if face in ("west", "east") else x1 - x0
    tall = y1 - y0 if face in ("bottom", "top") else z1 - z0
    return corners, wide, tall


def smooth_normals(position: np.ndarray, index: np.ndarray) -> np.ndarray:
    a, b, c = (position[index[:, i]] for i in range(3))
    face = np.cross(b - a, c - a)
    normal = np.zeros_like(position)
    for i in range(3):
        np.add.at(normal, index[:, i], face)
    return normal / (np.linalg.norm(normal, axis=1, keepdims=True) + 1e-9)


def sphere(detail: int):
    """An icosphere of radius 1: positions and triangles."""
    t = (1 + 5**0.5) / 2
    p = [(-1, t, 0), (1, t, 0), (-1, -t, 0), (1, -t, 0), (0, -1, t), (0, 1, t)]
    p += [(0, -1, -t), (0, 1, -t), (t, 0, -1), (t, 0, 1), (-t, 0, -1), (-t, 0, 1)]
    f = [
        (0, 11, 5),
        (0, 5, 1),
        (0, 1, 7),
        (0, 7, 10),
        (0, 10, 11),
        (1, 5, 9),
        (5, 11, 4),
        (11, 10, 2),
        (10, 7, 6),
    ]
    f += [(7, 1, 8), (3, 9, 4), (3, 4, 2), (3, 2, 6), (3, 6, 8), (3, 8, 9), (4, 9, 5), (2, 4, 11), (6, 2, 10)]
    f += [(8, 6, 7), (9, 8, 1)]
    points = [np.asarray(q) / np.linalg.norm(q) for q in p]
    for _ in range(detail):
        middle: dict[tuple[int, int], int] = {}

        def mid(a: int, b: int, middle=middle, points=points) -> int:
            key = (min(a, b), max(a, b))
            if key not in middle:
                q = points[a] + points[b]
                points.append(q / np.linalg.norm(q))
                middle[key] = len(points) - 1
            return middle[key]

        f = [t for a, b, c in f for ab, bc, ca in [(mid(a, b), mid(b, c), mid(c, a))]
             for t in ((a, ab, ca), (b, bc, ab), (c, ca, bc), (ab, bc, ca))]  # fmt: skip
    return np.asarray(points, np.float32), np.asarray(f)


def save_meshes(path: Path, copies: dict[str, list[tuple[float, ...]]] | None = None, **meshes: Mesh) -> None:
    """Writes `meshes`; one named in `copies` stands at each of its places: x, y, z, stretch across and up, turn in
    rad, tint in rgb."""
    arrays: dict[str, np.ndarray] = {}
    for name, mesh in meshes.items():
        arrays |= mesh.arrays(name)
        if copies and name in copies:
            arrays[f"{name}/copies"] = np.round(np.asarray(copies[name], np.float32), 3)
    np.savez_compressed(path, **arrays)
