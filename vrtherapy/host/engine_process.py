"""`python -m vrtherapy.host.engine_process SETTINGS`: the engine with its renderer and its record.

An engine that comes back shows the calm scene before anything else: what happened before is read again behind it, and
the exposure is built last, by the engine itself.
"""

from __future__ import annotations

import sys
from pathlib import Path

from vrtherapy.host.bookmark import Bookmark, read_bookmark
from vrtherapy.host.child import Lifeline
from vrtherapy.host.engine import Engine
from vrtherapy.host.recording import Record, header
from vrtherapy.host.render_view import RenderView
from vrtherapy.host.settings import Settings, read_settings
from vrtherapy.host.view import ViewUnavailable
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
        view = RenderView(settings)
    except ViewUnavailable as error:
        life.say("problem", words=str(error))
        return CANNOT_RUN
    if view.software:
        settings = settings.model_copy(update={"frames_per_s": min(SOFTWARE_FRAMES_PER_S, settings.frames_per_s)})
    came_back = settings.record.exists()
    if came_back:
        view.load(None, settings.calm_folder)
        first = view.frame(0.0)
        life.say("first_frame")
    try:
        writer, before, bookmark = _record(settings)
    except OSError as error:
        life.say("problem", words=f"the record {settings.record} cannot be written: {error.strerror}")
        view.close()
        return CANNOT_RUN
    scene = ""
    if not came_back:
        writer.append("H", header(settings, plan))
        scene = plan.steps[0].scene
        life.say("loading", scene=scene)
        view.load(settings.scene_folders[scene], settings.calm_folder)
        first = view.frame(0.0)
        if first.failure is not None:
            life.say("problem", words=first.failure[1])
            view.close()
            return CANNOT_RUN
        life.say("first_frame")
    engine = Engine(settings, plan, view, writer, life, scene, before, bookmark, [first])
    try:
        engine.run()
    finally:
        engine.close()
    return 0


def _record(settings: Settings) -> tuple[RecordWriter, list[LoggedTurn] | None, Bookmark | None]:
    """A new record, or the one an engine before this left: a bookmark that fits it, and the turns after that."""
    if not settings.record.exists():
        return RecordWriter(settings.record), None, None
    record = Record(settings.record)
    bookmark = read_bookmark(settings.folder, settings.record_id)
    turns = list(record.turns(bookmark.entries if bookmark else 0))
    if bookmark is not None and (record.missing or record.next_number < bookmark.entries):
        bookmark, turns = None, list(record.turns())
    return RecordWriter(settings.record, whole=record.whole, number=record.next_number), turns, bookmark


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
