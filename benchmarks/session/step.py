"""Microseconds a step of the session machine takes, by what comes, beside one `dataclasses.replace` of its state.

    python -m benchmarks.session.step [--count 20000]

Rounds alternate, so that every row meets the same load. A tick is 20 ms of session time: 50 of them a second.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from benchmarks.machine import machine
from tests.session.desk import LADDER, Desk
from vrtherapy.domain.units import TICK, Micros, Permille, Suds
from vrtherapy.session import events, wishes
from vrtherapy.session.machine import step

ROUND = 100


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    words.add_argument("--count", type=int, default=20_000)
    count = words.parse_args().count
    desk = Desk().exposed(1, 20)
    desk.accepted(wishes.AskIntensity(Permille(600)))
    desk.read()
    state, now = desk.state, desk.state.now
    still = Desk().exposed(1, 30).state
    tick = Micros(now + TICK)

    def command(wish: wishes.Wish) -> Callable[[], object]:
        return lambda: step(LADDER, state, events.Commanded(now, "console", "clinician", 10_000, Micros(0), wish))

    rows: dict[str, Callable[[], object]] = {
        "dataclasses.replace of the state": lambda: replace(state, notes=""),
        "a tick, the dial rising": lambda: step(LADDER, state, events.Passed(tick)),
        "a tick, nothing moves": lambda: step(LADDER, still, events.Passed(Micros(still.now + TICK))),
        "a tick in the calm scene": lambda: step(LADDER, calm, events.Passed(Micros(calm.now + TICK))),
        "stop, by the patient": lambda: step(LADDER, state, events.StopPressed(now, "patient", "stop")),
        "stop, by a command": command(wishes.Stop()),
        "intensity asked": command(wishes.AskIntensity(Permille(500))),
        "next step": command(wishes.Next()),
        "a rating": lambda: step(LADDER, state, events.Rated(now, Suds(50), "patient")),
        "a heartbeat": lambda: step(LADDER, state, events.Heard(now, "console", "console")),
    }
    calm, _ = step(LADDER, state, events.StopPressed(now, "patient", "stop"))
    taken: dict[str, list[float]] = {name: [] for name in rows}
    for _ in range(0, count, ROUND):
        for name, run in rows.items():
            for _ in range(ROUND):
                begun = time.perf_counter_ns()
                run()
                taken[name].append((time.perf_counter_ns() - begun) / 1e3)
    base = np.percentile(taken["dataclasses.replace of the state"], 50)
    out = sys.stdout.write
    out(machine() + "\n\n")
    out(f"| us, {count} each, taking turns | p50 | p99 | p50 / replace |\n| --- | --- | --- | --- |\n")
    for name, times in taken.items():
        p50, p99 = np.percentile(times, [50, 99])
        out(f"| {name} | {p50:.1f} | {p99:.1f} | {p50 / base:.1f} x |\n")


if __name__ == "__main__":
    main()
