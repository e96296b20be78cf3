"""The record of a session: an append log of CRC-framed entries in one file.

    file   = magic, entry*
    entry  = u32 length of body, u32 CRC-32 of body, body        (little-endian)
    body   = one byte kind, u32 number, payload
    number = counts the entries given to the writer from 0; a gap is an entry that is not here

    kind H  the header, JSON: who, what, when, and the plan; always the first entry
    kind T  a turn, JSON: one event and the effects carried out for it
    kind B  a body signal's source, JSON
    kind S  samples of a body signal, the wire's binary frame
    kind E  the end, JSON: the session closed in good order

A torn tail after a crash or a power cut fails its length or its CRC and is left out; all before it is whole.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import Final, Literal

MAGIC: Final = b"VRTREC1\n"
SUFFIX: Final = ".vrtrec"
FRAME: Final = struct.Struct("<II")
HEAD: Final = struct.Struct("<cI")
LARGEST: Final = 16 * 1024 * 1024

Kind = Literal["H", "T", "B", "S", "E"]
KINDS: Final[frozenset[bytes]] = frozenset({b"H", b"T", b"B", b"S", b"E"})


@dataclass(frozen=True, slots=True)
class Entry:
    kind: str
    payload: bytes


def frame(kind: Kind, number: int, payload: bytes) -> bytes:
    """One entry as it stands in the file."""
    body = HEAD.pack(kind.encode(), number) + payload
    return FRAME.pack(len(body), zlib.crc32(body)) + body
