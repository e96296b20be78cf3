"""Protocols written for tests: one that is clean, and edits of it."""

from __future__ import annotations

from vrtherapy.protocol.load import Loaded, load

from .scenes import SCENES, stages

CLEAN = """\
schema: vrtherapy/1
id: heights
title: Fear of heights
disorder: acrophobia
version: 1.0.0
evidence: [{cite: Coelho et al. 2008, claim: three sessions of virtual heights helped}]
screen_out: [seizures]
measures: {before: [vhiss], after: [vhiss]}
defaults:
  scene: high_rise
  limits: {exposure: 30min}
  stay: {at_least: 3min, at_most: 12min}
  advance: {any: [{suds_at_most: 25}, {time_in_step: 8min}]}
sessions:
  - id: first
    defaults:
      suds: {every: 90s}
    steps:
      - id: balcony
        say: A balcony on the third floor.
        suds_expected: 30
        intensity: 0.15..0.30
        set: {floor: 3, railing: full}
        limits: {rise: 0.02/s}
"""


def edited(*changes: tuple[str, str]) -> str:
    text = CLEAN
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def checked(content: str | bytes) -> Loaded:
    return load(content, "p.yaml", stages, SCENES)
