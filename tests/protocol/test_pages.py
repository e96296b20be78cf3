"""Every code has a page, and every page an example that fails as it says."""

from __future__ import annotations

import pytest

from vrtherapy.protocol.codes import CODES
from vrtherapy.protocol.problem import Problem

from .pages import FOLDER, Page, index, pages

PAGES = pages()
# One fault that brings a second with it.
ALSO = {"VRT113": {"VRT204"}}


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert set(PAGES) == set(CODES)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_example_fails_with_its_own_code_only(page: Page) -> None:
    problems: tuple[Problem, ...] = page.loaded().problems
    assert page.code in {p.code for p in problems}
    assert {p.code for p in problems} - {page.code} <= ALSO.get(page.code, set())
    for problem in problems:
        assert problem.severity == CODES[problem.code].severity
        assert problem.message and problem.hint


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_an_error_refuses_the_document_and_a_warning_does_not(page: Page) -> None:
    assert (page.loaded().document is None) == (CODES[page.code].severity == "error")


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_page_shows_exactly_what_is_said(page: Page) -> None:
    assert page.said() == page.loaded().rendered(), "python -m tests.protocol.pages rewrites the pages"


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_page_names_severity_and_source(page: Page) -> None:
    code = CODES[page.code]
    assert page.text.startswith(f"# {code.code} {code.title}\n\nSeverity: {code.severity}. Family: {code.family}.\n")
    assert not code.source or code.source in page.text
    assert code.source or code.family != "clinical"


def test_the_index_lists_every_code() -> None:
    assert (FOLDER / "README.md").read_text("utf-8") == index()
