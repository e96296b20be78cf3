"""What a stay in a step brought, in words: by what was expected where the step is about that, else by the ratings."""

from __future__ import annotations

from typing import Final

from vrtherapy.domain.plan import Step, SudsDrop
from vrtherapy.report import words
from vrtherapy.report.expected import Expected
from vrtherapy.report.summary import DEFAULT_FALL, Verdict, VisitFigures
from vrtherapy.session.state import Belief

_BY_RATINGS: Final[dict[Verdict, str]] = {
    "habituated": "habituated",
    "not habituated": "not habituated",
    "never activated": "never activated: peak below {least}",
    "not the aim": "",
    "no rating": "no rating",
}


def result(step: Step, one: VisitFigures) -> str:
    """Plain text, without what was said beside an answer."""
    ratings = _BY_RATINGS[one.verdict].format(least=least(step))
    if one.expected is None:
        return ratings
    believed = violated(one.expected)
    if one.expected.found in ("violated", "not violated"):
        believed = f"expectancy {believed}"
    if step.rationale == "expectancy" or not ratings:
        return believed
    return f"{ratings}; {believed}"


def least(step: Step) -> int:
    """The peak that a step needs to count as activated."""
    fall = next((c for c in step.advance.conditions if isinstance(c, SudsDrop)), DEFAULT_FALL)
    return fall.peak_at_least


def violated(found: Expected) -> str:
    """`violated, −60 points`: of what was expected."""
    change = found.change
    if change is None:
        return "; ".join(filter(None, (_lacks("before", found.before), _lacks("after", found.after))))
    told = words.points(change)
    match found.found:
        case "violated":
            return f"violated, {told}"
        case "not violated":
            return f"not violated, {told.split()[0]} of {words.points(-(found.aim or 0))}"
        case _:
            return f"{'less likely than' if change < 0 else 'more likely than' if change > 0 else 'as likely as'} before, {told}"


def _lacks(when: str, belief: Belief | None) -> str:
    if belief is None:
        return f"not answered {when}"
    return "" if belief.likelihood is not None else f"no answer {when}"


def likelihoods(found: Expected | None) -> str:
    """`80 → 10 %`, with a dash for what was not to be had."""
    if found is None:
        return "–"
    before, after = (_percent(found.before), _percent(found.after))
    return "–" if before == after == "–" else f"{before} → {after} %"


def _percent(belief: Belief | None) -> str:
    return "–" if belief is None or belief.likelihood is None else str(belief.likelihood)
