"""The stage a scene is built on: its own root, lens, shaders, files and sounds. Implements `scene.api.Stage`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from panda3d.core import (
    Camera,
    CardMaker,
    DepthTestAttrib,
    LVecBase2f,
    LVecBase3f,
    LVecBase4f,
    NodePath,
    OmniBoundingVolume,
    PerspectiveLens,
    Texture,
    TransparencyAttrib,
)

from vrtherapy.render.mesh import read_meshes
from vrtherapy.render.picture import read_picture, table_texture
from vrtherapy.render.shading import Shaders
from vrtherapy.render.sound import Loudspeakers, Speaker
from vrtherapy.scene.api import Number, Tier

SMALLEST_NEAR_M = 0.05
_VECTORS = {2: LVecBase2f, 3: LVecBase3f, 4: LVecBase4f}


class RenderStage:
    """One scene's share of the renderer. `remove` takes all of it away."""

    def __init__(
        self, scene_id: str, folder: Path, tier: Tier, speakers: Loudspeakers, view_deg: float
    ) -> None:
        assets = folder.parent.parent / "assets"
        self._folders = [folder, assets / scene_id, assets]
        self._folder = folder
        self._tier = tier
        self._speakers = speakers
        self._shaders = Shaders(tier, [folder / "shaders"])
        self._sounds: list[Speaker] = []
        self._root = NodePath(scene_id)
        self._lens = PerspectiveLens()
        self._lens.set_near_far(0.1, 5000.0)
        self._lens.set_min_fov(view_deg)
        self.camera = self._root.attach_new_node(Camera(f"{scene_id}-eye", self._lens))

    @property
    def root(self) -> NodePath:
        return self._root

    @property
    def folder(self) -> Path:
        return self._folder

    @property
    def tier(self) -> Tier:
        return self._tier

    def find(self, path: str) -> Path:
        """The first of the scene's folders that has `path`. Raises FileNotFoundError."""
        for folder in self._folders:
            if (folder / path).is_file():
                return folder / path
        raise FileNotFoundError(f"the file {path} is missing")

    def meshes(self, path: str) -> Mapping[str, NodePath]:
        return read_meshes(self.find(path))

    def picture(
        self,
        path: str,
        *,
        layers: int = 1,
        repeat: bool = True,
        largest: int = 4096,
        alpha: str | None = None,
    ) -> Texture:
        mask = None if alpha is None else self.find(alpha)
        return read_picture(
            self.find(path), self._tier, layers=layers, repeat=repeat, largest=largest, alpha=mask
        )

    def table(self, path: str, name: str) -> Texture:
        with np.load(self.find(path), allow_pickle=False) as file:
            return table_texture(name, file[name])

    def paint(
        self,
        node: NodePath,
        shader: str,
        *,
        defines: Sequence[str] = (),
        pictures: Mapping[str, Texture] | None = None,
        numbers: Mapping[str, Number] | None = None,
        blend: Literal["opaque", "alpha", "add"] = "opaque",
        two_sided: bool = False,
        order: int = 0,
        vertex: str = "surface",
    ) -> None:
        node.set_shader(self._shaders.get(vertex, shader, defines))
        for name, texture in (pictures or {}).items():
            node.set_shader_input(name, texture)
        self.numbers(node, numbers or {})
        node.set_two_sided(two_sided)
        if blend == "alpha":
            node.set_transparency(TransparencyAttrib.M_alpha)
            node.set_depth_write(False)
            node.set_bin("fixed", order)
        else:
            node.set_bin("background", order)

    def backdrop(self, shader: str, **given: object) -> NodePath:
        card = CardMaker("backdrop")
        card.set_frame(-1, 1, -1, 1)
        node = self._root.attach_new_node(card.generate())
        node.node().set_bounds(OmniBoundingVolume())
        node.node().set_final(True)
        self.paint(node, shader, vertex="screen", **given)  # type: ignore[arg-type]
        # Drawn last of the opaque things: only where nothing else stands.
        node.set_bin("transparent", 0)
        node.set_attrib(DepthTestAttrib.make(DepthTestAttrib.M_less_equal))
        node.set_depth_write(False)
        return node

    def numbers(self, node: NodePath, values: Mapping[str, Number]) -> None:
        for name, value in values.items():
            if isinstance(value, int | float):
                node.set_shader_input(name, float(value))
            else:
                node.set_shader_input(name, _VECTORS[len(value)](*map(float, value)))

    def lens(self, near_m: float, far_m: float) -> None:
        if not SMALLEST_NEAR_M <= near_m < far_m:
            raise ValueError(f"the lens needs {SMALLEST_NEAR_M} <= near < far, not {near_m:g} and {far_m:g}")
        self._lens.set_near_far(near_m, far_m)

    def sound(self, path: str, *, loop: bool = False) -> Speaker:
        speaker = self._speakers.open(self.find(path), loop=loop)
        self._sounds.append(speaker)
        return speaker

    def shape(self, aspect: float, view_deg: float) -> None:
        """The picture's aspect ratio and its vertical angle of view."""
        self._lens.set_aspect_ratio(aspect)
        self._lens.set_min_fov(view_deg)

    def quiet(self) -> None:
        """Every sound of the scene ends now."""
        for sound in self._sounds:
            sound.stop()

    def remove(self) -> None:
        self.quiet()
        self._sounds.clear()
        self._root.remove_node()
