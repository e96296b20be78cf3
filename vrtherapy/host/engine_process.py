"""`python -m vrtherapy.host.engine_process SETTINGS`: the engine with its renderer and its record."""

from __future__ import annotations

import sys
from pathlib import Path

from vrtherapy.host.child import Lifeline
from vrtherapy.host.engine import Engine
from vrtherapy.host.recording import Record, header
from vrtherapy.host.render_view import RenderView
from vrtherapy.host.settings import Settings, read_settings
from vrtherapy.host.view import ViewUnavailable
from vrtherapy.session.effects import EnterStep
from vrtherapy.session.replay import LoggedTurn
from vrtherapy.store.write import RecordWriter
from vrtherapy.wire.journal import load_plan

CANNOT_RUN = 3
SOFTWARE_FRAMES_PER_S = 20
"""Where a processor draws, more would take it from the other processes."""


def main(path: str) -> int:
    life = Lifeline()
    settings = read_settings(Path(path))
    plan = load_plan(settings.plan.read_text(encoding="utf-8"))
    try:
        writer, before = _record(settings)
        if before is None:
            writer.append("H", header(settings, plan))
    except OSError as error:
        life.say("problem", words=f"the record {settings.record} cannot be written: {error.strerror}")
        return CANNOT_RUN
    scene = plan.steps[_last_step(before or [])].scene
    life.say("loading", scene=scene)
    try:
        view = RenderView(settings)
    except ViewUnavailable as error:
        life.say("problem", words=str(error))
        return CANNOT_RUN
    if view.software:
        settings = settings.model_copy(update={"frames_per_s": min(SOFTWARE_FRAMES_PER_S, settings.frames_per_s)})
    view.load(settings.scene_folders[scene], settings.calm_folder)
    if before is None and (failure := view.frame(0.0).failure) is not None:
        life.say("problem", words=failure[1])
        view.close()
        return CANNOT_RUN
    engine = Engine(settings, plan, view, writer, life, scene, before)
    try:
        engine.run()
    finally:
        engine.close()
    return 0


def _record(settings: Settings) -> tuple[RecordWriter, list[LoggedTurn] | None]:
    """A new record, or the one an engine before this left, with its turns."""
    if not settings.record.exists():
        return RecordWriter(settings.record), None
    record = Record(settings.record)
    turns = list(record.turns())
    return RecordWriter(settings.record, whole=record.whole, number=record.next_number), turns


def _last_step(turns: list[LoggedTurn]) -> int:
    entered = (effect.index for turn in reversed(turns) for effect in turn.effects if isinstance(effect, EnterStep))
    return next(entered, 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
