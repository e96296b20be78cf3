"""Who may speak to the server. Loopback only; a page enters with the session's key, which becomes a cookie.

The cookie is derived from the key, so that a server that was restarted still knows its consoles.
Host is checked against DNS rebinding (OWASP ASVS 5.0, 4.4), Origin against other sites' pages opening our
WebSockets. The engine brings the key in a header. Roles beyond this come with accounts.
"""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

COOKIE = "vrtherapy"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Access:
    def __init__(self, key: str) -> None:
        self._key = key
        self._cookie = hmac.new(key.encode(), b"console", hashlib.sha256).hexdigest()

    def enter(self, key: str) -> str | None:
        """A cookie's value for whoever brings the key, or None."""
        return self._cookie if hmac.compare_digest(key.encode(), self._key.encode()) else None

    def engine(self, connection: HTTPConnection) -> bool:
        said = connection.headers.get("authorization", "")
        return hmac.compare_digest(said.encode(), f"Bearer {self._key}".encode())

    def page(self, connection: HTTPConnection) -> bool:
        return hmac.compare_digest(connection.cookies.get(COOKIE, "").encode(), self._cookie.encode())

    @staticmethod
    def here(connection: HTTPConnection) -> bool:
        """Host names this machine, and Origin, where there is one, names the same place."""
        host = connection.headers.get("host", "")
        origin = connection.headers.get("origin")
        try:
            named = urlsplit(f"//{host}").hostname
            comes_from = host if origin is None else urlsplit(origin).netloc
        except ValueError:
            return False
        return named in LOOPBACK and comes_from == host
