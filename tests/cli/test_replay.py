"""`vrtherapy replay` proves itself: every change to record or rules is found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.host.headless_record import entries, record, write, write_numbered
from vrtherapy.cli.main import main
from vrtherapy.domain.units import Permille
from vrtherapy.safety import hard_limits
from vrtherapy.session.effects import Give
from vrtherapy.session.events import Commanded, Read
from vrtherapy.session.replay import LoggedTurn
from vrtherapy.store.record import Kind
from vrtherapy.wire.journal import dump_turn, load_turn

Entries = tuple[tuple[Kind, bytes], ...]


def turns() -> list[tuple[int, LoggedTurn]]:
    """Every turn with its place among the entries."""
    return [(place, load_turn(payload)) for place, (kind, payload) in enumerate(entries()) if kind == "T"]


def with_turn(place: int, turn: LoggedTurn | None) -> Entries:
    """The record with one turn put in place of another, or left out."""
    middle: Entries = () if turn is None else (("T", dump_turn(turn).encode()),)
    return (*entries()[:place], *middle, *entries()[place + 1 :])


def without(place: int) -> tuple[tuple[Kind, int, bytes], ...]:
    """The record with one entry taken out of it, as it was numbered."""
    return tuple((kind, number, data) for number, (kind, data) in enumerate(entries()) if number != place)


def test_an_untouched_record_is_identical(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(record())]) == 0
    assert capsys.readouterr().out.startswith("Identical: ")


def test_one_altered_effect_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place, turn = next((p, t) for p, t in turns() if any(isinstance(e, Give) and e.intensity > 0 for e in t.effects))
    altered = tuple(
        replace(e, intensity=Permille(e.intensity - 1)) if isinstance(e, Give) else e for e in turn.effects
    )
    path = write(tmp_path / "altered.vrtrec", with_turn(place, LoggedTurn(turn.event, altered)))
    assert main(["replay", str(path)]) == 1
    said = capsys.readouterr().out
    assert "Different at event" in said and "recorded:" in said and "recomputed:" in said


@pytest.mark.parametrize("renumbered", [False, True])
def test_one_dropped_event_is_found(tmp_path: Path, renumbered: bool, capsys: pytest.CaptureFixture[str]) -> None:
    place = next(p for p, t in turns() if isinstance(t.event, Commanded))
    path = tmp_path / "dropped.vrtrec"
    if renumbered:
        write(path, with_turn(place, None))
    else:
        write_numbered(path, without(place))
    assert main(["replay", str(path)]) == 1
    assert "Different" in capsys.readouterr().out


def test_a_dropped_reading_that_nothing_rests_on_is_found_too(tmp_path: Path) -> None:
    place = next(p for p, t in turns() if isinstance(t.event, Read) and not t.effects)
    assert main(["replay", str(write_numbered(tmp_path / "dropped.vrtrec", without(place)))]) == 1


def test_one_changed_rule_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hard_limits, "RISE_ABSOLUTE", Permille(19))
    assert main(["replay", str(record())]) == 1


def test_a_record_cut_in_half_replays_up_to_its_last_whole_entry_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = record().read_bytes()
    half = tmp_path / "half.vrtrec"
    half.write_bytes(data[: len(data) // 2 + 3])
    assert main(["replay", str(half)]) == 0
    said = capsys.readouterr().out
    assert "ends within an entry at byte" in said and "Identical" in said


@pytest.mark.parametrize(
    ("content", "expected"),
    [(None, "no such file"), (b"", "is not a session record"), (b"VRTREC1\n", "holds no whole header")],
)
def test_what_is_no_record_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, expected: str
) -> None:
    path = tmp_path / "none.vrtrec"
    if content is not None:
        path.write_bytes(content)
    assert main(["replay", str(path)]) == 2
    said = capsys.readouterr().err
    assert expected in said and len(said.splitlines()) == 1
