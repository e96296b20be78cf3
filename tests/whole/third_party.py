"""A package of somebody else's, found by its entry points: a scene that does as it should, and one with a fault."""

from __future__ import annotations

import os
import textwrap
from pathlib import Path

import pytest

STILL = '''
class Still:
    def build(self, stage):
        self.stage = stage

    def apply(self, values): pass
    def fire(self, event): pass
    def advance(self, dt_s): pass
    def hold(self, paused): pass
    def viewpoint(self): return (0.0, 0.0, 1.6, 0.0, 0.0)
    def settle(self): pass
    def silence(self, silent): pass
    def teardown(self): pass
'''

MANIFEST = """
schema: vrtherapy-scene/1
id: {name}
title: {name}
description: For the drills only.
disorders: []
entry: scene.py
calm: quiet_shore
licence: CC0-1.0
parameters:
  level: {{type: integer, title: Level, calm: 0, intense: 10, description: How much.}}
events:
  bang: {{title: Bang, key: b, intensity: 0.05, duration: 1s, suds_rise: 1, description: A bang.}}
comfort: {{locomotion: none, flashes_per_s: 0, peak_luminance: 0.5, loudest_lufs: -30}}
"""

PROTOCOL = """
schema: vrtherapy/1
id: faulty
title: Two steps, the second in a scene with a fault
disorder: test
version: 1.0.0
evidence: [{cite: "nobody", claim: "none; for the drills only"}]
measures: {before: [gad7]}
defaults:
  scene: plain
  suds: {every: 60s}
  limits: {exposure: 20min, rise: 0.10/s}
  biofeedback: {autonomy: suggest}
  stay: {at_least: 5s, at_most: 10min}
  advance: {any: [{suds_at_most: 25}, {time_in_step: 9min}], decide: clinician}
sessions:
  - id: only
    steps:
      - {id: first, title: First, say: A plain room., suds_expected: 20, intensity: 0.00..0.30}
      - {id: second, title: Second, say: The other room., suds_expected: 30, intensity: 0.10..0.40, scene: faulty,
         events: [{do: bang, offer: clinician, cooldown: 1s}]}
      - {id: third, title: Third, say: A plain room again., suds_expected: 30, intensity: 0.10..0.40}
"""


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, fault: str) -> str:
    """Puts the package where every Python started from here on finds it; the name of its protocol. `fault` is the body of
    the faulty scene's class; what stands before a line `---` stands before the class."""
    before, _, body = fault.rpartition("---\n")
    package, info = folder / "clinic_faulty", folder / "clinic_faulty-1.0.dist-info"
    for name, text in (("plain", "    pass\n"), ("faulty", textwrap.indent(textwrap.dedent(body), "    "))):
        scene = package / "scenes" / name
        scene.mkdir(parents=True)
        (scene / "scene.yaml").write_text(MANIFEST.format(name=name), encoding="utf-8")
        head = textwrap.dedent(before) if name == "faulty" else ""
        (scene / "scene.py").write_text(f"{head}\n{STILL}\nclass Scene(Still):\n{text}", encoding="utf-8")
    (package / "protocols" / "test").mkdir(parents=True)
    (package / "protocols" / "test" / "faulty.yaml").write_text(PROTOCOL, encoding="utf-8")
    for place in ("scenes", "protocols"):
        (package / place / "place.py").write_text("", encoding="utf-8")
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: clinic-faulty\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(
        "[vrtherapy.scenes]\nfaulty = clinic_faulty.scenes.place\n"
        "[vrtherapy.protocols]\nfaulty = clinic_faulty.protocols.place\n",
        encoding="utf-8",
    )
    path = os.environ.get("PYTHONPATH")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), *([path] if path else [])]))
    return "test/faulty.yaml"
