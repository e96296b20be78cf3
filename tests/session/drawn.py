"""Plans nobody would write and things that may happen in any order, for properties."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from tests.session.desk import BRIDGE, LADDER, ROOF
from vrtherapy.domain.arousal import Proposal, Reading
from vrtherapy.domain.limits import Limits
from vrtherapy.domain.plan import (
    Advance,
    Band,
    ExpectancyDrop,
    Offer,
    Pin,
    Plan,
    Rule,
    Step,
    SudsAtMost,
    SudsDrop,
    TimeInStep,
)
from vrtherapy.domain.setting import Setting
from vrtherapy.domain.units import SECOND, Micros, Permille, Suds
from vrtherapy.session import wishes

permilles = st.integers(0, 1000).map(Permille)
high_ones = permilles | st.integers(600, 1000).map(Permille)
whens = st.sampled_from(["before", "after"])
ratings = st.integers(0, 100).map(Suds)
moments = st.one_of(st.just(Micros(0)), st.integers(1, 60).map(lambda s: Micros(s * SECOND)))
words = st.text(max_size=12)

limits = st.builds(
    Limits,
    ceiling=high_ones,
    rise=st.integers(1, 400).map(Permille),
    exposure=st.integers(5, 120).map(lambda s: Micros(s * SECOND)),
    suds_high=st.integers(50, 100).map(Suds),
    high_level=st.integers(200, 900).map(Permille),
    high_exposure=st.integers(5, 90).map(lambda s: Micros(s * SECOND)),
    events_per_min=st.integers(1, 6),
)
settings_of = st.builds(
    Setting,
    kind=st.sampled_from(["training", "training", "demo", "research", "real"]),
    alias=st.just("Heron"),
    clinician=st.just("Ada"),
    remote=st.booleans(),
    sessions_before=st.sampled_from([0, 3]),
    unlocked=st.sampled_from(["suggest", "lower_only", "full", "full"]),
    unlocked_ceiling=high_ones,
    development=st.booleans(),
)
AS_USUAL = {
    "identity": "patient",
    "age": "34",
    "consent_recording": "yes",
    "consent_physiology": "yes",
    "consent_research": "yes",
    "contraindications": "none",
    "acute_risk": "no",
    "alcohol_or_sedatives": "no",
    "heart_medicines": "none",
    "fit": "yes",
    "boundary": "yes",
    "posture": "seated",
    "signal": "without",
    "cues_agreed": "yes",
    "guardian_consent": "yes",
    "assent": "yes",
    "contraindications_decision": "seen by a physician",
    "address_now": "1 Street",
    "phone": "1",
    "emergency_contact": "a friend",
    "at_hand": "a friend",
    "emergency_number": "112",
}
"""Answers with which nothing stands in the way."""
answered = st.dictionaries(
    st.sampled_from([*AS_USUAL, "unknown", "clinician"]),
    st.sampled_from(["yes", "no", "patient", "nobody", "none", "12", "17", "34", "seizures", "standing", "seated", "x", ""]),
    min_size=1,
    max_size=4,
).map(lambda found: tuple(sorted(found.items())))
conditions = st.one_of(
    st.builds(SudsAtMost, ratings),
    st.builds(SudsDrop, permilles, st.integers(20, 60).map(Suds)),
    st.builds(TimeInStep, moments),
    st.builds(ExpectancyDrop, st.integers(1, 100)),
)
offers = st.builds(
    Offer, st.sampled_from(["gust", "bird", "crack", "unknown"]), st.sampled_from(["clinician", "time"]), moments, moments
)


@st.composite
def steps(draw: st.DrawFn, index: int) -> Step:
    scene = draw(st.sampled_from([ROOF, ROOF, BRIDGE]))
    low, high = sorted((draw(permilles), draw(high_ones)))
    names = draw(st.lists(st.sampled_from([p.name for p in scene.parameters]), unique=True))
    return Step(
        id=f"step-{index}",
        title=f"Step {index}",
        say=draw(words),
        scene=scene.id,
        suds_expected=Suds(40),
        band=Band(low, high),
        pins=tuple(Pin(name, 0.0, draw(permilles)) for name in names),
        offers=tuple(draw(st.lists(offers, max_size=3))),
        rationale=draw(st.sampled_from(["habituation", "expectancy", "variability"])),
        at_least=draw(moments),
        at_most=draw(moments),
        advance=Advance(
            tuple(draw(st.lists(conditions, max_size=2))),
            draw(st.sampled_from(["any", "all"])),
            draw(st.sampled_from(["clinician", "auto"])),
        ),
        rules=tuple(
            draw(st.lists(st.builds(Rule, ratings, st.sampled_from(["hold", "ease", "stop"]), st.just(("stay",))), max_size=2))
        ),
        suds_every=draw(st.integers(5, 60).map(lambda s: Micros(s * SECOND))),
        limits=draw(limits),
        expectancy_before=draw(st.sampled_from(["", "", "How likely is a fall?"])),
        expectancy_after=draw(st.sampled_from(["", "", "What happened?"])),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    ladder = tuple(draw(steps(i)) for i in range(draw(st.integers(1, 3))))
    return replace(
        LADDER,
        disorder=draw(st.sampled_from(["acrophobia", "acrophobia", "ptsd_combat", "blood_injury"])),
        baseline=draw(moments),
        autonomy=draw(st.sampled_from(["watch", "suggest", "lower_only", "full"])),
        steps=ladder,
        screen_out=draw(st.sampled_from([(), ("migraine",)])),
        setting=draw(settings_of),
    )


def answers_of(plan: Plan) -> list[wishes.Wish]:
    """The checklist as it is answered on most days; in trauma grounding is rehearsed as well."""
    rehearsed = [wishes.Ground(), wishes.Resume()] if plan.trauma else []
    return [wishes.Confirm(tuple(sorted(AS_USUAL.items()))), *rehearsed]


parameter_names = st.sampled_from(["wind", "floor", "railing", "sway", "unknown"])

steering: st.SearchStrategy[wishes.Wish] = st.one_of(
    st.builds(wishes.Next),
    st.builds(wishes.Back),
    st.builds(wishes.AskIntensity, permilles),
    st.builds(wishes.SetCap, permilles),
    st.builds(wishes.SetParameter, parameter_names, permilles),
    st.builds(wishes.ReleaseParameter, parameter_names),
    st.builds(wishes.FireEvent, st.sampled_from(["gust", "bird", "crack", "unknown"])),
    st.builds(wishes.AskSuds),
    st.builds(wishes.EnterSuds, ratings),
    st.builds(wishes.Resume, st.sampled_from(["here", "one_lower"])),
    st.builds(wishes.AcceptSuggestion),
    st.builds(wishes.Undo),
    st.builds(wishes.Repeat),
    st.builds(wishes.Skip, words),
    st.builds(wishes.GoOn),
    st.builds(wishes.GoOn),
    st.builds(wishes.Ease),
    st.builds(wishes.AnswerExpectancy, whens, st.none() | st.integers(0, 100), words),
    st.builds(wishes.EnterSickness, st.integers(0, 21)),
    st.builds(wishes.ExtendDose, st.sampled_from(["exposure", "high"]), st.integers(-1, 200), words),
    st.builds(wishes.SetAutonomy, st.sampled_from(["watch", "suggest", "lower_only", "full"])),
    st.builds(wishes.AcceptUnrecorded, words),
)
leading: st.SearchStrategy[wishes.Wish] = st.one_of(
    st.builds(wishes.Resume),
    st.builds(wishes.Next),
    st.builds(wishes.GoOn),
    st.builds(wishes.AskIntensity, permilles),
    st.builds(wishes.AnswerExpectancy, whens, st.integers(0, 100), words),
    st.builds(wishes.TakeControl),
)
"""What brings a session back into the exposure and on."""
any_wish: st.SearchStrategy[wishes.Wish] = steering | st.one_of(
    st.builds(wishes.TakeControl),
    st.builds(wishes.Start),
    st.builds(wishes.Confirm, answered),
    st.builds(wishes.Rehearse),
    st.builds(wishes.Ground),
    st.builds(wishes.AskExpectancy, whens),
    st.builds(
        wishes.ReportAdverse,
        st.sampled_from(["sickness", "syncope", "panic", "other"]),
        st.sampled_from(["mild", "moderate", "severe"]),
        words,
    ),
    st.builds(wishes.Pause),
    st.builds(wishes.Calm),
    st.builds(wishes.Stop),
    st.builds(wishes.Debrief),
    st.builds(wishes.WriteNotes, words),
    st.builds(wishes.Mark, words),
    st.builds(wishes.SayToPatient, words),
    st.builds(wishes.DismissSuggestion),
    st.just(wishes.Unclear("unknown_parameter", "this scene has no parameter x")),
)
"""All but End, which would end most sessions before they began; the machine test adds it."""

readings = st.builds(
    Reading,
    at=st.just(Micros(0)),
    origin=st.sampled_from(["live", "playback", "simulated"]),
    source=st.just("strap"),
    heart_rate=st.none() | st.integers(30_000, 220_000),
    rmssd=st.none() | st.integers(0, 200_000),
    arousal=st.none() | permilles,
    arousal_sd=st.none() | permilles,
    quality=st.sampled_from(["good", "good", "good", "poor", "none"]),
    quality_permille=permilles,
    reason=words,
)
"""At time 0; the test dates them."""

proposals = st.builds(Proposal, st.just(Micros(0)), st.sampled_from(["raise", "hold", "lower"]), permilles, words)
