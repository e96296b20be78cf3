"""Writes the files that are made from other files: `python gen.py`; with `--check` it writes nothing and exits 1 where one is stale.

| file | made from |
| --- | --- |
| protocols/protocol.schema.json | vrtherapy/protocol/schema.py |
| clinician_console/wire.schema.json | vrtherapy/wire/commands.py, reports.py |
| clinician_console/src/wire.ts | clinician_console/wire.schema.json, with node where it is |
| docs/session.md | vrtherapy/session/phase.py, docs/make_session.py |
| docs/problems/*.md, what is said about each example | vrtherapy/protocol/, codes.py |
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from docs import make_session
from tests.protocol import pages
from vrtherapy.protocol import json_schema
from vrtherapy.wire.schema import wire_schema

ROOT = Path(__file__).resolve().parent
CONSOLE = ROOT / "clinician_console"


def texts() -> dict[str, str]:
    """What each generated file has to hold, by its path in the repository."""
    made = {
        json_schema.FILE: json_schema.protocol_schema_text(),
        "clinician_console/wire.schema.json": wire_schema(),
        "docs/session.md": make_session.page(),
    }
    for page in pages.pages().values():
        made[f"docs/problems/{page.code}.md"] = page.with_said(page.loaded().rendered())
    made["docs/problems/README.md"] = pages.index()
    return made


def stale() -> list[str]:
    """The files of `texts` that hold something else."""
    return [name for name, text in texts().items() if _text(ROOT / name) != text]


def console_types(check: bool) -> tuple[bool, str]:
    """Makes or compares the console's types. Whether they are right as far as can be told here, and what to say."""
    node = shutil.which("node")
    if node is None or not (CONSOLE / "node_modules").is_dir():
        return (
            True,
            "left as it is: clinician_console/src/wire.ts (needs node, and `npm ci` in clinician_console)\n",
        )
    words = [node, "generate.mjs", *(["--check"] if check else [])]
    done = subprocess.run(words, cwd=CONSOLE, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stderr


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file is stale")
    check = words.parse_args().check
    old = stale()
    for name in old:
        sys.stdout.write(f"{'stale' if check else 'written'}: {name}\n")
        if not check:
            (ROOT / name).write_text(texts()[name], encoding="utf-8", newline="\n")
    right, said = console_types(check)
    sys.stdout.write(said)
    return 1 if not right or (check and old) else 0


if __name__ == "__main__":
    sys.exit(main())
