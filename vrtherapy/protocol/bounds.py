"""Two-level bounds: beyond `absolute` a protocol is refused, beyond `recommended` its author is warned.

Those of the engine itself are `safety/hard_limits.py`'s.
"""

from __future__ import annotations

from typing import Final

from vrtherapy.domain.units import MINUTE, SECOND, Micros, Permille, Suds

SUDS_EVERY_RECOMMENDED: Final = Micros(5 * MINUTE)
SUDS_EVERY_LEAST: Final = Micros(5 * SECOND)

SUDS_JUMP: Final = 25
DIAL_JUMP: Final = 250
FIRST_SUDS: Final = Suds(40)
"""A first session begins with something easy, SUDS 20 to 30."""

AROUSING_BAND: Final = Permille(250)
AROUSING_SUDS: Final = Suds(40)
"""A step that reaches either is arousing: it needs an end that is written down."""

SAY_LONGEST: Final = 400

# What holds where the author says nothing.
SUDS_EVERY: Final = Micros(3 * MINUTE)
EXPOSURE: Final = Micros(45 * MINUTE)
RISE: Final = Permille(40)
SUDS_HIGH: Final = Suds(90)
CEILING: Final = Permille(1000)
BASELINE: Final = Micros(60 * SECOND)
AT_LEAST: Final = Micros(0)
AT_MOST: Final = Micros(15 * MINUTE)
