"""From phase to phase and from step to step: what may be, what is refused and in which words, and what is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.session.desk import LADDER, LIMITS, Desk, alerts, only, with_steps
from tests.session.test_machine_events import told
from tests.session.test_promises import EXPECTING, PHASES, REAL, as_usual, desk_in, practised
from vrtherapy.domain.plan import Advance, TimeInStep
from vrtherapy.domain.units import MINUTE, SECOND, Micros, Permille
from vrtherapy.session import effects, events, wishes
from vrtherapy.session.phase import MOVES, OUT_OF_IT, WHAT_FOLLOWS

EXPOSED = ("exposure", "paused")
ON_A_STEP = [wishes.Next(), wishes.Back(), wishes.Repeat(), wishes.Skip("too hard")]


def refusal(desk: Desk, wish: wishes.Wish) -> tuple[str, str, str]:
    """Code, source and words."""
    answer = desk.take(wish)
    assert not answer.accepted
    return answer.reason.code, answer.reason.source, answer.reason.words


def entered(desk: Desk) -> tuple[int, effects.EnterStep]:
    """The step entered last and how it was told."""
    found = [e for t in desk.turns for e in only(effects.EnterStep, t.effects)]
    return desk.state.step, found[-1]


# ---- phases ----------------------------------------------------------------------------------------------------------

WISHES = {"calm": wishes.Calm(), "pause": wishes.Pause(), "debrief": wishes.Debrief(), "end": wishes.End(), "ground": wishes.Ground()}
REACHED = {"calm": "calm", "pause": "paused", "debrief": "debrief", "end": "ended", "ground": "grounding"}
ALREADY = {("calm", "calm"), ("pause", "paused"), ("debrief", "debrief"), ("ground", "grounding")}


@pytest.mark.parametrize("by", list(WISHES))
@pytest.mark.parametrize("phase", [p for p in PHASES if p != "ended"])
def test_a_phase_is_entered_from_where_the_table_says_and_refused_by_its_name_from_elsewhere(by: str, phase: str) -> None:
    desk = desk_in(phase)
    answer = desk.take(WISHES[by])
    if any(m.source == phase and m.by == by for m in MOVES):
        assert answer.accepted and desk.state.phase == REACHED[by]
        reason = desk.state.phase_reason
        assert (reason.code, reason.source) == ("clinician", "clinician")
    elif (by, phase) in ALREADY:
        assert answer.accepted and desk.state.phase == phase
    else:
        assert (answer.accepted, answer.reason.code, answer.reason.source) == (False, "phase", "engine")
        assert phase in answer.reason.words and desk.state.phase == phase


@pytest.mark.parametrize("phase", [p for p in PHASES if p not in ("ended", "stopped")])
def test_a_stop_from_the_console_is_the_clinicians(phase: str) -> None:
    desk = desk_in(phase)
    desk.accepted(wishes.Stop())
    reason = desk.state.phase_reason
    assert (reason.code, reason.source) == ("clinician", "clinician") and "console" in reason.words


def test_grounding_is_rehearsed_only_in_the_checklist() -> None:
    for phase, rehearsed in (("checklist", True), ("baseline", False), ("exposure", False)):
        desk = desk_in(phase)
        desk.accepted(wishes.Ground())
        assert desk.state.practised.grounding == rehearsed


# ---- the start -------------------------------------------------------------------------------------------------------


def test_a_start_is_the_clinicians_and_leads_to_the_baseline() -> None:
    desk = Desk()
    desk.accepted(wishes.TakeControl())
    assert not desk.state.started
    desk.begin()
    reason = desk.state.phase_reason
    assert desk.state.started and (reason.code, reason.source) == ("clinician", "clinician") and "baseline" in reason.words
    assert refusal(desk, wishes.Start()) == ("phase", "engine", "already started")


def test_without_a_baseline_the_start_leads_into_the_first_step() -> None:
    desk = Desk(replace(LADDER, baseline=Micros(0)))
    desk.accepted(wishes.TakeControl())
    desk.begin()
    assert (desk.state.phase, desk.state.step, desk.state.reached, desk.given) == ("exposure", 0, 0, 0)


def test_a_start_is_refused_with_everything_that_is_missing() -> None:
    desk = Desk(REAL)
    desk.accepted(wishes.TakeControl())
    desk.accepted(as_usual(fit="no"))
    code, source, words = refusal(desk, wishes.Start())
    assert (code, source) == ("checklist", "engine") and words.startswith("not ready: ")
    assert "does not fit; " in words and "not performed the stop" in words
    desk.put(events.Recorded(desk.state.now, False, "disk full"))
    code, source, words = refusal(desk, wishes.Start())
    assert (code, source) == ("not_recorded", "watch") and "record" in words and "not started" in words


@pytest.mark.parametrize(
    ("rise", "minutes", "says"),
    [(50, 60, []), (51, 60, ["0.05 a second"]), (50, 61, ["61 min of exposure, 60 are advised"]),
     (120, 90, ["0.12 a second, 0.05 is advised", "90 min of exposure"])],
)  # fmt: skip
def test_what_goes_beyond_what_is_advised_is_told_with_its_number_at_the_start(rise: int, minutes: int, says: list[str]) -> None:
    desk = Desk(with_steps(limits=replace(LIMITS, rise=Permille(rise), exposure=Micros(minutes * MINUTE))))
    desk.accepted(wishes.TakeControl())
    desk.begin()
    done = desk.turns[-1].effects
    if not says:
        assert "beyond_recommended" not in alerts(done)
        return
    words = told(done, "beyond_recommended")
    assert "beyond what is advised" in words and all(part in words for part in says)
    assert ("a second" in words) == (rise > 50) and ("of exposure" in words) == (minutes > 60)
    assert ("; " in words) == (len(says) > 1)


# ---- steps -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", [p for p in PHASES if p not in ("ended", *EXPOSED)])
@pytest.mark.parametrize("wish", ON_A_STEP, ids=lambda w: type(w).__name__)
def test_a_step_is_left_only_from_the_exposure(phase: str, wish: wishes.Wish) -> None:
    desk = desk_in(phase)
    if phase == "baseline" and isinstance(wish, wishes.Next):
        desk.accepted(wish)
        return
    code, source, words = refusal(desk, wish)
    assert (code, source) == ("phase", "engine") and phase in words


@pytest.mark.parametrize("wish", ON_A_STEP, ids=lambda w: type(w).__name__)
def test_to_walk_on_out_of_a_pause_ends_the_pause(wish: wishes.Wish) -> None:
    desk = Desk().exposed(1)
    desk.accepted(wishes.Pause())
    desk.accepted(wish)
    assert desk.state.phase == "exposure"
    assert [e.phase for e in only(effects.EnterPhase, desk.turns[-1].effects)] == ["exposure"]
    desk.accepted(wishes.Repeat())
    assert not only(effects.EnterPhase, desk.turns[-1].effects)


def test_next_is_the_clinicians_until_the_step_is_done_and_then_says_why_it_was() -> None:
    advance = Advance((TimeInStep(Micros(20 * SECOND)),), "any", "clinician")
    desk = Desk(with_steps(advance=advance, at_least=Micros(0))).exposed(0, 1)
    desk.accepted(wishes.Next())
    step, how = entered(desk)
    assert step == how.index == 1 and (how.reason.code, how.reason.source) == ("clinician", "clinician")
    desk.run(21)
    desk.accepted(wishes.Next())
    step, how = entered(desk)
    assert step == 2 and how.reason.code == "time" and how.reason.source == "protocol"
    code, source, words = refusal(desk, wishes.Next())
    assert (code, source) == ("last_step", "protocol") and "last step" in words and "debrief" in words


def test_back_leads_one_step_lower_and_not_below_the_first() -> None:
    desk = Desk().exposed(2)
    for step in (1, 0):
        desk.accepted(wishes.Back())
        assert entered(desk)[0] == step
        assert entered(desk)[1].reason.code == "clinician"
    code, source, words = refusal(desk, wishes.Back())
    assert (code, source) == ("first_step", "protocol") and "first step" in words
    assert desk.state.reached == 2, "what was reached stays reached"


def test_a_step_that_is_repeated_says_so() -> None:
    desk = Desk().exposed(1)
    desk.accepted(wishes.Repeat())
    step, how = entered(desk)
    assert step == 1 and (how.reason.code, how.reason.source) == ("repeated_step", "clinician") and "once more" in how.reason.words


def test_a_skipped_step_says_which_and_why() -> None:
    desk = Desk().exposed(0)
    code, source, words = refusal(desk, wishes.Skip("  "))
    assert (code, source) == ("no_reason", "engine") and "say why" in words
    desk.accepted(wishes.Skip("too easy today"))
    how = entered(desk)[1]
    assert (how.reason.code, how.reason.source) == ("skipped", "clinician")
    assert "Rung 0" in how.reason.words and "too easy today" in how.reason.words


def test_a_step_that_asks_what_was_found_is_not_left_before_with_the_question_in_words() -> None:
    desk = Desk(EXPECTING).exposed(0)
    code, source, words = refusal(desk, wishes.Next())
    assert (code, source) == ("expectancy_after", "protocol") and "What happened?" in words and "skip" in words
    for wish in (wishes.Back(), wishes.Repeat()):
        assert desk.take(wish).reason.code != "expectancy_after"


def test_a_habituation_step_left_below_40_is_told_not_activated_with_its_peak() -> None:
    for rationale, peak, is_told in (("habituation", 39, True), ("habituation", 40, False), ("variability", 10, False)):
        desk = Desk(with_steps(rationale=rationale)).exposed(0)
        desk.rate(peak)
        desk.accepted(wishes.Next())
        done = desk.turns[-1].effects
        assert ("not_activated" in alerts(done)) == is_told
        if is_told:
            words = told(done, "not_activated")
            assert "Rung 0" in words and f"peak SUDS {peak}" in words and "not counted" in words
    silent = Desk().exposed(0)
    silent.accepted(wishes.Next())
    assert not alerts(silent.turns[-1].effects), "without a rating nothing is known of it"


def test_a_step_that_asks_for_no_fall_counts_as_activated_from_40_on() -> None:
    plan = with_steps(advance=Advance((TimeInStep(Micros(5 * SECOND)),), "any", "clinician"))
    for peak, is_told in ((39, True), (40, False)):
        desk = Desk(plan).exposed(0)
        desk.rate(peak)
        desk.accepted(wishes.Next())
        assert ("not_activated" in alerts(desk.turns[-1].effects)) == is_told


@pytest.mark.parametrize("wish", [wishes.Back(), wishes.Repeat()])
def test_who_leads_to_a_step_has_looked_at_what_was_lost_and_is_back(wish: wishes.Wish) -> None:
    desk = Desk().exposed(1)
    desk.console = False
    desk.run(2.1)
    desk.console = True
    desk.run(1)
    assert desk.state.held("recovered")
    desk.accepted(wish)
    assert not desk.state.held("recovered")


def test_once_what_happened_is_answered_the_next_step_is_entered() -> None:
    desk = Desk(EXPECTING).exposed(0)
    desk.accepted(wishes.AnswerExpectancy("after", 10, "the railing held"))
    desk.accepted(wishes.Next())
    assert desk.state.step == 1


def test_a_repeated_step_asks_anew_what_is_expected_and_a_resumed_one_does_not() -> None:
    for wishes_made, asked_anew in (((wishes.Repeat(),), True), ((wishes.Calm(), wishes.Resume()), False)):
        desk = Desk(EXPECTING).exposed(0)
        desk.accepted(wishes.AnswerExpectancy("before", 80, "I fall"))
        for wish in wishes_made:
            desk.accepted(wish)
        assert (desk.state.course.before is None) == asked_anew


def test_a_skipped_step_is_told_not_activated_and_a_refused_one_is_not_told() -> None:
    desk = Desk().exposed(0)
    desk.rate(10)
    desk.accepted(wishes.Skip("no time"))
    assert "not_activated" in alerts(desk.turns[-1].effects)
    last = Desk().exposed(2)
    last.rate(10)
    assert not last.take(wishes.Next()).accepted and not alerts(last.turns[-1].effects)


# ---- scenes that failed ----------------------------------------------------------------------------------------------

BRIDGED = replace(LADDER, steps=(LADDER.steps[0], replace(LADDER.steps[1], scene="bridge", offers=()), LADDER.steps[2]))


@pytest.mark.parametrize("wish", [wishes.Next(), wishes.Skip("no time")], ids=lambda w: type(w).__name__)
def test_a_step_whose_scene_failed_is_not_entered_from_the_one_before(wish: wishes.Wish) -> None:
    desk = Desk(BRIDGED).exposed(0)
    desk.rate(10)
    desk.put(events.SceneFailed(desk.state.now, "bridge", "gone"))
    code, source, words = refusal(desk, wish)
    assert (code, source) == ("scene_failed", "engine") and "bridge" in words and "debrief" in words
    assert not alerts(desk.turns[-1].effects), "a step that is not left is not judged"
    assert desk.state.step == 0 and desk.state.skipped == ()


def test_nobody_goes_back_into_a_scene_that_failed() -> None:
    desk = Desk(BRIDGED).exposed(2)
    desk.put(events.SceneFailed(desk.state.now, "bridge", "gone"))
    assert refusal(desk, wishes.Back())[0] == "scene_failed" and desk.state.step == 2


def test_nobody_starts_in_a_scene_that_failed() -> None:
    desk = desk_in("baseline")
    desk.put(events.SceneFailed(desk.state.now, "roof", "gone"))
    assert refusal(desk, wishes.Next())[0] == "scene_failed" and desk.state.phase == "baseline"


def test_after_a_scene_failed_one_may_resume_one_lower_in_another() -> None:
    desk = Desk(BRIDGED).exposed(1)
    desk.put(events.SceneFailed(desk.state.now, "bridge", "gone"))
    assert refusal(desk, wishes.Resume())[0] == "scene_failed" and desk.state.phase == "stopped"
    desk.accepted(wishes.Resume("one_lower"))
    assert (desk.state.phase, desk.state.step) == ("exposure", 0)


# ---- resuming --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", [p for p in PHASES if p not in ("ended", "paused", *OUT_OF_IT)])
def test_where_nothing_was_interrupted_there_is_nothing_to_resume(phase: str) -> None:
    code, source, words = refusal(desk_in(phase), wishes.Resume())
    assert (code, source) == ("phase", "engine") and "nothing to resume" in words and phase in words


@pytest.mark.parametrize("phase", sorted(OUT_OF_IT))
def test_a_resume_begins_the_step_again_at_its_calm_end_in_the_clinicians_name(phase: str) -> None:
    desk = desk_in(phase)
    desk.accepted(wishes.Resume())
    step, how = entered(desk)
    assert step == 0 and how.reason.code == "clinician" and desk.state.phase_reason.code == "clinician" and desk.given == 0


def test_a_pause_ends_where_it_began() -> None:
    desk = Desk().exposed(1, 20).at(500)
    desk.accepted(wishes.Pause())
    desk.run(2)
    desk.accepted(wishes.Resume())
    assert desk.state.phase == "exposure" and desk.given == 500
    assert not only(effects.EnterStep, desk.turns[-1].effects)


def test_one_lower_is_the_very_step_before() -> None:
    desk = Desk().exposed(2)
    desk.accepted(wishes.Stop())
    desk.accepted(wishes.Resume("one_lower"))
    assert desk.state.step == 1


def test_one_lower_than_the_first_step_is_the_first_step() -> None:
    desk = desk_in("stopped")
    desk.accepted(wishes.Resume("one_lower"))
    assert desk.state.step == 0


# ---- going on --------------------------------------------------------------------------------------------------------


def test_going_on_lifts_what_was_lost_or_made_sick_and_nothing_that_the_patient_said() -> None:
    desk = Desk().exposed(1)
    code, source, words = refusal(desk, wishes.GoOn())
    assert (code, source) == ("nothing_held", "engine") and "nothing waits" in words
    desk.rate(95)
    assert refusal(desk, wishes.GoOn())[0] == "nothing_held"
    desk.put(events.Stalled(desk.state.now, Micros(2 * SECOND)))
    desk.accepted(wishes.EnterSickness(7))
    assert [hold.code for hold in desk.state.holds] == ["suds_high", "recovered", "sickness"]
    desk.accepted(wishes.GoOn())
    assert [hold.code for hold in desk.state.holds] == ["suds_high"]


def test_going_on_takes_the_dial_that_a_lost_sensor_left() -> None:
    desk = Desk(replace(LADDER, autonomy="full")).exposed(1)
    desk.read()
    desk.run(5)
    assert desk.state.held("sensor_lost")
    desk.accepted(wishes.GoOn())
    assert desk.state.hold is None


def test_the_checklist_is_the_gate_of_a_research_session_too() -> None:
    desk = Desk(REAL)
    desk.accepted(wishes.TakeControl())
    desk.accepted(as_usual())
    practised(desk)
    desk.accepted(wishes.Start())
    assert desk.state.phase == "baseline"


# ---- the table -------------------------------------------------------------------------------------------------------


def brought(desk: Desk, by: str) -> None:
    """Whatever `by` stands for is tried; it may be refused."""
    now = desk.state.now
    match by:
        case "start":
            desk.take(wishes.Confirm((("identity", "nobody"),)))
            desk.take(wishes.Start())
        case "dead_man":
            desk.console = False
            desk.run(30.5)
        case "failure":
            desk.put(events.SceneFailed(now, "roof", "gone"))
        case "came_back":
            desk.put(events.CameBack(now))
        case _:
            made = {**WISHES, "next": wishes.Next(), "resume": wishes.Resume(), "stop": wishes.Stop()}
            desk.take(made[by])


def out_of(before: str, out: str) -> Desk:
    """A desk that left `before` for the calm scene in the midst of a session."""
    desk = desk_in(before)
    brought(desk, {"calm": "calm", "grounding": "ground", "stopped": "stop", "interrupted": "came_back"}[out])
    return desk


def test_the_table_of_moves_is_every_move_that_is_made_and_no_other() -> None:
    made = set()
    for by in sorted({*WISHES, "start", "next", "resume", "stop", "dead_man", "failure", "came_back"}):
        for phase in PHASES:
            desks = [desk_in(phase)]
            if by == "resume" and phase in OUT_OF_IT:
                desks += [d for before in ("checklist", "baseline") if (d := out_of(before, phase)).state.phase == phase]
            for desk in desks:
                brought(desk, by)
                if desk.state.phase != phase:
                    made.add((phase, by, desk.state.phase))
    assert made == {(move.source, move.by, move.target) for move in MOVES}


def test_what_follows_a_phase_is_what_its_moves_lead_to() -> None:
    assert WHAT_FOLLOWS["ended"] == frozenset() and WHAT_FOLLOWS["debrief"] == {"ended", "stopped", "interrupted"}
    assert WHAT_FOLLOWS["exposure"] == {"paused", "calm", "grounding", "stopped", "interrupted", "debrief"}
    assert set(WHAT_FOLLOWS) == set(PHASES)
