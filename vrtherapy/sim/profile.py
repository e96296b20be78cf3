"""What makes one simulated patient differ from another.

**Every number here is invented**, within ranges a clinician finds plausible: they serve demonstrations and the ranking
of controllers against each other. They are no measurement of patients and support no clinical claim. Where a
range has a source it is the fear literature's, not a fit: heart rate rises with fear in most, not all (about one in
eight hardly responds); skin conductance is flat in one in ten (Boucsein W. Electrodermal Activity, 2012); gradual
habituation within a session follows Foa EB, Kozak MJ. Psychol Bull 1986;99:20-35.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class PatientProfile:
    """Fear is 0 to 100. Times in seconds, rates per second, heart rates per minute, conductance in microsiemens.

    gain: fear at full intensity before habituation; curve: exponent of intensity; rises, falls: time constants;
    habituation: rate at fear 50; habituates_to: the share of the gain that can be lost; unease: fear with nothing shown;
    answers_after, presses_after: bounds of how long a question is thought about, and the way to the stop button.
    """

    unease: float = 8.0
    gain: float = 110.0
    curve: float = 1.1
    rises: float = 12.0
    falls: float = 45.0
    habituation: float = 1.0 / 900.0
    habituates_to: float = 0.65
    restlessness: float = 0.35
    rating_bias: float = 0.0
    rating_gain: float = 1.0
    rating_noise: float = 4.0
    answers_after: tuple[float, float] = (2.0, 6.0)
    presses_after: tuple[float, float] = (1.0, 2.0)
    heart_rate: float = 72.0
    heart_gain: float = 0.28
    heart_noise: float = 1.5
    breaths: float = 14.0
    sinus_arrhythmia: float = 0.045
    conductance: float = 4.0
    conductance_gain: float = 0.03
    responses: float = 2.0
    response_gain: float = 0.12


ANNA = PatientProfile()
"""The patient of the demonstration: answers fairly, habituates within a session."""


def drawn(rng: np.random.Generator) -> PatientProfile:
    """One of many: a profile drawn with the spread of the ranges above. Same generator state, same patient."""
    hardly = 0.15 if rng.random() < 0.12 else 1.0
    flat = 0.05 if rng.random() < 0.10 else 1.0
    return PatientProfile(
        unease=float(rng.uniform(3.0, 12.0)),
        gain=float(110.0 * np.exp(rng.normal(0.0, 0.35))),
        curve=float(rng.uniform(0.7, 1.8)),
        rises=float(rng.uniform(6.0, 25.0)),
        falls=float(rng.uniform(25.0, 90.0)),
        habituation=float(np.exp(rng.normal(0.0, 0.5)) / 900.0),
        habituates_to=float(rng.uniform(0.4, 0.8)),
        rating_bias=float(rng.normal(0.0, 6.0)),
        rating_gain=float(rng.uniform(0.8, 1.15)),
        rating_noise=float(rng.uniform(2.0, 7.0)),
        heart_rate=float(rng.uniform(58.0, 88.0)),
        heart_gain=float(0.28 * np.exp(rng.normal(0.0, 0.5)) * hardly),
        breaths=float(rng.uniform(10.0, 18.0)),
        sinus_arrhythmia=float(rng.uniform(0.02, 0.07)),
        conductance=float(rng.uniform(1.5, 9.0)),
        conductance_gain=float(0.03 * flat),
        response_gain=float(0.12 * flat),
    )
