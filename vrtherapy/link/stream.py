"""Frames over a loopback TCP socket, between the biofeedback process and the engine.

A frame is u32 length (little-endian), one byte `t` (text) or `b` (binary), and the payload. The first frame of
a dialler is its key; a listener that is not given the right one closes without a word. One peer at a time: a
new one replaces the old. Reading and writing run in threads; `poll` and `send` never block.
"""

from __future__ import annotations

import contextlib
import hmac
import queue
import socket
import struct
import threading
from collections.abc import Callable
from typing import Final

HEAD: Final = struct.Struct("<Ic")
LARGEST: Final = 1 << 20
LONGEST_KEY: Final = 256
WAITING_MOST: Final = 2000
RETRY_S: Final = 0.25
SILENCE_S: Final = 5.0

Payload = str | bytes


class _Peer:
    """One connected socket with its two threads."""

    def __init__(self, sock: socket.socket, inbox: queue.Queue[Payload], lost: Callable[[], None]) -> None:
        self._sock = sock
        self._inbox = inbox
        self._lost = lost
        self._out: queue.Queue[bytes | None] = queue.Queue(WAITING_MOST)
        self.open = True
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(SILENCE_S)
        for target in (self._read, self._write):
            threading.Thread(target=target, name="stream", daemon=True).start()

    def send(self, payload: Payload) -> None:
        with contextlib.suppress(queue.Full):
            self._out.put_nowait(pack(payload))

    def close(self) -> None:
        if self.open:
            self.open = False
            with contextlib.suppress(queue.Full):
                self._out.put_nowait(None)
            with contextlib.suppress(OSError):
                self._sock.shutdown(socket.SHUT_RDWR)
            self._sock.close()
            self._lost()

    def _read(self) -> None:
        try:
            while self.open:
                payload = receive(self._sock)
                if payload is None:
                    break
                with contextlib.suppress(queue.Full):
                    self._inbox.put_nowait(payload)
        except (OSError, ValueError):
            pass
        self.close()

    def _write(self) -> None:
        try:
            while (data := self._out.get()) is not None:
                self._sock.sendall(data)
        except OSError:
            pass
        self.close()


class Listener:
    """The engine's end. Listens on a free loopback port; `port` names it."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()
        self._inbox: queue.Queue[Payload] = queue.Queue(WAITING_MOST)
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._peer: _Peer | None = None
        self._closed = False
        self._admitting = threading.Lock()
        threading.Thread(target=self._accept, name="stream-accept", daemon=True).start()

    @property
    def connected(self) -> bool:
        return self._peer is not None and self._peer.open

    def send(self, payload: Payload) -> None:
        if self._peer is not None:
            self._peer.send(payload)

    def poll(self) -> list[Payload]:
        return drain(self._inbox)

    def close(self) -> None:
        self._closed = True
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts, so that the port is free at once
        self._server.close()
        if self._peer is not None:
            self._peer.close()

    def _accept(self) -> None:
        while not self._closed:
            try:
                sock, _ = self._server.accept()
            except OSError:
                return
            # Of its own, so that a stranger who says nothing keeps nobody waiting.
            threading.Thread(target=self._admit, args=(sock,), name="stream-admit", daemon=True).start()

    def _admit(self, sock: socket.socket) -> None:
        sock.settimeout(2.0)
        try:
            key = receive(sock, LONGEST_KEY)
        except (OSError, ValueError):
            key = None
        with self._admitting:
            if self._closed or not isinstance(key, str) or not hmac.compare_digest(key.encode(), self._key):
                sock.close()
                return
            if self._peer is not None:
                self._peer.close()
            self._peer = _Peer(sock, self._inbox, lambda: None)


class Dialler:
    """The biofeedback process's end. `where` gives the engine's port, or None while it is not known yet."""

    def __init__(self, where: Callable[[], int | None], key: str, greeting: Callable[[], list[Payload]]) -> None:
        self._where = where
        self._key = key
        self._greeting = greeting
        self._inbox: queue.Queue[Payload] = queue.Queue(WAITING_MOST)
        self._peer: _Peer | None = None
        self._closed = threading.Event()
        self._again = threading.Event()
        threading.Thread(target=self._dial, name="stream-dial", daemon=True).start()

    @property
    def connected(self) -> bool:
        return self._peer is not None and self._peer.open

    def send(self, payload: Payload) -> None:
        if self._peer is not None:
            self._peer.send(payload)

    def poll(self) -> list[Payload]:
        return drain(self._inbox)

    def close(self) -> None:
        self._closed.set()
        self._again.set()
        if self._peer is not None:
            self._peer.close()

    def _dial(self) -> None:
        while not self._closed.is_set():
            port = self._where()
            if port is not None:
                try:
                    sock = socket.create_connection(("127.0.0.1", port), timeout=2.0)
                    sock.sendall(pack(self._key))
                except OSError:
                    pass
                else:
                    self._again.clear()
                    peer = _Peer(sock, self._inbox, self._again.set)
                    for payload in self._greeting():
                        peer.send(payload)
                    self._peer = peer
                    if self._closed.is_set():
                        peer.close()
                    self._again.wait()
            self._closed.wait(RETRY_S)


def pack(payload: Payload) -> bytes:
    data = payload.encode() if isinstance(payload, str) else payload
    return HEAD.pack(len(data), b"t" if isinstance(payload, str) else b"b") + data


def receive(sock: socket.socket, largest: int = LARGEST) -> Payload | None:
    """The next frame, None when the peer closed. Raises OSError and, for what is no frame, ValueError."""
    head = _exactly(sock, HEAD.size)
    if head is None:
        return None
    length, kind = HEAD.unpack(head)
    if length > largest or kind not in (b"t", b"b"):
        raise ValueError("not a frame")
    data = _exactly(sock, length)
    if data is None:
        return None
    return data.decode() if kind == b"t" else data


def _exactly(sock: socket.socket, count: int) -> bytes | None:
    data = bytearray()
    while len(data) < count:
        part = sock.recv(count - len(data))
        if not part:
            return None
        data += part
    return bytes(data)


def drain(inbox: queue.Queue[Payload]) -> list[Payload]:
    found: list[Payload] = []
    while True:
        try:
            found.append(inbox.get_nowait())
        except queue.Empty:
            return found
