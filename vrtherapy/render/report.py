"""What one frame brought: what the patient pressed or said, what it cost, and whether a scene failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class StopPressed:
    """The patient's stop. The calm scene is already in the frame that reports it."""


@dataclass(frozen=True, slots=True)
class SudsSaid:
    """The patient's own rating, 0..100."""

    value: int


@dataclass(frozen=True, slots=True)
class HeadsetChanged:
    """From now on the picture reaches no eye, and `lost` says why; or it does again, and `lost` is ""."""

    lost: str


PatientInput = StopPressed | SudsSaid | HeadsetChanged


@dataclass(frozen=True, slots=True)
class FrameReport:
    """One frame. `failure` is the scene's id and one sentence, in the frame in which the scene failed; `shows` is what
    is in the picture; `lost` says, for as long as it is so, why no eye sees it."""

    number: int
    cpu_app_s: float
    cpu_cull_s: float
    cpu_draw_s: float
    inputs: tuple[PatientInput, ...] = ()
    failure: tuple[str, str] | None = None
    closed: bool = False
    shows: Literal["calm", "exposure"] = "calm"
    lost: str = ""

    @property
    def stop_pressed(self) -> bool:
        return any(isinstance(said, StopPressed) for said in self.inputs)

    @property
    def suds_said(self) -> int | None:
        return next((said.value for said in self.inputs if isinstance(said, SudsSaid)), None)
