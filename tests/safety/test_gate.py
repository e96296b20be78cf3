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


# ---- which item, in which group, in which words ------------------------------------------------------------------------

MEANT = {
    "identity": ("Person", "choice", "Who is in the headset"),
    "age": ("Person", "number", "Age"),
    "consent_recording": ("Consent", "yes_no", "recorded"),
    "consent_physiology": ("Consent", "yes_no", "signals are measured"),
    "consent_research": ("Consent", "yes_no", "research"),
    "guardian_consent": ("Consent", "yes_no", "guardian"),
    "assent": ("Consent", "yes_no", "minor agrees"),
    "contraindications": ("Health today", "several", "Contraindications"),
    "contraindications_decision": ("Health today", "words", "Why"),
    "acute_risk": ("Health today", "yes_no", "harm to self or others"),
    "alcohol_or_sedatives": ("Health today", "yes_no", "Alcohol, or sedatives"),
    "heart_medicines": ("Health today", "several", "heart rate"),
    "fit": ("Fit", "yes_no", "headset fits"),
    "boundary": ("Fit", "yes_no", "clear within the boundary"),
    "posture": ("Fit", "choice", "patient is"),
    "signal": ("Fit", "choice", "signal is good"),
    "clinician": ("Practice", "shown", "at the controls"),
    "stop_performed": ("Practice", "shown", "performed the stop"),
    "rating_given": ("Practice", "shown", "SUDS"),
    "cues_agreed": ("Practice", "yes_no", "Cues and images"),
    "grounding_rehearsed": ("Practice", "shown", "Grounding"),
    "address_now": ("Remote", "words", "Address where the patient is now"),
    "phone": ("Remote", "words", "Phone"),
    "emergency_contact": ("Remote", "words", "Emergency contact"),
    "at_hand": ("Remote", "words", "at hand"),
    "emergency_number": ("Remote", "words", "emergency number"),
}


def test_the_checklist_asks_in_this_order_in_these_groups_for_this() -> None:
    assert [item.id for item in ITEMS] == list(MEANT)
    for item in ITEMS:
        group, asks, words = MEANT[item.id]
        assert (item.group, item.asks) == (group, asks) and words in item.words


def test_what_may_be_chosen_is_this_and_each_has_words() -> None:
    found = {item.id: item.choices for item in ITEMS if item.choices}
    assert {id: [choice for choice, _ in choices] for id, choices in found.items()} == {
        "identity": ["patient", "nobody"],
        "contraindications": [
            "none", "seizures", "vestibular_disorder", "heart_condition", "pacemaker", "pregnancy", "binocular_vision",
            "head_injury", "migraine", "psychosis", "mania", "dissociation",
        ],
        "heart_medicines": ["none", "beta_blocker", "anxiolytic", "stimulant", "other"],
        "posture": ["seated", "standing", "lying"],
        "signal": ["with", "without"],
    }  # fmt: skip
    for choices in found.values():
        for id, words in choices:
            said = words.lower().replace("-", " ")
            assert any(part[:5] in said for part in id.split("_")) or (id, words) in (("none", "none of these"), ("other", "another"))


@pytest.mark.parametrize(
    ("facts", "answers", "says"),
    [
        (REAL, {"identity": "nobody"}, "only a training session"),
        (REAL, {"consent_recording": "no"}, "no session runs unrecorded"),
        (replace(REAL, kind="research"), {"consent_research": "no"}, "needs consent to research"),
        (REAL, {"age": "12"}, "below 13, the headset's lowest age"),
        (REAL, {"age": "13", "guardian_consent": "no"}, "a guardian's consent"),
        (REAL, {"age": "17", "assent": "no"}, "a minor needs to agree too"),
        (REAL, {"contraindications": "seizures"}, "seizures or epilepsy: screened out"),
        (REAL, {"contraindications": "migraine,vestibular_disorder,seizures"},
         "seizures or epilepsy, vestibular disorder or impaired balance: screened out"),
        (REAL, {"acute_risk": "yes"}, "acute risk: no exposure today"),
        (REAL, {"alcohol_or_sedatives": "yes"}, "alcohol or sedatives: no exposure today"),
        (REAL, {"fit": "no"}, "the headset does not fit"),
        (REAL, {"boundary": "no"}, "the room is not clear"),
        (replace(REAL, blood_injury=True), {"posture": "standing"}, "they may faint"),
        (replace(REAL, signal_good=False), {"signal": "with"}, "the signal is not good"),
        (replace(REAL, clinician_present=False), {}, "no console holds the controls"),
        (replace(REAL, stop_performed=False), {}, "has not performed the stop"),
        (replace(REAL, rating_given=False), {}, "has not answered a SUDS question"),
        (TRAUMA, {"cues_agreed": "no"}, "cues and images are not agreed"),
        (replace(TRAUMA, grounding_rehearsed=False), {}, "grounding was not rehearsed"),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_is_said_in_words_that_tell_what_to_do(facts: Facts, answers: dict[str, str], says: str) -> None:
    (found,) = missing(facts, {**AS_USUAL, **answers})
    assert says in found.words and found.source == "engine"


def test_what_is_missing_is_named_in_the_words_of_the_checklist() -> None:
    (found,) = missing(REAL, {id: answer for id, answer in AS_USUAL.items() if id != "boundary"})
    assert found.words.startswith("The room is clear") and found.words.endswith("not answered") and found.source == "engine"


def test_a_signal_that_is_not_good_is_asked_for_before_it_is_judged() -> None:
    unasked = {id: answer for id, answer in AS_USUAL.items() if id != "signal"}
    (found,) = missing(replace(REAL, signal_good=False), unasked)
    assert found.code == "signal" and "not answered" in found.words


def test_what_applies_follows_from_who_is_there_and_how() -> None:
    def ids(facts: Facts, **answers: str) -> set[str]:
        return {item.id for item in applying(facts, {**AS_USUAL, **answers})}

    minor, trauma = {"guardian_consent", "assent"}, {"cues_agreed", "grounding_rehearsed"}
    remote = {"address_now", "phone", "emergency_contact", "at_hand", "emergency_number"}
    usual = set(MEANT) - minor - trauma - remote - {"contraindications_decision"}
    assert ids(REAL) == usual
    assert ids(REAL, age="17") == usual | minor
    assert ids(REAL, contraindications="migraine") == usual | {"contraindications_decision"}
    assert ids(REAL, consent_physiology="no") == usual - {"signal"}
    assert ids(TRAUMA) == usual | trauma
    assert ids(REMOTE) == usual | remote
    for facts in (REAL, TRAUMA, REMOTE):
        alone = {"identity": "nobody", "age": "9", "contraindications": "migraine"}
        assert ids(facts, **alone) == {"identity", "clinician"}
    assert {item.id for item in applying(REAL, {})} == usual, "before anything is answered"


def test_a_minor_is_whoever_is_below_18_and_an_age_that_is_none_makes_nobody_one() -> None:
    for age, minor in (("0", True), ("17", True), ("18", False), ("", False), ("old", False)):
        found = {item.id for item in applying(REAL, {**AS_USUAL, "age": age})}
        assert ("assent" in found) == minor


def test_training_and_demo_need_no_consent_to_research() -> None:
    for kind in ("training", "demo", "real"):
        assert codes(replace(REAL, kind=kind), {**AS_USUAL, "consent_research": "no"}) == []  # type: ignore[arg-type]
    for kind in ("demo", "research", "real"):
        assert codes(replace(REAL, kind=kind), {"identity": "nobody"}) == ["identity"]  # type: ignore[arg-type]


def test_the_headsets_lowest_age_is_the_headset_makers() -> None:
    assert codes(replace(REAL, age_minimum=10), {**AS_USUAL, "age": "10"}) == []
    assert codes(replace(REAL, age_minimum=10), {**AS_USUAL, "age": "9"}) == ["age"]


def test_whoever_sits_or_lies_may_faint_and_whoever_stands_elsewhere_may_stand() -> None:
    blood = replace(REAL, blood_injury=True)
    for posture in ("seated", "lying"):
        assert codes(blood, {**AS_USUAL, "posture": posture}) == []


@pytest.mark.parametrize(
    ("id", "answer", "code", "says"),
    [
        ("ghost", "yes", "unknown_item", "ghost"),
        ("clinician", "yes", "unknown_item", "clinician"),
        ("fit", "perhaps", "wrong_answer", "yes or no"),
        ("age", "121", "wrong_answer", "a whole number up to 120"),
        ("posture", "upside down", "wrong_answer", "one of lying, seated, standing"),
        ("heart_medicines", "none,other", "wrong_answer", "none, or some of the ids"),
        ("phone", " ", "wrong_answer", "words, at most 400 characters"),
    ],
)
def test_an_answer_that_is_none_is_refused_with_what_is_needed(id: str, answer: str, code: str, says: str) -> None:
    found = read(id, answer)
    assert found is not None and (found.code, found.source) == (code, "engine") and says in found.words
    if code == "wrong_answer":
        words = next(item.words for item in ITEMS if item.id == id)
        assert found.words == f"{words}: needs {says}"
