"""The other commands: what they write, and what bad input gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.host.headless_record import record
from vrtherapy.cli.main import COMMANDS, main
from vrtherapy.host.discovery import shipped

DEMO = shipped("protocols") / "acrophobia" / "demo.yaml"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert COMMANDS[command][1:20] in " ".join(capsys.readouterr().out.split())


def test_no_command_lists_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    said = capsys.readouterr().out
    assert all(command in said for command in COMMANDS)


def test_report_writes_a_page(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    assert main(["report", str(record()), "-o", str(page)]) == 0
    assert page.read_text("utf-8").lstrip().lower().startswith("<!doctype html>")


def test_report_of_half_a_record_says_so(tmp_path: Path) -> None:
    data = record().read_bytes()
    half = tmp_path / "half.vrtrec"
    half.write_bytes(data[: len(data) // 2 + 3])
    page = tmp_path / "report.html"
    assert main(["report", str(half), "-o", str(page)]) == 0
    assert "ends within an entry" in page.read_text("utf-8")


def test_report_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(record()), "-o", str(tmp_path / "no" / "page.html")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_check_finds_no_error_in_what_is_shipped(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(shipped("protocols"))]) == 0
    assert main(["check", "--strict", str(DEMO)]) == 1
    assert "warning" in capsys.readouterr().out


def test_check_points_at_every_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "wrong.yaml"
    text = DEMO.read_text("utf-8").replace("suds_expected: 20", "suds_expectd: 20").replace("bird, after", "brid, after")
    wrong.write_text(text, "utf-8")
    assert main(["check", str(wrong)]) == 1
    said = capsys.readouterr().out
    assert "suds_expected" in said and "bird" in said and "errors, 1 warning" in said


def test_explain_says_where_each_value_was_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "acrophobia/demo.yaml"]) == 0
    said = capsys.readouterr().out
    assert "glass-floor" in said and "[protocol defaults, line" in said


def test_preview_draws_a_step_of_a_protocol(tmp_path: Path) -> None:
    picture = tmp_path / "step.png"
    arguments = ["preview", "acrophobia/demo.yaml", "--step", "glass-floor", "--size", "320x180", "-o", str(picture)]
    assert main(arguments) == 0
    with Image.open(picture) as drawn:
        assert drawn.size == (320, 180)
        assert len(drawn.getcolors(1 << 16) or []) > 500, "nothing of a scene is in the picture"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["nowhere"], "there is no scene or protocol 'nowhere'"),
        (["high_rise", "--set", "floor=41"], "floor goes from 1 to 40"),
        (["high_rise", "--set", "flor=4"], "has no parameter 'flor'"),
        (["high_rise", "--intensity", "2"], "goes from 0 to 1"),
        (["high_rise", "--size", "big"], "is no size"),
        (["acrophobia/demo.yaml", "--step", "roof"], "has no step 'roof'"),
    ],
)
def test_preview_of_what_is_not_there_is_told(
    arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["preview", *arguments, "-o", str(tmp_path / "p.png")]) == 2
    assert expected in capsys.readouterr().err


def test_an_error_of_typing_is_told_with_the_choices(capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in (["demo", "--port", "99999"], ["demo", "--for", "soon"], ["run", "x.yaml", "--kind", "odd"]):
        with pytest.raises(SystemExit) as ended:
            main(wrong)
        assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "0 for a free one" in said and "20s or 5min" in said and "training" in said
