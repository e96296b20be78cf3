"""`vrtherapy drill`: before the first patient of the day, on this machine: what fails on purpose, and whether the promises hold."""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vrtherapy import __version__
from vrtherapy.host.drill_room import DrillRoom, NotAsPromised
from vrtherapy.host.drills import DRILLS, Drill, Outcome, carry_out
from vrtherapy.host.opening import CannotOpen


@dataclass(frozen=True, slots=True)
class Row:
    drill: Drill
    outcome: Outcome


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("drills", nargs="*", metavar="NAME", help="only these; --list names them")
    parser.add_argument("--list", action="store_true", help="name the drills and what each promises")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="keep the page as a file too")


def work(asked: argparse.Namespace) -> int:
    if asked.list:
        for drill in DRILLS:
            print(f"{drill.name:20} {drill.what}: {drill.promised}")
        return 0
    unknown = sorted(set(asked.drills) - {drill.name for drill in DRILLS})
    if unknown:
        print(f"no such drill: {', '.join(unknown)}; `vrtherapy drill --list` names them", file=sys.stderr)
        return 2
    chosen = [drill for drill in DRILLS if not asked.drills or drill.name in asked.drills]
    try:
        rows = _run(chosen)
    except (CannotOpen, NotAsPromised) as problem:
        print(problem, file=sys.stderr)
        return 2
    page = _json(rows) if asked.format == "json" else _page(rows)
    print(page)
    if asked.output is not None:
        asked.output.write_text(page + "\n", encoding="utf-8")
    return 0 if all(row.outcome.kept for row in rows) else 1


def _run(chosen: list[Drill]) -> list[Row]:
    def say(words: str) -> None:
        print(words, file=sys.stderr, flush=True)

    rows = []
    say(f"{len(chosen)} drills with a simulated patient; all of them take about two minutes.")
    with tempfile.TemporaryDirectory(prefix="vrtherapy-drill-") as folder, DrillRoom(Path(folder), say) as room:
        for number, drill in enumerate(chosen, 1):
            say(f"{number}/{len(chosen)} {drill.what} ...")
            rows.append(Row(drill, carry_out(drill, room)))
    return rows


def _page(rows: list[Row]) -> str:
    failed = [row for row in rows if not row.outcome.kept]
    lines = [
        f"Drills of {datetime.now().astimezone():%Y-%m-%d %H:%M}, vrtherapy {__version__}, {platform.node()}, {platform.platform()}",
        "",
    ]
    for row in rows:
        mark = "kept" if row.outcome.kept else "NOT KEPT"
        lines.append(f"{mark:9} {row.drill.what[0].upper()}{row.drill.what[1:]} (promise {row.drill.promise})")
        lines.append(f"          promised: {row.drill.promised}")
        lines.append(f"          measured: {row.outcome.measured}")
    lines.append("")
    if failed:
        lines.append(f"{len(failed)} of {len(rows)} NOT as promised: do not expose a patient on this machine until they are.")
    else:
        lines.append(f"All {len(rows)} as promised.")
    return "\n".join(lines)


def _json(rows: list[Row]) -> str:
    return json.dumps(
        [
            {
                "drill": row.drill.name,
                "promise": row.drill.promise,
                "promised": row.drill.promised,
                "measured": row.outcome.measured,
                "seconds": row.outcome.seconds,
                "kept": row.outcome.kept,
            }
            for row in rows
        ],
        indent=2,
    )
