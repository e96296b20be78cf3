"""The bad network of the drills behaves as it says, or the drills prove nothing."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from tests.whole.shaper import Manner, Shaper

PATIENCE_S = 20.0


@contextlib.contextmanager
def echo() -> Iterator[int]:
    """A port that says back what it hears."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    sock, _ = server.accept()
                    threading.Thread(target=answer, args=(sock,), daemon=True).start()

        def answer(sock: socket.socket) -> None:
            with contextlib.suppress(OSError), sock:
                while data := sock.recv(4096):
                    sock.sendall(data)

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]


@contextlib.contextmanager
def shaped(manner: Manner | None = None) -> Iterator[Shaper]:
    with echo() as port:
        shaper = Shaper(port, manner)
        try:
            yield shaper
        finally:
            shaper.close()


def line(shaper: Shaper) -> socket.socket:
    return socket.create_connection(("127.0.0.1", shaper.port), timeout=PATIENCE_S)


def heard(sock: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count and (part := sock.recv(count - len(data))):
        data += part
    return data


def test_what_is_sent_arrives_whole_in_order_and_no_sooner_than_the_delay_there_and_back() -> None:
    with shaped(Manner(delay_s=0.1, loss=0.2)) as shaper, line(shaper) as sock:
        sent = bytes(range(256)) * 400
        began = time.monotonic()
        threading.Thread(target=sock.sendall, args=(sent,), daemon=True).start()
        assert heard(sock, len(sent)) == sent
        assert time.monotonic() - began >= 0.2
        assert shaper.lost > 0


def test_in_a_partition_nothing_arrives_and_after_it_everything() -> None:
    with shaped() as shaper, line(shaper) as sock:
        sock.sendall(b"before")
        assert heard(sock, 6) == b"before"
        shaper.partition()
        sock.sendall(b"within")
        sock.settimeout(0.5)
        with pytest.raises(TimeoutError):
            sock.recv(1)
        sock.settimeout(PATIENCE_S)
        shaper.heal()
        assert heard(sock, 6) == b"within"


def test_a_peer_that_vanished_is_neither_heard_nor_closed_and_a_new_line_works() -> None:
    with shaped() as shaper, line(shaper) as sock:
        sock.sendall(b"before")
        assert heard(sock, 6) == b"before"
        shaper.vanish()
        sock.sendall(b"after")
        sock.settimeout(0.5)
        with pytest.raises(TimeoutError):
            sock.recv(1)
        with line(shaper) as new:
            new.sendall(b"new")
            assert heard(new, 3) == b"new"


def test_an_end_that_closes_is_closed_at_the_other_end() -> None:
    with shaped(Manner(delay_s=0.05)) as shaper, line(shaper) as sock:
        sock.sendall(b"last words")
        sock.shutdown(socket.SHUT_WR)
        assert heard(sock, 100) == b"last words"
