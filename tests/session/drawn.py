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
    Offer,
    Pin,
    Plan,
    Rule,
    Step,
    SudsAtMost,
    SudsDrop,
    TimeInStep,
)
from vrtherapy.domain.units import SECOND, Micros, Permille, Suds
from vrtherapy.session import events

permilles = st.integers(0, 1000).map(Permille)
high_ones = permilles | st.integers(600, 1000).map(Permille)
ratings = st.integers(0, 100).map(Suds)
moments = st.one_of(st.just(Micros(0)), st.integers(1, 60).map(lambda s: Micros(s * SECOND)))
words = st.text(max_size=12)

limits = st.builds(
    Limits,
    ceiling=high_ones,
    rise=st.integers(1, 400).map(Permille),
    exposure=st.integers(5, 120).map(lambda s: Micros(s * SECOND)),
    suds_high=st.integers(50, 100).map(Suds),
)
conditions = st.one_of(
    st.builds(SudsAtMost, ratings),
    st.builds(SudsDrop, permilles, st.integers(20, 60).map(Suds)),
    st.builds(TimeInStep, moments),
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
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    ladder = tuple(draw(steps(i)) for i in range(draw(st.integers(1, 3))))
    return replace(
        LADDER,
        disorder=draw(st.sampled_from(["acrophobia", "acrophobia", "ptsd_combat"])),
        baseline=draw(moments),
        autonomy=draw(st.sampled_from(["watch", "suggest", "lower_only", "full"])),
        steps=ladder,
    )


parameter_names = st.sampled_from(["wind", "floor", "railing", "sway", "unknown"])

steering: st.SearchStrategy[events.Wish] = st.one_of(
    st.builds(events.Next),
    st.builds(events.Back),
    st.builds(events.AskIntensity, permilles),
    st.builds(events.SetCap, permilles),
    st.builds(events.SetParameter, parameter_names, permilles),
    st.builds(events.ReleaseParameter, parameter_names),
    st.builds(events.FireEvent, st.sampled_from(["gust", "bird", "crack", "unknown"])),
    st.builds(events.AskSuds),
    st.builds(events.EnterSuds, ratings),
    st.builds(events.Resume, st.sampled_from(["here", "one_lower"])),
    st.builds(events.AcceptSuggestion),
    st.builds(events.Undo),
)
wishes: st.SearchStrategy[events.Wish] = steering | st.one_of(
    st.builds(events.TakeControl),
    st.builds(events.Start),
    st.builds(events.Pause),
    st.builds(events.Calm),
    st.builds(events.Stop),
    st.builds(events.Debrief),
    st.builds(events.WriteNotes, words),
    st.builds(events.Mark, words),
    st.builds(events.SayToPatient, words),
    st.builds(events.DismissSuggestion),
    st.just(events.Unclear("unknown_parameter", "this scene has no parameter x")),
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
