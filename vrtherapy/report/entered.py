"""What a clinician entered beside the levers: the checklist, doses that stand later, stages of autonomy.

An extension counts as the machine counts it: up to the absolute bound and no further (`session.entries`).
"""

from __future__ import annotations

from vrtherapy.domain.limits import Limits
from vrtherapy.domain.plan import Plan
from vrtherapy.domain.setting import Autonomy
from vrtherapy.domain.units import MINUTE, Micros
from vrtherapy.report.facts import Extended, Staged
from vrtherapy.report.readiness import Readiness, readiness
from vrtherapy.safety import autonomy, hard_limits
from vrtherapy.safety.classes import tightened
from vrtherapy.session.wishes import Dose


class Entered:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._answers: dict[str, str] = {}
        self.extended: list[Extended] = []
        stage, _ = autonomy.allowed(plan.autonomy, plan.setting, plan.trauma)
        self.stages = [Staged(Micros(0), stage)]

    def confirm(self, answers: tuple[tuple[str, str], ...]) -> None:
        self._answers.update(answers)

    def extend(self, at: Micros, what: Dose, minutes: int, words: str, step: int) -> Extended:
        """`step` is the one the session is at."""
        limits = self.limits(step)
        written, most = limits.exposure, hard_limits.EXPOSURE_ABSOLUTE
        if what == "high":
            written, most = limits.high_exposure, hard_limits.HIGH_EXPOSURE_ABSOLUTE
        stands = written + sum(one.more for one in self.extended if one.what == what)
        more = Micros(min(minutes * MINUTE, most - stands))
        self.extended.append(Extended(at, what, more, Micros(stands + more), words))
        return self.extended[-1]

    def stage(self, at: Micros, stage: Autonomy) -> bool:
        """Whether this is another one."""
        other = stage != self.stages[-1].stage
        if other:
            self.stages.append(Staged(at, stage))
        return other

    def limits(self, step: int) -> Limits:
        """The step's limits as the patient's classes tighten them."""
        return tightened(self._plan.steps[step].limits, self.readiness().classes)

    def readiness(self) -> Readiness:
        return readiness(self._plan, self._answers)
