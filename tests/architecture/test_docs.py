"""Documents lead where they say: links, files, tests and commands that they name exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.protocol.scenes import SCENES, stages
from vrtherapy.cli.main import COMMANDS
from vrtherapy.protocol.load import load

from .sources import REPOSITORY
from .tracked import name, texts

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|<img[^>]*\ssrc=\"([^\"]+)\"")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
NAMED_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
NAMED_FILE = re.compile(
    r"`((?:vrtherapy|scenes|assets|protocols|clinician_console|benchmarks|docs)/[\w./-]*[a-z/])`"
)
DOCUMENTS = {path: text for path, text in texts() if path.endswith(".md")}


def anchors(text: str) -> set[str]:
    """The names a heading can be linked by."""
    heads = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def broken(document: str, text: str) -> list[str]:
    """The links of a document in the repository that lead nowhere."""
    found = []
    for plain, image in LINK.findall(FENCE.sub("", text)):
        target = plain or image
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (REPOSITORY / document).parent / path if path else REPOSITORY / document
        if not there.exists() or (anchor and anchor not in anchors(there.read_text(encoding="utf-8"))):
            found.append(target)
    return found


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_somewhere(document: str) -> None:
    assert broken(document, DOCUMENTS[document]) == []


def test_a_link_that_leads_nowhere_is_found() -> None:
    text = "# A head\n[a](nowhere.md) ![b](nothing.png) [c](#a-head) [d](#no-head) [e](https://example.org)\n```\n[f](g)\n```\n"
    assert broken("README.md", text.replace("(#a-head)", "(README.md)")) == [
        "nowhere.md",
        "nothing.png",
        "#no-head",
    ]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_and_test_that_is_named_exists(document: str) -> None:
    text = DOCUMENTS[document]
    wrong = [path for path in NAMED_FILE.findall(text) if not (REPOSITORY / path).exists()]
    for path, test in NAMED_TEST.findall(text):
        file = REPOSITORY / path
        if not file.is_file() or (test and test not in functions(file)):
            wrong.append(f"{path}::{test}")
    assert wrong == []


def functions(file: Path) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }


def test_the_protocol_in_the_readme_is_one_that_nothing_is_wrong_with() -> None:
    found = re.search(r"```yaml\n(.*?)```", DOCUMENTS["README.md"], re.DOTALL)
    assert found is not None
    loaded = load(found[1], "README.md", stages, SCENES)
    assert loaded.document is not None and loaded.rendered() == ""


def test_the_readme_names_every_command() -> None:
    assert set(re.findall(r"^\| `vrtherapy ([a-z]+)", DOCUMENTS["README.md"], re.MULTILINE)) == set(COMMANDS)


def test_every_decision_says_context_choice_and_cost() -> None:
    decisions = sorted((REPOSITORY / "docs" / "decisions").glob("[0-9]*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        heads = re.findall(r"^## (\w+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert heads == ["Context", "Choice", "Cost"], name(path)
