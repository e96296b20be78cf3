"""A window kept in order, so that a quantile costs one insertion instead of one sort.

State of a window of n numbers: `ring` (by age), `order` (by size), both of length n.
"""

from __future__ import annotations

from typing import Any

from vrtherapy.biofeedback.compiled import kernel


@kernel
def slide(ring: Any, order: Any, count: int, value: float) -> None:
    """Put `value` in as number `count` (0, 1, ...); once full, the oldest goes."""
    size = ring.shape[0]
    filled = count if count < size else size
    slot = count % size
    if filled == size:
        gone = ring[slot]
        at = 0
        while at < size - 1 and order[at] != gone:
            at += 1
        for k in range(at, size - 1):
            order[k] = order[k + 1]
        filled -= 1
    at = filled
    while at > 0 and order[at - 1] > value:
        order[at] = order[at - 1]
        at -= 1
    order[at] = value
    ring[slot] = value


@kernel
def quantile(order: Any, count: int, part: float) -> float:
    """The `part` (0..1) quantile of what the window holds, nearest rank; 0.0 when it is empty."""
    size = order.shape[0]
    filled = count if count < size else size
    if filled == 0:
        return 0.0
    return float(order[int(part * (filled - 1) + 0.5)])
