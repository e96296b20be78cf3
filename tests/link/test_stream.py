"""Frames over loopback between two processes: in order, whole, only with the key, and again after a loss."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.server.serving import until
from vrtherapy.link import stream
from vrtherapy.link.stream import HEAD, Dialler, Listener, Payload, pack, receive

KEY = "key"
payloads = st.one_of(st.text(max_size=40), st.binary(max_size=40))


@contextmanager
def listening(key: str = KEY) -> Iterator[Listener]:
    listener = Listener(key)
    try:
        yield listener
    finally:
        listener.close()


@contextmanager
def dialling(ports: list[int | None], key: str = KEY, greeting: list[Payload] | None = None) -> Iterator[Dialler]:
    """`ports[0]` is where it dials; the test may change it."""
    dialler = Dialler(lambda: ports[0], key, lambda: list(greeting or []))
    try:
        yield dialler
    finally:
        dialler.close()


def heard(end: Listener | Dialler, count: int) -> list[Payload]:
    found: list[Payload] = []

    def enough() -> bool:
        found.extend(end.poll())
        return len(found) >= count

    until(enough)
    return found


@settings(max_examples=25)
@given(st.lists(payloads, min_size=1, max_size=8), st.lists(payloads, min_size=1, max_size=8))
def test_what_is_sent_arrives_whole_and_in_order_both_ways(there: list[Payload], back: list[Payload]) -> None:
    with listening() as listener, dialling([listener.port]) as dialler:
        until(lambda: listener.connected and dialler.connected)
        for payload in there:
            dialler.send(payload)
        for payload in back:
            listener.send(payload)
        assert heard(listener, len(there)) == there
        assert heard(dialler, len(back)) == back


def test_a_frame_as_large_as_may_be_arrives() -> None:
    large = bytes(range(256)) * (stream.LARGEST // 256)
    with listening() as listener, dialling([listener.port]) as dialler:
        until(lambda: listener.connected)
        dialler.send(large)
        dialler.send("after")
        assert heard(listener, 2) == [large, "after"]


def test_with_the_wrong_key_nothing_is_let_in() -> None:
    with listening() as listener, dialling([listener.port], key="other", greeting=["hello"]):
        for _ in range(20):
            time.sleep(0.03)
            assert not listener.connected and listener.poll() == []


@pytest.mark.parametrize(
    "opening",
    [
        b"",
        b"GET / HTTP/1.1\r\n\r\n",
        HEAD.pack(3, b"x") + b"key",
        HEAD.pack(3, b"b") + b"key",
        HEAD.pack(2**32 - 1, b"t"),
        HEAD.pack(4, b"t") + b"\xff\xff\xff\xff",
        pack("keykey"),
        pack("k" * 300),
    ],
)
def test_garbage_for_a_key_is_shut_out_and_keeps_nobody_waiting(opening: bytes) -> None:
    with listening() as listener, socket.create_connection(("127.0.0.1", listener.port)) as stranger:
        stranger.sendall(opening)
        with dialling([listener.port]) as dialler:
            until(lambda: listener.connected, within_s=1.5)
            dialler.send("hello")
            assert heard(listener, 1) == ["hello"]


def test_garbage_after_the_key_ends_the_line_and_the_next_one_is_taken() -> None:
    for garbage in (b"\x00" * 50, HEAD.pack(4, b"t") + b"\xff\xff\xff\xff", HEAD.pack(2**31, b"b")):
        with listening() as listener:
            with socket.create_connection(("127.0.0.1", listener.port)) as broken:
                broken.sendall(pack(KEY) + pack("first") + garbage)
                assert heard(listener, 1) == ["first"]
                until(lambda listener=listener: not listener.connected)  # type: ignore[misc]
            with dialling([listener.port]) as dialler:
                until(lambda listener=listener: listener.connected)  # type: ignore[misc]
                dialler.send("second")
                assert heard(listener, 1) == ["second"]


def test_a_frame_that_comes_in_drops_is_read_once_it_is_whole() -> None:
    with listening() as listener, socket.create_connection(("127.0.0.1", listener.port)) as slow:
        for byte in pack(KEY) + pack("drip"):
            slow.sendall(bytes([byte]))
            time.sleep(0.005)
        assert heard(listener, 1) == ["drip"]


def test_a_new_peer_replaces_the_old_one() -> None:
    with listening() as listener, dialling([listener.port], greeting=["first"]):
        assert heard(listener, 1) == ["first"]
        with socket.create_connection(("127.0.0.1", listener.port)) as second:
            second.settimeout(10)
            second.sendall(pack(KEY))
            until(lambda: (listener.send("for you"), _waits(second))[1])
            assert receive(second) == "for you"


def _waits(sock: socket.socket) -> bool:
    sock.setblocking(False)
    try:
        return bool(sock.recv(1, socket.MSG_PEEK))
    except BlockingIOError:
        return False
    finally:
        sock.settimeout(10)


def test_it_dials_again_on_another_port_and_greets_again_first() -> None:
    ports: list[int | None] = [None]
    with dialling(ports, greeting=["who I am"]) as dialler:
        assert not dialler.connected
        with listening() as first:
            ports[0] = first.port
            until(lambda: first.connected and dialler.connected)
            dialler.send("one")
            assert heard(first, 2) == ["who I am", "one"]
        until(lambda: not dialler.connected)
        with listening() as second:
            ports[0] = second.port
            until(lambda: second.connected and dialler.connected)
            dialler.send("two")
            assert heard(second, 2) == ["who I am", "two"]


def test_a_peer_that_reads_nothing_never_blocks_the_sender_and_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "SILENCE_S", 0.5)
    with listening() as listener, socket.create_connection(("127.0.0.1", listener.port)) as deaf:
        deaf.sendall(pack(KEY))
        until(lambda: listener.connected)
        block = bytes(100_000)
        started = time.monotonic()
        for _ in range(3000):
            listener.send(block)
        assert time.monotonic() - started < 15
        until(lambda: not listener.connected)


def test_a_line_on_which_nothing_comes_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "SILENCE_S", 0.3)
    with listening() as listener, socket.create_connection(("127.0.0.1", listener.port)) as silent:
        silent.sendall(pack(KEY))
        until(lambda: listener.connected)
        until(lambda: not listener.connected)


def test_closing_leaves_no_port_and_no_thread_behind() -> None:
    before = threading.active_count()
    with listening() as listener, dialling([listener.port]) as dialler:
        port = listener.port
        until(lambda: listener.connected and dialler.connected)
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    until(lambda: threading.active_count() <= before)


def test_sending_to_nobody_is_nothing() -> None:
    with listening() as listener, dialling([None]) as dialler:
        listener.send("x")
        dialler.send("x")
        assert listener.poll() == dialler.poll() == []
