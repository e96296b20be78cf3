"""Pictures, strips and samples as bytes: there and back, and garbage refused."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrtherapy.wire import codec
from vrtherapy.wire.codec import TracePoint, Unreadable

times = st.integers(-(2**63), 2**63 - 1)
numbers = st.floats(width=32)
points = st.builds(TracePoint, st.floats(), numbers, numbers, numbers, numbers, numbers, numbers)


def same(a: TracePoint, b: TracePoint) -> bool:
    pairs = zip((getattr(a, n) for n in TracePoint.__slots__), (getattr(b, n) for n in TracePoint.__slots__), strict=True)
    return all(x == y or (math.isnan(x) and math.isnan(y)) for x, y in pairs)


@given(st.integers(0, 2**40), times, st.binary(max_size=100))
def test_a_picture_comes_back_with_its_time(number: int, at: int, jpeg: bytes) -> None:
    frame = codec.encode_mirror(number, at, jpeg)
    assert codec.binary_kind(frame) == codec.MIRROR
    assert codec.decode_mirror(frame) == (number % 2**32, at, jpeg)


@given(st.lists(points, max_size=20))
def test_strips_come_back_with_their_gaps(made: list[TracePoint]) -> None:
    frame = codec.encode_trace(made)
    assert codec.binary_kind(frame) == codec.TRACE
    back = codec.decode_trace(frame)
    assert len(back) == len(made) and all(map(same, made, back))


@given(st.integers(0, 2**32 - 1), times, st.lists(numbers, max_size=30))
def test_samples_come_back_bit_for_bit(channel: int, at: int, samples: list[float]) -> None:
    data = struct.pack(f"<{len(samples)}f", *samples)
    frame = codec.encode_samples(channel, at, data)
    assert codec.binary_kind(frame) == codec.SAMPLES
    assert codec.decode_samples(frame) == (channel, at, data)


DECODERS = (codec.binary_kind, codec.decode_mirror, codec.decode_trace, codec.decode_samples)
headed = st.tuples(st.sampled_from([b"\x01", b"\x02", b"\x03", b"\x00"]), st.binary(max_size=90)).map(b"".join)


@given(st.sampled_from(DECODERS), st.binary(max_size=90) | headed)
def test_bytes_that_are_no_frame_give_unreadable_and_nothing_else(decode: Callable[[bytes], object], data: bytes) -> None:
    try:
        decode(data)
    except Unreadable as problem:
        assert str(problem)


@given(st.lists(points, min_size=1, max_size=5), st.integers(1, 400))
def test_strips_cut_anywhere_are_refused(made: list[TracePoint], cut: int) -> None:
    frame = codec.encode_trace(made)
    with pytest.raises(Unreadable):
        codec.decode_trace(frame[: -min(cut, len(frame))])


def test_a_count_that_promises_more_than_there_is_is_refused_at_once() -> None:
    with pytest.raises(Unreadable):
        codec.decode_trace(struct.pack("<B3xI", codec.TRACE, 2**32 - 1))
