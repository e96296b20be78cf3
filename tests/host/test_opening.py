"""How a session opens: what the ledger knows of patient and clinician goes into its plan, and what is missing is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.setting import Autonomy, SessionKind
from vrtherapy.host import opening
from vrtherapy.host.discovery import shipped
from vrtherapy.host.opening import Opened, Wanted, open_session
from vrtherapy.store.ledger import NAME, Confirmation, EndedSession, add_confirmation, add_session
from vrtherapy.wire import journal

SHIPPED = shipped("protocols") / "acrophobia" / "demo.yaml"


def asking(folder: Path, autonomy: Autonomy) -> Path:
    """The shipped protocol, asking for that stage, slow enough to be warned of nothing."""
    text = SHIPPED.read_text("utf-8")
    assert text.count("autonomy: suggest") == text.count("rise: 0.10/s") == 1
    path = folder / "protocol.yaml"
    path.write_text(text.replace("autonomy: suggest", f"autonomy: {autonomy}").replace("rise: 0.10/s", "rise: 0.05/s"), "utf-8")
    return path


def opened(folder: Path, **changes: object) -> Opened:
    known: dict[str, object] = {
        "protocol": changes.pop("protocol", None) or asking(folder, "suggest"), "session": None, "sensor": "simulated:", "kind": "training", "alias": "Anna",
        "records": folder, "surface": "offscreen", "port": 0, "clinician": "Weber",
    }  # fmt: skip
    return open_session(Wanted(**(known | changes)))  # type: ignore[arg-type]


def add(folder: Path, number: int, stage: Autonomy = "suggest", kind: SessionKind = "training", disorder: str = "acrophobia") -> None:
    for each in range(number):
        record = f"{kind} {disorder} {stage} {each}"
        add_session(
            folder,
            EndedSession(
                record=record, kind=kind, patient="Anna", clinician="Weber", disorder=disorder, stage=stage,
                answered=4, started="2026-01-02T10:00:00+01:00",
            ),
        )  # fmt: skip


def confirm(folder: Path, stage: Autonomy) -> None:
    words = "I know"
    add_confirmation(
        folder,
        Confirmation(circle="practice", patient="Anna", clinician="Weber", stage=stage, at="2026-01-09T10:00:00+01:00", words=words),
    )


def test_the_first_session_with_nothing_behind_it_is_opened_as_the_first(tmp_path: Path) -> None:
    with opened(tmp_path) as found:
        setting = found.plan.setting
        assert (setting.sessions_before, setting.unlocked, setting.development) == (0, "suggest", True)
        assert found.warnings == "" and not (tmp_path / NAME).exists()


def test_what_the_ledger_knows_counts_and_what_was_given_counts_where_it_is_more(tmp_path: Path) -> None:
    add(tmp_path, 2)
    add(tmp_path, 4, kind="demo")
    add(tmp_path, 4, disorder="arachnophobia")
    for given, expected in ((0, 2), (1, 2), (7, 7)):
        with opened(tmp_path, sessions_before=given) as found:
            assert found.plan.setting.sessions_before == expected
    with opened(tmp_path, alias="Ben") as found:
        assert found.plan.setting.sessions_before == 0


def test_what_was_earned_and_confirmed_is_unlocked_for_this_patient_and_clinician_alone(tmp_path: Path) -> None:
    add(tmp_path, 3)
    confirm(tmp_path, "lower_only")
    protocol = asking(tmp_path, "lower_only")
    with opened(tmp_path, protocol=protocol) as found:
        assert found.plan.setting.unlocked == "lower_only" and found.warnings == ""
    for other in ({"alias": "Ben"}, {"clinician": "Okafor"}, {"clinician": ""}, {"records": tmp_path / "elsewhere"}):
        with opened(tmp_path, protocol=protocol, **other) as found:
            assert found.plan.setting.unlocked == "suggest"


def test_a_protocol_that_asks_for_more_than_is_unlocked_is_told_in_words(tmp_path: Path) -> None:
    with opened(tmp_path, protocol=asking(tmp_path, "full")) as found:
        assert found.warnings == (
            "The protocol asks for the autonomy `full within limits`; the session begins at `suggest`: full within limits is "
            "not unlocked for this patient and clinician. `vrtherapy autonomy show` says what is missing."
        )
        assert found.plan.autonomy == "full", "what the author asked for stays in the record"


def test_in_a_demonstration_everything_is_unlocked_and_nothing_is_told(tmp_path: Path) -> None:
    with opened(tmp_path, kind="demo", protocol=asking(tmp_path, "full"), clinician="") as found:
        assert found.plan.setting.unlocked == "full" and found.warnings == ""


def test_a_release_says_so_in_the_plan_that_is_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "development", lambda: False)
    with opened(tmp_path) as found:
        written: Plan = journal.load_plan(found.settings.plan.read_text("utf-8"))
        assert not written.setting.development and written == found.plan


def test_lines_of_the_ledger_that_cannot_be_read_are_told_and_stop_nobody(tmp_path: Path) -> None:
    add(tmp_path, 1)
    with (tmp_path / NAME).open("ab") as file:
        file.write(b'{"line":"sess')
    with opened(tmp_path) as found:
        assert found.plan.setting.sessions_before == 1
        assert "line 2 cannot be read and does not count" in found.warnings
