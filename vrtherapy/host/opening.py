"""Before anything starts: the protocol, the scenes and the sensor are checked, then the session's settings written.

Everything that is wrong is found here and said as text for a person; nothing has been started by then.
"""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Literal

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.setting import Autonomy, Setting
from vrtherapy.domain.stage import Stage
from vrtherapy.host.build import development
from vrtherapy.host.discovery import find_scene, scene_ids
from vrtherapy.host.settings import Settings
from vrtherapy.protocol.compile import NoSuchSession, compile_session
from vrtherapy.protocol.load import Loaded, load_file
from vrtherapy.safety import autonomy
from vrtherapy.scene.manifest import ManifestProblem
from vrtherapy.sensors.registry import open_uri
from vrtherapy.sensors.source import SensorProblem
from vrtherapy.store.ledger import CIRCLES, Ledger, read_ledger
from vrtherapy.store.record import SUFFIX
from vrtherapy.wire import journal


class CannotOpen(Exception):
    """The session cannot be opened; the text says why and what to do, ready to be printed."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What whoever starts a session asks for."""

    protocol: Path
    session: str | None
    sensor: str
    kind: Literal["training", "demo", "research"]
    alias: str
    records: Path
    surface: Literal["offscreen", "window", "fake"]
    port: int
    sound: bool = True
    clinician: str = ""
    remote: bool = False
    sessions_before: int = 0


class Opened(AbstractContextManager["Opened"]):
    """The session's settings in a folder of its own, which goes when the session is over."""

    def __init__(self, settings: Settings, plan: Plan, warnings: str) -> None:
        self.settings = settings
        self.plan = plan
        self.warnings = warnings
        self.path = settings.folder / "settings.json"
        settings.plan.write_text(journal.dumps(plan), encoding="utf-8")
        self.path.write_text(settings.model_dump_json(), encoding="utf-8")

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        shutil.rmtree(self.settings.folder, ignore_errors=True)


def stage_of(scene: str) -> Stage | None:
    """A scene's facts, None where there is no such scene. Raises CannotOpen for a manifest that cannot be used."""
    try:
        found = find_scene(scene)
    except ManifestProblem as problem:
        raise CannotOpen(str(problem)) from problem
    return None if found is None else found.manifest.stage


def check_protocol(path: Path) -> Loaded:
    """The protocol, read and checked against the scenes that are here."""
    return load_file(str(path), lambda name: Path(name).read_bytes(), stage_of, scene_ids())


def open_session(wanted: Wanted) -> Opened:
    """Raises CannotOpen."""
    loaded = check_protocol(wanted.protocol)
    if loaded.document is None:
        raise CannotOpen(loaded.rendered().rstrip())
    try:
        plan = compile_session(loaded.document, wanted.session, stage_of)
    except NoSuchSession as problem:
        raise CannotOpen(str(problem)) from problem
    ledger = read_ledger(wanted.records.resolve())
    plan = replace(plan, setting=_setting(wanted, plan.disorder, ledger))
    _check_sensor(wanted.sensor)
    scenes = {scene: _folder(scene) for scene in sorted({step.scene for step in plan.steps})}
    now = datetime.now().astimezone()
    record = _free(wanted.records.resolve(), f"{now:%Y-%m-%dT%H-%M-%S}-{_in_a_file_name(wanted.alias)}")
    settings = Settings(
        folder=Path(tempfile.mkdtemp(prefix="vrtherapy-")),
        key=secrets.token_urlsafe(24),
        record=record,
        record_id=record.stem,
        kind=wanted.kind,
        alias=wanted.alias,
        plan=Path("plan.json"),
        scene_folders=scenes,
        calm_folder=_calm(plan.steps[0].scene),
        sensor=wanted.sensor,
        surface=wanted.surface,
        width=1280 if wanted.surface == "window" else 640,
        height=720 if wanted.surface == "window" else 360,
        frames_per_s=60 if wanted.surface == "window" else 20,
        sound=wanted.sound,
        port=wanted.port,
        started=now.isoformat(timespec="seconds"),
    )
    settings = settings.model_copy(update={"plan": settings.folder / "plan.json"})
    warnings = (loaded.rendered().rstrip(), *ledger.skipped, _less_autonomy(plan))
    return Opened(settings, plan, "\n".join(filter(None, warnings)))


def _setting(wanted: Wanted, disorder: str, ledger: Ledger) -> Setting:
    """Around whom the session takes place. In a demonstration nobody is exposed: nothing is locked."""
    circle = CIRCLES[wanted.kind]
    known = 0 if circle is None else ledger.sessions_before(circle, wanted.alias, disorder)
    reached: Autonomy = "full"
    if circle is not None:
        reached = autonomy.unlocked(ledger.history(circle, wanted.alias, wanted.clinician))
    return Setting(
        kind=wanted.kind,
        alias=wanted.alias,
        clinician=wanted.clinician,
        remote=wanted.remote,
        sessions_before=max(wanted.sessions_before, known),
        unlocked=reached,
        development=development(),
    )


def _less_autonomy(plan: Plan) -> str:
    """"" or, in words, that the protocol asks for more autonomy than there will be, and why."""
    given, why = autonomy.allowed(plan.autonomy, plan.setting, plan.trauma)
    if why is None:
        return ""
    how = " `vrtherapy autonomy show` says what is missing." if why.code == "not_unlocked" else ""
    asked = f"The protocol asks for the autonomy `{autonomy.NAMES[plan.autonomy]}`"
    return f"{asked}; the session begins at `{autonomy.NAMES[given]}`: {why.words}.{how}"


def _check_sensor(uri: str) -> None:
    """A sensor that cannot be opened is told before anything is started."""
    try:
        source = open_uri(uri)
        source.open()
        source.close()
    except SensorProblem as problem:
        raise CannotOpen(str(problem)) from problem


def _folder(scene: str) -> Path:
    found = find_scene(scene)
    assert found is not None
    if not found.manifest.entry:
        raise CannotOpen(f"the scene {scene} is declared but not built: {found.folder} has no `entry`")
    return found.folder


def _calm(scene: str) -> Path | None:
    """The calm scene that the first scene names; None falls back to the one that needs no file."""
    found = find_scene(scene)
    calm = None if found is None or not found.manifest.calm else find_scene(found.manifest.calm)
    return None if calm is None else calm.folder


def _in_a_file_name(alias: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", alias.lower()).strip("-")[:24] or "session"


def _free(folder: Path, name: str) -> Path:
    """A path that no record has yet."""
    path, again = folder / f"{name}{SUFFIX}", 1
    while path.exists():
        again += 1
        path = folder / f"{name}-{again}{SUFFIX}"
    return path
