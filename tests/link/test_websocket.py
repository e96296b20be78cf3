"""The engine's line to a real server: greeting first, order kept, found again on another port."""

from __future__ import annotations

import threading
import time

import pytest
from websockets.sync.server import ServerConnection, serve

from tests.server.serving import KEY, engine, happened, plan, said, served, until
from vrtherapy.link import websocket
from vrtherapy.link.console import ConsoleLine, LiveLine
from vrtherapy.link.websocket import ServerLine
from vrtherapy.wire import codec, commands, reports


def happenings(console: ConsoleLine, count: int) -> list[reports.Happened]:
    found: list[reports.Happened] = []

    def enough() -> bool:
        found.extend(m for m in console.poll() if isinstance(m, reports.Happened))
        return len(found) >= count

    until(enough)
    return found


def test_what_is_sent_arrives_in_order_behind_the_greeting() -> None:
    with served() as place, engine(place, [said(plan()), said(happened(1))]) as line:
        console = ConsoleLine(place.address, KEY, "ada")
        for seq in range(2, 300):
            line.send(said(happened(seq)))
        assert [h.seq for h in happenings(console, 299)] == list(range(1, 300))
        console.close()


def test_a_consoles_command_reaches_the_engine() -> None:
    with served() as place, engine(place) as line:
        console = ConsoleLine(place.address, KEY, "ada")
        console.send(commands.Stop())
        found: list[str] = []
        until(lambda: (found.extend(line.poll()), any('"stop"' in t for t in found))[1])
        (stop,) = [m for m in map(codec.from_server.read, found) if isinstance(m, commands.ForwardedCommand)]
        assert (stop.client, stop.role, stop.number) == ("ada", "clinician", 1)
        console.close()


def test_a_server_that_came_back_on_another_port_is_found_and_greeted_again() -> None:
    ports = [0]
    told = [said(plan())]
    line = ServerLine(lambda: f"ws://127.0.0.1:{ports[0]}" if ports[0] else None, KEY, lambda: list(told))
    try:
        for turn in (1, 2):
            with served() as place:
                ports[0] = place.port
                until(lambda: line.connected)
                told.append(said(happened(turn)))
                line.send(told[-1])
                console = ConsoleLine(place.address, KEY, "ada")
                assert [h.seq for h in happenings(console, turn)] == list(range(1, turn + 1))
                console.close()
            until(lambda: not line.connected)
    finally:
        line.close()


def test_nothing_said_while_the_line_comes_up_falls_between_greeting_and_line() -> None:
    """The engine goes on while a link is greeted; what happens then must not be missing."""
    said_so_far: list[str] = [said(happened(1))]
    greeting, going_on = threading.Event(), threading.Event()

    def greet() -> list[str]:
        found = list(said_so_far)
        greeting.set()
        assert going_on.wait(20)
        return found

    with served() as place:
        line = ServerLine(lambda: f"ws://127.0.0.1:{place.port}", KEY, greet)
        try:
            assert greeting.wait(20)
            for seq in (2, 3):
                said_so_far.append(said(happened(seq)))
                line.send(said_so_far[-1])
            going_on.set()
            until(lambda: line.connected)
            console = ConsoleLine(place.address, KEY, "ada")
            assert [h.seq for h in happenings(console, 3)] == [1, 2, 3]
            console.close()
        finally:
            going_on.set()
            line.close()


def test_what_waits_for_its_moment_is_sent_then_and_what_follows_keeps_its_place() -> None:
    with served() as place, engine(place) as line:
        console = ConsoleLine(place.address, KEY, "ada")
        moment = threading.Event()
        line.send(said(happened(1)))
        line.send(said(happened(2)), after=lambda: moment.wait(20))
        line.send(said(happened(3)))
        assert [h.seq for h in happenings(console, 1)] == [1]
        time.sleep(0.3)
        assert not [m for m in console.poll() if isinstance(m, reports.Happened)]
        moment.set()
        assert [h.seq for h in happenings(console, 2)] == [2, 3]
        console.close()


def test_a_server_that_fell_silent_is_left_and_dialled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websocket, "SILENCE_S", 0.3)
    over, came = threading.Event(), []
    with serve(lambda c: (came.append(c.request.path), over.wait(60)), "127.0.0.1", 0, close_timeout=0.5) as mute:  # type: ignore[union-attr]
        port = mute.socket.getsockname()[1]
        threading.Thread(target=mute.serve_forever, daemon=True).start()
        line = ServerLine(lambda: f"ws://127.0.0.1:{port}", KEY, list)
        try:
            until(lambda: came.count("/engine/session") >= 3)
        finally:
            over.set()
            line.close(within_s=0.5)
            mute.shutdown()


def test_what_a_server_asks_the_moment_the_line_is_up_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The writer is slow to begin, so that the answer is there before it."""
    start = threading.Thread.start

    def start_then_linger(thread: threading.Thread) -> None:
        start(thread)
        if thread.name == "server-line-in":
            time.sleep(0.3)

    monkeypatch.setattr(threading.Thread, "start", start_then_linger)
    answered: list[str] = []

    def ask(line: ServerConnection) -> None:
        if line.request is not None and line.request.path == "/engine/session":
            line.send("asked")
            answered.append(str(line.recv(timeout=20)))

    with serve(ask, "127.0.0.1", 0, close_timeout=0.5) as asking:
        port = asking.socket.getsockname()[1]
        threading.Thread(target=asking.serve_forever, daemon=True).start()
        line = ServerLine(lambda: f"ws://127.0.0.1:{port}", KEY, list)
        try:
            until(lambda: line.wait(0.1) and line.poll() == ["asked"])
            line.send("answered")
            until(lambda: answered == ["answered"])
        finally:
            line.close(within_s=0.5)
            asking.shutdown()


def test_with_the_wrong_key_the_engine_is_not_let_in() -> None:
    with served() as place:
        line = ServerLine(lambda: f"ws://127.0.0.1:{place.port}", "another key", list)
        time.sleep(1.0)
        assert not line.connected
        line.close()


def test_pictures_and_strips_reach_whoever_looks_and_the_oldest_are_dropped_not_queued() -> None:
    with served() as place, engine(place) as line:
        live = LiveLine(place.address, KEY)
        assert codec.binary_kind(live.next(20) or b"") == codec.TRACE
        frames: list[int] = []
        number = 0

        def seen() -> bool:
            nonlocal number
            number += 1
            line.show(codec.encode_mirror(number, 0, b"jpeg" * 100))
            frame = live.next(0.05)
            if frame is not None:
                frames.append(codec.decode_mirror(frame)[0])
            return len(frames) >= 5

        until(seen)
        assert frames == sorted(set(frames))
        for n in range(1000):
            line.show(codec.encode_mirror(10_000 + n, 0, b"x"))
        newest = 0
        end = time.monotonic() + 20
        while newest != 10_999 and time.monotonic() < end:
            frame = live.next(0.5)
            newest = codec.decode_mirror(frame)[0] if frame else newest
        assert newest == 10_999
        live.close()


def test_closing_sends_what_waits_and_ends() -> None:
    with served() as place:
        with engine(place) as line:
            for seq in range(1, 200):
                line.send(said(happened(seq)))
        assert not line.connected
        console = ConsoleLine(place.address, KEY, "ada")
        assert happenings(console, 199)[-1].seq == 199
        console.close()


def test_a_server_that_takes_nothing_holds_up_neither_sending_nor_closing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websocket, "WAITING_MOST", 50)
    over = threading.Event()
    with serve(lambda _: bool(over.wait(60)), "127.0.0.1", 0, close_timeout=0.5) as deaf:
        port = deaf.socket.getsockname()[1]
        threading.Thread(target=deaf.serve_forever, daemon=True).start()
        line = ServerLine(lambda: f"ws://127.0.0.1:{port}", KEY, list)
        try:
            until(lambda: line.connected)
            started = time.monotonic()
            for _ in range(300):
                line.send("x" * 500_000)
                line.show(bytes(500_000))
            line.close(within_s=0.5)
            assert time.monotonic() - started < 15
        finally:
            over.set()
            deaf.shutdown()
