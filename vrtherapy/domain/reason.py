"""Why something was given, held or refused: a code for the machine, words for the clinician, a source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Source = Literal["patient", "clinician", "observer", "protocol", "controller", "governor", "watch", "engine"]


@dataclass(frozen=True, slots=True)
class Reason:
    """`code` is stable and short (`rise_limit`); `words` are what the clinician reads; `source` is who decided."""

    code: str
    words: str
    source: Source
