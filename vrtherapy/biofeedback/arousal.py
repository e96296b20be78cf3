"""Estimated fear, 0 to 1000 permille of the person's own range, from the body and the person's own words.

**The body alone is a poor judge of fear.** Within a person heart rate rises with fear in about three studies of four,
between persons in fewer ("cannot yet be used reliably": 2024 review, 27 studies, n = 1046); it rises with effort, talk
and surprise as well, and in some people it falls. So this number always carries a standard deviation, which is
wide until the person has rated their distress (SUDS), and a rating always weighs more than a heartbeat.

Method: an extended Kalman filter, one step a second, over three unknowns:

    x   fear, permille; a random walk of 12 per root second
    g   how many beats per minute this person's heart adds per permille; starts at 0.022 +- 0.014, drifts slowly
    b   what else moves the heart, beats per minute; wanders by some 3, forgets over about 5 min

and three ways to see them:

    heart rate    d = g (x - r) + b + noise        d above the baseline median; noise from the baseline's spread
    RMSSD         l = -0.0008 (x - r) + noise      l = ln of the ratio to baseline; weak, sd 0.35
    SUDS          10 SUDS = x + noise              sd 90: people are biased and round to fives

r is fear while the baseline was learned: ten times the last SUDS said then, 100 where nobody asked.

Heart rate is a 10 s mean and RMSSD a 60 s one, so successive looks repeat each other: their noise is taken 10 and 60
times. Before each rating the knowledge of x is widened to sd 120 (150 before the first), so that a rating decides.
A look further than 3 sd from what was expected is pulled in to 3 sd. Below good quality the heart's noise is
taken 9 times; with none it is not used at all, and sd grows by itself.

Kalman RE. J Basic Eng 1960;82:35-45; Jazwinski AH. Stochastic Processes and Filtering Theory, 1970, ch. 8.
The starting values are plausible, not measured on patients; ratings correct them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt
from typing import Final

from vrtherapy.biofeedback.baseline import Baseline
from vrtherapy.domain.arousal import Quality
from vrtherapy.domain.rating import Rating
from vrtherapy.domain.units import Permille

REST: Final = 100.0
WALK: Final = 12.0
GAIN: Final = 0.022
GAIN_SD: Final = 0.014
GAIN_WALK: Final = 0.0002
GAIN_RANGE: Final = (0.002, 0.08)
OTHER_WALK: Final = 0.25
OTHER_FORGETS: Final = 300.0
RMSSD_GAIN: Final = -0.0008
RMSSD_SD: Final = 0.35
SUDS_SD: Final = 90.0
WIDEST: Final = 400.0
UNRATED_SD: Final = 150.0
"""Before the first rating nobody may believe the body more closely than this."""
BIAS_SD: Final = 50.0
"""People rate with a bias of their own that no number of ratings averages away; always added to sd."""
RATED_OVER_SD: Final = 120.0
"""What was known before a rating is taken as no closer than this: a rating decides by at least 64 %."""

Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Estimate:
    """`fear` and `sd` in permille; `gain` in beats per minute per permille; `ratings` heard so far."""

    fear: Permille
    sd: Permille
    gain: float
    ratings: int


class ArousalFilter:
    """The filter of one session. Before a baseline there is none.

    `at_rest`: the last rating given while the baseline was learned. Who already rates 60 then is measured from 600,
    not from calm.
    """

    def __init__(self, baseline: Baseline, at_rest: Rating | None = None) -> None:
        self._baseline = baseline
        self._rest = REST if at_rest is None else 10.0 * at_rest.suds
        self._mean = [self._rest, GAIN, 0.0]
        start = SUDS_SD if at_rest is not None else 150.0 if baseline.short else 100.0
        self._cov = [[start**2, 0.0, 0.0], [0.0, GAIN_SD**2, 0.0], [0.0, 0.0, 1.0]]
        self._quality: Quality = "good"
        self._score = 1.0
        self._ratings = 0 if at_rest is None else 1

    def step(
        self, seconds: float, heart_rate: float | None, rmssd: float | None, quality: Quality, score: float
    ) -> None:
        """Advance by `seconds` and take one look (heart rate per min, RMSSD in ms, quality score 0..1)."""
        self._quality, self._score = quality, score
        self._predict(max(0.0, seconds))
        if quality == "none":
            return
        doubt = 1.0 if quality == "good" else 9.0
        x, g, b = self._mean
        if heart_rate is not None:
            above = heart_rate - self._baseline.heart_rate
            noise = 10.0 * self._baseline.spread**2 * doubt
            self._see(above - (g * (x - self._rest) + b), (g, x - self._rest, 1.0), noise)
        if rmssd is not None and rmssd > 0.0 and self._baseline.log_rmssd is not None:
            less = log(rmssd) - self._baseline.log_rmssd
            noise = 60.0 * RMSSD_SD**2 * doubt
            self._see(less - RMSSD_GAIN * (self._mean[0] - self._rest), (RMSSD_GAIN, 0.0, 0.0), noise)

    def tell_rating(self, rating: Rating) -> None:
        """What the person said outranks what the heart seemed to say."""
        self._ratings += 1
        self._cov[0][0] = max(self._cov[0][0], (RATED_OVER_SD if self._ratings > 1 else UNRATED_SD) ** 2)
        self._see(10.0 * rating.suds - self._mean[0], (1.0, 0.0, 0.0), SUDS_SD**2)

    def estimate(self) -> Estimate:
        """The state of knowledge now; sd widens with every doubt about the signal."""
        sd = sqrt(max(0.0, self._cov[0][0]) + BIAS_SD**2) * (2.0 - self._score)
        if self._ratings == 0:
            sd = max(sd, UNRATED_SD)
        return Estimate(
            fear=Permille(round(self._mean[0])),
            sd=Permille(round(min(WIDEST, sd))),
            gain=self._mean[1],
            ratings=self._ratings,
        )

    def _predict(self, seconds: float) -> None:
        kept = max(0.0, 1.0 - seconds / OTHER_FORGETS)
        self._mean[2] *= kept
        for k in range(3):
            self._cov[k][2] *= kept
            self._cov[2][k] *= kept
        self._cov[0][0] = min(WIDEST**2, self._cov[0][0] + WALK**2 * seconds)
        self._cov[1][1] += GAIN_WALK**2 * seconds
        self._cov[2][2] += OTHER_WALK**2 * seconds

    def _see(self, surprise: float, seen: Vector, noise: float) -> None:
        spread = [sum(self._cov[i][j] * seen[j] for j in range(3)) for i in range(3)]
        total = sum(seen[i] * spread[i] for i in range(3)) + noise
        limit = 3.0 * sqrt(total)
        surprise = min(limit, max(-limit, surprise))
        weight = [value / total for value in spread]
        for i in range(3):
            self._mean[i] += weight[i] * surprise
            for j in range(3):
                self._cov[i][j] -= weight[i] * spread[j]
        self._mean[0] = min(1000.0, max(0.0, self._mean[0]))
        self._mean[1] = min(GAIN_RANGE[1], max(GAIN_RANGE[0], self._mean[1]))
