"""Every measurement, one after the other, each in a process of its own: `make bench`; words name some: `make bench ARGS=render`."""

from __future__ import annotations

import subprocess
import sys

MEASUREMENTS = (
    "benchmarks.session.start",
    "benchmarks.session.command",
    "benchmarks.session.recovery",
    "benchmarks.session.stop",
    "benchmarks.session.stop_from_browser",
    "benchmarks.session.deadlines",
    "benchmarks.session.step",
    "benchmarks.render.frame",
    "benchmarks.biofeedback.chunk",
    "benchmarks.biofeedback.playback",
    "benchmarks.biofeedback.accuracy",
)


def main() -> int:
    named = sys.argv[1:]
    chosen = [name for name in MEASUREMENTS if not named or any(word in name for word in named)]
    if not chosen:
        sys.stderr.write(f"no such measurement; there are: {', '.join(MEASUREMENTS)}\n")
        return 2
    failed = 0
    for name in chosen:
        sys.stdout.write(f"\n== {name}\n\n")
        sys.stdout.flush()
        failed |= subprocess.run([sys.executable, "-m", name], check=False).returncode
    return failed


if __name__ == "__main__":
    sys.exit(main())
