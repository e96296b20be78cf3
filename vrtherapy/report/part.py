"""A part of the first sheet with how tall it stands, so that the whole stays on one sheet of A4.

Heights are estimates in px at the page's own size, generous; `tests/report/test_printed.py` holds them against a
browser.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from vrtherapy.report import scale

SHEET: Final = 1040
"""What A4 holds between the margins of `style`."""
LINE: Final = 16
HEADING: Final = 31
NAME_MOST: Final = 40
"""Characters of a clinician's name."""
GENEROUS: Final = 1.1
"""By how much `scale.breadth` overstates a line of text; the drawing wants that, a sheet does not."""
_TAG: Final = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Part:
    markup: str
    height: int


def rows_of(markup: str, room: float, size: float = 12, bold: bool = False) -> int:
    """Lines that `markup` takes in `room` px at `size` px a letter; its line breaks count."""
    count = 0
    for row in markup.split("<br>"):
        count, used = count + 1, 0.0
        for word in html.unescape(_TAG.sub("", row)).split():
            wide = scale.breadth(word + " ", bold) * size / 11 / GENEROUS
            if used and used + wide > room:
                count, used = count + 1, 0.0
            used += wide
            count, used = count + int(used // room), used % room
    return count


def listed(items: Sequence[tuple[str, str]], room: float, names: float) -> int:
    """The height of a list of names and texts, with `room` px for the text and `names` for the name."""
    return sum(2 + LINE * max(rows_of(name, names), rows_of(said, room)) for name, said in items)


def beside(left: Part, right: Part) -> Part:
    return Part(f'<div class="two">{left.markup}{right.markup}</div>', max(left.height, right.height))


def stacked(upper: Part, lower: Part) -> Part:
    return Part(f"<div>{upper.markup}{lower.markup}</div>", upper.height + lower.height)


def taken(parts: Iterable[Part]) -> int:
    return sum(part.height for part in parts)


def itemised(items: Sequence[tuple[str, str]]) -> str:
    """A list of names and texts that are already markup; nothing where there are none."""
    if not items:
        return ""
    return "<ul>" + "".join(f'<li><span class="m">{name}</span><span>{said}</span></li>' for name, said in items) + "</ul>"
