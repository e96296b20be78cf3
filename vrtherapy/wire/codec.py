"""Messages to bytes and back, for pipes and sockets alike. Text is JSON; pictures and samples are binary.

Binary frames begin with one byte that says which they are and three bytes of padding; numbers are little-endian.

    mirror  1   u32 frame number, i64 session time us, JPEG bytes
    trace   2   u32 count, then per point f64 time s and f32 given, asked, heart rate, arousal, arousal sd, quality
                (NaN where nothing honest can be said)
    samples 3   u32 channel, i64 session time us of the last sample, f32 samples
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from vrtherapy.wire.body import FromBody, ToBody
from vrtherapy.wire.commands import FromConsole, FromServer
from vrtherapy.wire.reports import FromEngine, ToConsole

MIRROR: Final = 1
TRACE: Final = 2
SAMPLES: Final = 3
LARGEST_TEXT: Final = 256 * 1024

M = TypeVar("M")

_MIRROR: Final = struct.Struct("<B3xIq")
_TRACE: Final = struct.Struct("<B3xI")
POINT: Final = struct.Struct("<d6f")
_SAMPLES: Final = struct.Struct("<B3xIq")


class Unreadable(Exception):
    """Bytes that are no message of this kind; the text is one sentence for a log or the sender."""


def encode(message: BaseModel) -> str:
    return message.model_dump_json()


class Reader(Generic[M]):
    """Reads one closed set of messages. `read` raises Unreadable and nothing else, whatever the bytes."""

    def __init__(self, kind: Any) -> None:
        self._adapter: TypeAdapter[M] = TypeAdapter(kind)

    def read(self, text: str | bytes) -> M:
        if len(text) > LARGEST_TEXT:
            raise Unreadable(f"a message of {len(text)} bytes; the largest is {LARGEST_TEXT}")
        try:
            return self._adapter.validate_json(text)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            raise Unreadable(f"{place}: {first['msg']}" if place else first["msg"]) from None


from_console: Final[Reader[FromConsole]] = Reader(FromConsole)
from_server: Final[Reader[FromServer]] = Reader(FromServer)
from_engine: Final[Reader[FromEngine]] = Reader(FromEngine)
to_console: Final[Reader[ToConsole]] = Reader(ToConsole)
from_body: Final[Reader[FromBody]] = Reader(FromBody)
to_body: Final[Reader[ToBody]] = Reader(ToBody)


@dataclass(frozen=True, slots=True)
class TracePoint:
    """One point of the strips. Numbers are NaN where nothing honest can be said."""

    time_s: float
    given: float
    asked: float
    heart_rate: float
    arousal: float
    arousal_sd: float
    quality: float


def binary_kind(data: bytes) -> int:
    """Which binary frame this is. Raises Unreadable."""
    if not data or data[0] not in (MIRROR, TRACE, SAMPLES):
        raise Unreadable("not a binary frame of this wire")
    return data[0]


def encode_mirror(frame: int, at: int, jpeg: bytes) -> bytes:
    return _MIRROR.pack(MIRROR, frame & 0xFFFFFFFF, at) + jpeg


def decode_mirror(data: bytes) -> tuple[int, int, bytes]:
    """Frame number, session time in us, JPEG. Raises Unreadable."""
    if len(data) < _MIRROR.size or data[0] != MIRROR:
        raise Unreadable("not a mirror frame")
    _, frame, at = _MIRROR.unpack_from(data)
    return frame, at, data[_MIRROR.size :]


def encode_trace(points: list[TracePoint]) -> bytes:
    body = b"".join(
        POINT.pack(p.time_s, p.given, p.asked, p.heart_rate, p.arousal, p.arousal_sd, p.quality) for p in points
    )
    return _TRACE.pack(TRACE, len(points)) + body


def decode_trace(data: bytes) -> list[TracePoint]:
    """Raises Unreadable when the count and the length differ."""
    if len(data) < _TRACE.size or data[0] != TRACE:
        raise Unreadable("not a trace")
    _, count = _TRACE.unpack_from(data)
    if len(data) != _TRACE.size + count * POINT.size:
        raise Unreadable(f"a trace of {count} points has {len(data)} bytes")
    return [TracePoint(*POINT.unpack_from(data, _TRACE.size + i * POINT.size)) for i in range(count)]


def encode_samples(channel: int, at: int, samples: bytes) -> bytes:
    """`samples`: little-endian float32."""
    return _SAMPLES.pack(SAMPLES, channel, at) + samples


def decode_samples(data: bytes) -> tuple[int, int, bytes]:
    """Channel, session time in us of the last sample, float32 bytes. Raises Unreadable."""
    if len(data) < _SAMPLES.size or data[0] != SAMPLES or (len(data) - _SAMPLES.size) % 4:
        raise Unreadable("not a frame of samples")
    _, channel, at = _SAMPLES.unpack_from(data)
    return channel, at, data[_SAMPLES.size :]
