"""What the supervisor tells each process: one file, written once, read at start."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Settings(BaseModel):
    """Everything a session's processes need to know before they meet."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: Path
    """Where the processes meet; removed when the session is over."""
    key: str
    """Shared by the processes of this session and by the page that opens the console."""
    record: Path
    record_id: str
    kind: Literal["training", "demo", "research"]
    """Real patients are refused until records are kept encrypted."""
    alias: str
    plan: Path
    """The compiled plan as JSON; the supervisor has checked the protocol."""
    scene_folders: dict[str, Path]
    calm_folder: Path | None
    sensor: str
    surface: Literal["offscreen", "window", "fake"]
    """`fake`: off-screen, with a headset whose presses come from a file."""
    width: int = 1280
    height: int = 720
    quality: Literal["low", "high", "auto"] = "auto"
    sound: bool = True
    port: int = 0
    frames_per_s: int = 60
    started: str
    """Local time with offset, for the record's header and the report only."""


def read_settings(path: Path) -> Settings:
    return Settings.model_validate_json(path.read_text(encoding="utf-8"))
