"""A checked document to the plan that the session machine walks. Limits of a step only tighten the session's."""

from __future__ import annotations

from vrtherapy.domain.limits import Limits
from vrtherapy.domain.plan import Advance, Offer, Pin, Plan, Rule, Step
from vrtherapy.domain.stage import Parameter, Stage, Value
from vrtherapy.domain.units import Micros
from vrtherapy.protocol import cascade
from vrtherapy.protocol.ladder import Stages
from vrtherapy.protocol.parts import Document, OfferPart, SessionPart, StepPart
from vrtherapy.scene.dial import intensity_of


class NoSuchSession(ValueError):
    """The protocol has no session of that id; the text names those it has."""


def compile_session(document: Document, session_id: str | None, stages: Stages) -> Plan:
    """The plan of one session, the first where `session_id` is None.

    `document` and `stages` are those that `load` found free of errors. Raises NoSuchSession, and ValueError
    where the document was not checked against these stages.
    """
    session = document.sessions[0] if session_id is None and document.sessions else document.session(session_id or "")
    if session is None:
        known = ", ".join(s.id.value for s in document.sessions)
        raise NoSuchSession(f"{document.path} has no session {session_id!r}; it has {known}")
    outer = cascade.of_session(document, session)
    limits = _limits(outer)
    used: dict[str, Stage] = {}
    steps = tuple(_step(document, session, step, limits, stages, used) for step in session.steps)
    return Plan(
        protocol=document.id.value,
        protocol_version=document.version.value,
        session=session.id.value,
        title=document.title.value if session.title is None else session.title.value,
        disorder=document.disorder.value,
        baseline=outer.baseline.value,
        autonomy=outer.autonomy.value,
        target=outer.target.value,
        limits=limits,
        steps=steps,
        stages=tuple(used.values()),
        screen_out=tuple(item.value for item in document.screen_out),
    )


def _limits(holds: cascade.Resolved) -> Limits:
    return Limits(
        ceiling=holds.ceiling.value,
        rise=holds.rise.value,
        exposure=holds.exposure.value,
        suds_high=holds.suds_high.value,
        high_level=holds.high_level.value,
        high_exposure=holds.high_exposure.value,
        events_per_min=holds.events_per_min.value,
    )


def _step(
    document: Document, session: SessionPart, part: StepPart, limits: Limits, stages: Stages, used: dict[str, Stage]
) -> Step:
    holds = cascade.of_step(document, session, part)
    stage = None if holds.scene is None else stages(holds.scene.value)
    if stage is None or part.band is None or part.suds_expected is None or holds.advance is None:
        raise ValueError(f"step {part.id.value} was not checked")
    used[stage.id] = stage
    asked = None if part.expectancy is None else part.expectancy.value
    return Step(
        id=part.id.value,
        title=_title(part.id.value) if part.title is None else part.title.value,
        say="" if part.say is None else part.say.value,
        scene=stage.id,
        suds_expected=part.suds_expected.value,
        band=part.band.value,
        pins=tuple(_pin(stage, name.value, value.value) for name, value in part.pins),
        offers=tuple(_offer(offer.value) for offer in part.events),
        rationale=holds.rationale.value,
        at_least=holds.at_least.value,
        at_most=holds.at_most.value,
        advance=Advance(
            tuple(condition.value for condition in holds.advance.value.conditions),
            holds.advance.value.match,
            holds.advance.value.decide,
        ),
        rules=tuple(
            Rule(rule.value.suds_at_least, rule.value.do.value, rule.value.ask)
            for rule in sorted(holds.when.value, key=lambda rule: -rule.value.suds_at_least)
        ),
        suds_every=holds.suds_every.value,
        limits=_limits(holds).tightened(limits),
        expectancy_before="" if asked is None or asked.ask_before is None else asked.ask_before.value,
        expectancy_after="" if asked is None or asked.ask_after is None else asked.ask_after.value,
    )


def _title(id: str) -> str:
    return id.replace("-", " ").replace("_", " ").capitalize()


def _pin(stage: Stage, name: str, value: Value) -> Pin:
    parameter = stage.parameter(name)
    if parameter is None:
        raise ValueError(f"scene {stage.id} has no parameter {name}")
    return Pin(name, _typed(parameter, value), intensity_of(parameter, value))


def _typed(parameter: Parameter, value: Value) -> Value:
    if isinstance(value, str):
        return value
    return int(value) if parameter.kind == "integer" else float(value)


def _offer(part: OfferPart) -> Offer:
    cooldown = Micros(0) if part.cooldown is None else part.cooldown.value
    if part.after is None:
        return Offer(part.do.value, "clinician", Micros(0), cooldown)
    return Offer(part.do.value, "time", part.after.value, cooldown)
