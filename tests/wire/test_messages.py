"""Every message there and back; anything else is refused in one sentence and does nothing."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from tests.wire.drawn import drawn, members
from vrtherapy.wire import body, codec, commands, reports
from vrtherapy.wire.codec import Reader, Unreadable

READERS: dict[str, tuple[Reader[Any], Any]] = {
    "from_console": (codec.from_console, commands.FromConsole),
    "from_server": (codec.from_server, commands.FromServer),
    "from_engine": (codec.from_engine, reports.FromEngine),
    "to_console": (codec.to_console, reports.ToConsole),
    "from_body": (codec.from_body, body.FromBody),
    "to_body": (codec.to_body, body.ToBody),
}
EACH = [pytest.param(reader, kind, id=f"{name}-{kind.__name__}") for name, (reader, u) in READERS.items() for kind in members(u)]
WISHES = [pytest.param(kind, id=kind.__name__) for kind in members(commands.Wish)]
readers = st.sampled_from([reader for reader, _ in READERS.values()])
messages = st.one_of([drawn(kind) for _, union in READERS.values() for kind in members(union)])


@pytest.mark.parametrize(("reader", "kind"), EACH)
def test_every_message_is_read_as_it_was_written(reader: Reader[Any], kind: type[BaseModel]) -> None:
    @given(drawn(kind))
    def there_and_back(message: BaseModel) -> None:
        text = codec.encode(message)
        assert reader.read(text) == message
        assert reader.read(text.encode()) == message

    there_and_back()


@pytest.mark.parametrize("kind", WISHES)
def test_every_wish_travels_within_a_command(kind: type[BaseModel]) -> None:
    @given(drawn(kind))
    def there_and_back(wish: Any) -> None:
        command = commands.Command(number=1, beat=0, wish=wish)
        assert codec.from_console.read(codec.encode(command)) == command

    there_and_back()


def _objects(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, dict):
        return [node, *(found for part in node.values() for found in _objects(part))]
    if isinstance(node, list):
        return [found for part in node for found in _objects(part)]
    return []


@given(st.data(), readers, messages)
def test_a_field_too_many_at_any_depth_is_refused(data: st.DataObject, reader: Reader[Any], message: BaseModel) -> None:
    tree = json.loads(codec.encode(message))
    data.draw(st.sampled_from(_objects(tree)))["surprise"] = 1
    with pytest.raises(Unreadable):
        reader.read(json.dumps(tree))


@given(st.data(), messages)
def test_a_field_too_few_is_refused_or_has_its_default(data: st.DataObject, message: BaseModel) -> None:
    tree = json.loads(codec.encode(message))
    name = data.draw(st.sampled_from(sorted(tree)))
    del tree[name]
    for reader, union in READERS.values():
        if type(message) in members(union):
            try:
                again = reader.read(json.dumps(tree))
            except Unreadable:
                continue
            assert getattr(again, name) == type(message).model_fields[name].default


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["kind", "v", "wish", "do", "text"]), inner),
    max_leaves=12,
)
anything = st.one_of(
    st.binary(max_size=80),
    st.text(max_size=80),
    st.text(st.characters(categories=["Cs", "L"]), max_size=8).map(lambda t: f'{{"kind": "hello", "client": "{t}"}}'),
    json_values.map(json.dumps),
    messages.map(codec.encode).map(lambda t: t[: len(t) // 2]),
)


@given(readers, anything)
def test_bytes_that_are_no_message_give_unreadable_and_nothing_else(reader: Reader[Any], said: str | bytes) -> None:
    try:
        found = reader.read(said)
    except Unreadable as problem:
        assert str(problem)
        return
    assert isinstance(found, BaseModel)


@given(readers, messages, st.integers(0, 10**6), st.integers(0, 255))
def test_a_message_with_one_byte_changed_is_another_message_or_unreadable(
    reader: Reader[Any], message: BaseModel, at: int, new: int
) -> None:
    said = bytearray(codec.encode(message).encode())
    said[at % len(said)] = new
    with contextlib.suppress(Unreadable):
        assert isinstance(reader.read(bytes(said)), BaseModel)


@pytest.mark.parametrize("opening", ["[", '{"kind":', '{"a":[', '"'])
def test_a_message_nested_without_end_is_unreadable(opening: str) -> None:
    for reader, _ in READERS.values():
        with pytest.raises(Unreadable):
            reader.read(opening * 50_000)


def test_a_message_larger_than_any_is_refused_unread() -> None:
    with pytest.raises(Unreadable, match="the largest is"):
        codec.from_console.read(b" " * (codec.LARGEST_TEXT + 1))


def test_the_longest_notes_travel_both_ways_whatever_their_characters() -> None:
    for character in ("a", "\u0001", '"', "é", "\U0001f600"):
        command = commands.Command(number=2**53, beat=2**53, wish=commands.WriteNotes(text=character * 20_000))
        assert codec.from_console.read(codec.encode(command).encode()) == command
        shown = json.loads(codec.encode(STATE)) | {"notes": character * 20_000}
        assert codec.to_console.read(json.dumps(shown, ensure_ascii=False)).notes == character * 20_000


def test_notes_longer_than_that_are_refused() -> None:
    said = {"kind": "command", "number": 1, "beat": 0, "wish": {"do": "write_notes", "text": "a" * 20_001}}
    with pytest.raises(Unreadable, match="wish"):
        codec.from_console.read(json.dumps(said))


@pytest.mark.parametrize(
    "wish",
    [
        {"do": "ask_intensity", "intensity": 1001},
        {"do": "ask_intensity", "intensity": -1},
        {"do": "ask_intensity", "intensity": 0.5},
        {"do": "enter_suds", "suds": 101},
        {"do": "fire_event", "event": ""},
        {"do": "resume", "where": "higher"},
        {"do": "resume", "where": None},
        {"do": "nothing"},
        {},
        None,
    ],
)
def test_a_wish_out_of_its_range_is_refused(wish: object) -> None:
    with pytest.raises(Unreadable):
        codec.from_console.read(json.dumps({"kind": "command", "number": 1, "beat": 0, "wish": wish}))


def test_another_major_version_of_the_wire_is_refused() -> None:
    with pytest.raises(Unreadable, match="v"):
        codec.from_console.read('{"kind": "hello", "v": 2, "client": "a"}')


STATE = reports.StateReport(
    at=0,
    beat=1,
    seq=0,
    phase="checklist",
    phase_reason=reports.ReasonPart(code="began", words="session opened", source="engine"),
    phase_since=0,
    live=False,
    controller="",
    epoch=0,
    hold=None,
    holds=[],
    checklist=reports.ChecklistPart(applies=["identity"], answers={}, missing={"identity": "not answered"}, rehearsing=False),
    step=reports.StepStatePart(
        index=0, reached=-1, spent_s=0, peak=None, ready=None, before=None, after=None, ask=None, skipped=[]
    ),
    dial=reports.DialPart(
        asked=0,
        given=0,
        reason=reports.ReasonPart(code="began", words="", source="engine"),
        step_low=0,
        step_high=0,
        cap=1000,
        ceiling=0,
        ceiling_reason=reports.ReasonPart(code="calm_scene", words="calm scene", source="engine"),
        reaches_in_s=None,
    ),
    parameters=[],
    events=[],
    exposure_s=0,
    dose=reports.DosePart(
        exposure_s=0, exposure_cap_s=60, extended_s=0, high_s=0, high_cap_s=60, level=700, events=0, events_cap=6, unbroken_s=0
    ),
    sickness=None,
    adverse=[],
    autonomy="suggest",
    links=[],
    classes=[],
    suds=reports.SudsPart(last=None, last_at=None, last_by=None, open_since=None, due=None, missed=0, said=[]),
    sensor=None,
    suggestion=None,
    view=reports.ViewPart(shows="calm", surface="offscreen", frame=0, frames_per_s=0, failure=""),
    record=reports.RecordPart(ok=True, saved_s_ago=None, words="", accepted=False),
    notes="",
    undo=None,
)
