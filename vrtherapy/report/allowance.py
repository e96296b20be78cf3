"""How much each part of the first sheet may take: the generous first, and less with every one after it.

What was decided and the lanes of the drawing give way first: the annex has them whole. Notes come next. What each step
brought and what was unsafe give way last; adverse events never do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Allowance:
    """`tight`: the lower drawing; `decisions`: rows at the least; `steps`, `safety`: rows at the most; `lines`: of
    notes; `marks`; `gaps`: stretches without a signal; `rules`: lines to write on; `quoted`: characters of what a
    person wrote."""

    tight: bool
    decisions: int
    steps: int
    safety: int
    lines: int
    marks: int
    gaps: int
    rules: int
    quoted: int


LEVELS: Final = (
    Allowance(False, 4, 8, 6, 8, 4, 3, 2, 120),
    Allowance(True, 2, 8, 6, 8, 4, 3, 2, 110),
    Allowance(True, 1, 8, 6, 6, 3, 3, 1, 100),
    Allowance(True, 0, 8, 5, 5, 3, 2, 1, 90),
    Allowance(True, 0, 8, 5, 4, 2, 2, 1, 80),
    Allowance(True, 0, 7, 4, 4, 2, 2, 1, 70),
    Allowance(True, 0, 6, 4, 3, 2, 1, 1, 60),
    Allowance(True, 0, 5, 3, 3, 1, 1, 1, 60),
    Allowance(True, 0, 4, 3, 2, 1, 1, 0, 50),
    Allowance(True, 0, 3, 2, 2, 1, 1, 0, 50),
    Allowance(True, 0, 2, 1, 1, 1, 1, 0, 24),
)
