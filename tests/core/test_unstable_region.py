"""Where in a rectangle a step is too long for the curvature."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.expression import parse_loss
from core.landscape import Surface
from core.scene import View
from core.unstable_region import unstable_region

VIEW = View(-2.0, 2.0, -2.0, 2.0)


def surface(loss: str) -> Surface:
    return Surface(parse_loss(loss), {})


def test_the_border_is_where_the_larger_eigenvalue_is_the_limit() -> None:
    region = unstable_region(surface("x^4/12 + y^2/4"), VIEW, 401, 11, limit=1.0)
    assert len(region.border) == 2
    for line in region.border:
        assert np.abs(line[:, 0]) == pytest.approx(1.0, abs=1e-4)
    assert region.share == pytest.approx(0.5, abs=0.01)
    assert len(region.rings) == 2
    assert all(math.dist(ring[0], ring[-1]) == 0 for ring in region.rings)


def test_what_divides_the_step_moves_the_border() -> None:
    divisor = np.array([4.0, 1.0])
    region = unstable_region(surface("x^4/12 + y^2/4"), VIEW, 401, 11, 0.5625, divisor)
    for line in region.border:
        assert np.abs(line[:, 0]) == pytest.approx(1.5, abs=1e-4)


def test_a_stable_island_is_a_hole() -> None:
    region = unstable_region(surface("(x^2 + y^2)^2/12"), VIEW, 81, 81, limit=1.0)
    inside = [ring for ring in region.rings if np.abs(ring).max() < 1.5]
    assert len(inside) == 1
    assert np.hypot(*inside[0].T) == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(("limit", "share"), [(1.9, 1.0), (2.1, 0.0), (math.inf, 0.0)])
def test_a_bowl_is_unstable_everywhere_or_nowhere(limit: float, share: float) -> None:
    region = unstable_region(surface("x^2 + y^2/2"), VIEW, 9, 9, limit)
    assert region.share == share
    assert not region.border
    assert bool(region.rings) == bool(share)


def test_a_limit_without_meaning_shades_nothing() -> None:
    assert not unstable_region(surface("x^2 + y^2"), VIEW, 9, 9, math.nan).rings


def test_where_the_loss_is_undefined_nothing_is_unstable() -> None:
    region = unstable_region(surface("log(x) * -1 + y^2/8"), VIEW, 201, 11, limit=1.0)
    assert min(float(ring[:, 0].min()) for ring in region.rings) >= 0
    (border,) = region.border
    assert border[:, 0] == pytest.approx(1.0, abs=1e-3)


def test_overflow_counts_as_unstable() -> None:
    region = unstable_region(surface("exp(400x) + y^2"), VIEW, 41, 3, limit=10.0)
    assert max(float(ring[:, 0].max()) for ring in region.rings) > 1.5
