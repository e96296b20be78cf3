"""Rubbish on every socket, with and without the key: nobody falls, the session goes on, and memory does not grow with it."""

from __future__ import annotations

import contextlib
import random
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import ClientConnection, connect
from websockets.sync.server import Server, ServerConnection, serve

from tests.whole.aftermath import all_is_well
from tests.whole.conftest import Begin
from tests.whole.processes import killed, replaced, resident_kb
from tests.whole.session import PATIENCE_S, Session
from tests.whole.witness import Witness
from vrtherapy.host.rendezvous import announce, port_of
from vrtherapy.host.settings import read_settings
from vrtherapy.link.console import NoConsole, dial, enter
from vrtherapy.link.stream import HEAD, pack
from vrtherapy.wire import codec, commands

pytestmark = pytest.mark.whole

ROUNDS = 6
GROWTH_KB = 60_000
"""Far below what is sent in a few rounds; the interpreter's own memory comes and goes by less."""
MB = 1_000_000
DEEP = "[" * 100_000
WRONG_KINDS = (
    '{"kind":"state"}',
    '{"kind":"forwarded_command","v":1,"client":"x","role":"clinician","number":1,"beat":1,"wish":{"do":"next"}}',
    '{"kind":"command","v":1,"number":-1,"beat":0,"wish":{"do":"stop"}}',
    '{"kind":"command","v":1,"number":1,"beat":0,"wish":{"do":"explode"}}',
    '{"kind":"command","v":1,"number":1e400,"beat":0,"wish":{"do":"mark"}}',
    '{"kind":"console_beat","v":99,"beat":0}',
    '{"kind":"hello","v":1,"client":"' + "x" * 100 + '"}',
    "null",
    "0",
    '"' + "\\ud800" * 100 + '"',
    "{}",
    "",
    "\0\0\0\0",
)


def begun(begin: Begin) -> tuple[Session, Witness]:
    session = begin("run", "acrophobia/demo.yaml")
    session.ready()
    clinician = Witness(session, "clinician")
    clinician.into_exposure()
    clinician.accepted(commands.AskIntensity(intensity=150))
    return session, clinician


def unaffected(session: Session, clinician: Witness, since: int, pids: dict[str, int]) -> None:
    """Nobody fell and the session goes on as it was led."""
    assert {name: session.pid(name) for name in pids} == pids
    assert not [line for line in session.said if "fell" in line]
    clinician.accepted(commands.Mark(text="after the rubbish"))
    clinician.until(lambda state: state.live and state.phase == "exposure")
    clinician.watch()
    all_is_well(session, clinician, since=since, lands={"exposure"})


def rubbish(rng: random.Random) -> Iterator[str | bytes]:
    """What no message is, small and large."""
    yield from WRONG_KINDS
    yield DEEP
    yield "x" * (codec.LARGEST_TEXT + 1)
    yield "{" * 1000
    for _ in range(50):
        yield rng.randbytes(rng.randrange(1, 200)).decode("latin-1")
    yield "y" * MB


def said(line: ClientConnection, message: str | bytes, text: bool | None = None) -> None:
    """Sent, and whatever is answered is thrown away."""
    line.send(message, text=text)
    with contextlib.suppress(TimeoutError):
        while True:
            line.recv(timeout=0)


def over_the_websockets(open_line: Callable[[], ClientConnection], hello: str | None, rng: random.Random) -> None:
    """All kinds of rubbish; a line that is closed for it is opened anew."""
    endings: list[tuple[str | bytes, bool | None]] = [
        (b"\x00\xff" * 100, None),
        (b"\xff\xfe\xfd", True),
        (b"z" * (17 * MB), True),
        (b"z" * (17 * MB), None),
    ]
    for ending, as_text in endings:
        with contextlib.suppress(ConnectionClosed, OSError), open_line() as line:
            if hello is not None:
                line.send(hello)
            for message in rubbish(rng):
                said(line, message)
            for _ in range(100):
                line.ping()
            said(line, ending, as_text)


def over_plain_http(address: str, rng: random.Random) -> list[socket.socket]:
    """Requests that are none, half a request, and endless ones; gives the lines that are still open."""
    place = urlsplit(address)
    host = f"Host: 127.0.0.1:{place.port}\r\n"
    wholes = [
        rng.randbytes(5000),
        b"\r\n" * 1000,
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET " + b"/" * 200_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
        f"GET /../../../../etc/passwd HTTP/1.1\r\n{host}\r\n".encode(),
        f"GET /%00%ff HTTP/1.1\r\n{host}\r\n".encode(),
        f"GET /enter?key={'k' * 10_000} HTTP/1.1\r\n{host}\r\n".encode(),
        f"POST /report HTTP/1.1\r\n{host}Content-Length: 99999999999\r\n\r\n".encode() + b"p" * MB,
        f"POST /enter HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n".encode(),
        f"GET /ws/session HTTP/1.1\r\n{host}Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n".encode(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + rng.randbytes(500),
    ]
    left: list[socket.socket] = []
    for whole in [*wholes, b"GET / HT", b""]:
        sock = socket.create_connection((place.hostname or "", place.port or 0), timeout=PATIENCE_S)
        with contextlib.suppress(OSError):
            sock.sendall(whole)
        left.append(sock)
    return left


def test_rubbish_on_the_servers_sockets_leaves_the_session_as_it_is(begin: Begin) -> None:
    session, clinician = begun(begin)
    pids = {name: session.pid(name) for name in ("engine", "server", "biofeedback")}
    since, rng = clinician.mark(), random.Random(8)
    cookie = enter(session.address, session.key)
    hello = codec.encode(commands.Hello(client="rude"))
    sizes: list[int] = []
    for _ in range(ROUNDS):
        lines = over_plain_http(session.address, rng)
        for path in ("/ws/session", "/ws/live", "/engine/session", "/nowhere"):
            with pytest.raises((NoConsole, InvalidHandshake)):
                dial(session.address, path, "vrtherapy=guessed").close()
        over_the_websockets(lambda: dial(session.address, "/ws/session", cookie), None, rng)
        over_the_websockets(lambda: dial(session.address, "/ws/session", cookie), hello, rng)
        over_the_websockets(lambda: dial(session.address, "/ws/live", cookie), None, rng)
        for sock in lines:
            sock.close()
        clinician.watch(1)
        sizes.append(resident_kb(pids["server"]))
    assert sizes[-1] - sizes[1] < GROWTH_KB, f"the server grew: {sizes} KiB"
    unaffected(session, clinician, since, pids)


def test_one_who_claims_to_be_the_engine_and_talks_rubbish_is_replaced_by_the_engine(begin: Begin) -> None:
    session, clinician = begun(begin)
    pids = {name: session.pid(name) for name in ("engine", "server", "biofeedback")}
    since, rng = clinician.mark(), random.Random(8)
    bearer = {"Authorization": f"Bearer {session.key}"}
    place = session.address.replace("http", "ws", 1)

    def claims(path: str) -> ClientConnection:
        return connect(place + path, additional_headers=bearer, compression=None, max_size=None, proxy=None)

    for _ in range(2):
        over_the_websockets(lambda: claims("/engine/session"), None, rng)
        over_the_websockets(lambda: claims("/engine/live"), None, rng)
    unaffected(session, clinician, since, pids)


def test_rubbish_on_the_engines_listener_leaves_the_session_as_it_is(begin: Begin) -> None:
    session, clinician = begun(begin)
    clinician.until(lambda state: state.sensor is not None and state.sensor.quality != "none")
    pids = {name: session.pid(name) for name in ("engine", "server", "biofeedback")}
    since, rng = clinician.mark(), random.Random(8)
    key = read_settings(session.folder / "settings.json").key
    sizes: list[int] = []
    for _ in range(ROUNDS):
        strangers = [_to_engine(session) for _ in range(20)]
        for stranger, opening in zip(strangers, [b"", b"GET / HTTP/1.1\r\n\r\n", pack("wrong"), HEAD.pack(2**32 - 1, b"t")] * 5, strict=True):
            with contextlib.suppress(OSError):
                stranger.sendall(opening)
        for end in (b"\x00" * 50, HEAD.pack(2**31, b"b"), pack("\ud800".encode("utf-8", "surrogatepass")), b""):
            with contextlib.suppress(OSError), _to_engine(session) as peer:
                peer.sendall(pack(key))
                for message in rubbish(rng):
                    peer.sendall(pack(message if isinstance(message, bytes) else message[: MB // 2]))
                for _ in range(50):
                    peer.sendall(pack(rng.randbytes(rng.randrange(1, 100))))
                    peer.sendall(pack(struct.pack("<B3xIq", codec.SAMPLES, rng.getrandbits(32), -(2**62)) + rng.randbytes(400)))
                peer.sendall(end)
        for stranger in strangers:
            stranger.close()
        clinician.watch(1)
        sizes.append(resident_kb(pids["engine"]))
    assert sizes[-1] - sizes[1] < GROWTH_KB, f"the engine grew: {sizes} KiB"
    clinician.until(lambda state: state.sensor is not None and state.sensor.quality != "none")
    unaffected(session, clinician, since, pids)


def _to_engine(session: Session) -> socket.socket:
    port = port_of(session.folder, "engine")
    assert port is not None
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)


@contextlib.contextmanager
def rude_server() -> Iterator[tuple[Server, list[str]]]:
    """A server that talks rubbish to whoever comes; the paths at which somebody came."""
    came: list[str] = []

    def talk(line: ServerConnection) -> None:
        rng = random.Random(len(came))
        assert line.request is not None
        came.append(line.request.path)
        endings: list[tuple[str | bytes, bool | None]] = [(b"\xff\xfe", True), (b"z" * (2 * MB), None), ("", None)]
        ending, as_text = endings[len(came) % 3]
        with contextlib.suppress(ConnectionClosed, OSError):
            for message in rubbish(rng):
                line.send(message)
            line.send(b"\x01\x02\x03")
            line.send(ending, text=as_text)
            time.sleep(1.0)

    with serve(talk, "127.0.0.1", 0, compression=None, close_timeout=0.5) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server, came
        server.shutdown()


def test_an_engine_that_is_told_rubbish_by_its_server_holds_and_finds_the_true_one_again(begin: Begin) -> None:
    session, clinician = begun(begin)
    true = port_of(session.folder, "server")
    assert true is not None
    with rude_server() as (server, came):
        announce(session.folder, "server", int(server.socket.getsockname()[1]))
        replaced(session, "engine", killed(session, "engine"))
        engine = session.pid("engine")
        end = time.monotonic() + PATIENCE_S
        while came.count("/engine/session") < 6:
            assert time.monotonic() < end, came
            time.sleep(0.1)
        sizes = [resident_kb(engine)]
        while came.count("/engine/session") < 15:
            assert time.monotonic() < end, came
            time.sleep(0.1)
        sizes.append(resident_kb(engine))
        assert sizes[1] - sizes[0] < GROWTH_KB, f"the engine grew: {sizes} KiB"
        since = clinician.mark()
        announce(session.folder, "server", true)
    assert clinician.until(lambda state: state.phase == "interrupted").view.shows == "calm"
    assert session.pid("engine") == engine
    clinician.watch()
    all_is_well(session, clinician, since=since, lands={"interrupted"})
    clinician.accepted(commands.Resume())
    clinician.until(lambda state: state.phase == "exposure")
