"""Other limits than the author's: `changed(plan, policy)` is the plan of a session under them. For looking back only.

    1. What a policy names replaces the plan's and every step's value: it may loosen as well as tighten.
    2. Beyond what nothing may cross (safety/hard_limits.py) it is refused, in words.
    3. The rest stays: bands of the steps, the clinician's cap, what a class of patients tightens, what trauma forbids.
    4. A higher stage of autonomy counts as unlocked: the question is what it would have done.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from vrtherapy.domain.limits import Limits
from vrtherapy.domain.plan import Plan
from vrtherapy.domain.setting import Autonomy
from vrtherapy.domain.units import CALM_END, INTENSE_END, MINUTE, Micros, Permille, Suds
from vrtherapy.safety import autonomy, hard_limits

Name = Literal[
    "ceiling", "rise", "exposure", "suds_high", "high_level", "high_exposure", "events_per_min", "autonomy", "sessions_before"
]
MOST_SESSIONS: Final = 9999


@dataclass(frozen=True, slots=True)
class Policy:
    """None: as in the plan. `Limits` and `Setting` say what each means."""

    ceiling: Permille | None = None
    rise: Permille | None = None
    exposure: Micros | None = None
    suds_high: Suds | None = None
    high_level: Permille | None = None
    high_exposure: Micros | None = None
    events_per_min: int | None = None
    autonomy: Autonomy | None = None
    sessions_before: int | None = None


@dataclass(frozen=True, slots=True)
class Beyond:
    """What `name` asks for is more, or less, than any session may have."""

    name: Name
    words: str


def beyond(policy: Policy) -> tuple[Beyond, ...]:
    """All that is refused of a policy."""
    p, found = policy, []
    if p.ceiling is not None and not CALM_END <= p.ceiling <= INTENSE_END:
        found.append(Beyond("ceiling", "the dial goes from 0 to 1"))
    if p.high_level is not None and not CALM_END <= p.high_level <= INTENSE_END:
        found.append(Beyond("high_level", "the dial goes from 0 to 1"))
    if p.rise is not None and not 1 <= p.rise <= hard_limits.RISE_ABSOLUTE:
        most = f"{hard_limits.RISE_ABSOLUTE / 1000:.2f}/s"
        found.append(Beyond("rise", f"nothing rises faster than {most}" if p.rise > 0 else "nothing would ever rise"))
    if p.exposure is not None and not 0 < p.exposure <= hard_limits.EXPOSURE_ABSOLUTE:
        most = f"{hard_limits.EXPOSURE_ABSOLUTE // MINUTE} min"
        found.append(Beyond("exposure", f"no session has more than {most}" if p.exposure > 0 else "it leaves no time for the exposure"))
    if p.high_exposure is not None and not 0 <= p.high_exposure <= hard_limits.HIGH_EXPOSURE_ABSOLUTE:
        most = f"{hard_limits.HIGH_EXPOSURE_ABSOLUTE // MINUTE} min"
        found.append(Beyond("high_exposure", f"no session has more than {most} above the high level, nor less than none"))
    if p.suds_high is not None and not 0 <= p.suds_high <= hard_limits.SUDS_HIGH_ABSOLUTE:
        found.append(Beyond("suds_high", f"a rating of {hard_limits.SUDS_HIGH_ABSOLUTE} holds whatever is written"))
    if p.events_per_min is not None and not 1 <= p.events_per_min <= hard_limits.EVENTS_PER_MIN_ABSOLUTE:
        found.append(Beyond("events_per_min", f"from 1 to {hard_limits.EVENTS_PER_MIN_ABSOLUTE} events within any minute"))
    if p.sessions_before is not None and not 0 <= p.sessions_before <= MOST_SESSIONS:
        found.append(Beyond("sessions_before", f"from 0 to {MOST_SESSIONS} sessions"))
    return tuple(found)


def changed(plan: Plan, policy: Policy) -> Plan:
    """`plan` under `policy`. Raises ValueError for a policy that `beyond` refuses."""
    if refused := beyond(policy):
        raise ValueError("; ".join(f"{each.name}: {each.words}" for each in refused))
    setting, asked = plan.setting, plan.autonomy
    if policy.sessions_before is not None:
        setting = replace(setting, sessions_before=policy.sessions_before)
    if policy.autonomy is not None:
        asked = policy.autonomy
        if autonomy.lower_of(setting.unlocked, asked) != asked:
            setting = replace(setting, unlocked=asked)
    return replace(
        plan,
        limits=_limits(plan.limits, policy),
        steps=tuple(replace(step, limits=_limits(step.limits, policy)) for step in plan.steps),
        autonomy=asked,
        setting=setting,
    )


def _limits(limits: Limits, p: Policy) -> Limits:
    return Limits(
        ceiling=limits.ceiling if p.ceiling is None else p.ceiling,
        rise=limits.rise if p.rise is None else p.rise,
        exposure=limits.exposure if p.exposure is None else p.exposure,
        suds_high=limits.suds_high if p.suds_high is None else p.suds_high,
        high_level=limits.high_level if p.high_level is None else p.high_level,
        high_exposure=limits.high_exposure if p.high_exposure is None else p.high_exposure,
        events_per_min=limits.events_per_min if p.events_per_min is None else p.events_per_min,
    )
