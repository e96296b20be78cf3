"""How a problem reads."""

from __future__ import annotations

from vrtherapy.protocol.problem import Other, Problem, in_order, render, render_all

from .writing import checked, edited


def test_the_whole_rendering_of_several_problems() -> None:
    wrong = edited(
        ("        intensity: 0.15..0.30", "        intensty: 0.15..0.30"),
        ("floor: 3, railing: full", "flor: 3, railing: ful"),
        ("suds: {every: 90s}", "suds: {every: 90}"),
        ("version: 1.0.0", "version: 1.0.0\ntitle: Heights"),
    )
    assert checked(wrong).rendered() == GOLDEN


GOLDEN = """\
p.yaml:6:1: VRT107 error: the key `title` is given twice here; keep one of the two
     6 | title: Heights
       | ^
p.yaml:3:1: first given here
     3 | title: Fear of heights
       | ^
p.yaml:18:21: VRT125 error: the number 90 is not a duration; write for example `90s`
    18 |       suds: {every: 90}
       |                     ^
p.yaml:23:9: VRT120 error: a step has no key `intensty`; did you mean `intensity`?
    23 |         intensty: 0.15..0.30
       |         ^
p.yaml:24:15: VRT202 error: the scene `high_rise` has no parameter `flor`; did you mean `floor`?
    24 |         set: {flor: 3, railing: ful}
       |               ^
p.yaml:24:33: VRT204 error: railing is one of full, low, none, not 'ful'; did you mean `full`?
    24 |         set: {flor: 3, railing: ful}
       |                                 ^
5 errors, 0 warnings
"""


def problem(line: int, column: int, code: str = "VRT105", also: Other | None = None) -> Problem:
    return Problem("p.yaml", line, column, code, "error", "wrong", "right", also)


def test_problems_are_sorted_by_place_and_said_once() -> None:
    a, b, c = problem(2, 1), problem(1, 9), problem(1, 2)
    assert in_order([a, b, c, a]) == (c, b, a)


def test_a_place_outside_the_text_is_named_without_an_excerpt() -> None:
    assert render(problem(99, 1), "one line") == "p.yaml:99:1: VRT105 error: wrong; right"


def test_the_caret_stands_under_its_character() -> None:
    *_, shown, caret = render(problem(1, 4), "\ta\tb").splitlines()
    assert shown.endswith(" a b") and shown[caret.index("^")] == "b"


def test_a_far_column_is_scrolled_into_view() -> None:
    *_, shown, caret = render(problem(1, 5001), "x" * 5000 + "!" + "y" * 5000).splitlines()
    assert len(shown) < 200 and shown[caret.index("^")] == "!"


def test_nothing_wrong_is_said_with_nothing() -> None:
    assert render_all([]) == ""
