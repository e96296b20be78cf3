"""A console that keeps all it heard and all it sent, comes back as the browser's does, and may dial through a bad line."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.whole.session import PATIENCE_S, Console, Session
from vrtherapy.link.console import ConsoleLine, NoConsole
from vrtherapy.wire import commands, reports


@dataclass
class Kept:
    """What one console heard and sent in its whole life, over however many lines."""

    heard: list[reports.ToConsole] = field(default_factory=list)
    sent: dict[int, commands.Command] = field(default_factory=dict)


class KeptLine(ConsoleLine):
    """A console's line that keeps what passes."""

    def __init__(self, address: str, key: str, client: str, kept: Kept, last_seq: int = 0, number: int = 0) -> None:
        self.kept = kept
        super().__init__(address, key, client, last_seq, number)

    def poll(self, within_s: float = 0.0) -> list[reports.ToConsole]:
        found = super().poll(within_s)
        self.kept.heard += found
        return found

    def send(self, wish: commands.Wish) -> int:
        beat = self.beat
        number = super().send(wish)
        self.kept.sent[number] = commands.Command(number=number, beat=beat, wish=wish)
        return number

    def resend(self, number: int) -> None:
        """The command as it was first sent, with the beat it was sent with."""
        self._say(self.kept.sent[number])


class Halted(Exception):
    """The console was led into the phase in which it was to halt."""


class Witness(Console):
    """`address` is where it dials: the server, or a line that misbehaves before it."""

    def __init__(self, session: Session, client: str, address: str = "") -> None:
        self.kept = Kept()
        self.session = session
        self._address = address or session.address
        self._key = session.key
        self._name = client
        self._halt_in = ""
        super().__init__(self._dialled(0, 0))

    @property
    def name(self) -> str:
        return self._name

    @property
    def states(self) -> list[reports.StateReport]:
        return [m for m in self.kept.heard if isinstance(m, reports.StateReport)]

    @property
    def unanswered(self) -> list[int]:
        answered = {answer.number for answer in self.answers}
        return [number for number in self.kept.sent if number not in answered]

    def mark(self) -> int:
        """A place in what was heard; `since` gives the states from there on."""
        self.hear(0.0)
        return len(self.kept.heard)

    def since(self, mark: int) -> list[reports.StateReport]:
        return [m for m in self.kept.heard[mark:] if isinstance(m, reports.StateReport)]

    def watch(self, count: int = 8) -> None:
        """Hears the next `count` states."""
        before = len(self.states)
        self.until(lambda _: len(self.states) >= before + count)

    def come_back(self) -> None:
        """As the browser's console does: a new line, what was missed, and what was not answered once more."""
        self.hear(0.0)
        self.line.close()
        self.hear(0.0)
        last_seq = self.happened[-1].seq if self.happened else 0
        self.line = self._dialled(last_seq, self.line.number)
        for number in self.unanswered:
            self.line.resend(number)

    def halting_in(self, phase: str, lead: Callable[[], object]) -> None:
        """Goes the way of `lead` and halts as soon as the session is in `phase`."""
        self._halt_in = phase
        try:
            lead()
        except Halted:
            return
        finally:
            self._halt_in = ""
        raise AssertionError(f"the way did not lead through {phase}; last: {self.state}")

    def do(self, wish: commands.Wish) -> reports.AnswerReport:
        answer = super().do(wish)
        if self._halt_in:
            seen = len(self.states)
            if self.until(lambda _: len(self.states) > seen).phase == self._halt_in:
                raise Halted
        return answer

    def _dialled(self, last_seq: int, number: int) -> KeptLine:
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                line = KeptLine(self._address, self._key, self._name, self.kept, last_seq, number)
            except NoConsole:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)
            else:
                self.line: KeptLine = line
                return line
