"""Sound through OpenAL where there is an audio device; silence, never an error, where there is none.

OpenAL plays from a thread of its own: what was begun goes on while no frame is drawn, until `silence`.
"""

from __future__ import annotations

import math
import os
import sys
from pathlib import Path
from typing import Final

from panda3d.core import AudioManager, AudioSound, Filename, LVector3

LOUDEST: Final = 1.0
"""No emitter plays above the loudness at which its file was made: the files hold the scene's limit."""


class Speaker:
    """One sound file. Implements `vrtherapy.scene.api.Emitter`; `sound` is None where nothing can be heard."""

    def __init__(self, sound: AudioSound | None, loop: bool) -> None:
        self._sound = sound
        if sound is not None:
            sound.set_loop(loop)
            sound.set_3d_min_distance(4.0)

    def play(self) -> None:
        if self._sound is not None:
            self._sound.play()

    def stop(self) -> None:
        if self._sound is not None:
            self._sound.stop()

    def loudness(self, share: float) -> None:
        if self._sound is not None and math.isfinite(share):
            self._sound.set_volume(min(LOUDEST, max(0.0, share)))

    def pitch(self, ratio: float) -> None:
        if self._sound is not None and math.isfinite(ratio):
            self._sound.set_play_rate(min(2.0, max(0.5, ratio)))

    def place(self, x: float, y: float, z: float) -> None:
        if self._sound is not None:
            self._sound.set_3d_attributes(x, y, z, 0.0, 0.0, 0.0)


class Loudspeakers:
    """The audio device, if any. `listen` follows the patient's head."""

    def __init__(self, wanted: bool) -> None:
        manager = AudioManager.create_AudioManager() if wanted and _has_device() else None
        self._manager = manager if manager is not None and manager.is_valid() else None

    @property
    def present(self) -> bool:
        return self._manager is not None

    def open(self, path: Path, *, loop: bool) -> Speaker:
        """A speaker for `path`. Raises FileNotFoundError; a file that cannot be decoded is silent."""
        if not path.is_file():
            raise FileNotFoundError(f"the sound {path.name} is missing")
        if self._manager is None:
            return Speaker(None, loop)
        sound = self._manager.get_sound(Filename.from_os_specific(str(path)), True, 0)
        return Speaker(sound if sound is not None and sound.length() > 0 else None, loop)

    def listen(self, x: float, y: float, z: float, forward: LVector3, up: LVector3) -> None:
        if self._manager is not None:
            self._manager.audio_3d_set_listener_attributes(
                x, y, z, 0.0, 0.0, 0.0, forward.x, forward.y, forward.z, up.x, up.y, up.z
            )

    def silence(self, silent: bool) -> None:
        """All of it at once, and back to where each sound stands. From any thread: the manager locks itself, so this
        waits only where another call to it is stuck."""
        manager = self._manager
        if manager is not None:
            manager.set_volume(0.0 if silent else LOUDEST)

    def update(self) -> None:
        if self._manager is not None:
            self._manager.update()

    def close(self) -> None:
        if self._manager is not None:
            self._manager.shutdown()
            self._manager = None


def _has_device() -> bool:
    """OpenAL complains on standard error where Linux has no sound at all, so it is not asked there."""
    if not sys.platform.startswith("linux"):
        return True
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    servers = [Path(runtime) / "pulse" / "native", Path(runtime) / "pipewire-0"] if runtime else []
    named = "PULSE_SERVER" in os.environ or "ALSOFT_DRIVERS" in os.environ
    return named or Path("/dev/snd").exists() or any(path.exists() for path in servers)
