"""A command's way from a console to the engine and back, beside a bare WebSocket echo in the same run.

    python -m benchmarks.session.command [--count 600]

The engine runs off-screen as in the demonstration, with its pictures flowing to a console, as they would. The echo
is a process of its own: uvicorn and the same WebSocket library, nothing else. The two take turns, so that both meet
the same load.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
from websockets.sync.client import connect

from benchmarks.machine import machine
from tests.whole.session import Console, Session
from vrtherapy.link.console import LiveLine
from vrtherapy.wire import codec, commands, reports

ECHO = """
import socket, sys, uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute

async def echo(ws):
    await ws.accept()
    while True:
        await ws.send_text(await ws.receive_text())

listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
app = Starlette(routes=[WebSocketRoute("/", echo)])
config = uvicorn.Config(app, ws="websockets-sansio", ws_per_message_deflate=False, log_level="critical")
uvicorn.Server(config).run(sockets=[listening])
"""
TURN = 20
PAUSE_S = 0.01


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    words.add_argument("--count", type=int, default=600)
    count = words.parse_args().count
    echo = subprocess.Popen([sys.executable, "-c", ECHO], stdout=subprocess.PIPE, text=True)
    assert echo.stdout is not None
    port = int(echo.stdout.readline())
    command_ms: list[float] = []
    echo_ms: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        session = Session(Path(folder), "run", "acrophobia/demo.yaml", "--offscreen", "--no-browser", "--port", "0")
        try:
            session.ready()
            clinician = session.console("benchmark")
            clinician.into_exposure()
            live = LiveLine(session.address, session.key)
            pictures: list[float] = []
            threading.Thread(target=watch, args=(live, pictures), daemon=True).start()
            size = len(codec.encode(commands.Command(number=1, beat=1, wish=commands.Mark(text="x" * 16))))
            with connect(f"ws://127.0.0.1:{port}/", compression=None, proxy=None) as bare:
                for _ in range(0, count, TURN):
                    for _ in range(TURN):
                        begun = time.perf_counter()
                        bare.send("x" * size)
                        bare.recv()
                        echo_ms.append(1e3 * (time.perf_counter() - begun))
                        time.sleep(PAUSE_S)
                    for _ in range(TURN):
                        command_ms.append(round_trip_ms(clinician))
                        time.sleep(PAUSE_S)
            frames = clinician.state.view.frames_per_s if clinician.state else 0.0
        finally:
            session.close()
            echo.terminate()
            echo.wait(10)
    out = sys.stdout.write
    seen = (len(pictures) - 1) / (pictures[-1] - pictures[0])
    out(machine("panda3d", "uvicorn", "websockets") + "\n")
    out(f"engine at {frames:.0f} frames/s in the first step, {seen:.1f} pictures/s in the console meanwhile\n\n")
    out(f"| round trip, ms ({count} each, taking turns) | p50 | p99 |\n|---|---|---|\n")
    for name, taken in (("bare WebSocket echo", echo_ms), ("command, console to engine and back", command_ms)):
        p50, p99 = np.percentile(taken, [50, 99])
        out(f"| {name} | {p50:.2f} | {p99:.2f} |\n")
    ratio = np.percentile(command_ms, 50) / np.percentile(echo_ms, 50)
    out(f"| command / echo | {ratio:.1f} x | {np.percentile(command_ms, 99) / np.percentile(echo_ms, 99):.1f} x |\n")


def watch(live: LiveLine, pictures: list[float]) -> None:
    """Notes when each picture came, as a console that shows it."""
    while True:
        frame = live.next(1.0)
        if frame is not None and codec.binary_kind(frame) == codec.MIRROR:
            pictures.append(time.perf_counter())


def round_trip_ms(clinician: Console) -> float:
    """One command and its answer."""
    line = clinician.line
    begun = time.perf_counter()
    number = line.send(commands.Mark(text="x" * 16))
    while True:
        for message in line.poll(5.0):
            if isinstance(message, reports.AnswerReport) and message.number == number:
                assert message.accepted, message.reason.words
                return 1e3 * (time.perf_counter() - begun)


if __name__ == "__main__":
    main()
