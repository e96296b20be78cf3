"""A console without a page: enters with the session's key and speaks the wire that the browser's console speaks.

For the simulated clinician, the tests and the measurements. One thread reads; `poll` and `send` never block long.
"""

from __future__ import annotations

import contextlib
import http.client
import queue
import threading
import time
from typing import Final
from urllib.parse import quote, urlsplit

from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from vrtherapy.wire import codec, commands, reports

BEAT_S: Final = 0.5
OPEN_S: Final = 5.0


class NoConsole(Exception):
    """The server does not let this console in, or is not there; the text says which."""


def enter(address: str, key: str) -> str:
    """The cookie (`name=value`) for whoever brings the key to the server at `http://host:port`. Raises NoConsole."""
    place = urlsplit(address)
    line = http.client.HTTPConnection(place.hostname or "", place.port or 80, timeout=OPEN_S)
    try:
        line.request("GET", f"/enter?key={quote(key)}")
        answer = line.getresponse()
        cookie = answer.getheader("set-cookie", "")
    except OSError as error:
        raise NoConsole(f"no server at {address}: {error}") from error
    finally:
        line.close()
    if answer.status != 303 or not cookie:
        raise NoConsole(f"the server at {address} refused the key")
    return cookie.partition(";")[0]


def dial(address: str, path: str, cookie: str) -> ClientConnection:
    """A WebSocket of the server at `address`, as a page of its own opens it. Raises NoConsole."""
    try:
        return connect(
            address.replace("http", "ws", 1) + path,
            additional_headers={"Cookie": cookie},
            origin=Origin(address),
            compression=None,
            open_timeout=OPEN_S,
            ping_interval=None,
            close_timeout=0.5,
            max_size=1 << 20,
            proxy=None,
        )
    except (OSError, InvalidHandshake, TimeoutError, ConnectionClosed) as error:
        raise NoConsole(f"no line {path} at {address}: {error}") from error


class LiveLine:
    """Pictures and strips as a page gets them. `next` gives one binary frame of the wire and says that it was seen."""

    def __init__(self, address: str, key: str) -> None:
        self._stack = contextlib.ExitStack()
        self._line = self._stack.enter_context(dial(address, "/ws/live", enter(address, key)))

    def next(self, within_s: float) -> bytes | None:
        """None when nothing came in time or the line is lost."""
        try:
            frame = self._line.recv(timeout=within_s)
            if isinstance(frame, bytes) and codec.binary_kind(frame) == codec.MIRROR:
                self._line.send("seen")
        except (TimeoutError, ConnectionClosed, OSError):
            return None
        return frame if isinstance(frame, bytes) else None

    def close(self) -> None:
        self._stack.close()


class ConsoleLine:
    """One console's session line. Raises NoConsole when it cannot be opened; `open` turns False when it is lost.

    A console that comes back under its name says which happening and which command number were its last.
    """

    def __init__(self, address: str, key: str, client: str, last_seq: int = 0, number: int = 0) -> None:
        self.client = client
        self.open = True
        self.beat = 0
        self.said_at = time.monotonic()
        """When this console last said anything, by this machine's monotonic clock."""
        self.number = number
        self._inbox: queue.Queue[reports.ToConsole] = queue.Queue()
        self._stack = contextlib.ExitStack()
        self._line = self._stack.enter_context(dial(address, "/ws/session", enter(address, key)))
        self._line.send(codec.encode(commands.Hello(client=client, last_seq=last_seq)))
        self._over = threading.Event()
        for target in (self._read, self._pulse):
            threading.Thread(target=target, name=f"console {client}", daemon=True).start()

    def send(self, wish: commands.Wish) -> int:
        """Sends a wish under the next number, which it returns; a lost line shows in `open`."""
        self.number += 1
        self._say(commands.Command(number=self.number, beat=self.beat, wish=wish))
        return self.number

    def again(self, number: int, wish: commands.Wish) -> None:
        """Sends a command that was sent before, as a console does after it lost the line."""
        self._say(commands.Command(number=number, beat=self.beat, wish=wish))

    def poll(self, within_s: float = 0.0) -> list[reports.ToConsole]:
        """What came since the last call; waits up to `within_s` for the first."""
        found: list[reports.ToConsole] = []
        with contextlib.suppress(queue.Empty):
            found.append(self._inbox.get(timeout=within_s) if within_s else self._inbox.get_nowait())
            while True:
                found.append(self._inbox.get_nowait())
        return found

    def close(self) -> None:
        self.open = False
        self._over.set()
        self._stack.close()

    def _say(self, message: commands.Command | commands.ConsoleBeat) -> None:
        try:
            self._line.send(codec.encode(message))
            self.said_at = time.monotonic()
        except (ConnectionClosed, OSError):
            self.open = False

    def _pulse(self) -> None:
        while self.open and not self._over.wait(BEAT_S):
            self._say(commands.ConsoleBeat(beat=self.beat))

    def _read(self) -> None:
        with contextlib.suppress(ConnectionClosed, OSError):
            for text in self._line:
                try:
                    message = codec.to_console.read(text)
                except codec.Unreadable:
                    continue
                if isinstance(message, reports.StateReport):
                    self.beat = message.beat
                self._inbox.put(message)
        self.open = False
