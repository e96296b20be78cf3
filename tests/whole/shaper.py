"""A bad network on loopback: a relay for TCP that delays, loses, parts and lets peers vanish, as an application sees it.

    delay      every segment arrives so much later
    loss       a lost segment arrives one retransmission later, and all that follows waits for it: TCP keeps the order
    partition  nothing arrives until `heal`; what was sent meanwhile arrives then
    vanish     the lines that stand are carried no further and never closed: no FIN, no reset; new ones work
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Final

SEGMENT: Final = 1460
WINDOW: Final = 64 * 1024
"""Bytes under way in one direction; who sends more waits, as for a receiver that reads nothing."""
RETRANSMISSION_S: Final = 0.2
"""TCP's shortest wait for an acknowledgement, on top of the way there and back (RFC 6298 as Linux has it)."""


@dataclass(frozen=True)
class Manner:
    """How the line behaves each way. `loss` is the share of segments that have to be sent again."""

    delay_s: float = 0.0
    loss: float = 0.0


@dataclass
class _Way:
    """One direction of one connection: segments with the moment at which each arrives."""

    queue: asyncio.Queue[tuple[float, bytes]] = field(default_factory=asyncio.Queue)
    under_way: int = 0
    last: float = 0.0
    room: asyncio.Event = field(default_factory=asyncio.Event)


class Shaper:
    """Listens on `port` and carries every line to loopback port `to`. `to` may be changed for the lines to come."""

    def __init__(self, to: int, manner: Manner | None = None, seed: int = 1) -> None:
        self.to = to
        self.manner = manner or Manner()
        self.lost = 0
        self.carried = 0
        self._rng = random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._whole = asyncio.Event()
        self._whole.set()
        self._vanished = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._ends: list[asyncio.StreamWriter] = []
        self._listening = socket.socket()
        self._listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, WINDOW)
        self._listening.bind(("127.0.0.1", 0))
        self._listening.listen(64)
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._run, name="shaper", daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def partition(self) -> None:
        self._tell(self._whole.clear)

    def heal(self) -> None:
        self._tell(self._whole.set)

    def vanish(self) -> None:
        def forget() -> None:
            self._vanished += 1

        self._tell(forget)

    def close(self) -> None:
        """Every line ends, those whose peer vanished too."""
        self._tell(self._loop.stop)
        self._thread.join(10)
        self._listening.close()

    def _tell(self, what: Callable[[], object]) -> None:
        """Done in the relay's thread before this returns."""
        done = threading.Event()

        def act() -> None:
            what()
            done.set()

        self._loop.call_soon_threadsafe(act)
        assert done.wait(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._start(self._accept())
        self._loop.run_forever()
        for task in self._tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*self._tasks, return_exceptions=True))
        for end in self._ends:
            end.transport.abort()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _accept(self) -> None:
        server = await asyncio.start_server(self._carry, sock=self._listening, limit=WINDOW)
        async with server:
            await server.serve_forever()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        generation = self._vanished
        try:
            there_in, there_out = await asyncio.open_connection("127.0.0.1", self.to, limit=WINDOW)
        except OSError:
            writer.transport.abort()
            return
        self._ends += [writer, there_out]
        for source, sink in ((reader, there_out), (there_in, writer)):
            way = _Way()
            self._start(self._take(source, way, generation))
            self._start(self._bring(sink, way, generation))

    async def _take(self, source: asyncio.StreamReader, way: _Way, generation: int) -> None:
        with contextlib.suppress(OSError):
            while data := await source.read(SEGMENT):
                if generation != self._vanished:
                    await asyncio.Event().wait()
                way.under_way += len(data)
                way.last = max(way.last, self._arrives())
                way.queue.put_nowait((way.last, data))
                while way.under_way >= WINDOW:
                    way.room.clear()
                    await way.room.wait()
        if generation == self._vanished:
            way.queue.put_nowait((max(way.last, self._loop.time() + self.manner.delay_s), b""))

    def _arrives(self) -> float:
        manner = self.manner
        at, wait = self._loop.time() + manner.delay_s, 2 * manner.delay_s + RETRANSMISSION_S
        self.carried += 1
        while self._rng.random() < manner.loss:
            self.lost += 1
            at, wait = at + wait, wait * 2
        return at

    async def _bring(self, sink: asyncio.StreamWriter, way: _Way, generation: int) -> None:
        with contextlib.suppress(OSError):
            while True:
                at, data = await way.queue.get()
                await asyncio.sleep(at - self._loop.time())
                await self._whole.wait()
                if generation != self._vanished:
                    await asyncio.Event().wait()
                if not data:
                    break
                sink.write(data)
                await sink.drain()
                way.under_way -= len(data)
                way.room.set()
        if generation == self._vanished:
            with contextlib.suppress(OSError, RuntimeError):
                sink.write_eof()
