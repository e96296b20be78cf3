"""Rules of the clinic, family VRT4xx, for one step. Sources stand in `codes.py` and on each code's page."""

from __future__ import annotations

from typing import Final

from vrtherapy.domain.plan import ExpectancyDrop, SudsDrop, TimeInStep
from vrtherapy.domain.units import MINUTE, Micros
from vrtherapy.protocol import bounds
from vrtherapy.protocol.ladder import Finding, Findings, Rung
from vrtherapy.protocol.quantity import duration_words


def no_advance(rung: Rung) -> Findings:
    if rung.holds.advance is None and "advance" not in rung.holds.broken:
        yield Finding(
            "VRT404", rung.part, "nothing says when this step is done",
            "write `advance: {any: [{suds_at_most: 25}, {time_in_step: 10min}], decide: clinician}`",
        )


def only_a_drop(rung: Rung) -> Findings:
    if (advance := rung.holds.advance) is None or not (conditions := advance.value.conditions):
        return
    if all(isinstance(c.value, SudsDrop) for c in conditions):
        yield Finding(
            "VRT405", advance, "the only way on is that fear falls",
            "add `{suds_at_most: 25}` or `{time_in_step: 10min}` under `any`",
        )


def asked_too_seldom(rung: Rung) -> Findings:
    every = rung.holds.suds_every
    if every.value > bounds.SUDS_EVERY_RECOMMENDED:
        yield Finding(
            "VRT406", rung.place(every), f"the patient is asked only every {duration_words(every.value)}",
            "write `every: 2min`, at most 5min",
        )


def stops_at_the_peak(rung: Rung) -> Findings:
    for rule in rung.holds.when.value:
        if rule.value.do.value == "stop":
            yield Finding(
                "VRT407", rule.value.do, "the exposure ends at the peak of fear, which teaches escape",
                "write `do: hold` with `ask: [stay, ease, ground, stop]`; a person may stop at any time",
            )


def trauma_raised_by_itself(rung: Rung) -> Findings:
    autonomy = rung.session.autonomy
    if rung.trauma and autonomy.value == "full":
        yield Finding(
            "VRT408", rung.place(autonomy), "in trauma nothing may rise by itself",
            "write `autonomy: suggest`, `watch` or `lower_only`",
        )


def trauma_timed_event(rung: Rung) -> Findings:
    for offer in rung.part.events:
        if rung.trauma and offer.value.after is not None:
            yield Finding(
                "VRT409", offer.value.after, "in trauma only the clinician brings an event",
                "write `offer: clinician` instead of `after`",
            )


def expectancy_unasked(rung: Rung) -> Findings:
    if rung.holds.rationale.value != "expectancy" or "expectancy" in rung.holds.broken:
        return
    asked = rung.part.expectancy
    if asked is None or asked.value.ask_before is None or asked.value.ask_after is None:
        yield Finding(
            "VRT410", rung.part if asked is None else asked,
            "an expectancy step needs its question before and after",
            'write `expectancy: {ask_before: "How likely is it that ...?", ask_after: "What happened?"}`',
        )


def drop_out_of_reach(rung: Rung) -> Findings:
    """A fall counts from a peak; a step not expected to reach that peak cannot show one."""
    advance, expected = rung.holds.advance, rung.part.suds_expected
    if advance is None or expected is None or not advance.value.conditions:
        return
    needed = [
        c.value.peak_at_least
        for c in advance.value.conditions
        if isinstance(c.value, SudsDrop) and c.value.peak_at_least > expected.value
    ]
    blocked = needed if advance.value.match == "all" else needed * (len(needed) == len(advance.value.conditions))
    if blocked:
        yield Finding(
            "VRT412", expected,
            f"a fall counts only from a peak of {max(blocked)}, and the step is expected to reach {expected.value}",
            "add another condition under `any`, or set `peak_at_least`",
        )


def time_out_of_reach(rung: Rung) -> Findings:
    if (advance := rung.holds.advance) is None:
        return
    most = rung.holds.at_most.value
    for condition in advance.value.conditions:
        if isinstance(condition.value, TimeInStep) and condition.value.at_least > most:
            yield Finding(
                "VRT413", condition,
                f"{duration_words(condition.value.at_least)} in the step is longer than its {duration_words(most)}",
                f"write at most {duration_words(most)}, or lengthen `stay.at_most`",
            )


def no_time_for_ratings(rung: Rung) -> Findings:
    """By SUDS a step is done after two ratings at least 60 s apart; they must fit in."""
    if (advance := rung.holds.advance) is None or not (conditions := advance.value.conditions):
        return
    by_time = [isinstance(c.value, TimeInStep | ExpectancyDrop) for c in conditions]
    only_suds = not any(by_time) if advance.value.match == "any" else not all(by_time)
    every, most = rung.holds.suds_every.value, rung.holds.at_most.value
    apart = Micros(max(1, -(-MINUTE // every)) * every)
    if only_suds and every + apart > most:
        yield Finding(
            "VRT414", rung.place(rung.holds.at_most),
            f"two ratings {duration_words(apart)} apart do not fit into {duration_words(most)}",
            "lengthen `stay.at_most`, or shorten `suds.every`",
        )


def trauma_walks_on(rung: Rung) -> Findings:
    advance = rung.holds.advance
    if rung.trauma and advance is not None and advance.value.decide == "auto":
        yield Finding(
            "VRT417", advance, "in trauma only a person moves on to the next step", "write `decide: clinician`"
        )


OF_A_STEP: Final = (
    no_advance,
    only_a_drop,
    asked_too_seldom,
    stops_at_the_peak,
    trauma_raised_by_itself,
    trauma_timed_event,
    expectancy_unasked,
    drop_out_of_reach,
    time_out_of_reach,
    no_time_for_ratings,
    trauma_walks_on,
)
