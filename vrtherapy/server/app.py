"""The ASGI shell: static console, WebSockets for consoles and engine, the report. All rules live in `hub`.

Each console has one ordered queue for what must not be lost and one slot for pictures and strips; a console too
slow for the first is closed and comes back by itself, the second drops the oldest. A line on which nothing comes any
more is closed: a peer that vanished never says so.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from vrtherapy.server.access import COOKIE, Access
from vrtherapy.server.hub import HAPPENED_KEPT, Hub, Outcome
from vrtherapy.wire import codec
from vrtherapy.wire.commands import Hello, ServerBeat
from vrtherapy.wire.reports import Refused

STATIC: Final = Path(__file__).parent / "static"
QUEUE_MOST: Final = 2 * HAPPENED_KEPT
"""Who comes late to a long session is told all that is kept in one go."""
IN_FLIGHT_MOST: Final = 2
BEAT_S: Final = 0.5
CONSOLE_SILENT_S: Final = 10.0
"""A console beats twice a second; half of a partition of its line is waited for, then it comes back by itself."""
ENGINE_SILENT_S: Final = 30.0
"""An engine says nothing while it builds a scene."""
UNSEEN_S: Final = 10.0
"""How long a view may leave its pictures unseen."""
HEADERS: Final = {
    "content-security-policy": "default-src 'self'; img-src 'self' blob: data:; style-src 'self'; "
    "connect-src 'self' ws://127.0.0.1:* ws://localhost:*; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
REPORT_CSP: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"


class Guard:
    """Every request: right host, our headers, and the cookie for all but the way in."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                names = {name for name, _ in message["headers"]}
                extra = [(k.encode(), v.encode()) for k, v in HEADERS.items() if k.encode() not in names]
                message = {**message, "headers": [*message["headers"], *extra]}
            await send(message)

        app = self._app
        if not self._access.here(request):
            app = PlainTextResponse("This server answers on this machine only.", 421)
        elif request.scope["path"] not in ("/enter", "/health") and not self._access.page(request):
            words = "Open the address that vrtherapy printed when it started; it carries the key."
            app = PlainTextResponse(words, 403)
        await app(scope, receive, send_with_headers)


class Relay:
    """The moving parts of one server: who is connected, and the queues to them."""

    def __init__(self, access: Access) -> None:
        self.hub = Hub()
        self.access = access
        self._queues: dict[str, asyncio.Queue[str]] = {}
        self._engine: asyncio.Queue[str] | None = None
        self._newest: dict[str, asyncio.Timeout] = {}
        self._views: set[_View] = set()

    def spread(self, out: Outcome) -> None:
        for client, texts in out.to_client.items():
            for text in texts:
                self._put(client, text)
        for text in out.to_all:
            for client in list(self._queues):
                self._put(client, text)
        if self._engine is not None:
            for text in out.to_engine:
                with contextlib.suppress(asyncio.QueueFull):
                    self._engine.put_nowait(text)

    def _put(self, client: str, text: str) -> None:
        waiting = self._queues.get(client)
        if waiting is None:
            return
        try:
            waiting.put_nowait(text)
        except asyncio.QueueFull:
            del self._queues[client]  # its sender finds itself replaced and closes; the console comes back

    async def beats(self) -> None:
        while True:
            await asyncio.sleep(BEAT_S)
            self.spread(self.hub.tick(time.monotonic()))
            beat = codec.encode(ServerBeat(consoles=self.hub.consoles, viewers=len(self._views)))
            self.spread(Outcome(to_engine=[beat]))

    # ---- the engine ----

    async def engine_session(self, socket: WebSocket) -> None:
        if not self.access.here(socket) or not self.access.engine(socket):
            await socket.close(4401)
            return
        await socket.accept()
        mine: asyncio.Queue[str] = asyncio.Queue(QUEUE_MOST)
        self._engine = mine
        self.spread(self.hub.engine_came())
        async with _while_sending(socket, mine):
            with contextlib.suppress(WebSocketDisconnect, WrongFrame, TimeoutError):
                async with self._replacing("session"):
                    while True:
                        text = await _text(socket, ENGINE_SILENT_S)
                        try:
                            message = codec.from_engine.read(text)
                        except codec.Unreadable:
                            continue
                        self.spread(self.hub.from_engine(message, time.monotonic()))
        if self._engine is mine:
            self._engine = None

    async def engine_live(self, socket: WebSocket) -> None:
        if not self.access.here(socket) or not self.access.engine(socket):
            await socket.close(4401)
            return
        await socket.accept()
        with contextlib.suppress(WebSocketDisconnect, WrongFrame, TimeoutError):
            async with self._replacing("live"):
                while True:
                    data = await _data(socket, ENGINE_SILENT_S)
                    try:
                        kind = codec.binary_kind(data)
                        if kind == codec.TRACE:
                            self.hub.traced(data)
                    except codec.Unreadable:
                        continue
                    for view in self._views:
                        view.put(kind, data)

    @contextlib.asynccontextmanager
    async def _replacing(self, path: str) -> AsyncIterator[None]:
        """The engine has one line of each kind: a new one ends the old, whose peer may be gone. Raises TimeoutError then."""
        before = self._newest.get(path)
        if before is not None:
            before.reschedule(asyncio.get_running_loop().time())
        async with asyncio.timeout(None) as mine:
            self._newest[path] = mine
            try:
                yield
            finally:
                if self._newest.get(path) is mine:
                    del self._newest[path]

    # ---- consoles ----

    async def session(self, socket: WebSocket) -> None:
        if not self.access.here(socket) or not self.access.page(socket):
            await socket.close(4401)
            return
        await socket.accept()
        client = ""
        mine: asyncio.Queue[str] = asyncio.Queue(QUEUE_MOST)
        async with _while_sending(socket, mine):
            with contextlib.suppress(WebSocketDisconnect, WrongFrame, TimeoutError, asyncio.QueueFull):
                while True:
                    try:
                        message = codec.from_console.read(await _text(socket, CONSOLE_SILENT_S))
                    except codec.Unreadable as error:
                        mine.put_nowait(codec.encode(Refused(words=str(error))))
                        continue
                    if client and self._queues.get(client) is not mine:
                        break
                    if not client:
                        if not isinstance(message, Hello):
                            mine.put_nowait(codec.encode(Refused(words="say hello first")))
                            continue
                        client = message.client
                        self._queues[client] = mine
                        self.spread(self.hub.join(client, "clinician", message.last_seq, time.monotonic()))
                        continue
                    self.spread(self.hub.from_console(client, message))
        if client and self._queues.get(client, mine) is mine:
            self._queues.pop(client, None)
            self.spread(self.hub.leave(client))

    async def live(self, socket: WebSocket) -> None:
        if not self.access.here(socket) or not self.access.page(socket):
            await socket.close(4401)
            return
        await socket.accept()
        view = _View()
        self._views.add(view)
        sender = asyncio.create_task(view.send_to(socket, self.hub.trace()))
        try:
            with contextlib.suppress(WebSocketDisconnect, WrongFrame):
                while not view.blind:
                    with contextlib.suppress(TimeoutError):
                        await _text(socket, UNSEEN_S)
                        view.seen()
        finally:
            self._views.discard(view)
            sender.cancel()


class _View:
    """One console's picture line: the newest picture, all recent strip points, never more than two pictures in flight."""

    def __init__(self) -> None:
        self._picture: bytes | None = None
        self._traces: deque[bytes] = deque(maxlen=64)
        self._in_flight = 0
        self._changed = asyncio.Event()
        self._full_since = 0.0

    @property
    def blind(self) -> bool:
        """All pictures that may be on their way are, and none was seen for long: nobody is there any more."""
        return self._in_flight >= IN_FLIGHT_MOST and time.monotonic() - self._full_since >= UNSEEN_S

    def put(self, kind: int, data: bytes) -> None:
        if kind == codec.MIRROR:
            self._picture = data
        else:
            self._traces.append(data)
        self._changed.set()

    def seen(self) -> None:
        self._in_flight = max(0, self._in_flight - 1)
        self._changed.set()

    async def send_to(self, socket: WebSocket, history: bytes) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await socket.send_bytes(history)
            while True:
                await self._changed.wait()
                self._changed.clear()
                while self._traces:
                    await socket.send_bytes(self._traces.popleft())
                if self._picture is not None and self._in_flight < IN_FLIGHT_MOST:
                    picture, self._picture = self._picture, None
                    self._in_flight += 1
                    self._full_since = time.monotonic()
                    await socket.send_bytes(picture)


class WrongFrame(Exception):
    """Text where bytes belong, or bytes where text does: the line is closed."""


async def _text(socket: WebSocket, within_s: float) -> str:
    """Raises TimeoutError when nothing came in that time."""
    async with asyncio.timeout(within_s):
        text = await _received(socket, "text")
    assert isinstance(text, str)
    return text


async def _data(socket: WebSocket, within_s: float) -> bytes:
    """Raises TimeoutError when nothing came in that time."""
    async with asyncio.timeout(within_s):
        data = await _received(socket, "bytes")
    assert isinstance(data, bytes)
    return data


async def _received(socket: WebSocket, kind: str) -> object:
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message["code"])
    if message.get(kind) is None:
        raise WrongFrame
    return message[kind]


@contextlib.asynccontextmanager
async def _while_sending(socket: WebSocket, texts: asyncio.Queue[str]) -> AsyncIterator[None]:
    async def send() -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                await socket.send_text(await texts.get())

    task = asyncio.create_task(send())
    try:
        yield
    finally:
        task.cancel()


def make_app(key: str, report: Callable[[], Awaitable[str]]) -> Starlette:
    """The server. `report` renders the session's report as a page; raises LookupError in words while there is none."""
    access = Access(key)
    relay = Relay(access)

    async def enter(request: Request) -> Response:
        cookie = access.enter(request.query_params.get("key", ""))
        if cookie is None:
            return PlainTextResponse("This key does not open the console; use the address vrtherapy printed.", 403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(COOKIE, cookie, httponly=True, samesite="strict", path="/")
        return answer

    async def health(_: Request) -> Response:
        return JSONResponse({"ok": True})

    async def show_report(_: Request) -> Response:
        try:
            page = await report()
        except LookupError as error:
            return PlainTextResponse(str(error.args[0]), 404)
        return HTMLResponse(page, headers={"content-security-policy": REPORT_CSP})

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        beats = asyncio.create_task(relay.beats())
        yield
        beats.cancel()

    return Starlette(
        routes=[
            Route("/enter", enter),
            Route("/health", health),
            Route("/report", show_report),
            WebSocketRoute("/ws/session", relay.session),
            WebSocketRoute("/ws/live", relay.live),
            WebSocketRoute("/engine/session", relay.engine_session),
            WebSocketRoute("/engine/live", relay.engine_live),
            Mount("/", StaticFiles(directory=STATIC, html=True, check_dir=False)),
        ],
        middleware=[Middleware(Guard, access=access)],
        lifespan=lifespan,
    )
