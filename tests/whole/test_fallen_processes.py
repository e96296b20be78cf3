"""Whichever process falls or hangs, in whichever phase: it comes back, the patient is safe meanwhile, nothing is lost."""

from __future__ import annotations

import pytest

from tests.whole.aftermath import all_is_well
from tests.whole.conftest import Begin
from tests.whole.phases import FIRST, PHASES, lead
from tests.whole.pictures import is_like, seen
from tests.whole.processes import hung, killed, replaced
from tests.whole.session import Session
from tests.whole.witness import Witness
from vrtherapy.wire import commands

pytestmark = pytest.mark.whole

AT_EVERY_TURN = ("checklist", "exposure", "grounding")
"""Phases that `make test` goes through; `make test-all` goes through all."""
HUNG_S = 30.0
"""For what is to be ended within 5 s; after half a minute the dead-man has acted."""


def opened(begin: Begin) -> tuple[Session, Witness]:
    session = begin("run", "acrophobia/demo.yaml")
    session.ready()
    return session, Witness(session, "clinician")


def asked_for_something(clinician: Witness) -> None:
    """Something to be acknowledged, and so to be kept, at the moment of the fault."""
    clinician.do(commands.Mark(text="before the fault"))
    clinician.do(commands.WriteNotes(text=f"{len(clinician.kept.sent)} commands so far"))


def the_signal_is_back(clinician: Witness) -> None:
    clinician.until(lambda state: state.sensor is not None and state.sensor.quality != "none")


def the_biofeedback_falls(session: Session, clinician: Witness, phase: str) -> None:
    the_signal_is_back(clinician)
    since = clinician.mark()
    asked_for_something(clinician)
    old = killed(session, "biofeedback")
    replaced(session, "biofeedback", old)
    clinician.watch()
    the_signal_is_back(clinician)
    all_is_well(session, clinician, since=since, lands={phase})


def the_server_falls(session: Session, clinician: Witness, phase: str) -> None:
    since = clinician.mark()
    asked_for_something(clinician)
    old = killed(session, "server")
    on_its_way = clinician.line.send(commands.Mark(text="while nobody relays"))
    replaced(session, "server", old)
    clinician.come_back()
    clinician.answer_to(on_its_way)
    clinician.watch()
    all_is_well(session, clinician, since=since, lands={phase})


def the_engine_falls(session: Session, clinician: Witness, phase: str) -> None:
    since = clinician.mark()
    asked_for_something(clinician)
    comes_back_calm(session, clinician, killed(session, "engine"), since, phase)


def the_engine_hangs(session: Session, clinician: Witness, phase: str) -> None:
    since = clinician.mark()
    asked_for_something(clinician)
    comes_back_calm(session, clinician, hung(session, "engine"), since, phase)


def comes_back_calm(session: Session, clinician: Witness, old: int, since: int, phase: str) -> None:
    replaced(session, "engine", old)
    lands = "ended" if phase == "ended" else "interrupted"
    beats = len(clinician.states)
    clinician.until(lambda state: state.phase == lands and len(clinician.states) > beats + 2)
    clinician.watch()
    all_is_well(session, clinician, since=since, lands={lands})


@pytest.mark.parametrize("phase", [p if p in AT_EVERY_TURN else pytest.param(p, marks=pytest.mark.slow) for p in PHASES])
def test_whatever_falls_comes_back_and_never_puts_the_patient_back_into_the_exposure(begin: Begin, phase: str) -> None:
    session, clinician = opened(begin)
    lead(clinician, phase)
    the_biofeedback_falls(session, clinician, phase)
    the_server_falls(session, clinician, phase)
    the_engine_falls(session, clinician, phase)
    now = phase
    if phase == FIRST:
        now = "interrupted"
    else:
        lead(clinician, phase)
    the_engine_hangs(session, clinician, now)
    assert session.interrupt() == 0, session.said


@pytest.mark.slow
def test_by_the_picture_itself_the_patient_is_in_the_calm_scene_after_a_fall_and_after_a_stop(begin: Begin) -> None:
    session, clinician = opened(begin)
    calm = seen(session)
    lead(clinician, "exposure")
    exposed = seen(session)
    assert not is_like(exposed, calm, exposed + 1), "the two scenes look alike"

    replaced(session, "engine", killed(session, "engine"))
    clinician.until(lambda state: state.phase == "interrupted")
    assert is_like(seen(session), calm, exposed)
    lead(clinician, "exposure")
    assert is_like(seen(session), exposed, calm)
    clinician.accepted(commands.Stop())
    assert is_like(seen(session), calm, exposed)


@pytest.mark.slow
@pytest.mark.parametrize("phase", PHASES)
def test_a_server_that_hangs_is_ended_and_meanwhile_nothing_rises(begin: Begin, phase: str) -> None:
    session, clinician = opened(begin)
    lead(clinician, phase)
    since = clinician.mark()
    asked_for_something(clinician)
    old = hung(session, "server")
    on_its_way = clinician.line.send(commands.Mark(text="while nobody relays"))
    replaced(session, "server", old, HUNG_S)
    clinician.come_back()
    clinician.answer_to(on_its_way)
    clinician.watch()
    all_is_well(session, clinician, since=since, lands={phase})


@pytest.mark.slow
@pytest.mark.parametrize("phase", PHASES)
def test_a_biofeedback_that_hangs_ends_suggestions_and_is_brought_back(begin: Begin, phase: str) -> None:
    session, clinician = opened(begin)
    lead(clinician, phase)
    the_signal_is_back(clinician)
    since = clinician.mark()
    asked_for_something(clinician)
    old = hung(session, "biofeedback")
    lost = clinician.until(lambda state: state.sensor is not None and state.sensor.quality == "none")
    assert lost.suggestion is None
    replaced(session, "biofeedback", old, HUNG_S)
    the_signal_is_back(clinician)
    all_is_well(session, clinician, since=since, lands={phase})
