"""`vrtherapy replay RECORD`: the effects recomputed from the events. Exit 0 identical, 1 different, 2 unreadable."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from vrtherapy.domain.units import clock
from vrtherapy.host.recording import Record
from vrtherapy.session.replay import replay
from vrtherapy.store.read import NotARecord


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("record", type=Path)


def work(asked: argparse.Namespace) -> int:
    try:
        record = Record(asked.record)
        found = replay(record.plan, record.turns())
    except NotARecord as problem:
        print(problem, file=sys.stderr)
        return 2
    if record.left_out:
        print(record.left_out[0].upper() + record.left_out[1:])
    elif not record.closed:
        print("The record was not closed: the session was cut off, and all that was saved is here.")
    if record.missing:
        print(f"Different: {record.missing}")
        return 1
    if found.difference is not None:
        different = found.difference
        print(f"Different at event {different.index + 1}, {clock(different.event.at)}: {different.event}")
        print(f"  recorded:   {different.recorded or 'nothing more'}")
        print(f"  recomputed: {different.recomputed or 'nothing more'}")
        return 1
    print(f"Identical: {found.events} events, {found.effects} effects, {clock(found.state.now)} of session time.")
    return 0
