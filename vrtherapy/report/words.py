"""The words of a report: wishes, phases and sources as a clinician says them. Plain text, never markup."""

from __future__ import annotations

from typing import Final, assert_never

from vrtherapy.domain.plan import Plan, Step
from vrtherapy.domain.rating import By
from vrtherapy.domain.reason import Reason, Source
from vrtherapy.domain.units import dial
from vrtherapy.safety.autonomy import NAMES
from vrtherapy.session import wishes
from vrtherapy.session.phase import Phase

PHASES: Final[dict[Phase, str]] = {
    "checklist": "checklist",
    "baseline": "rest",
    "exposure": "exposure",
    "paused": "paused",
    "calm": "calm",
    "grounding": "grounding",
    "stopped": "stopped",
    "interrupted": "interrupted",
    "debrief": "debrief",
    "ended": "ended",
}

SOURCES: Final[dict[Source, str]] = {
    "patient": "patient",
    "clinician": "clinician",
    "observer": "observer",
    "protocol": "protocol",
    "controller": "controller",
    "governor": "safety governor",
    "watch": "safety watch",
    "engine": "engine",
}

SAID_BY: Final[dict[By, str]] = {
    "patient": "patient",
    "clinician": "patient, entered by clinician",
    "simulated": "simulated patient",
}

ADVERSE: Final[dict[wishes.AdverseKind, str]] = {
    "sickness": "motion sickness",
    "syncope": "syncope",
    "seizure": "seizure",
    "fall": "fall",
    "panic": "panic",
    "dissociation": "dissociation",
    "pain": "pain",
    "other": "other adverse event",
}

DOSES: Final[dict[wishes.Dose, str]] = {"exposure": "exposure dose", "high": "time above the high level"}
BELIEVED: Final[dict[wishes.When, str]] = {"before": "expected", "after": "found"}


def points(change: int) -> str:
    """A change of likelihood in points: `−70 points`."""
    return f"{change:+d} point{'' if abs(change) == 1 else 's'}".replace("-", "−").replace("+0", "±0")


def why(reason: Reason) -> str:
    """A reason as it reads afterwards: the console speaks to its clinician, the report about them."""
    if reason.words in ("by the clinician", "done"):
        return ""
    return reason.words.replace("your cap", "clinician's cap").replace("until you go on", "until the clinician went on")


def step_name(plan: Plan, index: int) -> str:
    """`4 Glass lift`: steps count from 1 for people."""
    return f"{index + 1} {plan.steps[index].title}" if 0 <= index < len(plan.steps) else f"{index + 1}"


def event_title(plan: Plan, step: Step | None, name: str) -> str:
    scenes = [step.scene] if step is not None else [stage.id for stage in plan.stages]
    found = (stage.event(name) for stage in plan.stages if stage.id in scenes)
    return next((event.title for event in found if event is not None), name)


def parameter_title(plan: Plan, step: Step | None, name: str) -> str:
    scenes = [step.scene] if step is not None else [stage.id for stage in plan.stages]
    found = (stage.parameter(name) for stage in plan.stages if stage.id in scenes)
    return next((parameter.title for parameter in found if parameter is not None), name)


def wish(plan: Plan, step: Step | None, asked: wishes.Wish) -> str:
    """What was asked for, as the first column of the table says it."""
    match asked:
        case wishes.AskIntensity(intensity):
            return f"intensity {dial(intensity)}"
        case wishes.SetCap(cap):
            return f"clinician's cap {dial(cap)}"
        case wishes.SetParameter(parameter, intensity):
            return f"{parameter_title(plan, step, parameter).lower()} {dial(intensity)}"
        case wishes.ReleaseParameter(parameter):
            return f"{parameter_title(plan, step, parameter).lower()} released"
        case wishes.FireEvent(name):
            return event_title(plan, step, name).lower()
        case wishes.Resume(where):
            return "resume here" if where == "here" else "resume one step lower"
        case wishes.EnterSuds(suds):
            return f"SUDS {suds} entered"
        case wishes.TakeControl():
            return "take the controls"
        case wishes.Start():
            return "start"
        case wishes.Confirm():
            return "answer the checklist"
        case wishes.Rehearse():
            return "practise the stop"
        case wishes.Repeat():
            return "the step once more"
        case wishes.Skip():
            return "skip the step"
        case wishes.GoOn():
            return "go on"
        case wishes.Ease():
            return "ease"
        case wishes.Ground():
            return "grounding"
        case wishes.AskExpectancy(when):
            return f"ask what is {BELIEVED[when]} {when} the step"
        case wishes.AnswerExpectancy(when, likelihood, _):
            return f"{BELIEVED[when]} {when} the step: {'no answer' if likelihood is None else f'{likelihood} %'}"
        case wishes.ReportAdverse(what, severity, _):
            return f"report {severity} {ADVERSE[what]}"
        case wishes.EnterSickness(rating):
            return f"motion sickness {rating} of 20 entered"
        case wishes.ExtendDose(what, minutes, _):
            return f"{DOSES[what]} extended by {minutes} min"
        case wishes.SetAutonomy(stage):
            return f"autonomy: {NAMES[stage]}"
        case wishes.AcceptUnrecorded():
            return "go on unrecorded"
        case wishes.Next():
            return "next step"
        case wishes.Back():
            return "one step back"
        case wishes.AskSuds():
            return "ask SUDS"
        case wishes.Pause():
            return "pause"
        case wishes.Calm():
            return "calm"
        case wishes.Stop():
            return "stop"
        case wishes.Debrief():
            return "debrief"
        case wishes.End():
            return "end"
        case wishes.WriteNotes():
            return "notes"
        case wishes.Mark():
            return "marker"
        case wishes.SayToPatient():
            return "say to patient"
        case wishes.AcceptSuggestion():
            return "accept suggestion"
        case wishes.DismissSuggestion():
            return "dismiss suggestion"
        case wishes.Undo():
            return "undo"
        case wishes.Unclear():
            return "something unclear"
        case _:
            assert_never(asked)
