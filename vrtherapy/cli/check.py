"""`vrtherapy check FILE ...`: every problem of every protocol, with place and remedy. Exit 0 none is an error, 1 some is."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from vrtherapy.host.opening import CannotOpen, check_protocol


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE", help="protocol files, or folders of them")
    parser.add_argument("--strict", action="store_true", help="warnings count as errors")


def work(asked: argparse.Namespace) -> int:
    files = [file for path in asked.paths for file in (sorted(path.rglob("*.yaml")) if path.is_dir() else [path])]
    wrong = False
    for file in files:
        if not file.is_file():
            print(f"{file}: no such file", file=sys.stderr)
            return 2
        try:
            loaded = check_protocol(file)
        except CannotOpen as problem:
            print(problem, file=sys.stderr)
            return 2
        print(loaded.rendered(), end="")
        wrong |= loaded.document is None or (asked.strict and bool(loaded.problems))
    if not files:
        print("no protocol files there", file=sys.stderr)
        return 2
    return int(wrong)
