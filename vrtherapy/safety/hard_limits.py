"""Bounds that no protocol, clinician or setting can move. Each names the promise it keeps (docs/safety.md)."""

from __future__ import annotations

from typing import Final

from vrtherapy.domain.units import MINUTE, SECOND, Micros, Permille, Suds

RISE_ABSOLUTE: Final = Permille(250)
"""Permille of the dial per second, promise 3."""

EXPOSURE_ABSOLUTE: Final = Micros(120 * MINUTE)
"""Dose, promise 10."""

DOSE_WARNING: Final = 80
"""Percent of the dose cap at which the clinician is told, promise 10."""

COMMAND_AGE: Final = Micros(3 * SECOND)
"""A command this old does nothing, promise 6."""

CONSOLE_HOLD: Final = Micros(2 * SECOND)
CONSOLE_CALM: Final = Micros(30 * SECOND)
"""Dead-man: without a controlling console nothing rises, then the calm scene comes up, promise 8."""

WIND_DOWN_BY: Final = Permille(50)
WIND_DOWN_EVERY: Final = Micros(30 * SECOND)
"""Past the dose cap the ceiling falls by steps, promise 10."""

READING_AGE: Final = Micros(3 * SECOND)
READING_AGE_ABSOLUTE: Final = Micros(8 * SECOND)
"""How old a body signal may be, plus its sensor's declared latency, and never more than this, promise 4."""

SENSOR_UNANSWERED: Final = Micros(30 * SECOND)
"""A controller that moved the dial by itself and lost its signal steps down when nobody answers for this long, promise 4."""

QUESTION_OPEN: Final = Micros(20 * SECOND)
QUESTIONS_MISSED: Final = 2
"""An unanswered SUDS is asked again; that many in a row hold and alert."""

SUDS_AGAIN: Final = Micros(30 * SECOND)
SUDS_HIGH_ABSOLUTE: Final = Suds(95)
"""A rating this high holds whatever the protocol says, and is asked again within that time, promise 10."""

PAUSE_ASKED: Final = Micros(60 * SECOND)
"""A pause this long is asked about: dose goes on counting."""
