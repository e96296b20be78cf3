"""The mailbox for pictures: the newest few, the oldest dropped and counted, nobody blocked."""

from __future__ import annotations

import threading

from hypothesis import given
from hypothesis import strategies as st

from vrtherapy.link.latest import Latest


@given(st.lists(st.integers(), max_size=30), st.integers(1, 6))
def test_the_newest_few_are_kept_in_order_and_the_rest_counted(items: list[int], most: int) -> None:
    box: Latest[int] = Latest(most)
    for item in items:
        box.put(item)
    assert box.dropped == max(0, len(items) - most)
    assert [box.get(0.0) for _ in items[-most:]] == items[-most:]
    assert box.get(0.0) is None


def test_whoever_waits_is_woken() -> None:
    box: Latest[str] = Latest(2)
    threading.Timer(0.05, box.put, ("late",)).start()
    assert box.get(20.0) == "late"
