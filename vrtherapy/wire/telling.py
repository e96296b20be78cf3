"""What the engine tells: a console the plan, the state as it is, the answers and the strips; the loop the course."""

from __future__ import annotations

import math

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import Micros
from vrtherapy.safety import gate, governor, hard_limits, rules, watch
from vrtherapy.scene.dial import value_at
from vrtherapy.session import advance
from vrtherapy.session import effects as done
from vrtherapy.session.around import circumstances, facts
from vrtherapy.session.phase import SHOWS_EXPOSURE
from vrtherapy.session.playing import refused
from vrtherapy.session.scripts import GROUNDING
from vrtherapy.session.state import NEVER, Belief, State
from vrtherapy.session.turn import Turn
from vrtherapy.wire import body, reports
from vrtherapy.wire.codec import TracePoint
from vrtherapy.wire.envelope import ReasonPart


def reason_part(reason: Reason) -> ReasonPart:
    return ReasonPart(code=reason.code, words=reason.words, source=reason.source)


def answer_report(answer: done.Answer) -> reports.AnswerReport:
    return reports.AnswerReport(
        client=answer.client, number=answer.number, accepted=answer.accepted, reason=reason_part(answer.reason)
    )


def plan_report(plan: Plan, record: str) -> reports.PlanReport:
    return reports.PlanReport(
        session_kind=plan.setting.kind,
        record=record,
        alias=plan.setting.alias,
        title=plan.title,
        disorder=plan.disorder,
        protocol=plan.protocol,
        protocol_version=plan.protocol_version,
        autonomy=plan.autonomy,
        unlocked=plan.setting.unlocked,
        remote=plan.setting.remote,
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
                ask_before=s.expectancy_before,
                ask_after=s.expectancy_after,
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
        checklist=[
            reports.ItemPart(
                id=item.id,
                group=item.group,
                words=item.words,
                asks=item.asks,
                choices=[reports.ChoicePart(id=id, title=title) for id, title in item.choices],
            )
            for item in gate.ITEMS
        ],
        grounding=list(plan.grounding or GROUNDING),
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
        holds=[reason_part(hold) for hold in state.holds],
        checklist=_checklist(plan, state),
        step=_step(plan, state),
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
        exposure_s=state.dose.exposure / 1e6,
        dose=reports.DosePart(
            exposure_s=state.dose.exposure / 1e6,
            exposure_cap_s=rules.dose_cap(around) / 1e6,
            extended_s=state.dose.extended / 1e6,
            high_s=state.dose.high / 1e6,
            high_cap_s=rules.high_cap(around) / 1e6,
            level=around.limits.high_level,
            events=len(state.dose.events),
            events_cap=min(around.limits.events_per_min, hard_limits.EVENTS_PER_MIN_ABSOLUTE),
            unbroken_s=state.dose.unbroken / 1e6,
        ),
        suds=reports.SudsPart(
            last=last.suds if last else None,
            last_at=last.at if last else None,
            last_by=last.by if last else None,
            open_since=None if state.question.open_since == NEVER else state.question.open_since,
            due=None if state.question.due == NEVER else state.question.due,
            missed=state.question.missed,
            said=said,
        ),
        sickness=state.sickness[-1] if state.sickness else None,
        adverse=[
            reports.AdversePart(at=a.at, step=a.step, what=a.what, severity=a.severity, words=a.words) for a in state.adverse
        ],
        autonomy=state.autonomy,
        links=_links(state),
        classes=list(around.classes),
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


def _checklist(plan: Plan, state: State) -> reports.ChecklistPart:
    known, given = facts(plan, state), dict(state.answers)
    before = state.phase == "checklist"
    return reports.ChecklistPart(
        applies=[item.id for item in gate.applying(known, given)],
        answers=given,
        missing={reason.code: reason.words for reason in gate.missing(known, given)} if before else {},
        rehearsing=state.practised.stopping,
    )


def _step(plan: Plan, state: State) -> reports.StepStatePart:
    course, step = state.course, plan.steps[state.step]
    ask = None
    if state.phase in SHOWS_EXPOSURE:
        said = [r for r in state.ratings if r.step == state.step and r.at >= course.entered]
        if step.expectancy_before and course.before is None:
            ask = "before"
        elif step.expectancy_after and course.after is None and advance.stayed(step, said, course.spent):
            ask = "after"
    return reports.StepStatePart.model_validate(
        {
            "index": state.step,
            "reached": state.reached,
            "spent_s": course.spent / 1e6,
            "peak": course.peak,
            "ready": None if course.ready is None else reason_part(course.ready),
            "before": _belief(course.before),
            "after": _belief(course.after),
            "ask": ask,
            "skipped": [index for index, _ in state.skipped],
        }
    )


def _belief(belief: Belief | None) -> reports.BeliefPart | None:
    return None if belief is None else reports.BeliefPart(likelihood=belief.likelihood, words=belief.words)


def _links(state: State) -> list[reports.LinkPart]:
    links = state.links
    reading = state.reading
    sampled = NEVER if reading is None else reading.at

    def age(heard: int) -> float | None:
        return None if heard == NEVER else max(0, state.now - heard) / 1e6

    return [
        reports.LinkPart(name="console", age_s=age(links.console if state.controller else NEVER), alive=state.live),
        reports.LinkPart(
            name="server", age_s=age(links.server), alive=links.server != NEVER and not watch.silent(state.now, links.server)
        ),
        reports.LinkPart(
            name="biofeedback",
            age_s=age(links.biofeedback),
            alive=links.biofeedback != NEVER and not watch.silent(state.now, links.biofeedback),
        ),
        reports.LinkPart(name="sensor", age_s=age(sampled), alive=reading is not None and not state.reading_lost),
    ]


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


def course_report(plan: Plan, state: State, now: Micros) -> body.CourseReport:
    """Where the session is, for the loop and the simulated patient."""
    step = plan.steps[state.step]
    return body.CourseReport(
        at=now,
        phase=state.phase,
        step=state.step,
        rationale=step.rationale,
        given=state.dial.given,
        asked=state.dial.asked,
        low=step.band.low,
        high=step.band.high,
        question_open=state.question.open_since != NEVER,
        asks=state.question.asks,
        rehearse=state.practised.stopping,
    )


def trace_point(state: State, now: Micros) -> TracePoint:
    """One point of the strips: the dial always, the body where a reading can be trusted."""
    reading = None if state.reading_lost else state.reading

    def known(value: int | None) -> float:
        return math.nan if value is None else value / 1000

    return TracePoint(
        time_s=now / 1e6,
        given=state.dial.given / 1000,
        asked=state.dial.asked / 1000,
        heart_rate=known(reading.heart_rate if reading else None),
        arousal=known(reading.arousal if reading else None),
        arousal_sd=known(reading.arousal_sd if reading else None),
        quality=0.0 if reading is None else reading.quality_permille / 1000,
    )
