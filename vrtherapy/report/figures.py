"""The key figures at the top: a name, a figure with its unit, and the one thing to know about it.

Where a step is about what is expected, that figure stands beside the ratings': neither comes instead of the other.
"""

from __future__ import annotations

from dataclasses import dataclass

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import MINUTE, clock, dial
from vrtherapy.report.result import least, likelihoods, violated
from vrtherapy.report.summary import Summary, Verdict, VisitFigures
from vrtherapy.report.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    value: str
    unit: str
    beside: str


_VERDICTS: dict[Verdict, str] = {
    "habituated": "peak to last: habituated",
    "not habituated": "peak to last: not habituated",
    "never activated": "never activated: peak below {least}",
    "not the aim": "peak to last; habituation not the aim",
    "no rating": "no rating",
}


def key_figures(plan: Plan, course: Timeline, figures: Summary) -> list[Figure]:
    found = [_exposure(course, figures), _steps(plan, figures), _suds(plan, figures.main), *_expected(figures)]
    return [*found, _given(figures), _heart(course, figures)]


def _exposure(course: Timeline, figures: Summary) -> Figure:
    if not figures.exposure:
        return Figure("Exposure", "0:00", "min", "no exposure took place")
    cap = "reached" if figures.exposure >= figures.exposure_cap else "not reached"
    more = sum(one.more for one in course.extended if one.what == "exposure")
    extended = f" (+{more // MINUTE})" if more else ""
    return Figure("Exposure", clock(figures.exposure), "min", f"cap {clock(figures.exposure_cap)}{extended}, {cap}")


def _steps(plan: Plan, figures: Summary) -> Figure:
    skipped = len({v.visit.step for v in figures.visits if v.visit.skipped})
    again = len(figures.visits) - len({v.visit.step for v in figures.visits})
    beside = "none begun" if not figures.reached else "all reached" if figures.reached == figures.steps else "highest reached"
    if skipped:
        beside += f", {skipped} skipped"
    elif again:
        beside += f", {again} begun again"
    return Figure("Step", str(figures.reached), f"of {figures.steps}", beside)


def _suds(plan: Plan, main: VisitFigures | None) -> Figure:
    if main is None or main.peak is None or main.last is None:
        return Figure("SUDS", "–", "", "no rating in exposure")
    name = f"SUDS, step {main.visit.step + 1}"
    if main.ratings == 1:
        return Figure(name, str(main.peak), "/100", "one rating only")
    return Figure(name, f"{main.peak} → {main.last}", "/100", _VERDICTS[main.verdict].format(least=least(plan.steps[main.visit.step])))


def _expected(figures: Summary) -> list[Figure]:
    """Of the last stay that was answered on both sides, else of the last that asked."""
    asked = [one for one in figures.visits if one.expected is not None]
    if not asked:
        return []
    answered = [one for one in asked if one.expected is not None and one.expected.change is not None]
    one = (answered or asked)[-1]
    assert one.expected is not None
    value, _, unit = likelihoods(one.expected).partition(" %")
    return [Figure(f"Expected, step {one.visit.step + 1}", value, "%" if unit == "" and value != "–" else "", violated(one.expected))]


def _given(figures: Summary) -> Figure:
    if not figures.reached:
        return Figure("Intensity given", "–", "", "nothing was given")
    if figures.asked <= figures.given:
        return Figure("Intensity given", dial(figures.given), "max, 0–1", "all that was asked")
    return Figure("Intensity given", dial(figures.given), "max, 0–1", f"highest asked {dial(figures.asked)}")


def _heart(course: Timeline, figures: Summary) -> Figure:
    main = figures.main
    if not course.readiness.measured:
        return Figure("Heart rate", "–", "", "not measured: no consent")
    medicines = _medicines(course.readiness.medicines)
    if not figures.listened:
        return Figure("Heart rate", "–", "", "no signal in this session")
    if main is None or main.heart is None:
        rest = "no baseline" if figures.baseline is None else f"rest {figures.baseline / 1000:.0f} /min"
        return Figure("Heart rate", "–", "", f"no good signal in exposure, {rest}{medicines}")
    name = f"Heart rate, step {main.visit.step + 1}"
    if figures.baseline is None:
        return Figure(name, f"{main.heart / 1000:.0f}", "/min mean", f"no baseline to compare{medicines}")
    change = round(main.heart / 1000) - round(figures.baseline / 1000)
    return Figure(name, f"{change:+d}".replace("-", "−").replace("+0", "±0"), "/min mean", f"against {figures.baseline / 1000:.0f} at rest{medicines}")


def _medicines(taken: tuple[str, ...]) -> str:
    """What changes how a heart rate reads; all of them stand in the annex."""
    if len(taken) > 2:
        return f"; {taken[0]}, {len(taken) - 1} more"
    return f"; {', '.join(taken)}" if taken else ""
