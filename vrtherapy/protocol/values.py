"""The values that keys of the language share: durations, rates, bands, ratings, ids, words."""

from __future__ import annotations

from typing import Final, TypeVar

from vrtherapy.domain.plan import Band
from vrtherapy.domain.units import Suds
from vrtherapy.protocol import quantity
from vrtherapy.protocol.shape import At, Notes
from vrtherapy.protocol.single import OneOf, Quantity, Text, Whole

T = TypeVar("T")

DURATION: Final = Quantity("a duration", "90s", "VRT125", quantity.duration, r"[0-9.]+ ?(h|min|s|ms)( .*)?", quantity.meant_duration)
PERCENT: Final = Quantity("a percentage up to 100 %", "50%", "VRT128", quantity.percent, r"[0-9.]+ ?%")
RATE: Final = Quantity(
    "a rate of the dial of at least 0.001/s", "0.04/s", "VRT127", quantity.rate, r"[0-9.]+ ?/ ?(s|min)"
)
BAND: Final = Quantity(
    "a range on the dial from 0 to 1", "0.15..0.30", "VRT126", quantity.band, r"[0-9.]+ ?\.\. ?[0-9.]+", quantity.meant_band
)
RATING: Final = Whole(0, 100)
ID: Final = Text("balcony-third-floor", r"[a-z][a-z0-9_-]{0,63}")


def words(*each: T) -> OneOf[T]:
    return OneOf(tuple((str(word), word) for word in each))


def suds(found: At[int] | None) -> At[Suds] | None:
    return None if found is None else At(Suds(found.value), found.line, found.column)


def ordered(found: At[Band] | None, notes: Notes) -> At[Band] | None:
    """The band, unless its ends are the wrong way round."""
    if found is not None and found.value.low > found.value.high:
        low, high = found.value.low / 1000, found.value.high / 1000
        notes.add(found, "VRT132", f"the range runs backwards, {low:.2f}..{high:.2f}", f"write `{high:.2f}..{low:.2f}`")
        return None
    return found


