"""What the controller would do with the dial, and why, in words a clinician can check.

Rules (DESIGN 4, promises 4 and 9):
    1. It asks. The governor and, by default, the clinician decide.
    2. It never raises on a signal that is stale, poor or absent, before a baseline, or without a rating of the last
       4 min; nor while that rating is a third of the way into the band, or higher.
    3. Above the band it first holds. It lowers, by 0.05, only after fear has stayed above the upper limit for 120 s,
       not while fear still rises (that would teach escape), and then no oftener than once a minute.
    4. Below the band for 20 s it raises by 0.03, no oftener than every 20 s, until fear, and half its standard deviation
       more, has come a third of the way into the band; so it does not hang at the lower edge.
    5. The band is left only when crossed. Above it ends 0.03 inside, below it ends a third inside: no chatter.
    6. A rating outranks the body: above the limit it counts as above, whatever the heart does; below it and fresh,
       the heart alone does not make it above.
    7. In expectancy steps, and outside exposure, it says nothing.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final, Literal

from vrtherapy.biofeedback.arousal import Estimate
from vrtherapy.domain.arousal import Proposal, Quality
from vrtherapy.domain.plan import Band
from vrtherapy.domain.rating import Rating
from vrtherapy.domain.units import INTENSE_END, MINUTE, SECOND, Micros, Permille

RAISE_BY: Final = 30
LOWER_BY: Final = 50
INSIDE: Final = 30
DWELL_ABOVE: Final = Micros(120 * SECOND)
DWELL_BELOW: Final = Micros(20 * SECOND)
BETWEEN_RAISES: Final = Micros(20 * SECOND)
BETWEEN_LOWERS: Final = Micros(60 * SECOND)
RATING_GUIDES: Final = Micros(4 * MINUTE)
RATING_OUTRANKS: Final = Micros(60 * SECOND)
WHOLE_DIAL: Final = Band(Permille(0), INTENSE_END)
RISING_OVER: Final = 20
RISING_BY: Final = 30
NEWS_EVERY: Final = Micros(5 * SECOND)

Kind = Literal["raise", "hold", "lower"]
Where = Literal["below", "inside", "above"]


@dataclass(frozen=True, slots=True)
class Course:
    """Where the session is, as the engine last told. `band` is the step's band of the dial."""

    phase: str = ""
    given: Permille = Permille(0)
    asked: Permille = Permille(0)
    rationale: str = "habituation"
    band: Band = WHOLE_DIAL


@dataclass(frozen=True, slots=True)
class View:
    """What the body shows now: heart rate per minute and what it is above baseline, estimate, quality and why."""

    at: Micros
    heart_rate: float | None
    above_baseline: float | None
    estimate: Estimate | None
    quality: Quality
    reason: str


class Controller:
    """One session's controller. `decide` is called at any rate; it acts on differences of session time only."""

    def __init__(self, target: Band) -> None:
        self._target = target
        self._aim = target.low + (target.high - target.low) // 3
        self._course = Course()
        self._rating: Rating | None = None
        self._where: Where = "inside"
        self._since = Micros(0)
        self._moved = Micros(-(10**12))
        self._trail: deque[tuple[Micros, int]] = deque(maxlen=RISING_OVER + 2)
        self._last: Proposal | None = None

    def tell_rating(self, rating: Rating) -> None:
        """The newest rating by time counts."""
        if self._rating is None or rating.at >= self._rating.at:
            self._rating = rating

    def tell_course(self, course: Course) -> None:
        if course.phase != self._course.phase:
            self._where, self._last = "inside", None
            self._trail.clear()
        self._course = course

    def decide(self, now: Micros, view: View) -> Proposal | None:
        """The proposal at `now`; None where rule 7 holds. The same object again until there is news."""
        if self._course.phase != "exposure" or self._course.rationale == "expectancy":
            self._last = None
            return None
        kind, words = self._weigh(now, view)
        asked = self._course.asked
        intensity = asked
        if kind == "raise":
            intensity = Permille(min(asked + RAISE_BY, max(asked, self._course.band.high)))
            if intensity == asked:
                kind, words = "hold", f"{words}; the step's band ends here"
        elif kind == "lower":
            intensity = Permille(max(0, min(asked, self._course.given) - LOWER_BY))
        if kind != "hold":
            self._moved = now
        trusted = view.quality == "good" and view.estimate is not None
        return self._news(Proposal(now, kind, intensity, words), trusted)

    def _news(self, proposal: Proposal, trusted: bool) -> Proposal:
        last = self._last
        if last is not None and proposal.kind == "hold" == last.kind and last.intensity == proposal.intensity:
            if proposal.at - last.at < NEWS_EVERY:
                return last
        elif last is not None and proposal.kind == "hold" and proposal.at - last.at < NEWS_EVERY:
            return last if trusted and self._still_wanted(last) else self._remember(proposal)
        return self._remember(proposal)

    def _still_wanted(self, last: Proposal) -> bool:
        """A lowering stands until it is done, or for 5 s, or until the signal is not good; a rise that no longer may be, not at all."""
        return last.kind == "lower" and last.intensity < self._course.asked

    def _remember(self, proposal: Proposal) -> Proposal:
        self._last = proposal
        return proposal

    def _weigh(self, now: Micros, view: View) -> tuple[Kind, str]:
        estimate = view.estimate
        if view.quality != "good" or estimate is None:
            self._trail.clear()
            where = self._place(now, None)
            said = "; the last rating is above the target" if where == "above" else ""
            return "hold", f"holding: {view.reason or 'the signal is not good'}{said}"
        if not self._trail or now - self._trail[-1][0] >= SECOND:
            self._trail.append((now, estimate.fear))
        where = self._place(now, estimate)
        facts = self._facts(now, view, where)
        if where == "above":
            return self._above(now, facts)
        if where == "below":
            return self._below(now, estimate, facts)
        return "hold", f"in the target: {facts}"

    def _above(self, now: Micros, facts: str) -> tuple[Kind, str]:
        held = now - self._since
        if self._rising():
            return "hold", f"above the target and still rising, hold: {facts}"
        if held < DWELL_ABOVE:
            return "hold", f"above the target for {held // SECOND} s, hold until 120 s: {facts}"
        if now - self._moved < BETWEEN_LOWERS:
            return "hold", f"above the target, lowered {(now - self._moved) // SECOND} s ago: {facts}"
        return "lower", f"above the target for {held // SECOND} s: {facts}"

    def _below(self, now: Micros, estimate: Estimate, facts: str) -> tuple[Kind, str]:
        rating = self._rating
        if rating is None or now - rating.at > RATING_GUIDES:
            return "hold", f"below the target, but no rating for 4 min, ask first: {facts}"
        if 10 * rating.suds >= self._aim:
            return "hold", f"the body is below the target, the patient's rating is not: {facts}"
        if estimate.fear + estimate.sd // 2 >= self._aim:
            return "hold", f"perhaps below the target, not sure enough to raise: {facts}"
        if now - self._since < DWELL_BELOW or now - self._moved < BETWEEN_RAISES:
            return "hold", f"low for {(now - self._since) // SECOND} s: {facts}"
        return "raise", f"low for {(now - self._since) // SECOND} s: {facts}"

    def _place(self, now: Micros, estimate: Estimate | None) -> Where:
        """Where fear is, by rules 5 and 6; a change starts the clock of that place."""
        low, high = self._target.low, self._target.high
        rating = self._rating
        age = now - rating.at if rating is not None else None
        said = 10 * rating.suds if rating is not None and age is not None and age <= RATING_GUIDES else None
        fresh = age is not None and age <= RATING_OUTRANKS
        fear = estimate.fear if estimate is not None else None
        where = self._where
        if fear is not None:
            where = self._step(fear, low, high)
        elif said is None:
            where = "inside"
        if said is not None and (said > high or (fresh and where == "above")):
            where = "above" if said > high else "inside"
        if where != self._where:
            self._where, self._since = where, now
        return where

    def _step(self, fear: int, low: int, high: int) -> Where:
        if fear > (high if self._where != "above" else high - INSIDE):
            return "above"
        if fear < (low if self._where != "below" else self._aim):
            return "below"
        return "inside"

    def _rising(self) -> bool:
        """Fear now against 20 s ago; with less to compare it is not called rising."""
        if len(self._trail) < RISING_OVER:
            return False
        return self._trail[-1][1] - self._trail[0][1] > RISING_BY

    def _facts(self, now: Micros, view: View, where: Where) -> str:
        """`heart rate 96, 14 above baseline for 40 s; estimated fear 48 +- 12; last SUDS 62, 30 s ago`."""
        parts = []
        if view.heart_rate is not None:
            heart = f"heart rate {view.heart_rate:.0f}"
            if view.above_baseline is not None:
                side = "above" if view.above_baseline >= 0 else "below"
                heart += f", {abs(view.above_baseline):.0f} {side} baseline"
                if where == "above":
                    heart += f" for {(now - self._since) // SECOND} s"
            parts.append(heart)
        if view.estimate is not None:
            parts.append(f"estimated fear {view.estimate.fear // 10} ± {max(1, view.estimate.sd // 10)}")
        rating = self._rating
        parts.append(
            "no SUDS yet"
            if rating is None
            else f"last SUDS {rating.suds}, {(now - rating.at) // SECOND} s ago"
        )
        return "; ".join(parts)
