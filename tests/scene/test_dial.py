"""The dial: what the patient meets never gets milder as it is turned up, and a value names the place where it appears."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.session.desk import ROOF
from vrtherapy.domain.stage import Choice, Parameter, Stage, Value
from vrtherapy.domain.units import Permille
from vrtherapy.scene.dial import intensity_of, value_at, values

ends = st.floats(-1e4, 1e4, allow_nan=False).map(lambda x: round(x, 3))
dials = st.tuples(st.integers(0, 1000), st.integers(0, 1000)).filter(lambda d: d[0] < d[1])


def made(kind: str, calm: float, intense: float, dial: tuple[int, int], choices: tuple[Choice, ...] = ()) -> Parameter:
    return Parameter("p", "P", kind, "m", calm, intense, Permille(dial[0]), Permille(dial[1]), 0.1, "", choices)  # type: ignore[arg-type]


reals = st.tuples(ends, ends).filter(lambda e: abs(e[0] - e[1]) > 0.01).flatmap(
    lambda e: dials.map(lambda d: made("real", e[0], e[1], d))
)
integers = st.tuples(st.integers(-300, 300), st.integers(-300, 300)).filter(lambda e: e[0] != e[1]).flatmap(
    lambda e: dials.map(lambda d: made("integer", e[0], e[1], d))
)
choices = st.lists(st.integers(1, 1000), unique=True, min_size=1, max_size=5).map(
    lambda at: made("choice", 0, 0, (0, 1000), tuple(Choice(f"c{i}", "", Permille(i)) for i in [0, *sorted(at)]))
)
parameters = st.one_of(reals, integers, choices)
places = st.integers(0, 1000).map(Permille)


def how_intense(p: Parameter, value: Value) -> float:
    if p.kind == "choice":
        return [c.id for c in p.choices].index(str(value))
    assert not isinstance(value, str)
    return (value - p.calm) / (p.intense - p.calm)


@given(parameters, places, places)
def test_turning_up_never_makes_it_milder(p: Parameter, a: Permille, b: Permille) -> None:
    low, high = sorted((a, b))
    assert how_intense(p, value_at(p, low)) <= how_intense(p, value_at(p, high))


@given(parameters)
def test_the_calm_end_is_calm_and_the_intense_end_intense(p: Parameter) -> None:
    assert how_intense(p, value_at(p, Permille(0))) == 0
    last = value_at(p, Permille(1000))
    assert how_intense(p, last) == pytest.approx(len(p.choices) - 1 if p.kind == "choice" else 1)


@given(parameters, places)
def test_a_value_is_declared_no_higher_than_where_it_was_met(p: Parameter, at: Permille) -> None:
    value = value_at(p, at)
    assert intensity_of(p, value) <= max(at, p.dial_from) or p.kind == "real"
    if p.kind == "real":
        # A real value is kept to a millionth of its unit; that may be one permille of the dial.
        assert intensity_of(p, value) <= max(at, p.dial_from) + 1


@given(st.one_of(integers, choices), st.data())
def test_a_whole_value_is_met_exactly_where_it_says_or_just_above(p: Parameter, data: st.DataObject) -> None:
    if p.kind == "choice":
        value: Value = data.draw(st.sampled_from([c.id for c in p.choices]))
    else:
        value = data.draw(st.integers(int(min(p.calm, p.intense)), int(max(p.calm, p.intense))))
    at = intensity_of(p, value)
    grain = abs(p.intense - p.calm) / (p.dial_to - p.dial_from)
    met = value_at(p, at)
    if p.kind == "choice" or grain <= 1:
        assert met == value
    else:
        assert how_intense(p, met) >= how_intense(p, value) - 1e-9
        assert abs(float(met) - float(value)) <= grain + 1
    if at > 0:
        assert how_intense(p, value_at(p, Permille(at - 1))) <= how_intense(p, value)


@given(reals, st.floats(0, 1))
def test_a_real_value_is_met_within_the_grain_of_the_dial(p: Parameter, share: float) -> None:
    value = p.calm + (p.intense - p.calm) * share
    value = min(max(value, min(p.calm, p.intense)), max(p.calm, p.intense))
    met = value_at(p, intensity_of(p, value))
    grain = abs(p.intense - p.calm) / (p.dial_to - p.dial_from)
    assert abs(float(met) - value) <= grain * 1.001 + 2e-6


WIND = made("real", 0.0, 12.0, (0, 1000))
FLOOR = made("integer", 1, 40, (0, 1000))
RAILING = ROOF.parameters[2]


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        (WIND, 12.1),
        (WIND, -0.1),
        (WIND, math.nan),
        (WIND, math.inf),
        (WIND, "strong"),
        (WIND, True),
        (WIND, 10**400),
        (FLOOR, -(10**400)),
        (FLOOR, 2.5),
        (FLOOR, 0),
        (RAILING, "half"),
        (RAILING, 1),
    ],
)
def test_a_value_the_scene_has_not_is_refused_in_words(parameter: Parameter, value: Value) -> None:
    with pytest.raises(ValueError, match=parameter.name) as refused:
        intensity_of(parameter, value)
    assert len(str(refused.value)) < 200


def test_a_parameter_nothing_is_said_of_stands_at_its_calm_end() -> None:
    stage = Stage("s", "S", (WIND, FLOOR, RAILING), ())
    assert values(stage, {}) == {"p": 1, "railing": "full"}
    assert values(Stage("s", "S", (WIND,), ()), {"p": Permille(500)}) == {"p": 6.0}
