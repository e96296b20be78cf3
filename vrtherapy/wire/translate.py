"""From the wire to the core: a console's wish, the body's readings and proposals, and those back."""

from __future__ import annotations

from typing import assert_never

from vrtherapy.domain.arousal import Proposal, Reading
from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import Micros, Permille, Suds
from vrtherapy.scene.dial import intensity_of
from vrtherapy.session import wishes
from vrtherapy.session.state import State
from vrtherapy.wire import body, commands


def to_wish(asked: commands.Wish, plan: Plan, state: State) -> wishes.Wish:
    """What the machine understands; `Unclear` for what this scene has not."""
    match asked:
        case commands.TakeControl():
            return wishes.TakeControl()
        case commands.Confirm():
            return wishes.Confirm(tuple(sorted(asked.answers.items())))
        case commands.Rehearse():
            return wishes.Rehearse()
        case commands.Repeat():
            return wishes.Repeat()
        case commands.Skip():
            return wishes.Skip(asked.words)
        case commands.GoOn():
            return wishes.GoOn()
        case commands.Ease():
            return wishes.Ease()
        case commands.Ground():
            return wishes.Ground()
        case commands.AskExpectancy():
            return wishes.AskExpectancy(asked.when)
        case commands.AnswerExpectancy():
            return wishes.AnswerExpectancy(asked.when, asked.likelihood, asked.words)
        case commands.ReportAdverse():
            return wishes.ReportAdverse(asked.what, asked.severity, asked.words)
        case commands.EnterSickness():
            return wishes.EnterSickness(asked.rating)
        case commands.ExtendDose():
            return wishes.ExtendDose(asked.what, asked.minutes, asked.words)
        case commands.SetAutonomy():
            return wishes.SetAutonomy(asked.stage)
        case commands.AcceptUnrecorded():
            return wishes.AcceptUnrecorded(asked.words)
        case commands.Start():
            return wishes.Start()
        case commands.Next():
            return wishes.Next()
        case commands.Back():
            return wishes.Back()
        case commands.AskIntensity():
            return wishes.AskIntensity(Permille(asked.intensity))
        case commands.SetCap():
            return wishes.SetCap(Permille(asked.cap))
        case commands.SetParameter():
            parameter = plan.stage(plan.steps[state.step].scene).parameter(asked.parameter)
            if parameter is None:
                return wishes.Unclear("unknown_parameter", f"this scene has no parameter {asked.parameter}")
            try:
                return wishes.SetParameter(asked.parameter, intensity_of(parameter, asked.value))
            except ValueError as error:
                return wishes.Unclear("out_of_range", str(error))
        case commands.ReleaseParameter():
            return wishes.ReleaseParameter(asked.parameter)
        case commands.FireEvent():
            return wishes.FireEvent(asked.event)
        case commands.AskSuds():
            return wishes.AskSuds()
        case commands.EnterSuds():
            return wishes.EnterSuds(Suds(asked.suds))
        case commands.Pause():
            return wishes.Pause()
        case commands.Calm():
            return wishes.Calm()
        case commands.Stop():
            return wishes.Stop()
        case commands.Resume():
            return wishes.Resume(asked.where)
        case commands.Debrief():
            return wishes.Debrief()
        case commands.End():
            return wishes.End()
        case commands.WriteNotes():
            return wishes.WriteNotes(asked.text)
        case commands.Mark():
            return wishes.Mark(asked.text)
        case commands.SayToPatient():
            return wishes.SayToPatient(asked.text)
        case commands.AcceptSuggestion():
            return wishes.AcceptSuggestion()
        case commands.DismissSuggestion():
            return wishes.DismissSuggestion()
        case commands.Undo():
            return wishes.Undo()
        case _:
            assert_never(asked)


def to_reading(report: body.ReadingReport) -> Reading:
    return Reading(
        at=Micros(report.at),
        origin=report.origin,
        source=report.source,
        heart_rate=report.heart_rate,
        rmssd=report.rmssd,
        arousal=None if report.arousal is None else Permille(report.arousal),
        arousal_sd=None if report.arousal_sd is None else Permille(report.arousal_sd),
        quality=report.quality,
        quality_permille=Permille(report.quality_permille),
        reason=report.reason,
        beats=report.beats,
        latency=Micros(report.latency_us),
    )


def from_reading(reading: Reading) -> body.ReadingReport:
    return body.ReadingReport(
        at=reading.at,
        origin=reading.origin,
        source=reading.source,
        heart_rate=reading.heart_rate,
        rmssd=reading.rmssd,
        arousal=reading.arousal,
        arousal_sd=reading.arousal_sd,
        quality=reading.quality,
        quality_permille=reading.quality_permille,
        reason=reading.reason,
        beats=reading.beats,
        latency_us=reading.latency,
    )


def to_proposal(report: body.ProposalReport) -> Proposal:
    return Proposal(Micros(report.at), report.move, Permille(report.intensity), report.words)


def from_proposal(proposal: Proposal) -> body.ProposalReport:
    return body.ProposalReport(
        at=proposal.at, move=proposal.kind, intensity=proposal.intensity, words=proposal.words
    )


