"""Reads a record up to its last whole entry, and says what was left out."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vrtherapy.store.record import FRAME, HEAD, KINDS, LARGEST, MAGIC, Entry


class NotARecord(Exception):
    """The file cannot be read as a record at all; the text is one clear sentence."""


@dataclass(slots=True)
class Reading:
    """`entries()` goes through the file once; afterwards `left_out` is "" or says what the tail lacked, and `missing`
    is "" or says which entries are not there."""

    path: Path
    left_out: str = ""
    missing: str = ""
    whole: int = 0
    """Bytes up to the end of the last whole entry read."""
    next_number: int = 0
    """The number of the entry that would come next."""

    def entries(self) -> Iterator[Entry]:
        """Whole entries in order, in constant memory. Raises NotARecord."""
        try:
            file = self.path.open("rb")
        except IsADirectoryError:
            raise NotARecord(f"{self.path} is a folder; a record is one file") from None
        except FileNotFoundError:
            raise NotARecord(f"{self.path}: no such file") from None
        except OSError as error:
            raise NotARecord(f"{self.path} cannot be read: {error.strerror}") from None
        with file:
            size = self.path.stat().st_size
            if file.read(len(MAGIC)) != MAGIC:
                raise NotARecord(f"{self.path} is not a session record")
            place = self.whole = len(MAGIC)
            while head := file.read(FRAME.size):
                body = b""
                if len(head) == FRAME.size:
                    length, crc = FRAME.unpack(head)
                    body = file.read(length) if HEAD.size <= length <= LARGEST else b""
                    if len(body) == length and zlib.crc32(body) == crc and body[:1] in KINDS:
                        place += FRAME.size + length
                        self.whole = place
                        kind, number = HEAD.unpack_from(body)
                        self._count(number)
                        yield Entry(kind.decode(), body[HEAD.size :])
                        continue
                self.left_out = (
                    f"the record ends within an entry at byte {place} of {size}: "
                    f"{size - place} bytes after the last whole entry were left out"
                )
                return

    def _count(self, number: int) -> None:
        if number != self.next_number and not self.missing:
            gap = f"entries {self.next_number} to {number - 1} are missing"
            self.missing = gap if number > self.next_number else f"entry {number} stands after entry {self.next_number - 1}"
        self.next_number = number + 1
