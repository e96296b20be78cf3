"""Makes every asset from nothing but numbers: `python assets/build.py [part ...]`; `--list` names the parts.

The same seeds give the same arrays on every machine. `index.yaml` is written last: file, bytes, sha256, script, licence.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
LICENCE = "CC0-1.0"
PARTS = {
    "high_rise/plan_light": "high_rise.light",
    "high_rise/city": "high_rise.city",
    "high_rise/facades": "high_rise.facades",
    "high_rise/pavings": "high_rise.pavings",
    "high_rise/terrace": "high_rise.terrace",
    "high_rise/trees": "high_rise.trees",
    "high_rise/movers": "high_rise.movers",
    "high_rise/flyers": "high_rise.flyers",
    "quiet_shore/shore": "quiet_shore.shore",
    "sounds": "sounds.synth",
}


def build(part: str, root: Path) -> list[Path]:
    """Makes one part below `root` and returns its files."""
    folder = root / part.split("/")[0]
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = importlib.import_module(PARTS[part]).build(folder)
    return made


def write_index(root: Path) -> None:
    """Every made file that lies in `root`, with its hash and the script that makes it."""
    scripts = {p.split("/")[0] for p in PARTS}
    lines = ["# Written by build.py. Everything here was made by the project's own scripts.", "files:"]
    for path in sorted(
        p for s in scripts for p in (root / s).iterdir() if p.suffix in (".npz", ".jpg", ".png", ".ogg")
    ):
        name = path.relative_to(root).as_posix()
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        lines.append(
            f"  - {{file: {name}, bytes: {path.stat().st_size}, licence: {LICENCE}, script: {script_of(name)},"
        )
        lines.append(f"     sha256: {digest}}}")
    (root / "index.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def script_of(name: str) -> str:
    made_by = {
        "trees_high": "trees",
        "trees_low": "trees",
        "facades_glass": "facades",
        "road": "pavings",
        "park": "pavings",
        "boards": "pavings",
        "leaves": "pavings",
        "clouds": "pavings",
    }
    folder, file = name.split("/")
    if folder == "sounds":
        return "sounds/synth.py"
    stem = file.rsplit(".", 1)[0]
    if folder == "quiet_shore":
        return "quiet_shore/shore.py"
    return f"{folder}/{made_by.get(stem, stem)}.py"


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("part", nargs="*")
    words.add_argument("--out", type=Path, default=HERE)
    words.add_argument("--list", action="store_true")
    asked = words.parse_args()
    if asked.list:
        sys.stdout.write("\n".join(PARTS) + "\n")
        return
    for part in asked.part or PARTS:
        begun = time.perf_counter()
        files = build(part, asked.out)
        sizes = ", ".join(f"{f.name} {f.stat().st_size // 1024} KiB" for f in files)
        sys.stdout.write(f"{part}: {sizes} in {time.perf_counter() - begun:.1f} s\n")
        sys.stdout.flush()
    if asked.out == HERE:
        write_index(asked.out)


sys.path.insert(0, str(HERE))
if __name__ == "__main__":
    main()
