"""The console is lost: seconds until nothing rises and until the calm scene, against 2.0 and 30.0 s.

    python -m benchmarks.session.deadlines [--rounds 5]    (35 s a round)

Counted from the lost console's last word to the moment another console reads the state, so the way through server and
engine is in it. Real processes, off-screen, as `vrtherapy drill console-gone` does it once.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.machine import machine
from vrtherapy.host.drill_room import DrillRoom
from vrtherapy.host.drills import LATE_S, lose_console


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    words.add_argument("--rounds", type=int, default=5)
    rounds = words.parse_args().rounds
    found: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as folder, DrillRoom(Path(folder), lambda _: None) as room:
        for _ in range(rounds):
            room.expose()
            found.append(lose_console(room))
    out = sys.stdout.write
    out(machine("panda3d", "uvicorn") + "\n\n")
    out(f"| {rounds} rounds, s | least | most | bar |\n| --- | --- | --- | --- |\n")
    for name, taken, due in (("held", [h for h, _ in found], 2.0), ("calm", [c for _, c in found], 30.0)):
        out(f"| {name} | {min(taken):.2f} | {max(taken):.2f} | {due:.2f} to {due + LATE_S:.2f} |\n")


if __name__ == "__main__":
    main()
