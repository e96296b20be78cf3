"""What a session that did not go as usual leaves on the page: what went wrong, who let it go on, and what was agreed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import get_args

import pytest

from tests.report.eventful import AFAR, LEAN_OUT, WHERE_THEY_ARE, eventful, ladder_of
from tests.report.reading import Read, told
from tests.report.sessions import CLINIC, TRAINING, Session, head, ladder, plan
from vrtherapy.domain.plan import Rule
from vrtherapy.domain.setting import Setting
from vrtherapy.domain.units import Micros, Permille, Suds
from vrtherapy.report import words
from vrtherapy.report.summary import Summary, summary
from vrtherapy.report.timeline import Timeline, timeline
from vrtherapy.session import events, wishes


@cache
def led() -> Session:
    return eventful()


@cache
def filed() -> str:
    return told(led())[2]


def sheet() -> str:
    return Read(filed()).text.split("Annex: the course in figures")[0]


def annex() -> str:
    return Read(filed()).text.split("Annex: the course in figures")[1]


def of(session: Session) -> str:
    read = Read(told(session)[2])
    assert read.faults == []
    return read.text


def known(session: Session) -> tuple[Timeline, Summary]:
    course = timeline(session.plan, session.turns)
    return course, summary(session.plan, course)


def in_step(setting: Setting = TRAINING, step: int = 0, **answers: str) -> Session:
    """A minute of rest, then the exposure in that step."""
    session = Session(ladder_of(setting))
    session.until(1)
    if setting.kind == "training":
        session.begin()
    else:
        session.prepare(**answers)
        session.take(wishes.Start())
    session.until(20)
    for _ in range(step + 1):
        session.take(wishes.Next())
        if session.plan.steps[session.state.step].expectancy_after:
            session.take(wishes.AnswerExpectancy("after", None, "not today"))
    session.until(25)
    return session


# ---- adverse events --------------------------------------------------------------------------------------------------


def test_adverse_events_stand_above_all_figures_with_severity_words_and_what_was_done() -> None:
    top = sheet()[: sheet().index("Exposure")]
    for said in (
        "Adverse event, severe: panic at 20:20, step 4: “wanted out at once, breathing fast”. Stopped. Debrief at 20:40.",
        "Adverse event, mild: motion sickness at 12:40, step 4: “warm, a little dizzy”. Eased and held; interrupted at 17:20.",
        "Adverse event, mild: pain at 22:00, after the end: “headache on the way out”. Reported after the end.",
    ):
        assert said in top
    assert top.index("severe: panic") < top.index("mild: motion sickness") < top.index("mild: pain")


def test_without_an_adverse_event_nothing_stands_above_the_figures() -> None:
    session = in_step()
    assert "Adverse event" not in of(session) and 'class="gone"' not in told(session)[2]


def test_more_adverse_events_than_room_are_counted_and_all_stand_in_the_annex() -> None:
    session = in_step()
    for n in range(7):
        session.take(wishes.ReportAdverse("dissociation", "moderate" if n == 5 else "mild", f"number {n}"))
    text = of(session)
    top = text.split("Course of the session")[0]
    assert "Adverse event, moderate: dissociation" in top and "4 more adverse events in the annex." in top
    assert all(f"number {n}" in text.split("Annex")[1] for n in range(7))


def test_an_adverse_event_that_stopped_nothing_says_that_the_exposure_went_on() -> None:
    session = in_step()
    session.take(wishes.ReportAdverse("pain", "mild", "neck"))
    session.until(40), session.take(wishes.Calm())
    assert "mild: pain at 0:25, step 1: “neck”. Exposure went on; calm at 0:40." in of(session)


def test_an_adverse_event_at_rest_says_that_nothing_was_shown() -> None:
    session = Session(plan())
    session.until(1), session.begin()
    session.until(5), session.take(wishes.ReportAdverse("other", "mild", ""))
    assert "Adverse event, mild: other adverse event at 0:05, at rest. Nothing was being shown." in of(session)


def test_a_stop_for_a_safety_sign_is_neither_the_patients_nor_the_consoles() -> None:
    session = in_step()
    session.take(wishes.EnterSickness(15))
    stops = known(session)[1].stops
    assert (stops.safety_sign, stops.patient, stops.clinician, stops.total) == (1, 0, 0, 1)
    assert "Stop , safety sign: motion sickness 15 of 20." in of(session)


# ---- sickness, doses, autonomy ---------------------------------------------------------------------------------------


def test_motion_sickness_is_told_first_highest_and_last() -> None:
    assert "Motion sickness of 20: first 1, highest 8 at 12:00, last 3." in sheet()
    assert "motion sickness 4 of 20" in annex()


def test_motion_sickness_that_nobody_asked_about_is_told_as_not_asked() -> None:
    assert "Motion sickness not asked." in of(in_step())


def test_time_above_the_high_level_is_told_with_its_cap_for_this_class_of_patients() -> None:
    course, figures = known(led())
    assert figures.high_levels == (600,) and figures.high_cap == Micros(600_000_000)
    assert abs(figures.high - led().state.dose.high) < 1_000_000 and figures.high > 200_000_000
    assert "3:51 of 10:00 min above 0.60" in sheet()
    assert course.readiness.classes == ("child", "first_session")


def test_a_dose_that_was_extended_says_by_how_much_and_why() -> None:
    assert "cap 40:00 (+10), not reached" in sheet()
    assert "exposure dose extended by 10 min up to 40 min one more ride, agreed with her clinician" in annex()


def test_the_stage_of_autonomy_stands_in_the_head_as_it_held_and_not_as_it_was_asked_for() -> None:
    assert "autonomy: suggest, lower only from 13:35" in sheet()
    session = Session(replace(plan(setting=replace(CLINIC, unlocked="suggest")), autonomy="full"))
    session.until(1)
    assert "autonomy: suggest" in of(session) and "autonomy: full" not in of(session)


def test_who_led_from_where_and_whose_limits_held_stand_in_the_head() -> None:
    top = sheet()[: sheet().index("Adverse event")]
    assert "Led by Ada Lind, remote; autonomy" in top and "limits for a child and a first session" in top
    assert "Ada Lind, clinician: signature" in sheet()
    assert "limits for" not in of(in_step()).split("Exposure")[0]


# ---- what each step brought ------------------------------------------------------------------------------------------


def test_a_violated_expectation_is_told_in_points_and_equal_in_rank_with_a_fall_of_the_ratings() -> None:
    assert "80 → 20 % Expectancy violated, −60 points" in sheet()
    assert "30 → 25 % Expectancy not violated, −5 of −30 points" in sheet()
    assert "Expected, step 3 30 → 25 % not violated, −5 of −30 points" in sheet()
    assert "habituation not the aim" not in sheet().split("What each step brought")[2]
    visits = known(led())[1].visits
    assert visits[1].verdict == "habituated" and visits[1].expected is None
    assert visits[2].verdict == "not the aim" and visits[2].expected is not None and visits[2].expected.change == -60


def test_what_the_patient_said_they_feared_and_found_stands_in_the_annex() -> None:
    assert "before: “it gives way and I fall”; after: “it held, both times”" in annex()


def test_an_answer_that_was_not_to_be_had_is_never_counted_as_no_change() -> None:
    session = in_step(step=2)
    session.take(wishes.AnswerExpectancy("before", None, "would not think of it"))
    session.until(40), session.take(wishes.AnswerExpectancy("after", 40, ""))
    one = known(session)[1].visits[-1].expected
    assert one is not None and one.change is None and one.found == "open"
    assert "– → 40 % No answer before" in of(session)
    assert "would not think of it" in of(session)


def test_an_expectation_without_an_aim_tells_the_change_and_no_verdict() -> None:
    found = replace(LEAN_OUT, advance=ladder(2, "", 0, 1).advance)
    session = Session(replace(ladder_of(TRAINING), steps=(found,)))
    session.until(1), session.begin()
    session.until(2), session.take(wishes.Next())
    session.take(wishes.AnswerExpectancy("before", 40, ""))
    session.until(40), session.take(wishes.AnswerExpectancy("after", 55, ""))
    assert "More likely than before, +15 points" in of(session)


def test_what_was_expected_stands_on_where_the_step_goes_on_after_a_stop_and_nowhere_else() -> None:
    session = in_step(step=2)
    session.take(wishes.AnswerExpectancy("before", 70, ""))
    session.put(events.StopPressed(session.now, "patient", "the patient pressed stop"))
    session.until(30), session.take(wishes.Resume("here"))
    session.until(50), session.take(wishes.AnswerExpectancy("after", 10, ""))
    assert known(session)[1].visits[-1].expected.change == -60  # type: ignore[union-attr]
    session.take(wishes.Repeat())
    assert known(session)[0].visits[-1].before is None


def test_a_skipped_step_stands_with_its_reason_and_a_repeated_one_as_a_repeat() -> None:
    assert "4 Edge of the roof 2:40 70 – Skipped : neck hurts when looking down" in sheet()
    assert "3 Lean out over the railing repeat" in sheet()
    assert "skipped: neck hurts when looking down" in annex() and "a repetition" in annex()


def test_a_step_that_never_activated_is_told_as_that_and_not_as_habituated() -> None:
    session = in_step()
    session.rate(30), session.until(90), session.rate(10), session.until(155), session.rate(10)
    row = of(session).split("What each step brought")[2].split("What was asked")[0]
    assert "Never activated: peak below 40" in row and "habituated" not in row.lower()


def test_a_rating_that_ends_a_step_by_the_protocols_rule_still_belongs_to_the_step() -> None:
    rung = replace(ladder(0, "Lobby", 0, 150), rules=(Rule(Suds(80), "stop", ()),))
    session = Session(plan((rung,)))
    session.until(1), session.begin()
    session.until(2), session.take(wishes.Next())
    session.until(20), session.rate(88)
    assert session.state.phase == "stopped"
    assert known(session)[1].visits[0].peak == 88


def test_with_more_stays_than_room_what_was_skipped_or_struck_stays() -> None:
    session = in_step()
    session.rate(30)
    session.take(wishes.Skip("felt dizzy when looking down"))
    for n in range(14):
        session.until(28 + 3 * n), session.rate(20)
        session.take(wishes.Back() if n % 2 == 0 else wishes.Next())
        if n == 1:
            session.take(wishes.ReportAdverse("pain", "mild", "neck"))
    text = of(session).split("Annex")[0]
    assert "Skipped : felt dizzy when looking down" in text and "of 15 stays" in text
    assert "adverse event, see above" in text


# ---- losses, and who went on -----------------------------------------------------------------------------------------


def test_a_stall_says_how_long_and_who_went_on() -> None:
    session = in_step(CLINIC)
    session.put(events.Stalled(session.now, Micros(2_300_000)))
    session.until(31), session.take(wishes.GoOn())
    text = of(session)
    assert "No new picture for 2.3 s: held; Ada Lind went on at 0:31." in text


def test_a_stall_that_nobody_looked_at_says_how_the_exposure_was_left() -> None:
    session = in_step()
    session.put(events.Stalled(session.now, Micros(1_500_000)))
    assert "No new picture for 1.5 s: held; nobody went on." in of(session)
    session.until(40), session.take(wishes.Calm())
    assert "No new picture for 1.5 s: held until calm at 0:40." in of(session)


def test_a_console_that_came_back_says_that_it_held_and_who_went_on() -> None:
    session = in_step()
    session.console = False
    session.until(30)
    session.console = True
    session.until(33), session.take(wishes.AskIntensity(Permille(60)))
    text = of(session)
    assert "The controlling console was back: held; the clinician went on at 0:33." in text
    assert "no controlling console for 2 s" not in text.split("Annex")[0].lower()


def test_after_a_take_over_it_says_at_which_console_somebody_went_on() -> None:
    session = in_step()
    session.put(events.Commanded(session.now, "console-b", "clinician", 1, Micros(0), wishes.TakeControl()))
    session.put(events.Stalled(session.now, Micros(1_500_000)))
    session.put(events.Commanded(session.now, "console-b", "clinician", 2, Micros(0), wishes.GoOn()))
    assert "the clinician went on at 0:25 at console-b." in of(session)


def test_an_engine_that_came_back_says_where_it_went_on() -> None:
    assert "The engine came back, into the calm scene. Went on at 17:40 with step 5." in sheet()


def test_a_sensor_that_steered_and_came_back_says_who_went_on() -> None:
    session = in_step(replace(CLINIC, kind="training", development=False))
    session.take(wishes.SetAutonomy("lower_only"))
    session.sensor = False
    session.until(35)
    session.sensor = True
    session.until(40), session.take(wishes.GoOn())
    text = of(session)
    assert "Polar H10: readable again: held; Ada Lind went on at 0:40." in text


def test_a_stretch_that_was_not_recorded_says_who_accepted_it_and_why() -> None:
    said = "Not recorded until 16:00 (the disk is full); accepted at 15:05 by Ada Lind: “finishing the ride, notes on paper”."
    assert said in sheet()
    assert "record with a gap" in sheet()[: sheet().index("Adverse event")]


def test_a_stretch_that_nobody_accepted_says_that_nothing_rose() -> None:
    session = in_step()
    session.put(events.Recorded(session.now, False, "the disk is full"))
    session.until(40)
    assert "Not recorded to the end (the disk is full); accepted by nobody, so nothing rose." in of(session)


def test_grounding_is_a_leg_of_its_own_and_none_of_the_exposure() -> None:
    session = in_step()
    session.take(wishes.Ground())
    session.until(75), session.take(wishes.Resume("here"))
    session.until(80)
    course, figures = known(session)
    leg = next(span for span in course.phases if span.phase == "grounding")
    assert leg.end - leg.start == 50_000_000 and figures.exposure < 11_000_000
    drawing = told(session)[2].split("<svg")[1].split("</svg>")[0]
    assert ">grounding</text>" in drawing
    assert ">grounding</text>" in filed().split("<svg")[1].split("</svg>")[0]


def test_what_is_practised_in_the_checklist_is_no_part_of_the_course() -> None:
    session = Session(replace(plan(setting=CLINIC), disorder="ptsd_combat"))
    session.until(2), session.take(wishes.Ground())
    session.until(6), session.take(wishes.Resume())
    session.prepare()
    session.until(10), session.take(wishes.Start())
    session.until(20)
    course, figures = known(session)
    assert course.began == 10_000_000 and figures.stops.total == 0
    assert ">grounding</text>" not in told(session)[2]
    text = of(session)
    assert "SUDS 10" in text and "practice, patient" in text and "The patient has performed the stop yes" in text


# ---- what was agreed -------------------------------------------------------------------------------------------------


def test_medicines_for_the_heart_stand_beside_the_heart_rate() -> None:
    assert "at rest; beta-blocker, anxiolytic" in sheet()
    session = in_step(CLINIC, heart_medicines="none")
    assert "beta-blocker" not in of(session)


def test_with_nobody_in_the_headset_the_top_says_that_no_figure_is_a_patients() -> None:
    text = of(in_step())
    assert "Nobody was in the headset: no figure here is a patient's." in text[: text.index("Exposure")]
    assert "Nobody was in the headset" not in Read(filed()).text


def test_without_consent_to_measuring_no_heart_rate_is_told_whatever_the_record_holds() -> None:
    session = in_step(CLINIC, consent_physiology="no")
    assert any(isinstance(turn.event, events.Read) for turn in session.turns)
    course, figures = known(session)
    assert course.heart == () and course.sources == () and course.gaps == ()
    assert figures.baseline is None and figures.listened == 0
    text = of(session)
    assert "not measured: no consent" in text and "not measured: the patient has not agreed" in text
    assert "/min mean" not in text and "Polar H10" not in text and "no signal in this session" not in text


def test_without_consent_to_research_the_head_and_the_annex_say_so() -> None:
    assert "not for research" in sheet()[: sheet().index("Exposure")]
    assert annex().strip().startswith("not for research the patient has not agreed")


def test_with_consent_to_research_nothing_forbids_it_and_where_it_was_not_asked_something_does() -> None:
    assert "not for research" not in of(in_step(CLINIC))
    never = Session(plan(setting=CLINIC))
    never.until(1)
    assert "not for research not asked" in of(never)
    assert "not for research" not in of(in_step())


def test_health_that_was_weighed_stands_in_the_annex_with_its_reason() -> None:
    assert "Contraindications severe migraine" in annex()
    assert "Why the session is right all the same free of attacks for a year, short rides" in annex()
    assert "Acute risk today: of harm to self or others no" in annex()


def test_where_a_remote_patient_is_and_whom_to_call_is_nowhere_in_the_report() -> None:
    assert led().state.answer("phone") == WHERE_THEY_ARE["phone"]
    for where in WHERE_THEY_ARE.values():
        assert where not in filed()
        assert not any(part in filed() for part in where.split(", "))
    assert "16" not in [word.strip(",.") for word in annex().split("Before the start")[1].split("Steps")[0].split()]


# ---- words -----------------------------------------------------------------------------------------------------------

_MADE = {
    wishes.Confirm: wishes.Confirm(()),
    wishes.Skip: wishes.Skip("tired"),
    wishes.AskExpectancy: wishes.AskExpectancy("before"),
    wishes.AnswerExpectancy: wishes.AnswerExpectancy("after", 30, ""),
    wishes.ReportAdverse: wishes.ReportAdverse("fall", "mild", ""),
    wishes.EnterSickness: wishes.EnterSickness(4),
    wishes.ExtendDose: wishes.ExtendDose("high", 5, ""),
    wishes.SetAutonomy: wishes.SetAutonomy("lower_only"),
    wishes.AcceptUnrecorded: wishes.AcceptUnrecorded(""),
    wishes.AskIntensity: wishes.AskIntensity(Permille(300)),
    wishes.SetCap: wishes.SetCap(Permille(300)),
    wishes.SetParameter: wishes.SetParameter("wind", Permille(300)),
    wishes.ReleaseParameter: wishes.ReleaseParameter("wind"),
    wishes.FireEvent: wishes.FireEvent("gust"),
    wishes.EnterSuds: wishes.EnterSuds(Suds(3)),
    wishes.WriteNotes: wishes.WriteNotes(""),
    wishes.Mark: wishes.Mark(""),
    wishes.SayToPatient: wishes.SayToPatient(""),
    wishes.Unclear: wishes.Unclear("", ""),
}


@pytest.mark.parametrize("kind", get_args(wishes.Wish), ids=lambda kind: kind.__name__)
def test_every_wish_has_words_of_its_own(kind: type) -> None:
    asked = _MADE.get(kind) or kind()
    said = words.wish(plan(), None, asked)
    assert (said.strip() and "_" not in said and said == said[0].lower() + said[1:]) or said.startswith("SUDS")
    others = [words.wish(plan(), None, _MADE.get(other) or other()) for other in get_args(wishes.Wish) if other is not kind]
    assert said not in others


HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\u202egnp.exe\u0000\u0007")


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_was_written_about_an_incident_is_shown_and_never_obeyed(text: str) -> None:
    session = Session(ladder_of(replace(AFAR, clinician=text)))
    session.until(1)
    session.prepare(contraindications="migraine", contraindications_decision=text)
    session.take(wishes.Start())
    session.until(2)
    for _ in range(3):
        session.take(wishes.Next())
    session.take(wishes.AnswerExpectancy("before", None, text))
    session.take(wishes.AnswerExpectancy("after", None, text))
    session.take(wishes.ExtendDose("exposure", 5, text))
    session.take(wishes.ReportAdverse("pain", "mild", text))
    session.put(events.Recorded(session.now, False, text))
    session.take(wishes.AcceptUnrecorded(text))
    session.take(wishes.Skip(text))
    read = Read(told(session, head(alias=text))[2])
    assert read.faults == []
    assert "<script" not in read.html and "<img" not in read.html
    shown = " ".join("".join(c for c in text if c.isprintable()).split())
    assert read.text.count(shown) >= 9
