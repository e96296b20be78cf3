"""The keys of a step and of its events."""

from __future__ import annotations

from vrtherapy.protocol.parts import ExpectancyPart, OfferPart, StepPart
from vrtherapy.protocol.record import Got, Key, Record
from vrtherapy.protocol.settings_keys import OF_A_STEP, settings
from vrtherapy.protocol.shape import At, Free, Many, Notes
from vrtherapy.protocol.single import Setting, Text
from vrtherapy.protocol.values import BAND, DURATION, ID, RATING, ordered, suds, words

# ---- events ---------------------------------------------------------------------------------------------------------

EVENT = Key("do", Text("gust"), "Name of the scene's event.", "gust", required=True)
OFFER = Key("offer", words("clinician"), "The clinician fires it.", "clinician")
AFTER = Key("after", DURATION, "It happens once by itself, this long into the step.", "90s")
COOLDOWN = Key("cooldown", DURATION, "Not again before this time has gone by.", "60s")


def _offer(got: Got, notes: Notes) -> OfferPart | None:
    do, offer, after = got.of(EVENT), got.of(OFFER), got.of(AFTER)
    if (offer is None) == (after is None) and not got.broken:
        notes.add(At(None, got.line, got.column), "VRT133", "an event has exactly one of `offer` and `after`", "write `offer: clinician`, or `after: 90s`")
    return None if do is None else OfferPart(do, after, got.of(COOLDOWN))


OFFERS: Many[OfferPart] = Many(Record("an event", (EVENT, OFFER, AFTER, COOLDOWN), _offer), "events")

# ---- step, session, protocol ----------------------------------------------------------------------------------------

BEFORE_ASK = Key("ask_before", Text("How likely is it that the railing gives way?"), "Asked before the step, about what the patient fears will happen.", "How likely is it?")
AFTER_ASK = Key("ask_after", Text("What happened?"), "Asked after the step, about what did happen.", "What happened?")
EXPECTANCY: Record[ExpectancyPart] = Record(
    "`expectancy`", (BEFORE_ASK, AFTER_ASK), lambda got, notes: ExpectancyPart(got.of(BEFORE_ASK), got.of(AFTER_ASK))
)

ID_KEY = Key("id", ID, "Short name, unique; it goes into recordings.", "balcony-third-floor", required=True)
TITLE = Key("title", Text("Third-floor balcony"), "What people read.", "Third-floor balcony")
SAY = Key("say", Text("A balcony on the third floor."), "What the clinician reads to the patient.", "A balcony on the third floor.")
EXPECTED = Key("suds_expected", RATING, "The rating expected at the step's peak, 0 to 100.", "30", required=True)
INTENSITY = Key("intensity", BAND, "The part of the dial that the step may use, calm end first.", "0.15..0.30", required=True)
SETTINGS: Free[int | float | str] = Free(Setting(), "parameters")
SET = Key("set", SETTINGS, "Parameters of the scene held at a value.", "{floor: 3, railing: full}")
EVENTS = Key("events", OFFERS, "Events of the scene, by the clinician's hand or after a time.", "[{do: gust, offer: clinician}]")
EXPECTANCY_KEY = Key("expectancy", EXPECTANCY, "Questions about what is feared and what happened.", "{ask_before: How likely is it?}")


def _step(got: Got, notes: Notes) -> StepPart | None:
    band = ordered(got.of(INTENSITY), notes)
    id, pins, events = got.of(ID_KEY), got.of(SET), got.of(EVENTS)
    return StepPart(
        id=id or At("", got.line, got.column),
        title=got.of(TITLE),
        say=got.of(SAY),
        suds_expected=suds(got.of(EXPECTED)),
        band=band,
        pins=() if pins is None else pins.value,
        events=() if events is None else events.value,
        expectancy=got.of(EXPECTANCY_KEY),
        settings=settings(got, notes),
        line=got.line,
        column=got.column,
    )


STEP: Record[StepPart] = Record(
    "a step", (ID_KEY, TITLE, SAY, EXPECTED, INTENSITY, SET, EVENTS, EXPECTANCY_KEY, *OF_A_STEP), _step
)


