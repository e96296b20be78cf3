"""Other limits from a file: what is written is read, and all that is wrong is told with place and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.session.test_policy import sensible
from vrtherapy.domain.units import MINUTE, Micros, Permille, Suds
from vrtherapy.host.policy_file import BEYOND, KEYS, PolicyRead, read_policy
from vrtherapy.session.policy import Policy, beyond


def read(folder: Path, text: str | bytes) -> PolicyRead:
    path = folder / "limits.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_policy(path)


def test_every_key_is_read(tmp_path: Path) -> None:
    text = (
        "ceiling: 0.60\nrise: 0.02/s\nexposure: 20min\nsuds_high: 80\nhigh_level: 0.5\nhigh_exposure: 5min\n"
        "events_per_min: 3\nautonomy: watch\nsessions_before: 0\n"
    )
    policy = Policy(
        Permille(600), Permille(20), Micros(20 * MINUTE), Suds(80), Permille(500), Micros(5 * MINUTE), 3, "watch", 0
    )
    assert read(tmp_path, text) == PolicyRead(policy, "")
    assert [key.name for key in KEYS] == [line.split(":")[0] for line in text.splitlines()]


def test_what_is_not_named_stays_as_it_was(tmp_path: Path) -> None:
    assert read(tmp_path, "rise: 0.02/s\n").policy == Policy(rise=Permille(20))


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("cieling: 0.6", "1:1: VRT120", "did you mean `ceiling`?"),
        ("rise: 0.02/s\nage: 12", "2:1: VRT120", "it may have `ceiling`, `rise`"),
        ("rise: 0.3/s", "1:7: VRT304", "nothing rises faster than 0.25/s"),
        ("rise: 0.02", "1:7: VRT127", "write for example `0.04/s`"),
        ("\nexposure: 3h", "2:11: VRT306", "no session has more than 120 min"),
        ("exposure: 0s", "1:11: VRT306", "it leaves no time for the exposure"),
        ("exposure: 20 minutes", "1:11: VRT125", "write `20min`"),
        ("high_exposure: 2h", "1:16: VRT306", "no session has more than 60 min above the high level"),
        ("suds_high: 96", "1:12: VRT312", "a rating of 95 holds whatever is written"),
        ("ceiling: 1.2", "1:10: VRT129", "write a number from 0 to 1"),
        ("events_per_min: 0", "1:17: VRT129", "from 1 to 20"),
        ("sessions_before: -1", "1:18: VRT129", "from 0 to 9999"),
        ("autonomy: ful", "1:11: VRT124", "did you mean `full`?"),
        ("rise: 0.02/s\nrise: 0.03/s", "2:1: VRT107", "given twice"),
        ("limits: {rise: 0.02/s}", "1:1: VRT120", "has no key `limits`"),
        ("", "1:1: VRT104", "this file names no limit"),
        ("# nothing\n", "1:1: VRT104", "write one limit a line"),
        ("{}", "1:1: VRT104", "this file names no limit"),
        ("- rise", "1:1: VRT111", "other limits are a mapping of keys to values"),
        ("rise: 0.02/s\n---\nrise: 0.03/s", "2:1: VRT115", "one file, one set of limits"),
        ("rise: [", "VRT105", "not YAML"),
        (b"rise: \xff", "1:7: VRT101", "UTF-8"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_what_to_write(
    tmp_path: Path, text: str | bytes, place: str, said: str
) -> None:
    found = read(tmp_path, text)
    assert found.policy is None
    assert f"{tmp_path / 'limits.yaml'}:" in found.rendered and place in found.rendered and said in found.rendered
    assert "protocol" not in found.rendered.replace(str(tmp_path), ""), "it speaks of limits, not of a protocol"


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    found = read(tmp_path, "rise: 1/s\nexposure: 9h\ncolour: red\nsuds_high: 100\n")
    assert found.policy is None and found.rendered.endswith("4 errors, 0 warnings\n")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = read_policy(tmp_path / "none.yaml")
    assert found.policy is None and "VRT100 error: the file cannot be read: No such file" in found.rendered
    assert "cannot be read" in read_policy(tmp_path).rendered


def test_a_warning_is_told_and_refuses_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, "events_per_min: 03\n")
    assert found.policy == Policy(events_per_min=3) and "VRT114 warning" in found.rendered


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_bytes_at_all_raise_anything(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    found = read(tmp_path_factory.getbasetemp(), content)
    assert (found.policy is None) <= bool(found.rendered)


@given(sensible)
def test_what_nothing_forbids_can_be_written_and_is_read_as_it_is(tmp_path_factory: pytest.TempPathFactory, policy: Policy) -> None:
    def micros(value: Micros) -> str:
        return f"{value // 1000}ms" if value % 1000 == 0 else f"{value / 1e6:.6f}s"

    written = {
        "ceiling": lambda v: f"{v / 1000:.3f}", "high_level": lambda v: f"{v / 1000:.3f}", "rise": lambda v: f"{v / 1000:.3f}/s",
        "exposure": micros, "high_exposure": micros,
    }  # fmt: skip
    lines = [
        f"{key.name}: {written.get(key.name, str)(value)}\n" for key in KEYS if (value := getattr(policy, key.name)) is not None
    ]
    found = read(tmp_path_factory.getbasetemp(), "".join(lines))
    assert found.policy == (policy if lines else None), found.rendered


def test_each_bound_that_a_shape_does_not_keep_has_a_code_and_a_remedy() -> None:
    wild = Policy(rise=Permille(999), exposure=Micros(999 * MINUTE), suds_high=Suds(100), high_exposure=Micros(999 * MINUTE))
    assert {each.name for each in beyond(wild)} == set(BEYOND)
