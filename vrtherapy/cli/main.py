"""`vrtherapy COMMAND`: each command is a file of this folder and is imported only when it is asked for.

Exit status: 0 all well; 1 what was asked for found something wrong; 2 it could not be done, and one sentence says why.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from vrtherapy import __version__

COMMANDS: Final = {
    "demo": "a whole session here and now, with a simulated patient",
    "run": "a session of a protocol with a sensor",
    "drill": "what may fail fails on purpose, and whether the promises hold on this machine",
    "autonomy": "how far the controller may go by itself with a patient and clinician",
    "check": "everything that is wrong with protocol files, with place and remedy",
    "explain": "what holds in each step of a protocol, and where it was written",
    "replay": "recompute a record and compare: exit 0 only if it is identical",
    "report": "a record as a page that a clinician can read",
    "preview": "a picture of a scene, or of a protocol's step, as a PNG",
}


def main(arguments: Sequence[str] | None = None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and given[0] in COMMANDS:
        command = import_module(f"vrtherapy.cli.{given[0]}")
        parser = argparse.ArgumentParser(f"vrtherapy {given[0]}", description=_sentence(COMMANDS[given[0]]))
        command.options(parser)
        try:
            status: int = command.work(parser.parse_args(given[1:]))
            sys.stdout.flush()
        except BrokenPipeError:
            # Whoever read the output has seen enough; nothing more is written, not even at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        return status
    parser = argparse.ArgumentParser("vrtherapy", description="Graded exposure therapy in virtual reality.")
    parser.add_argument("--version", action="version", version=f"vrtherapy {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    for name, words in COMMANDS.items():
        commands.add_parser(name, help=words)
    parser.parse_args(given)
    parser.print_help()
    return 2


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


if __name__ == "__main__":
    sys.exit(main())
