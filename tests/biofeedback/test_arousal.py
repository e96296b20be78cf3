"""Baseline and estimate: honest before and without ratings, corrected by them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from vrtherapy.biofeedback.arousal import UNRATED_SD, ArousalFilter
from vrtherapy.biofeedback.baseline import Baseline, BaselineLearner
from vrtherapy.domain.rating import Rating
from vrtherapy.domain.units import SECOND, Micros, Suds

AT_REST = Baseline(72.0, 2.0, 3.4, 60, False)


def rated(suds: int, at: int = 0) -> Rating:
    return Rating(Micros(at), Suds(suds), "patient", 0)


def test_the_baseline_waits_for_settling_and_ignores_a_cough() -> None:
    learner = BaselineLearner()
    for second in range(75):
        rate = 130.0 if second in (20, 40, 60) else 70.0 + second % 3
        learner.look(Micros(second * SECOND), "baseline", 200.0 if second < 10 else rate, 30.0, good=True)
    assert learner.made is not None
    assert 70.0 <= learner.made.heart_rate <= 72.0
    assert learner.made.spread < 3.0
    assert not learner.made.short and learner.words() == ""


def test_bad_seconds_do_not_count() -> None:
    learner = BaselineLearner()
    for second in range(300):
        learner.look(Micros(second * SECOND), "baseline", 70.0, None, good=second % 5 == 0)
    assert learner.made is None
    assert "of 60 s" in learner.words()


def test_exposure_begun_early_takes_a_short_baseline_or_none() -> None:
    short, none = BaselineLearner(), BaselineLearner()
    for second in range(40):
        short.look(Micros(second * SECOND), "baseline", 70.0, None, good=True)
    short.look(Micros(40 * SECOND), "exposure", 90.0, None, good=True)
    assert short.made is not None and short.made.short and short.made.heart_rate == 70.0
    for second in range(200):
        none.look(Micros(second * SECOND), "baseline" if second < 25 else "exposure", 70.0, None, good=True)
    assert none.made is None, "15 s are no baseline, and exposure makes none"


def test_without_a_rating_nobody_is_sure() -> None:
    fear = ArousalFilter(AT_REST)
    for _ in range(600):
        fear.step(1.0, 90.0, 20.0, "good", 1.0)
    assert fear.estimate().sd >= UNRATED_SD
    assert fear.estimate().fear > 400


def test_a_rating_outranks_the_heart() -> None:
    fear = ArousalFilter(AT_REST)
    for _ in range(120):
        fear.step(1.0, 72.0, 30.0, "good", 1.0)
    fear.tell_rating(rated(80))
    assert fear.estimate().fear > 450
    for at in range(3):
        fear.tell_rating(rated(80, at))
    assert fear.estimate().fear > 650


def test_ratings_teach_how_strongly_this_heart_answers() -> None:
    hardly, strongly = ArousalFilter(AT_REST), ArousalFilter(AT_REST)
    for second in range(900):
        hardly.step(1.0, 74.0, None, "good", 1.0)
        strongly.step(1.0, 100.0, None, "good", 1.0)
        if second % 60 == 59:
            hardly.tell_rating(rated(70))
            strongly.tell_rating(rated(70))
    assert hardly.estimate().gain < 0.015 < 0.03 < strongly.estimate().gain
    assert abs(hardly.estimate().fear - 700) < 150
    assert abs(strongly.estimate().fear - 700) < 150


def test_doubt_grows_as_quality_falls() -> None:
    sds = []
    for quality, score in (("good", 1.0), ("poor", 0.5), ("none", 0.0)):
        fear = ArousalFilter(AT_REST)
        fear.tell_rating(rated(40))
        for _ in range(60):
            fear.step(1.0, 80.0, 25.0, quality, score)  # type: ignore[arg-type]
        sds.append(fear.estimate().sd)
    assert sds[0] < sds[1] < sds[2]


looks = st.tuples(
    st.floats(0.0, 100.0),
    st.one_of(st.none(), st.floats(25.0, 220.0)),
    st.one_of(st.none(), st.floats(0.0, 500.0)),
    st.sampled_from([("good", 1.0), ("poor", 0.4), ("none", 0.0)]),
    st.one_of(st.none(), st.integers(0, 100)),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(looks, max_size=60))
def test_the_estimate_stays_on_the_scale(steps: list[tuple]) -> None:
    fear = ArousalFilter(AT_REST)
    for seconds, rate, rmssd, (quality, score), suds in steps:
        fear.step(seconds, rate, rmssd, quality, score)
        if suds is not None:
            fear.tell_rating(rated(suds))
        made = fear.estimate()
        assert 0 <= made.fear <= 1000 and 0 <= made.sd <= 400
