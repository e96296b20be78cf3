"""Who asked for what, what was given, and why: one row for each thing asked, in the order it was asked.

Rules:
    1. What a limit did to a request (rise limit, cap, hold) is told in the request's own row, not in another one.
    2. A row says what was reached, and after how long where that took a second or more.
    3. Requests for the dial by the same person within 3 s of each other are one: the last (a drag of the fader).
    4. The same refusal again is counted, not repeated.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from vrtherapy.domain.reason import Reason
from vrtherapy.domain.units import SECOND, Micros, Permille, clock, dial
from vrtherapy.report import words
from vrtherapy.report.facts import Decision

ONE_GESTURE: Final = Micros(3 * SECOND)


@dataclass(slots=True)
class _Request:
    at: Micros
    last: Micros
    asked: Permille
    allowed: Permille
    by: str
    given: Permille
    whys: list[str] = field(default_factory=list)
    held: bool = False
    done: Micros | None = None


class Ledger:
    def __init__(self) -> None:
        self._rows: list[Decision] = []
        self._open: _Request | None = None
        self._refused: dict[tuple[str, str], tuple[int, int]] = {}
        """What was refused and the reason's code: its row and how often."""

    def row(self, decision: Decision) -> None:
        self._rows.append(decision)

    def ask(self, at: Micros, asked: Permille, allowed: Permille, reason: Reason, by: str, given: Permille) -> None:
        """The dial was asked for; `allowed` is the most the ceilings let through now, `given` what is given now."""
        before = self._open
        request = _Request(at, at, asked, allowed, by, given)
        if before is not None and before.by == by and at - before.last <= ONE_GESTURE:
            request.at = before.at
        else:
            self.close()
        self._open = request
        self._because(request, reason)

    def bound(self, at: Micros, asked: Permille, allowed: Permille, reason: Reason, given: Permille) -> None:
        """The governor's reason for what is given changed."""
        request = self._open
        if request is not None and request.asked == asked and request.done is None:
            request.allowed = allowed
            self._because(request, reason)
        elif reason.code not in ("rise_limit", "as_asked"):
            by = words.SOURCES[reason.source]
            held = f"held at {dial(given)}" if allowed >= given else dial(allowed)
            self._rows.append(
                Decision(at, "intensity", f"intensity {dial(asked)} (standing)", held, words.why(reason), by, True)
            )

    def reached(self, at: Micros, given: Permille) -> None:
        request = self._open
        if request is None or request.done is not None:
            return
        request.given = given
        if given == min(request.asked, request.allowed):
            request.done = at

    def close(self) -> None:
        """The open request has come as far as it will."""
        request, self._open = self._open, None
        if request is None:
            return
        given = dial(request.given)
        if request.done is None and request.given != request.asked:
            given += " reached" if request.given < request.asked else ""
        elif request.done is not None and request.done - request.last >= SECOND:
            given += f", after {clock(Micros(request.done - request.last))}"
        why = "; ".join(request.whys) or "as asked"
        short = request.held or request.given < request.asked
        self._rows.append(Decision(request.at, "intensity", f"intensity {dial(request.asked)}", given, why, request.by, short))

    def refused(self, at: Micros, asked: str, reason: Reason, by: str) -> None:
        key = (asked, reason.code)
        place, times = self._refused.get(key, (len(self._rows), 0))
        self._refused[key] = (place, times + 1)
        if times:
            self._rows[place] = replace(self._rows[place], given=f"refused, {times + 1} times")
        else:
            self._rows.append(Decision(at, "refused", asked, "refused", words.why(reason), by, True))

    def rows(self) -> tuple[Decision, ...]:
        """All rows by time. Nothing may be added afterwards."""
        self.close()
        return tuple(sorted(self._rows, key=lambda row: row.at))

    def _because(self, request: _Request, reason: Reason) -> None:
        said = words.why(reason)
        if said and reason.code not in ("as_asked", "clinician") and said not in request.whys:
            request.whys.append(said)
        if reason.code not in ("as_asked", "clinician", "rise_limit", "accepted", "controller", "undone"):
            request.held = True
