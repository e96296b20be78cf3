"""Bounds that no protocol, clinician or setting can move. Each names the promise it keeps (docs/safety.md).

Two levels: beyond `..._ABSOLUTE` nothing goes; beyond `..._RECOMMENDED` it goes and is told.
"""

from __future__ import annotations

from typing import Final

from vrtherapy.domain.units import MINUTE, SECOND, Micros, Permille, Suds

RISE_RECOMMENDED: Final = Permille(50)
RISE_ABSOLUTE: Final = Permille(250)
"""Permille of the dial per second, promise 3."""

EXPOSURE_RECOMMENDED: Final = Micros(60 * MINUTE)
EXPOSURE_ABSOLUTE: Final = Micros(120 * MINUTE)
HIGH_EXPOSURE_ABSOLUTE: Final = Micros(60 * MINUTE)
EVENTS_PER_MIN_ABSOLUTE: Final = 20
"""Dose, promise 10."""

DOSE_WARNING: Final = 80
"""Percent of a dose cap at which the clinician is told, promise 10."""

UNBROKEN_EXPOSURE: Final = Micros(30 * MINUTE)
"""Headset makers advise a break of 10 to 15 min for every 30 min of use."""

COMMAND_AGE: Final = Micros(3 * SECOND)
"""A command this old does nothing, promise 6."""

CONSOLE_HOLD: Final = Micros(2 * SECOND)
CONSOLE_CALM: Final = Micros(30 * SECOND)
"""Dead-man: without a controlling console nothing rises, then the calm scene comes up, promise 8."""

LINK_SILENT: Final = Micros(2 * SECOND)
"""A server or biofeedback process silent for this long is told, promise 8."""

FRAMES_STALLED: Final = Micros(1 * SECOND)
"""No frame for this long silences sound, and a person must go on before anything rises again."""

WIND_DOWN_BY: Final = Permille(50)
WIND_DOWN_EVERY: Final = Micros(30 * SECOND)
"""Past a dose cap the ceiling falls by steps, promise 10."""

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

SICKNESS_TOLD: Final = 6
SICKNESS_STOPS: Final = 14
SICKNESS_RISE_STOPS: Final = 8
SICKNESS_LOWERS_BY: Final = Permille(100)
"""Fast Motion Sickness scale, 0-20 (Keshavarz and Hecht 2011): from the first on, each point lowers the ceiling by the
last; at the second, or that far above the first rating, the exposure stops. Promise 11; inferred, for clinical sign-off."""

ADULT: Final = 18
"""Years. Below it a guardian consents and the patient assents."""
