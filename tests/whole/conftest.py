"""Every session a test starts is ended, whatever the test does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.whole.session import Session

Begin = Callable[..., Session]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """Starts a session: `begin("demo", "--for", "20s")`; off-screen, no browser, any port."""
    sessions: list[Session] = []

    def start(*arguments: str) -> Session:
        made = Session(tmp_path, *arguments, "--offscreen", "--no-browser", "--port", "0")
        sessions.append(made)
        return made

    yield start
    for session in sessions:
        session.close()
