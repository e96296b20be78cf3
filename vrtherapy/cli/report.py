"""`vrtherapy report RECORD -o report.html`: the session as a page that a clinician can read."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from vrtherapy.host.reporting import report_page
from vrtherapy.store.read import NotARecord


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("record", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="the page to write")


def work(asked: argparse.Namespace) -> int:
    try:
        page = report_page(asked.record)
    except NotARecord as problem:
        print(problem, file=sys.stderr)
        return 2
    try:
        asked.output.write_text(page, encoding="utf-8")
    except OSError as error:
        print(f"{asked.output} cannot be written: {error.strerror}", file=sys.stderr)
        return 2
    print(asked.output)
    return 0
