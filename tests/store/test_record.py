"""What was written is read again; a torn tail is left out and said so; what is no record is told in a sentence."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.records import read, written
from vrtherapy.store.read import NotARecord, Reading
from vrtherapy.store.record import FRAME, HEAD, LARGEST, MAGIC, Entry, frame
from vrtherapy.store.write import RecordWriter

kinds = st.sampled_from(["H", "T", "B", "S", "E"])
entries = st.lists(st.tuples(kinds, st.binary(max_size=60)), max_size=6)


def file_of(data: bytes) -> Path:
    handle, name = tempfile.mkstemp(suffix=".vrtrec")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    return Path(name)


@given(entries)
def test_what_is_written_is_read_in_order(made: list[tuple[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "below" / "a.vrtrec"
        writer = RecordWriter(path)
        for kind, payload in made:
            writer.append(kind, payload)  # type: ignore[arg-type]
        state = writer.close()
        assert (state.given, state.synced, state.problem) == (len(made), len(made), "")
        found, reading = read(path)
        assert found == [Entry(kind, payload) for kind, payload in made]
        assert reading.left_out == "" and reading.whole == path.stat().st_size


@given(st.lists(st.binary(max_size=30), max_size=3), st.binary(max_size=40))
def test_a_tail_torn_at_any_byte_is_left_out_and_all_before_it_is_whole(before: list[bytes], last: bytes) -> None:
    whole = MAGIC + b"".join(frame("T", number, p) for number, p in enumerate(before))
    tail = frame("T", len(before), last)
    path = file_of(whole)
    try:
        for cut in range(1, len(tail)):
            path.write_bytes(whole + tail[:cut])
            found, reading = read(path)
            assert [e.payload for e in found] == before
            assert reading.whole == len(whole)
            assert f"{cut} bytes after the last whole entry were left out" in reading.left_out
        path.write_bytes(whole + tail)
        found, reading = read(path)
        assert [e.payload for e in found] == [*before, last] and reading.left_out == ""
    finally:
        path.unlink()


@given(st.lists(st.binary(min_size=1, max_size=30), min_size=1, max_size=4), st.data())
def test_a_flipped_bit_ends_the_reading_before_it_and_never_lies(before: list[bytes], data: st.DataObject) -> None:
    whole = bytearray(MAGIC + b"".join(frame("T", number, p) for number, p in enumerate(before)))
    at = data.draw(st.integers(len(MAGIC), len(whole) - 1))
    whole[at] ^= 1 << data.draw(st.integers(0, 7))
    path = file_of(bytes(whole))
    try:
        found, reading = read(path)
        assert [e.payload for e in found] == before[: len(found)] and len(found) < len(before)
        assert reading.left_out
    finally:
        path.unlink()


@given(st.binary(max_size=60).filter(lambda data: not data.startswith(MAGIC)))
def test_bytes_that_are_no_record_are_told_so(data: bytes) -> None:
    path = file_of(data)
    try:
        with pytest.raises(NotARecord, match="is not a session record"):
            list(Reading(path).entries())
    finally:
        path.unlink()


@given(st.binary(max_size=80))
def test_garbage_after_the_first_bytes_is_left_out(data: bytes) -> None:
    path = file_of(MAGIC + data)
    try:
        found, reading = read(path)
        assert not found or (data[: FRAME.size] and found[0].payload in data)
        assert bool(reading.left_out) == (reading.whole < len(MAGIC) + len(data))
    finally:
        path.unlink()


def test_a_missing_file_a_folder_and_a_forbidden_one_are_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NotARecord, match="no such file"):
        list(Reading(tmp_path / "none.vrtrec").entries())
    with pytest.raises(NotARecord, match="is a folder"):
        list(Reading(tmp_path).entries())
    if os.geteuid() != 0:
        path = written(tmp_path / "a.vrtrec", [b"x"])
        path.chmod(0)
        with pytest.raises(NotARecord, match="cannot be read"):
            list(Reading(path).entries())


def test_a_length_that_no_entry_has_does_not_make_it_read_the_disk_full(tmp_path: Path) -> None:
    path = tmp_path / "a.vrtrec"
    path.write_bytes(MAGIC + FRAME.pack(LARGEST + 1, 0) + b"T")
    found, reading = read(path)
    assert found == [] and reading.left_out


def test_an_entry_as_large_as_may_be_is_read_and_a_larger_one_is_told_and_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.vrtrec"
    writer = RecordWriter(path)
    writer.append("S", bytes(LARGEST - HEAD.size))
    assert writer.saved.problem == ""
    writer.append("S", bytes(LARGEST))
    assert "lost" in writer.saved.problem
    writer.append("T", b"after")
    assert "lost" in writer.close().problem
    found, reading = read(path)
    assert [len(e.payload) for e in found] == [LARGEST - HEAD.size, len(b"after")]
    assert reading.missing == "entries 1 to 1 are missing"


def test_a_record_that_is_there_already_is_never_written_over(tmp_path: Path) -> None:
    path = written(tmp_path / "a.vrtrec", [b"first"])
    with pytest.raises(FileExistsError):
        RecordWriter(path)
    assert [e.payload for e in read(path)[0]] == [b"first"]


def test_a_record_is_taken_up_after_its_last_whole_entry(tmp_path: Path) -> None:
    path = written(tmp_path / "a.vrtrec", [b"one", b"two"])
    with path.open("ab") as file:
        file.write(frame("T", 2, b"torn")[:-2])
    _, reading = read(path)
    writer = RecordWriter(path, whole=reading.whole, number=reading.next_number)
    writer.append("T", b"three")
    writer.close()
    found, reading = read(path)
    assert reading.missing == ""
    assert [e.payload for e in found] == [b"one", b"two", b"three"] and reading.left_out == ""


@given(st.lists(st.binary(max_size=20), min_size=2, max_size=6), st.data())
def test_an_entry_that_was_taken_out_is_missed(payloads: list[bytes], data: st.DataObject) -> None:
    out = data.draw(st.integers(0, len(payloads) - 2))
    kept = [frame("T", number, p) for number, p in enumerate(payloads) if number != out]
    path = file_of(MAGIC + b"".join(kept))
    try:
        _, reading = read(path)
        assert reading.missing == f"entries {out} to {out} are missing" and not reading.left_out
        path.write_bytes(MAGIC + b"".join(reversed(kept)))
        assert read(path)[1].missing
    finally:
        path.unlink()
