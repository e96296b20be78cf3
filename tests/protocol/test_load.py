"""Loading: a clean protocol, what is told together, and what must not be told."""

from __future__ import annotations

import pytest

from vrtherapy.protocol.load import load_file

from .scenes import stages
from .writing import CLEAN, checked, edited


def codes(*changes: tuple[str, str]) -> list[str]:
    return [p.code for p in checked(edited(*changes)).problems]


def test_a_clean_protocol_has_no_problems() -> None:
    loaded = checked(CLEAN)
    assert loaded.problems == () and loaded.document is not None and loaded.rendered() == ""


def test_faults_of_every_family_are_told_together() -> None:
    found = codes(
        ("version: 1.0.0", "version: 1.0.0\nversoin: 2"),
        ("scene: high_rise", "scene: high_rise\n  suds: {every: 10min}"),
        ("      suds: {every: 90s}", "      stay: {at_most: 9min}"),
        ("railing: full", "railing: none"),
        ("floor: 3,", "floor: 99,"),
        ("        say: A balcony on the third floor.\n", ""),
    )
    assert {code[3] for code in found} == {"1", "2", "3", "4", "6"}


@pytest.mark.parametrize(
    "change",
    [
        ("        intensity: 0.15..0.30", "        intensity: nonsense"),
        ("stay: {at_least: 3min, at_most: 12min}", "stay: {at_least: 3min, at_most: nonsense}"),
        ("advance: {any: [{suds_at_most: 25}, {time_in_step: 8min}]}", "advance: nonsense"),
        ("advance: {any: [{suds_at_most: 25}, {time_in_step: 8min}]}", "advnce: {}"),
        ("say: A balcony on the third floor.", "say: []"),
        ("evidence: [{cite: Coelho et al. 2008, claim: three sessions of virtual heights helped}]", "evidence: none"),
        ("measures: {before: [vhiss], after: [vhiss]}", "measures: none"),
        ("screen_out: [seizures]", "screen_out: seizures"),
        ("suds_expected: 30", "suds_expected: high"),
    ],
)
def test_what_is_written_wrongly_is_not_also_called_missing(change: tuple[str, str]) -> None:
    (code,) = codes(change)
    assert code.startswith("VRT1")


def test_a_file_that_cannot_be_opened_is_a_problem() -> None:
    def read(path: str) -> bytes:
        raise PermissionError(13, "Permission denied", path)

    loaded = load_file("secret.yaml", read, stages)
    assert [p.code for p in loaded.problems] == ["VRT100"]
    assert "Permission denied" in loaded.rendered()


def test_a_file_is_read_by_the_reader() -> None:
    assert load_file("p.yaml", lambda path: CLEAN.encode(), stages).document is not None


@pytest.mark.parametrize(("written", "meant"), [("high_ris", "high_rise"), ("High_Rise", "high_rise")])
def test_a_near_miss_is_guessed(written: str, meant: str) -> None:
    (problem,) = checked(edited(("scene: high_rise", f"scene: {written}"))).problems
    assert problem.code == "VRT201" and f"`{meant}`" in problem.hint


def test_a_warning_leaves_the_document_usable() -> None:
    loaded = checked(edited(("suds_expected: 30", "suds_expected: 030")))
    assert [p.severity for p in loaded.problems] == ["warning"] and loaded.document is not None
