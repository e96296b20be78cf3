"""Faults of a simulated sensor while it runs: one word in a file, looked at before each read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from vrtherapy.sensors.source import SensorProblem
from vrtherapy.sim.faults import FAULTS, Fault, Faults, Samples

LONGEST_WORD: Final = 64


class FaultFile:
    """Spoils samples by the word that stands in the file at `path`; an empty or absent file is a sound sensor."""

    def __init__(self, path: Path, faults: Faults) -> None:
        self._path = path
        self._faults = faults
        self._seen: tuple[int, int, int] | None = None

    def look(self) -> None:
        """Reads the word again where the file changed. Raises SensorProblem for a word that names no fault."""
        try:
            now = self._path.stat()
            seen = (now.st_mtime_ns, now.st_size, now.st_ino)
            if seen != self._seen:
                with self._path.open("rb") as file:
                    self._faults.fault = self._named(file.read(LONGEST_WORD).decode("utf-8", "replace").strip())
                self._seen = seen
        except FileNotFoundError:
            self._seen, self._faults.fault = None, ""
        except OSError as problem:
            raise SensorProblem(f"The faults in {self._path} cannot be read: {problem.strerror}.") from problem

    def spoil(self, samples: Samples) -> Samples:
        return self._faults.spoil(samples)

    def _named(self, word: str) -> Fault:
        for fault in FAULTS:
            if fault == word:
                return fault
        known = ", ".join(f"`{fault}`" for fault in FAULTS if fault)
        raise SensorProblem(f"{self._path} names the fault `{word}`; write {known}, or nothing for none.")
