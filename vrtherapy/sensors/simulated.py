"""A simulated patient as a sensor: `simulated:?seed=1`. Always marked as simulated, everywhere.

Options: `seed` (whole number, default 1); `profile=anna` (the demonstration's patient, default) or `profile=drawn`;
`faults=PATH`, a file whose one word (`flat`, `silent`, `noisy`, `jump`; empty or absent: none) spoils the ECG from the
moment it is written, for drills.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from vrtherapy.biofeedback.samples import ChannelInfo
from vrtherapy.domain.units import TICK, Micros, Permille, Suds
from vrtherapy.sensors.address import parse
from vrtherapy.sensors.fault_file import FaultFile
from vrtherapy.sensors.source import Chunk, SensorProblem, SourceInfo
from vrtherapy.sim.faults import Faults
from vrtherapy.sim.heart import ECG_HZ
from vrtherapy.sim.patient import Patient
from vrtherapy.sim.profile import ANNA, drawn
from vrtherapy.sim.skin import EDA_HZ

CHANNELS: Final = (
    ChannelInfo("ecg", float(ECG_HZ), "mV", "ECG"),
    ChannelInfo("eda", float(EDA_HZ), "uS", "EDA"),
)
LONGEST_READ: Final = Micros(60_000_000)


class SimulatedSource:
    """ECG 250 Hz and skin conductance 10 Hz of a person who does not exist. The host tells it the session's state."""

    def __init__(self, patient: Patient, name: str, faults: FaultFile | None = None) -> None:
        self.patient = patient
        self._name = name
        self._faults = faults
        self._start: Micros | None = None

    @property
    def ended(self) -> str:
        return ""

    def describe(self) -> SourceInfo:
        return SourceInfo(self._name, "simulated", CHANNELS, Micros(0), "SIMULATED: no person is measured")

    def open(self) -> None:
        """Nothing to open."""

    def close(self) -> None:
        """Nothing to close."""

    def tell_state(self, phase: str, given: Permille) -> None:
        self.patient.tell_state(phase, given)

    def ask(self, now: Micros) -> None:
        self.patient.ask(self._lived(now))

    def answers(self, now: Micros) -> list[Suds]:
        return self.patient.answers(self._lived(now))

    def rehearse(self, now: Micros) -> None:
        """The patient is asked to make the stop gesture once."""
        self.patient.rehearse(self._lived(now))

    def presses(self, now: Micros) -> int:
        return self.patient.presses(self._lived(now))

    def read(self, now: Micros) -> list[Chunk]:
        """What the electrodes saw up to `now`. The patient's life begins at the first call; at most 60 s at once.

        Raises SensorProblem where the file of faults cannot be understood.
        """
        if self._faults is not None:
            self._faults.look()
        lived = self._lived(now)
        self.patient.advance(min(lived, Micros(self.patient.now + LONGEST_READ)))
        chunks = []
        for channel, (samples, at) in enumerate((self.patient.heart.take(), self.patient.skin.take())):
            if channel == 0 and self._faults is not None:
                samples = self._faults.spoil(samples)
            if len(samples):
                chunks.append(Chunk(channel, samples, Micros(at + (self._start or 0))))
        return chunks

    def _lived(self, now: Micros) -> Micros:
        if self._start is None:
            self._start = Micros(now - now % TICK)
        return Micros(now - self._start)


def open_source(uri: str) -> SimulatedSource:
    """A simulated patient for `uri`. Raises SensorProblem for options it does not know."""
    address = parse(uri)
    address.allow({"seed", "profile", "faults"})
    if address.path:
        raise SensorProblem(
            f"`{uri}` names `{address.path}`, but a simulated patient takes only options; write `simulated:?seed=1`."
        )
    seed = address.number("seed")
    number = 1 if seed is None else int(seed)
    if seed is not None and seed != number:
        raise SensorProblem(
            f"`seed={address.query['seed']}` is not a whole number; write for example `seed=1`."
        )
    rng = np.random.default_rng(number)
    which = address.query.get("profile", "anna")
    if which not in ("anna", "drawn"):
        raise SensorProblem(
            f"There is no simulated patient `{which}`; write `profile=anna` or `profile=drawn`."
        )
    profile = ANNA if which == "anna" else drawn(rng)
    name = f"simulated patient {number}"
    if not (path := address.query.get("faults")):
        return SimulatedSource(Patient(rng, profile), name)
    # A generator of its own: the patient beneath is the one that has no faults.
    spoils = np.random.default_rng((number, ECG_HZ))
    return SimulatedSource(Patient(rng, profile), name, FaultFile(Path(path).expanduser(), Faults(spoils, ECG_HZ)))
