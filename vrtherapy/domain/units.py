"""Units that the type checker keeps apart.

Time inside the core is integer microseconds since the session began; intensity is integer permille of
the dial (0 calm end, 1000 intense end); a rating is integer SUDS.
"""

from __future__ import annotations

from typing import Final, NewType

Micros = NewType("Micros", int)
Permille = NewType("Permille", int)
Suds = NewType("Suds", int)

SECOND: Final = Micros(1_000_000)
MINUTE: Final = Micros(60_000_000)
TICK: Final = Micros(20_000)
"""The fixed logic tick: 20 ms."""

CALM_END: Final = Permille(0)
INTENSE_END: Final = Permille(1000)


def seconds(value: float) -> Micros:
    """`value` s as whole microseconds, rounded to nearest."""
    return Micros(round(value * 1_000_000))


def permille(fraction: float) -> Permille:
    """`fraction` of the dial (0..1) as permille, rounded to nearest and kept on the dial."""
    return Permille(round(min(1.0, max(0.0, fraction)) * 1000))


def dial(value: Permille) -> str:
    """How a clinician reads an intensity: two decimals, `0.40`."""
    return f"{value / 1000:.2f}"


def clock(value: Micros) -> str:
    """How a clinician reads session time: `24:18`."""
    whole = value // 1_000_000
    return f"{whole // 60}:{whole % 60:02d}"
