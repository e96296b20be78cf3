"""Quantities as an author writes them: `3min`, `50%`, `0.04/s`, `0.15..0.30`. Each gives None where it is not one."""

from __future__ import annotations

import math
import re
from typing import Final

from vrtherapy.domain.plan import Band
from vrtherapy.domain.units import Micros, Permille

_NUMBER: Final = r"([0-9]{1,9}(?:\.[0-9]{1,6})?|\.[0-9]{1,6})"
_UNIT_US: Final = {"ms": 1_000, "s": 1_000_000, "min": 60_000_000, "h": 3_600_000_000}

DURATION: Final = rf"(?:{_NUMBER}h)?\s*(?:{_NUMBER}min)?\s*(?:{_NUMBER}s)?\s*(?:{_NUMBER}ms)?"
PERCENT: Final = rf"{_NUMBER}\s*%"
RATE: Final = rf"{_NUMBER}\s*/\s*(s|min)"
BAND: Final = rf"{_NUMBER}\s*\.\.\s*{_NUMBER}"


def duration(text: str) -> Micros | None:
    """`90s`, `3min`, `1h`, `1h 30min`: whole microseconds."""
    match = re.fullmatch(DURATION, text.strip())
    if match is None or not any(match.groups()):
        return None
    parts = zip(match.groups(), ("h", "min", "s", "ms"), strict=True)
    return Micros(round(sum(float(number) * _UNIT_US[unit] for number, unit in parts if number)))


def percent(text: str) -> Permille | None:
    """`50%` is 500 permille; None for nothing and above 100 %."""
    match = re.fullmatch(PERCENT, text.strip())
    whole = 0 if match is None else round(float(match[1]) * 10)
    return Permille(whole) if 0 < whole <= 1000 else None


def rate(text: str) -> Permille | None:
    """`0.04/s` is 40 permille of the dial per second; `0.6/min` is 10. Rounded down; None below one permille."""
    match = re.fullmatch(RATE, text.strip())
    if match is None:
        return None
    whole = math.floor(float(match[1]) * 1000 / (60 if match[2] == "min" else 1) + 1e-9)
    return Permille(whole) if whole >= 1 else None


def band(text: str) -> Band | None:
    """`0.15..0.30` of the dial, in the order written; None outside 0..1."""
    match = re.fullmatch(BAND, text.strip())
    if match is None or float(match[1]) > 1 or float(match[2]) > 1:
        return None
    return Band(_permille(match[1]), _permille(match[2]))


def _permille(number: str) -> Permille:
    return Permille(math.floor(float(number) * 1000 + 0.5))


_OTHER_UNITS: Final = {
    **dict.fromkeys(("m", "mins", "minute", "minutes"), "min"),
    **dict.fromkeys(("sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("hr", "hrs", "hour", "hours"), "h"),
}


def meant_duration(text: str) -> str:
    """What `3 minutes`, `35m` or `1:30` was meant to be, as the language writes it; "" where nobody can tell."""
    if clock := re.fullmatch(r"([0-9]{1,3}):([0-9]{2})", text.strip()):
        return duration_words(Micros((int(clock[1]) * 60 + int(clock[2])) * 1_000_000))
    match = re.fullmatch(rf"{_NUMBER}\s*([A-Za-z]+)\.?", text.strip())
    if match is None:
        return ""
    unit = _OTHER_UNITS.get(match[2].lower(), match[2].lower())
    return f"{match[1]}{unit}" if unit in _UNIT_US else ""


def meant_band(text: str) -> str:
    """What `0.15-0.30`, `15 to 30 %` or `0,15..0,30` was meant to be; "" where nobody can tell."""
    match = re.fullmatch(r"([0-9]+(?:[.,][0-9]+)?)\s*%?\s*(?:\.\.\.?|-|–|to)\s*([0-9]+(?:[.,][0-9]+)?)\s*%?", text.strip())
    if match is None:
        return ""
    low, high = (float(end.replace(",", ".")) for end in match.groups())
    if max(low, high) > 1:
        low, high = low / 100, high / 100
    return f"{low:.2f}..{high:.2f}" if max(low, high) <= 1 else ""


def duration_words(value: Micros) -> str:
    """As an author would write it: `90s`, `3min`, `1h 30min`."""
    if value % 1_000:
        return f"{value / 1_000_000:g}s"
    rest, words = int(value), []
    for unit in ("h", "min", "s", "ms"):
        count, rest = divmod(rest, _UNIT_US[unit])
        if count:
            words.append(f"{count}{unit}")
    if words == ["1min", "30s"]:
        return "90s"
    return " ".join(words) or "0s"


def rate_words(per_second: int) -> str:
    return f"{per_second / 1000:g}/s"
