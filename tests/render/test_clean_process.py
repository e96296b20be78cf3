"""In a process of its own: every shader compiles in both tiers, every sound decodes, nothing is said on standard error."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from conftest import REPOSITORY

DRAW = """
import sys
from pathlib import Path
from vrtherapy.render.app import RenderApp, RenderUnavailable
try:
    app = RenderApp("offscreen", (160, 90), sys.argv[1], sound=False)
except RenderUnavailable as missing:
    print("SKIP", missing); sys.exit()
app.load(Path("scenes/high_rise"), Path("scenes/quiet_shore"))
assert not app.problems, app.problems
app.frame(0.02); app.mirror((80, 45)); app.frame(0.02)
app.show("exposure"); app.settle()
app.fire("bird"); app.fire("helicopter"); app.say("A sentence.", 2.0); app.ask_suds(True)
for _ in range(3):
    assert app.frame(0.1).failure is None
app.load(Path("scenes/quiet_shore"), None)
app.show("exposure"); app.settle(); app.frame(0.02)
app.close()
print("DONE")
"""

HEAR = """
from pathlib import Path
from vrtherapy.render.surface import configure
from vrtherapy.render.sound import Loudspeakers
configure()
speakers = Loudspeakers(wanted=True)
if not speakers.present:
    print("SKIP no OpenAL"); raise SystemExit
for path in sorted(Path("assets/sounds").glob("*.ogg")):
    speaker = speakers.open(path, loop=True)
    assert speaker._sound is not None and speaker._sound.length() > 2, path
    speaker.play(); speaker.loudness(0.5); speaker.place(1, 2, 3); speaker.stop()
speakers.update(); speakers.close()
print("DONE")
"""


def run(code: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PYTHONPATH": str(REPOSITORY)} | environment
    call = [sys.executable, "-c", code, *words]
    return subprocess.run(
        call, cwd=REPOSITORY, env=env, capture_output=True, text=True, timeout=150, check=False
    )


@pytest.mark.parametrize("tier", ["low", "high"])
def test_both_tiers_draw_without_a_word(tier: str) -> None:
    done = run(DRAW, tier)
    if done.stdout.startswith("SKIP"):
        pytest.skip(done.stdout)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout.strip() == "DONE"


def test_every_sound_decodes() -> None:
    done = run(HEAR, ALSOFT_DRIVERS="null", ALSOFT_LOGLEVEL="0")
    if done.stdout.startswith("SKIP"):
        pytest.skip(done.stdout)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "DONE"
