"""The pages of docs/problems: each one's example, and what is said about it. `python -m tests.protocol.pages` rewrites."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from vrtherapy.protocol.codes import CODES, FAMILIES
from vrtherapy.protocol.load import Loaded, load, load_file

from .scenes import SCENES, stages

FOLDER = Path(__file__).parents[2] / "docs" / "problems"
_EXAMPLE = re.compile(r"^## An example\n\n```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SAID = re.compile(r"(^## What is said\n\n```text\n)(.*?)(^```$)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Page:
    code: str
    text: str

    def loaded(self) -> Loaded:
        """The example, checked. Its fence says how it is written: plain, with escapes, or with a line repeated."""
        found = _EXAMPLE.search(self.text)
        assert found is not None, f"{self.code}.md has no example"
        how, body = found[1], found[2]
        if how == "missing":
            return load_file(body.strip(), _missing, stages, SCENES)
        content: str | bytes = body
        if how == "escaped":
            content = body.strip().encode().decode("unicode_escape").encode("latin-1")
        elif how.startswith("yaml repeated "):
            content = body + body.splitlines(keepends=True)[-1] * int(how.split()[-1])
        return load(content, "example.yaml", stages, SCENES)

    def said(self) -> str:
        found = _SAID.search(self.text)
        assert found is not None, f"{self.code}.md does not show what is said"
        return found[2]

    def with_said(self, said: str) -> str:
        return _SAID.sub(lambda found: found[1] + said + found[3], self.text)


def _missing(path: str) -> bytes:
    raise FileNotFoundError(2, "No such file or directory", path)


def pages() -> dict[str, Page]:
    return {path.stem: Page(path.stem, path.read_text("utf-8")) for path in sorted(FOLDER.glob("VRT*.md"))}


def index() -> str:
    """docs/problems/README.md: every code by family."""
    parts = ["# What `vrtherapy check` may say\n"]
    for family in FAMILIES.values():
        rows = [f"| [{c.code}]({c.code}.md) | {c.severity} | {c.title} |" for c in CODES.values() if c.family == family]
        parts.append("\n".join([f"## {family.capitalize()}\n", "| code | severity | |", "| --- | --- | --- |", *rows, ""]))
    return "\n".join(parts)


if __name__ == "__main__":
    for page in pages().values():
        (FOLDER / f"{page.code}.md").write_text(page.with_said(page.loaded().rendered()), "utf-8")
    (FOLDER / "README.md").write_text(index(), "utf-8")
