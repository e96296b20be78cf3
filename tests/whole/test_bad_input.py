"""What bad input gets: one clear sentence, no traceback, nothing started, nothing lost."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from tests.whole.session import ROOT, vrtherapy

pytestmark = pytest.mark.whole

DEMO = ROOT / "protocols" / "acrophobia" / "demo.yaml"


def started(*arguments: str, records: Path, **environment: str) -> tuple[int, str]:
    """Exit status and all that was said of a session that should not start."""
    done = vrtherapy(*arguments, "--offscreen", "--no-browser", "--records", str(records), TMPDIR=str(records), **environment)
    said = done.stdout + done.stderr
    assert "Traceback" not in said, said
    return done.returncode, done.stderr.strip()


def test_a_wrong_protocol_is_told_with_line_and_column_and_starts_nothing(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(DEMO.read_text("utf-8").replace("suds_expected: 20", "suds_expected: 20o", 1), "utf-8")
    records = tmp_path / "records"
    records.mkdir()
    status, said = started("run", str(wrong), records=records)
    assert status == 2
    assert f"{wrong}:34:24: VRT" in said and "^" in said and "; write a whole number" in said
    assert list(records.iterdir()) == []


def test_a_port_in_use_is_told_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status, said = started("demo", "--port", str(port), records=tmp_path)
    assert (status, said) == (2, f"port {port} cannot be used: address already in use")
    assert list(tmp_path.glob("vrtherapy-*")) == []


def test_a_missing_graphics_library_is_told_with_its_remedy(tmp_path: Path) -> None:
    status, said = started(
        "demo", "--port", "0", records=tmp_path, __EGL_VENDOR_LIBRARY_FILENAMES=str(tmp_path / "none"), DISPLAY=""
    )
    assert status == 2
    assert "apt-get install libegl1" in said and len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("absent.txt", None, "There is no recording"),
        ("empty.txt", b"", "is empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\0", "is not a text file"),
        ("words.txt", b"to be\nor not\nto be\n", "no column whose name says what it is"),
    ],
)
def test_a_sensor_file_that_cannot_be_read_is_told_in_one_sentence(
    tmp_path: Path, name: str, content: bytes | None, expected: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    records = tmp_path / "records"
    records.mkdir()
    status, said = started("run", str(DEMO), "--sensor", f"file:{path}", records=records)
    assert status == 2
    assert expected in said and str(path) in said and len(said.splitlines()) == 1
    assert list(records.iterdir()) == []


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read every file")
def test_a_sensor_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "locked.txt"
    path.write_text("1\n2\n")
    path.chmod(0)
    status, said = started("run", str(DEMO), "--sensor", f"file:{path}", records=tmp_path)
    assert status == 2 and "may not be read" in said


def test_a_folder_that_cannot_hold_records_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    status, said = started("demo", "--port", "0", records=tmp_path / "file")
    assert status == 2
    assert "cannot be written" in said and len(said.splitlines()) == 1


def test_real_patients_are_refused_while_records_are_not_encrypted(tmp_path: Path) -> None:
    status, said = started("run", str(DEMO), "--kind", "real", records=tmp_path)
    assert status == 2 and "unencrypted" in said
