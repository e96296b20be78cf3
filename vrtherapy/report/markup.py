"""Text into markup. Whatever a person or a file wrote passes `safe` before it reaches the page.

Control characters and direction overrides are dropped: they can make a page read as something it does not say.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

_HIDDEN: Final[frozenset[str]] = frozenset({"Cc", "Cf", "Cs"})


def plain(text: str, most: int = 400) -> str:
    """One line of visible characters, cut at `most` with an ellipsis."""
    spaced = " ".join(text.split())
    shown = "".join(c for c in spaced if unicodedata.category(c) not in _HIDDEN)
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"


def safe(text: str, most: int = 400) -> str:
    """`plain`, escaped for an element or a quoted attribute."""
    return html.escape(plain(text, most), quote=True)


def paragraphs(text: str, most: int, lines: int = 2000) -> str:
    """At most `most` characters on `lines` lines, cut between words, escaped, with its line breaks kept."""
    if len(text) > most:
        cut = text[:most]
        text = cut[: max(cut.rfind(" "), cut.rfind("\n"))] if " " in cut or "\n" in cut else cut
    return "<br>".join(safe(line, most) for line in text[:most].splitlines()[:lines])


def table(caption: str, heads: Sequence[str], body: Iterable[Sequence[str]], widths: Sequence[str] = ()) -> str:
    """A table of cells that are already markup; `widths` are CSS widths, "" for what is left."""
    sized = [*widths, *[""] * (len(heads) - len(widths))]
    head = "".join(
        f'<th scope="col" style="width:{width or "auto"}">{name}</th>'
        for name, width in zip(heads, sized, strict=True)
    )
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in body)
    return (
        f'<div class="wideband" tabindex="0" role="region" aria-label="{caption}"><table><caption class="v">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
