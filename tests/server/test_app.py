"""The shell over real sockets: two consoles, one engine, a slow one, a rude one, and none of them hurts another."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.server.serving import KEY, Served, answer, engine, happened, plan, said, served, until
from vrtherapy.link.console import ConsoleLine, LiveLine, dial, enter
from vrtherapy.link.websocket import ServerLine
from vrtherapy.server import app, hub
from vrtherapy.wire import codec, commands, reports


class Told:
    """Everything a console was told so far."""

    def __init__(self, console: ConsoleLine) -> None:
        self.console = console
        self.messages: list[reports.ToConsole] = []

    def until(self, holds: Callable[[list[reports.ToConsole]], object]) -> list[reports.ToConsole]:
        def enough() -> object:
            self.messages += self.console.poll()
            return holds(self.messages)

        until(enough)
        return self.messages


def seqs(messages: list[reports.ToConsole]) -> list[int]:
    return [m.seq for m in messages if isinstance(m, reports.Happened)]


def commands_to(line: ServerLine, found: list[commands.FromServer]) -> list[commands.ForwardedCommand]:
    found += map(codec.from_server.read, line.poll())
    return [m for m in found if isinstance(m, commands.ForwardedCommand)]


def test_two_consoles_are_told_the_same_and_each_gets_its_own_answers() -> None:
    with served() as place, engine(place, [said(plan())]) as line:
        ada, ben = (Told(ConsoleLine(place.address, KEY, name)) for name in ("ada", "ben"))
        for told in (ada, ben):
            told.until(lambda m: any(isinstance(x, reports.PlanReport) for x in m))
        for seq in range(1, 50):
            line.send(said(happened(seq)))
        line.send(said(answer("ben", 1)))
        line.send(said(happened(50)))
        for told in (ada, ben):
            assert seqs(told.until(lambda m: 50 in seqs(m))) == list(range(1, 51))
        assert not [m for m in ada.messages if isinstance(m, reports.AnswerReport)]
        assert [m.number for m in ben.messages if isinstance(m, reports.AnswerReport)] == [1]
        ada.console.close()
        ben.console.close()


def test_a_console_that_comes_back_gets_only_what_it_missed() -> None:
    with served() as place, engine(place) as line:
        first = Told(ConsoleLine(place.address, KEY, "ada"))
        for seq in (1, 2, 3):
            line.send(said(happened(seq)))
        first.until(lambda m: 3 in seqs(m))
        first.console.close()
        line.send(said(happened(4)))
        back = Told(ConsoleLine(place.address, KEY, "ada", last_seq=3))
        line.send(said(happened(5)))
        assert seqs(back.until(lambda m: 5 in seqs(m))) == [4, 5]
        back.console.close()


def test_the_engine_hears_who_leaves_how_many_are_there_and_who_looks() -> None:
    with served() as place, engine(place) as line:
        found: list[commands.FromServer] = []

        def beat(consoles: int, viewers: int) -> None:
            def heard() -> bool:
                commands_to(line, found)
                return commands.ServerBeat(consoles=consoles, viewers=viewers) in found

            until(heard)
            found.clear()

        console, live = ConsoleLine(place.address, KEY, "ada"), LiveLine(place.address, KEY)
        beat(1, 1)
        console.close()
        until(lambda: (commands_to(line, found), commands.ConsoleLeft(client="ada") in found)[1])
        live.close()
        beat(0, 0)


def test_a_second_line_of_the_same_console_takes_over_and_the_first_is_closed() -> None:
    with served() as place, engine(place) as line:
        old = ConsoleLine(place.address, KEY, "ada")
        Told(old).until(lambda m: m)
        new = ConsoleLine(place.address, KEY, "ada")
        Told(new).until(lambda m: m)
        until(lambda: not old.open)
        found: list[commands.FromServer] = []
        new.send(commands.Start())
        until(lambda: commands_to(line, found))
        assert not [m for m in found if isinstance(m, commands.ConsoleLeft)], "the console is still there"
        new.close()


@pytest.mark.parametrize("rude", ["not json", "{}", '{"kind":"command"}', '{"kind":"hello","client":""}', "[" * 9000])
def test_what_cannot_be_read_is_refused_in_a_sentence_and_the_line_goes_on(rude: str) -> None:
    with served() as place, dial(place.address, "/ws/session", enter(place.address, KEY)) as line:
        line.send(rude)
        refused = codec.to_console.read(line.recv(timeout=20))
        assert isinstance(refused, reports.Refused) and refused.words
        line.send(codec.encode(commands.Hello(client="ada")))
        assert isinstance(codec.to_console.read(line.recv(timeout=20)), reports.Welcome)


def test_who_says_no_hello_is_not_heard() -> None:
    with served() as place, engine(place) as line:
        with dial(place.address, "/ws/session", enter(place.address, KEY)) as stranger:
            stranger.send(codec.encode(commands.Command(number=1, beat=0, wish=commands.Stop())))
            assert isinstance(codec.to_console.read(stranger.recv(timeout=20)), reports.Refused)
        assert commands_to(line, []) == []


def test_bytes_on_a_line_of_text_end_that_line_and_the_engine_hears_that_it_left() -> None:
    with served() as place, engine(place) as line:
        with dial(place.address, "/ws/session", enter(place.address, KEY)) as rude:
            rude.send(codec.encode(commands.Hello(client="rude")))
            rude.recv(timeout=20)
            rude.send(b"\x00\x01")
            with pytest.raises(ConnectionClosed):
                while True:
                    rude.recv(timeout=20)
        found: list[commands.FromServer] = []
        until(lambda: (commands_to(line, found), commands.ConsoleLeft(client="rude") in found)[1])
        _still_well(place)


def test_text_on_a_line_of_bytes_and_bytes_on_the_engines_line_break_nothing() -> None:
    with served() as place, engine(place) as line:
        with dial(place.address, "/ws/live", enter(place.address, KEY)) as live:
            live.send(b"\x00")
            with pytest.raises(ConnectionClosed):
                while True:
                    live.recv(timeout=20)
        for garbage in (b"", b"\x09", b"\x02garbage", b"\x01short"):
            line.show(garbage)
        line.send("not a message")
        line.send(said(happened(1)))
        told = Told(ConsoleLine(place.address, KEY, "ada"))
        told.until(lambda m: 1 in seqs(m))
        told.console.close()
        _still_well(place)


def _still_well(place: Served) -> None:
    assert json.loads(place.ask("/health")[2]) == {"ok": True}


def test_a_console_too_slow_for_what_must_not_be_lost_is_closed_and_the_others_get_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(app, "QUEUE_MOST", 200)
    monkeypatch.setattr(hub, "HAPPENED_KEPT", 100)
    words = "w" * 1500
    beat = codec.encode(commands.ConsoleBeat(beat=0))
    found: list[commands.FromServer] = []
    with served() as place, engine(place) as line:
        well = Told(ConsoleLine(place.address, KEY, "well"))
        well.until(lambda m: m)
        with dial(place.address, "/ws/session", enter(place.address, KEY)) as slow:
            slow.send(codec.encode(commands.Hello(client="slow")))
            seq = 0

            def left() -> bool:
                nonlocal seq
                for _ in range(100):
                    seq += 1
                    line.send(said(happened(seq, words)))
                well.until(lambda m: seq in seqs(m))
                with contextlib.suppress(ConnectionClosed):
                    slow.send(beat)
                commands_to(line, found)
                return commands.ConsoleLeft(client="slow") in found

            until(left, within_s=60)
            assert seqs(well.messages) == list(range(1, seq + 1))
            back = Told(ConsoleLine(place.address, KEY, "slow"))
            assert len(seqs(back.until(lambda m: seq in seqs(m)))) == 100
            back.console.close()
        well.console.close()


def test_who_comes_late_to_the_longest_session_gets_all_that_is_kept() -> None:
    with served() as place:
        long = [said(happened(seq)) for seq in range(1, hub.HAPPENED_KEPT + 1)]
        with engine(place, long):
            first = Told(ConsoleLine(place.address, KEY, "first"))
            first.until(lambda m: hub.HAPPENED_KEPT in seqs(m))
            late = Told(ConsoleLine(place.address, KEY, "late"))
            assert seqs(late.until(lambda m: hub.HAPPENED_KEPT in seqs(m))) == list(range(1, hub.HAPPENED_KEPT + 1))
            first.console.close()
            late.console.close()


def test_a_view_that_sees_nothing_gets_two_pictures_and_no_more_until_it_says_seen() -> None:
    with (
        served() as place,
        engine(place) as line,
        dial(place.address, "/ws/live", enter(place.address, KEY)) as view,
    ):
        assert codec.binary_kind(_bytes(view.recv(timeout=20))) == codec.TRACE
        got: list[int] = []
        number = 0
        while len(got) < 2 or number < 100:
            number += 1
            line.show(codec.encode_mirror(number, 0, b"jpeg"))
            with contextlib.suppress(TimeoutError):
                got.append(codec.decode_mirror(_bytes(view.recv(timeout=0.02)))[0])
        assert len(got) == 2
        view.send("seen")
        assert codec.decode_mirror(_bytes(view.recv(timeout=20)))[0] > got[1]


def _bytes(frame: str | bytes) -> bytes:
    assert isinstance(frame, bytes)
    return frame


def test_a_console_is_told_that_the_engine_fell_silent() -> None:
    with served() as place:
        told = Told(ConsoleLine(place.address, KEY, "ada"))
        told.until(lambda m: any(isinstance(x, reports.NoEngine) for x in m))
        with engine(place, [said(plan()), said(happened(1))]):
            told.until(lambda m: 1 in seqs(m))
            told.messages.clear()
            told.until(lambda m: any(isinstance(x, reports.NoEngine) and x.silent_s >= 2 for x in m))
        told.console.close()


def test_a_console_that_says_nothing_any_more_is_let_go_and_the_engine_hears_that_it_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(app, "CONSOLE_SILENT_S", 1.0)
    with served() as place, engine(place) as line:
        well = ConsoleLine(place.address, KEY, "well")
        with dial(place.address, "/ws/session", enter(place.address, KEY)) as gone:
            gone.send(codec.encode(commands.Hello(client="gone")))
            found: list[commands.FromServer] = []
            until(lambda: (commands_to(line, found), commands.ConsoleLeft(client="gone") in found)[1])
            with pytest.raises(ConnectionClosed):
                while True:
                    gone.recv(timeout=20)
        assert well.open and commands.ConsoleLeft(client="well") not in found
        well.close()


def test_a_view_that_leaves_its_pictures_unseen_is_let_go_and_counted_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "UNSEEN_S", 0.5)
    found: list[commands.FromServer] = []
    with (
        served() as place,
        engine(place) as line,
        dial(place.address, "/ws/live", enter(place.address, KEY)) as view,
    ):

        def viewers(count: int) -> bool:
            commands_to(line, found)
            return commands.ServerBeat(consoles=0, viewers=count) in found

        until(lambda: viewers(1))
        time.sleep(1.2)
        found.clear()
        until(lambda: viewers(1))
        until(lambda: (line.show(codec.encode_mirror(1, 0, b"jpeg")), viewers(0))[1])
        with pytest.raises(ConnectionClosed):
            while True:
                view.recv(timeout=20)


def test_a_new_line_of_the_engine_ends_the_old_one_and_gets_what_is_unanswered() -> None:
    with served() as place, engine(place) as old:
        console = ConsoleLine(place.address, KEY, "ada")
        console.send(commands.Mark(text="still to be answered"))
        found: list[commands.FromServer] = []
        until(lambda: commands_to(old, found))
        bearer = {"Authorization": f"Bearer {KEY}"}
        with connect(f"ws://127.0.0.1:{place.port}/engine/session", additional_headers=bearer, proxy=None) as new:
            asked = codec.from_server.read(new.recv(timeout=20))
            assert isinstance(asked, commands.ForwardedCommand) and asked.number == 1
            until(lambda: not old.connected)
        console.close()


def test_a_line_of_the_engine_on_which_nothing_comes_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "ENGINE_SILENT_S", 0.5)
    bearer = {"Authorization": f"Bearer {KEY}"}
    with served() as place:
        for path in ("/engine/session", "/engine/live"):
            with (
                connect(f"ws://127.0.0.1:{place.port}{path}", additional_headers=bearer, proxy=None) as mute,
                pytest.raises(ConnectionClosed),
            ):
                while True:
                    mute.recv(timeout=20)
