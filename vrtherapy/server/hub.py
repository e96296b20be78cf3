"""What the server remembers and to whom it passes things on. Sans-I/O: the shell moves the texts.

A console is told the plan, then every happening it lacks, then the newest state; commands and beats go to the
engine with the console's name and role, few at a time (`asked`). What the engine says once is kept here for those who
come late; what it was asked is kept until it has answered, for an engine that comes back.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final, Literal, assert_never

from vrtherapy.server.asked import Asked
from vrtherapy.wire import commands, reports
from vrtherapy.wire.codec import TracePoint, decode_trace, encode, encode_trace
from vrtherapy.wire.envelope import ReasonPart

HAPPENED_KEPT: Final = 8192
TRACE_KEPT: Final = 4 * 60 * 60
ENGINE_SILENT_S: Final = 2.0
TRACE_BATCH: Final = 2400

Role = Literal["clinician", "observer"]


@dataclass(slots=True)
class Outcome:
    """Texts to send, to one console or to all, and to the engine."""

    to_engine: list[str] = field(default_factory=list)
    to_client: dict[str, list[str]] = field(default_factory=dict)
    to_all: list[str] = field(default_factory=list)

    def tell(self, client: str, text: str) -> None:
        self.to_client.setdefault(client, []).append(text)


class Hub:
    def __init__(self) -> None:
        self._plan: str | None = None
        self._state: str | None = None
        self._happened: deque[tuple[int, str]] = deque(maxlen=HAPPENED_KEPT)
        self._trace: deque[TracePoint] = deque(maxlen=TRACE_KEPT)
        self._roles: dict[str, Role] = {}
        self._asked: dict[str, Asked] = {}
        self.engine_heard: float | None = None
        self._silence_told = False

    @property
    def consoles(self) -> int:
        return len(self._roles)

    def from_engine(self, message: reports.FromEngine, now: float) -> Outcome:
        """`now`: the server's monotonic seconds."""
        self.engine_heard = now
        self._silence_told = False
        out = Outcome()
        text = encode(message)
        match message:
            case reports.PlanReport():
                self._plan = text
                out.to_all.append(text)
            case reports.StateReport():
                self._state = text
                out.to_all.append(text)
            case reports.Happened():
                if self._happened and message.seq <= self._happened[-1][0]:
                    return out
                self._happened.append((message.seq, text))
                out.to_all.append(text)
            case reports.AnswerReport(client=client):
                out.tell(client, text)
                if (asked := self._asked.get(client)) is not None:
                    out.to_engine += asked.answered(message.number)
                    self._forget(client)
            case _:
                assert_never(message)
        return out

    def engine_came(self) -> Outcome:
        """A new line to the engine: what no engine has answered yet."""
        return Outcome(to_engine=[text for asked in self._asked.values() for text in asked.again()])

    def join(self, client: str, role: Role, last_seq: int, now: float) -> Outcome:
        self._roles[client] = role
        if (before := self._asked.get(client)) is not None:
            before.came_back()
        out = Outcome()
        out.tell(client, encode(reports.Welcome(client=client, role=role)))
        if self._plan is not None:
            out.tell(client, self._plan)
        newest = self._happened[-1][0] if self._happened else 0
        after = last_seq if last_seq <= newest else 0
        for seq, text in self._happened:
            if seq > after:
                out.tell(client, text)
        if self._state is not None:
            out.tell(client, self._state)
        silent = self.silence(now)
        if self.engine_heard is None or silent >= ENGINE_SILENT_S:
            out.tell(client, encode(reports.NoEngine(silent_s=silent)))
        return out

    def leave(self, client: str) -> Outcome:
        self._roles.pop(client, None)
        if (asked := self._asked.get(client)) is not None:
            asked.left()
            self._forget(client)
        return Outcome(to_engine=[encode(commands.ConsoleLeft(client=client))])

    def from_console(self, client: str, message: commands.FromConsole) -> Outcome:
        out = Outcome()
        role = self._roles.get(client)
        match message:
            case commands.Hello():
                out.tell(client, encode(reports.Refused(words="hello was said already")))
            case commands.ConsoleBeat():
                out.to_engine.append(encode(commands.ForwardedBeat(client=client)))
            case commands.Command() if role is not None:
                forwarded = commands.ForwardedCommand(
                    client=client, role=role, number=message.number, beat=message.beat, wish=message.wish
                )
                self._ask(client, forwarded, out)
            case commands.Command():
                out.tell(client, encode(reports.Refused(words="say hello first")))
            case _:
                assert_never(message)
        return out

    def _ask(self, client: str, command: commands.ForwardedCommand, out: Outcome) -> None:
        passed = self._asked.setdefault(client, Asked()).ask(command)
        out.to_engine += passed.to_engine
        for number, code, words in passed.refused:
            reason = ReasonPart(code=code, words=words, source="server")
            answer = reports.AnswerReport(client=client, number=number, accepted=False, reason=reason)
            out.tell(client, encode(answer))

    def _forget(self, client: str) -> None:
        if client not in self._roles and self._asked[client].nothing:
            del self._asked[client]

    def silence(self, now: float) -> float:
        return 0.0 if self.engine_heard is None else max(0.0, now - self.engine_heard)

    def tick(self, now: float) -> Outcome:
        """Once in a while: tells the consoles, once, that the engine fell silent."""
        out = Outcome()
        if self.engine_heard is not None and self.silence(now) >= ENGINE_SILENT_S and not self._silence_told:
            self._silence_told = True
            out.to_all.append(encode(reports.NoEngine(silent_s=self.silence(now))))
        return out

    def traced(self, data: bytes) -> None:
        """Keeps strip points for consoles that come late. Raises codec.Unreadable."""
        self._trace.extend(decode_trace(data))

    def trace(self) -> bytes:
        """The newest ten minutes of strip points, as one frame."""
        points = list(self._trace)[-TRACE_BATCH:]
        return encode_trace(points)
