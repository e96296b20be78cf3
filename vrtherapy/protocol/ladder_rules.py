"""Rules for a ladder as a whole and for the protocol around it, families VRT4xx and VRT5xx."""

from __future__ import annotations

from typing import Final

from vrtherapy.domain.units import Micros, dial
from vrtherapy.protocol import bounds
from vrtherapy.protocol.ladder import Finding, Findings, Ladder
from vrtherapy.protocol.parts import Document
from vrtherapy.protocol.problem import Other
from vrtherapy.protocol.quantity import duration_words


def suds_course(ladder: Ladder) -> Findings:
    for before, after in ladder.pairs():
        was, now = before.part.suds_expected, after.part.suds_expected
        if was is None or now is None:
            continue
        also = Other(was.line, was.column, "the step before")
        if now.value < was.value and after.holds.rationale.value != "variability":
            yield Finding(
                "VRT401", now, f"the step is expected to be easier ({now.value}) than the one before ({was.value})",
                "put the steps in order of fear, or write `rationale: variability`", also,
            )
        elif now.value - was.value > bounds.SUDS_JUMP:
            yield Finding(
                "VRT402", now, f"expected fear jumps by {now.value - was.value} from {was.value}",
                f"put a step between; up to {bounds.SUDS_JUMP} is a step a patient can take", also,
            )


def dial_jump(ladder: Ladder) -> Findings:
    for before, after in ladder.pairs():
        was, now = before.part.band, after.part.band
        if was is None or now is None or before.holds.scene is None or after.holds.scene is None:
            continue
        same = before.holds.scene.value == after.holds.scene.value
        if same and now.value.high - was.value.high > bounds.DIAL_JUMP:
            yield Finding(
                "VRT403", now, f"the dial jumps from {dial(was.value.high)} to {dial(now.value.high)}",
                f"put a step between; up to {bounds.DIAL_JUMP / 1000:.2f} higher is one step",
                Other(was.line, was.column, "the step before"),
            )


def hard_beginning(ladder: Ladder) -> Findings:
    expected = ladder.rungs[0].part.suds_expected if ladder.first and ladder.rungs else None
    if expected is not None and expected.value > bounds.FIRST_SUDS:
        yield Finding(
            "VRT416", expected, f"the first step of all is expected to reach {expected.value}",
            "begin with something easy, SUDS 20 to 30, to get to know the headset",
        )


def too_long_for_the_dose(ladder: Ladder) -> Findings:
    least = Micros(sum(rung.holds.at_least.value for rung in ladder.rungs))
    cap = ladder.holds.exposure
    if least > cap.value > 0:
        yield Finding(
            "VRT418", cap if cap.written else ladder.part,
            f"the steps take at least {duration_words(least)}, the session allows {duration_words(cap.value)} of exposure",
            "move steps into another session, or shorten `stay.at_least`",
        )


def no_evidence(document: Document) -> Findings:
    if not document.evidence and "evidence" not in document.broken:
        yield Finding(
            "VRT411", document, "the protocol names no source it rests on",
            'write `evidence: [{cite: "Author year", claim: "what it showed"}]`',
        )


def no_measure(document: Document) -> Findings:
    both = set(document.measures.before) & set(document.measures.after)
    if not both and "measures" not in document.broken:
        yield Finding(
            "VRT415", document, "nothing is measured both before and after: nobody will know whether it helped",
            "write `measures: {before: [...], after: [...]}` with one scale in both",
        )


def seizures_unasked(document: Document) -> Findings:
    if "seizures" not in {name.value for name in document.screen_out} and "screen_out" not in document.broken:
        yield Finding(
            "VRT502", document, "nobody is asked about seizures before wearing a headset",
            "write `screen_out: [seizures, ...]`",
        )


OF_A_LADDER: Final = (suds_course, dial_jump, hard_beginning, too_long_for_the_dose)
OF_A_PROTOCOL: Final = (no_evidence, no_measure, seizures_unasked)
