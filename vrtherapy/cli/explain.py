"""`vrtherapy explain FILE`: every value that holds in every step, and where it was written."""

from __future__ import annotations

import argparse
import sys

from vrtherapy.host.discovery import find_protocol
from vrtherapy.host.opening import CannotOpen, check_protocol
from vrtherapy.protocol.explain import explain


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("protocol", help="a protocol file, or a shipped one such as acrophobia/high-rise.yaml")
    parser.add_argument("--session", metavar="ID", help="only this session")


def work(asked: argparse.Namespace) -> int:
    path = find_protocol(asked.protocol)
    if path is None:
        print(f"{asked.protocol}: no such protocol file", file=sys.stderr)
        return 2
    try:
        loaded = check_protocol(path)
    except CannotOpen as problem:
        print(problem, file=sys.stderr)
        return 2
    if loaded.document is None:
        print(loaded.rendered(), end="", file=sys.stderr)
        return 2
    rows = explain(loaded.document, asked.session)
    if not rows:
        print(f"{path} has no session {asked.session!r}", file=sys.stderr)
        return 2
    step = ""
    for row in rows:
        if row.step != step:
            step = row.step
            print(f"\n{step}")
        place = f"{row.from_path}, line {row.line}" if row.line else row.from_path
        print(f"  {row.key:<22} {row.value}  [{place}]")
    return 0
