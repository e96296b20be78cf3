"""A sensor's address: `file:heart.txt?rate_hz=250`, `file:C:\\data\\ecg.csv`, `simulated:?seed=1`.

Rules: the scheme has at least two letters, so that a Windows drive is never one; what follows the last `?` is the
query where it looks like one; unknown or repeated keys are refused by name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from re import fullmatch
from urllib.parse import parse_qsl, unquote

from vrtherapy.sensors.source import SensorProblem


@dataclass(frozen=True, slots=True)
class Address:
    scheme: str
    path: str
    query: dict[str, str]

    def number(self, key: str) -> float | None:
        """The number under `key`, None where it is absent. Raises SensorProblem for anything else."""
        if key not in self.query:
            return None
        try:
            value = float(self.query[key])
        except ValueError:
            value = float("nan")
        if not 0.0 <= value < 1e9:
            raise SensorProblem(
                f"`{key}={self.query[key]}` in the sensor address is not a number; write for example `{key}=100`."
            )
        return value

    def allow(self, keys: Iterable[str]) -> None:
        """Raises SensorProblem for a key not among `keys`."""
        known = sorted(keys)
        for key in self.query:
            if key not in known:
                listed = ", ".join(f"`{name}`" for name in known)
                raise SensorProblem(
                    f"The sensor address has the unknown option `{key}`; `{self.scheme}:` knows {listed}."
                )


def parse(uri: str) -> Address:
    """Raises SensorProblem for an address without a scheme or with a malformed query."""
    found = fullmatch(r"([A-Za-z][A-Za-z0-9+.\-]+):(.*)", uri, flags=16)
    if found is None:
        raise SensorProblem(
            f"`{uri}` is not a sensor address; write `file:` before the path of a recording, or `simulated:`."
        )
    scheme, rest = found.group(1).lower(), found.group(2)
    path, mark, text = rest.rpartition("?")
    if not mark or (text and "=" not in text):
        path, text = rest, ""
    pairs = parse_qsl(text, keep_blank_values=True)
    query = dict(pairs)
    if len(query) != len(pairs):
        raise SensorProblem(f"An option of the sensor address `{uri}` is written twice; write it once.")
    if path.startswith("//"):
        path = unquote(path[2:])
        if fullmatch(r"/[A-Za-z]:.*", path):
            path = path[1:]
    return Address(scheme, path, query)
