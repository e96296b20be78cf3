"""The way into every phase a session knows, from its beginning or from wherever a fault has left it."""

from __future__ import annotations

from typing import Final, get_args

import pytest

from tests.whole.processes import killed
from tests.whole.witness import Witness
from vrtherapy.session.phase import SHOWS_EXPOSURE, Phase
from vrtherapy.wire import commands

PHASES: Final[tuple[str, ...]] = get_args(Phase)
FIRST: Final = PHASES[0]
"""Where a session begins; nothing leads back into it."""


def lead(clinician: Witness, phase: str) -> None:
    """Raises Failed where no way is known; whoever adds a phase adds its way."""
    now = clinician.until(lambda state: True).phase
    if now == phase:
        return
    if phase == FIRST:
        pytest.fail(f"nothing leads back into {phase}")
    if phase == "baseline":
        if now == FIRST:
            clinician.halting_in(phase, clinician.into_exposure)
        else:
            clinician.accepted(commands.Resume())
    elif phase == "interrupted":
        _exposed(clinician)
        killed(clinician.session, "engine")
    else:
        _exposed(clinician)
        for wish in _wishes(phase):
            clinician.accepted(wish)
    clinician.until(lambda state: state.phase == phase)


def _exposed(clinician: Witness) -> None:
    """Into the exposure, and something asked for that takes a while to be given."""
    now = clinician.until(lambda state: True).phase
    if now == FIRST:
        clinician.into_exposure()
    elif now not in SHOWS_EXPOSURE:
        clinician.accepted(commands.Resume())
        clinician.until(lambda state: state.phase in SHOWS_EXPOSURE)
    clinician.accepted(commands.AskIntensity(intensity=150))


def _wishes(phase: str) -> list[commands.Wish]:
    match phase:
        case "exposure":
            return []
        case "paused":
            return [commands.Pause()]
        case "debrief":
            return [commands.Debrief()]
        case "ended":
            return [commands.Debrief(), commands.End()]
    kinds = [kind for kind in get_args(get_args(commands.Wish)[0]) if _leads(kind.model_fields["do"].default, phase)]
    if not kinds:
        pytest.fail(f"no way into the phase {phase} is known here")
    return [kinds[0]()]


def _leads(word: str, phase: str) -> bool:
    """The wish `calm` leads into calm, `stop` into stopped."""
    return phase.startswith(word)
