"""The keys that cascade from protocol to session to step."""

from __future__ import annotations

from typing import TypeVar

from vrtherapy.domain.plan import Rationale
from vrtherapy.protocol.advance_keys import ADVANCE_RECORD, RULES
from vrtherapy.protocol.parts import Settings
from vrtherapy.protocol.record import Got, Key, Record
from vrtherapy.protocol.shape import At, Notes
from vrtherapy.protocol.single import Fraction, Text, Whole
from vrtherapy.protocol.values import BAND, DURATION, RATE, RATING, ordered, suds, words
from vrtherapy.safety import hard_limits
from vrtherapy.safety.autonomy import STAGES

T = TypeVar("T")

# ---- limits, suds, biofeedback, stay --------------------------------------------------------------------------------

EXPOSURE = Key("exposure", DURATION, "Dose cap: minutes of exposure in one session; at the cap the scene winds down.", "35min")
RISE = Key("rise", RATE, "How fast intensity may rise, as a share of the dial per second or minute.", "0.04/s")
SUDS_HIGH = Key("suds_high", RATING, "A rating at or above it holds the exposure and is asked about.", "90")
CEILING = Key("ceiling", Fraction(), "The highest place of the dial, whatever a step allows.", "0.80")
HIGH_LEVEL = Key("high_level", Fraction(), "The intensity above which `high_exposure` counts.", "0.70")
HIGH_EXPOSURE = Key("high_exposure", DURATION, "Dose cap: minutes above `high_level` in one session; then it winds down to it.", "20min")
EVENTS_PER_MIN = Key("events_per_min", Whole(1, hard_limits.EVENTS_PER_MIN_ABSOLUTE), "Scene events within any minute.", "6")
LIMITS: Record[Got] = Record(
    "`limits`", (EXPOSURE, RISE, SUDS_HIGH, CEILING, HIGH_LEVEL, HIGH_EXPOSURE, EVENTS_PER_MIN), lambda got, notes: got
)

EVERY = Key("every", DURATION, "How often the patient is asked for a SUDS rating.", "2min")
SUDS: Record[Got] = Record("`suds`", (EVERY,), lambda got, notes: got)

AUTONOMY = Key("autonomy", words(*STAGES), "How far the biofeedback controller may go by itself.", "suggest")
TARGET = Key("target", BAND, "The band of arousal it works towards, as a share of the patient's own range.", "0.35..0.65")
BIOFEEDBACK: Record[Got] = Record("`biofeedback`", (AUTONOMY, TARGET), lambda got, notes: got)

AT_LEAST = Key("at_least", DURATION, "Nothing counts as done before this time in the step.", "3min")
AT_MOST = Key("at_most", DURATION, "After this time the clinician is asked; it never advances or ejects.", "12min")
STAY: Record[Got] = Record("`stay`", (AT_LEAST, AT_MOST), lambda got, notes: got)

# ---- what cascades --------------------------------------------------------------------------------------------------

RATIONALES: tuple[Rationale, ...] = ("habituation", "expectancy", "variability", "deepened")
SCENE = Key("scene", Text("high_rise"), "Id of the scene (`vrtherapy scenes` lists them).", "high_rise")
SUDS_KEY = Key("suds", SUDS, "How the patient is asked for ratings.", "{every: 2min}")
LIMITS_KEY = Key("limits", LIMITS, "What nothing may cross. A step's limits may only tighten its session's.", "{exposure: 35min, rise: 0.04/s}")
BIO_KEY = Key("biofeedback", BIOFEEDBACK, "What the body's signals may do.", "{autonomy: suggest, target: 0.35..0.65}")
BASELINE = Key("baseline", DURATION, "Time in the calm scene before the first step, for the body's resting values.", "60s")
RATIONALE = Key("rationale", words(*RATIONALES), "Why the step should work; decides what counts as success.", "habituation")
STAY_KEY = Key("stay", STAY, "How long to stay in a step.", "{at_least: 3min, at_most: 12min}")
ADVANCE = Key("advance", ADVANCE_RECORD, "When a step counts as done, and who then moves on.", "{any: [{suds_at_most: 25}], decide: clinician}")
WHEN = Key("when", RULES, "What a high rating does besides holding.", "[{if: {suds_at_least: 85}, do: hold, ask: [stay, ease]}]")

OF_A_STEP = (SCENE, SUDS_KEY, LIMITS_KEY, RATIONALE, STAY_KEY, ADVANCE, WHEN)

GROUPS = (SUDS_KEY, LIMITS_KEY, BIO_KEY, STAY_KEY)


def _within(got: Got, outer: Key[Got], inner: Key[T]) -> At[T] | None:
    found = got.of(outer)
    return None if found is None else found.value.of(inner)


def settings(got: Got, notes: Notes) -> Settings:
    return Settings(
        scene=got.of(SCENE),
        suds_every=_within(got, SUDS_KEY, EVERY),
        exposure=_within(got, LIMITS_KEY, EXPOSURE),
        rise=_within(got, LIMITS_KEY, RISE),
        suds_high=suds(_within(got, LIMITS_KEY, SUDS_HIGH)),
        ceiling=_within(got, LIMITS_KEY, CEILING),
        high_level=_within(got, LIMITS_KEY, HIGH_LEVEL),
        high_exposure=_within(got, LIMITS_KEY, HIGH_EXPOSURE),
        events_per_min=_within(got, LIMITS_KEY, EVENTS_PER_MIN),
        autonomy=_within(got, BIO_KEY, AUTONOMY),
        target=ordered(_within(got, BIO_KEY, TARGET), notes),
        baseline=got.of(BASELINE),
        rationale=got.of(RATIONALE),
        at_least=_within(got, STAY_KEY, AT_LEAST),
        at_most=_within(got, STAY_KEY, AT_MOST),
        advance=got.of(ADVANCE),
        when=got.of(WHEN),
        broken=got.broken.union(*(inner.value.broken for key in GROUPS if (inner := got.of(key)) is not None)),
    )


DEFAULTS: Record[Settings] = Record("`defaults`", (*OF_A_STEP, BIO_KEY, BASELINE), settings)
DEFAULTS_KEY = Key("defaults", DEFAULTS, "Values for everything below that does not say otherwise.", "{scene: high_rise}")

