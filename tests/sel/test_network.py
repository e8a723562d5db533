"""The small network in plain Python."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel import network
from sel.network import Network, quicken, softmax

NET = Network.from_data(
    {
        "bias": [0.5, -0.5],
        "wide": {"a": [1.0, 0.0], "b": [0.0, 2.0]},
        "hidden": [[1.0, -1.0], [-1.0, 0.0]],
        "hidden_bias": [0.0, 0.25],
        "out": [[2.0, 1.0], [0.0, -4.0]],
    }
)


def test_features_alone() -> None:
    assert NET.outputs({"a": 2.0, "b": 0.5, "unknown": 9.0}) == [2.5, 0.5]


def test_with_a_vector() -> None:
    # hidden: relu(3 - 1 + 0) = 2 and relu(-3 + 0.25) = 0
    assert NET.outputs({}, (3.0, 1.0)) == [4.5, -0.5]
    # hidden: relu(-1 - 1) = 0 and relu(1 + 0.25) = 1.25
    assert NET.outputs({}, (-1.0, 1.0)) == [1.75, -5.5]


@given(st.lists(st.floats(-1, 1), min_size=2, max_size=2))
def test_with_numpy_it_says_the_same(vector: list[float]) -> None:
    slowly = NET.outputs({"a": 1.0}, vector)
    try:
        quicken()
        assert NET.outputs({"a": 1.0}, vector) == pytest.approx(slowly)
    finally:
        network._numpy = None


def test_pulls_name_what_speaks_for_an_output() -> None:
    assert NET.pulls({"a": 2.0, "b": 0.5}, 0) == [(1.0, "a"), (-0.5, "b")]


def test_a_network_without_hidden_units_reads_no_vector() -> None:
    wide = Network.from_data({"bias": [1.0], "wide": {}})
    assert wide.outputs({}, (1.0, 2.0)) == [1.0]


@pytest.mark.parametrize("data", [{}, {"bias": [1.0]}, {"bias": 3, "wide": {}}])
def test_other_shapes_are_refused(data: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError)):
        Network.from_data(data)


@given(st.lists(st.floats(-500, 500), min_size=1, max_size=6))
def test_softmax_makes_shares(scores: list[float]) -> None:
    shares = softmax(scores)
    assert math.isclose(sum(shares), 1.0)
    assert shares[scores.index(max(scores))] == max(shares)
