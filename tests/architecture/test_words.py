"""What no file of the project says, and what every module does."""

from __future__ import annotations

import ast
import re

import pytest

from .tracked import texts

# Put together here, so that this file does not say them.
REGISTRIES = tuple(".".join(words) for words in (
    ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("deb", "debian", "org"),
    ("archive", "ubuntu", "com"), ("nodesource", "com"),
))  # fmt: skip
SOMEBODYS_FOLDER = re.compile(r"(?<![\w.~$}/-])/(?:work|root|opt)/\w")


def places(said: re.Pattern[str], text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if said.search(line)]


def test_no_file_names_a_package_registry() -> None:
    said = re.compile("|".join(map(re.escape, REGISTRIES)))
    assert {name: found for name, text in texts() if (found := places(said, text))} == {}


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    assert {name: found for name, text in texts() if (found := places(SOMEBODYS_FOLDER, text))} == {}


@pytest.mark.parametrize("line", ["see /" + "work/main", 'open("/' + 'root/x")', "FILE=/" + "opt/thing"])
def test_such_a_folder_would_be_found(line: str) -> None:
    assert SOMEBODYS_FOLDER.search(line)


@pytest.mark.parametrize("line", ["tests/root/x", "~/work/x", "https://example.org/work/x", "/usr/share/x"])
def test_what_is_no_such_folder_is_left_alone(line: str) -> None:
    assert not SOMEBODYS_FOLDER.search(line)


def test_every_module_says_at_its_head_what_it_is() -> None:
    silent = [
        name
        for name, text in texts()
        if name.endswith(".py")
        and (text.strip() or name.startswith("vrtherapy/"))
        and not ast.get_docstring(ast.parse(text))
    ]
    assert silent == []
