"""`python -m vrtherapy.host.server_process SETTINGS`: the console's server on loopback."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import threading
from contextlib import nullcontext
from pathlib import Path

import uvicorn

from vrtherapy.host.child import ALIVE_EVERY_S, Lifeline
from vrtherapy.host.rendezvous import announce, port_of, withdraw
from vrtherapy.host.reporting import report_page
from vrtherapy.host.settings import read_settings
from vrtherapy.server.app import make_app
from vrtherapy.store.read import NotARecord

CANNOT_RUN = 3


def main(path: str) -> int:
    life = Lifeline()
    settings = read_settings(Path(path))

    async def report() -> str:
        try:
            return await asyncio.to_thread(report_page, settings.record)
        except NotARecord as error:
            raise LookupError(str(error)) from error

    # A server that came back listens where the consoles knew it.
    port = settings.port or port_of(settings.folder, "server") or 0
    try:
        listening = socket.create_server(("127.0.0.1", port))
    except OSError as error:
        life.say("problem", words=f"port {port} cannot be used: {os.strerror(error.errno or 0).lower()}")
        return CANNOT_RUN
    port = int(listening.getsockname()[1])
    server = uvicorn.Server(
        uvicorn.Config(
            make_app(settings.key, report),
            ws="websockets-sansio",
            ws_per_message_deflate=False,
            ws_ping_interval=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
    )
    # Ctrl-C reaches the whole terminal; only the supervisor answers it.
    server.capture_signals = nullcontext  # type: ignore[assignment]

    def leave() -> None:
        life.over.wait()
        server.should_exit = True

    threading.Thread(target=leave, name="leave", daemon=True).start()
    announce(settings.folder, "server", port)
    life.say("listening", port=port)
    asyncio.run(_serve(server, listening, life))
    withdraw(settings.folder, "server")
    return 0


async def _serve(server: uvicorn.Server, listening: socket.socket, life: Lifeline) -> None:
    """Serves, and says so from the very loop that serves: one that hangs is missed."""

    async def speak() -> None:
        while True:
            life.alive()
            await asyncio.sleep(ALIVE_EVERY_S)

    speaking = asyncio.create_task(speak())
    try:
        await server.serve(sockets=[listening])
    finally:
        speaking.cancel()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
