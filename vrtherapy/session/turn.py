"""One turn of the machine in the making: the state so far and the effects so far. Never leaves a call of `step`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, assert_never

from vrtherapy.domain.arousal import Proposal
from vrtherapy.domain.plan import Plan, Step
from vrtherapy.domain.reason import Reason
from vrtherapy.domain.stage import Stage
from vrtherapy.domain.units import CALM_END, SECOND, Micros, Permille
from vrtherapy.safety import governor
from vrtherapy.safety.rules import Circumstances
from vrtherapy.session.effects import Alert, CloseQuestion, Effect, EnterPhase, EnterStep, Give, Say
from vrtherapy.session.phase import SHOWS_EXPOSURE, Phase
from vrtherapy.session.state import NEVER, Lever, Question, State, StepCourse

SAID_FOR = Micros(8 * SECOND)


def circumstances(plan: Plan, state: State) -> Circumstances:
    """What the governor's rules look at, for this plan and state."""
    step = plan.steps[state.step]
    return Circumstances(
        exposed=state.phase in SHOWS_EXPOSURE,
        step_low=step.band.low,
        step_high=step.band.high,
        cap=state.cap,
        limits=step.limits,
        exposure=state.exposure,
        live=state.live,
        recorded=state.recorded,
        paused=state.phase == "paused",
        hold=state.hold,
    )


class Turn:
    def __init__(self, plan: Plan, state: State) -> None:
        self.plan = plan
        self.state = state
        self.effects: list[Effect] = []

    @property
    def step(self) -> Step:
        return self.plan.steps[self.state.step]

    @property
    def stage(self) -> Stage:
        return self.plan.stage(self.step.scene)

    def broken(self, index: int) -> Reason | None:
        """Why step `index` cannot be entered: its scene failed."""
        step = self.plan.steps[index]
        if step.scene not in self.state.broken:
            return None
        return Reason("scene_failed", f"the scene {step.scene} failed: debrief, or end the session", "engine")

    @property
    def circumstances(self) -> Circumstances:
        return circumstances(self.plan, self.state)

    def become(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)

    def bring(self, effect: Effect) -> None:
        self.effects.append(effect)

    def alert(self, code: str, words: str) -> None:
        self.bring(Alert(code, words))

    def enter_phase(self, phase: Phase, reason: Reason) -> None:
        """Move to `phase`. Leaving the exposure drops everything to its calm end in the same tick.

        Where the phase stays, so does its first reason; only the patient's own outranks it.
        """
        was = self.state.phase
        if phase == was:
            if reason.source == "patient":
                self.become(phase_reason=reason)
            return
        before = was if phase in ("calm", "stopped", "interrupted") and was in ("exposure", "paused", "baseline") else None
        self.become(
            phase=phase,
            before=before or self.state.before,
            phase_reason=reason,
            phase_since=self.state.now,
        )
        self.bring(EnterPhase(phase, reason))
        if phase not in SHOWS_EXPOSURE:
            self._leave_exposure()

    def _leave_exposure(self) -> None:
        state = self.state
        bare = Lever(reason=state.phase_reason)
        if state.question.open_since != NEVER:
            self.bring(CloseQuestion())
        given = state.dial.given or any(lever.given for _, lever in state.levers)
        self.become(
            dial=bare,
            levers=tuple((name, bare) for name, _ in state.levers),
            pinned=frozenset(),
            suggestion=None,
            hold=None,
            handed=NEVER,
            undo=None,
            happening=(),
            question=Question(asks=state.question.asks),
        )
        if given:
            self.give()

    def enter_step(self, index: int, reason: Reason) -> None:
        """Begin step `index` at its calm end: nothing stands above the step's lower end, nothing jumps up.

        A hold goes on into the step: only what lifts it lets anything rise.
        """
        if self.state.question.open_since != NEVER:
            self.bring(CloseQuestion())
        step = self.plan.steps[index]
        stage = self.plan.stage(step.scene)
        same_scene = self.step.scene == step.scene
        low = step.band.low
        pins = {pin.parameter: pin.intensity for pin in step.pins}
        before = self.state
        self.become(step=index, reached=max(before.reached, index))
        top = governor.ceiling(self.circumstances).allows
        levers = []
        for parameter in stage.parameters:
            given = before.lever(parameter.name).given if same_scene else CALM_END
            asked = pins.get(parameter.name, low)
            levers.append((parameter.name, Lever(asked, min(given, asked, top), 0, reason)))
        self.become(
            dial=Lever(low, min(before.dial.given if same_scene else CALM_END, low, top), 0, reason),
            levers=tuple(levers),
            pinned=frozenset(pins),
            course=StepCourse(entered=self.state.now),
            question=Question(asks=self.state.question.asks, due=Micros(self.state.now + step.suds_every)),
            suggestion=None,
            undo=None,
            happening=(),
        )
        self.bring(EnterStep(index, reason))
        if step.say:
            self.bring(Say(step.say, SAID_FOR))
        self.give()

    def give(self) -> None:
        state = self.state
        self.bring(Give(state.dial.given, tuple((name, lever.given) for name, lever in state.levers)))

    def wanted(self, proposal: Proposal) -> Permille:
        """What `proposal` would ask of the dial now. It may rest on a dial that has moved since: a hold moves nothing, a
        lowering never raises, a raise never lowers."""
        asked = self.state.dial.asked
        match proposal.kind:
            case "hold":
                return asked
            case "lower":
                return Permille(min(asked, max(0, proposal.intensity)))
            case "raise":
                return Permille(max(asked, min(self.step.band.high, proposal.intensity)))
            case _:
                assert_never(proposal.kind)

    def asked(self, intensity: Permille, reason: Reason) -> None:
        """Set what is asked of the dial; the governor decides what is given."""
        self.become(dial=replace(self.state.dial, asked=intensity, reason=reason))
