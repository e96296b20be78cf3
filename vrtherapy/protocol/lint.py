"""All rules over one protocol, read as far as it could be. Errors refuse it, warnings are the author's to weigh."""

from __future__ import annotations

from vrtherapy.protocol import clinical_rules, ladder_rules, references, safety_rules, text_rules
from vrtherapy.protocol.codes import CODES
from vrtherapy.protocol.ladder import Findings, Stages, ladders
from vrtherapy.protocol.parts import Document
from vrtherapy.protocol.problem import Problem, in_order

STEP_RULES = (*safety_rules.OF_A_STEP, *clinical_rules.OF_A_STEP, *text_rules.OF_A_STEP)


def lint(document: Document, stages: Stages, scenes: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    """Problems of reference, safety, clinic, comfort and text. `scenes`: known ids, for near misses."""
    return in_order(
        Problem(document.path, f.at.line, f.at.column, f.code, CODES[f.code].severity, f.message, f.hint, f.also)
        for f in _findings(document, stages, scenes)
    )


def _findings(document: Document, stages: Stages, scenes: tuple[str, ...]) -> Findings:
    for of_protocol in ladder_rules.OF_A_PROTOCOL:
        yield from of_protocol(document)
    yield from references.doubles((s.id for s in document.sessions), "VRT205", "session", "in this protocol")
    for ladder in ladders(document, stages):
        yield from references.of_ladder(ladder, scenes)
        for of_ladder in ladder_rules.OF_A_LADDER:
            yield from of_ladder(ladder)
        for rung in ladder.rungs:
            for of_step in STEP_RULES:
                yield from of_step(rung)
