"""What a scene is to its author: the class `Scene` in `scenes/<id>/scene.py`, and the stage it is built on.

Units are metres, seconds and degrees; x points right, y ahead, z up; a heading grows to the left, a pitch up.
A scene knows no protocol, no session and no renderer class: nodes and textures pass through it as opaque handles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

Value = int | float | str
"""A parameter's value: whole steps, a real number in the parameter's unit, or the id of a choice."""

Viewpoint = tuple[float, float, float, float, float]
"""Where the patient's head stands before tracking is added: x, y, z in m, heading and pitch in degrees."""

Tier = Literal["low", "high"]

Number = float | Sequence[float]

Node = Any
"""A handle of the renderer's scene graph. A scene may move, turn, scale, show and hide it."""

Texture = Any
"""A handle of a picture on the graphics card."""


class Emitter(Protocol):
    """One sound. Without an audio device every call does nothing."""

    def play(self) -> None:
        """From the start; a looped sound goes on until `stop`."""

    def stop(self) -> None: ...

    def loudness(self, share: float) -> None:
        """0 is silent, 1 the loudness at which the file was made."""

    def pitch(self, ratio: float) -> None: ...

    def place(self, x: float, y: float, z: float) -> None:
        """Where it sounds from, in the scene's metres. A sound never placed is heard all around."""


class Stage(Protocol):
    """What the renderer lends a scene while it is built. Relative paths are looked for in the scene's own folder,
    then in `assets/<scene id>/`, then in `assets/`; a missing file raises FileNotFoundError."""

    @property
    def root(self) -> Node: ...

    @property
    def folder(self) -> Path: ...

    @property
    def tier(self) -> Tier:
        """`low` is for software renderers: no work per pixel that a table can do."""

    def meshes(self, path: str) -> Mapping[str, Node]:
        """The named meshes of a `.npz` that `assets/` scripts wrote, not yet in the scene."""

    def picture(
        self,
        path: str,
        *,
        layers: int = 1,
        repeat: bool = True,
        largest: int = 4096,
        alpha: str | None = None,
    ) -> Texture:
        """A JPEG or PNG. `layers` cuts a vertical strip into a texture array; `largest` halves its width until it
        fits; `alpha` names a grey picture for the fourth channel."""

    def table(self, path: str, name: str) -> Texture:
        """The array `name` of a `.npz` as a smooth, clamped lookup table of 16 or 8 bits per channel."""

    def paint(
        self,
        node: Node,
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
        """Gives `node` the shader `<vertex>.vert` + `<shader>.frag`, with `defines`, and its uniforms.
        The smaller `order` is drawn first: opaque nodes from near to far, blended ones from far to near."""

    def backdrop(
        self,
        shader: str,
        *,
        defines: Sequence[str] = (),
        pictures: Mapping[str, Texture] | None = None,
        numbers: Mapping[str, Number] | None = None,
    ) -> Node:
        """Draws `<shader>.frag` wherever nothing else stands; it gets the ray through each place as `v_ray`."""

    def numbers(self, node: Node, values: Mapping[str, Number]) -> None:
        """Sets uniforms on `node` and what hangs below it."""

    def lens(self, near_m: float, far_m: float) -> None:
        """The depth range; near is at least 0.05 m."""

    def sound(self, path: str, *, loop: bool = False) -> Emitter:
        """A mono sound can be placed, a stereo one is heard all around."""


class Scene(Protocol):
    """What `scene.py` offers under the name `Scene`; it is made without arguments.

    A call that raises, or a viewpoint that is not finite, ends the scene: the patient meets the calm one.
    """

    def build(self, stage: Stage) -> None:
        """Once, before anything else. May take a few seconds; nothing is shown meanwhile."""

    def apply(self, values: Mapping[str, Value]) -> None:
        """Targets. The scene eases to them by itself in `advance`, within a second or two, and never jumps."""

    def fire(self, event: str) -> None:
        """Plays the event once. An event it does not know raises KeyError."""

    def advance(self, dt_s: float) -> None:
        """Time passes, up to 0.1 s. The same seconds give the same scene at any frame rate."""

    def hold(self, paused: bool) -> None:
        """While paused, events and moving things stand still, sound falls to the bed, and nothing jumps after."""

    def viewpoint(self) -> Viewpoint: ...

    def settle(self) -> None:
        """Every target is reached now; for previews and for a scene that is entered."""

    def silence(self, silent: bool) -> None:
        """While silent, nothing of the scene is heard and its events are over."""

    def teardown(self) -> None:
        """The scene leaves. The renderer removes what was built on the stage."""
