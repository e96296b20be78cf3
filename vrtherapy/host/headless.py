"""A whole session in one thread on a simulated clock: the machine, the loop, a simulated patient and clinician.

The same parts as the live session, without pictures, sockets or waiting: minutes of session in seconds. Kept as a
record like any other, marked as simulated. The same plan and seed give the same record, byte for byte.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np

from vrtherapy.biofeedback.pipeline import Pipeline
from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import SECOND, TICK, Micros
from vrtherapy.host.biofeedback_process import baseline_looks, source_report
from vrtherapy.host.conduct import Conduct
from vrtherapy.sensors.simulated import open_source
from vrtherapy.session import events
from vrtherapy.session.state import NEVER, State
from vrtherapy.sim.clinician import Clinician
from vrtherapy.store.record import Kind
from vrtherapy.wire import codec, journal, reports, telling, translate

NAME = "simulated clinician"
NO_VIEW = reports.ViewPart(shows="calm", surface="offscreen", frame=0, frames_per_s=0.0, failure="")
KEPT = reports.RecordPart(ok=True, saved_s_ago=0.0, words="", accepted=False)
READING_EVERY = Micros(SECOND // 4)
LONGEST = Micros(4 * 3600 * SECOND)

Append = Callable[[Kind, bytes], None]


def run(plan: Plan, append: Append, *, seed: int, hurried: bool = False, longest: Micros = LONGEST) -> State:
    """Runs the session until it has ended or `longest` has passed; `append` gets every entry after the header."""
    conduct = Conduct(plan, lambda _: None, lambda turn: append("T", journal.dump_turn(turn).encode()))
    source = open_source(f"simulated:?seed={seed}")
    info = source.describe()
    append("B", codec.encode(source_report(info)).encode())
    loop = Pipeline(
        info.channels, info.origin, info.name, plan.target, baseline_s=baseline_looks(plan), latency=info.latency
    )
    clinician = Clinician(
        telling.plan_report(plan, "headless"), random.Random(seed), hurried=hurried
    )
    number = asks = rated = 0
    rehearsing = False
    now = Micros(0)
    while conduct.state.phase != "ended" and now < longest:
        now = Micros(now + TICK)
        conduct.turn(events.Passed(now))
        state = conduct.state
        source.tell_state(state.phase, state.dial.given)
        if state.question.open_since != NEVER and state.question.asks != asks:
            asks = state.question.asks
            source.ask(now)
        if state.practised.stopping and not rehearsing:
            source.rehearse(now)
        rehearsing = state.practised.stopping
        for _ in range(source.presses(now)):
            conduct.turn(events.StopPressed(now, "patient", "the simulated patient pressed stop"))
        for suds in source.answers(now):
            if conduct.state.question.open_since != NEVER:
                conduct.turn(events.Rated(now, suds, "simulated"))
        if now % READING_EVERY:
            continue
        for chunk in source.read(now):
            loop.push(chunk.channel, chunk.samples, chunk.at)
            append("S", codec.encode_samples(chunk.channel, chunk.at, np.asarray(chunk.samples, "<f4").tobytes()))
        for rating in conduct.state.ratings[rated:]:
            loop.tell_rating(rating)
        rated = len(conduct.state.ratings)
        band = plan.steps[conduct.state.step].band
        loop.tell_state(
            conduct.state.phase, conduct.state.dial.given, conduct.state.dial.asked,
            plan.steps[conduct.state.step].rationale, band,
        )  # fmt: skip
        reading = translate.to_reading(translate.from_reading(loop.reading(now)))
        conduct.turn(events.Read(now, reading))
        proposal = loop.proposal(now)
        if proposal is not None:
            conduct.turn(events.Proposed(now, proposal))
        conduct.turn(events.Heard(now, "console", NAME))
        state_now = telling.state_report(plan, conduct.state, number + 1, conduct.seq, NO_VIEW, KEPT)
        asked = clinician.decide(state_now, now / 1e6)
        if asked is not None:
            number += 1
            wish = translate.to_wish(asked, plan, conduct.state)
            conduct.turn(events.Commanded(now, NAME, "clinician", number, Micros(0), wish))
    append("E", b"{}")
    return conduct.state
