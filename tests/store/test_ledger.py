"""What stands in the ledger counts once and for the right patient; what is torn counts for nothing and breaks nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrtherapy.domain.setting import SessionKind
from vrtherapy.safety.autonomy import STAGES, Session, unlocked
from vrtherapy.store import ledger as ledger_module
from vrtherapy.store.ledger import (
    CIRCLES,
    NAME,
    Circle,
    Confirmation,
    EndedSession,
    Line,
    add_confirmation,
    add_session,
    read_ledger,
)
from vrtherapy.store.lock import locked

ROOT = Path(__file__).resolve().parents[2]
WAIT_S = 60.0
names = st.sampled_from(["Anna", "anna", "Ben", "Zoë \N{GREEK SMALL LETTER OMEGA}", 'a "quoted"\nname'])


def session(record: str, kind: SessionKind = "training", **changes: object) -> EndedSession:
    known: dict[str, object] = {
        "record": record, "kind": kind, "patient": "Anna", "clinician": "Weber", "disorder": "acrophobia",
        "stage": "suggest", "answered": 4, "started": "2026-01-02T10:00:00+01:00",
    }  # fmt: skip
    return EndedSession.model_validate(known | changes)


def confirmation(stage: str = "lower_only", circle: Circle = "practice") -> Confirmation:
    known = {"circle": circle, "patient": "Anna", "clinician": "Weber", "stage": stage, "words": "I know"}
    return Confirmation.model_validate(known | {"at": "2026-01-09T10:00:00+01:00"})


lines = st.lists(
    st.one_of(
        st.builds(
            session, st.uuids().map(str), st.sampled_from(get_args(SessionKind)),
            patient=names, stage=st.sampled_from(STAGES), answered=st.integers(0, 9),
        ),
        st.builds(confirmation, st.sampled_from(STAGES), st.sampled_from(get_args(Circle))),
    ),
    max_size=5,
)  # fmt: skip


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def add(records: Path, line: Line) -> None:
    match line:
        case EndedSession():
            assert add_session(records, line)
        case Confirmation():
            add_confirmation(records, line)


@given(lines)
def test_what_was_added_is_read_in_order_and_a_line_each(made: list[Line]) -> None:
    with folder() as records:
        for line in made:
            add(records / "below", line)
        found = read_ledger(records / "below")
        assert found.lines == tuple(made) and found.skipped == ()
        if made:
            assert found.path.read_bytes().count(b"\n") == len(made)


def test_where_there_is_no_ledger_nothing_counts_and_nothing_is_made(tmp_path: Path) -> None:
    found = read_ledger(tmp_path / "none")
    assert (found.lines, found.skipped) == ((), ()) and not (tmp_path / "none").exists()


# ---- what is torn ----------------------------------------------------------------------------------------------------


def test_a_tail_torn_at_any_byte_spoils_neither_what_stands_before_nor_what_is_added_after(tmp_path: Path) -> None:
    add_session(tmp_path, session("first"))
    path = tmp_path / NAME
    before = path.read_bytes()
    add_session(tmp_path, session("torn", patient="Zoë"))
    whole = path.read_bytes()
    for cut in range(len(before), len(whole) + 1):
        path.write_bytes(whole[:cut])
        known = [line.record for line in read_ledger(tmp_path).lines if isinstance(line, EndedSession)]
        complete = cut >= len(whole) - 1
        assert known == (["first", "torn"] if complete else ["first"]), cut
        add_session(tmp_path, session("after"))
        found = read_ledger(tmp_path)
        assert [line.record for line in found.lines if isinstance(line, EndedSession)] == [*known, "after"], cut
        torn = len(before) < cut and not complete
        assert [f"{path}: line 2 cannot be read and does not count"] * torn == list(found.skipped), cut
        path.write_bytes(whole)


def test_the_session_whose_line_was_torn_can_be_entered_again(tmp_path: Path) -> None:
    add_session(tmp_path, session("one"))
    path = tmp_path / NAME
    path.write_bytes(path.read_bytes()[:-9])
    assert add_session(tmp_path, session("one"))
    assert read_ledger(tmp_path).sessions_before("practice", "Anna", "acrophobia") == 1


@given(st.binary(max_size=120), st.integers(0, 4))
def test_whatever_bytes_stand_there_are_skipped_and_told(rubbish: bytes, place: int) -> None:
    with folder() as records:
        for number in range(4):
            add_session(records, session(f"record {number}"))
        path = records / NAME
        parts = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join([*parts[:place], rubbish, b"\n", *parts[place:]]))
        found = read_ledger(records)
        assert len(found.lines) == 4
        assert len(found.skipped) == 0 if not rubbish.strip() else found.skipped
        assert add_session(records, session("later")) and len(read_ledger(records).lines) == 5


@pytest.mark.parametrize(
    "line",
    [
        "[]", "{}", "null", '{"line": "session"}', '{"line": "dream"}', "\ufeff",
        session("x").model_dump_json().replace('"answered":4', '"answered":-4'),
        session("x").model_dump_json().replace('"answered":4', '"answered":"40"'),
        session("x").model_dump_json().replace('"kind":"training"', '"kind":"holiday"'),
        session("x").model_dump_json().replace('"stage":"suggest"', '"stage":"everything"'),
    ],
)  # fmt: skip
def test_a_line_that_says_nothing_sensible_counts_for_nothing(tmp_path: Path, line: str) -> None:
    (tmp_path / NAME).write_text(line + "\n", "utf-8")
    found = read_ledger(tmp_path)
    assert found.lines == () and len(found.skipped) == 1 and "line 1" in found.skipped[0]


def test_a_line_of_a_later_version_with_more_in_it_still_counts(tmp_path: Path) -> None:
    add_session(tmp_path, session("one"))
    path = tmp_path / NAME
    path.write_text(path.read_text("utf-8").replace("{", '{"mood":"calm",', 1), "utf-8")
    assert read_ledger(tmp_path).lines == (session("one"),)


def test_many_unreadable_lines_are_told_in_few_words(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("rubbish\n" * 1000, "utf-8")
    assert len(read_ledger(tmp_path).skipped) <= 6


def test_a_ledger_that_cannot_be_opened_is_told_and_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    found = read_ledger(tmp_path)
    assert found.lines == () and "cannot be read" in found.skipped[0]
    with pytest.raises(OSError):
        add_session(tmp_path, session("one"))


# ---- who counts ------------------------------------------------------------------------------------------------------


@given(lines, st.sampled_from(get_args(Circle)))
def test_a_demonstration_never_counts(made: list[Line], circle: Circle) -> None:
    with folder() as records:
        for line in made:
            add(records, line)
        before = read_ledger(records)
        for number in range(12):
            add_session(records, session(f"demo {number}", "demo", stage=STAGES[number % 4], answered=9))
        after = read_ledger(records)
        for patient in ("Anna", "anna", "Ben"):
            assert after.history(circle, patient, "Weber") == before.history(circle, patient, "Weber")
            assert after.sessions_before(circle, patient, "acrophobia") == before.sessions_before(circle, patient, "acrophobia")


@given(lines)
def test_a_real_patients_history_counts_only_real_sessions_and_practice_none_of_them(made: list[Line]) -> None:
    with folder() as records:
        for line in made:
            add(records, line)
        found = read_ledger(records)
        mine = [line for line in made if line.patient == "Anna" and isinstance(line, EndedSession)]
        for circle in get_args(Circle):
            history = found.history(circle, "Anna", "Weber")
            assert list(history.sessions) == [Session(s.stage, s.answered) for s in mine if CIRCLES[s.kind] == circle]
            said = [line.stage for line in made if isinstance(line, Confirmation) and line.circle == circle]
            assert history.confirmed == frozenset(said)


def test_a_session_without_a_named_clinician_never_counts(tmp_path: Path) -> None:
    for number in range(5):
        add_session(tmp_path, session(f"record {number}", clinician=""))
    add_confirmation(tmp_path, confirmation().model_copy(update={"clinician": ""}))
    found = read_ledger(tmp_path)
    assert found.history("practice", "Anna", "") == found.history("practice", "Anna", "Weber")
    assert found.history("practice", "Anna", "").sessions == () and found.history("practice", "Anna", "").confirmed == frozenset()
    assert found.sessions_before("practice", "Anna", "acrophobia") == 0


def test_another_clinicians_sessions_unlock_nothing_but_the_patient_has_had_them(tmp_path: Path) -> None:
    for number in range(3):
        add_session(tmp_path, session(f"record {number}", clinician="Okafor"))
    add_confirmation(tmp_path, confirmation())
    found = read_ledger(tmp_path)
    assert unlocked(found.history("practice", "Anna", "Weber")) == "suggest"
    assert found.sessions_before("practice", "Anna", "acrophobia") == 3
    assert found.sessions_before("practice", "Anna", "arachnophobia") == 0
    assert found.sessions_before("practice", "anna", "acrophobia") == 0


def test_training_and_research_count_together(tmp_path: Path) -> None:
    for number, kind in enumerate(("training", "research", "training")):
        add_session(tmp_path, session(f"record {number}", kind))  # type: ignore[arg-type]
    assert unlocked(read_ledger(tmp_path).history("practice", "Anna", "Weber")) == "suggest"
    add_confirmation(tmp_path, confirmation())
    found = read_ledger(tmp_path)
    assert unlocked(found.history("practice", "Anna", "Weber")) == "lower_only"
    assert unlocked(found.history("real", "Anna", "Weber")) == "suggest"


# ---- once, and together ----------------------------------------------------------------------------------------------


def test_a_record_offered_again_has_one_line(tmp_path: Path) -> None:
    assert add_session(tmp_path, session("one")) and not add_session(tmp_path, session("one", answered=9))
    assert read_ledger(tmp_path).lines == (session("one"),)


def test_a_line_that_was_copied_by_hand_counts_once(tmp_path: Path) -> None:
    add_session(tmp_path, session("one"))
    path = tmp_path / NAME
    path.write_bytes(path.read_bytes() * 3)
    assert len(read_ledger(tmp_path).history("practice", "Anna", "Weber").sessions) == 1


ADDS = """
import sys
from pathlib import Path
from tests.store.test_ledger import session
from vrtherapy.store.ledger import add_session
records, own = Path(sys.argv[1]), sys.argv[2]
sys.stdin.readline()
for number in range(20):
    add_session(records, session(f"shared {number}"))
    add_session(records, session(f"{own} {number}"))
"""


def test_several_processes_that_add_at_once_lose_nothing_and_enter_a_shared_record_once(tmp_path: Path) -> None:
    adding = [
        subprocess.Popen([sys.executable, "-c", ADDS, str(tmp_path), own], stdin=subprocess.PIPE, text=True, cwd=ROOT)
        for own in ("north", "south", "west")
    ]
    for process in adding:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.close()
    try:
        assert [process.wait(WAIT_S) for process in adding] == [0, 0, 0]
    finally:
        for process in adding:
            process.kill()
    found = read_ledger(tmp_path)
    records = [line.record for line in found.lines if isinstance(line, EndedSession)]
    wanted = {f"{own} {number}" for own in ("north", "south", "west", "shared") for number in range(20)}
    assert found.skipped == () and sorted(records) == sorted(wanted)
    assert found.path.read_bytes().count(b"\n") == len(wanted)


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_process_killed_while_it_adds_leaves_a_ledger_that_reads_and_takes_more(tmp_path: Path) -> None:
    words = [sys.executable, "-c", ADDS.replace("range(20)", "range(100000)"), str(tmp_path), "own"]
    busy = subprocess.Popen(words, stdin=subprocess.PIPE, text=True, cwd=ROOT)
    until = time.monotonic() + WAIT_S
    assert busy.stdin is not None
    busy.stdin.write("go\n")
    busy.stdin.flush()
    while not (tmp_path / NAME).exists() or (tmp_path / NAME).stat().st_size < 2000:
        assert busy.poll() is None and time.monotonic() < until
        time.sleep(0.01)
    busy.send_signal(signal.SIGKILL)
    busy.wait(WAIT_S)
    before = read_ledger(tmp_path).lines
    assert len(before) > 5
    assert add_session(tmp_path, session("after"))
    assert read_ledger(tmp_path).lines == (*before, session("after"))


def test_who_waits_for_the_lock_in_vain_is_told_and_adds_nothing(tmp_path: Path) -> None:
    add_session(tmp_path, session("one"))
    fd = os.open(tmp_path / NAME, os.O_RDWR)
    other = os.open(tmp_path / NAME, os.O_RDWR)
    try:
        with locked(fd), pytest.raises(OSError, match="kept it locked"), locked(other, within_s=0.05):
            pytest.fail("two hold the lock at once")
        with locked(other, within_s=0.05):
            pass
    finally:
        os.close(fd)
        os.close(other)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_full_disk_leaves_no_half_line(tmp_path: Path) -> None:
    add_session(tmp_path, session("one"))
    path = tmp_path / NAME
    before = path.read_bytes()
    child = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from tests.store.test_ledger import session\n"
        "from vrtherapy.store.ledger import add_session\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before) + 40}, resource.RLIM_INFINITY))\n"
        "try:\n"
        f"    add_session(Path({str(tmp_path)!r}), session('two'))\n"
        "except OSError as error:\n"
        "    print(error.strerror)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", child], capture_output=True, text=True, timeout=WAIT_S, check=True, cwd=ROOT
    )
    assert "too large" in said.stdout and path.read_bytes() == before
    assert add_session(tmp_path, session("two")) and len(read_ledger(tmp_path).lines) == 2


def test_every_line_is_synced_before_it_counts_as_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(fd: int) -> None:
        raise OSError(5, "Input/output error")

    add_session(tmp_path, session("one"))
    before = (tmp_path / NAME).read_bytes()
    monkeypatch.setattr(ledger_module.os, "fsync", fails)
    with pytest.raises(OSError, match="Input/output"):
        add_session(tmp_path, session("two"))
    assert (tmp_path / NAME).read_bytes() == before
