"""The shipped scenes, as `load` asks for them."""

from __future__ import annotations

from pathlib import Path

from vrtherapy.domain.stage import Stage
from vrtherapy.scene.manifest import read_manifest

ROOT = Path(__file__).parents[2]
HIGH_RISE = read_manifest((ROOT / "scenes" / "high_rise" / "scene.yaml").read_text("utf-8"), "scene.yaml").stage
SCENES = (HIGH_RISE.id,)


def stages(scene: str) -> Stage | None:
    return HIGH_RISE if scene == HIGH_RISE.id else None
