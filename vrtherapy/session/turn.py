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
from vrtherapy.session.around import circumstances
from vrtherapy.session.effects import Alert, CloseQuestion, Effect, EnterPhase, EnterStep, Give, Say
from vrtherapy.session.phase import OUT_OF_IT, SHOWS_EXPOSURE, Phase
from vrtherapy.session.scripts import APPLIED_TENSION
from vrtherapy.session.state import NEVER, Lever, Question, State, StepCourse

SAID_FOR = Micros(8 * SECOND)
BY_HAND = Reason("clinician", "by the clinician", "clinician")


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

    # ---- holds ----

    def hold(self, reason: Reason) -> None:
        """Nothing rises for this reason; the first of a code stays until it is lifted."""
        if not self.state.held(reason.code):
            self.become(holds=(*self.state.holds, reason), suggestion=None)

    def lift(self, *codes: str) -> bool:
        """Whether any of these held."""
        left = tuple(hold for hold in self.state.holds if hold.code not in codes)
        lifted = left != self.state.holds
        if lifted:
            self.become(holds=left)
        return lifted

    def recovered(self, words: str) -> None:
        """What had been lost is back: announced, and in the exposure a person goes on before anything rises again."""
        if self.state.phase in SHOWS_EXPOSURE:
            self.hold(Reason("recovered", f"{words}: held until you go on", "watch"))

    # ---- phases and steps ----

    def enter_phase(self, phase: Phase, reason: Reason) -> None:
        """Move to `phase`. Leaving the exposure drops everything to its calm end in the same tick.

        Where the phase stays, so does its first reason; only the patient's own outranks it.
        """
        was = self.state.phase
        if phase == was:
            if reason.source == "patient":
                self.become(phase_reason=reason)
            return
        self.become(phase=phase, phase_reason=reason, phase_since=self.state.now)
        self.bring(EnterPhase(phase, reason))
        if was == "checklist":
            self.become(practised=replace(self.state.practised, stopping=False))
        if phase not in SHOWS_EXPOSURE:
            self._leave_exposure()
            if self.plan.blood_injury and was in SHOWS_EXPOSURE and phase in OUT_OF_IT:
                self.bring(Say(APPLIED_TENSION, SAID_FOR))

    def _leave_exposure(self) -> None:
        state = self.state
        bare = Lever(reason=state.phase_reason)
        if state.question.open_since != NEVER:
            self.bring(CloseQuestion())
        given = state.dial.given or any(lever.given for _, lever in state.levers)
        self.become(
            dial=bare,
            steered=False,
            levers=tuple((name, bare) for name, _ in state.levers),
            pinned=frozenset(),
            suggestion=None,
            holds=(),
            handed=NEVER,
            undo=None,
            happening=(),
            dose=replace(state.dose, unbroken=Micros(0), break_told=False),
            question=Question(asks=state.question.asks),
        )
        if given:
            self.give()

    def enter_step(self, index: int, reason: Reason, *, again: bool = False) -> None:
        """Begin step `index` at its calm end: nothing stands above the step's lower end, nothing jumps up.

        A hold goes on into the step: only what lifts it lets anything rise. `again`: the same visit goes on after a
        calm or a stop, so what was expected before it is not asked twice.
        """
        if self.state.question.open_since != NEVER:
            self.bring(CloseQuestion())
        step = self.plan.steps[index]
        stage = self.plan.stage(step.scene)
        same_scene = self.step.scene == step.scene
        low = step.band.low
        pins = {pin.parameter: pin.intensity for pin in step.pins}
        before = self.state
        self.become(step=index, reached=max(before.reached, index), steered=False)
        top = governor.ceiling(self.circumstances).allows
        levers = []
        for parameter in stage.parameters:
            given = before.lever(parameter.name).given if same_scene else CALM_END
            asked = pins.get(parameter.name, low)
            levers.append((parameter.name, Lever(asked, min(given, asked, top), 0, reason)))
        known = before.course.before if again and index == before.step else None
        self.become(
            dial=Lever(low, min(before.dial.given if same_scene else CALM_END, low, top), 0, reason),
            levers=tuple(levers),
            pinned=frozenset(pins),
            course=StepCourse(entered=self.state.now, before=known),
            question=Question(asks=self.state.question.asks, due=Micros(self.state.now + step.suds_every)),
            suggestion=None,
            undo=None,
            happening=(),
        )
        self.bring(EnterStep(index, reason))
        if step.say:
            self.bring(Say(step.say, SAID_FOR))
        self.give()
        self.lift("expectancy")
        if step.expectancy_before and known is None:
            self.hold(Reason("expectancy", f"before this step: {step.expectancy_before}", "protocol"))

    # ---- what the patient meets ----

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

    def asked(self, intensity: Permille, reason: Reason, *, steered: bool = False) -> None:
        """Set what is asked of the dial; the governor decides what is given. `steered`: the controller's own rise."""
        self.become(dial=replace(self.state.dial, asked=intensity, reason=reason), steered=steered)
