"""What the patient said: SUDS, subjective units of distress, 0 (none) to 100 (the worst imaginable).

Wolpe J. The Practice of Behavior Therapy. 1969.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vrtherapy.domain.units import Micros, Suds

By = Literal["patient", "clinician", "simulated"]


@dataclass(frozen=True, slots=True)
class Rating:
    at: Micros
    suds: Suds
    by: By
    step: int
    """Index of the step it was said in; -1 outside exposure."""
