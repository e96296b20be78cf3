"""What the report tells is what the machine did: any session, any turn of it, against the machine's own state."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.eventful import WHERE_THEY_ARE
from tests.report.reading import Read, told
from tests.report.sessions import CLINIC, TRAINING, Session, head, ladder, plan
from tests.session import drawn
from vrtherapy.domain.plan import Advance, ExpectancyDrop, Plan, Rule, TimeInStep
from vrtherapy.domain.setting import Setting
from vrtherapy.domain.units import SECOND, Micros, Permille, Suds
from vrtherapy.report.choose import chosen
from vrtherapy.report.collect import Collector
from vrtherapy.report.safeguards import ALERTS
from vrtherapy.report.summary import summary
from vrtherapy.report.timeline import timeline
from vrtherapy.session import effects, events, wishes

FIRST = replace(CLINIC, remote=True, sessions_before=0)
SETTINGS = st.sampled_from([TRAINING, CLINIC, FIRST, replace(FIRST, kind="research"), replace(FIRST, unlocked_ceiling=Permille(300))])
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "age": st.sampled_from(["12", "15", "40"]),
        "consent_physiology": st.sampled_from(["yes", "no"]),
        "consent_research": st.sampled_from(["yes", "no"]),
        "heart_medicines": st.sampled_from(["none", "beta_blocker", "stimulant,other"]),
        "identity": st.sampled_from(["patient", "nobody"]),
    },
)
TEXTS = st.text(max_size=60) | st.sampled_from(["<script>", "a & b", "\u202e", "line\nline", "'\"", "]]>"])
DOES = st.one_of(
    st.tuples(st.just("until"), st.integers(1, 25)),
    st.tuples(st.just("rate"), st.integers(0, 100)),
    st.tuples(st.just("ask"), st.integers(0, 1000)),
    st.tuples(st.just("cap"), st.integers(0, 1000)),
    st.tuples(st.just("wind"), st.integers(0, 1000)),
    st.tuples(st.just("suggest"), st.integers(0, 1000)),
    st.tuples(st.just("enter"), st.integers(0, 100)),
    st.tuples(st.just("mark"), TEXTS),
    st.tuples(st.just("notes"), TEXTS),
    st.tuples(st.just("stop"), st.sampled_from(["patient", "technical"])),
    st.tuples(st.just("resume"), st.sampled_from(["here", "one_lower"])),
    st.tuples(st.just("quality"), st.sampled_from(["good", "poor", "none"])),
    st.tuples(st.just("sensor"), st.booleans()),
    st.tuples(st.just("console"), st.booleans()),
    st.tuples(st.just("recorded"), st.booleans()),
    st.tuples(st.just("stalled"), st.integers(1, 4)),
    st.tuples(st.just("skip"), TEXTS),
    st.tuples(st.just("unrecorded"), TEXTS),
    st.tuples(st.just("sick"), st.integers(0, 20)),
    st.tuples(st.just("adverse"), st.tuples(st.sampled_from(["sickness", "syncope", "panic"]), st.sampled_from(["mild", "severe"]), TEXTS)),
    st.tuples(st.just("extend"), st.tuples(st.sampled_from(["exposure", "high"]), st.integers(1, 100), TEXTS)),
    st.tuples(st.just("believed"), st.tuples(st.sampled_from(["before", "after"]), st.none() | st.integers(0, 100), TEXTS)),
    st.tuples(st.just("stage"), st.sampled_from(["watch", "suggest", "lower_only", "full"])),
    st.tuples(
        st.just("wish"),
        st.sampled_from(
            [
                wishes.Start(), wishes.Next(), wishes.Next(), wishes.Back(), wishes.Pause(), wishes.Calm(), wishes.Stop(),
                wishes.Debrief(), wishes.End(), wishes.FireEvent("gust"), wishes.FireEvent("nothing"), wishes.AskSuds(),
                wishes.AcceptSuggestion(), wishes.DismissSuggestion(), wishes.Undo(), wishes.ReleaseParameter("wind"),
                wishes.Repeat(), wishes.GoOn(), wishes.GoOn(), wishes.Ease(), wishes.Ground(), wishes.AskExpectancy("before"),
                wishes.SayToPatient("look up"), wishes.TakeControl(), wishes.Unclear("unknown_parameter", "no parameter x"),
            ]
        ),
    ),
)  # fmt: skip


def led(
    script: list[tuple[str, object]], started: bool, setting: Setting = TRAINING, answers: dict[str, str] | None = None
) -> Session:
    lift = replace(
        ladder(2, "Lift", 350, 700, "expectancy"),
        advance=Advance((ExpectancyDrop(30),), "any", "clinician"),
        expectancy_before="How likely is it that it falls?",
        expectancy_after="What happened?",
    )
    window = replace(
        ladder(1, "Window", 100, 300),
        advance=Advance((TimeInStep(Micros(30 * SECOND)),), "any", "auto"),
        rules=(Rule(Suds(95), "stop", ("ground",)),),
    )
    session = Session(plan((ladder(0, "Lobby", 0, 150), window, lift), setting=setting))
    if started:
        session.until(1)
        if setting is TRAINING and answers is None:
            session.begin()
        else:
            session.prepare(**{**WHERE_THEY_ARE, **(answers or {})})
            session.take(wishes.Start())
        session.until(4), session.take(wishes.Next())
    for what, how in script:
        match what, how:
            case "until", int(s):
                session.until(session.now / 1e6 + s)
            case "rate", int(suds):
                session.rate(suds)
            case "ask", int(p):
                session.take(wishes.AskIntensity(Permille(p)))
            case "cap", int(p):
                session.take(wishes.SetCap(Permille(p)))
            case "wind", int(p):
                session.take(wishes.SetParameter("wind", Permille(p)))
            case "suggest", int(p):
                session.suggest(p, "arousal below the band")
            case "recorded", bool(ok):
                session.put(events.Recorded(session.now, ok, "the disk is full"))
            case "stalled", int(seconds):
                session.put(events.Stalled(session.now, Micros(seconds * SECOND)))
            case "skip", str(text):
                session.take(wishes.Skip(text))
            case "unrecorded", str(text):
                session.take(wishes.AcceptUnrecorded(text))
            case "sick", int(rating):
                session.take(wishes.EnterSickness(rating))
            case "adverse", (what_it_was, severity, text):
                session.take(wishes.ReportAdverse(what_it_was, severity, text))
            case "extend", (dose, minutes, text):
                session.take(wishes.ExtendDose(dose, minutes, text))
            case "believed", (when, likelihood, text):
                session.take(wishes.AnswerExpectancy(when, likelihood, text))
            case "stage", stage:
                session.take(wishes.SetAutonomy(stage))  # type: ignore[arg-type]
            case "enter", int(suds):
                session.take(wishes.EnterSuds(suds))  # type: ignore[arg-type]
            case "mark", str(text):
                session.take(wishes.Mark(text))
            case "notes", str(text):
                session.take(wishes.WriteNotes(text))
            case "stop", cause:
                session.put(events.StopPressed(session.now, cause, "stopped"))  # type: ignore[arg-type]
            case "resume", where:
                session.take(wishes.Resume(where))  # type: ignore[arg-type]
            case "quality", word:
                session.quality = word  # type: ignore[assignment]
            case "sensor", bool(on):
                session.sensor = on
            case "console", bool(on):
                session.console = on
            case _, wish:
                session.take(wish)  # type: ignore[arg-type]
    session.put(events.Passed(session.now))
    return session


def done(session: Session, kind: type) -> list[effects.Effect]:
    return [effect for turn in session.turns for effect in turn.effects if isinstance(effect, kind)]


@settings(max_examples=40, deadline=None)
@given(st.lists(DOES, max_size=14), st.booleans(), st.sampled_from(["", "torn"]), SETTINGS, ANSWERS)
def test_any_session_gives_a_page_whose_figures_are_the_machines(
    script: list[tuple[str, object]], started: bool, torn: str, setting: Setting, answers: dict[str, str]
) -> None:
    session = led(script, started, setting, answers)
    state = session.state
    course, figures, html = told(session, head(left_out=torn))
    read = Read(html)
    assert read.faults == []
    assert ("Record incomplete" in read.text) == bool(torn)

    assert abs(figures.exposure - state.dose.exposure) <= 200_000 * (1 + len(course.phases))
    assert [(s.suds, s.by) for s in course.said] == [(r.suds, r.by) for r in state.ratings]
    assert figures.reached == state.reached + 1
    assert len(course.visits) == len(done(session, effects.EnterStep))
    assert len(course.played) == figures.events == len(done(session, effects.Happen))
    assert figures.given == max((e.intensity for e in done(session, effects.Give)), default=0)  # type: ignore[attr-defined]
    assert course.phases[-1].phase == state.phase and course.ended == (state.phase == "ended")
    stopped = [e for e in done(session, effects.EnterPhase) if e.phase == "stopped"]  # type: ignore[attr-defined]
    assert figures.stops.total == len(stopped)
    assert figures.stops.patient == sum(e.reason.source == "patient" for e in stopped)  # type: ignore[attr-defined]
    assert (course.notes.text if course.notes else "") == state.notes
    assert figures.above_ceiling == 0
    level = figures.high_levels[0]
    crossed = sum((one.value > level) != (other.value > level) for one, other in pairwise(course.given))
    assert abs(figures.high - state.dose.high) <= 200_000 * (1 + crossed)
    assert not any(where in html for where in WHERE_THEY_ARE.values())


@settings(max_examples=60, deadline=None)
@given(st.lists(DOES, max_size=20), SETTINGS, ANSWERS)
def test_what_went_wrong_what_was_expected_and_what_was_allowed_is_told_as_the_machine_knows_it(
    script: list[tuple[str, object]], setting: Setting, answers: dict[str, str]
) -> None:
    session = led(script, True, setting, answers)
    state = session.state
    course = timeline(session.plan, session.turns)
    where = [course.visits[said.visit].step if said.visit >= 0 else -1 for said in course.said]
    assert where == [rating.step for rating in state.ratings]
    assert [(a.step, a.what, a.severity, a.words) for a in course.adverse] == [
        (a.step, a.what, a.severity, a.words) for a in state.adverse
    ]
    assert tuple(one.rating for one in course.sickness) == state.sickness
    assert course.stages[-1].stage == state.autonomy
    assert tuple((visit.step, visit.skipped) for visit in course.visits if visit.skipped) == state.skipped
    if course.visits:
        assert (course.visits[-1].before, course.visits[-1].after) == (state.course.before, state.course.after)
    assert sum(one.more for one in course.extended if one.what == "exposure") == state.dose.extended
    assert sum(one.more for one in course.extended if one.what == "high") == state.dose.high_extended
    open_one = course.unrecorded[-1] if course.unrecorded and course.unrecorded[-1].end is None else None
    assert (open_one is None) == state.recorded
    if open_one is not None:
        assert (open_one.accepted is not None) == state.unrecorded_accepted
    assert {alert.code for alert in course.alerts} <= set(ALERTS)
    collector = Collector(session.plan)
    for turn in session.turns:
        collector.take(turn)
    assert collector.course.incidents.waits == state.held("recovered")



@settings(max_examples=40, deadline=None)
@given(drawn.plans(), st.lists(drawn.any_wish | st.integers(1, 12) | drawn.ratings, max_size=30))
def test_no_plan_and_no_order_of_wishes_leaves_a_page_that_differs_from_the_machine(asked: Plan, script: list[object]) -> None:
    session = Session(asked)
    session.until(1)
    for wish in drawn.answers_of(asked):
        session.take(wish)
    session.put(events.StopPressed(session.now, "patient", "the patient pressed stop"))
    session.rate(20)
    for what in (wishes.Start(), wishes.Next(), *script):
        if isinstance(what, int):
            session.rate(what)
            session.until(session.now / 1e6 + what % 12)
        else:
            session.take(what)  # type: ignore[arg-type]
    state = session.state
    course, figures, html = told(session)
    assert Read(html).faults == []
    where = [course.visits[said.visit].step if said.visit >= 0 else -1 for said in course.said]
    assert where == [rating.step for rating in state.ratings]
    assert tuple((visit.step, visit.skipped) for visit in course.visits if visit.skipped) == state.skipped
    assert len(course.adverse) == len(state.adverse) and course.stages[-1].stage == state.autonomy
    assert sum(one.more for one in course.extended) == state.dose.extended + state.dose.high_extended
    assert abs(figures.exposure - state.dose.exposure) <= 200_000 * (1 + len(course.phases))
    assert {alert.code for alert in course.alerts} <= set(ALERTS)
    if course.visits:
        assert (course.visits[-1].before, course.visits[-1].after) == (state.course.before, state.course.after)


@settings(max_examples=40, deadline=None)
@given(st.lists(DOES, max_size=14))
def test_times_run_forward_and_spans_fill_the_session(script: list[tuple[str, object]]) -> None:
    course, figures, _ = told(led(script, True))
    for span, following in zip(course.phases, course.phases[1:], strict=False):
        assert span.start <= span.end == following.start
    assert course.phases[0].start == 0 and course.phases[-1].end == course.end
    for visit, following in zip(course.visits, course.visits[1:], strict=False):
        assert visit.start <= visit.end <= following.start
    for levels in (course.given, course.asked, course.caps):
        assert [level.at for level in levels] == sorted({level.at for level in levels})
    assert [d.at for d in course.decisions] == sorted(d.at for d in course.decisions)
    for gap in course.gaps:
        assert course.start <= gap.start < gap.end <= course.end
    assert 0 <= figures.good <= figures.listened <= course.end


@settings(max_examples=30, deadline=None)
@given(st.lists(DOES, min_size=1, max_size=12), st.data())
def test_a_record_cut_anywhere_still_gives_a_page_of_what_is_left(script: list[tuple[str, object]], data: st.DataObject) -> None:
    whole = led(script, True)
    cut = copy(whole)
    cut.turns = whole.turns[: data.draw(st.integers(0, len(whole.turns)))]
    course, _, html = told(cut, head(left_out="torn"))
    assert Read(html).faults == []
    full = timeline(whole.plan, whole.turns)
    assert course.said == full.said[: len(course.said)]
    assert course.played == full.played[: len(course.played)]


def test_a_command_sent_again_is_told_once() -> None:
    session = led([("cap", 120)], True)
    again = next(t for t in reversed(session.turns) if isinstance(t.event, events.Commanded))
    session.put(again.event)
    course, _, _ = told(session)
    assert sum(d.kind == "cap" for d in course.decisions) == 1


def test_what_a_limit_did_to_a_request_is_told_in_the_requests_own_row() -> None:
    session = led([("cap", 80), ("ask", 140), ("until", 10)], True)
    course, _, _ = told(session)
    row = next(d for d in course.decisions if d.asked == "intensity 0.14")
    assert row.given.startswith("0.08") and "clinician's cap 0.08" in row.why and row.by == "clinician" and row.bound


def test_a_drag_of_the_fader_is_one_row() -> None:
    session = Session(plan())
    session.until(1), session.begin()
    session.until(4), session.take(wishes.Next())
    for n in range(10):
        session.until(10 + n / 5), session.take(wishes.AskIntensity(Permille(50 + 10 * n)))
    session.until(20)
    assert [d.asked for d in told(session)[0].decisions if d.kind == "intensity"] == ["intensity 0.14"]


def test_the_same_refusal_again_is_counted_and_not_repeated() -> None:
    session = led([], True)
    for _ in range(3):
        session.take(wishes.FireEvent("nothing"))
    refused = [d for d in told(session)[0].decisions if d.kind == "refused"]
    assert [d.given for d in refused] == ["refused, 3 times"]


def test_a_fall_counts_as_habituated_by_the_steps_own_rule_alone() -> None:
    def verdict(*ratings: tuple[int, int]) -> str:
        session = Session(plan())
        session.until(1), session.begin()
        session.until(2), session.take(wishes.Next())
        for at, suds in ratings:
            session.until(at), session.rate(suds)
        session.until(ratings[-1][0] + 1)
        return summary(session.plan, timeline(session.plan, session.turns)).visits[0].verdict

    assert verdict((20, 60), (60, 30), (125, 30)) == "habituated"
    assert verdict((20, 60), (60, 30), (90, 30)) == "not habituated"
    assert verdict((20, 60), (60, 40), (125, 30)) == "not habituated"
    assert verdict((20, 35), (60, 10), (125, 10)) == "never activated"


def test_a_heart_rate_is_the_mean_of_good_readings_against_the_rest_before() -> None:
    session = Session(plan(), wander=False, heart=70.0)
    session.until(1), session.begin()
    session.until(20), session.take(wishes.Next())
    session.heart = 88.0
    session.until(40)
    session.quality, session.heart = "poor", 180.0
    session.until(60)
    _, figures, html = told(session)
    assert figures.baseline is not None and round(figures.baseline) == 70_000
    assert figures.visits[0].heart is not None and 87_500 < figures.visits[0].heart <= 88_000
    assert "+18 /min mean against 70 at rest" in Read(html).text
    course = told(session)[0]
    assert any(gap.kind == "poor" and abs(gap.start - 40e6) < 0.5e6 and gap.words == "movement" for gap in course.gaps)


def test_no_reading_for_3_s_is_a_silence_and_does_not_count_as_good() -> None:
    session = Session(plan(), wander=False)
    session.until(1), session.begin()
    session.until(20)
    session.sensor = False
    session.until(30)
    session.sensor = True
    session.until(40)
    course, figures, _ = told(session)
    silent = [gap for gap in course.gaps if gap.kind == "silent"]
    assert len(silent) == 1 and abs(silent[0].end - silent[0].start - 10e6) < 0.6e6
    assert abs(figures.good - 29e6) < 1e6


def test_where_there_are_more_decisions_than_room_the_grave_ones_stay_and_the_rest_is_spread() -> None:
    session = led([], True)
    for n in range(40):
        session.until(10 + 4 * n)
        session.take(wishes.AskIntensity(Permille(40 + n % 2 * 30)))
        if n == 20:
            session.take(wishes.SetCap(Permille(60)))
            session.take(wishes.SetCap(Permille(1000)))
    decisions = told(session)[0].decisions
    shown = chosen(decisions, 8)
    assert len(shown) == 8 and [d.at for d in shown] == sorted(d.at for d in shown)
    assert sum(d.kind == "cap" for d in shown) == 2
    plain = [d.at for d in shown if d.kind == "intensity"]
    assert max(plain) - min(plain) > 100e6
    assert chosen(decisions, 1000) == list(decisions)
    assert chosen(decisions, 0) == []
