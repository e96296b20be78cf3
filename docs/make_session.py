"""Draws docs/session.md from the machine's own table of moves; `gen.py` writes and checks it."""

from __future__ import annotations

from typing import Final

from vrtherapy.session.phase import MOVES, PHASES, SHOWS_EXPOSURE, By, Phase

WHAT: Final[dict[Phase, str]] = {
    "checklist": "Calm scene. The gate: everything that must be known is answered, the stop and a rating are practised.",
    "baseline": "Calm scene. The body's resting values are learned.",
    "exposure": "The feared scene, a step of the ladder.",
    "paused": "The feared scene stands still, sound falls to its bed; dose goes on counting.",
    "calm": "Calm scene, session open.",
    "grounding": "Calm scene, and the clinician's script.",
    "stopped": "Calm scene after a stop: only a clinician's confirmation resumes.",
    "interrupted": "Calm scene after the engine came back.",
    "debrief": "Calm scene. Notes, ratings, adverse events.",
    "ended": "Final.",
}
WHO: Final[dict[By, str]] = {
    "start": "the clinician, once nothing is missing",
    "next": "the clinician, or the protocol where its author lets it; never in trauma",
    "pause": "the clinician",
    "resume": "the clinician",
    "calm": "the clinician",
    "dead_man": "no controlling console for 30 s",
    "ground": "the clinician",
    "stop": "the patient, anybody at a console, the headset coming off",
    "failure": "a scene that failed",
    "came_back": "the supervisor, after the engine fell or hung",
    "debrief": "the clinician",
    "end": "the clinician",
}
HEAD: Final = """# The phases of a session

Made by `python gen.py` from `MOVES` in `vrtherapy/session/phase.py`; the machine makes no other move.

"""


def page() -> str:
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> checklist"]
    for source in PHASES:
        for target in PHASES:
            if by := [move.by for move in MOVES if (move.source, move.target) == (source, target)]:
                lines.append(f"    {source} --> {target}: {', '.join(each.replace('_', ' ') for each in by)}")
    lines += ["    ended --> [*]", "```", "", "| phase | the patient is in | |", "| --- | --- | --- |"]
    for phase in PHASES:
        lines.append(f"| `{phase}` | {'the exposure' if phase in SHOWS_EXPOSURE else 'the calm scene'} | {WHAT[phase]} |")
    lines += ["", "| move | brought by | leads |", "| --- | --- | --- |"]
    for by, who in WHO.items():
        targets = dict.fromkeys(move.target for move in MOVES if move.by == by)
        parts = []
        for target in targets:
            sources = [move.source for move in MOVES if (move.by, move.target) == (by, target)]
            parts.append(f"{', '.join(sources)} to **{target}**")
        lines.append(f"| {by.replace('_', ' ')} | {who} | {'; '.join(parts)} |")
    return HEAD + "\n".join(lines) + "\n"
