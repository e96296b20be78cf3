"""The page a clinician files: whole, safe to open, honest about what is not real and about what is missing."""

from __future__ import annotations

import html as markup
from copy import copy
from functools import cache
from itertools import pairwise

import pytest

from tests.report.reading import Read, told
from tests.report.sessions import Session, head, ladder, plan, realistic
from vrtherapy.domain.units import Permille
from vrtherapy.report.head import Head
from vrtherapy.session import events, wishes

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><style>body{display:none}</style>",
    "'-->]]>&lt;script&gt;",
    "\u202egnp.exe\u0000\u0007",
)


@cache
def led() -> Session:
    return realistic()


@cache
def filed() -> str:
    return told(led())[2]


def of(session: Session, title: Head | None = None) -> Read:
    read = Read(told(session, title)[2])
    assert read.faults == []
    return read


def test_the_page_is_well_formed_and_asks_the_network_for_nothing() -> None:
    read = Read(filed())
    assert read.faults == []
    assert len(read.ids) == len(set(read.ids))
    assert "http:" not in filed() and "https:" not in filed() and "//" not in filed().replace("</", "")
    assert "default-src 'none'" in filed()


def test_headings_lead_a_screen_reader_through_it() -> None:
    levels = [tag for tag, _ in Read(filed()).headings]
    assert levels[0] == "h1" and levels.count("h1") == 1
    assert all(later <= sooner or int(later[1]) == int(sooner[1]) + 1 for sooner, later in pairwise(levels))
    titles = [title for _, title in Read(filed()).headings]
    for expected in ("What was asked, what was given, and why", "Notes and markers", "Data quality", "Safety", "Next step"):
        assert expected in titles


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_person_wrote_is_shown_and_never_obeyed(text: str) -> None:
    session = Session(plan((ladder(0, text, 0, 150),), title=text))
    session.until(1), session.begin()
    session.until(2), session.take(wishes.Next())
    session.take(wishes.Mark(text))
    session.take(wishes.WriteNotes(text))
    session.put(events.StopPressed(session.now, "technical", text))
    hostile = Head(text, "real", text, text, text, head().sources, text)
    read = of(session, hostile)
    assert "<script" not in read.html and "<img" not in read.html and read.html.count("</style>") == 1
    shown = " ".join("".join(c for c in text if c.isprintable()).split())
    assert read.text.count(shown) >= 5


def test_what_is_said_in_the_record_stands_on_the_page() -> None:
    text = Read(filed()).text
    for said in ("Heron: Fear of heights in a high-rise", "Real session, 23 Nov 2026, 14:08 to 14:32", "steps 1 to 4 of 4"):
        assert said in text
    for said in ("clinician's cap 0.50", "0.50 reached", "rise limit 0.04 /s", "asked if the cable can snap", "Gust: kept hands off the rail."):
        assert said in text
    assert "cap 30:00, not reached" in text
    assert "acrophobia-high-rise 1.0.0" in text and "record 7f3a91c2" in text


def test_every_rating_event_marker_and_phase_stands_in_the_annex() -> None:
    session = led()
    course, _, page = told(session)
    annex = Read(page).text.split("Annex: the course in figures")[1]
    for said in session.state.ratings:
        assert f"SUDS {said.suds} " in annex
    for played in course.played:
        assert played.title in annex
    for word in ("rest", "exposure", "paused", "stopped", "calm", "debrief", "ended"):
        assert word in annex


def test_a_patients_stop_is_told_as_a_good_decision_and_never_as_failure() -> None:
    text = Read(filed()).text
    assert "Stop by the patient, as agreed: a good decision. Went on at 18:30 with step 4." in text
    for word in ("fail", "escape", "avoid", "aborted", "gave up", "refused to", "unable", "premature"):
        assert word not in text.lower()


def test_a_technical_stop_is_not_put_down_to_the_patient() -> None:
    session = Session(plan())
    session.until(1), session.begin()
    session.until(2), session.take(wishes.Next())
    session.until(20), session.put(events.StopPressed(session.now, "technical", "the headset was taken off"))
    text = of(session).text
    assert "Stop , technical, not the patient's: the headset was taken off. The record ends there." in text
    assert told(session)[1].stops.patient == 0


def test_a_half_record_says_so_at_the_top() -> None:
    read = of(led(), head(left_out="the record ends within an entry at byte 9000 of 9050"))
    before = read.text.index("Exposure")
    assert "Record incomplete: the record ends within an entry at byte 9000 of 9050" in read.text[:before]
    assert "record incomplete" in read.text[:before]


def test_a_session_that_was_never_ended_says_so() -> None:
    session = copy(led())
    session.turns = led().turns[: len(led().turns) // 2]
    assert "session not ended" in of(session).text
    assert "not closed by an end of session" in of(session).text


@pytest.mark.parametrize("origin, words", [("simulated", "Signal: simulated."), ("playback", "Signal: playback of an earlier recording.")])
def test_a_signal_that_is_not_a_live_body_is_marked_at_the_top_and_at_its_source(origin: str, words: str) -> None:
    session = Session(plan(), origin=origin)  # type: ignore[arg-type]
    session.until(1), session.begin()
    session.until(20)
    text = of(session, head(origin=origin)).text  # type: ignore[arg-type]
    assert words in text[: text.index("Exposure")]
    assert f"Polar H10, {origin}" in text


def test_a_live_real_session_carries_no_such_mark() -> None:
    top = Read(filed()).text.split("Exposure")[0]
    assert "Signal:" not in top and "simulated" not in top and "Demo" not in top


@pytest.mark.parametrize("kind, words", [("demo", "Demo session: not a patient, not a treatment."), ("training", "Training session: no patient record.")])
def test_a_session_without_a_patient_is_marked_at_the_top(kind: str, words: str) -> None:
    text = of(led(), head(kind)).text
    assert words in text[: text.index("Exposure")]


def test_ratings_of_a_simulated_patient_are_marked() -> None:
    session = Session(plan())
    session.until(1), session.begin()
    session.until(2), session.take(wishes.Next())
    session.rate(40, "simulated")
    text = of(session).text
    assert "Ratings: said by a simulated patient." in text[: text.index("Exposure")]


def test_a_session_that_never_started_still_gives_a_page() -> None:
    text = of(Session(plan())).text
    for said in ("never started", "no exposure took place", "no rating in exposure", "Nothing was asked in this session.", "None were written."):
        assert said in text


def test_a_record_without_a_single_turn_still_gives_a_page() -> None:
    session = Session(plan())
    session.turns.clear()
    assert "never started" in of(session).text


def test_a_session_without_a_sensor_says_so_and_makes_no_heart_rate_up() -> None:
    session = Session(plan(), sensor=False)
    session.until(1), session.begin()
    session.until(2), session.take(wishes.Next())
    session.until(30)
    text = of(session).text
    assert "no signal in this session" in text and "no heart signal in this session" in text
    assert "no reading from it" in text


def test_an_electrode_that_was_never_good_gives_no_figure() -> None:
    session = Session(plan(), quality="none")
    session.until(1), session.begin()
    session.until(2), session.take(wishes.Next())
    session.until(30)
    text = of(session).text
    assert "heart rate was never good enough to be shown" in text
    assert "good 0 %" in text


def test_long_notes_stand_in_full_in_the_annex() -> None:
    session = Session(plan())
    lines = [f"line {n} of what was said" for n in range(60)]
    session.take(wishes.WriteNotes("\n".join(lines)))
    text = of(session).text
    assert "(in full in the annex)" in text
    assert all(line in text for line in lines)


def test_a_very_long_session_gives_a_page_of_bounded_size() -> None:
    session = Session(plan(), wander=False)
    session.until(1), session.begin()
    session.until(2), session.take(wishes.Next())
    for turn in range(1, 90):
        at = 2.0 + 6 * turn
        session.until(at)
        session.rate(20 + turn % 70)
        session.take(wishes.AskIntensity(Permille(turn * 37 % 150)))
        session.take(wishes.Mark(f"{turn} " + "x" * 150))
        session.take(wishes.FireEvent("gust"))
        session.take(wishes.Back() if turn % 2 else wishes.Next())
        if turn % 9 == 0:
            session.put(events.StopPressed(session.now, "patient", "the patient pressed stop"))
            session.take(wishes.Resume("here"))
    session.take(wishes.WriteNotes("\n".join("é" * 400 for _ in range(49))))
    html = of(session).html
    assert len(html.encode()) < 250_000
    assert "more moments in the record" in html and "more stays in the record" in html


def test_one_drawing_holds_any_number_of_ratings_at_one_moment() -> None:
    session = Session(plan())
    session.until(1), session.begin()
    session.until(2), session.take(wishes.Next())
    for n in range(5_000):
        session.rate(n % 101)
    session.until(60)
    read = of(session)
    assert read.html.count("<circle") < 20
    assert len(read.html) < 100_000


def test_the_alias_alone_names_the_patient() -> None:
    assert "Alias only." in Read(filed()).text
    assert markup.unescape(filed()).count("Heron") == 2
