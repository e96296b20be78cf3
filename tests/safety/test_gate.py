"""The gate: what is missing refuses to start and says which, one item at a time, in every kind of session."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.session.drawn import AS_USUAL
from vrtherapy.safety import gate
from vrtherapy.safety.gate import ITEMS, Facts, applying, missing, read

REAL = Facts(
    kind="real", trauma=False, blood_injury=False, remote=False, age_minimum=13, screen_out=("vestibular_disorder",),
    signal_good=True, clinician_present=True, stop_performed=True, rating_given=True, grounding_rehearsed=False,
)  # fmt: skip
TRAUMA = replace(REAL, trauma=True, grounding_rehearsed=True)
REMOTE = replace(REAL, remote=True)
MINOR = {**AS_USUAL, "age": "15"}
DECIDED = {**AS_USUAL, "contraindications": "pregnancy,migraine"}


def codes(facts: Facts, answers: dict[str, str]) -> list[str]:
    return [reason.code for reason in missing(facts, answers)]


@pytest.mark.parametrize(
    ("facts", "answers"),
    [(REAL, AS_USUAL), (TRAUMA, AS_USUAL), (REMOTE, AS_USUAL), (REAL, MINOR), (REAL, DECIDED),
     (replace(REAL, kind="research"), AS_USUAL), (replace(REAL, blood_injury=True), AS_USUAL)],
)  # fmt: skip
def test_one_missing_answer_refuses_to_start_and_says_which(facts: Facts, answers: dict[str, str]) -> None:
    assert codes(facts, answers) == []
    for item in applying(facts, answers):
        if item.asks != "shown" and item.id != "signal":
            without = {id: answer for id, answer in answers.items() if id != item.id}
            assert item.id in codes(facts, without), f"{item.id} may be left out"
            assert "not answered" in next(r.words for r in missing(facts, without) if r.code == item.id)


@pytest.mark.parametrize(
    ("facts", "answers", "item"),
    [
        (REAL, {"identity": "nobody"}, "identity"),
        (REAL, {"consent_recording": "no"}, "consent_recording"),
        (replace(REAL, kind="research"), {"consent_research": "no"}, "consent_research"),
        (REAL, {"age": "12"}, "age"),
        (REAL, {"age": "13", "guardian_consent": "no"}, "guardian_consent"),
        (REAL, {"age": "17", "assent": "no"}, "assent"),
        (REAL, {"contraindications": "seizures"}, "contraindications"),
        (REAL, {"contraindications": "migraine,vestibular_disorder"}, "contraindications"),
        (REAL, {"acute_risk": "yes"}, "acute_risk"),
        (REAL, {"alcohol_or_sedatives": "yes"}, "alcohol_or_sedatives"),
        (REAL, {"fit": "no"}, "fit"),
        (REAL, {"boundary": "no"}, "boundary"),
        (replace(REAL, blood_injury=True), {"posture": "standing"}, "posture"),
        (replace(REAL, signal_good=False), {"signal": "with"}, "signal"),
        (replace(REAL, clinician_present=False), {}, "clinician"),
        (replace(REAL, stop_performed=False), {}, "stop_performed"),
        (replace(REAL, rating_given=False), {}, "rating_given"),
        (TRAUMA, {"cues_agreed": "no"}, "cues_agreed"),
        (replace(TRAUMA, grounding_rehearsed=False), {}, "grounding_rehearsed"),
    ],
)
def test_an_answer_that_forbids_it_refuses_to_start_and_says_which(facts: Facts, answers: dict[str, str], item: str) -> None:
    given_answers = {**AS_USUAL, **answers}
    assert codes(facts, given_answers) == [item]
    assert ": not answered" not in missing(facts, given_answers)[0].words


def test_what_does_not_forbid_it_does_not() -> None:
    for answers in (
        {"consent_physiology": "no"}, {"consent_research": "no"}, {"heart_medicines": "beta_blocker,other"},
        {"posture": "standing"}, {"posture": "lying"}, {"age": "13"}, {"age": "120"}, {"contraindications": "migraine"},
    ):  # fmt: skip
        assert codes(REAL, {**AS_USUAL, **answers}) == []
    assert codes(replace(REAL, signal_good=False), {**AS_USUAL, "signal": "without"}) == []
    assert codes(REAL, {id: a for id, a in AS_USUAL.items() if id != "signal"}) == [], "a good signal answers for itself"


def test_a_minor_is_asked_for_twice_and_an_adult_is_not() -> None:
    for age, asked in (("17", True), ("18", False)):
        ids = {item.id for item in applying(REAL, {**AS_USUAL, "age": age})}
        assert ({"guardian_consent", "assent"} <= ids) == asked


def test_without_consent_to_measuring_no_signal_is_asked_for() -> None:
    assert "signal" not in {item.id for item in applying(REAL, {**AS_USUAL, "consent_physiology": "no"})}


def test_training_may_go_on_with_nobody_in_the_headset_and_then_asks_only_for_a_clinician() -> None:
    alone = replace(REAL, kind="training", stop_performed=False, rating_given=False, signal_good=False)
    assert codes(alone, {"identity": "nobody"}) == []
    assert [item.id for item in applying(alone, {"identity": "nobody"})] == ["identity", "clinician"]
    assert codes(replace(alone, clinician_present=False), {"identity": "nobody"}) == ["clinician"]


def test_before_anything_is_answered_everything_is_missing() -> None:
    assert set(codes(replace(REAL, stop_performed=False), {})) >= {"identity", "age", "consent_recording", "acute_risk", "stop_performed"}


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_only_what_an_item_takes_is_an_answer_to_it(item: gate.Item) -> None:
    good = {
        "yes_no": ["yes", "no"], "number": ["0", "13", "120"], "words": ["a friend", "x" * 400], "shown": [],
        "choice": [id for id, _ in item.choices], "several": ["none", ",".join(id for id, _ in item.choices if id != "none")],
    }[item.asks]  # fmt: skip
    bad = {
        "yes_no": ["", "Yes", "maybe"], "number": ["", "-1", "121", "12.5", "³", "old"], "words": ["", "  ", "x" * 401],
        "shown": ["yes", ""], "choice": ["", "other thing"], "several": ["", "none,", "x", "none,other", ",".join([item.choices[-1][0]] * 2) if item.choices else ""],
    }[item.asks]  # fmt: skip
    assert [answer for answer in good if read(item.id, answer) is not None] == []
    assert [answer for answer in bad if read(item.id, answer) is None] == []


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_text_is_read_or_refused_with_words(id: str, answer: str) -> None:
    refused = read(id, answer)
    assert refused is None or refused.words


@given(st.dictionaries(st.sampled_from([item.id for item in ITEMS]), st.text(max_size=5)), st.booleans(), st.booleans())
def test_whatever_was_answered_the_gate_has_an_opinion(answers: dict[str, str], trauma: bool, remote: bool) -> None:
    taken = {id: answer for id, answer in answers.items() if read(id, answer) is None}
    for reason in missing(replace(REAL, trauma=trauma, remote=remote), taken):
        assert reason.words and reason.code in {item.id for item in ITEMS}
