"""A protocol's text to a checked document. Everything that is wrong is told at once; nothing is raised.

`stages` gives a scene's facts by id, or None. Nothing here opens a file: `load_file` is handed a reader.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vrtherapy.protocol.document import decoded, read_document
from vrtherapy.protocol.ladder import Stages
from vrtherapy.protocol.lint import lint
from vrtherapy.protocol.parts import Document
from vrtherapy.protocol.problem import Problem, has_errors, in_order, render_all
from vrtherapy.protocol.schema import PROTOCOL
from vrtherapy.protocol.shape import Notes

Read = Callable[[str], str | bytes]


@dataclass(frozen=True, slots=True)
class Loaded:
    """`document` is None where a problem is an error. `source` is the text the problems point into."""

    document: Document | None
    problems: tuple[Problem, ...]
    source: str

    def rendered(self) -> str:
        """Every problem with its line and a caret; empty for none."""
        return render_all(self.problems, self.source)


def load(content: str | bytes, path: str, stages: Stages, scenes: tuple[str, ...] = ()) -> Loaded:
    """Read and check one protocol. `path` names it in problems; `scenes` are known ids, for near misses."""
    source = decoded(content)
    root, problems = read_document(content, path)
    if root is None:
        return Loaded(None, in_order(problems), source)
    notes = Notes(path)
    document = PROTOCOL.read(root, notes)
    linted = () if document is None else lint(document.value, stages, scenes)
    found = in_order((*problems, *notes.problems, *linted))
    return Loaded(None if document is None or has_errors(found) else document.value, found, source)


def load_file(path: str, read: Read, stages: Stages, scenes: tuple[str, ...] = ()) -> Loaded:
    """As `load`, of what `read(path)` gives; a file that cannot be read is a problem too."""
    try:
        content = read(path)
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        problem = Problem(path, 1, 1, "VRT100", "error", f"the file cannot be read: {reason}", "check its name and rights")
        return Loaded(None, (problem,), "")
    return load(content, path, stages, scenes)
