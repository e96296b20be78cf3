"""What must be known before a patient is exposed. A missing answer refuses to start and says which.

    1. An item applies or not by the session's facts; what applies must be answered, or shown, and must be satisfied.
    2. An answer is text: `yes`, `no`, a number, ids separated by commas, or words. `read` refuses what is none of the item's.
    3. What the engine sees for itself cannot be answered for: the stop gesture performed, a rating given, the
       grounding rehearsed, the signal good, the clinician present.
    4. Only training may go on with nobody in the headset; then nothing that needs a person is asked.

Sources: headset makers' health warnings (not under 13; seizures about 1 in 4000; see a doctor if pregnant, elderly,
with binocular vision abnormality, a heart condition, a pacemaker or hearing aid; seated where balance is impaired);
Ost's applied tension is practised seated or lying. The rest are rules of this project, for clinical sign-off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from vrtherapy.domain.reason import Reason
from vrtherapy.domain.setting import SessionKind
from vrtherapy.safety import hard_limits

Asks = Literal["yes_no", "number", "choice", "several", "words", "shown"]
NOBODY: Final = "nobody"
ALWAYS_SCREENED: Final = ("seizures",)
"""Refused whatever the protocol says."""
CONTRAINDICATIONS: Final[tuple[tuple[str, str], ...]] = (
    ("none", "none of these"),
    ("seizures", "seizures or epilepsy"),
    ("vestibular_disorder", "vestibular disorder or impaired balance"),
    ("heart_condition", "heart condition"),
    ("pacemaker", "pacemaker, defibrillator or hearing aid"),
    ("pregnancy", "pregnancy"),
    ("binocular_vision", "binocular vision abnormality"),
    ("head_injury", "recent head injury"),
    ("migraine", "severe migraine"),
    ("psychosis", "psychosis"),
    ("mania", "untreated mania"),
    ("dissociation", "dissociative disorder"),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the engine knows of the session beside the answers."""

    kind: SessionKind
    trauma: bool
    blood_injury: bool
    remote: bool
    age_minimum: int
    screen_out: tuple[str, ...]
    signal_good: bool
    clinician_present: bool
    stop_performed: bool
    rating_given: bool
    grounding_rehearsed: bool


Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """`judge` says what stands in the way of starting with this answer, "" where nothing does."""

    id: str
    group: str
    words: str
    asks: Asks
    judge: Callable[[str, Facts, Answers], str]
    applies: Callable[[Facts, Answers], bool]
    choices: tuple[tuple[str, str], ...] = ()


# ---- when an item applies --------------------------------------------------------------------------------------------


def _always(f: Facts, given: Answers) -> bool:
    return True


def _somebody(f: Facts, given: Answers) -> bool:
    return given.get("identity") != NOBODY


def _minor(f: Facts, given: Answers) -> bool:
    return _somebody(f, given) and given.get("age", "").isdigit() and int(given["age"]) < hard_limits.ADULT


def _decision(f: Facts, given: Answers) -> bool:
    return _somebody(f, given) and given.get("contraindications", "none") != "none"


def _sensor(f: Facts, given: Answers) -> bool:
    return _somebody(f, given) and given.get("consent_physiology") != "no"


def _trauma(f: Facts, given: Answers) -> bool:
    return f.trauma and _somebody(f, given)


def _remote(f: Facts, given: Answers) -> bool:
    return f.remote and _somebody(f, given)


# ---- what an answer must be ------------------------------------------------------------------------------------------


def _any(answer: str, f: Facts, given: Answers) -> str:
    return ""


def _yes(words: str) -> Callable[[str, Facts, Answers], str]:
    return lambda answer, f, given: "" if answer == "yes" else words


def _no(words: str) -> Callable[[str, Facts, Answers], str]:
    return lambda answer, f, given: "" if answer == "no" else words


def _identity(answer: str, f: Facts, given: Answers) -> str:
    if answer == NOBODY and f.kind != "training":
        return "only a training session may go on with nobody in the headset"
    return ""


def _research(answer: str, f: Facts, given: Answers) -> str:
    return "a research session needs consent to research" if f.kind == "research" and answer == "no" else ""


def _age(answer: str, f: Facts, given: Answers) -> str:
    return f"below {f.age_minimum}, the headset's lowest age" if int(answer) < f.age_minimum else ""


def _contraindications(answer: str, f: Facts, given: Answers) -> str:
    present = answer.split(",")
    out = [words for id, words in CONTRAINDICATIONS if id in present and id in (*ALWAYS_SCREENED, *f.screen_out)]
    return f"{', '.join(out)}: screened out" if out else ""


def _posture(answer: str, f: Facts, given: Answers) -> str:
    return "in blood and injury the patient sits or lies: they may faint" if f.blood_injury and answer == "standing" else ""


# ---- what the engine sees --------------------------------------------------------------------------------------------


def _sees(name: str, words: str) -> Callable[[str, Facts, Answers], str]:
    return lambda answer, f, given: "" if getattr(f, name) else words


def _signal(answer: str, f: Facts, given: Answers) -> str:
    return "" if f.signal_good or answer == "without" else "the signal is not good: mend it, or answer `without`"


PERSON, CONSENT, HEALTH, FIT, PRACTICE, REMOTE = "Person", "Consent", "Health today", "Fit", "Practice", "Remote"

ITEMS: Final[tuple[Item, ...]] = (
    Item("identity", PERSON, "Who is in the headset, confirmed by two signs", "choice", _identity, _always,
         (("patient", "the patient of this session"), (NOBODY, "nobody: I am practising"))),
    Item("age", PERSON, "Age in years", "number", _age, _somebody),
    Item("consent_recording", CONSENT, "The patient agrees that the session is recorded", "yes_no",
         _yes("no session runs unrecorded"), _somebody),
    Item("consent_physiology", CONSENT, "The patient agrees that the body's signals are measured", "yes_no", _any, _somebody),
    Item("consent_research", CONSENT, "The patient agrees that the record may be used for research", "yes_no", _research, _somebody),
    Item("guardian_consent", CONSENT, "A guardian has consented", "yes_no", _yes("a minor needs a guardian's consent"), _minor),
    Item("assent", CONSENT, "The minor agrees too", "yes_no", _yes("a minor needs to agree too"), _minor),
    Item("contraindications", HEALTH, "Contraindications", "several", _contraindications, _somebody, CONTRAINDICATIONS),
    Item("contraindications_decision", HEALTH, "Why the session is right all the same", "words", _any, _decision),
    Item("acute_risk", HEALTH, "Acute risk today: of harm to self or others", "yes_no",
         _no("acute risk: no exposure today, follow your service's procedure"), _somebody),
    Item("alcohol_or_sedatives", HEALTH, "Alcohol, or sedatives beyond a stable prescription, today", "yes_no",
         _no("alcohol or sedatives: no exposure today"), _somebody),
    Item("heart_medicines", HEALTH, "Medicines that change the heart rate", "several", _any, _somebody,
         (("none", "none"), ("beta_blocker", "beta-blocker"), ("anxiolytic", "anxiolytic"), ("stimulant", "stimulant"),
          ("other", "another"))),
    Item("fit", FIT, "The headset fits and is sharp", "yes_no", _yes("the headset does not fit"), _somebody),
    Item("boundary", FIT, "The room is clear within the boundary", "yes_no", _yes("the room is not clear"), _somebody),
    Item("posture", FIT, "The patient is", "choice", _posture, _somebody,
         (("seated", "seated"), ("standing", "standing"), ("lying", "lying"))),
    Item("signal", FIT, "The body's signal is good, or done without", "choice", _signal, _sensor, (("with", "with it"), ("without", "without a signal"))),
    Item("clinician", PRACTICE, "The clinician is at the controls", "shown",
         _sees("clinician_present", "no console holds the controls"), _always),
    Item("stop_performed", PRACTICE, "The patient has performed the stop", "shown",
         _sees("stop_performed", "the patient has not performed the stop in the calm scene"), _somebody),
    Item("rating_given", PRACTICE, "The patient has answered a SUDS question", "shown",
         _sees("rating_given", "the patient has not answered a SUDS question in the calm scene"), _somebody),
    Item("cues_agreed", PRACTICE, "Cues and images are agreed", "yes_no", _yes("cues and images are not agreed"), _trauma),
    Item("grounding_rehearsed", PRACTICE, "Grounding was rehearsed", "shown",
         _sees("grounding_rehearsed", "grounding was not rehearsed: press ground in the calm scene"), _trauma),
    Item("address_now", REMOTE, "Address where the patient is now", "words", _any, _remote),
    Item("phone", REMOTE, "Phone on which the patient can be reached", "words", _any, _remote),
    Item("emergency_contact", REMOTE, "Emergency contact, name and phone", "words", _any, _remote),
    Item("at_hand", REMOTE, "Who is at hand with the patient", "words", _any, _remote),
    Item("emergency_number", REMOTE, "Local emergency number there", "words", _any, _remote),
)  # fmt: skip
_BY_ID: Final[dict[str, Item]] = {item.id: item for item in ITEMS}
LONGEST_ANSWER: Final = 400
OLDEST: Final = 120


def read(id: str, answer: str) -> Reason | None:
    """Why `answer` cannot be one to item `id`, or None. What is shown cannot be answered."""
    item = _BY_ID.get(id)
    if item is None or item.asks == "shown":
        return Reason("unknown_item", f"the checklist has no answer {id}", "engine")
    ids = {choice for choice, _ in item.choices}
    match item.asks:
        case "yes_no":
            good, needed = answer in ("yes", "no"), "yes or no"
        case "number":
            good, needed = answer.isascii() and answer.isdigit() and int(answer) <= OLDEST, f"a whole number up to {OLDEST}"
        case "choice":
            good, needed = answer in ids, f"one of {', '.join(sorted(ids))}"
        case "several":
            given = answer.split(",")
            good = set(given) <= ids and len(set(given)) == len(given) and ("none" not in given or given == ["none"])
            needed = "none, or some of the ids"
        case _:
            good, needed = bool(answer.strip()) and len(answer) <= LONGEST_ANSWER, f"words, at most {LONGEST_ANSWER} characters"
    return None if good else Reason("wrong_answer", f"{item.words}: needs {needed}", "engine")


def applying(facts: Facts, given: Answers) -> tuple[Item, ...]:
    return tuple(item for item in ITEMS if item.applies(facts, given))


def missing(facts: Facts, given: Answers) -> tuple[Reason, ...]:
    """What stands in the way of the start, in the order of the checklist; () when the gate is open."""
    found = []
    for item in applying(facts, given):
        answer = given.get(item.id, "")
        if item.asks != "shown" and not answer and not (item.id == "signal" and facts.signal_good):
            found.append(Reason(item.id, f"{item.words}: not answered", "engine"))
        elif words := item.judge(answer, facts, given):
            found.append(Reason(item.id, words, "engine"))
    return tuple(found)
