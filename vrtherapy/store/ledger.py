"""The ledger: what each ended session adds to how far the controller may go, in one file beside the records.

    1. One JSON object a line, only ever added: a session that has ended, or a confirmation that a clinician typed.
    2. A line is there after fsync, whole; whoever adds holds the file's lock. What a crash tore stays behind a line
       end of its own, so that it spoils no line after it.
    3. A record has one line, however often it is offered.
    4. A line that cannot be read is skipped and told, and counts for nothing.
    5. Who counts: never a demonstration, never a session without a named clinician. For a real patient only real
       sessions; for practice, training and research of the same alias. Names are compared letter by letter.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from vrtherapy.domain.setting import Autonomy, SessionKind
from vrtherapy.safety.autonomy import History, Session
from vrtherapy.store.lock import locked
from vrtherapy.store.write import sync_folder

NAME: Final = "ledger.jsonl"
Circle = Literal["real", "practice"]
"""Whose sessions count together: with a real patient, or in training and research."""
CIRCLES: Final[dict[SessionKind, Circle | None]] = {
    "real": "real", "training": "practice", "research": "practice", "demo": None,
}  # fmt: skip
TOLD_MOST: Final = 5


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class EndedSession(_Line):
    """`stage`: the lowest stage of autonomy while the exposure was shown; `answered`: suggestions that the clinician
    accepted or dismissed; `started`: local time with offset."""

    line: Literal["session"] = "session"
    record: str = Field(min_length=1)
    kind: SessionKind
    patient: str
    clinician: str
    disorder: str
    stage: Autonomy
    answered: int = Field(ge=0)
    started: str


class Confirmation(_Line):
    """The clinician confirmed `stage` for this patient by typing `words`, at local time `at` with offset."""

    line: Literal["confirmation"] = "confirmation"
    circle: Circle
    patient: str
    clinician: str
    stage: Autonomy
    at: str
    words: str


Line = EndedSession | Confirmation
_LINE: Final[TypeAdapter[Line]] = TypeAdapter(Annotated[Line, Field(discriminator="line")])


@dataclass(frozen=True, slots=True)
class Ledger:
    """`lines` in the order they were added, each record once; `skipped` says, a sentence each, what does not count."""

    path: Path
    lines: tuple[Line, ...] = ()
    skipped: tuple[str, ...] = ()

    def history(self, circle: Circle, patient: str, clinician: str) -> History:
        """What this patient and clinician have done together."""
        here = (patient.strip(), clinician.strip())
        confirmed = (line for line in self.lines if isinstance(line, Confirmation) and line.circle == circle)
        return History(
            tuple(Session(s.stage, s.answered) for s in self._counting(circle) if (s.patient, s.clinician) == here),
            frozenset(c.stage for c in confirmed if (c.patient, c.clinician) == here and c.clinician),
        )

    def sessions_before(self, circle: Circle, patient: str, disorder: str) -> int:
        """Sessions this patient has ended with protocols of this disorder, with whichever clinician."""
        asked = (patient.strip(), disorder)
        return sum((s.patient, s.disorder) == asked for s in self._counting(circle))

    def pairs(self, circle: Circle) -> tuple[tuple[str, str], ...]:
        """Every patient and clinician of whom a session counts, sorted."""
        return tuple(sorted({(s.patient, s.clinician) for s in self._counting(circle)}))

    def _counting(self, circle: Circle) -> Iterator[EndedSession]:
        for line in self.lines:
            if isinstance(line, EndedSession) and line.clinician and CIRCLES[line.kind] == circle:
                yield line


def read_ledger(records: Path) -> Ledger:
    """The ledger of the folder `records`; an empty one where there is none. Raises nothing."""
    path = records / NAME
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Ledger(path)
    except OSError as error:
        return Ledger(path, skipped=(f"{path} cannot be read, so no earlier session counts: {error.strerror}",))
    lines: list[Line] = []
    torn: list[int] = []
    for number, text in enumerate(data.split(b"\n"), start=1):
        if not text.strip():
            continue
        try:
            lines.append(_LINE.validate_json(text))
        except ValidationError:
            torn.append(number)
    return Ledger(path, tuple(_each_record_once(lines)), _told(path, torn))


def _each_record_once(lines: list[Line]) -> Iterator[Line]:
    seen: set[str] = set()
    for line in lines:
        if isinstance(line, EndedSession):
            if line.record in seen:
                continue
            seen.add(line.record)
        yield line


def _told(path: Path, torn: list[int]) -> tuple[str, ...]:
    more = len(torn) - TOLD_MOST
    told = [f"{path}: line {number} cannot be read and does not count" for number in torn[:TOLD_MOST]]
    return (*told, f"{path}: nor can {more} more lines") if more > 0 else tuple(told)


def add_session(records: Path, session: EndedSession) -> bool:
    """Adds the line unless its record has one; whether it was added. Raises OSError."""
    with _opened(records) as (fd, ledger):
        if any(isinstance(line, EndedSession) and line.record == session.record for line in ledger.lines):
            return False
        _append(fd, session)
        return True


def add_confirmation(records: Path, confirmation: Confirmation) -> None:
    """Raises OSError."""
    with _opened(records) as (fd, _):
        _append(fd, confirmation)


@contextlib.contextmanager
def _opened(records: Path) -> Iterator[tuple[int, Ledger]]:
    """The file, locked, and what it holds now."""
    records.mkdir(parents=True, exist_ok=True)
    path = records / NAME
    new = not path.exists()
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
    try:
        if new:
            sync_folder(records)
        with locked(fd):
            yield fd, read_ledger(records)
    finally:
        os.close(fd)


def _append(fd: int, line: Line) -> None:
    end = os.fstat(fd).st_size
    data = line.model_dump_json().encode() + b"\n"
    if end and _last_byte(fd, end) != b"\n":
        data = b"\n" + data
    try:
        done = 0
        while done < len(data):
            done += os.write(fd, data[done:])
        os.fsync(fd)
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(fd, end)
        raise


def _last_byte(fd: int, end: int) -> bytes:
    os.lseek(fd, end - 1, os.SEEK_SET)
    return os.read(fd, 1)
