"""A record of a whole simulated session, made once for all tests that read one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from vrtherapy.domain.plan import Plan
from vrtherapy.domain.setting import Setting
from vrtherapy.host import headless
from vrtherapy.host.discovery import shipped
from vrtherapy.host.opening import check_protocol, stage_of
from vrtherapy.host.recording import Header
from vrtherapy.protocol.compile import compile_session
from vrtherapy.store.record import MAGIC, Kind, frame
from vrtherapy.wire import journal


def demo_plan() -> Plan:
    document = check_protocol(shipped("protocols") / "acrophobia" / "demo.yaml").document
    assert document is not None
    plan = compile_session(document, None, stage_of)
    return replace(plan, setting=Setting(kind="demo", alias="Nobody", sessions_before=3, unlocked="full"))


def header(plan: Plan) -> bytes:
    made = Header(
        record="headless",
        kind="demo",
        alias="Nobody",
        started="2026-01-02T10:00:00+01:00",
        software="test",
        plan=journal.dumps(plan),
    )
    return made.model_dump_json().encode()


@cache
def entries(seed: int = 1) -> tuple[tuple[Kind, bytes], ...]:
    """Every entry of the record, the header first."""
    plan = demo_plan()
    found: list[tuple[Kind, bytes]] = [("H", header(plan))]
    headless.run(plan, lambda kind, payload: found.append((kind, payload)), seed=seed, hurried=True)
    return tuple(found)


def write(path: Path, parts: tuple[tuple[Kind, bytes], ...]) -> Path:
    """The record of `parts`, numbered as they come."""
    return write_numbered(path, tuple((kind, number, payload) for number, (kind, payload) in enumerate(parts)))


def write_numbered(path: Path, parts: tuple[tuple[Kind, int, bytes], ...]) -> Path:
    path.write_bytes(MAGIC + b"".join(frame(*part) for part in parts))
    return path


@cache
def _folder() -> TemporaryDirectory[str]:
    """Goes with the last test."""
    return TemporaryDirectory(prefix="headless-")


@cache
def record() -> Path:
    return write(Path(_folder().name) / "whole.vrtrec", entries())
