"""YAML to values with places: every fault of the text is a problem, and words stay words."""

from __future__ import annotations

import time

import pytest

from vrtherapy.protocol.document import Entry, Mapping, Scalar, read_document

from .writing import CLEAN, checked


def codes(content: str | bytes) -> list[str]:
    return [p.code for p in read_document(content, "p.yaml")[1]]


def value_of(text: str) -> object:
    root, problems = read_document(f"a: {text}\n", "p.yaml")
    assert root is not None and not problems, problems
    found = root.get("a")
    assert isinstance(found, Scalar)
    return found.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("2026-11-23", "2026-11-23"),
        ("true", True),
        ("null", None),
        ("~", None),
        ("none", "none"),
        ("12", 12),
        ("-3", -3),
        ("0x1F", 31),
        ("0o17", 15),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ('"12"', "12"),
        ("'null'", "null"),
        ("0.15..0.30", "0.15..0.30"),
        ("3min", "3min"),
        ("1.0.0", "1.0.0"),
    ],
)
def test_plain_words_follow_yaml_1_2(text: str, value: object) -> None:
    assert value_of(text) == value
    assert type(value_of(text)) is type(value)


def test_every_value_knows_its_line_and_column() -> None:
    root, _ = read_document("a: 1\nbb:\n  - x\n  - {c: 'ü', d: y}\n", "p.yaml")
    assert root is not None
    a, bb = root.entries
    assert a == Entry(1, 1, "a", Scalar(1, 4, 1, "1"))
    assert (bb.line, bb.column) == (2, 1)
    assert (bb.value.line, bb.value.column) == (3, 3)
    inner = bb.value.items[1]  # type: ignore[union-attr]
    assert isinstance(inner, Mapping)
    assert [(e.key, e.line, e.column, e.value.column) for e in inner.entries] == [("c", 4, 6, 9), ("d", 4, 14, 17)]


def test_an_alias_repeats_a_value() -> None:
    root, problems = read_document("a: &x {b: 1}\nc: *x\n", "p.yaml")
    assert root is not None and not problems
    assert root.get("a") == root.get("c")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "VRT104"),
        (b"\xef\xbb\xbf", "VRT104"),
        (b"\xff\xfes\x00c\x00", "VRT101"),
        ("schema: vrtherapy/1".encode("utf-16"), "VRT101"),
        ("schema: vrtherapy/1".encode("utf-16-le"), "VRT102"),
        (b"a: \x00", "VRT102"),
        ("a: \ud800", "VRT102"),
        ("a: [1", "VRT105"),
        ("a: 'b", "VRT105"),
        ("a:\n\tb: 1", "VRT106"),
        ("a: 1\na: 2", "VRT107"),
        ("a: " + "[" * 60 + "]" * 60, "VRT108"),
        ("a: &x [*x]", "VRT116"),
        ("a: *x", "VRT116"),
        ("a: !!python/object/apply:os.system [ls]", "VRT110"),
        ("- a", "VRT111"),
        ("a", "VRT111"),
        ("? [a]\n: b", "VRT112"),
        ("a: .nan", "VRT113"),
        ("a: -.inf", "VRT113"),
        ("a: 1e999", "VRT113"),
        ("a: " + "9" * 5000, "VRT113"),
        ("a: 012", "VRT114"),
        ("a: 1\n---\nb: 2", "VRT115"),
        ("%YAML 3.0\n---\na: 1", "VRT105"),
    ],
)
def test_a_fault_of_the_text_has_its_own_code(content: str | bytes, code: str) -> None:
    assert codes(content) == [code]


def test_a_tab_inside_a_sentence_is_no_fault() -> None:
    assert codes("a: x\ty\nb: |\n  x\n  \ty\n") == []


def test_a_bom_is_ignored() -> None:
    assert checked(b"\xef\xbb\xbf" + CLEAN.encode()).problems == ()
    assert checked("\ufeff" + CLEAN).problems == ()


def test_a_duplicate_names_both_places() -> None:
    (problem,) = read_document("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n", "p.yaml")[1]
    assert (problem.line, problem.column) == (5, 3)
    assert problem.also is not None and (problem.also.line, problem.also.column) == (3, 3)


def billion_laughs(levels: int) -> str:
    lines = ["a0: &a0 [" + ",".join(["lol"] * 10) + "]"]
    lines += [f"a{n}: &a{n} [" + ",".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, levels)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    "content",
    [
        billion_laughs(9),
        billion_laughs(500),
        "a: " + "[" * 300_000,
        "a: [" + "1," * 400_000 + "]",
        "{" * 300_000,
        "a: &x " * 100_000,
        "- " * 300_000,
        "&a " * 200_000,
        "? " * 200_000,
        "x" * 5_000_000,
        "a: |\n" + " x\n" * 200_000,
        "a: '" + "\\x" * 400_000,
        "\n".join(f"k{n}: {n}" for n in range(80_000)),
        CLEAN + "sessions2:\n" + "  - {}\n" * 20_000,
    ],
    ids=range(14),
)
def test_a_bomb_is_refused_in_bounded_time(content: str) -> None:
    began = time.perf_counter()
    found = checked(content)
    assert found.document is None and found.problems
    assert time.perf_counter() - began < 5
