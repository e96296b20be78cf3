"""Meshes: what the arrays say is what the graphics library gets, once or for each of its copies."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from panda3d.core import GeomVertexReader

from vrtherapy.render.mesh import build_mesh

TRIANGLE = {
    "position": np.array([(0, 0, 0), (1, 0, 0), (0, 0, 2)], np.float32),
    "normal": np.array([(0, -127, 0)] * 3, np.int8),
    "colour": np.full((3, 4), 100, np.uint8),
    "a_sway": np.zeros((3, 4), np.float32),
    "index": np.array([0, 1, 2], np.uint32),
}
PLACE = st.tuples(
    *[st.floats(-300, 300, width=32)] * 3, *[st.floats(0.25, 4, width=32)] * 2, st.floats(0, 6.25, width=32),
    *[st.floats(0.5, 1.5, width=32)] * 3,
)  # fmt: skip


def column(node, name: str) -> np.ndarray:
    data = node.node().get_geom(0).get_vertex_data()
    reader = GeomVertexReader(data, name)
    return np.array([tuple(reader.get_data4()) for _ in range(data.get_num_rows())])


@given(st.lists(PLACE, min_size=1, max_size=5))
def test_a_copy_stands_turned_stretched_and_tinted_where_it_was_put(places: list[tuple[float, ...]]) -> None:
    node = build_mesh("leaf", TRIANGLE | {"copies": np.array(places, np.float32)})
    at, colour = column(node, "vertex"), column(node, "color")
    assert len(at) == 3 * len(places)
    for k, (x, y, z, across, up, turn, red, *_) in enumerate(places):
        first, second, third = at[3 * k : 3 * k + 3, :3]
        assert first == pytest.approx((x, y, z), abs=1e-3)
        assert second - first == pytest.approx(
            (across * math.cos(turn), across * math.sin(turn), 0), abs=1e-3
        )
        assert third - first == pytest.approx((0, 0, 2 * up), abs=1e-3)
        assert colour[3 * k, 0] * 255 == pytest.approx(100 * red, abs=1.01)
        normal = column(node, "normal")[3 * k, :3]
        assert normal @ (second - first) == pytest.approx(0, abs=0.02 * across)
    primitive = node.node().get_geom(0).get_primitive(0)
    assert [primitive.get_vertex(i) for i in range(primitive.get_num_vertices())] == list(
        range(3 * len(places))
    )


def test_an_index_past_the_vertices_is_refused() -> None:
    with pytest.raises(ValueError, match="leaf points past its 3"):
        build_mesh("leaf", TRIANGLE | {"index": np.array([0, 1, 3], np.uint32)})
