"""Meshes from `.npz`: arrays go into the graphics library's buffers as they are.

Mesh `m` is the arrays `m/position` (n,3 float32), `m/index` (k uint16 or uint32) and, where it has them, `m/normal` (n,3 or
n,4 int8, 127 is 1), `m/uv` (n,2 float32), `m/colour` (n,4 uint8), and any `m/a_<name>` (n,1..4 float32), which
the shader reads as the attribute `a_<name>`. A mesh with other attributes than `a_sway` is moved by its shader: never culled.
`m/copies` (k,9 float32: x, y, z in m, stretch across and up, turn about z in rad, tint in rgb) repeats the mesh.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from panda3d.core import (
    BoundingBox,
    Geom,
    GeomEnums,
    GeomNode,
    GeomTriangles,
    GeomVertexArrayFormat,
    GeomVertexData,
    GeomVertexFormat,
    LPoint3,
    NodePath,
    OmniBoundingVolume,
)

_KNOWN = {
    "position": ("vertex", GeomEnums.C_point),
    "normal": ("normal", GeomEnums.C_normal),
    "uv": ("texcoord", GeomEnums.C_texcoord),
    "colour": ("color", GeomEnums.C_color),
}


SWAY_M = 1.5
"""How far a shader may bend a point that has `a_sway`."""


def read_meshes(path: Path) -> dict[str, NodePath]:
    """Every mesh of `path` by name. Raises ValueError where the file is not such a file."""
    with np.load(path, allow_pickle=False) as file:
        arrays = {key: file[key] for key in file.files}
    names = sorted({key.split("/")[0] for key in arrays if key.endswith("/position")})
    if not names:
        raise ValueError(f"{path.name} holds no mesh")
    return {
        name: build_mesh(name, {k.split("/")[1]: a for k, a in arrays.items() if k.startswith(f"{name}/")})
        for name in names
    }


def build_mesh(name: str, parts: dict[str, NDArray[Any]]) -> NodePath:
    """A node of one Geom. Raises ValueError where an index points past the vertices."""
    if "copies" in parts:
        parts = _repeat(parts)
    count = len(parts["position"])
    index = np.ascontiguousarray(parts["index"]).ravel()
    if index.size and int(index.max()) >= count:
        raise ValueError(f"the mesh {name} points past its {count} vertices")
    columns: list[tuple[str, NDArray[Any], int]] = []
    for key, array in parts.items():
        if key == "index":
            continue
        label, contents = _KNOWN.get(key, (key, GeomEnums.C_other))
        if key == "normal":
            array = array[:, :3].astype(np.float32) / np.float32(127)
        if array.dtype != np.uint8:
            array = array.astype(np.float32)
        columns.append((label, np.atleast_2d(array.T).T, contents))
    layout = GeomVertexArrayFormat()
    for label, array, contents in columns:
        kind = GeomEnums.NT_uint8 if array.dtype == np.uint8 else GeomEnums.NT_float32
        layout.add_column(label, array.shape[1], kind, contents)
    rows = np.zeros((count, layout.get_stride()), np.uint8)
    at = 0
    for _, array, _ in columns:
        raw = np.ascontiguousarray(array).view(np.uint8).reshape(count, -1)
        rows[:, at : at + raw.shape[1]] = raw
        at += raw.shape[1]
    data = GeomVertexData(name, GeomVertexFormat.register_format(GeomVertexFormat(layout)), Geom.UH_static)
    data.unclean_set_num_rows(count)
    memoryview(data.modify_array(0)).cast("B")[:] = rows.ravel().data
    triangles = GeomTriangles(Geom.UH_static)
    triangles.set_index_type(GeomEnums.NT_uint32)
    vertices = triangles.modify_vertices()
    vertices.unclean_set_num_rows(index.size)
    memoryview(vertices).cast("B")[:] = np.ascontiguousarray(index.astype(np.uint32)).view(np.uint8).data
    geom = Geom(data)
    geom.add_primitive(triangles)
    node = GeomNode(name)
    node.add_geom(geom)
    if any(key.startswith("a_") and key != "a_sway" for key in parts):
        geom.set_bounds(OmniBoundingVolume())
        node.set_bounds(OmniBoundingVolume())
        node.set_final(True)
    else:
        low, high = parts["position"].min(axis=0), parts["position"].max(axis=0)
        reach = SWAY_M if "a_sway" in parts else 0.0
        geom.set_bounds(BoundingBox(LPoint3(*map(float, low - reach)), LPoint3(*map(float, high + reach))))
    return NodePath(node)


def _repeat(parts: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Every copy's vertices one after another; the phase in `a_sway` is put off by where the copy stands."""
    copies = parts["copies"].astype(np.float32)
    k, n = len(copies), len(parts["position"])
    turn = np.stack([np.cos(copies[:, 5]), np.sin(copies[:, 5])], -1)[:, None]

    def turned(p: NDArray[Any]) -> NDArray[Any]:
        x = turn[..., 0] * p[:, 0] - turn[..., 1] * p[:, 1]
        y = turn[..., 1] * p[:, 0] + turn[..., 0] * p[:, 1]
        return np.stack([x, y, np.broadcast_to(p[:, 2], (k, n))], -1)

    stretch = copies[:, None, [3, 3, 4]]
    position = turned(parts["position"]) * stretch + copies[:, None, :3]
    made = {
        key: np.tile(array, (k, 1))
        for key, array in parts.items()
        if key not in ("copies", "index", "position")
    }
    made["position"] = position.reshape(-1, 3)
    made["index"] = (parts["index"].astype(np.int64).ravel() + n * np.arange(k)[:, None]).ravel()
    if "normal" in parts:
        normal = turned(parts["normal"][:, :3].astype(np.float32)) / stretch
        made["normal"] = (127 * normal / np.linalg.norm(normal, axis=-1, keepdims=True)).reshape(-1, 3)
    if "colour" in parts:
        tint = np.concatenate([copies[:, 6:9], np.ones((k, 1), np.float32)], 1)[:, None]
        made["colour"] = np.clip(parts["colour"] * tint, 0, 255).reshape(-1, 4).astype(np.uint8)
    if "a_sway" in parts:
        phase = copies[:, 0] * 0.31 + copies[:, 1] * 0.17
        made["a_sway"] = made["a_sway"].astype(np.float32)
        made["a_sway"][:, 0] += np.repeat(phase, n)
    return made
