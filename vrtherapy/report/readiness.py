"""What was known and agreed before the exposure, as a report may tell it.

Rules:
    1. Where a remote patient is and whom to call never gets here: those answers stay in the record.
    2. No years: what age changes is told as the class it puts the patient in.
    3. Without consent to measuring nothing of the body is told, whatever the record holds.
    4. Without consent to research, or where it was not asked of a person, the report says that it is not for research.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from vrtherapy.domain.plan import Plan
from vrtherapy.safety import gate
from vrtherapy.safety.classes import NAMES, PatientClass
from vrtherapy.session.around import classes, facts, measured
from vrtherapy.session.state import State

_NOT_TOLD: Final = frozenset({"age", *(item.id for item in gate.ITEMS if item.group == gate.REMOTE)})
_ANSWERS: Final = {"yes": "yes", "no": "no", gate.NOBODY: "nobody, for practice", "with": "yes", "without": "may start without it"}


@dataclass(frozen=True, slots=True)
class Readiness:
    """`classes` are those whose limits held; `told` the checklist's items with their answers, in its words."""

    nobody: bool
    measured: bool
    research: str
    medicines: tuple[str, ...]
    classes: tuple[PatientClass, ...]
    told: tuple[tuple[str, str], ...]

    @property
    def class_words(self) -> str:
        """`a child and a first session`, "" where no class tightened anything."""
        return " and ".join(NAMES[each] for each in self.classes)


def readiness(plan: Plan, answers: Mapping[str, str]) -> Readiness:
    nobody = answers.get("identity") == gate.NOBODY
    asked = State(answers=tuple(sorted(answers.items())))
    applying = gate.applying(facts(plan, asked), answers)
    return Readiness(
        nobody=nobody,
        measured=measured(asked),
        research=_research(plan, answers, nobody),
        medicines=tuple(_chosen("heart_medicines", answers)),
        classes=classes(plan, asked),
        told=tuple((item.words, _said(item, answers)) for item in applying if item.id in answers and item.id not in _NOT_TOLD),
    )


def _research(plan: Plan, answers: Mapping[str, str], nobody: bool) -> str:
    """Why this is not for research, "" where it may be or where there is no patient."""
    match answers.get("consent_research"):
        case "yes":
            return ""
        case "no" if not nobody:
            return "the patient has not agreed"
        case _:
            return "not asked" if plan.setting.kind in ("real", "research") and not nobody else ""


def _chosen(item: str, answers: Mapping[str, str]) -> list[str]:
    words = {id: said for each in gate.ITEMS if each.id == item for id, said in each.choices}
    return [words[id] for id in answers.get(item, "none").split(",") if id != "none" and id in words]


def _said(item: gate.Item, answers: Mapping[str, str]) -> str:
    answer = answers[item.id]
    if item.asks == "several":
        return ", ".join(_chosen(item.id, answers)) or "none"
    return _ANSWERS.get(answer) or dict(item.choices).get(answer, answer)
