"""The simulated patient: fearful, honest enough, habituating, and the same every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrtherapy.domain.units import SECOND, Micros, Permille
from vrtherapy.sim.patient import Patient
from vrtherapy.sim.profile import ANNA, drawn


def patient(seed: int = 1, anyone: bool = False) -> Patient:
    rng = np.random.default_rng(seed)
    return Patient(rng, drawn(rng) if anyone else ANNA)


def lived(one: Patient, seconds: float, phase: str, given_now: int) -> list[float]:
    """Fear once a second."""
    made = []
    start = one.now
    for k in range(1, round(seconds) + 1):
        one.tell_state(phase, Permille(given_now))
        one.advance(Micros(start + k * SECOND))
        made.append(one.fear)
    return made


def test_fear_rises_with_intensity_and_habituates_while_it_stays() -> None:
    one = patient()
    calm = np.mean(lived(one, 60, "baseline", 0))
    course = lived(one, 900, "exposure", 500)
    assert max(course[:120]) > calm + 25
    assert np.mean(course[-60:]) < 0.85 * max(course)
    assert 0.1 < one.habituated < ANNA.habituates_to


def test_a_higher_intensity_frightens_more() -> None:
    peaks = [max(lived(patient(), 90, "exposure", level)) for level in (200, 500, 800)]
    assert peaks[0] < peaks[1] < peaks[2]


@pytest.mark.parametrize("phase", ["ready", "baseline", "calm", "stopped", "interrupted", "debrief", "ended"])
def test_only_exposure_frightens(phase: str) -> None:
    assert max(lived(patient(), 60, phase, 1000)) < 20


def test_calm_comes_back_after_a_stop() -> None:
    one = patient()
    frightened = lived(one, 90, "exposure", 800)[-1]
    assert lived(one, 180, "stopped", 800)[-1] < 0.35 * frightened


def test_the_same_seed_gives_the_same_life_at_any_pace() -> None:
    one, other = patient(7, anyone=True), patient(7, anyone=True)
    for each in (one, other):
        each.tell_state("exposure", Permille(400))
    one.advance(Micros(30 * SECOND))
    for k in range(1, 1001):
        other.advance(Micros(k * 30_000))
    assert one.fear == other.fear
    assert np.array_equal(one.heart.take()[0], other.heart.take()[0])
    assert np.array_equal(one.skin.take()[0], other.skin.take()[0])
    assert one.fear != patient(8, anyone=True).fear


def test_a_question_is_answered_once_after_two_to_six_seconds() -> None:
    one = patient()
    lived(one, 60, "exposure", 500)
    asked = one.now
    one.ask(asked)
    one.ask(asked)
    answers = []
    for k in range(1, 500):
        now = Micros(asked + k * 20_000)
        answers += [(now - asked, suds) for suds in one.answers(now)]
    assert len(answers) == 1
    waited, suds = answers[0]
    assert 2 * SECOND <= waited <= 6.02 * SECOND
    assert suds % 5 == 0 and abs(suds - one.fear) < 20


def test_asked_to_rehearse_the_stop_the_patient_presses_once_after_one_to_two_seconds() -> None:
    delays = set()
    for seed in range(20):
        one = patient(seed)
        lived(one, 5, "baseline", 0)
        asked = one.now
        one.rehearse(asked)
        one.rehearse(asked)
        pressed = [k * 20_000 for k in range(1, 300) if one.presses(Micros(asked + k * 20_000))]
        assert len(pressed) == 1 and SECOND <= pressed[0] <= 2.02 * SECOND
        delays.add(pressed[0])
        one.rehearse(one.now)
        assert sum(one.presses(Micros(one.now + k * 20_000)) for k in range(120)) == 1, "asked again, pressed again"
    assert len(delays) > 5, "people are not clocks"


def test_nobody_who_was_not_asked_presses() -> None:
    one = patient()
    assert not any(one.presses(Micros(k * SECOND)) for k in range(300))


def test_vagal_tone_withdraws_as_fear_grows() -> None:
    def intervals(level: int) -> np.ndarray:
        one = patient(3)
        one.tell_state("exposure", Permille(level))
        beats = set()
        for k in range(1, 150 * 50):
            one.advance(Micros(k * 20_000))
            if k > 30 * 50:
                beats.add(one.heart.last_beat_s)
        return np.diff(sorted(beats))

    calm, afraid = intervals(0), intervals(900)
    assert afraid.mean() < 0.9 * calm.mean()
    assert np.sqrt(np.mean(np.diff(afraid) ** 2)) < 0.7 * np.sqrt(np.mean(np.diff(calm) ** 2))


def test_skin_answers_fear_with_more_responses() -> None:
    calm, afraid = patient(2), patient(2)
    lived(calm, 170, "baseline", 0)
    lived(afraid, 170, "exposure", 800)
    assert afraid.skin.take()[0][-600:].mean() > calm.skin.take()[0][-600:].mean() + 0.5


def test_what_nobody_takes_does_not_pile_up() -> None:
    one = patient()
    one.advance(Micros(400 * SECOND))
    assert len(one.heart.take()[0]) == 180 * 250
    assert len(one.skin.take()[0]) == 180 * 10


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), levels=st.lists(st.integers(0, 1000), min_size=1, max_size=6))
def test_every_drawn_patient_stays_human(seed: int, levels: list[int]) -> None:
    one = patient(seed, anyone=True)
    for level in levels:
        fears = lived(one, 5, "exposure", level)
        assert all(0.0 <= fear <= 100.0 for fear in fears)
        assert 40.0 <= one.heart.mean_rate <= 200.0
    assert np.abs(one.heart.take()[0]).max() < 3.0
    assert one.skin.take()[0].min() > 0.0
