"""`vrtherapy autonomy`: what is reached and missing is said, and only a person at a terminal confirms what was earned."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vrtherapy.cli.acknowledgement import QUESTIONS, SENTENCES
from vrtherapy.cli.main import main
from vrtherapy.domain.setting import Autonomy
from vrtherapy.safety.autonomy import NEEDS, unlocked
from vrtherapy.store.ledger import NAME, Confirmation, EndedSession, add_session, read_ledger

ROOT = Path(__file__).resolve().parents[2]
WAIT_S = 60.0
RIGHT = [question.right for question in QUESTIONS]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def add(folder: Path, number: int, stage: Autonomy = "suggest", answered: int = 4, **changes: object) -> None:
    for each in range(number):
        known: dict[str, object] = {
            "record": f"{stage} {each} {changes}", "kind": "training", "patient": "Anna", "clinician": "Weber",
            "disorder": "acrophobia", "stage": stage, "answered": answered, "started": "2026-01-02T10:00:00+01:00",
        }  # fmt: skip
        add_session(folder, EndedSession.model_validate(known | changes))


def autonomy(what: str, folder: Path, *more: str, patient: str = "Anna") -> int:
    return main(["autonomy", what, "--patient", patient, "--clinician", "Weber", "--records", str(folder), *more])


def answering(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("".join(f"{line}\n" for line in lines)))


def reached(folder: Path) -> Autonomy:
    return unlocked(read_ledger(folder).history("practice", "Anna", "Weber"))


# ---- show ------------------------------------------------------------------------------------------------------------


def test_show_says_that_nothing_is_reached_yet_and_all_that_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert autonomy("show", tmp_path) == 0
    said = capsys.readouterr().out
    assert "Reached: suggest." in said
    assert "Next: lower only. Missing: 3 more sessions at suggest, 10 more suggestions accepted or dismissed there, your" in said
    assert not (tmp_path / NAME).exists()


def test_show_counts_what_there_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(tmp_path, 2)
    add(tmp_path, 1, "watch", answered=0)
    assert autonomy("show", tmp_path) == 0
    said = capsys.readouterr().out
    assert "2 sessions, 8 suggestions answered" in said and "1 session, 0 suggestions answered" in said
    assert "Missing: 1 more session at suggest, 2 more suggestions accepted or dismissed there, your confirmation" in said


def test_show_does_not_count_a_demonstration_or_another_patient(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(tmp_path, 5, kind="demo")
    add(tmp_path, 5, patient="Ben")
    add(tmp_path, 5, kind="real")
    autonomy("show", tmp_path)
    assert "3 more sessions at suggest" in capsys.readouterr().out
    autonomy("show", tmp_path, "--real")
    said = capsys.readouterr().out
    assert "Missing: your confirmation" in said and "This is a development build" in said


def test_show_asks_whether_a_name_was_misspelt(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(tmp_path, 1)
    autonomy("show", tmp_path, patient="Ana")
    assert "Did you mean --patient 'Anna' --clinician 'Weber'?" in capsys.readouterr().out
    autonomy("show", tmp_path, patient="Bartholomew")
    assert "Did you mean" not in capsys.readouterr().out


def test_show_tells_of_lines_that_do_not_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / NAME).write_text("rubbish\n", "utf-8")
    assert autonomy("show", tmp_path) == 0
    assert "line 1 cannot be read and does not count" in capsys.readouterr().err


# ---- confirm ---------------------------------------------------------------------------------------------------------


def test_confirm_refuses_what_was_not_earned_and_asks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    add(tmp_path, 2)
    answering(monkeypatch, *RIGHT, SENTENCES["lower_only"])
    assert autonomy("confirm", tmp_path) == 1
    assert capsys.readouterr() == ("", "Not yet: lower only needs 1 more session at suggest.\n")
    add(tmp_path, 1, answered=0, record="third")
    assert autonomy("confirm", tmp_path) == 1
    assert "2 more suggestions accepted or dismissed" in capsys.readouterr().err
    assert reached(tmp_path) == "suggest"


def test_who_answers_rightly_and_types_the_sentence_has_confirmed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    add(tmp_path, 3)
    answering(monkeypatch, *RIGHT, f"  {SENTENCES['lower_only'].upper()}. ")
    assert autonomy("confirm", tmp_path) == 0
    assert "Confirmed: lower only for Anna with Weber" in capsys.readouterr().out
    assert reached(tmp_path) == "lower_only"
    (kept,) = [line for line in read_ledger(tmp_path).lines if isinstance(line, Confirmation)]
    assert (kept.stage, kept.circle, kept.words) == ("lower_only", "practice", f"{SENTENCES['lower_only'].upper()}.")
    assert kept.at[4] == "-" and kept.at[19] in "+-"


def test_the_stages_are_confirmed_one_after_the_other_up_to_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    add(tmp_path, 3)
    add(tmp_path, 5, "lower_only", answered=0)
    for stage in NEEDS:
        answering(monkeypatch, *RIGHT, SENTENCES[stage])
        assert autonomy("confirm", tmp_path) == 0
        assert reached(tmp_path) == stage
    assert autonomy("confirm", tmp_path) == 0
    assert "there is no further stage" in capsys.readouterr().out
    assert autonomy("show", tmp_path) == 0
    assert "There is no further stage." in capsys.readouterr().out


@pytest.mark.parametrize("wrong", range(len(QUESTIONS)))
def test_a_wrong_answer_confirms_nothing_says_what_is_true_and_may_be_tried_again(
    wrong: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    add(tmp_path, 3)
    before = (tmp_path / NAME).read_bytes()
    answers = list(RIGHT)
    answers[wrong] = "a"
    answering(monkeypatch, *answers, SENTENCES["lower_only"])
    assert autonomy("confirm", tmp_path) == 1
    said = capsys.readouterr()
    assert f"No: {QUESTIONS[wrong].truth}." in said.out and "Try again" in said.err
    assert (tmp_path / NAME).read_bytes() == before and [p.name for p in tmp_path.iterdir()] == [NAME]
    answering(monkeypatch, *RIGHT, SENTENCES["lower_only"])
    assert autonomy("confirm", tmp_path) == 0


@pytest.mark.parametrize("typed", ["", "yes", SENTENCES["full"], SENTENCES["lower_only"][:-3]])
def test_another_sentence_confirms_nothing(typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(tmp_path, 3)
    answering(monkeypatch, *RIGHT, typed)
    assert autonomy("confirm", tmp_path) == 1
    assert reached(tmp_path) == "suggest"


@pytest.mark.parametrize("answers", [[], RIGHT[:1], RIGHT])
def test_who_goes_away_in_the_middle_has_confirmed_nothing(
    answers: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    add(tmp_path, 3)
    answering(monkeypatch, *answers)
    assert autonomy("confirm", tmp_path) == 2
    assert "Nothing was confirmed" in capsys.readouterr().err and reached(tmp_path) == "suggest"


def test_what_was_written_into_a_pipe_confirms_nothing(tmp_path: Path) -> None:
    add(tmp_path, 3)
    words = [sys.executable, "-m", "vrtherapy.cli.main", "autonomy", "confirm", "--patient", "Anna", "--clinician", "Weber"]
    answers = "\n".join([*RIGHT, SENTENCES["lower_only"], ""])
    for given in (answers, ""):
        done = subprocess.run(
            [*words, "--records", str(tmp_path)], input=given, capture_output=True, text=True, timeout=WAIT_S, cwd=ROOT, check=False
        )
        assert done.returncode == 2 and "run this in a terminal" in done.stderr and done.stdout == ""
    assert reached(tmp_path) == "suggest"


def test_a_ledger_that_cannot_be_written_confirms_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    add(tmp_path, 3)
    answering(monkeypatch, *RIGHT, SENTENCES["lower_only"])
    monkeypatch.setattr(os, "fsync", full)
    assert autonomy("confirm", tmp_path) == 2
    assert "No space left on device" in capsys.readouterr().err and reached(tmp_path) == "suggest"


def test_every_question_has_one_true_choice_which_is_not_always_the_same_letter() -> None:
    for question in QUESTIONS:
        assert question.truth.startswith(question.choices["abc".index(question.right)])
    assert len(set(RIGHT)) == len(RIGHT) and set(SENTENCES) == set(NEEDS)


@pytest.mark.parametrize("wrong", [["show"], ["show", "--patient", " ", "--clinician", "W"], ["grant", "--patient", "A", "--clinician", "W"]])
def test_an_error_of_typing_is_told(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["autonomy", *wrong])
    assert ended.value.code == 2 and "usage:" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="there is no such terminal")
def test_at_a_real_terminal_a_person_confirms(tmp_path: Path) -> None:
    add(tmp_path, 3)
    ours, theirs = os.openpty()
    words = ["autonomy", "confirm", "--patient", "Anna", "--clinician", "Weber", "--records", str(tmp_path)]
    asking = subprocess.Popen(
        [sys.executable, "-m", "vrtherapy.cli.main", *words], stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT
    )
    try:
        os.write(ours, "\n".join([*RIGHT, SENTENCES["lower_only"], ""]).encode())
        said, _ = asking.communicate(timeout=WAIT_S)
    finally:
        asking.kill()
        os.close(ours)
        os.close(theirs)
    assert asking.returncode == 0 and "Confirmed: lower only" in said, said
    assert reached(tmp_path) == "lower_only"
