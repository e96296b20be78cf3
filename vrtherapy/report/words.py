"""The words of a report: wishes, phases and sources as a clinician says them. Plain text, never markup."""

from __future__ import annotations

from typing import Final, assert_never

from vrtherapy.domain.plan import Plan, Step
from vrtherapy.domain.rating import By
from vrtherapy.domain.reason import Reason, Source
from vrtherapy.domain.units import dial
from vrtherapy.safety.autonomy import NAMES
from vrtherapy.session import events
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

ADVERSE: Final[dict[events.AdverseKind, str]] = {
    "sickness": "motion sickness",
    "syncope": "syncope",
    "seizure": "seizure",
    "fall": "fall",
    "panic": "panic",
    "dissociation": "dissociation",
    "pain": "pain",
    "other": "other adverse event",
}

DOSES: Final[dict[events.Dose, str]] = {"exposure": "exposure dose", "high": "time above the high level"}
BELIEVED: Final[dict[events.When, str]] = {"before": "expected", "after": "found"}


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


def wish(plan: Plan, step: Step | None, asked: events.Wish) -> str:
    """What was asked for, as the first column of the table says it."""
    match asked:
        case events.AskIntensity(intensity):
            return f"intensity {dial(intensity)}"
        case events.SetCap(cap):
            return f"clinician's cap {dial(cap)}"
        case events.SetParameter(parameter, intensity):
            return f"{parameter_title(plan, step, parameter).lower()} {dial(intensity)}"
        case events.ReleaseParameter(parameter):
            return f"{parameter_title(plan, step, parameter).lower()} released"
        case events.FireEvent(name):
            return event_title(plan, step, name).lower()
        case events.Resume(where):
            return "resume here" if where == "here" else "resume one step lower"
        case events.EnterSuds(suds):
            return f"SUDS {suds} entered"
        case events.TakeControl():
            return "take the controls"
        case events.Start():
            return "start"
        case events.Confirm():
            return "answer the checklist"
        case events.Rehearse():
            return "practise the stop"
        case events.Repeat():
            return "the step once more"
        case events.Skip():
            return "skip the step"
        case events.GoOn():
            return "go on"
        case events.Ease():
            return "ease"
        case events.Ground():
            return "grounding"
        case events.AskExpectancy(when):
            return f"ask what is {BELIEVED[when]} {when} the step"
        case events.AnswerExpectancy(when, likelihood, _):
            return f"{BELIEVED[when]} {when} the step: {'no answer' if likelihood is None else f'{likelihood} %'}"
        case events.ReportAdverse(what, severity, _):
            return f"report {severity} {ADVERSE[what]}"
        case events.EnterSickness(rating):
            return f"motion sickness {rating} of 20 entered"
        case events.ExtendDose(what, minutes, _):
            return f"{DOSES[what]} extended by {minutes} min"
        case events.SetAutonomy(stage):
            return f"autonomy: {NAMES[stage]}"
        case events.AcceptUnrecorded():
            return "go on unrecorded"
        case events.Next():
            return "next step"
        case events.Back():
            return "one step back"
        case events.AskSuds():
            return "ask SUDS"
        case events.Pause():
            return "pause"
        case events.Calm():
            return "calm"
        case events.Stop():
            return "stop"
        case events.Debrief():
            return "debrief"
        case events.End():
            return "end"
        case events.WriteNotes():
            return "notes"
        case events.Mark():
            return "marker"
        case events.SayToPatient():
            return "say to patient"
        case events.AcceptSuggestion():
            return "accept suggestion"
        case events.DismissSuggestion():
            return "dismiss suggestion"
        case events.Undo():
            return "undo"
        case events.Unclear():
            return "something unclear"
        case _:
            assert_never(asked)
