"""The record of a running or finished session: what is put in and how it is read again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from vrtherapy import __version__
from vrtherapy.domain.plan import Plan
from vrtherapy.host.settings import Settings
from vrtherapy.session.replay import LoggedTurn
from vrtherapy.store.read import NotARecord, Reading
from vrtherapy.wire import journal
from vrtherapy.wire.body import SourceReport


class Header(BaseModel):
    """The first entry. `plan` is the compiled plan, so that a record replays without protocol or scene files."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    record: str
    kind: str
    alias: str
    started: str
    software: str
    plan: str


def header(settings: Settings, plan: Plan) -> bytes:
    return (
        Header(
            record=settings.record_id,
            kind=settings.kind,
            alias=settings.alias,
            started=settings.started,
            software=f"vrtherapy {__version__}",
            plan=journal.dumps(plan),
        )
        .model_dump_json()
        .encode()
    )


@dataclass(slots=True)
class Record:
    """A record opened for reading. Raises NotARecord, in one sentence, for whatever cannot be read as one."""

    path: Path
    header: Header = field(init=False)
    plan: Plan = field(init=False)
    sources: list[SourceReport] = field(default_factory=list)
    closed: bool = False
    left_out: str = ""
    missing: str = ""
    next_number: int = 0
    whole: int = 0
    """Bytes that can be kept when the record is taken up again; known after `turns`."""

    def __post_init__(self) -> None:
        first = next(Reading(self.path).entries(), None)
        if first is None or first.kind != "H":
            raise NotARecord(f"{self.path} holds no whole header: nothing can be read from it")
        try:
            self.header = Header.model_validate_json(first.payload)
            self.plan = journal.load_plan(self.header.plan)
        except (ValidationError, journal.NotOurs) as error:
            raise NotARecord(f"{self.path} was written by another version: {str(error).splitlines()[0]}") from error

    def turns(self, after: int = 0) -> Iterator[LoggedTurn]:
        """Whole turns in order, of the entries from number `after` on. Afterwards all the other fields hold. Raises
        NotARecord."""
        self.sources, self.closed, self.left_out = [], False, ""
        reading = Reading(self.path)
        for entry in reading.entries():
            if entry.kind == "T" and reading.next_number > after:
                try:
                    turn = journal.load_turn(entry.payload)
                except journal.NotOurs as error:
                    raise NotARecord(f"{self.path}: {error}") from error
                yield turn
            elif entry.kind == "B":
                try:
                    self.sources.append(SourceReport.model_validate_json(entry.payload))
                except ValidationError as error:
                    raise NotARecord(f"{self.path} names its sensor in a way this version does not know") from error
            elif entry.kind == "E":
                self.closed = True
        self.left_out, self.missing = reading.left_out, reading.missing
        self.whole, self.next_number = reading.whole, reading.next_number
