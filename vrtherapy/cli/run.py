"""`vrtherapy run PROTOCOL --sensor URI`: a session of a protocol. Real patients are refused until records are encrypted."""

from __future__ import annotations

import argparse
import sys

from vrtherapy.cli import session_options
from vrtherapy.host.discovery import find_protocol


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("protocol", help="a protocol file, or a shipped one such as acrophobia/high-rise.yaml")
    parser.add_argument(
        "--sensor", default="simulated:", metavar="URI", help="file:PATH plays a recording; simulated: a patient"
    )
    parser.add_argument("--kind", choices=("training", "demo", "research", "real"), default="training")
    parser.add_argument("--alias", default="Training", metavar="NAME", help="how the patient is named on screen")
    parser.add_argument("--clinician", default="", metavar="NAME", help="who leads it, as the record names them")
    parser.add_argument(
        "--sessions-before", type=session_options.count, default=0, metavar="N",
        help="sessions this patient has had; 0, the first, is held lower",
    )  # fmt: skip
    parser.add_argument("--remote", action="store_true", help="the patient is elsewhere: address and emergency contact are asked")
    parser.add_argument(
        "--fake-headset",
        action="store_true",
        help="for drills and tests: no window; stop, off, on, suds 40 and block 2 are read from a file while it runs",
    )
    session_options.add(parser)


def work(asked: argparse.Namespace) -> int:
    if asked.kind == "real":
        print(
            "Sessions with real patients are refused: this version keeps its records unencrypted. "
            "Use --kind training or --kind research with a simulated or played-back sensor.",
            file=sys.stderr,
        )
        return 2
    protocol = find_protocol(asked.protocol)
    if protocol is None:
        print(f"{asked.protocol}: no such protocol file", file=sys.stderr)
        return 2
    return session_options.lead(
        asked, protocol, asked.sensor, asked.kind, asked.alias, led=False,
        sessions_before=asked.sessions_before, clinician=asked.clinician, remote=asked.remote, fake_headset=asked.fake_headset,
    )  # fmt: skip
