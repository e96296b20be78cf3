"""The time of day a session began and ended, out of its ISO 8601 text. No clock and no time zone is asked."""

from __future__ import annotations

import re
from typing import Final

from vrtherapy.domain.units import Micros

_MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_ISO: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?")


def day_and_time(started: str, lasted: Micros) -> str:
    """`23 Nov 2026, 14:08 to 14:44`; the text as it is where it is not ISO 8601."""
    found = _ISO.match(started)
    if found is None or not 1 <= int(found[2]) <= 12:
        return started
    year, month, day, hour, minute = (int(found[part]) for part in range(1, 6))
    over = hour * 60 + minute + (int(found[6] or 0) + lasted // 1_000_000) // 60
    until = f"{over // 60 % 24:02d}:{over % 60:02d}"
    until = "" if until == f"{hour:02d}:{minute:02d}" else f" to {until}"
    return f"{day} {_MONTHS[month - 1]} {year}, {hour:02d}:{minute:02d}{until}"
