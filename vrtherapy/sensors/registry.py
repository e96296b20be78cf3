"""From an address to a sensor, by its scheme: what ships and what others installed come through the same door.

Entry points of the group `vrtherapy.sensors`: name = scheme, value = a callable `open(uri) -> Source`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Final

from vrtherapy.sensors import playback, simulated
from vrtherapy.sensors.address import parse
from vrtherapy.sensors.source import SensorProblem, Source

GROUP: Final = "vrtherapy.sensors"

SHIPPED: Final[dict[str, Callable[[str], Source]]] = {
    "file": playback.open_source,
    "simulated": simulated.open_source,
}
"""Known even where the package runs from a folder that was never installed."""


def schemes() -> list[str]:
    """The schemes that can be opened here, sorted."""
    return sorted({*SHIPPED, *(point.name for point in entry_points(group=GROUP))})


def open_uri(uri: str) -> Source:
    """The source at `uri`, not yet opened. Raises SensorProblem, also for a plug-in that breaks."""
    scheme = parse(uri).scheme
    if scheme in SHIPPED:
        return SHIPPED[scheme](uri)
    for point in entry_points(group=GROUP):
        if point.name == scheme:
            try:
                source: Source = point.load()(uri)
            except SensorProblem:
                raise
            except Exception as problem:
                raise SensorProblem(
                    f"The sensor plug-in `{scheme}` ({point.value}) failed: {problem}"
                ) from problem
            return source
    known = ", ".join(f"`{name}:`" for name in schemes())
    raise SensorProblem(f"No sensor is installed for `{scheme}:`; known here are {known}.")
