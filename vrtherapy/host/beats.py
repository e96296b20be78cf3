"""The engine's heartbeat numbers and when it issued them: the age of a command is measured here, by one clock."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from vrtherapy.domain.units import SECOND, Micros

KEPT: Final = 1024
LONG_AGO: Final = Micros(3600 * SECOND)


class Beats:
    def __init__(self) -> None:
        self.newest = 0
        self._issued: OrderedDict[int, Micros] = OrderedDict()

    def issue(self, now: Micros) -> int:
        self.newest += 1
        self._issued[self.newest] = now
        if len(self._issued) > KEPT:
            self._issued.popitem(last=False)
        return self.newest

    def age(self, beat: int, now: Micros) -> Micros:
        """How long ago this engine issued `beat`; one it never issued, or long forgot, is very old."""
        issued = self._issued.get(beat)
        return LONG_AGO if issued is None else Micros(max(0, now - issued))
