"""`vrtherapy replay RECORD`: the effects recomputed from the events, or compared with what other limits would have done.

Exit 0 identical, or compared; 1 the record is not what today's rules give; 2 unreadable. The record is never touched.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import deque
from pathlib import Path

from vrtherapy.domain.units import clock
from vrtherapy.host.policy_file import read_policy
from vrtherapy.host.recording import Record
from vrtherapy.report.apart import Json, difference_json, difference_lines
from vrtherapy.report.comparison import comparison_json, comparison_lines
from vrtherapy.session.compare import compare
from vrtherapy.session.policy import Policy, changed
from vrtherapy.session.replay import replay
from vrtherapy.store.read import NotARecord


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("record", type=Path)
    parser.add_argument(
        "--with", dest="policy", type=Path, metavar="FILE", help="what would the limits in this YAML file have done? see docs/replay.md"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="for a person, or for a program")


def work(asked: argparse.Namespace) -> int:
    policy = None
    if asked.policy is not None:
        read = read_policy(asked.policy)
        print(read.rendered, end="", file=sys.stderr)
        if read.policy is None:
            return 2
        policy = read.policy
    try:
        record = Record(asked.record)
        return _replay(record, asked.format) if policy is None else _compare(record, policy, asked.format)
    except NotARecord as problem:
        print(problem, file=sys.stderr)
        return 2


def _replay(record: Record, form: str) -> int:
    turns = record.turns()
    found = replay(record.plan, turns)
    # Past a difference too: only then is known whether the record is whole.
    deque(turns, maxlen=0)
    identical = not record.missing and found.difference is None
    if form == "json":
        _write({
            "identical": identical,
            "events": found.events,
            "effects": found.effects,
            "until_s": found.state.now / 1e6,
            **_lacks(record),
            "difference": None if found.difference is None else difference_json(record.plan, found.difference),
        })  # fmt: skip
        return int(not identical)
    _say_lacks(record)
    if found.difference is not None:
        print("\n".join(difference_lines(record.plan, found.difference)))
    if identical:
        print(f"Identical: {found.events} events, {found.effects} effects, {clock(found.state.now)} of session time.")
    return int(not identical)


def _compare(record: Record, policy: Policy, form: str) -> int:
    found = compare(record.plan, changed(record.plan, policy), record.turns())
    if form == "json":
        _write({**_lacks(record), **comparison_json(record.plan, found, policy)})
    else:
        _say_lacks(record)
        print("\n".join(comparison_lines(record.plan, found)))
    return int(bool(record.missing) or found.unlike is not None)


def _say_lacks(record: Record) -> None:
    if record.left_out:
        print(record.left_out[0].upper() + record.left_out[1:])
    elif not record.closed:
        print("The record was not closed: the session was cut off, and all that was saved is here.")
    if record.missing:
        print(f"Different: {record.missing}")


def _lacks(record: Record) -> Json:
    return {"closed": record.closed, "left_out": record.left_out, "missing": record.missing}


def _write(data: Json) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=1))
