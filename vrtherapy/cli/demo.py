"""`vrtherapy demo`: engine, biofeedback and server on this machine, a simulated patient, the console in the browser."""

from __future__ import annotations

import argparse
from typing import Final

from vrtherapy.cli import session_options
from vrtherapy.host.discovery import shipped

PROTOCOL: Final = "acrophobia/demo.yaml"
SESSIONS_BEFORE: Final = 3
"""The invented patient knows it already: a first session would be held lower."""


def options(parser: argparse.ArgumentParser) -> None:
    session_options.add(parser)
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="which simulated patient")


def work(asked: argparse.Namespace) -> int:
    protocol = shipped("protocols") / PROTOCOL
    sensor = f"simulated:?seed={asked.seed}"
    return session_options.lead(asked, protocol, sensor, "demo", "Anna", led=True, sessions_before=SESSIONS_BEFORE)
