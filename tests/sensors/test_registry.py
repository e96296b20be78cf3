"""From an address to a sensor, whoever wrote it."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from vrtherapy.sensors import registry
from vrtherapy.sensors.address import parse
from vrtherapy.sensors.simulated import SimulatedSource
from vrtherapy.sensors.source import SensorProblem


@pytest.mark.parametrize(
    ("uri", "scheme", "path", "query"),
    [
        ("file:heart.txt", "file", "heart.txt", {}),
        ("file:a/b.csv?rate_hz=100&loop=1", "file", "a/b.csv", {"rate_hz": "100", "loop": "1"}),
        (r"file:C:\data\ecg 1.csv?kind=ecg", "file", r"C:\data\ecg 1.csv", {"kind": "ecg"}),
        ("file:///C:/data/a%20b.csv", "file", "C:/data/a b.csv", {}),
        ("file:///home/a/b.csv", "file", "/home/a/b.csv", {}),
        ("file:what?.csv", "file", "what?.csv", {}),
        ("simulated:?seed=3", "simulated", "", {"seed": "3"}),
        ("SIMULATED:", "simulated", "", {}),
    ],
)
def test_addresses(uri: str, scheme: str, path: str, query: dict[str, str]) -> None:
    address = parse(uri)
    assert (address.scheme, address.path, address.query) == (scheme, path, query)


@pytest.mark.parametrize("uri", ["", "heart.txt", r"C:\data\ecg.csv", "/home/a/b.csv", ":x"])
def test_a_path_alone_is_not_an_address(uri: str) -> None:
    with pytest.raises(SensorProblem, match="write `file:` before"):
        parse(uri)


def test_what_ships_is_known() -> None:
    assert {"file", "simulated"} <= set(registry.schemes())
    assert isinstance(registry.open_uri("simulated:?seed=2"), SimulatedSource)


def test_an_unknown_scheme_names_the_known_ones() -> None:
    with pytest.raises(SensorProblem, match=r"`polar:`; known here are .*`file:`.*`simulated:`"):
        registry.open_uri("polar:H10")


def test_third_parties_come_through_the_same_door(monkeypatch: pytest.MonkeyPatch) -> None:
    good = EntryPoint("theirs", "vrtherapy.sensors.simulated:SimulatedSource", registry.GROUP)
    broken = EntryPoint("broken", "no.such.module:open", registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [good, broken])
    assert "theirs" in registry.schemes()
    with pytest.raises(SensorProblem, match="`theirs`"):
        registry.open_uri("theirs:x")
    with pytest.raises(SensorProblem, match="plug-in `broken`"):
        registry.open_uri("broken:")


@pytest.mark.parametrize(
    "uri",
    [
        "simulated:?seed=x",
        "simulated:?seed=1.5",
        "simulated:?profile=nobody",
        "simulated:?sede=1",
        "simulated:anna",
    ],
)
def test_wrong_options_of_the_simulated_patient(uri: str) -> None:
    with pytest.raises(SensorProblem) as caught:
        registry.open_uri(uri)
    assert str(caught.value).endswith(".")
