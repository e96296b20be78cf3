"""What a plain scalar means: the YAML 1.2 core schema, with the traps of YAML 1.1 told apart.

`no`, `on` and `1:30` are text; `012` is twelve and warned about; what is not finite or too long is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

Value = str | int | float | bool | None

LONGEST_NUMBER: Final = 17

_INT = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")


@dataclass(frozen=True, slots=True)
class Meaning:
    """`fault` is "" where there is nothing to say; otherwise `code` and `hint` go with it."""

    value: Value
    code: str = ""
    fault: str = ""
    hint: str = ""


def read(text: str) -> Meaning:
    """The value of an unquoted scalar. A number that cannot be used stays text, beside its fault."""
    if text in ("", "~", "null", "Null", "NULL"):
        return Meaning(None)
    if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return Meaning(text.lower() == "true")
    if _NOT_FINITE.fullmatch(text):
        return Meaning(text, "VRT113", f"`{text}` is not a number one can use", "write a finite number")
    if not (_FLOAT.fullmatch(text) or _OTHER_BASE.fullmatch(text)):
        return Meaning(text)
    if len(text) > LONGEST_NUMBER:
        return Meaning(text, "VRT113", f"a number of {len(text)} characters", "write fewer digits")
    if _OTHER_BASE.fullmatch(text):
        return Meaning(int(text, 0))
    if _LEADING_ZERO.fullmatch(text):
        value = int(text)
        return Meaning(value, "VRT114", f"`{text}` is read as {value}", f"write `{value}`")
    if _INT.fullmatch(text):
        return Meaning(int(text))
    number = float(text)
    if abs(number) == float("inf"):
        return Meaning(text, "VRT113", f"`{text}` is too large", "write a number within the key's range")
    return Meaning(number)
