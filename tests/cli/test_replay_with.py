"""`vrtherapy replay RECORD --with FILE`: what other limits would have done, for a person and for a program."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.test_replay import turns, with_turn, without
from tests.host.headless_record import record, write, write_numbered
from vrtherapy.cli.main import main
from vrtherapy.report.comparison import CAVEAT
from vrtherapy.session.effects import Give
from vrtherapy.session.events import Read
from vrtherapy.session.replay import LoggedTurn

DOCS = Path(__file__).resolve().parents[2] / "docs" / "replay.md"
STRICT = "ceiling: 0.30\nrise: 0.02/s\nsuds_high: 20\n"


def limits(folder: Path, text: str = STRICT) -> str:
    path = folder / "limits.yaml"
    path.write_text(text, "utf-8")
    return str(path)


def compared(folder: Path, capsys: pytest.CaptureFixture[str], text: str = STRICT, of: Path | None = None) -> dict[str, object]:
    status = main(["replay", str(of or record()), "--with", limits(folder, text), "--format", "json"])
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict) and status == (found["record_is_unlike_todays_rules"] is not None or bool(found["missing"]))
    return found


def rows(said: str) -> dict[str, tuple[str, ...]]:
    """What stands in the table, by the words at the left."""
    cells = [re.split(r"\s{2,}", line.strip()) for line in said.splitlines()]
    return {each[0]: tuple(each[1:]) for each in cells if len(each) == 3}


def test_both_sides_stand_beside_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(record()), "--with", limits(tmp_path)]) == 0
    said = capsys.readouterr().out
    table = rows(said)
    assert table["ceiling"][1] == "0.30" and table["rise per second"][1] == "0.020" and table["rating that holds"][1] == "20"
    assert float(table["highest intensity given"][0]) > float(table["highest intensity given"][1]) <= 0.30
    assert table["exposure"] and table["steps reached"][0] == "6 of 6"
    assert {f"{n / 10:.1f} to {(n + 1) / 10:.1f}" for n in range(10)} <= set(table)
    assert any(name.startswith("suds_high: SUDS") for name in table)
    assert "First difference at 0:" in said and "just before" in said and "just after" in said
    assert CAVEAT in said and "the record's own" in CAVEAT and "nobody knows" in CAVEAT


def test_the_record_is_only_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "records"
    folder.mkdir()
    path = folder / "whole.vrtrec"
    path.write_bytes(record().read_bytes())
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    path.chmod(0o400)
    assert main(["replay", str(path), "--with", limits(tmp_path)]) == 0
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before and [p.name for p in folder.iterdir()] == ["whole.vrtrec"]


def test_its_own_limits_make_no_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(record()), "--with", limits(tmp_path, "rise: 0.10/s\n")]) == 0
    said = capsys.readouterr().out
    assert "No difference" in said and "First difference" not in said
    assert len({row for name, row in rows(said).items() if row[0] != row[1] and name not in ("Nothing could rise",)} - {("as recorded", "other limits")}) == 0


def test_a_program_gets_the_same_as_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = compared(tmp_path, capsys)
    one, other = found["recorded"], found["other"]
    assert isinstance(one, dict) and isinstance(other, dict) and set(one) == set(other)
    assert found["other_limits"] == {"ceiling": 0.3, "rise": 0.02, "suds_high": 20} and found["caveat"] == CAVEAT
    assert other["highest_given"] <= 0.3 < one["highest_given"]
    assert sum(one["at_each_tenth_s"]) == pytest.approx(one["exposure_s"]) and len(one["at_each_tenth_s"]) == 10
    assert one["steps_reached"][0] == "first-floor"
    assert any(each["code"] == "suds_high" and each["lasted_s"] > 0 for each in other["nothing_could_rise"])
    first = found["first_difference"]
    assert isinstance(first, dict) and first["recorded"] != first["other"] and first["before"]["recorded"]["phase"]
    assert (found["closed"], found["left_out"], found["missing"]) == (True, "", "")


def test_the_example_in_the_documents_is_read_and_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    found = compared(tmp_path, capsys, example)
    named = found["other_limits"]
    assert isinstance(named, dict) and set(named) == {
        "ceiling", "rise", "exposure", "suds_high", "high_level", "high_exposure", "events_per_min", "autonomy", "sessions_before",
    }  # fmt: skip
    assert found["first_difference"] is not None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cieling: 0.3\n", "limits.yaml:1:1: VRT120 error: a set of limits has no key `cieling`; did you mean `ceiling`?"),
        ("rise: 0.5/s\n", "limits.yaml:1:7: VRT304 error: `rise`: nothing rises faster than 0.25/s"),
        ("", "this file names no limit"),
    ],
)
def test_limits_that_cannot_be_used_are_refused_before_anything_is_read(
    tmp_path: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["replay", str(tmp_path / "no.vrtrec"), "--with", limits(tmp_path, text)]) == 2
    out, err = capsys.readouterr()
    assert out == "" and said in err


def test_limits_or_a_record_that_are_not_there_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(record()), "--with", str(tmp_path / "none.yaml")]) == 2
    assert "the file cannot be read" in capsys.readouterr().err
    assert main(["replay", str(tmp_path / "none.vrtrec"), "--with", limits(tmp_path)]) == 2
    assert "no such file" in capsys.readouterr().err


def test_a_record_that_is_not_what_the_rules_give_is_compared_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place, turn = next((p, t) for p, t in turns() if any(isinstance(e, Give) for e in t.effects))
    path = write(tmp_path / "altered.vrtrec", with_turn(place, LoggedTurn(turn.event, turn.effects[:-1])))
    assert main(["replay", str(path), "--with", limits(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "The record is not what today's rules give from event" in said and "highest intensity given" in said
    unlike = compared(tmp_path, capsys, of=path)["record_is_unlike_todays_rules"]
    assert isinstance(unlike, dict) and unlike["recorded"] is None and unlike["recomputed"] is not None


def test_a_record_with_a_gap_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = next(p for p, t in turns() if isinstance(t.event, Read) and not t.effects)
    path = write_numbered(tmp_path / "gap.vrtrec", without(place))
    assert main(["replay", str(path), "--with", limits(tmp_path)]) == 1
    assert f"Different: entries {place} to {place} are missing" in capsys.readouterr().out


def test_half_a_record_is_compared_up_to_its_last_whole_entry(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = record().read_bytes()
    half = tmp_path / "half.vrtrec"
    half.write_bytes(data[: len(data) // 2 + 3])
    assert main(["replay", str(half), "--with", limits(tmp_path)]) == 0
    assert "ends within an entry at byte" in capsys.readouterr().out


# ---- the first difference of a plain replay --------------------------------------------------------------------------


def altered(folder: Path) -> tuple[Path, int]:
    """A record with one given value one permille lower than it was, and that event's number."""
    known = turns()
    index, (place, turn) = next(
        (i, each) for i, each in enumerate(known) if any(isinstance(e, Give) and e.intensity > 100 for e in each[1].effects)
    )
    lower = tuple(Give(e.intensity - 1, e.parameters) if isinstance(e, Give) else e for e in turn.effects)  # type: ignore[arg-type]
    return write(folder / "altered.vrtrec", with_turn(place, LoggedTurn(turn.event, lower))), index + 1


def test_both_sides_of_the_first_difference_are_told_field_by_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, number = altered(tmp_path)
    assert main(["replay", str(path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"Different at event {number}, 0:") and "not closed" not in "".join(lines)
    words = [line.split() for line in lines]
    assert [each[0] for each in words[2:7]] == ["phase", "step", "asked", "given", "held"]
    name, recorded, recomputed = words[-1]
    assert name == "intensity" and round(float(recomputed) - float(recorded), 3) == 0.001


def test_a_program_gets_both_sides_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, number = altered(tmp_path)
    assert main(["replay", str(path), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert not found["identical"] and found["closed"] and found["difference"]["event"] == number
    assert found["difference"]["recorded"]["intensity"] < found["difference"]["recomputed"]["intensity"]
    assert main(["replay", str(record()), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["identical"] and found["difference"] is None and found["events"] > 100
