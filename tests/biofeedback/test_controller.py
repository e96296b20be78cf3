"""The controller as a clinician would want it: holds first, eases late, never raises in doubt, says why."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from vrtherapy.biofeedback.arousal import Estimate
from vrtherapy.biofeedback.controller import Controller, Course, View
from vrtherapy.domain.arousal import Proposal
from vrtherapy.domain.plan import Band
from vrtherapy.domain.rating import Rating
from vrtherapy.domain.units import SECOND, Micros, Permille, Suds

TARGET = Band(Permille(350), Permille(650))


def view(now: int, fear: int, sd: int = 60, quality: str = "good", reason: str = "") -> View:
    return View(Micros(now), 96.0, 14.0, Estimate(Permille(fear), Permille(sd), 0.02, 3), quality, reason)  # type: ignore[arg-type]


def course(given: int = 400, **more: object) -> Course:
    return Course("exposure", Permille(given), Permille(given), **more)  # type: ignore[arg-type]


def rated(suds: int, at: int) -> Rating:
    return Rating(Micros(at), Suds(suds), "patient", 0)


def live(controller: Controller, start: int, seconds: int, fear: int, **more: object) -> list[Proposal]:
    made = []
    for tick in range(4 * seconds):
        now = start * SECOND + tick * 250_000
        proposal = controller.decide(Micros(now), view(now, fear, **more))  # type: ignore[arg-type]
        assert proposal is not None
        made.append(proposal)
    return made


def test_below_the_target_it_raises_in_small_steps_after_a_rating() -> None:
    controller = Controller(TARGET)
    controller.tell_course(course(400))
    controller.tell_rating(rated(15, 0))
    made = live(controller, 0, 70, 150)
    rises = [p for p in made if p.kind == "raise"]
    assert rises and {p.intensity for p in rises} == {430}
    assert made[0].kind == "hold"
    assert len({p.at for p in rises}) <= 3


def test_without_a_rating_it_never_raises_and_asks_for_one() -> None:
    controller = Controller(TARGET)
    controller.tell_course(course())
    made = live(controller, 0, 300, 100)
    assert all(p.kind == "hold" for p in made)
    assert "ask first" in made[-1].words


def test_it_never_raises_when_the_patient_says_it_is_enough() -> None:
    controller = Controller(TARGET)
    controller.tell_course(course())
    controller.tell_rating(rated(50, 0))
    assert all(p.kind == "hold" for p in live(controller, 0, 200, 50))


def test_above_the_target_it_first_holds_and_lowers_only_after_two_minutes() -> None:
    controller = Controller(TARGET)
    controller.tell_course(course(500))
    controller.tell_rating(rated(62, 0))
    made = live(controller, 60, 200, 720)
    lowered = [p for p in made if p.kind == "lower"]
    assert lowered[0].at - 60 * SECOND >= 120 * SECOND
    assert lowered[0].intensity == 450
    assert all(p.kind == "hold" for p in made if p.at - 60 * SECOND < 120 * SECOND)
    assert "heart rate 96, 14 above baseline for" in lowered[0].words
    assert "last SUDS 62" in lowered[0].words


def test_it_never_eases_while_fear_rises() -> None:
    controller = Controller(TARGET)
    controller.tell_course(course(500))
    fear = 660.0
    for tick in range(4 * 170):
        now = tick * 250_000
        fear = min(1000.0, fear + 0.5)
        proposal = controller.decide(Micros(now), view(now, int(fear)))
        assert proposal is not None and proposal.kind == "hold", proposal


def test_dips_at_the_edge_do_not_restart_the_clock() -> None:
    controller = Controller(TARGET)
    controller.tell_course(course(500))
    kinds = []
    for tick in range(4 * 180):
        now = tick * 250_000
        kinds.append(controller.decide(Micros(now), view(now, 660 if tick % 8 else 640)).kind)  # type: ignore[union-attr]
    assert "lower" in kinds


def test_a_high_rating_counts_as_above_whatever_the_heart_does() -> None:
    controller = Controller(TARGET)
    controller.tell_course(course(500))
    controller.tell_rating(rated(80, 0))
    made = live(controller, 0, 150, 200)
    assert made[-1].kind in ("lower", "hold") and any(p.kind == "lower" for p in made)
    assert not any(p.kind == "raise" for p in made)


def test_a_fresh_low_rating_keeps_the_heart_from_being_called_fear() -> None:
    controller = Controller(TARGET)
    controller.tell_course(course(500))
    made = []
    for minute in range(5):
        controller.tell_rating(rated(40, minute * 60 * SECOND))
        made += live(controller, minute * 60, 60, 720)
    assert all(p.kind == "hold" for p in made)


def test_on_a_bad_signal_it_holds_and_says_why() -> None:
    controller = Controller(TARGET)
    controller.tell_course(course())
    controller.tell_rating(rated(10, 0))
    for start, quality, reason in (
        (0, "poor", "noise: the beats do not look alike"),
        (60, "none", "no signal for 12 s"),
    ):
        made = live(controller, start, 60, 100, quality=quality, reason=reason)
        assert all(p.kind == "hold" and p.intensity == 400 for p in made)
        assert reason in made[-1].words


def test_a_lowering_does_not_stand_once_the_signal_is_bad() -> None:
    controller = Controller(TARGET)
    controller.tell_course(course(500))
    controller.tell_rating(rated(80, 0))
    now, made = 0, None
    while made is None or made.kind != "lower":
        made = controller.decide(Micros(now), view(now, 720))
        now += 250_000
        assert now < 200 * SECOND
    after = controller.decide(Micros(now), view(now, 720, quality="poor", reason="movement"))
    assert after is not None and after.kind == "hold" and after.intensity == 500 and "movement" in after.words


def test_when_unsure_it_does_not_raise() -> None:
    controller = Controller(TARGET)
    controller.tell_course(course())
    controller.tell_rating(rated(20, 0))
    assert all(p.kind == "hold" for p in live(controller, 0, 100, 320, sd=300))


def test_the_steps_band_bounds_a_rise() -> None:
    controller = Controller(TARGET)
    controller.tell_course(course(300, band=Band(Permille(150), Permille(300))))
    controller.tell_rating(rated(10, 0))
    made = live(controller, 0, 100, 100)
    assert all(p.kind == "hold" for p in made)
    assert "the step's band ends here" in made[-1].words


def test_in_expectancy_steps_and_outside_exposure_it_says_nothing() -> None:
    controller = Controller(TARGET)
    controller.tell_course(course(rationale="expectancy"))
    assert controller.decide(Micros(0), view(0, 100)) is None
    for phase in ("ready", "baseline", "calm", "stopped", "paused", "debrief", "ended", "interrupted"):
        controller.tell_course(Course(phase, Permille(0), Permille(0)))
        assert controller.decide(Micros(0), view(0, 900)) is None


moments = st.tuples(
    st.integers(0, 1000),
    st.integers(0, 400),
    st.sampled_from(["good", "good", "poor", "none"]),
    st.one_of(st.none(), st.integers(0, 100)),
    st.integers(0, 1000),
    st.integers(1, 60),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(moments, max_size=60))
def test_in_any_course_a_rise_is_small_rare_rated_and_on_a_good_signal(steps: list[tuple]) -> None:
    controller = Controller(TARGET)
    now, last, last_at = 0, None, -(10**9)
    for fear, sd, quality, suds, given_now, seconds in steps:
        now += seconds * SECOND
        controller.tell_course(course(given_now))
        if suds is not None:
            last = rated(suds, now)
            controller.tell_rating(last)
        proposal = controller.decide(Micros(now), view(now, fear, sd, quality, "noise"))
        assert proposal is not None and 0 <= proposal.intensity <= 1000 and proposal.words
        if proposal.kind == "raise" and proposal.at == now:
            assert quality == "good" and last is not None
            assert now - last.at <= 240 * SECOND and 10 * last.suds < 450
            assert given_now < proposal.intensity <= given_now + 30
            assert now - last_at >= 20 * SECOND
            last_at = now
        if quality != "good":
            assert proposal.kind == "hold" and proposal.intensity == given_now
