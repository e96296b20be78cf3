"""A bookmark spares an engine that comes back the way through the record, and changes nothing of where it arrives."""

from __future__ import annotations

import os
import pickle
import time
from pathlib import Path

import pytest

from tests.host.engine_room import running, settings_in, until
from tests.host.headless_record import demo_plan, entries, write_numbered
from vrtherapy.host.bookmark import NAME, Bookmark, Bookmarks, read_bookmark, write_bookmark
from vrtherapy.host.conduct import Conduct
from vrtherapy.host.engine_process import _record
from vrtherapy.host.recording import Record
from vrtherapy.session.events import Passed
from vrtherapy.session.replay import LoggedTurn
from vrtherapy.session.state import opening
from vrtherapy.store.record import Kind
from vrtherapy.wire import journal

PARTS: tuple[tuple[Kind, int, bytes], ...] = tuple((kind, n, payload) for n, (kind, payload) in enumerate(entries()))


def taken_up(turns: list[LoggedTurn], bookmark: Bookmark | None = None) -> Conduct:
    conduct = Conduct(demo_plan(), lambda _: None, lambda _: None)
    if bookmark is not None:
        conduct.state, conduct.happened = bookmark.state, list(bookmark.happened)
    conduct.take_up(turns)
    return conduct


def bookmark_after(number: int, record: str = "room") -> Bookmark:
    """As an engine makes it once the record has `number` entries."""
    there = taken_up([journal.load_turn(p) for kind, n, p in PARTS if kind == "T" and n < number])
    return Bookmark(record, number, there.state, tuple(there.happened))


WHOLE = taken_up([journal.load_turn(payload) for kind, _, payload in PARTS if kind == "T"])


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.9, 1.0])
def test_from_a_bookmark_the_engine_arrives_exactly_where_the_whole_record_leads(tmp_path: Path, share: float) -> None:
    settings = settings_in(tmp_path)
    write_numbered(settings.record, PARTS)
    number = round(share * len(PARTS))
    write_bookmark(tmp_path, bookmark_after(number))
    writer, turns, bookmark = _record(settings)
    writer.close()
    assert bookmark is not None and turns is not None and writer.next_number == len(PARTS)
    assert len(turns) == sum(kind == "T" and n >= number for kind, n, _ in PARTS)
    again = taken_up(turns, bookmark)
    assert again.state == WHOLE.state and again.happened == WHOLE.happened


def without(number: int) -> tuple[tuple[Kind, int, bytes], ...]:
    return tuple(part for part in PARTS if part[1] != number)


@pytest.mark.parametrize(
    ("parts", "made_for"),
    [
        pytest.param(PARTS[:40], bookmark_after(60), id="the record lost what the bookmark knows"),
        pytest.param(without(30), bookmark_after(60), id="the record has a gap"),
        pytest.param(PARTS, bookmark_after(60, "another"), id="of another record"),
    ],
)
def test_a_bookmark_that_does_not_fit_the_record_is_not_used(
    tmp_path: Path, parts: tuple[tuple[Kind, int, bytes], ...], made_for: Bookmark
) -> None:
    settings = settings_in(tmp_path)
    write_numbered(settings.record, parts)
    write_bookmark(tmp_path, made_for)
    writer, turns, bookmark = _record(settings)
    writer.close()
    assert bookmark is None and turns == list(Record(settings.record).turns())


class Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("made",)


def test_what_is_no_bookmark_is_none_and_runs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_bookmark(tmp_path, "room") is None
    good = pickle.dumps(bookmark_after(60))
    for bad in (b"", good[:-7], b"rubbish", pickle.dumps("a text"), pickle.dumps(Evil()), pickle.dumps(opening(demo_plan()))):
        (tmp_path / NAME).write_bytes(bad)
        assert read_bookmark(tmp_path, "room") is None
    assert not (tmp_path / "made").exists()


def test_the_newest_bookmark_is_there_soon_and_a_folder_that_is_gone_troubles_nobody(tmp_path: Path) -> None:
    keeper = Bookmarks(tmp_path)
    first, second = bookmark_after(10), bookmark_after(20)
    keeper.put(first)
    keeper.put(second)
    until(lambda: read_bookmark(tmp_path, "room") == second)
    keeper.close()
    gone = Bookmarks(tmp_path / "gone")
    gone.put(first)
    time.sleep(0.1)
    gone.put(second)
    gone.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == [NAME]


def test_an_engine_keeps_its_place(tmp_path: Path) -> None:
    with running(tmp_path) as room:
        until(lambda: read_bookmark(tmp_path, "room") is not None, "the bookmark")
        bookmark = read_bookmark(tmp_path, "room")
        turns = room.turns()
    assert bookmark is not None and bookmark.entries >= 1
    later = list(Record(room.settings.record).turns(bookmark.entries))
    earlier = turns[: len(turns) - len(later)]
    assert taken_up([*earlier, LoggedTurn(Passed(bookmark.state.now), ())]).state == bookmark.state
