"""What one console asked and the engine has not answered yet. Sans-I/O: texts in, texts out.

    1. Few commands of a console are at the engine at a time; the others wait here, in order.
    2. Stop, pause and calm wait for nobody; what waits here when they come is refused and never sent.
    3. What is at the engine stays remembered until it is answered, so that a new line to the engine gets it again.
       The engine does nothing twice and refuses what is too old (promise 6).
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from vrtherapy.wire import commands
from vrtherapy.wire.codec import encode

AT_ENGINE_MOST: Final = 32
WAITING_MOST: Final = 20_000
GENTLE: Final = (commands.Stop, commands.Pause, commands.Calm)


@dataclass(slots=True)
class Passed:
    """Texts for the engine, and the numbers that are refused, with the reason as code and words."""

    to_engine: list[str] = field(default_factory=list)
    refused: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _At:
    text: str
    gentle: bool


class Asked:
    def __init__(self) -> None:
        self._at_engine: dict[int, _At] = {}
        self._waiting: OrderedDict[int, str] = OrderedDict()

    def ask(self, command: commands.ForwardedCommand) -> Passed:
        """One command from the console. One that is on its way already is passed on no second time."""
        out = Passed()
        if command.number in self._at_engine:
            return out
        text, gentle = encode(command), isinstance(command.wish, GENTLE)
        if gentle:
            words = f"{command.wish.do} came after it: not done"
            out.refused = [(number, "overtaken", words) for number in self._waiting if number != command.number]
            self._waiting.clear()
        elif self._waiting or len(self._at_engine) >= AT_ENGINE_MOST:
            self._wait(command.number, text, out)
            return out
        self._at_engine[command.number] = _At(text, gentle)
        out.to_engine.append(text)
        return out

    def answered(self, number: int) -> list[str]:
        """The engine answered; what may go to it now."""
        self._at_engine.pop(number, None)
        found: list[str] = []
        while self._waiting and len(self._at_engine) < AT_ENGINE_MOST:
            following, text = self._waiting.popitem(last=False)
            self._at_engine[following] = _At(text, False)
            found.append(text)
        return found

    def again(self) -> list[str]:
        """For a new line to the engine, in the order in which it was asked."""
        return [at.text for at in self._at_engine.values()]

    def came_back(self) -> None:
        """The console has a new line: it says again what still matters to it."""
        self._waiting.clear()

    @property
    def nothing(self) -> bool:
        return not self._at_engine and not self._waiting

    def left(self) -> None:
        """The console went away: of what it asked, only what makes things gentler is still done."""
        self._waiting.clear()
        self._at_engine = {number: at for number, at in self._at_engine.items() if at.gentle}

    def _wait(self, number: int, text: str, out: Passed) -> None:
        if len(self._waiting) < WAITING_MOST:
            self._waiting[number] = text
        elif number not in self._waiting:
            out.refused.append((number, "too_many", "too many commands wait before it: not done"))
