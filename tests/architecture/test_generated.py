"""Generated files are what their sources say."""

from __future__ import annotations

import pytest

import gen

TEXTS = gen.texts()


@pytest.mark.parametrize("file", TEXTS)
def test_a_generated_file_is_fresh(file: str) -> None:
    assert (gen.ROOT / file).read_text(encoding="utf-8") == TEXTS[file], "make gen"


def test_the_types_of_the_console_are_fresh() -> None:
    right, said = gen.console_types(check=True)
    if said.startswith("left as it is"):
        pytest.skip(said)
    assert right, said
