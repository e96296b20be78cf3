"""A simulated clinician: reads what the engine reports and says what to send next. Never a treatment guideline.

Rules:
    0. The checklist is answered as for the invented patient, the stop is practised and a rating asked, then the start.
       A training session goes on with nobody in the headset.
    1. Acts on reports alone, one wish at a time, never faster than the pace's gap. Takes the controls where nobody
       uses them; controls that somebody else took later are not taken back.
    2. Intensity is raised within the step's band, a part at a time, once the last part is reached and the patient
       has said how it is. Fear close to the limit, or a hold, eases before anything else is thought of.
    3. A step is left when it counts as done or has lasted as long as planned; a note is written first.
       Whoever is still close to the limit then is not taken higher: debrief.
    4. A stop is rested on, then resumed one step lower; a third one ends in the debrief. A technical stop goes on
       where it was.
    5. The same reports, times and generator give the same wishes.

Invented manners and times: see `pace.py`.
"""

from __future__ import annotations

from random import Random
from typing import Final, Literal

from vrtherapy.sim.pace import HURRIED, UNHURRIED
from vrtherapy.wire import commands
from vrtherapy.wire.reports import PlanReport, StateReport, StepPart

SAME_AGAIN_S = 3.0
NOTES_AT_MOST = 20_000
STOPS_ENOUGH = 3
NEAR_THE_LIMIT = 10
"""SUDS below the protocol's high rating at which intensity is eased and no longer raised."""
ANSWERS: Final = {
    "identity": "patient",
    "age": "34",
    "consent_recording": "yes",
    "consent_physiology": "yes",
    "consent_research": "no",
    "contraindications": "none",
    "acute_risk": "no",
    "alcohol_or_sedatives": "no",
    "heart_medicines": "none",
    "fit": "yes",
    "boundary": "yes",
    "posture": "seated",
    "signal": "without",
    "cues_agreed": "yes",
    "address_now": "1 Invented Street",
    "phone": "000",
    "emergency_contact": "a friend, 000",
    "at_hand": "a friend",
    "emergency_number": "112",
}
"""Of the invented patient, to what the checklist asks."""
ACCEPTS = 0.75
"""Share of the suggestions that are taken."""


class Clinician:
    """Leads one session of `plan`. `rng` is the only source of chance; `hurried` is for a demonstration of seconds."""

    def __init__(self, plan: PlanReport, rng: Random, *, hurried: bool) -> None:
        self._plan = plan
        self._rng = rng
        self._pace = HURRIED if hurried else UNHURRIED
        self._began: float | None = None
        self._epoch: int | None = None
        self._last: commands.Wish | None = None
        self._last_s = 0.0
        self._leaving = False
        self._stops: set[int] = set()
        self._step = (-1, 0.0)
        self._moved_at = 0
        self._reached_s: float | None = None
        self._asked_for = -1
        self._eased_for: int | None = None
        self._event_s = 0.0
        self._noted = False
        self._spoken = False

    def time_is_up(self) -> None:
        """From now on debrief and end, wherever the session is."""
        self._leaving = True

    def decide(self, state: StateReport, now_s: float) -> commands.Wish | None:
        """What to send now, or None. `now_s` counts in seconds on any clock that does not go back."""
        if self._began is None:
            self._began = now_s
        self._notice(state, now_s)
        if self._last is not None and now_s - self._last_s < self._pace.gap:
            return None
        wish = self._take(state) if self._epoch is None else self._lead(state, now_s)
        if wish is None or (wish == self._last and now_s - self._last_s < SAME_AGAIN_S):
            return None
        self._last, self._last_s = wish, now_s
        self._remember(wish, state, now_s)
        return wish

    # ---- what is seen ----

    def _notice(self, state: StateReport, now_s: float) -> None:
        if self._epoch is None and state.live and isinstance(self._last, commands.TakeControl):
            self._epoch = state.epoch
        if state.phase == "stopped" and state.phase_reason.code != "technical":
            self._stops.add(state.phase_since)
        if state.hold is None:
            self._spoken = False
        if state.phase != "exposure":
            return
        index, spent_s = self._step
        self._step = (state.step.index, state.step.spent_s)
        if index != state.step.index or state.step.spent_s < spent_s:
            self._enter(state, now_s)
        if self._reached_s is None and state.dial.given >= min(state.dial.asked, state.dial.ceiling):
            self._reached_s = now_s

    def _enter(self, state: StateReport, now_s: float) -> None:
        self._moved_at = state.at
        self._reached_s = None
        self._asked_for = -1
        self._noted = False
        self._event_s = now_s + self._rng.uniform(*self._pace.event_after)

    def _remember(self, wish: commands.Wish, state: StateReport, now_s: float) -> None:
        match wish:
            case commands.AskIntensity() | commands.AcceptSuggestion():
                self._moved_at, self._reached_s = state.at, None
                self._eased_for = state.suds.last_at
            case commands.AskSuds():
                self._asked_for = self._moved_at
            case commands.FireEvent():
                self._event_s = now_s + self._rng.uniform(*self._pace.event_after)
            case commands.WriteNotes():
                self._noted = True
            case commands.SayToPatient():
                self._spoken = True
            case _:
                pass

    # ---- what is done ----

    def _take(self, state: StateReport) -> commands.Wish | None:
        return None if state.controller and state.live else commands.TakeControl()

    def _lead(self, state: StateReport, now_s: float) -> commands.Wish | None:
        if state.epoch != self._epoch or state.phase == "ended":
            return None
        since_s = (state.at - state.phase_since) / 1e6
        if state.phase == "debrief":
            return commands.End() if since_s >= self._pace.closing else None
        if self._leaving or len(self._stops) >= STOPS_ENOUGH:
            return commands.Debrief()
        match state.phase:
            case "checklist":
                return self._prepare(state, now_s)
            case "baseline":
                meant = min(self._plan.baseline_s, self._pace.baseline_at_most)
                learning = state.sensor is not None and state.sensor.arousal is None
                patience = self._pace.baseline_patience * meant if learning else meant
                return commands.Next() if since_s >= patience else None
            case "paused":
                return commands.Resume() if since_s >= self._pace.settle else None
            case "grounding" if state.step.reached < 0:
                return commands.Resume()
            case "calm" | "grounding" | "stopped" | "interrupted":
                own = state.phase_reason.code in ("technical", "dead_man")
                rested = since_s >= self._pace.rest
                return commands.Resume(where="here" if own else "one_lower") if rested else None
            case _:
                return self._expose(state, now_s)

    def _prepare(self, state: StateReport, now_s: float) -> commands.Wish | None:
        gate = state.checklist
        if not state.live:
            return None
        if self._plan.session_kind == "training":
            if gate.answers.get("identity") != "nobody":
                return commands.Confirm(answers={"identity": "nobody"})
        elif unanswered := {id: ANSWERS[id] for id in gate.applies if id in ANSWERS and id not in gate.answers}:
            return commands.Confirm(answers=unanswered)
        if "stop_performed" in gate.missing and not gate.rehearsing:
            return commands.Rehearse()
        if "rating_given" in gate.missing and state.suds.open_since is None:
            return commands.AskSuds()
        if "grounding_rehearsed" in gate.missing:
            return commands.Ground()
        settled = self._began is not None and now_s - self._began >= self._pace.settle
        return commands.Start() if settled and not gate.missing else None

    def _expose(self, state: StateReport, now_s: float) -> commands.Wish | None:
        step = self._plan.steps[state.step.index]
        if state.hold is not None:
            return self._held(state, step)
        if self._over(state, step, now_s):
            return self._go_on(state, step)
        if self._too_much(state) and state.suds.last_at != self._eased_for and (eased := self._ease(state, step)):
            return eased
        if state.suggestion is not None:
            return self._suggested(state)
        return self._ask(state, now_s) or self._raise(state, step, now_s) or self._event(state, now_s)

    def _held(self, state: StateReport, step: StepPart) -> commands.Wish | None:
        """A high rating is eased once each; at the step's calm end grounding is left. Silence is spoken to."""
        codes = {hold.code for hold in state.holds}
        if codes & {"recovered", "sickness", "sensor_lost"}:
            return commands.GoOn()
        if "expectancy" in codes:
            return self._expects(state, "before")
        if "no_answer" in codes:
            return None if self._spoken else commands.SayToPatient(text="How are you now, from 0 to 100?")
        if state.suds.last_at != self._eased_for:
            return self._ease(state, step) or commands.Calm()
        if state.suds.open_since is None and (state.at - self._moved_at) / 1e6 >= self._pace.listen:
            return commands.AskSuds() if self._asked_for != self._moved_at else None
        return None

    def _over(self, state: StateReport, step: StepPart, now_s: float) -> bool:
        if self._pace.stay_at_most is not None:
            return state.step.spent_s >= self._pace.stay_at_most
        stayed = self._reached_s is not None and now_s - self._reached_s >= self._pace.dwell
        done = state.step.ready is not None and state.dial.given >= min(step.high, state.dial.ceiling)
        return (done and stayed and self._heard_since_move(state)) or state.step.spent_s >= step.at_most_s

    def _go_on(self, state: StateReport, step: StepPart) -> commands.Wish:
        said = state.suds.said[state.step.index]
        words = "no rating" if said is None else f"SUDS {said}"
        peak = "" if state.step.peak is None else f", highest {state.step.peak}"
        notes = f"{state.notes}{step.title}: {words}{peak}.\n"
        if step.ask_after and state.step.after is None:
            return self._expects(state, "after")
        if not self._noted and len(notes) <= NOTES_AT_MOST:
            return commands.WriteNotes(text=notes)
        last = state.step.index + 1 >= len(self._plan.steps)
        return commands.Debrief() if last or self._too_much(state) else commands.Next()

    def _expects(self, state: StateReport, when: Literal["before", "after"]) -> commands.Wish:
        """What an invented patient says: as likely as the step is high on the ladder, and half of it afterwards."""
        expected = self._plan.steps[state.step.index].suds_expected
        return commands.AnswerExpectancy(when=when, likelihood=expected if when == "before" else expected // 2)

    def _ease(self, state: StateReport, step: StepPart) -> commands.Wish | None:
        lower = max(step.low, min(state.dial.asked, state.dial.given) - self._part(step))
        return commands.AskIntensity(intensity=lower) if lower < state.dial.given else None

    def _suggested(self, state: StateReport) -> commands.Wish | None:
        suggestion = state.suggestion
        if suggestion is None or suggestion.age_s < self._pace.considers:
            return None
        timid = suggestion.kind == "raise" and self._too_much(state)
        take = suggestion.kind != "hold" and not timid and self._rng.random() < ACCEPTS
        return commands.AcceptSuggestion() if take else commands.DismissSuggestion()

    def _ask(self, state: StateReport, now_s: float) -> commands.Wish | None:
        if state.suds.open_since is not None or self._asked_for == self._moved_at or self._heard_since_move(state):
            return None
        listened = self._reached_s is not None and now_s - self._reached_s >= self._pace.listen
        return commands.AskSuds() if listened else None

    def _raise(self, state: StateReport, step: StepPart, now_s: float) -> commands.Wish | None:
        top = min(step.high, state.dial.ceiling)
        if self._reached_s is None or state.dial.asked >= top or self._too_much(state):
            return None
        if self._pace.hears_first and not self._heard_since_move(state):
            return None
        if now_s - self._reached_s < self._pace.dwell:
            return None
        return commands.AskIntensity(intensity=min(top, state.dial.asked + self._part(step)))

    def _event(self, state: StateReport, now_s: float) -> commands.Wish | None:
        allowed = sorted(e.name for e in state.events if e.allowed)
        if now_s < self._event_s or not allowed or self._too_much(state):
            return None
        return commands.FireEvent(event=self._rng.choice(allowed))

    # ---- judging ----

    def _part(self, step: StepPart) -> int:
        return max(10, -(-(step.high - step.low) // self._pace.parts))

    def _heard_since_move(self, state: StateReport) -> bool:
        return state.suds.last_at is not None and state.suds.last_at > self._moved_at

    def _too_much(self, state: StateReport) -> bool:
        """The newest rating said since this step began is close to the protocol's limit."""
        last, at = state.suds.last, state.suds.last_at
        began = state.at - state.step.spent_s * 1e6
        return last is not None and at is not None and at >= began and last >= self._plan.suds_high - NEAR_THE_LIMIT
