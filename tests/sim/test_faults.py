"""Faults on demand: the samples change, the heart does not, and the loop says what is wrong and recovers."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrtherapy.sim.faults import FAULTS, Fault, Faults

RATE = 250.0


def spoiled(fault: Fault, cuts: list[int], seed: int = 3) -> np.ndarray:
    """Four seconds of a slow wave, sound for one, spoiled for two, sound again, cut at `cuts`."""
    faults = Faults(np.random.default_rng(seed), RATE)
    samples = np.sin(np.arange(1000) / 40.0)
    parts = []
    for begin, end, now in ((0, 250, ""), (250, 750, fault), (750, 1000, "")):
        faults.fault = now  # type: ignore[assignment]
        edges = [begin, *sorted(cut for cut in set(cuts) if begin < cut < end), end]
        parts += [faults.spoil(samples[a:b]) for a, b in itertools.pairwise(edges)]
    return np.concatenate(parts)


@given(fault=st.sampled_from(FAULTS), cuts=st.lists(st.integers(1, 999), max_size=30))
def test_a_fault_is_the_same_however_the_samples_are_cut(fault: Fault, cuts: list[int]) -> None:
    assert np.array_equal(spoiled(fault, cuts), spoiled(fault, []))


@pytest.mark.parametrize("fault", FAULTS)
def test_what_lies_before_and_after_a_fault_is_untouched(fault: Fault) -> None:
    sound, made = np.sin(np.arange(1000) / 40.0), spoiled(fault, [])
    assert np.array_equal(made[:250], sound[:250]) and np.array_equal(made[-250:], sound[-250:])
    assert (fault == "") == (len(made) == 1000 and bool(np.array_equal(made, sound)))


def test_each_fault_is_what_it_is_called() -> None:
    sound = np.sin(np.arange(1000) / 40.0)[250:750]
    flat, jump, noisy = (spoiled(fault, [])[250:750] for fault in ("flat", "jump", "noisy"))
    assert set(flat.tolist()) == {spoiled("flat", [])[249]}
    assert len(spoiled("silent", [])) == 500
    steps = np.abs(np.diff(jump - sound))
    assert 2 <= np.count_nonzero(steps > 1.9) <= 11 and np.count_nonzero(steps > 1e-9) == np.count_nonzero(steps > 1.9)
    assert np.std(np.diff(noisy - sound)) > 0.5


def test_a_fault_leaves_what_it_is_given_as_it_was_and_another_seed_spoils_in_another_way() -> None:
    for fault in FAULTS:
        faults = Faults(np.random.default_rng(1), RATE)
        faults.fault = fault
        given_now = np.ones(50)
        faults.spoil(given_now)
        assert np.array_equal(given_now, np.ones(50))
    assert not np.array_equal(spoiled("noisy", [], seed=3), spoiled("noisy", [], seed=4))
