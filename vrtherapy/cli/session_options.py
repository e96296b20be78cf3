"""What `demo` and `run` share: options, and a session led from them."""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path
from typing import Literal, cast

from vrtherapy.host.live_session import LiveSession, Manner
from vrtherapy.host.opening import CannotOpen, Wanted, open_session
from vrtherapy.render.desktop import has_desktop
from vrtherapy.render.headset.fake import CONTROL

Kind = Literal["training", "demo", "research"]


def duration(text: str) -> float:
    """Seconds from `20s`, `5min`, `1h` or a bare number of seconds."""
    for unit, factor in (("min", 60.0), ("s", 1.0), ("h", 3600.0), ("", 1.0)):
        if text.endswith(unit):
            try:
                value = float(text.removesuffix(unit)) * factor
            except ValueError:
                break
            if math.isfinite(value) and value > 0:
                return value
            break
    raise argparse.ArgumentTypeError(f"{text!r} is no duration; write for example 20s or 5min")


def count(text: str) -> int:
    if text.isdigit() and int(text) < 10_000:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number of sessions; write for example 0 or 3")


def port(text: str) -> int:
    if text.isdigit() and int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port; write a number from 1 to 65535, or 0 for a free one")


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--session", metavar="ID", help="which session of the protocol; the first where not said")
    parser.add_argument("--offscreen", action="store_true", help="no window; the picture is in the console")
    parser.add_argument("--no-browser", action="store_true", help="do not open the console, only print its address")
    parser.add_argument("--port", type=port, default=8765, metavar="N", help="the console's port; 0 for a free one")
    parser.add_argument("--for", dest="for_s", type=duration, metavar="TIME", help="end after 20s, 5min, ...")
    parser.add_argument("--records", type=Path, default=Path("recordings"), metavar="FOLDER", help="where it is kept")
    parser.add_argument("--no-sound", action="store_true", help="play no sound")
    parser.add_argument(
        "--simulated-clinician", action="store_true", help="a simulated clinician holds the controls, over the real wire"
    )


def lead(
    asked: argparse.Namespace,
    protocol: Path,
    sensor: str,
    kind: str,
    alias: str,
    *,
    led: bool,
    sessions_before: int,
    clinician: str = "",
    remote: bool = False,
    fake_headset: bool = False,
) -> int:
    """Opens and runs the session; `led` by a simulated clinician where nobody opens a console."""
    shown = has_desktop() and not asked.offscreen and not fake_headset
    wanted = Wanted(
        protocol=protocol,
        session=asked.session,
        sensor=sensor,
        kind=cast(Kind, kind),
        alias=alias,
        records=asked.records,
        surface="fake" if fake_headset else "window" if shown else "offscreen",
        port=asked.port,
        sound=not asked.no_sound,
        clinician=clinician,
        remote=remote,
        sessions_before=sessions_before,
    )
    try:
        opened = open_session(wanted)
    except CannotOpen as problem:
        print(problem, file=sys.stderr)
        return 2
    with opened:
        settings = opened.settings
        if opened.warnings and kind != "demo":
            print(opened.warnings, file=sys.stderr)
        say(f"{kind.capitalize()} session for {settings.alias}: {opened.plan.title}, {len(opened.plan.steps)} steps")
        if fake_headset:
            say(f"A fake headset, for drills: lines such as stop, off or block 2 are read from {settings.folder / CONTROL}")
        elif not has_desktop():
            say("No display here: drawing off-screen, the picture is in the console.")
        browser = not asked.no_browser and has_desktop()
        manner = Manner(browser, asked.simulated_clinician or (led and not browser), asked.for_s)
        in_its_way = LiveSession(opened, manner, say).run()
        record = settings.record
    if record.exists():
        say(f"Record: {shown_path(record)}")
        say(f"Report: vrtherapy report {shown_path(record)} -o report.html")
    if in_its_way:
        print(in_its_way, file=sys.stderr)
        return 2
    return 0


def shown_path(path: Path) -> Path:
    """As short as it can be typed here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def say(words: str) -> None:
    print(words, flush=True)
