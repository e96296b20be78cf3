"""What a clinician types and answers before a stage of autonomy holds: a sentence, and what everybody at it must know.

After the objectives of AndroidAPS (openaps/AndroidAPSdocs): shown in the software's own words, answered by the person
who will sit there; a wrong answer costs nothing but another try.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from vrtherapy.domain.setting import Autonomy
from vrtherapy.domain.units import SECOND
from vrtherapy.safety import hard_limits

Ask = Callable[[str], str]
Say = Callable[[str], None]

DOES: Final[dict[Autonomy, str]] = {
    "watch": "the controller shows what it sees and does nothing",
    "suggest": "the controller suggests, and nothing moves until the clinician accepts",
    "lower_only": "the controller lowers the intensity by itself, and what would rise it only suggests",
    "full": "the controller raises and lowers the intensity by itself, within the limits; in trauma it only lowers",
}
SENTENCES: Final[dict[Autonomy, str]] = {
    "lower_only": "I know that the controller may lower the intensity by itself",
    "full": "I know that the controller may raise and lower the intensity by itself",
}
"""Of each stage that needs a confirmation (`safety.autonomy.NEEDS`)."""


@dataclass(frozen=True, slots=True)
class Question:
    """`right` is the letter of the true choice; `truth` is told after a wrong one."""

    words: str
    choices: tuple[str, ...]
    right: str
    truth: str


_LOST: Final = f"it holds and hands the dial to you; it steps down each {hard_limits.SENSOR_UNANSWERED // SECOND} s that nobody answers"
_STOP: Final = "press Esc: the calm scene is there in the next frame, and nothing resumes without you"
QUESTIONS: Final[tuple[Question, ...]] = (
    Question(
        "The sensor is lost in the midst of the exposure. What does the controller do?",
        (
            "it goes on with the last heart rate that it knew",
            _LOST,
            "it stops the session and calls for help",
        ),
        "b",
        _LOST,
    ),
    Question(
        "The patient is in trouble and the controller is moving the dial. How do you stop it at once?",
        (
            "wait: it eases by itself as soon as fear rises",
            "close the browser: without a console everything ends immediately",
            _STOP,
        ),
        "c",
        f"{_STOP}; the patient's own stop does the same. It never eases while fear rises, and without a console it "
        f"holds after {hard_limits.CONSOLE_HOLD // SECOND} s and is calm only after {hard_limits.CONSOLE_CALM // SECOND} s",
    ),
)


def acknowledged(stage: Autonomy, ask: Ask, say: Say) -> str | None:
    """The words that the clinician typed, or None after saying what was wrong. Raises what `ask` raises."""
    say(f"From this stage on, {DOES[stage]}.")
    say("")
    for question in QUESTIONS:
        say(question.words)
        for letter, choice in zip("abc", question.choices, strict=True):
            say(f"  {letter}  {choice}")
        if ask("Your answer, a letter: ").strip().lower().rstrip(").") != question.right:
            say(f"No: {question.truth}.")
            return None
        say("")
    sentence = SENTENCES[stage]
    say("Type this sentence, word for word:")
    say(f"  {sentence}")
    typed = " ".join(ask("> ").split())
    if typed.casefold().rstrip(".") != sentence.casefold():
        say("That is not the sentence.")
        return None
    return typed
