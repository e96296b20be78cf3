"""Classes of patients and what each tightens. A patient may belong to several; the stricter of each limit holds.

The numbers are rules of this project, for clinical sign-off (docs/decisions/0010-numbers-for-classes-of-patients.md);
no published threshold was found. A protocol may be stricter, never looser.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal

from vrtherapy.domain.limits import Limits
from vrtherapy.domain.units import MINUTE, Micros, Permille, Suds

PatientClass = Literal["child", "trauma", "blood_injury", "first_session"]

TIGHTENS: Final[dict[PatientClass, Limits]] = {
    "child": Limits(Permille(800), Permille(30), Micros(30 * MINUTE), Suds(80), Permille(600), Micros(10 * MINUTE), 4),
    "trauma": Limits(Permille(1000), Permille(30), Micros(60 * MINUTE), Suds(90), Permille(700), Micros(20 * MINUTE), 4),
    "blood_injury": Limits(Permille(1000), Permille(30), Micros(45 * MINUTE), Suds(85), Permille(700), Micros(15 * MINUTE), 4),
    "first_session": Limits(Permille(800), Permille(40), Micros(45 * MINUTE), Suds(85), Permille(600), Micros(15 * MINUTE), 4),
}
NAMES: Final[dict[PatientClass, str]] = {
    "child": "a child",
    "trauma": "trauma",
    "blood_injury": "blood and injury",
    "first_session": "a first session",
}


@lru_cache(maxsize=256)
def tightened(limits: Limits, classes: tuple[PatientClass, ...]) -> Limits:
    """`limits`, and what each class of the patient tightens."""
    for each in classes:
        limits = limits.tightened(TIGHTENS[each])
    return limits
