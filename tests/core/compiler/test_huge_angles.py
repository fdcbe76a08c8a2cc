from __future__ import annotations

import math

import numpy as np
import pytest

from core.compiler.huge_angles import SMALLEST_HUGE_ANGLE
from tests.core.compiler.harness import compiled
from tests.core.compiler.reference import LARGEST, errors

FUNCTIONS = ("sin", "cos", "tan")

NEAREST_TO_A_QUARTER_TURN = 6381956970095103 * 2.0**797
"""Of all doubles, the one nearest to a multiple of π/2 (Muller, chapter 11)."""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_hardest_angles_are_reduced_exactly(name: str) -> None:
    edge = SMALLEST_HUGE_ANGLE
    beside = np.array([np.nextafter(edge, 0.0), edge, np.nextafter(edge, math.inf)])
    large = [NEAREST_TO_A_QUARTER_TURN, LARGEST, 1e22, 2.0**1023, 5e15, 1.6471e6]
    angles = np.resize(np.concatenate([beside, large]), 16)
    assert max(errors(name, compiled(name)(angles), (angles,))) < 1.25


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("place", range(16))
def test_one_huge_lane_leaves_the_others_alone(name: str, place: int) -> None:
    small = np.linspace(-4.0, 4.0, 16)
    mixed = small.copy()
    mixed[place] = 1e300
    function = compiled(name)
    expected, got = function(small), function(mixed)
    others = np.arange(16) != place
    assert np.array_equal(got[others], expected[others])
    assert got[place] == function(np.full(16, 1e300))[place]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_an_infinite_angle_is_no_number_beside_a_huge_one(name: str) -> None:
    angles = np.resize([math.inf, 1e300, -math.inf, math.nan], 16)
    assert np.array_equal(
        np.isnan(compiled(name)(angles)), np.resize([True, False, True, True], 16)
    )
