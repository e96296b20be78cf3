"""Rules of safety, family VRT3xx: what may not be given, and what could never be. One function each."""

from __future__ import annotations

from typing import Final, TypeVar

from vrtherapy.domain.units import dial
from vrtherapy.protocol import bounds
from vrtherapy.protocol.cascade import Sourced
from vrtherapy.protocol.ladder import Finding, Findings, Rung
from vrtherapy.protocol.quantity import duration_words, rate_words
from vrtherapy.protocol.shape import At
from vrtherapy.safety import hard_limits

T = TypeVar("T")


def pin_above_band(rung: Rung) -> Findings:
    if (band := rung.part.band) is None:
        return
    for place, name, intensity in rung.pinned():
        if intensity > band.value.high:
            yield Finding(
                "VRT301", place, f"this {name} counts as {dial(intensity)}, above the step's {dial(band.value.high)}",
                f"choose a calmer value, or let `intensity` reach {dial(intensity)}",
            )


def event_above_band(rung: Rung) -> Findings:
    if (band := rung.part.band) is None or rung.stage is None:
        return
    for offer in rung.part.events:
        event = rung.stage.event(offer.value.do.value)
        if event is not None and event.intensity > band.value.high:
            yield Finding(
                "VRT302", offer.value.do,
                f"{event.name} counts as {dial(event.intensity)}, above the step's {dial(band.value.high)}: it would be refused",
                f"offer it in a later step, or let `intensity` reach {dial(event.intensity)}",
            )


def no_end(rung: Rung) -> Findings:
    if rung.arousing and not rung.holds.at_most.written and not rung.holds.broken & {"stay", "at_most"}:
        yield Finding(
            "VRT303", rung.part, "an arousing step says nowhere how long it may last",
            "write `stay: {at_most: 12min}`; then the clinician is asked, nobody is ejected",
        )


def rise(rung: Rung) -> Findings:
    for found in _written(rung.part.settings.rise, rung.holds.rise, rung.session.rise):
        words = rate_words(found.value)
        hint = f"write `{rate_words(hard_limits.RISE_RECOMMENDED)}` or less"
        if found.value > hard_limits.RISE_ABSOLUTE:
            message = f"{words} is faster than anything may rise ({rate_words(hard_limits.RISE_ABSOLUTE)})"
            yield Finding("VRT304", found, message, hint)
        elif found.value > hard_limits.RISE_RECOMMENDED:
            message = f"{words} takes the patient from calm to intense in {1000 / found.value:.0f} s"
            yield Finding("VRT305", found, message, hint)


def exposure(rung: Rung) -> Findings:
    for found in _written(rung.part.settings.exposure, rung.holds.exposure, rung.session.exposure):
        words = f"{duration_words(found.value)} of exposure"
        hint = f"write `{duration_words(hard_limits.EXPOSURE_RECOMMENDED)}` or less; 20 to 45 min are usual"
        if found.value > hard_limits.EXPOSURE_ABSOLUTE:
            message = f"{words} is more than any session may have ({duration_words(hard_limits.EXPOSURE_ABSOLUTE)})"
            yield Finding("VRT306", found, message, hint)
        elif found.value > hard_limits.EXPOSURE_RECOMMENDED:
            yield Finding("VRT307", found, f"{words} in one session is long", hint)


def high_exposure(rung: Rung) -> Findings:
    for found in _written(rung.part.settings.high_exposure, rung.holds.high_exposure, rung.session.high_exposure):
        if found.value > hard_limits.HIGH_EXPOSURE_ABSOLUTE:
            most = duration_words(hard_limits.HIGH_EXPOSURE_ABSOLUTE)
            message = f"{duration_words(found.value)} above the high level is more than any session may have ({most})"
            yield Finding("VRT306", found, message, "write `20min` or less")


def _written(own: At[T] | None, *holding: Sourced[T]) -> tuple[At[T], ...]:
    """The values an author wrote, the step's own even where a stricter one holds."""
    outer = tuple(At(found.value, found.line, found.column) for found in holding if found.written)
    return outer if own is None else (own, *outer)


def stay_backwards(rung: Rung) -> Findings:
    least, most = rung.holds.at_least, rung.holds.at_most
    if least.value > most.value:
        yield Finding(
            "VRT308", rung.place(least),
            f"the step lasts at least {duration_words(least.value)} and at most {duration_words(most.value)}",
            "let `at_most` be the longer one",
        )


def looser_than_session(rung: Rung) -> Findings:
    """A limit only tightens; the stricter one holds whatever is written."""
    own, outer = rung.part.settings, rung.session
    written = (
        ("exposure", own.exposure, own.exposure is not None and own.exposure.value > outer.exposure.value),
        ("rise", own.rise, own.rise is not None and own.rise.value > outer.rise.value),
        ("suds_high", own.suds_high, own.suds_high is not None and own.suds_high.value > outer.suds_high.value),
        ("ceiling", own.ceiling, own.ceiling is not None and own.ceiling.value > outer.ceiling.value),
        ("high_level", own.high_level, own.high_level is not None and own.high_level.value > outer.high_level.value),
        ("high_exposure", own.high_exposure, own.high_exposure is not None and own.high_exposure.value > outer.high_exposure.value),
        ("events_per_min", own.events_per_min, own.events_per_min is not None and own.events_per_min.value > outer.events_per_min.value),
    )
    for name, place, looser in written:
        if place is not None and looser:
            yield Finding(
                "VRT309", place, f"`{name}` is looser here than in the session: the session's holds",
                "tighten it, leave it out, or loosen the session's",
            )


def band_above_ceiling(rung: Rung) -> Findings:
    band, ceiling = rung.part.band, rung.holds.ceiling.value
    if band is not None and band.value.high > ceiling:
        yield Finding(
            "VRT310", band, f"the step reaches {dial(band.value.high)}, the ceiling is {dial(ceiling)}",
            f"end the range at {dial(ceiling)}, or raise `limits.ceiling`",
        )


def event_too_late(rung: Rung) -> Findings:
    most = rung.holds.at_most.value
    for offer in rung.part.events:
        after = offer.value.after
        if after is not None and after.value >= most:
            yield Finding(
                "VRT311", after,
                f"at {duration_words(after.value)} the step is over its {duration_words(most)} already",
                f"let it happen before {duration_words(most)}",
            )


def suds_high_unheard(rung: Rung) -> Findings:
    found = rung.holds.suds_high
    if found.value > hard_limits.SUDS_HIGH_ABSOLUTE:
        yield Finding(
            "VRT312", rung.place(found), f"a rating of {hard_limits.SUDS_HIGH_ABSOLUTE} holds whatever is written here",
            f"write `{bounds.SUDS_HIGH}`, at most {hard_limits.SUDS_HIGH_ABSOLUTE}",
        )


def asked_without_pause(rung: Rung) -> Findings:
    every = rung.holds.suds_every
    if every.value < bounds.SUDS_EVERY_LEAST:
        yield Finding(
            "VRT313", rung.place(every), "the patient would be asked without a pause",
            f"write `every: 2min`, at least {duration_words(bounds.SUDS_EVERY_LEAST)}",
        )


def no_time_at_all(rung: Rung) -> Findings:
    for name, found in (("stay.at_most", rung.holds.at_most), ("limits.exposure", rung.holds.exposure)):
        if found.value == 0:
            yield Finding("VRT314", rung.place(found), f"`{name}` leaves no time for the exposure", "write `12min`")


OF_A_STEP: Final = (
    pin_above_band,
    event_above_band,
    no_end,
    rise,
    exposure,
    high_exposure,
    stay_backwards,
    looser_than_session,
    band_above_ceiling,
    event_too_late,
    suds_high_unheard,
    asked_without_pause,
    no_time_at_all,
)
