"""The engine's line to the server: one WebSocket for what must not be lost, one for pictures and strips.

Both reconnect by themselves with a short back-off; `address` is asked anew each time, so that a server that came
back on another port is found. `send` queues in order; `show` keeps only the newest few. Nothing here blocks.
A server beats twice a second: a line on which nothing comes is given up, since a peer that vanished never says so.
"""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
from collections.abc import Callable
from typing import Final

from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import ClientConnection, connect

from vrtherapy.link.latest import Latest

RETRY_S: Final = 0.25
SILENCE_S: Final = 3.0
WAITING_MOST: Final = 10_000
SHOWN_MOST: Final = 4
LARGEST: Final = 1 << 20

After = Callable[[], object] | None
WAKE: Final[tuple[str, After]] = ("", None)


class ServerLine:
    """`greeting` gives what a newly connected server must be told first."""

    def __init__(self, address: Callable[[], str | None], key: str, greeting: Callable[[], list[str]]) -> None:
        self._address = address
        self._headers = {"Authorization": f"Bearer {key}"}
        self._greeting = greeting
        self._inbox: queue.Queue[str] = queue.Queue(WAITING_MOST)
        self._out: queue.Queue[tuple[str, After] | None] = queue.Queue(WAITING_MOST)
        self._shown: Latest[bytes] = Latest(SHOWN_MOST)
        self._closed = threading.Event()
        self._came = threading.Event()
        self._line: ClientConnection | None = None
        self._live: ClientConnection | None = None
        self.connected = False
        self._threads = [
            threading.Thread(target=target, name="server-line", daemon=True)
            for target in (self._talk, self._show)
        ]
        for thread in self._threads:
            thread.start()

    def send(self, text: str, after: After = None) -> None:
        """`after` is called in this line's own thread before the text goes, and may wait: what follows keeps its place."""
        if not self.connected:
            return
        try:
            self._out.put_nowait((text, after))
        except queue.Full:
            # What is lost is told or asked again on a new line, never on this one.
            self.connected = False
            if self._line is not None:
                _cut(self._line)

    def show(self, frame: bytes) -> None:
        if self.connected:
            self._shown.put(frame)

    def wait(self, within_s: float) -> bool:
        """Whether something came since the last `wait`; waits for it no longer than `within_s`."""
        came = self._came.wait(within_s)
        self._came.clear()
        return came

    def poll(self) -> list[str]:
        found: list[str] = []
        while True:
            try:
                found.append(self._inbox.get_nowait())
            except queue.Empty:
                return found

    def close(self, within_s: float = 2.0) -> None:
        """Send what waits, then close; a server that takes nothing is left after `within_s`."""
        with contextlib.suppress(queue.Full):
            self._out.put(None, timeout=within_s)
        self._threads[0].join(within_s)
        self._closed.set()
        self._threads[1].join(within_s)

    def _dial(self, path: str) -> ClientConnection | None:
        address = self._address()
        if address is None:
            return None
        try:
            return connect(
                address + path,
                additional_headers=self._headers,
                compression=None,
                open_timeout=2,
                ping_interval=None,
                max_size=LARGEST,
                close_timeout=0.5,
                proxy=None,
            )
        except (OSError, InvalidHandshake, TimeoutError, ConnectionClosed):
            return None

    def _talk(self) -> None:
        while not self._closed.is_set():
            line = self._dial("/engine/session")
            if line is None:
                self._closed.wait(RETRY_S)
                continue
            closing = False
            while not self._out.empty():
                closing |= self._out.get_nowait() is None
            if closing:
                with line:
                    return
            reader = threading.Thread(target=self._listen, args=(line,), name="server-line-in", daemon=True)
            self._line = line
            with line, contextlib.suppress(ConnectionClosed, OSError):
                # What is said from here on waits behind the greeting; nothing that the reader brings finds no way back.
                self.connected = True
                reader.start()
                for text in self._greeting():
                    line.send(text)
                while (waiting := self._out.get()) is not None and waiting != WAKE:
                    text, after = waiting
                    if after is not None:
                        after()
                    line.send(text)
                if waiting is None:
                    self._closed.set()
            self.connected = False
            reader.join()
            self._closed.wait(RETRY_S)

    def _listen(self, line: ClientConnection) -> None:
        """Until the line ends, or nothing comes on it any more."""
        with contextlib.suppress(ConnectionClosed, OSError, TimeoutError, queue.Full):
            while True:
                message = line.recv(timeout=SILENCE_S)
                if isinstance(message, str):
                    self._inbox.put_nowait(message)
                    self._came.set()
        self.connected = False
        for each in (line, self._live):
            if each is not None:
                _cut(each)
        with contextlib.suppress(queue.Full):
            self._out.put_nowait(WAKE)  # wakes the writer, which then leaves the line

    def _show(self) -> None:
        while not self._closed.is_set():
            line = self._dial("/engine/live") if self.connected else None
            if line is None:
                self._closed.wait(RETRY_S)
                continue
            self._live = line
            with line, contextlib.suppress(ConnectionClosed, OSError):
                while not self._closed.is_set() and self.connected:
                    frame = self._shown.get(0.5)
                    if frame is not None:
                        line.send(frame)
            self._live = None
            self._closed.wait(RETRY_S)


def _cut(line: ClientConnection) -> None:
    """Ends a line whose other end may be gone: who reads or writes on it is let go at once."""
    with contextlib.suppress(OSError):
        line.socket.shutdown(socket.SHUT_RDWR)
