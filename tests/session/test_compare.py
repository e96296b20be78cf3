"""What other limits would have done over the same events, and where the two sides part."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache

import pytest
from hypothesis import given, settings

from tests.host.headless_record import demo_plan, record
from tests.session.desk import LADDER
from tests.session.test_policy import sensible
from vrtherapy.domain.arousal import Proposal, Reading
from vrtherapy.domain.plan import Band, Plan
from vrtherapy.domain.setting import Setting
from vrtherapy.domain.units import MINUTE, SECOND, TICK, Micros, Permille, Suds, seconds
from vrtherapy.host.recording import Record
from vrtherapy.session import events, wishes
from vrtherapy.session.compare import Compared, Parting, compare
from vrtherapy.session.effects import Alert, Answer, Effect, Give, Happen
from vrtherapy.session.machine import step
from vrtherapy.session.policy import Policy, changed
from vrtherapy.session.replay import LoggedTurn, replay
from vrtherapy.session.state import State, opening

CONSOLE = "console"
PLAN = replace(LADDER, setting=Setting(sessions_before=3))


@dataclass
class Led:
    """A session of training, led by hand with nobody in the headset: every event in order, with its effects."""

    plan: Plan = PLAN
    state: State = field(init=False)
    turns: list[LoggedTurn] = field(default_factory=list)
    number: int = 0

    def __post_init__(self) -> None:
        self.state = opening(self.plan)
        for wish in (wishes.TakeControl(), wishes.Confirm((("identity", "nobody"),)), wishes.Start()):
            self.wish(wish)
        self.pass_(1)
        self.wish(wishes.Next())
        assert self.state.phase == "exposure", self.turns[-1].effects

    def put(self, event: events.Event) -> None:
        self.state, effects = step(self.plan, self.state, event)
        self.turns.append(LoggedTurn(event, effects))

    def wish(self, wish: wishes.Wish) -> None:
        self.number += 1
        self.put(events.Commanded(self.state.now, CONSOLE, "clinician", self.number, Micros(0), wish))

    def ask(self, intensity: int) -> None:
        self.wish(wishes.AskIntensity(Permille(intensity)))

    def rate(self, suds: int) -> None:
        self.put(events.Rated(self.state.now, Suds(suds), "patient"))

    def propose(self, kind: str, intensity: int) -> None:
        now = self.state.now
        self.put(events.Read(now, Reading(now, "live", "strap", 90_000, 30_000, Permille(400), Permille(50), "good", Permille(900), "")))
        self.put(events.Proposed(now, Proposal(now, kind, Permille(intensity), "as the body says")))  # type: ignore[arg-type]

    def pass_(self, for_s: float) -> None:
        until = self.state.now + seconds(for_s)
        while self.state.now < until:
            self.put(events.Heard(Micros(min(until, self.state.now + SECOND // 2)), "console", CONSOLE))

    def against(self, policy: Policy) -> Compared:
        return compare(self.plan, changed(self.plan, policy), self.turns)


@cache
def simulated() -> tuple[Plan, tuple[LoggedTurn, ...]]:
    """A whole session of a simulated patient, as it was recorded."""
    opened = Record(record())
    return opened.plan, tuple(opened.turns())


def parted(found: Compared) -> Parting:
    assert found.parting is not None
    return found.parting


# ---- against itself --------------------------------------------------------------------------------------------------


def test_against_its_own_limits_a_record_is_the_same_on_both_sides() -> None:
    plan, turns = simulated()
    found = compare(plan, plan, turns)
    again = replay(plan, turns)
    assert found.parting is None and found.unlike is None and found.recorded == found.other
    assert (found.events, found.until) == (again.events, again.state.now)
    assert found.recorded.exposure == again.state.dose.exposure > 0
    assert (found.recorded.phase, found.recorded.reached) == ("ended", len(plan.steps) - 1)


def test_what_is_counted_of_the_recorded_side_is_what_the_record_says() -> None:
    plan, turns = simulated()
    found = compare(plan, plan, turns).recorded
    effects = [effect for turn in turns for effect in turn.effects]
    assert found.highest == max(e.intensity for e in effects if isinstance(e, Give))
    assert found.events_played == sum(isinstance(e, Happen) for e in effects)
    refusals = [e for e in effects if isinstance(e, Answer) and not e.accepted and not e.again]
    assert sum(each.times for each in found.refused) == len(refusals)


@given(sensible)
@settings(max_examples=8)
def test_under_any_limits_the_sums_are_right_and_no_limit_is_crossed(policy: Policy) -> None:
    plan, turns = simulated()
    found = compare(plan, changed(plan, policy), turns)
    assert found.recorded == compare(plan, plan, turns).recorded, "the recorded side never depends on the policy"
    for side in (found.recorded, found.other):
        assert sum(side.tenths) == side.exposure
        assert side.highest <= side.limits.ceiling
        if side.highest < 1000:
            assert not any(side.tenths[side.highest // 100 + 1 :])
        assert side.high <= sum(side.tenths[side.limits.high_level // 100 :])
        assert all(TICK <= held.lasted <= side.exposure and held.times >= 1 for held in side.held)


def bare(effects: tuple[Effect, ...]) -> list[Effect]:
    """Without words, and without the warning about the limits themselves."""
    found = []
    for effect in effects:
        if isinstance(effect, Alert):
            if effect.code != "beyond_recommended":
                found.append(replace(effect, words=""))
        elif hasattr(effect, "reason"):
            found.append(replace(effect, reason=replace(effect.reason, words="")))
        else:
            found.append(effect)
    return found


@given(sensible)
@settings(max_examples=8)
def test_the_first_difference_is_at_the_first_event_whose_effects_are_not_the_same(policy: Policy) -> None:
    plan, turns = simulated()
    other = changed(plan, policy)
    state, first = opening(other), None
    for index, turn in enumerate(turns):
        state, effects = step(other, state, turn.event)
        if bare(effects) != bare(turn.effects):
            first = index
            break
    found = compare(plan, other, turns).parting
    assert (None if found is None else found.index) == first
    if found is not None:
        assert found.recorded != found.other and found.at <= found.event.at


# ---- what a limit does -----------------------------------------------------------------------------------------------


def test_a_lower_ceiling_parts_the_sides_where_it_is_reached() -> None:
    led = Led()
    led.ask(400)
    led.pass_(10)
    found = led.against(Policy(ceiling=Permille(250)))
    assert (found.recorded.highest, found.other.highest) == (400, 250)
    first = parted(found)
    assert not first.passing and isinstance(first.event, events.Commanded)
    assert (first.recorded.granted, first.other.granted) == (400, 250)  # type: ignore[union-attr]
    assert first.before[0].dial.given == first.before[1].dial.given


def test_a_slower_rise_is_seen_tick_by_tick_while_time_passes() -> None:
    led = Led()
    led.pass_(3)
    led.ask(400)
    led.pass_(10)
    found = led.against(Policy(rise=Permille(50)))
    first = parted(found)
    assert first.passing and isinstance(first.recorded, Give) and first.at < first.event.at
    assert found.other.tenths[2] == 2 * found.recorded.tenths[2] and found.other.highest == found.recorded.highest


def test_a_shorter_dose_holds_and_winds_down() -> None:
    led = Led()
    led.ask(400)
    led.pass_(100)
    found = led.against(Policy(exposure=Micros(60 * SECOND)))
    (held,) = [each for each in found.other.held if each.code == "dose_cap"]
    assert held.lasted == found.other.exposure - 60 * SECOND + TICK and held.times == 1
    assert not any(each.code == "dose_cap" for each in found.recorded.held)
    assert found.other.tenths[4] < found.recorded.tenths[4]


def test_time_above_the_high_level_counts_by_each_sides_own_level() -> None:
    led = Led()
    led.ask(400)
    led.pass_(20)
    found = led.against(Policy(high_level=Permille(300)))
    assert found.recorded.high == 0 and found.other.high > 10 * SECOND
    assert found.parting is None, "a level alone changes nothing that anybody meets"
    found = led.against(Policy(high_level=Permille(300), high_exposure=Micros(5 * SECOND)))
    assert found.other.tenths[4] < found.recorded.tenths[4] and found.parting is not None


def test_a_lower_mark_holds_what_the_record_went_on_with() -> None:
    led = Led()
    led.ask(200)
    led.pass_(3)
    led.rate(70)
    led.ask(400)
    led.pass_(8)
    led.rate(30)
    led.pass_(8)
    found = led.against(Policy(suds_high=Suds(70)))
    (held,) = [each for each in found.other.held if each.code == "suds_high"]
    assert held.lasted == 8 * SECOND and held.words == "SUDS 70: held"
    assert found.recorded.held == () and found.other.tenths[4] < found.recorded.tenths[4]


def test_each_time_a_reason_begins_is_counted() -> None:
    led = Led()
    for _ in range(3):
        led.wish(wishes.Pause())
        led.pass_(2)
        led.wish(wishes.Resume())
        led.pass_(2)
    (paused,) = led.against(Policy()).recorded.held
    assert (paused.code, paused.times, paused.lasted) == ("paused", 3, 6 * SECOND)


def test_what_held_longest_comes_first_and_of_two_alike_the_one_before_in_the_alphabet() -> None:
    led = Led()
    led.rate(92)
    led.pass_(4)
    led.wish(wishes.EnterSickness(10))
    led.pass_(2)
    assert [(h.code, h.lasted) for h in led.against(Policy()).recorded.held] == [("suds_high", 6 * SECOND), ("sickness", 2 * SECOND)]
    led = Led()
    led.rate(92)
    led.wish(wishes.EnterSickness(10))
    led.pass_(2)
    assert [h.code for h in led.against(Policy()).recorded.held] == ["sickness", "suds_high"]


def test_what_was_refused_comes_by_event_then_most_often_first_then_by_reason() -> None:
    led = Led()
    led.rate(92)
    for wish in (wishes.FireEvent("gust"), wishes.FireEvent("bird"), wishes.DismissSuggestion(), wishes.Start(), wishes.Start()):
        led.wish(wish)
    led.wish(wishes.Stop())
    led.wish(wishes.FireEvent("gust"))
    assert [(r.event, r.code, r.times) for r in led.against(Policy()).recorded.refused] == [
        ("", "phase", 2), ("", "no_suggestion", 1), ("bird", "suds_high", 1), ("gust", "not_in_exposure", 1), ("gust", "suds_high", 1)
    ]  # fmt: skip


def test_stops_are_counted_and_the_highest_is_kept_when_the_dial_falls() -> None:
    led = Led()
    assert led.against(Policy()).recorded.highest == 0
    led.ask(300)
    led.pass_(4)
    led.ask(100)
    led.pass_(1)
    led.wish(wishes.Stop())
    led.wish(wishes.Resume())
    led.wish(wishes.Stop())
    found = led.against(Policy()).recorded
    assert (found.stops, found.highest) == (2, 300)


def test_the_top_of_the_dial_counts_in_the_highest_tenth() -> None:
    whole = replace(PLAN, steps=tuple(replace(s, band=Band(s.band.low, Permille(1000))) for s in PLAN.steps))
    led = Led(changed(whole, Policy(ceiling=Permille(1000))))
    led.ask(1000)
    led.pass_(12)
    found = led.against(Policy()).recorded
    assert found.highest == 1000 and found.tenths[9] >= SECOND


def test_refused_commands_and_events_are_told_by_reason() -> None:
    led = Led()
    led.ask(400)
    led.pass_(8)
    led.wish(wishes.FireEvent("gust"))
    led.pass_(25)
    led.wish(wishes.FireEvent("gust"))
    led.wish(wishes.FireEvent("crack"))
    led.wish(wishes.DismissSuggestion())
    led.wish(wishes.DismissSuggestion())
    found = led.against(Policy(events_per_min=1))

    def counts(refused: tuple[object, ...]) -> Counter[tuple[str, str]]:
        return Counter({(each.event, each.code): each.times for each in refused})  # type: ignore[attr-defined]

    assert counts(found.recorded.refused) == {("", "no_suggestion"): 2, ("crack", "step_cap"): 1}
    assert counts(found.other.refused) == {("", "no_suggestion"): 2, ("crack", "step_cap"): 1, ("gust", "events_cap"): 1}
    assert found.other.events_played < found.recorded.events_played


def test_a_stage_of_autonomy_that_would_have_acted_by_itself_is_seen_to_act() -> None:
    led = Led()
    led.pass_(3)
    led.propose("raise", 300)
    led.pass_(10)
    found = led.against(Policy(autonomy="full"))
    assert (found.recorded.autonomy, found.other.autonomy) == ("suggest", "full")
    assert found.recorded.highest < found.other.highest == 300
    trauma = replace(PLAN, disorder="ptsd_combat")
    found = compare(trauma, changed(trauma, Policy(autonomy="full")), [])
    assert found.other.autonomy == "lower_only"


def test_a_patient_who_had_been_there_before_is_held_less() -> None:
    led = Led(replace(PLAN, setting=Setting(sessions_before=0)))
    led.wish(wishes.Next())
    led.wish(wishes.Next())
    led.pass_(60)
    led.ask(800)
    led.pass_(30)
    found = led.against(Policy(sessions_before=1))
    assert (found.recorded.limits.rise, found.other.limits.rise) == (40, 100)
    assert found.other.tenths[8] > found.recorded.tenths[8]


def test_steps_that_would_not_have_been_reached_are_told() -> None:
    """Under a dose that is spent nothing rises by itself into the next step."""
    steps = tuple(replace(s, at_least=Micros(0), advance=replace(s.advance, decide="auto")) for s in PLAN.steps)
    led = Led(replace(PLAN, steps=steps))
    led.pass_(5)
    led.rate(10)
    led.pass_(65)
    led.rate(10)
    led.pass_(2)
    assert led.state.step == 1
    found = led.against(Policy(exposure=Micros(MINUTE)))
    assert (found.recorded.reached, found.other.reached) == (1, 0)


# ---- what is no difference, and what the record is no more -----------------------------------------------------------


def test_the_same_told_with_another_number_is_no_difference() -> None:
    led = Led()
    led.ask(400)
    led.pass_(10)
    assert led.against(Policy(exposure=Micros(100 * MINUTE), suds_high=Suds(80))).parting is None


def test_a_record_that_todays_rules_do_not_give_is_told_and_compared_all_the_same() -> None:
    plan, turns = simulated()
    index = next(i for i, t in enumerate(turns) if any(isinstance(e, Give) for e in t.effects))
    altered = LoggedTurn(turns[index].event, turns[index].effects[:-1])
    found = compare(plan, plan, [*turns[:index], altered, *turns[index + 1 :]])
    assert found.unlike is not None and found.unlike.index == index
    assert found.unlike.recorded is None and found.unlike.recomputed == turns[index].effects[-1]
    assert found.events == len(turns) and found.parting is None


def test_replay_finds_the_same_first_difference_with_the_same_state_around_it() -> None:
    plan, turns = simulated()
    index = next(i for i, t in enumerate(turns) if any(isinstance(e, Give) for e in t.effects))
    damaged = [*turns[:index], LoggedTurn(turns[index].event, ())]
    found, unlike = replay(plan, damaged).difference, compare(plan, plan, damaged).unlike
    assert found == unlike and found is not None
    before = replay(plan, turns[:index]).state
    assert (found.before, found.after) == (before, step(plan, before, turns[index].event)[0])


def test_no_events_give_two_empty_sides() -> None:
    found = compare(demo_plan(), demo_plan(), [])
    assert (found.events, found.until, found.parting, found.unlike) == (0, 0, None, None)
    assert found.recorded.reached == -1 and sum(found.recorded.tenths) == 0


def test_what_only_the_recorded_side_did_is_a_difference_with_each_sides_own_state_after_it() -> None:
    led = Led(changed(PLAN, Policy(exposure=Micros(MINUTE))))
    led.pass_(50)
    found = parted(led.against(Policy(exposure=Micros(10 * MINUTE))))
    assert isinstance(found.recorded, Alert) and found.recorded.code == "dose_warning" and found.other is None
    assert [state.dose.told for state in found.after] == [80, 0]
    assert [state.dose.told for state in found.before] == [0, 0]


def test_a_difference_in_the_tick_at_which_an_event_comes_arose_while_time_passed() -> None:
    led = Led()
    led.ask(400)
    led.put(events.Heard(Micros(led.state.now + TICK), "console", CONSOLE))
    found = parted(led.against(Policy(rise=Permille(1))))
    assert found.passing and found.at == led.state.now


def test_of_two_places_where_the_record_is_not_what_the_rules_give_the_first_is_told() -> None:
    led = Led()
    led.ask(400)
    led.pass_(2)
    gives = [i for i, t in enumerate(led.turns) if any(isinstance(e, Give) for e in t.effects)][:2]
    turns = [LoggedTurn(t.event, ()) if i in gives else t for i, t in enumerate(led.turns)]
    unlike = compare(PLAN, PLAN, turns).unlike
    assert unlike is not None and unlike.index == gives[0]


@pytest.mark.parametrize("at_s", [0.0, 0.01, 0.019999, 0.02, 0.03, 1.0])
def test_an_event_between_two_ticks_comes_after_the_ticks_before_it(at_s: float) -> None:
    event = events.Passed(seconds(at_s))
    _, effects = step(PLAN, opening(PLAN), event)
    found = compare(PLAN, PLAN, [LoggedTurn(event, effects)])
    assert found.until == seconds(at_s) // TICK * TICK and found.unlike is None
