"""What 20 ms of time do: dose, watches, questions, timed events, and the governor over every lever.

Order within a tick: time and dose, watches, question, events, advance, levers. The governor comes last.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import MINUTE, TICK, Micros, Permille, Suds, dial
from vrtherapy.safety import governor, hard_limits, rules, watch
from vrtherapy.safety.classes import tightened
from vrtherapy.session import advance
from vrtherapy.session.around import classes, reading_fresh
from vrtherapy.session.effects import AskPatient, Decide, Happen
from vrtherapy.session.phase import COUNTS_DOSE, SHOWS_EXPOSURE
from vrtherapy.session.state import NEVER, Belief, Dose, Lever, Question
from vrtherapy.session.turn import Turn

EASED_BY = Permille(100)


def tick(turn: Turn) -> None:
    state = turn.state
    now = Micros(state.now + TICK)
    if state.phase in COUNTS_DOSE:
        course = replace(state.course, spent=Micros(state.course.spent + TICK))
        turn.become(now=now, dose=_counted(turn, now), course=course)
    else:
        turn.become(now=now)
    _watch_console(turn)
    _watch_links(turn)
    _watch_reading(turn)
    if turn.state.phase in SHOWS_EXPOSURE:
        _dose(turn)
        _pause_asked(turn)
    if turn.state.phase == "exposure":
        _hand_over(turn)
        _question(turn)
        _timed_events(turn)
        _progress(turn)
    _end_events(turn)
    if turn.state.phase in SHOWS_EXPOSURE:
        _levers(turn)


def _counted(turn: Turn, now: Micros) -> Dose:
    """The dose with this tick's share. An event counts for a minute."""
    state, dose = turn.state, turn.state.dose
    level = tightened(turn.step.limits, classes(turn.plan, state)).high_level
    events = dose.events
    if events and events[0] <= now - MINUTE:
        events = tuple(at for at in events if at > now - MINUTE)
    return replace(
        dose,
        exposure=Micros(dose.exposure + TICK),
        unbroken=Micros(dose.unbroken + TICK),
        high=Micros(dose.high + TICK) if state.dial.given > level else dose.high,
        events=events,
    )


# ---- watches ---------------------------------------------------------------------------------------------------------


def _watch_console(turn: Turn) -> None:
    """Promise 8."""
    state = turn.state
    if state.phase == "ended":
        return
    verdict = watch.console(state.now, state.links.console if state.controller else NEVER)
    live = verdict == "live"
    if live != state.live:
        turn.become(live=live)
        if not live and state.phase in SHOWS_EXPOSURE:
            turn.alert("not_live", "no controlling console for 2 s: held")
        elif live and state.phase in SHOWS_EXPOSURE:
            turn.alert("live_again", "controlling console heard again")
            turn.recovered("the controlling console is back")
    if verdict == "calm" and state.phase in SHOWS_EXPOSURE:
        turn.enter_phase("calm", Reason("dead_man", "no controlling console for 30 s", "watch"))
        turn.alert("dead_man", "no controlling console for 30 s: calm scene")


def _watch_links(turn: Turn) -> None:
    links, now = turn.state.links, turn.state.now
    heard_of: tuple[tuple[watch.Told, Micros], ...] = (("server", links.server), ("biofeedback", links.biofeedback))
    silent = frozenset(name for name, heard in heard_of if watch.silent(now, heard))
    if silent == links.silent:
        return
    turn.become(links=replace(links, silent=silent))
    for name, title in watch.TOLD.items():
        if name in silent - links.silent:
            turn.alert(f"{name}_silent", f"{title} is silent")
        elif name in links.silent - silent:
            turn.alert(f"{name}_back", f"{title} is heard again")


def _watch_reading(turn: Turn) -> None:
    """Promise 4: a lost sensor ends suggestions and shows a banner, nothing else moves."""
    state = turn.state
    if state.reading is None:
        return
    sound = state.reading.quality != "none" and reading_fresh(state)
    if sound == (not state.reading_lost):
        return
    turn.become(reading_lost=not sound, suggestion=state.suggestion if sound else None)
    if sound:
        turn.become(handed=NEVER)
        if turn.lift("sensor_lost"):
            turn.recovered("the sensor is back")
        turn.alert("sensor_back", f"{state.reading.source}: readable again")
    else:
        why = state.reading.reason or "nothing heard for 3 s"
        turn.alert("sensor_lost", f"{state.reading.source}: {why}; no suggestions until it is back")


def _hand_over(turn: Turn) -> None:
    """Promise 4: where the controller moves the dial itself, a lost sensor holds and leaves the dial to the clinician;
    it steps down each 30 s without an answer."""
    state = turn.state
    steers = state.autonomy in ("lower_only", "full") and turn.step.rationale != "expectancy"
    if not (state.reading_lost and steers):
        return
    if state.handed == NEVER:
        turn.become(handed=state.now)
        turn.hold(Reason("sensor_lost", "the sensor is lost: held, the dial is yours", "watch"))
        turn.alert("dial_yours", "the sensor is lost and the controller has let go: set the dial, or it steps down in 30 s")
    elif state.held("sensor_lost") and state.now - state.handed >= hard_limits.SENSOR_UNANSWERED:
        turn.become(handed=state.now)
        ease(turn, Reason("sensor_unanswered", "sensor lost and nobody answered for 30 s: stepped down", "watch"))


def ease(turn: Turn, reason: Reason) -> None:
    """Ask for a tenth of the dial less than is given; more than is asked already it never is."""
    lower = Permille(min(turn.state.dial.asked, max(0, turn.state.dial.given - EASED_BY)))
    turn.asked(lower, reason)
    turn.bring(Decide("intensity", lower, lower, reason))


# ---- dose ------------------------------------------------------------------------------------------------------------


def _dose(turn: Turn) -> None:
    """Promise 10: told at 80 %, then no rise, and the governor's ceiling winds the step down."""
    around = turn.circumstances
    _tell_dose(turn, "told", around.exposure, rules.dose_cap(around), "dose", "exposure", "the step's calm end")
    level = dial(around.limits.high_level)
    _tell_dose(turn, "high_told", around.high, rules.high_cap(around), "high_dose", f"time above {level}", level)
    dose = turn.state.dose
    if dose.unbroken >= hard_limits.UNBROKEN_EXPOSURE and not dose.break_told:
        turn.become(dose=replace(dose, break_told=True))
        turn.alert("break_due", "30 min in the exposure without a break: 10 to 15 min are advised")


def _tell_dose(turn: Turn, told: Literal["told", "high_told"], had: Micros, cap: Micros, code: str, what: str, down_to: str) -> None:
    before: int = getattr(turn.state.dose, told)
    percent = 100 if had >= cap else hard_limits.DOSE_WARNING if had * 100 >= cap * hard_limits.DOSE_WARNING else 0
    if percent <= before:
        return
    dose = turn.state.dose
    turn.become(dose=replace(dose, told=percent) if told == "told" else replace(dose, high_told=percent))
    if percent == 100:
        turn.alert(f"{code}_cap", f"{what}: its cap of {cap // MINUTE} min is reached, going down to {down_to}")
    else:
        turn.alert(f"{code}_warning", f"{what} at {percent} % of its cap of {cap // MINUTE} min")


def _pause_asked(turn: Turn) -> None:
    state = turn.state
    if state.phase == "paused" and state.now - state.phase_since == hard_limits.PAUSE_ASKED:
        turn.alert("pause_long", "paused for 60 s and dose counts on: resume, calm or debrief?")


def _question(turn: Turn) -> None:
    """SUDS on schedule; unanswered it is put again after 20 s; two in a row hold and alert."""
    state, question = turn.state, turn.state.question
    if question.open_since != NEVER:
        if state.now - question.open_since < hard_limits.QUESTION_OPEN:
            return
        missed = question.missed + 1
        turn.become(question=replace(question, missed=missed))
        if missed == hard_limits.QUESTIONS_MISSED:
            words = f"{missed} SUDS questions unanswered"
            turn.hold(Reason("no_answer", f"{words}: held", "watch"))
            what = "Dissociating? Offer grounding" if turn.plan.trauma else "Speak to the patient"
            turn.alert("no_answer", f"{words}: held. {what}")
        ask(turn, Reason("asked_again", "not answered for 20 s", "engine"))
    elif question.due != NEVER and state.now >= question.due:
        ask(turn, Reason("schedule", "on schedule", "protocol"))


def ask(turn: Turn, reason: Reason) -> None:
    """Put the SUDS question to the patient."""
    state = turn.state
    asks = state.question.asks + 1
    turn.become(question=replace(state.question, open_since=state.now, asks=asks, due=NEVER))
    turn.bring(AskPatient(asks, reason))


def next_due(turn: Turn, suds: Suds) -> Question:
    """The question after a rating of `suds`: on the step's schedule, or within 30 s of a high one."""
    state = turn.state
    wait = min(turn.step.suds_every, hard_limits.SUDS_AGAIN) if suds >= high(turn) else turn.step.suds_every
    due = Micros(state.now + wait) if state.phase in SHOWS_EXPOSURE else NEVER
    return Question(asks=state.question.asks, due=due)


def high(turn: Turn) -> Suds:
    """The rating that holds in this step."""
    limits = tightened(turn.step.limits, classes(turn.plan, turn.state))
    return min(limits.suds_high, hard_limits.SUDS_HIGH_ABSOLUTE)


def _timed_events(turn: Turn) -> None:
    state = turn.state
    if turn.plan.trauma:
        return
    for offer in turn.step.offers:
        if offer.by != "time":
            continue
        last = dict(state.course.fired).get(offer.event)
        if last is None and state.course.spent >= offer.after and refused(turn, offer.event) is None:
            happen(turn, offer.event, Reason("timed", "by the protocol's clock", "protocol"))


def refused(turn: Turn, name: str) -> Reason | None:
    """Why this event of the scene must not happen now, or None. Promise 2."""
    state = turn.state
    event = turn.stage.event(name)
    if event is None:
        return Reason("unknown_event", f"this scene has no event {name}", "engine")
    if state.phase != "exposure":
        return Reason("not_in_exposure", "only in exposure", "engine")
    offer = next((o for o in turn.step.offers if o.event == name), None)
    if offer is None:
        return Reason("not_offered", "not part of this step", "protocol")
    if any(playing == name for playing, _ in state.happening):
        return Reason("playing", "still playing", "engine")
    last = dict(state.course.fired).get(name)
    if last is not None and (left := offer.cooldown - (state.now - last)) > 0:
        return Reason("cooldown", f"again in {-(-left // 1_000_000)} s", "protocol")
    return governor.refuse(event.intensity, event.title.lower(), turn.circumstances)


def happen(turn: Turn, name: str, reason: Reason) -> None:
    event = turn.stage.event(name)
    assert event is not None
    state = turn.state
    others = tuple(item for item in state.course.fired if item[0] != name)
    turn.become(
        happening=(*state.happening, (name, Micros(state.now + event.duration))),
        course=replace(state.course, fired=(*others, (name, state.now))),
        dose=replace(state.dose, events=(*state.dose.events, state.now)),
    )
    turn.bring(Happen(name, event.intensity, reason))


def _end_events(turn: Turn) -> None:
    state = turn.state
    if state.happening and any(ends <= state.now for _, ends in state.happening):
        turn.become(happening=tuple(item for item in state.happening if item[1] > state.now))


def _progress(turn: Turn) -> None:
    """A step that is done says so, or walks on where the author lets it and nothing holds; an overdue one asks.

    What the step asks afterwards is asked before it counts as done."""
    state, course = turn.state, turn.state.course
    if course.spent >= turn.step.at_most and not course.overdue_told:
        turn.become(course=replace(course, overdue_told=True))
        turn.alert("step_long", f"step longer than planned ({turn.step.at_most // MINUTE} min): go on, stay or go back?")
    if course.ready is None:
        said = [r for r in state.ratings if r.step == state.step and r.at >= course.entered]
        reason = advance.done(turn.step, said, course.spent, _likelihood(course.before), _likelihood(course.after))
        unasked = turn.step.expectancy_after and course.after is None
        if unasked and not course.after_told and advance.stayed(turn.step, said, course.spent):
            turn.become(course=replace(turn.state.course, after_told=True))
            turn.alert("expectancy_after", f"ask now: {turn.step.expectancy_after}")
        if reason is None or unasked:
            return
        turn.become(course=replace(turn.state.course, ready=reason))
        if not _walks_on(turn):
            turn.alert("step_done", f"step done: {reason.words}")
    if _walks_on(turn) and (ready := turn.state.course.ready) and governor.may_not_rise(turn.circumstances) is None:
        turn.enter_step(state.step + 1, ready)


def _likelihood(belief: Belief | None) -> int | None:
    return None if belief is None else belief.likelihood


def _walks_on(turn: Turn) -> bool:
    """By itself, without the clinician; never in trauma (promise 7)."""
    onwards = turn.state.step + 1
    if onwards >= len(turn.plan.steps) or turn.broken(onwards) is not None:
        return False
    return turn.step.advance.decide == "auto" and not turn.plan.trauma


def _levers(turn: Turn) -> None:
    """The governor over the dial and every parameter: last in line, each tick."""
    state = turn.state
    within = governor.bounds(turn.circumstances)
    main = _governed(state.dial, state.dial.asked, within)
    if main.reason.code != state.dial.reason.code and main.asked != main.given:
        turn.bring(Decide("intensity", main.asked, Permille(min(main.asked, within.top.allows)), main.reason))
    levers = tuple(
        (name, _governed(lever, lever.asked if name in state.pinned else main.given, within)) for name, lever in state.levers
    )
    if main == state.dial and levers == state.levers:
        return
    moved = main.given != state.dial.given or any(
        new.given != old.given for (_, new), (_, old) in zip(levers, state.levers, strict=True)
    )
    turn.become(dial=main, levers=levers)
    if moved:
        turn.give()


def _governed(lever: Lever, asked: Permille, within: governor.Bounds) -> Lever:
    granted = governor.govern(asked, lever.given, lever.credit, TICK, within)
    return Lever(asked, granted.given, granted.credit, granted.reason)
