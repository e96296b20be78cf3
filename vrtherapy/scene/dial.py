"""The dial: intensity to parameter values and back, monotone.

`value_at(p, i)` is what the patient meets of parameter `p` at dial position `i`; `intensity_of(p, value)` is
the lowest dial position at which that value, or a more intense one, appears. For every value,
`value_at(p, intensity_of(p, value))` is `value`, within the grain of one permille of the dial.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from vrtherapy.domain.stage import Parameter, Stage, Value
from vrtherapy.domain.units import CALM_END, Permille


def value_at(parameter: Parameter, intensity: Permille) -> Value:
    """The value of `parameter` at dial position `intensity`; whole steps round towards calm."""
    if parameter.kind == "choice":
        return [c for c in parameter.choices if c.intensity <= intensity][-1].id
    span = parameter.dial_to - parameter.dial_from
    share = min(1.0, max(0.0, (intensity - parameter.dial_from) / span))
    reach = parameter.intense - parameter.calm
    if parameter.kind == "integer":
        # The small term undoes the rounding of intensity_of, never a whole step.
        whole = math.floor(abs(reach) * share + 1e-9)
        return int(parameter.calm + math.copysign(whole, reach))
    return round(parameter.calm + reach * share, 6)


def intensity_of(parameter: Parameter, value: Value) -> Permille:
    """The declared intensity of `value`. Raises ValueError, in words for an author, for a value out of range."""
    if parameter.kind == "choice":
        for choice in parameter.choices:
            if choice.id == value:
                return choice.intensity
        raise ValueError(f"{parameter.name} is one of {', '.join(c.id for c in parameter.choices)}, not {value!r}")
    if isinstance(value, bool | str):
        raise ValueError(f"{parameter.name} is a number, not {value!r}")
    low, high = sorted((parameter.calm, parameter.intense))
    if not low <= value <= high:
        unit = f" {parameter.unit}" if parameter.unit else ""
        # A whole number may be too long for a float, and for a sentence.
        said = f"{value:g}" if abs(value) < 1e300 or isinstance(value, float) else "a number that long"
        raise ValueError(f"{parameter.name} goes from {low:g} to {high:g}{unit}, not {said}")
    if parameter.kind == "integer" and value != int(value):
        raise ValueError(f"{parameter.name} is a whole number, not {value:g}")
    share = (value - parameter.calm) / (parameter.intense - parameter.calm)
    if share <= 0:
        return CALM_END
    span = parameter.dial_to - parameter.dial_from
    return Permille(math.ceil(parameter.dial_from + share * span - 1e-9))


def values(stage: Stage, intensities: Mapping[str, Permille]) -> dict[str, Value]:
    """Every parameter of `stage` at its own dial position; a missing one stands at its calm end."""
    return {p.name: value_at(p, intensities.get(p.name, CALM_END)) for p in stage.parameters}
