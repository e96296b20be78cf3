"""Other limits than the author's: each replaces what was written everywhere, up to what nothing may cross."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.session.desk import LADDER
from tests.session.drawn import plans
from vrtherapy.domain.limits import Limits
from vrtherapy.domain.setting import Setting
from vrtherapy.domain.units import MINUTE, Micros, Permille, Suds
from vrtherapy.safety import hard_limits
from vrtherapy.safety.autonomy import STAGES, allowed
from vrtherapy.session.policy import Beyond, Policy, beyond, changed

LIMITS = [field.name for field in fields(Limits)]

sensible = st.builds(
    Policy,
    ceiling=st.none() | st.integers(0, 1000).map(Permille),
    rise=st.none() | st.integers(1, hard_limits.RISE_ABSOLUTE).map(Permille),
    exposure=st.none() | st.integers(1, hard_limits.EXPOSURE_ABSOLUTE).map(Micros),
    suds_high=st.none() | st.integers(0, hard_limits.SUDS_HIGH_ABSOLUTE).map(Suds),
    high_level=st.none() | st.integers(0, 1000).map(Permille),
    high_exposure=st.none() | st.integers(0, hard_limits.HIGH_EXPOSURE_ABSOLUTE).map(Micros),
    events_per_min=st.none() | st.integers(1, hard_limits.EVENTS_PER_MIN_ABSOLUTE),
    autonomy=st.none() | st.sampled_from(STAGES),
    sessions_before=st.none() | st.integers(0, 9999),
)
whatever = st.builds(
    Policy,
    ceiling=st.none() | st.integers(-10, 1500).map(Permille),
    rise=st.none() | st.integers(-10, 400).map(Permille),
    exposure=st.none() | st.integers(-10, 200 * MINUTE).map(Micros),
    suds_high=st.none() | st.integers(-10, 120).map(Suds),
    high_level=st.none() | st.integers(-10, 1500).map(Permille),
    high_exposure=st.none() | st.integers(-10, 200 * MINUTE).map(Micros),
    events_per_min=st.none() | st.integers(-10, 40),
    autonomy=st.none() | st.sampled_from(STAGES),
    sessions_before=st.none() | st.integers(-10, 20_000),
)


@given(plans(), sensible)
def test_what_a_policy_names_holds_in_the_plan_and_in_every_step_and_the_rest_stays(plan, policy: Policy) -> None:  # type: ignore[no-untyped-def]
    assert beyond(policy) == ()
    other = changed(plan, policy)
    for was, now in zip((plan.limits, *(s.limits for s in plan.steps)), (other.limits, *(s.limits for s in other.steps)), strict=True):
        for name in LIMITS:
            asked = getattr(policy, name)
            assert getattr(now, name) == (getattr(was, name) if asked is None else asked)
    assert other.setting.sessions_before == (policy.sessions_before if policy.sessions_before is not None else plan.setting.sessions_before)
    assert other.autonomy == (policy.autonomy or plan.autonomy)
    steps = tuple(replace(new, limits=old.limits) for old, new in zip(plan.steps, other.steps, strict=True))
    same = replace(other, limits=plan.limits, steps=steps, autonomy=plan.autonomy, setting=plan.setting)
    assert same == plan


def test_a_policy_that_names_nothing_changes_nothing() -> None:
    assert changed(LADDER, Policy()) == LADDER


def test_limits_may_be_loosened_as_well_as_tightened() -> None:
    looser = changed(LADDER, Policy(rise=Permille(250), exposure=Micros(120 * MINUTE), suds_high=Suds(95), ceiling=Permille(1000)))
    assert all(step.limits.rise == 250 and step.limits.ceiling == 1000 for step in looser.steps)


@given(whatever)
def test_beyond_what_nothing_may_cross_a_policy_is_refused_in_words(policy: Policy) -> None:
    refused = beyond(policy)
    if refused:
        with pytest.raises(ValueError, match=refused[0].name):
            changed(LADDER, policy)
        assert all(each.words and getattr(policy, each.name) is not None for each in refused)
        return
    limits = changed(LADDER, policy).limits
    assert 0 <= limits.ceiling <= 1000 and 0 <= limits.high_level <= 1000
    assert 0 < limits.rise <= hard_limits.RISE_ABSOLUTE
    assert 0 < limits.exposure <= hard_limits.EXPOSURE_ABSOLUTE
    assert 0 <= limits.high_exposure <= hard_limits.HIGH_EXPOSURE_ABSOLUTE
    assert 0 <= limits.suds_high <= hard_limits.SUDS_HIGH_ABSOLUTE
    assert 0 < limits.events_per_min <= hard_limits.EVENTS_PER_MIN_ABSOLUTE


def test_all_that_is_beyond_is_told_at_once() -> None:
    policy = Policy(rise=Permille(251), exposure=Micros(121 * MINUTE), suds_high=Suds(96), events_per_min=21)
    assert beyond(policy) == (
        Beyond("rise", "nothing rises faster than 0.25/s"),
        Beyond("exposure", "no session has more than 120 min"),
        Beyond("suds_high", "a rating of 95 holds whatever is written"),
        Beyond("events_per_min", "from 1 to 20 events within any minute"),
    )


@pytest.mark.parametrize(
    ("name", "least", "most", "below", "above"),
    [
        ("ceiling", 0, 1000, "the dial goes from 0 to 1", "the dial goes from 0 to 1"),
        ("high_level", 0, 1000, "the dial goes from 0 to 1", "the dial goes from 0 to 1"),
        ("rise", 1, 250, "nothing would ever rise", "nothing rises faster than 0.25/s"),
        ("exposure", 1, 120 * MINUTE, "it leaves no time for the exposure", "no session has more than 120 min"),
        ("high_exposure", 0, 60 * MINUTE, "60 min above the high level, nor less than none", "60 min above the high level"),
        ("suds_high", 0, 95, "a rating of 95 holds", "a rating of 95 holds"),
        ("events_per_min", 1, 20, "from 1 to 20 events within any minute", "from 1 to 20 events"),
        ("sessions_before", 0, 9999, "from 0 to 9999 sessions", "from 0 to 9999 sessions"),
    ],
)
def test_to_its_bounds_a_policy_is_taken_and_one_beyond_each_is_refused_with_why(
    name: str, least: int, most: int, below: str, above: str
) -> None:
    for value in (least, most):
        assert beyond(Policy(**{name: value})) == ()
    for value, words in ((least - 1, below), (most + 1, above)):
        (refused,) = beyond(Policy(**{name: value}))
        assert refused.name == name and words in refused.words


def test_a_policy_with_two_faults_is_refused_with_both_apart() -> None:
    with pytest.raises(ValueError, match=r"^ceiling: [^;:]+; rise: [^;:]+$"):
        changed(LADDER, Policy(ceiling=Permille(1001), rise=Permille(0)))


@given(sensible, st.sampled_from(STAGES), st.booleans())
def test_a_stage_that_is_asked_for_counts_as_unlocked_but_trauma_and_the_patient_stay_what_they_are(
    policy: Policy, unlocked: str, real: bool
) -> None:
    setting = Setting(kind="real" if real else "training", unlocked=unlocked, development=True)  # type: ignore[arg-type]
    other = changed(replace(LADDER, setting=setting), policy)
    assert STAGES.index(other.setting.unlocked) >= STAGES.index(unlocked)  # type: ignore[arg-type]
    if policy.autonomy is None:
        assert other.setting.unlocked == unlocked
        return
    stage, _ = allowed(other.autonomy, other.setting, trauma=True)
    assert stage != "full" and (not real or stage in ("watch", "suggest"))
    if not real:
        assert allowed(other.autonomy, other.setting, trauma=False) == (policy.autonomy, None)
