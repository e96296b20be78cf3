"""The calm scene behind every other: a soft evening sky over still water, drawn from no file at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from panda3d.core import CardMaker, OmniBoundingVolume

from vrtherapy.render.shading import compile_program
from vrtherapy.render.slot import SceneSlot
from vrtherapy.render.sound import Loudspeakers
from vrtherapy.render.stage import RenderStage
from vrtherapy.scene.api import Stage, Tier, Value, Viewpoint

SCENE_ID: Final = "built_in_calm"

_VERTEX: Final = """#version 330
in vec4 p3d_Vertex;
uniform mat4 p3d_ProjectionMatrixInverse;
uniform mat4 p3d_ViewMatrixInverse;
out vec3 v_ray;
void main() {
    vec4 far = p3d_ProjectionMatrixInverse * vec4(p3d_Vertex.xz, 1.0, 1.0);
    v_ray = mat3(p3d_ViewMatrixInverse) * (far.xyz / far.w);
    gl_Position = vec4(p3d_Vertex.xz, 1.0, 1.0);
}
"""

_FRAGMENT: Final = """#version 330
uniform float u_time;
in vec3 v_ray;
out vec4 o_colour;
vec3 sky(vec3 ray) {
    float up = pow(clamp(ray.z, 0.0, 1.0), 0.55);
    vec3 low = mix(vec3(0.87, 0.78, 0.67), vec3(0.72, 0.75, 0.79), smoothstep(0.0, 0.40, up));
    vec3 colour = mix(low, vec3(0.40, 0.55, 0.70), smoothstep(0.15, 0.95, up));
    vec2 off = vec2(ray.x + 0.25, ray.z - 0.10) * vec2(1.6, 2.6);
    return colour + vec3(0.12, 0.07, 0.0) * exp(-3.0 * dot(off, off)) * step(0.0, ray.y);
}
void main() {
    vec3 ray = normalize(v_ray);
    vec3 colour = sky(ray);
    if (ray.z < 0.0) {
        float down = -ray.z;
        vec2 at = ray.xy / max(down, 0.004) * 1.7;
        float near = smoothstep(0.02, 0.30, down);
        vec2 slope = vec2(cos(at.x * 0.9 + at.y * 0.5 + u_time * 0.35), cos(at.y * 1.9 - at.x * 0.4 + u_time * 0.40));
        slope += 0.6 * vec2(cos(at.x * 2.3 - at.y * 1.1 - u_time * 0.31), cos(at.y * 3.7 + at.x * 0.9 - u_time * 0.52));
        vec3 mirrored = normalize(vec3(ray.x + 0.05 * slope.x * near, ray.y, down + 0.045 * slope.y * near));
        float deep = 0.12 * near + 0.75 * down * near;
        vec3 water = mix(sky(mirrored) * mix(vec3(1.0), vec3(0.82, 0.90, 0.93), near), vec3(0.22, 0.38, 0.44), deep);
        colour = mix(sky(vec3(ray.xy, 0.0)), water, smoothstep(0.0, 0.06, down));
    }
    o_colour = vec4(colour, 1.0);
}
"""


class BuiltinCalm:
    """Implements `scene.api.Scene`; slow swell, no event, no sound."""

    def build(self, stage: Stage) -> None:
        card = CardMaker("calm")
        card.set_frame(-1, 1, -1, 1)
        self._card = stage.root.attach_new_node(card.generate())
        self._card.node().set_bounds(OmniBoundingVolume())
        self._card.node().set_final(True)
        self._card.set_shader(compile_program(_VERTEX, _FRAGMENT, name=SCENE_ID))
        self._card.set_depth_test(False)
        self._card.set_depth_write(False)
        self._time_s = 0.0
        self._paused = False
        self.advance(0.0)

    def apply(self, values: Mapping[str, Value]) -> None:
        pass

    def fire(self, event: str) -> None:
        raise KeyError(event)

    def advance(self, dt_s: float) -> None:
        self._time_s += 0.0 if self._paused else dt_s
        self._card.set_shader_input("u_time", self._time_s)

    def hold(self, paused: bool) -> None:
        self._paused = paused

    def viewpoint(self) -> Viewpoint:
        return (0.0, 0.0, 1.6, 0.0, -4.0)

    def settle(self) -> None:
        pass

    def silence(self, silent: bool) -> None:
        pass

    def teardown(self) -> None:
        pass


def builtin_calm(tier: Tier, view_deg: float) -> SceneSlot:
    """The built-in calm scene in a slot of its own; it opens no file and has no sound."""
    stage = RenderStage(SCENE_ID, Path(SCENE_ID), tier, Loudspeakers(wanted=False), view_deg)
    scene = BuiltinCalm()
    scene.build(stage)
    slot = SceneSlot(SCENE_ID, scene, stage)
    slot.advance(0.0)
    return slot
