"""Random events through the session machine, every law checked after each: how many, how long, and what broke.

    python -m benchmarks.session.random_events [--events 1000000] [--seed 0]    (about an hour)

The rule-based machine of tests/session/test_machine.py: random plans, two clinicians, an observer, a patient, a
sensor, a disk, falls and stalls. Each round is 50 sessions of 40 rules under a seed of its own.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from benchmarks.machine import machine
from tests.session.laws import Court
from tests.session.test_machine import AnySession
from vrtherapy.session import effects, events

SESSIONS = 50


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    words.add_argument("--events", type=int, default=1_000_000)
    words.add_argument("--seed", type=int, default=0)
    asked = words.parse_args()
    put: Counter[str] = Counter()
    phases: Counter[str] = Counter()
    original = Court.put

    def counted(self: Court, event: events.Event) -> tuple[effects.Effect, ...]:
        done = original(self, event)
        put[type(event).__name__] += 1
        phases[self.state.phase] += 1
        return done

    Court.put = counted  # type: ignore[method-assign]
    began, rounds = time.perf_counter(), 0
    while told(put) < asked.events:
        run_state_machine_as_test(  # type: ignore[no-untyped-call]
            seed(asked.seed + rounds)(type("AnySession", (AnySession,), {})),
            settings=settings(
                max_examples=SESSIONS, stateful_step_count=40, deadline=None, database=None,
                phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
        rounds += 1
        if rounds % 20 == 0:
            sys.stderr.write(f"{told(put):,} events in {rounds * SESSIONS:,} sessions\n")
    took = time.perf_counter() - began
    out = sys.stdout.write
    out(machine("hypothesis") + "\n\n")
    total = put.total()
    out(f"{told(put):,} events besides time and heartbeats, {total:,} with them, in {rounds * SESSIONS:,} sessions; every law ")
    out(f"after each of them, no law broken; {took:.0f} s, {1e6 * took / total:.0f} us an event with its laws\n\n")
    out("| event | count |\n| --- | --- |\n" + "".join(f"| {name} | {n:,} |\n" for name, n in put.most_common()))
    out("\n| phase after it | events |\n| --- | --- |\n" + "".join(f"| {name} | {n:,} |\n" for name, n in phases.most_common()))


def told(put: Counter[str]) -> int:
    """Events that are more than time or a heartbeat."""
    return put.total() - put["Passed"] - put["Heard"]


if __name__ == "__main__":
    main()
