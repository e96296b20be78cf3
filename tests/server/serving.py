"""The real server on a loopback port of its own, in a thread, and what an engine would say to it."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import uvicorn

from vrtherapy.link.websocket import ServerLine
from vrtherapy.server.app import make_app
from vrtherapy.wire import codec, reports
from vrtherapy.wire.reports import ReasonPart

KEY = "a key of this session"
PATIENCE_S = 20.0


@dataclass
class Served:
    port: int
    server: uvicorn.Server

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        """Status, headers and text of a GET."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            line.putrequest("GET", path, skip_host="host" in headers)
            for name, value in headers.items():
                line.putheader(name, value)
            line.endheaders()
            answer = line.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode()
        finally:
            line.close()


@contextlib.contextmanager
def served(port: int = 0, page: Callable[[], str] | None = None) -> Iterator[Served]:
    """`page` gives the report; without it there is none."""

    async def report() -> str:
        if page is None:
            raise LookupError("there is no report yet")
        return page()

    listening = socket.create_server(("127.0.0.1", port))
    config = uvicorn.Config(
        make_app(KEY, report),
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_ping_interval=None,
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])), daemon=True)
    thread.start()
    try:
        until(lambda: server.started)
        yield Served(int(listening.getsockname()[1]), server)
    finally:
        server.should_exit = True
        thread.join(PATIENCE_S)
        listening.close()
        assert not thread.is_alive()


def until(holds: Callable[[], object], within_s: float = PATIENCE_S) -> None:
    end = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.01)


@contextlib.contextmanager
def engine(place: Served, greeting: list[str] | None = None) -> Iterator[ServerLine]:
    line = ServerLine(lambda: f"ws://127.0.0.1:{place.port}", KEY, lambda: greeting or [])
    try:
        until(lambda: line.connected)
        yield line
    finally:
        line.close()


def happened(seq: int, words: str = "something") -> reports.Happened:
    return reports.Happened(seq=seq, at=seq * 1000, what="mark", name="M", words=words)


def answer(client: str, number: int) -> reports.AnswerReport:
    return reports.AnswerReport(
        client=client, number=number, accepted=True, reason=ReasonPart(code="done", words="done", source="engine")
    )


def plan() -> reports.PlanReport:
    return reports.PlanReport(
        session_kind="demo",
        record="r",
        alias="Heron",
        title="Heights",
        disorder="acrophobia",
        protocol="p",
        protocol_version="1",
        autonomy="suggest",
        unlocked="suggest",
        remote=False,
        target_low=350,
        target_high=650,
        rise_per_s=40,
        exposure_cap_s=1800,
        baseline_s=60,
        suds_high=90,
        steps=[],
        stages=[],
        checklist=[],
        grounding=[],
    )


def said(message: reports.FromEngine) -> str:
    return codec.encode(message)
