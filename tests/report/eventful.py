"""A session in which everything happens that a report must tell: far away, a minor's first, with all that can go wrong."""

from __future__ import annotations

from dataclasses import replace

from tests.report.sessions import STEPS, Session, ladder, plan
from vrtherapy.domain.plan import Advance, ExpectancyDrop, Plan
from vrtherapy.domain.setting import Setting
from vrtherapy.domain.units import Micros, Permille, Suds
from vrtherapy.session import events, wishes

AFAR = Setting(
    kind="real",
    alias="Heron",
    clinician="Ada Lind",
    remote=True,
    sessions_before=0,
    unlocked="full",
    development=False,
)
WHERE_THEY_ARE = {
    "address_now": "Kestrel Lane 12, back door",
    "phone": "555 0137 204",
    "emergency_contact": "Juniper Oswald, 555 0137 881",
    "at_hand": "her aunt Marigold Finch",
    "emergency_number": "emergency line 977",
}
HEALTH = {
    "age": "16",
    "heart_medicines": "beta_blocker,anxiolytic",
    "consent_research": "no",
    "contraindications": "migraine",
    "contraindications_decision": "free of attacks for a year, short rides",
    "posture": "standing",
}
LEAN_OUT = replace(
    ladder(2, "Lean out over the railing", 250, 450, "expectancy"),
    advance=Advance((ExpectancyDrop(30),), "any", "clinician"),
    expectancy_before="How likely is it that the railing gives way?",
    expectancy_after="What happened?",
)
RIDES = (STEPS[0], STEPS[1], LEAN_OUT, ladder(3, "Edge of the roof", 300, 600), ladder(4, "Glass lift to the tenth floor", 350, 800))


def ladder_of(setting: Setting = AFAR) -> Plan:
    return replace(plan(RIDES, setting=setting), title="Fear of heights in a high-rise")


def eventful() -> Session:
    s = Session(ladder_of())
    s.until(2), s.prepare(**HEALTH, **WHERE_THEY_ARE)
    s.until(6), s.take(wishes.Start())
    s.until(30), s.rate(15), s.take(wishes.EnterSickness(1))
    s.until(66), s.take(wishes.Next())
    s.until(80), s.take(wishes.AskIntensity(Permille(120)))
    s.until(150), s.rate(20)
    s.until(200), s.rate(18)
    s.heart = 86
    s.until(240), s.take(wishes.Next())
    s.until(250), s.take(wishes.AskIntensity(Permille(280)))
    s.until(280), s.rate(52)
    s.until(340), s.rate(25)
    s.until(405), s.rate(22)
    _lean_out(s)
    _edge(s)
    _lift(s)
    s.take(wishes.WriteNotes("Sat down after the second ride.\n“Next time I want to look first.”"))
    s.until(1300), s.take(wishes.EnterSickness(3))
    s.until(1320), s.take(wishes.End())
    s.take(wishes.ReportAdverse("pain", "mild", "headache on the way out"))
    s.put(events.Passed(s.now))
    return s


def _lean_out(s: Session) -> None:
    s.heart = 93
    s.until(430), s.take(wishes.Next())
    s.until(440), s.take(wishes.AnswerExpectancy("before", 80, "it gives way and I fall"))
    s.until(445), s.take(wishes.AskIntensity(Permille(420)))
    s.until(500), s.rate(64)
    s.until(560), s.take(wishes.AnswerExpectancy("after", 20, "it held, both times"))
    s.until(570), s.take(wishes.Repeat())
    s.until(575), s.take(wishes.AnswerExpectancy("before", 30, "it might bend"))
    s.until(580), s.take(wishes.AskIntensity(Permille(430)))
    s.until(610), s.rate(45)
    s.until(640), s.take(wishes.AnswerExpectancy("after", 25, ""))


def _edge(s: Session) -> None:
    s.heart = 96
    s.until(650), s.take(wishes.Next())
    s.until(655), s.take(wishes.AskIntensity(Permille(580)))
    s.until(680), s.rate(70)
    s.until(690), s.put(events.Stalled(s.now, Micros(2_300_000)))
    s.until(698), s.take(wishes.GoOn())
    s.until(720), s.take(wishes.EnterSickness(8))
    s.until(735), s.take(wishes.GoOn())
    s.until(760), s.take(wishes.ReportAdverse("sickness", "mild", "warm, a little dizzy"))
    s.until(790), s.take(wishes.EnterSickness(4)), s.take(wishes.GoOn())
    s.until(810), s.take(wishes.Skip("neck hurts when looking down"))


def _lift(s: Session) -> None:
    s.heart = 101
    s.until(815), s.take(wishes.SetAutonomy("lower_only"))
    s.until(820), s.take(wishes.AskIntensity(Permille(850)))
    s.until(860), s.rate(82)
    s.until(885), s.rate(70)
    s.until(900), s.put(events.Recorded(s.now, False, "the disk is full"))
    s.until(905), s.take(wishes.AcceptUnrecorded("finishing the ride, notes on paper"))
    s.until(960), s.put(events.Recorded(s.now, True, "recorded again"))
    s.until(970), s.take(wishes.ExtendDose("exposure", 10, "one more ride, agreed with her"))
    s.until(1000)
    s.console = False
    s.until(1005)
    s.console = True
    s.until(1012), s.take(wishes.GoOn())
    s.until(1040), s.put(events.CameBack(s.now))
    s.until(1060), s.take(wishes.Resume("here"))
    s.until(1070), s.take(wishes.AskIntensity(Permille(700)))
    s.until(1100), s.take(wishes.Ground())
    s.until(1150), s.rate(30)
    s.until(1160), s.take(wishes.Resume("one_lower"))
    s.until(1200), s.put(events.Rated(s.now, Suds(60), "patient"))
    s.until(1220), s.take(wishes.ReportAdverse("panic", "severe", "wanted out at once, breathing fast"))
    s.until(1240), s.take(wishes.Debrief())
