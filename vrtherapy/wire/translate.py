"""Between the wire and the core: a console's wish to the machine's, the machine's state to a report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from vrtherapy.domain.arousal import Proposal, Reading
from vrtherapy.domain.plan import Plan, SessionKind
from vrtherapy.domain.reason import Reason
from vrtherapy.domain.stage import Stage
from vrtherapy.domain.units import Micros, Permille, Suds, dial
from vrtherapy.safety import governor
from vrtherapy.scene.dial import intensity_of, value_at
from vrtherapy.session import effects as done
from vrtherapy.session import events as wish
from vrtherapy.session.phase import SHOWS_EXPOSURE
from vrtherapy.session.state import NEVER, State
from vrtherapy.session.tick import refused
from vrtherapy.session.turn import Turn, circumstances
from vrtherapy.wire import body, commands, reports
from vrtherapy.wire.envelope import ReasonPart


def to_wish(asked: commands.Wish, plan: Plan, state: State) -> wish.Wish:
    """What the machine understands; `Unclear` for what this scene has not."""
    match asked:
        case commands.TakeControl():
            return wish.TakeControl()
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


def reason_part(reason: Reason) -> ReasonPart:
    return ReasonPart(code=reason.code, words=reason.words, source=reason.source)


def answer_report(answer: done.Answer) -> reports.AnswerReport:
    return reports.AnswerReport(
        client=answer.client, number=answer.number, accepted=answer.accepted, reason=reason_part(answer.reason)
    )


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
    )


def to_proposal(report: body.ProposalReport) -> Proposal:
    return Proposal(Micros(report.at), report.move, Permille(report.intensity), report.words)


def from_proposal(proposal: Proposal) -> body.ProposalReport:
    return body.ProposalReport(
        at=proposal.at, move=proposal.kind, intensity=proposal.intensity, words=proposal.words
    )


def plan_report(plan: Plan, kind: SessionKind, record: str, alias: str) -> reports.PlanReport:
    return reports.PlanReport(
        session_kind=kind,
        record=record,
        alias=alias,
        title=plan.title,
        disorder=plan.disorder,
        protocol=plan.protocol,
        protocol_version=plan.protocol_version,
        autonomy=plan.autonomy,
        target_low=plan.target.low,
        target_high=plan.target.high,
        rise_per_s=plan.limits.rise,
        exposure_cap_s=plan.limits.exposure / 1e6,
        baseline_s=plan.baseline / 1e6,
        suds_high=plan.limits.suds_high,
        steps=[
            reports.StepPart(
                id=s.id,
                title=s.title,
                say=s.say,
                scene=s.scene,
                suds_expected=s.suds_expected,
                low=s.band.low,
                high=s.band.high,
                rationale=s.rationale,
                at_least_s=s.at_least / 1e6,
                at_most_s=s.at_most / 1e6,
                offers=[o.event for o in s.offers],
            )
            for s in plan.steps
        ],
        stages=[
            reports.StagePart(
                id=stage.id,
                title=stage.title,
                parameters=[
                    reports.ParameterPart(
                        name=p.name,
                        title=p.title,
                        type=p.kind,
                        unit=p.unit,
                        calm=p.calm,
                        intense=p.intense,
                        step=p.step,
                        description=p.description,
                        choices=[reports.ChoicePart(id=c.id, title=c.title) for c in p.choices],
                    )
                    for p in stage.parameters
                ],
                events=[
                    reports.EventPart(
                        name=e.name,
                        title=e.title,
                        key=e.key,
                        suds_rise=e.suds_rise,
                        intensity=e.intensity,
                        duration_s=e.duration / 1e6,
                        description=e.description,
                    )
                    for e in stage.events
                ],
            )
            for stage in plan.stages
        ],
    )


def state_report(
    plan: Plan, state: State, beat: int, seq: int, view: reports.ViewPart, record: reports.RecordPart
) -> reports.StateReport:
    """The state as a console shows it. `beat` numbers this report; `seq` is the newest happening."""
    step = plan.steps[state.step]
    stage = plan.stage(step.scene)
    around = circumstances(plan, state)
    top = governor.ceiling(around)
    probe = Turn(plan, state)
    playing = {name for name, _ in state.happening}
    offered = {o.event for o in step.offers}
    refusals = {e.name: refused(probe, e.name) for e in stage.events if e.name in offered}
    last = state.ratings[-1] if state.ratings else None
    said: list[int | None] = [None] * len(plan.steps)
    for rating in state.ratings:
        if rating.step >= 0:
            said[rating.step] = rating.suds
    return reports.StateReport(
        at=state.now,
        beat=beat,
        seq=seq,
        phase=state.phase,
        phase_reason=reason_part(state.phase_reason),
        phase_since=state.phase_since,
        live=state.live,
        controller=state.controller,
        epoch=state.epoch,
        hold=None if state.hold is None else reason_part(state.hold),
        step=reports.StepStatePart(
            index=state.step,
            reached=state.reached,
            spent_s=state.course.spent / 1e6,
            peak=state.course.peak,
            ready=None if state.course.ready is None else reason_part(state.course.ready),
        ),
        dial=reports.DialPart(
            asked=state.dial.asked,
            given=state.dial.given,
            reason=reason_part(state.dial.reason),
            step_low=step.band.low,
            step_high=step.band.high,
            cap=state.cap,
            ceiling=top.allows,
            ceiling_reason=reason_part(top.reason),
            reaches_in_s=_reaches_in(plan, state),
        ),
        parameters=[
            reports.ParameterStatePart(
                name=p.name,
                value=value_at(p, state.lever(p.name).given),
                asked=value_at(p, state.lever(p.name).asked),
                pinned=p.name in state.pinned,
                reason=reason_part(state.lever(p.name).reason),
            )
            for p in stage.parameters
        ],
        events=[
            reports.EventStatePart(
                name=name, allowed=why is None, why="" if why is None else why.words, playing=name in playing
            )
            for name, why in refusals.items()
        ],
        exposure_s=state.exposure / 1e6,
        suds=reports.SudsPart(
            last=last.suds if last else None,
            last_at=last.at if last else None,
            last_by=last.by if last else None,
            open_since=None if state.question.open_since == NEVER else state.question.open_since,
            due=None if state.question.due == NEVER else state.question.due,
            missed=state.question.missed,
            said=said,
        ),
        sensor=_sensor(state),
        suggestion=None
        if state.suggestion is None
        else reports.SuggestionPart(
            kind=state.suggestion.kind,
            intensity=state.suggestion.intensity,
            words=state.suggestion.words,
            age_s=max(0, state.now - state.suggestion.at) / 1e6,
        ),
        view=view,
        record=record,
        notes=state.notes,
        undo=None if state.undo is None else state.undo.words,
    )


def _reaches_in(plan: Plan, state: State) -> float | None:
    around = circumstances(plan, state)
    target = min(state.dial.asked, governor.ceiling(around).allows)
    if state.phase not in SHOWS_EXPOSURE or target <= state.dial.given or governor.may_not_rise(around) is not None:
        return None
    rise = governor.rise_per_second(around)
    return (target - state.dial.given) / rise if rise else None


def _sensor(state: State) -> reports.SensorPart | None:
    reading = state.reading
    if reading is None:
        return None
    lost = state.reading_lost
    return reports.SensorPart(
        source=reading.source,
        origin=reading.origin,
        age_s=max(0, state.now - reading.at) / 1e6,
        quality="none" if lost else reading.quality,
        quality_permille=0 if lost else reading.quality_permille,
        reason=(reading.reason or "nothing heard") if lost else reading.reason,
        heart_rate=None if lost or reading.heart_rate is None else reading.heart_rate / 1000,
        rmssd_ms=None if lost or reading.rmssd is None else reading.rmssd / 1000,
        arousal=None if lost or reading.arousal is None else reading.arousal / 1000,
        arousal_sd=None if lost or reading.arousal_sd is None else reading.arousal_sd / 1000,
    )


def _shown(stage: Stage, what: str, intensity: Permille) -> str:
    """A parameter as the value that the patient meets, the dial as itself."""
    parameter = stage.parameter(what)
    if parameter is None:
        return dial(intensity)
    value = value_at(parameter, intensity)
    shown = next((c.title for c in parameter.choices if c.id == value), value)
    return f"{shown:g}{parameter.unit and ' ' + parameter.unit}" if isinstance(shown, int | float) else shown


def happenings(
    plan: Plan, state: State, event: wish.Event, effects: Sequence[done.Effect], seq: int
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
        case wish.Commanded(wish=wish.Mark(text)) if accepted:
            add("mark", "M", text or "marker", source="clinician")
        case wish.Commanded(wish=wish.EnterSuds(suds)) if accepted:
            add("suds", "suds", f"SUDS {suds}, entered by the clinician", suds, "clinician")
        case wish.Rated(_, suds, by):
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
