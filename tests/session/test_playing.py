"""Events of the scene: by the clock, for as long as they last, and refused by the name of what stands in the way."""

from __future__ import annotations

from tests.session.desk import QUIET, Desk, only, with_steps
from tests.session.test_promises import desk_in
from vrtherapy.domain.plan import Offer
from vrtherapy.domain.units import SECOND, TICK, Micros, Permille
from vrtherapy.session import effects, wishes


def timed(after_s: int, event: str = "gust") -> Desk:
    return Desk(with_steps(QUIET, offers=(Offer("crack", "clinician", Micros(0), Micros(0)), Offer(event, "time", Micros(after_s * SECOND), Micros(0)))))


def test_a_timed_event_comes_at_its_time_to_the_tick_in_the_protocols_name_and_once() -> None:
    desk = timed(10).exposed(0, 0)
    assert not only(effects.Happen, desk.run(10 - TICK / SECOND))
    (played,) = only(effects.Happen, desk.tick())
    assert (played.event, played.intensity) == ("gust", 300)
    assert (played.reason.code, played.reason.source) == ("timed", "protocol") and "clock" in played.reason.words
    assert not only(effects.Happen, desk.run(30))


def test_a_timed_event_that_is_refused_waits_until_it_is_not() -> None:
    desk = timed(2).exposed(0, 0)
    desk.accepted(wishes.SetCap(Permille(200)))
    assert not only(effects.Happen, desk.run(10))
    desk.accepted(wishes.SetCap(Permille(1000)))
    assert [e.event for e in only(effects.Happen, desk.run(1))] == ["gust"]


def test_an_event_plays_for_as_long_as_it_lasts_and_is_kept_with_its_time() -> None:
    desk = Desk().exposed(1)
    began = desk.state.now
    desk.accepted(wishes.FireEvent("gust"))
    desk.accepted(wishes.FireEvent("bird"))
    assert desk.state.happening == (("gust", began + 2 * SECOND), ("bird", began + SECOND))
    assert desk.state.course.fired == (("gust", began), ("bird", began)) and desk.state.dose.events == (began, began)
    code = desk.take(wishes.FireEvent("gust")).reason
    assert (code.code, code.source) == ("playing", "engine") and "still playing" in code.words
    desk.run(1 - TICK / SECOND)
    assert [name for name, _ in desk.state.happening] == ["gust", "bird"]
    desk.tick()
    assert [name for name, _ in desk.state.happening] == ["gust"]
    desk.run(1)
    assert desk.state.happening == ()


def test_an_event_may_come_again_after_its_rest_to_the_tick_and_says_how_long() -> None:
    desk = Desk(with_steps(QUIET, offers=(Offer("gust", "clinician", Micros(0), Micros(20 * SECOND)),))).exposed(1)
    desk.accepted(wishes.FireEvent("gust"))
    for passed, left in ((2.5, 18), (16.5, 1)):
        desk.run(passed)
        reason = desk.take(wishes.FireEvent("gust")).reason
        assert (reason.code, reason.source) == ("cooldown", "protocol") and f"in {left} s" in reason.words
    desk.run(0.98)
    assert desk.take(wishes.FireEvent("gust")).reason.code == "cooldown"
    desk.tick()
    desk.accepted(wishes.FireEvent("gust"))
    assert len(desk.state.course.fired) == 1


def test_an_event_is_refused_by_the_name_of_what_stands_in_its_way() -> None:
    plain = Desk(with_steps(QUIET, offers=(Offer("gust", "clinician", Micros(0), Micros(0)),))).exposed(1)
    paused = desk_in("paused")
    for desk, name, code, source, part in (
        (plain, "ghost", "unknown_event", "engine", "ghost"),
        (paused, "bird", "not_in_exposure", "engine", "only in exposure"),
        (plain, "bird", "not_offered", "protocol", "not part of this step"),
    ):
        reason = desk.take(wishes.FireEvent(name)).reason
        assert (reason.code, reason.source) == (code, source) and part in reason.words
    plain.accepted(wishes.SetCap(Permille(100)))
    assert "gust counts as 0.30" in plain.take(wishes.FireEvent("gust")).reason.words
