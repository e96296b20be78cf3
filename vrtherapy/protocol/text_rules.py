"""Rules of comfort and of words for one step, families VRT5xx and VRT6xx."""

from __future__ import annotations

import re
from typing import Final

from vrtherapy.protocol import bounds
from vrtherapy.protocol.ladder import Finding, Findings, Rung
from vrtherapy.protocol.quantity import duration_words

_PLACEHOLDER = re.compile(r"\b(TODO|TBD|FIXME|XXX|lorem ipsum)\b", re.IGNORECASE)


def events_overlap(rung: Rung) -> Findings:
    for offer in rung.part.events:
        event = None if rung.stage is None else rung.stage.event(offer.value.do.value)
        cooldown = offer.value.cooldown
        if event is not None and cooldown is not None and cooldown.value < event.duration:
            yield Finding(
                "VRT501", cooldown,
                f"{event.name} lasts {duration_words(event.duration)}, longer than the pause after it began",
                f"write at least `{duration_words(event.duration)}`",
            )


def nothing_said(rung: Rung) -> Findings:
    if rung.part.say is None and "say" not in rung.holds.broken:
        yield Finding(
            "VRT601", rung.part, "nothing is said to the patient at this step",
            "write `say:` with one or two sentences to read out",
        )


def too_long_to_read(rung: Rung) -> Findings:
    say = rung.part.say
    if say is not None and len(say.value) > bounds.SAY_LONGEST:
        yield Finding(
            "VRT602", say, f"{len(say.value)} characters are too many to take in while afraid",
            f"say it in {bounds.SAY_LONGEST} or fewer",
        )


def unfinished(rung: Rung) -> Findings:
    for text in (rung.part.title, rung.part.say):
        if text is not None and (found := _PLACEHOLDER.search(text.value)):
            yield Finding("VRT603", text, f"`{found[0]}` is still in what people will read", "write the real words")


OF_A_STEP: Final = (events_overlap, nothing_said, too_long_to_read, unfinished)
