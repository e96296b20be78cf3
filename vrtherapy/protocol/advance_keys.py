"""The keys `advance` and `when`: what makes a step done, and what a high rating does."""

from __future__ import annotations

from typing import Final, Literal

from vrtherapy.domain.plan import Condition, ExpectancyDrop, SudsAtMost, SudsDrop, TimeInStep
from vrtherapy.domain.units import Suds
from vrtherapy.protocol.parts import Action, AdvancePart, WhenPart
from vrtherapy.protocol.record import Got, Key, Record
from vrtherapy.protocol.shape import At, Many, Notes
from vrtherapy.protocol.single import Whole
from vrtherapy.protocol.values import DURATION, PERCENT, RATING, suds, words

PEAK_AT_LEAST: Final = Suds(40)

# ---- advance --------------------------------------------------------------------------------------------------------

SUDS_AT_MOST = Key("suds_at_most", RATING, "Two ratings in a row at or below this.", "25")
SUDS_DROP = Key("suds_drop", PERCENT, "A fall by this share of the step's own peak, held for two ratings.", "50%")
PEAK = Key("peak_at_least", RATING, "The peak a `suds_drop` needs; below it the step never activated.", "40")
TIME_IN_STEP = Key("time_in_step", DURATION, "This long in the step, whatever the rating.", "3min")

EXPECTANCY_DROP = Key(
    "expectancy_drop", Whole(1, 100), "What was expected has become less likely by so many points of 100.", "30"
)


def _condition(got: Got, notes: Notes) -> Condition | None:
    low, drop, time, belief = suds(got.of(SUDS_AT_MOST)), got.of(SUDS_DROP), got.of(TIME_IN_STEP), got.of(EXPECTANCY_DROP)
    if sum(found is not None for found in (low, drop, time, belief)) != 1:
        if not got.broken:
            place = At(None, got.line, got.column)
            words = "a condition has exactly one of `suds_at_most`, `suds_drop`, `time_in_step`, `expectancy_drop`"
            notes.add(place, "VRT133", words, "write each as its own `- ` item")
        return None
    peak = suds(got.of(PEAK))
    if peak is not None and drop is None:
        notes.add(peak, "VRT133", "`peak_at_least` goes with `suds_drop` only", "leave it out")
    if low is not None:
        return SudsAtMost(low.value)
    if time is not None:
        return TimeInStep(time.value)
    if belief is not None:
        return ExpectancyDrop(belief.value)
    assert drop is not None
    return SudsDrop(drop.value, PEAK_AT_LEAST if peak is None else peak.value)


CONDITIONS: Many[Condition] = Many(
    Record("a condition", (SUDS_AT_MOST, SUDS_DROP, PEAK, TIME_IN_STEP, EXPECTANCY_DROP), _condition), "conditions"
)
ANY = Key("any", CONDITIONS, "The step is done when one of these is met.", "[{suds_at_most: 25}, {suds_drop: 50%}]")
ALL = Key("all", CONDITIONS, "The step is done when all of these are met.", "[{suds_at_most: 30}, {time_in_step: 5min}]")
DECIDES: tuple[Literal["clinician", "auto"], ...] = ("clinician", "auto")
DECIDE = Key("decide", words(*DECIDES), "Who moves on: the clinician (told when done) or the engine.", "clinician")


def _advance(got: Got, notes: Notes) -> AdvancePart | None:
    some, every, decide = got.of(ANY), got.of(ALL), got.of(DECIDE)
    found = some or every
    if (some is None) == (every is None):
        if not got.broken:
            notes.add(At(None, got.line, got.column), "VRT133", "`advance` has exactly one of `any` and `all`", "write `any: [...]` or `all: [...]`")
        return None
    assert found is not None
    return AdvancePart(found.value, "any" if some is not None else "all", "clinician" if decide is None else decide.value)


ADVANCE_RECORD = Record("`advance`", (ANY, ALL, DECIDE), _advance)

# ---- when -----------------------------------------------------------------------------------------------------------

AT_LEAST_SUDS = Key("suds_at_least", RATING, "A rating at or above this.", "90", required=True)
TEST: Record[Got] = Record("`if`", (AT_LEAST_SUDS,), lambda got, notes: got)
IF = Key("if", TEST, "What sets the rule off.", "{suds_at_least: 90}", required=True)
ACTIONS: tuple[Action, ...] = ("hold", "ease", "stop")
DO = Key("do", words(*ACTIONS), "Hold, ease (0.10 lower) or stop (calm scene).", "hold", required=True)
ANSWERS = Many(words("stay", "ease", "ground", "stop"), "answers")
ASK = Key("ask", ANSWERS, "The choices put before the clinician.", "[stay, ease, ground, stop]")


def _when(got: Got, notes: Notes) -> WhenPart | None:
    test, do, ask = got.of(IF), got.of(DO), got.of(ASK)
    level = None if test is None else suds(test.value.of(AT_LEAST_SUDS))
    if level is None or do is None:
        return None
    return WhenPart(level.value, do, () if ask is None else tuple(a.value for a in ask.value))


RULES: Many[WhenPart] = Many(Record("a rule", (IF, DO, ASK), _when), "rules")

