"""How far the controller may go by itself: watch, suggest, lower only, full. Promise 7.

    1. A stage is unlocked per patient and clinician, by counted sessions at the stage below and a confirmation.
    2. The default is suggest, which needs nothing; watch needs nothing.
    3. The author of a protocol may ask for less; nobody gets more than is unlocked.
    4. In trauma nothing raises by itself: full counts as lower only.
    5. A development build never closes the loop on a real patient: at most suggest.

The counts are rules of this project, after the objectives of AndroidAPS (openaps/AndroidAPSdocs).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, get_args

from vrtherapy.domain.reason import Reason
from vrtherapy.domain.setting import Autonomy, Setting

STAGES: Final[tuple[Autonomy, ...]] = get_args(Autonomy)
NAMES: Final[dict[Autonomy, str]] = {
    "watch": "watch",
    "suggest": "suggest",
    "lower_only": "lower only",
    "full": "full within limits",
}


@dataclass(frozen=True, slots=True)
class Needs:
    """What unlocks a stage: `sessions` ended at the stage below, with `answered` suggestions accepted or dismissed in
    them, and the clinician's confirmation."""

    below: Autonomy
    sessions: int
    answered: int


NEEDS: Final[dict[Autonomy, Needs]] = {
    "lower_only": Needs("suggest", 3, 10),
    "full": Needs("lower_only", 5, 0),
}


@dataclass(frozen=True, slots=True)
class Session:
    """One ended session of this patient and clinician: the stage it was led at, suggestions that were answered."""

    stage: Autonomy
    answered: int


@dataclass(frozen=True, slots=True)
class History:
    sessions: tuple[Session, ...] = ()
    confirmed: frozenset[Autonomy] = frozenset()


def lower_of(one: Autonomy, other: Autonomy) -> Autonomy:
    return min(one, other, key=STAGES.index)


def may_confirm(history: History, stage: Autonomy) -> Reason | None:
    """Why `stage` cannot be confirmed yet, or None."""
    if (needs := NEEDS.get(stage)) is None:
        return Reason("no_need", f"{NAMES[stage]} needs no confirmation", "engine")
    if needs.below in NEEDS and needs.below not in history.confirmed:
        return Reason("stage_below", f"confirm {NAMES[needs.below]} first", "engine")
    counted = [s for s in history.sessions if s.stage == needs.below]
    if (left := needs.sessions - len(counted)) > 0:
        words = f"{left} more session{'s' * (left > 1)} at {NAMES[needs.below]}"
        return Reason("sessions", f"{NAMES[stage]} needs {words}", "engine")
    if (left := needs.answered - sum(s.answered for s in counted)) > 0:
        return Reason("answered", f"{NAMES[stage]} needs {left} more suggestions accepted or dismissed", "engine")
    return None


def unlocked(history: History) -> Autonomy:
    """The highest stage reached: each below it was earned and confirmed."""
    stage: Autonomy = "suggest"
    for each in NEEDS:
        if each not in history.confirmed or may_confirm(history, each) is not None:
            return stage
        stage = each
    return stage


def allowed(wanted: Autonomy, setting: Setting, trauma: bool) -> tuple[Autonomy, Reason | None]:
    """The stage that holds where `wanted` is asked for, and why it is a lower one, or None."""
    stage = lower_of(wanted, setting.unlocked)
    reason = None
    if stage != wanted:
        reason = Reason("not_unlocked", f"{NAMES[wanted]} is not unlocked for this patient and clinician", "governor")
    if setting.kind == "real" and setting.development and lower_of(stage, "suggest") != stage:
        stage = "suggest"
        reason = Reason("development", "a development build never closes the loop on a real patient", "governor")
    if trauma and stage == "full":
        stage = "lower_only"
        reason = Reason("trauma", "in trauma nothing rises by itself", "governor")
    return stage, reason
