"""What a turn of the machine tells: its effects, and what the event itself says, numbered from 1 in a session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.stage import Stage
from vrtherapy.domain.units import Permille, dial
from vrtherapy.scene.dial import value_at
from vrtherapy.session import effects as done
from vrtherapy.session import events, wishes
from vrtherapy.session.state import State
from vrtherapy.wire import reports


def _shown(stage: Stage, what: str, intensity: Permille) -> str:
    """A parameter as the value that the patient meets, the dial as itself."""
    parameter = stage.parameter(what)
    if parameter is None:
        return dial(intensity)
    value = value_at(parameter, intensity)
    shown = next((c.title for c in parameter.choices if c.id == value), value)
    return f"{shown:g}{parameter.unit and ' ' + parameter.unit}" if isinstance(shown, int | float) else shown


def happenings(
    plan: Plan, state: State, event: events.Event, effects: Sequence[done.Effect], seq: int
) -> list[reports.Happened]:
    """The turn's effects, and what the event itself tells, as numbered happenings from `seq` + 1 on."""
    found: list[reports.Happened] = []

    def add(what: str, name: str, words: str, value: float | None = None, source: str = "") -> None:
        found.append(
            reports.Happened.model_validate(
                {
                    "seq": seq + len(found) + 1,
                    "at": state.now,
                    "what": what,
                    "name": name,
                    "words": words,
                    "value": value,
                    "source": source,
                }
            )
        )

    accepted = any(isinstance(e, done.Answer) and e.accepted and not e.again for e in effects)
    match event:
        case events.Commanded(wish=wishes.Mark(text)) if accepted:
            add("mark", "M", text or "marker", source="clinician")
        case events.Commanded(wish=wishes.EnterSuds(suds)) if accepted:
            add("suds", "suds", f"SUDS {suds}, entered by the clinician", suds, "clinician")
        case events.Commanded(wish=wishes.AnswerExpectancy(when, likelihood, said)) if accepted:
            how = "no answer" if likelihood is None else f"{likelihood} %"
            add("expectancy", when, f"expected {when} the step: {how}" + (f", {said}" if said else ""), likelihood, "clinician")
        case events.Commanded(wish=wishes.ReportAdverse(adverse, severity, said)) if accepted:
            add("adverse", adverse, f"{severity} {adverse}" + (f": {said}" if said else ""), source="clinician")
        case events.Commanded(wish=wishes.EnterSickness(rating)) if accepted:
            add("sickness", "fms", f"motion sickness {rating} of 20", rating, "clinician")
        case events.Rated(_, suds, by):
            add("suds", "suds", f"SUDS {suds}, said by the patient" + (" (simulated)" if by == "simulated" else ""), suds, by)
        case _:
            pass
    stage = plan.stage(plan.steps[state.step].scene)
    for effect in effects:
        match effect:
            case done.EnterPhase(phase, reason):
                add("phase", phase, reason.words, source=reason.source)
            case done.EnterStep(index, reason):
                add("step", plan.steps[index].id, f"{index + 1} {plan.steps[index].title}", index, reason.source)
            case done.Happen(name, intensity, reason):
                scene_event = stage.event(name)
                add("event", name, scene_event.title if scene_event else name, intensity, reason.source)
            case done.AskPatient(count, reason):
                add("ask", "suds", f"SUDS asked, {reason.words}", count, reason.source)
            case done.Decide(what, asked, granted, reason):
                words = f"asked {_shown(stage, what, asked)}, {_shown(stage, what, granted)} granted: {reason.words}"
                add("decision", what, words, granted, reason.source)
            case done.Say(text, _):
                add("say", "text", text, source="clinician")
            case done.Alert(code, words):
                add("alert", code, words)
            case done.Give() | done.Answer() | done.CloseQuestion():
                pass
            case _:
                assert_never(effect)
    return found
