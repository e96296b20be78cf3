"""GLSL 330 from files or strings: `#include "name"` is resolved, `defines` and the tier go in after `#version`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from panda3d.core import Shader

from vrtherapy.scene.api import Tier

SHADERS: Final = Path(__file__).parent / "shaders"
_INCLUDE: Final = re.compile(r'^\s*#include\s+"([\w./]+)"\s*$', re.MULTILINE)


class Shaders:
    """Compiles each pair of stages once per set of defines. Looks in `folders` in turn."""

    def __init__(self, tier: Tier, folders: Sequence[Path] = ()) -> None:
        self._tier = tier
        self._folders = [*folders, SHADERS]
        self._made: dict[tuple[str, str, tuple[str, ...]], Shader] = {}

    def get(self, vertex: str, fragment: str, defines: Sequence[str] = ()) -> Shader:
        """The program of `<vertex>.vert` and `<fragment>.frag`. Raises FileNotFoundError or ValueError."""
        key = (vertex, fragment, tuple(sorted(defines)))
        if key not in self._made:
            stages = [self._source(f"{vertex}.vert", defines), self._source(f"{fragment}.frag", defines)]
            self._made[key] = compile_program(*stages, name=f"{vertex}+{fragment}")
        return self._made[key]

    def _source(self, name: str, defines: Sequence[str]) -> str:
        words = [*defines, "TIER_HIGH" if self._tier == "high" else "TIER_LOW"]
        head = "#version 330\n" + "".join(f"#define {word.replace('=', ' ')}\n" for word in words)
        return head + self._text(name)

    def _text(self, name: str) -> str:
        for folder in self._folders:
            path = folder / name
            if path.is_file():
                return _INCLUDE.sub(lambda m: self._text(m[1]), path.read_text(encoding="utf-8"))
        raise FileNotFoundError(f"the shader {name} is missing")


def compile_program(vertex: str, fragment: str, *, name: str) -> Shader:
    """A program of two GLSL 330 sources. The driver compiles it at its first use."""
    program = Shader.make(Shader.SL_GLSL, vertex, fragment)
    if program is None:
        raise ValueError(f"the shader {name} cannot be read")
    return program
