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
from vrtherapy.session.machine import step
from vrtherapy.session.state import State, opening
from vrtherapy.store.write import RecordWriter
from vrtherapy.wire.journal import load_plan

CANNOT_RUN = 3


def main(path: str) -> int:
    life = Lifeline()
    settings = read_settings(Path(path))
    plan = load_plan(settings.plan.read_text(encoding="utf-8"))
    try:
        writer, taken_up = _record(settings)
        if taken_up is None:
            writer.append("H", header(settings, plan))
    except OSError as error:
        life.say("problem", words=f"the record {settings.record} cannot be written: {error.strerror}")
        return CANNOT_RUN
    scene = plan.steps[taken_up.step if taken_up is not None else 0].scene
    life.say("loading", scene=scene)
    try:
        view = RenderView(settings)
    except ViewUnavailable as error:
        life.say("problem", words=str(error))
        return CANNOT_RUN
    view.load(settings.scene_folders[scene], settings.calm_folder)
    if taken_up is None and (failure := view.frame(0.0).failure) is not None:
        life.say("problem", words=failure[1])
        view.close()
        return CANNOT_RUN
    engine = Engine(settings, plan, view, writer, life, scene, taken_up)
    try:
        engine.run()
    finally:
        engine.close()
    return 0


def _record(settings: Settings) -> tuple[RecordWriter, State | None]:
    """A new record, or the one an engine before this left, with the state it stood in."""
    if not settings.record.exists():
        return RecordWriter(settings.record), None
    record = Record(settings.record)
    state = opening(record.plan)
    for turn in record.turns():
        state, _ = step(record.plan, state, turn.event)
    return RecordWriter(settings.record, whole=record.whole), state


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
