"""The loop: samples in, readings and proposals out. One object per sensor and session.

Rules:
    1. `push` is the hot path: one compiled call per chunk, nothing allocated that stays.
    2. A reading's age counts from its newest sample. Older than 3 s plus the sensor's latency, at most 8 s: nothing
       is said of heart or fear, only why.
    3. Only the declared channels are heard; a channel that falls silent is never replaced.
    4. Bad samples lower the quality; they raise no error. A wrong channel index is a programmer's error.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vrtherapy.biofeedback.arousal import ArousalFilter
from vrtherapy.biofeedback.baseline import LOOKS, QUIET_PHASES, BaselineLearner
from vrtherapy.biofeedback.channels import Rhythm, Samples, Strip, ear_for
from vrtherapy.biofeedback.controller import WHOLE_DIAL, Controller, Course, View
from vrtherapy.biofeedback.samples import ChannelInfo
from vrtherapy.biofeedback.signal_quality import Judgement
from vrtherapy.domain.arousal import Origin, Proposal, Reading
from vrtherapy.domain.plan import Band
from vrtherapy.domain.rating import Rating
from vrtherapy.domain.units import SECOND, Micros, Permille

STALE: Final = Micros(3 * SECOND)
STALE_AT_MOST: Final = Micros(8 * SECOND)
LOOK_EVERY: Final = SECOND
HEART_RATES: Final = (25.0, 220.0)

NOTHING: Final = Rhythm(None, None, 0, Judgement(0.0, "no signal yet"))


class Pipeline:
    """Samples of one source to readings and proposals.

    channels: what the source declares; origin, source_name: copied into every reading; target: the band of fear to
    keep, permille; baseline_s: good seconds that make a baseline; latency: what the sensor declares.
    Raises ValueError for an ECG outside 100 to 1000 Hz.
    """

    def __init__(
        self,
        channels: Sequence[ChannelInfo],
        origin: Origin,
        source_name: str,
        target: Band,
        *,
        baseline_s: int = LOOKS,
        latency: Micros = Micros(0),
    ) -> None:
        self._ears = tuple(ear_for(info) for info in channels)
        self._pushes = tuple(ear.push for ear in self._ears)
        hearts = [ear for ear in self._ears if ear.info.kind == "ecg"]
        hearts = hearts or [ear for ear in self._ears if ear.info.kind == "rr"]
        self._heart = hearts[0] if hearts else None
        self._origin: Origin = origin
        self._source = source_name
        self._latency = latency
        self._allowed = min(STALE + max(0, latency), STALE_AT_MOST)
        self._learner = BaselineLearner(baseline_s)
        self._filter: ArousalFilter | None = None
        self._controller = Controller(target)
        self._course = Course()
        self._looked: Micros | None = None
        self._at_rest: Rating | None = None
        self._says = ""

    def push(self, channel_index: int, samples: Samples, at: Micros) -> int:
        """Take a chunk whose last sample was measured at `at`; return the beat events it brought, or -1 if refused."""
        return self._pushes[channel_index](samples, at)

    def tell_source(self, words: str) -> None:
        """What the source says of itself (`the recording ended at 33:38`); "" when all is well."""
        self._says = words

    def tell_rating(self, rating: Rating) -> None:
        self._controller.tell_rating(rating)
        if self._filter is None:
            if self._course.phase in QUIET_PHASES:
                self._at_rest = rating
        else:
            self._filter.tell_rating(rating)

    def tell_state(
        self,
        phase: str,
        given: Permille,
        asked: Permille,
        rationale: str = "habituation",
        band: Band = WHOLE_DIAL,
    ) -> None:
        """Where the session is: phase, intensity given and asked, the step's rationale and its band of the dial."""
        self._course = Course(phase, given, asked, rationale, band)
        self._controller.tell_course(self._course)

    def reading(self, now: Micros) -> Reading:
        """What can honestly be said at `now`. Call it four times a second; it looks once a second at most."""
        heart, rhythm, judgement = self._hear(now)
        self._look(now, heart, rhythm, judgement)
        estimate = self._filter.estimate() if self._filter is not None else None
        said = judgement.quality != "none"
        shows = estimate if said else None
        return Reading(
            at=heart if heart is not None else Micros(0),
            origin=self._origin,
            source=self._source,
            heart_rate=round(1000 * rhythm.heart_rate) if said and rhythm.heart_rate is not None else None,
            rmssd=round(1000 * rhythm.rmssd) if said and rhythm.rmssd is not None else None,
            arousal=shows.fear if shows else None,
            arousal_sd=shows.sd if shows else None,
            quality=judgement.quality,
            quality_permille=Permille(round(1000 * judgement.score)),
            reason=judgement.reason or self._learner.words(),
            beats=rhythm.beats,
            latency=self._latency,
        )

    def proposal(self, now: Micros) -> Proposal | None:
        """What the controller would do at `now`; None outside exposure and in expectancy steps."""
        heart, rhythm, judgement = self._hear(now)
        self._look(now, heart, rhythm, judgement)
        said = judgement.quality != "none"
        above = None
        if said and rhythm.heart_rate is not None and self._learner.made is not None:
            above = rhythm.heart_rate - self._learner.made.heart_rate
        view = View(
            at=heart if heart is not None else Micros(0),
            heart_rate=rhythm.heart_rate if said else None,
            above_baseline=above,
            estimate=self._filter.estimate() if self._filter is not None else None,
            quality=judgement.quality,
            reason=judgement.reason or ("no baseline yet" if self._filter is None else ""),
        )
        return self._controller.decide(now, view)

    def strip(self, seconds: float = 5.0, channel_index: int = 0) -> Strip:
        """The newest `seconds` of a channel as float32, oldest first; fewer where fewer came. A copy."""
        ear = self._ears[channel_index]
        return ear.strip(round(seconds * max(1.0, ear.info.rate_hz)))

    def _hear(self, now: Micros) -> tuple[Micros | None, Rhythm, Judgement]:
        """The heart's newest sample time, its rhythm, and the judgement with age taken into account."""
        if self._heart is None:
            return None, NOTHING, Judgement(0.0, "no heart signal among the channels")
        at = self._heart.at
        rhythm = self._heart.rhythm()
        if at is None or rhythm is None:
            return None, NOTHING, Judgement(0.0, self._says or NOTHING.judgement.reason)
        age = now - at
        if age > self._allowed:
            return at, rhythm, Judgement(0.0, self._says or f"no signal for {age // SECOND} s")
        if age < -SECOND:
            return at, rhythm, Judgement(0.0, "samples claim to come from the future")
        judgement = rhythm.judgement
        rate = rhythm.heart_rate
        if rate is not None and not HEART_RATES[0] <= rate <= HEART_RATES[1]:
            judgement = min(
                judgement, Judgement(0.0, f"heart rate {rate:.0f} is implausible"), key=lambda j: j.score
            )
        elif rate is None and judgement.score > 0.5:
            judgement = Judgement(0.5, "too few clean heartbeats for a heart rate")
        return at, rhythm, judgement

    def _look(self, now: Micros, at: Micros | None, rhythm: Rhythm, judgement: Judgement) -> None:
        """Once a second: learn the baseline, then follow fear."""
        if self._looked is not None and now - self._looked < LOOK_EVERY:
            return
        passed = (now - self._looked) * 1e-6 if self._looked is not None else 1.0
        self._looked = now
        if self._filter is not None:
            self._filter.step(passed, rhythm.heart_rate, rhythm.rmssd, judgement.quality, judgement.score)
            return
        good = judgement.quality == "good"
        self._learner.look(now, self._course.phase, rhythm.heart_rate, rhythm.rmssd, good)
        if self._learner.made is not None:
            self._filter = ArousalFilter(self._learner.made, self._at_rest)
