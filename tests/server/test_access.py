"""Who is let in: this machine only, with the session's key, from the console's own page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import HTTPConnection
from websockets.exceptions import InvalidHandshake
from websockets.sync.client import connect

from tests.server.serving import KEY, Served, served
from vrtherapy.link.console import NoConsole, enter
from vrtherapy.server.access import COOKIE, Access


@pytest.fixture(scope="module")
def place() -> Iterator[Served]:
    with served(page=lambda: "<title>Report</title>") as found:
        yield found


def connection(**headers: str) -> HTTPConnection:
    raw = [(k.encode(), v.encode("latin-1")) for k, v in headers.items()]
    return HTTPConnection({"type": "http", "headers": raw})


@pytest.mark.parametrize("host", ["127.0.0.1:8123", "localhost:8123", "localhost", "[::1]:8123", "LOCALHOST:8123"])
def test_this_machine_by_any_of_its_names_is_answered(host: str) -> None:
    assert Access.here(connection(host=host))


@pytest.mark.parametrize(
    "host",
    ["", "example.org", "127.0.0.1.example.org", "localhost.example.org:8123", "10.0.0.5:8123", "[", "[::1", "user@example.org", "127.0.0.2"],
)
def test_another_name_in_host_is_refused(host: str) -> None:
    assert not Access.here(connection(host=host))


@pytest.mark.parametrize(
    ("origin", "here"),
    [
        ("http://127.0.0.1:8123", True),
        ("http://127.0.0.1:9999", False),
        ("http://localhost:8123", False),
        ("https://example.org", False),
        ("null", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_only_the_consoles_own_page_opens_a_line(origin: str, here: bool) -> None:
    assert Access.here(connection(host="127.0.0.1:8123", origin=origin)) == here


@given(st.text(st.characters(max_codepoint=255), max_size=40), st.text(st.characters(max_codepoint=255), max_size=40))
def test_no_host_and_no_origin_breaks_it(host: str, origin: str) -> None:
    assert Access.here(connection(host=host, origin=origin)) in (True, False)


@given(st.text(max_size=40))
def test_only_the_key_opens_and_only_its_cookie_counts(key: str) -> None:
    access = Access(KEY)
    assert (access.enter(key) is not None) == (key == KEY)
    cookie = access.enter(KEY)
    assert cookie is not None and KEY not in cookie
    assert access.page(connection(cookie=f"{COOKIE}={cookie}"))
    assert not access.page(connection(cookie=f"{COOKIE}={cookie[:-1]}"))
    assert not access.page(connection())
    assert Access("another key").enter("another key") != cookie
    assert access.engine(connection(authorization=f"Bearer {KEY}"))
    assert not access.engine(connection(authorization=f"Bearer {KEY} "))
    assert not access.engine(connection(authorization=KEY))


PATHS = ("/", "/index.html", "/report", "/enter?key=wrong", "/assets/none.js", "/../server/app.py", "/ws/session")


@pytest.mark.parametrize("path", PATHS)
def test_without_the_cookie_nothing_is_shown_and_every_answer_carries_our_headers(place: Served, path: str) -> None:
    status, headers, text = place.ask(path)
    assert status == 403 and "key" in text
    assert KEY not in text
    _guarded(headers)


def _guarded(headers: dict[str, str]) -> None:
    assert "default-src" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", [*PATHS, "/health", f"/enter?key={KEY.replace(' ', '%20')}"])
@pytest.mark.parametrize("host", ["example.org", "[", ""])
def test_a_rebound_name_gets_421_and_nothing_else(place: Served, path: str, host: str) -> None:
    status, headers, text = place.ask(path, host=host, cookie=enter(place.address, KEY))
    assert status == 421 and "this machine only" in text
    assert "set-cookie" not in headers
    _guarded(headers)


def test_another_sites_page_gets_421_even_with_the_cookie(place: Served) -> None:
    status, _, _ = place.ask("/report", origin="https://example.org", cookie=enter(place.address, KEY))
    assert status == 421


def test_with_the_key_the_page_gets_a_cookie_scripts_cannot_read_and_the_key_leaves_the_address(place: Served) -> None:
    status, headers, _ = place.ask(f"/enter?key={KEY.replace(' ', '%20')}")
    assert status == 303 and headers["location"] == "/"
    cookie = headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and "path=/" in cookie
    with pytest.raises(NoConsole, match="refused the key"):
        enter(place.address, "wrong")


def test_with_the_cookie_the_report_is_shown_and_may_run_no_script(place: Served) -> None:
    status, headers, text = place.ask("/report", cookie=enter(place.address, KEY))
    assert status == 200 and "Report" in text
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "script" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_before_there_is_a_report_it_says_so() -> None:
    with served() as place:
        status, _, text = place.ask("/report", cookie=enter(place.address, KEY))
        assert status == 404 and text == "there is no report yet"


def test_a_cookie_outlives_a_restart_of_the_server() -> None:
    with served(page=lambda: "page") as first:
        cookie = enter(first.address, KEY)
    with served(page=lambda: "page") as second:
        assert second.ask("/report", cookie=cookie)[0] == 200


def test_whether_it_is_well_may_be_asked_without_a_key(place: Served) -> None:
    status, headers, text = place.ask("/health")
    assert status == 200 and text == '{"ok":true}'
    _guarded(headers)


def test_no_path_leads_out_of_the_consoles_own_files(place: Served) -> None:
    cookie = enter(place.address, KEY)
    for path in ("/../app.py", "/%2e%2e/app.py", "/..%2fapp.py", "//etc/passwd", "/../../../../etc/passwd"):
        status, _, text = place.ask(path, cookie=cookie)
        assert status == 404, path
        assert "root:" not in text and "ASGI" not in text


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/ws/session", {}),
        ("/ws/live", {}),
        ("/ws/session", {"Cookie": f"{COOKIE}=guess"}),
        ("/ws/session", {"Authorization": f"Bearer {KEY}"}),
        ("/engine/session", {}),
        ("/engine/live", {"Authorization": "Bearer guess"}),
        ("/engine/session", {"Cookie": "the page's"}),
        ("/ws/session", {"Cookie": "the page's", "Origin": "https://example.org"}),
        ("/ws/live", {"Cookie": "the page's", "Origin": "null"}),
        ("/engine/session", {"Authorization": f"Bearer {KEY}", "Origin": "https://example.org"}),
    ],
)
def test_no_line_is_opened_without_its_own_key(place: Served, path: str, headers: dict[str, str]) -> None:
    if headers.get("Cookie") == "the page's":
        headers = headers | {"Cookie": enter(place.address, KEY)}
    with pytest.raises(InvalidHandshake):
        connect(f"ws://127.0.0.1:{place.port}{path}", additional_headers=headers, proxy=None, open_timeout=10).close()
