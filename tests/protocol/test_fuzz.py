"""Any bytes and any damaged protocol: problems, never an exception, and each with a place and a remedy."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from vrtherapy.protocol.codes import CODES
from vrtherapy.protocol.compile import compile_session
from vrtherapy.protocol.explain import explain

from .scenes import ROOT, stages
from .writing import CLEAN, checked

SHIPPED = (ROOT / "protocols" / "acrophobia" / "high-rise.yaml").read_text("utf-8")
ODD = (
    "", " ", "\t", "\n", "\x00", "\ufeff", "\u2028", "\x85", ":", "- ", "? ", "&a ", "*a", "!!x ", "[", "]", "{", "}", "|", ">",
    "'", '"', "#", "%", "@", "`", "<<: *a", "---\n", "...\n", "null", "~", "true", "no", ".nan", ".inf", "1e999", "0x", "0o9",
    "012", "1:30", "9" * 30, "-1", "1.5", "50%", "500%", "0..1", "1..0", "0.9..0.1", "0s", "99h", "0.0001/s", "9/s", "é", "🙂", "[]", "{}",
    "any", "all", "clinician", "after", "full", "expectancy", "combat-ptsd", "high_ris", "id: x", "[[[[", "{a: {b: {c: d}}}",
)  # fmt: skip


def meets_the_contract(content: str | bytes) -> None:
    loaded = checked(content)
    lines = max(1, len(loaded.source.splitlines()) + 1)
    for problem in loaded.problems:
        assert problem.code in CODES and problem.message and problem.hint
        assert problem.severity == CODES[problem.code].severity
        assert 1 <= problem.line <= lines and problem.column >= 1
        assert "\n" not in problem.message + problem.hint
        assert len(problem.message) < 400
    assert (loaded.document is None) == any(p.severity == "error" for p in loaded.problems)
    loaded.rendered().encode("utf-8", "surrogatepass")
    if loaded.document is not None:
        for session in loaded.document.sessions:
            compile_session(loaded.document, session.id.value, stages)
        explain(loaded.document)


@given(st.binary(max_size=400))
def test_any_bytes(content: bytes) -> None:
    meets_the_contract(content)


@given(st.text(max_size=400))
def test_any_text(content: str) -> None:
    meets_the_contract(content)


@given(st.lists(st.sampled_from(ODD), max_size=30).map("".join))
def test_any_heap_of_punctuation(content: str) -> None:
    meets_the_contract(content)


def mutated(seed: int) -> str:
    """A protocol with one to four lines, words or characters dropped, doubled, swapped or replaced."""
    chance = random.Random(seed)
    lines = chance.choice((CLEAN, CLEAN, SHIPPED)).splitlines(keepends=True)
    for _ in range(chance.randint(1, 4)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        line = lines[at]
        cut, end = sorted((chance.randrange(len(line) + 1), chance.randrange(len(line) + 1)))
        match chance.randrange(7):
            case 0:
                lines[at] = ""
            case 1:
                lines[at] = line * 2
            case 2:
                lines[at], lines[other] = lines[other], line
            case 3:
                lines[at] = line[:cut] + chance.choice(ODD) + line[cut:]
            case 4:
                lines[at] = line[:cut] + chance.choice(ODD) + line[end:]
            case 5:
                key, colon, _ = line.partition(":")
                lines[at] = key + colon + " " + chance.choice(ODD) + "\n"
            case _:
                lines[at] = " " * chance.randrange(9) + line.lstrip()
    return "".join(lines)


@settings(max_examples=400)
@given(st.integers(0, 10**9))
def test_any_damaged_protocol(seed: int) -> None:
    meets_the_contract(mutated(seed))
