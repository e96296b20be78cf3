"""Every measurement, one after the other, each in a process of its own: `make bench`; words name some: `make bench ARGS=render`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MEASUREMENTS = ("session/start.py", "session/command.py", "render/frame.py", "biofeedback/chunk.py")


def main() -> int:
    chosen = [name for name in MEASUREMENTS if not sys.argv[1:] or any(word in name for word in sys.argv[1:])]
    if not chosen:
        sys.stderr.write(f"no such measurement; there are: {', '.join(MEASUREMENTS)}\n")
        return 2
    failed = 0
    for name in chosen:
        sys.stdout.write(f"\n== benchmarks/{name}\n\n")
        sys.stdout.flush()
        failed |= subprocess.run([sys.executable, str(HERE / name)], cwd=HERE.parent, check=False).returncode
    return failed


if __name__ == "__main__":
    sys.exit(main())
