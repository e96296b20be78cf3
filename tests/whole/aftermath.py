"""What must hold after every fault, whatever it was.

    the patient   is where the promises say: calm where promised, nothing risen meanwhile, never back by itself
    the record    is whole and replays
    the commands  that were acknowledged as accepted are in it, each exactly once
"""

from __future__ import annotations

import itertools
import shutil
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.whole.session import PATIENCE_S, Session, vrtherapy
from tests.whole.witness import Witness
from vrtherapy.domain.plan import Plan
from vrtherapy.host.recording import Record
from vrtherapy.session.effects import Answer
from vrtherapy.session.events import Commanded
from vrtherapy.session.machine import step
from vrtherapy.session.phase import SHOWS_EXPOSURE
from vrtherapy.session.replay import LoggedTurn
from vrtherapy.session.state import State, opening
from vrtherapy.wire import reports


def all_is_well(session: Session, *witnesses: Witness, since: int, lands: Collection[str]) -> None:
    """All three, after a fault that began at the first witness's mark `since` and may end in the phases `lands`."""
    the_patient_is_safe(witnesses[0].since(since), lands)
    kept = the_record_is_whole(session, lambda kept: not missing(kept, witnesses))
    nobody_was_exposed_unwatched(kept)
    assert missing(kept, witnesses) == []


def the_patient_is_safe(states: Sequence[reports.StateReport], lands: Collection[str]) -> None:
    """As the console was told it: into one of `lands` and no further; the calm scene and nothing given wherever it is no
    exposure; no rise while nobody controls or nothing is recorded."""
    assert states, "nothing was told since"
    assert states[-1].phase in lands, f"{states[-1].phase}: {states[-1].phase_reason.words}"
    came_out = False
    for before, now in itertools.pairwise(states):
        came_out |= before.phase in SHOWS_EXPOSURE and now.phase not in SHOWS_EXPOSURE
        assert not (came_out and now.view.shows == "exposure"), "back into the exposure by itself"
        unwatched = not (before.live or now.live) or not (before.record.ok or now.record.ok)
        assert not unwatched or now.dial.given <= before.dial.given, "it rose while nobody watched"
    for state in states:
        shown = "exposure" if state.phase in SHOWS_EXPOSURE else "calm"
        assert state.view.shows == shown, f"{state.phase} shows {state.view.shows}"
        assert shown == "exposure" or state.dial.given == 0, f"{state.dial.given} given in {state.phase}"
        assert state.dial.given <= state.dial.ceiling


@dataclass(frozen=True)
class Kept:
    """A copy of a record, as far as it went when it was made."""

    plan: Plan
    turns: list[LoggedTurn]
    whole: bool


def the_record_is_whole(session: Session, enough: Callable[[Kept], bool] = lambda _: True) -> Kept:
    """The record as it stands, once it holds `enough`; the command that a user has replays it."""
    end = time.monotonic() + PATIENCE_S
    path = session.records / "kept" / session.record.name
    path.parent.mkdir(exist_ok=True)
    while True:
        shutil.copyfile(session.record, path)
        kept = _read(path)
        if (kept.whole and enough(kept)) or time.monotonic() > end:
            break
        time.sleep(0.1)
    replayed = vrtherapy("replay", str(path))
    assert replayed.returncode == 0, replayed.stdout + replayed.stderr
    assert kept.whole, "the record ends within an entry or lacks one"
    return kept


def _read(path: Path) -> Kept:
    record = Record(path)
    turns = list(record.turns())
    return Kept(record.plan, turns, not record.left_out and not record.missing)


def missing(kept: Kept, witnesses: Collection[Witness]) -> list[str]:
    """What was acknowledged as accepted and is not in the record exactly once."""
    done: Counter[tuple[str, int]] = Counter()
    for turn in kept.turns:
        if isinstance(turn.event, Commanded):
            fresh = [e for e in turn.effects if isinstance(e, Answer) and e.accepted and not e.again]
            done.update((answer.client, answer.number) for answer in fresh)
    told = {(w.name, answer.number) for w in witnesses for answer in w.answers if answer.accepted}
    wrong = [f"{name} {number}: {done[name, number]} times" for name, number in sorted(told) if done[name, number] != 1]
    twice = [f"{name} {number}: {count} times" for (name, number), count in sorted(done.items()) if count > 1]
    return wrong + twice


def nobody_was_exposed_unwatched(kept: Kept) -> None:
    """As the record tells it, turn by turn: into the exposure only by an accepted command, no rise while not live or not
    recorded, nothing given in the calm scene."""
    state = opening(kept.plan)
    for turn in kept.turns:
        before = state
        state, effects = step(kept.plan, before, turn.event)
        if state.phase in SHOWS_EXPOSURE and before.phase not in SHOWS_EXPOSURE:
            assert isinstance(turn.event, Commanded), f"into {state.phase} by {turn.event}"
            assert any(isinstance(e, Answer) and e.accepted for e in effects)
        if state.phase not in SHOWS_EXPOSURE:
            assert not any(_given(state).values()), f"given in {state.phase}"
        unwatched = not (before.live or state.live) or not (before.recorded or state.recorded)
        if unwatched and before.step == state.step:
            lower = _given(before)
            risen = [name for name, given in _given(state).items() if given > lower.get(name, 0)]
            assert not risen, f"{risen} rose while nobody watched, at {state.now / 1e6:.2f} s"


def _given(state: State) -> dict[str, int]:
    return {"": state.dial.given, **{name: lever.given for name, lever in state.levers}}
