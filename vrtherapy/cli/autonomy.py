"""`vrtherapy autonomy show|confirm`: how far the controller may go with a patient and clinician, and what is missing.

Exit 0 shown or confirmed; 1 not earned yet, or not answered rightly; 2 it could not be done.
"""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from vrtherapy.cli.acknowledgement import DOES, acknowledged
from vrtherapy.domain.setting import Autonomy
from vrtherapy.host.build import development
from vrtherapy.safety.autonomy import NAMES, NEEDS, STAGES, History, may_confirm, unlocked
from vrtherapy.store.ledger import Circle, Confirmation, Ledger, add_confirmation, read_ledger

SESSIONS: Final[dict[Circle, str]] = {"practice": "training and research sessions", "real": "sessions with a real patient"}


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("show", "confirm"), help="what is reached and what is missing; or confirm the next stage")
    parser.add_argument("--patient", type=_name, required=True, metavar="ALIAS", help="as the sessions named the patient")
    parser.add_argument("--clinician", type=_name, required=True, metavar="NAME", help="as the sessions named the clinician")
    parser.add_argument("--records", type=Path, default=Path("recordings"), metavar="FOLDER", help="where the records are kept")
    parser.add_argument(
        "--real", dest="circle", action="store_const", const="real", default="practice",
        help="count sessions with a real patient, instead of training and research",
    )  # fmt: skip


def _name(text: str) -> str:
    if name := text.strip():
        return name
    raise argparse.ArgumentTypeError("write a name")


def work(asked: argparse.Namespace) -> int:
    ledger = read_ledger(asked.records)
    for words in ledger.skipped:
        print(words, file=sys.stderr)
    history = ledger.history(asked.circle, asked.patient, asked.clinician)
    return _show(asked, ledger, history) if asked.what == "show" else _confirm(asked, history)


def _show(asked: argparse.Namespace, ledger: Ledger, history: History) -> int:
    print(f"{asked.patient} with {asked.clinician}: {SESSIONS[asked.circle]}, as in {ledger.path}")
    if not history.sessions and (hint := _meant(ledger.pairs(asked.circle), asked.patient, asked.clinician)):
        print(f"None of them together. {hint}")
    for stage in STAGES:
        led = [session for session in history.sessions if session.stage == stage]
        answered = sum(session.answered for session in led)
        print(f"  {NAMES[stage]:<19} {_counted(len(led), 'session')}, {_counted(answered, 'suggestion')} answered")
    reached = unlocked(history)
    print(f"Reached: {NAMES[reached]}. There {DOES[reached]}.")
    if (following := _following(reached)) is None:
        print("There is no further stage.")
    else:
        print(f"Next: {NAMES[following]}. Missing: {', '.join(_missing(history, following))}.")
    if asked.circle == "real" and development():
        print("This is a development build: with a real patient the controller suggests at most, whatever is unlocked.")
    return 0


def _confirm(asked: argparse.Namespace, history: History) -> int:
    stage = _following(unlocked(history))
    if stage is None:
        print(f"{NAMES[STAGES[-1]]} is confirmed already: there is no further stage.")
        return 0
    if (refusal := may_confirm(history, stage)) is not None:
        print(f"Not yet: {refusal.words}.", file=sys.stderr)
        return 1
    if not sys.stdin.isatty():
        print("A stage is confirmed by a person: run this in a terminal and answer there.", file=sys.stderr)
        return 2
    try:
        typed = acknowledged(stage, input, print)
    except (EOFError, KeyboardInterrupt):
        print("\nNothing was confirmed.", file=sys.stderr)
        return 2
    if typed is None:
        print("Nothing was confirmed. Try again when you like.", file=sys.stderr)
        return 1
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    confirmation = Confirmation(
        circle=asked.circle, patient=asked.patient, clinician=asked.clinician, stage=stage, at=now, words=typed
    )
    try:
        add_confirmation(asked.records, confirmation)
    except OSError as error:
        print(f"Nothing was confirmed: the ledger cannot be written: {error.strerror or error}", file=sys.stderr)
        return 2
    print(f"Confirmed: {NAMES[stage]} for {asked.patient} with {asked.clinician}, from the next session on.")
    return 0


def _following(reached: Autonomy) -> Autonomy | None:
    return next((stage for stage in NEEDS if STAGES.index(stage) > STAGES.index(reached)), None)


def _missing(history: History, stage: Autonomy) -> list[str]:
    """All that stands before `stage`, in words."""
    needs = NEEDS[stage]
    led = [session for session in history.sessions if session.stage == needs.below]
    words = []
    if (left := needs.sessions - len(led)) > 0:
        words.append(f"{_counted(left, 'more session')} at {NAMES[needs.below]}")
    if (left := needs.answered - sum(session.answered for session in led)) > 0:
        words.append(f"{_counted(left, 'more suggestion')} accepted or dismissed there")
    if stage not in history.confirmed:
        words.append("your confirmation (`vrtherapy autonomy confirm`)")
    return words


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _meant(pairs: tuple[tuple[str, str], ...], patient: str, clinician: str) -> str:
    """Whom a name that no session has may have meant, or ""."""
    for p in get_close_matches(patient, sorted({known for known, _ in pairs})):
        if near := get_close_matches(clinician, [c for known, c in pairs if known == p], n=1):
            return f"Did you mean --patient {p!r} --clinician {near[0]!r}?"
    return ""
