"""A mailbox that keeps the newest few and drops the oldest: for pictures and samples, never for commands."""

from __future__ import annotations

import threading
from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    def __init__(self, most: int) -> None:
        self._items: deque[T] = deque(maxlen=most)
        self._filled = threading.Condition()
        self.dropped = 0

    def put(self, item: T) -> None:
        with self._filled:
            self.dropped += len(self._items) == self._items.maxlen
            self._items.append(item)
            self._filled.notify()

    def get(self, timeout_s: float) -> T | None:
        """The oldest kept, or None after `timeout_s`."""
        with self._filled:
            if not self._items:
                self._filled.wait(timeout_s)
            return self._items.popleft() if self._items else None
