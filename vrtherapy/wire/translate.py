"""From the wire to the core: a console's wish, the body's readings and proposals, and those back."""

from __future__ import annotations

from typing import assert_never

from vrtherapy.domain.arousal import Proposal, Reading
from vrtherapy.domain.plan import Plan
from vrtherapy.domain.units import Micros, Permille, Suds
from vrtherapy.scene.dial import intensity_of
from vrtherapy.session import events as wish
from vrtherapy.session.state import State
from vrtherapy.wire import body, commands


def to_wish(asked: commands.Wish, plan: Plan, state: State) -> wish.Wish:
    """What the machine understands; `Unclear` for what this scene has not."""
    match asked:
        case commands.TakeControl():
            return wish.TakeControl()
        case commands.Confirm():
            return wish.Confirm(tuple(sorted(asked.answers.items())))
        case commands.Rehearse():
            return wish.Rehearse()
        case commands.Repeat():
            return wish.Repeat()
        case commands.Skip():
            return wish.Skip(asked.words)
        case commands.GoOn():
            return wish.GoOn()
        case commands.Ease():
            return wish.Ease()
        case commands.Ground():
            return wish.Ground()
        case commands.AskExpectancy():
            return wish.AskExpectancy(asked.when)
        case commands.AnswerExpectancy():
            return wish.AnswerExpectancy(asked.when, asked.likelihood, asked.words)
        case commands.ReportAdverse():
            return wish.ReportAdverse(asked.what, asked.severity, asked.words)
        case commands.EnterSickness():
            return wish.EnterSickness(asked.rating)
        case commands.ExtendDose():
            return wish.ExtendDose(asked.what, asked.minutes, asked.words)
        case commands.SetAutonomy():
            return wish.SetAutonomy(asked.stage)
        case commands.AcceptUnrecorded():
            return wish.AcceptUnrecorded(asked.words)
        case commands.Start():
            return wish.Start()
        case commands.Next():
            return wish.Next()
        case commands.Back():
            return wish.Back()
        case commands.AskIntensity():
            return wish.AskIntensity(Permille(asked.intensity))
        case commands.SetCap():
            return wish.SetCap(Permille(asked.cap))
        case commands.SetParameter():
            parameter = plan.stage(plan.steps[state.step].scene).parameter(asked.parameter)
            if parameter is None:
                return wish.Unclear("unknown_parameter", f"this scene has no parameter {asked.parameter}")
            try:
                return wish.SetParameter(asked.parameter, intensity_of(parameter, asked.value))
            except ValueError as error:
                return wish.Unclear("out_of_range", str(error))
        case commands.ReleaseParameter():
            return wish.ReleaseParameter(asked.parameter)
        case commands.FireEvent():
            return wish.FireEvent(asked.event)
        case commands.AskSuds():
            return wish.AskSuds()
        case commands.EnterSuds():
            return wish.EnterSuds(Suds(asked.suds))
        case commands.Pause():
            return wish.Pause()
        case commands.Calm():
            return wish.Calm()
        case commands.Stop():
            return wish.Stop()
        case commands.Resume():
            return wish.Resume(asked.where)
        case commands.Debrief():
            return wish.Debrief()
        case commands.End():
            return wish.End()
        case commands.WriteNotes():
            return wish.WriteNotes(asked.text)
        case commands.Mark():
            return wish.Mark(asked.text)
        case commands.SayToPatient():
            return wish.SayToPatient(asked.text)
        case commands.AcceptSuggestion():
            return wish.AcceptSuggestion()
        case commands.DismissSuggestion():
            return wish.DismissSuggestion()
        case commands.Undo():
            return wish.Undo()
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


