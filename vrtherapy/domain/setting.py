"""Around whom and where a session takes place: what does not come from its protocol. Part of the plan, so of the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from vrtherapy.domain.units import INTENSE_END, Permille

Autonomy = Literal["watch", "suggest", "lower_only", "full"]
SessionKind = Literal["real", "training", "demo", "research"]


@dataclass(frozen=True, slots=True)
class Setting:
    """sessions_before: sessions that this patient has ended with this disorder's protocols, 0 for the first;
    unlocked: the highest stage of autonomy that this patient and clinician have unlocked, and up to which intensity
    the controller may then raise by itself; age_minimum: the headset maker's, in years;
    development: the software is no release."""

    kind: SessionKind = "training"
    alias: str = ""
    clinician: str = ""
    remote: bool = False
    sessions_before: int = 0
    unlocked: Autonomy = "suggest"
    unlocked_ceiling: Permille = INTENSE_END
    age_minimum: int = 13
    development: bool = True


UNKNOWN: Final = Setting()
"""Nothing known: the strictest of everything."""
