"""The oracle itself: the published generator, and rules followed by hand."""

from __future__ import annotations

import numpy as np
import pytest

from core.expression import parse_expression
from core.optimizers.rule import parse_rule
from core.scene import Noise, NumericalGradient
from tests.core.slow_randomness import Vector, normal, threefry, uniform
from tests.core.slow_reading import by_numpy
from tests.core.slow_rules import Sight, follow_rule

ONES = 2**64 - 1


@pytest.mark.parametrize(
    ("counter", "key", "words"),
    [
        ((0, 0), (0, 0), (0xC2B6E3A8C2C69865, 0x6F81ED42F350084D)),
        ((ONES, ONES), (ONES, ONES), (0xE02CB7C4D95D277A, 0xD06633D0893B8B68)),
        (
            (0x243F6A8885A308D3, 0x13198A2E03707344),
            (0xA4093822299F31D0, 0x082EFA98EC4E6C89),
            (0x263C7D30BB0F0AF1, 0x56BE8361D3311526),
        ),
    ],
)
def test_the_generator_gives_the_answers_of_random123(
    counter: tuple[int, int], key: tuple[int, int], words: tuple[int, int]
) -> None:
    assert threefry(counter, key) == words


def bowl(point: Vector) -> Vector:
    """Return the gradient of x² + 3y²."""
    return point * (2.0, 6.0)


SIGHT = Sight(
    gradient=bowl,
    loss=lambda p: p[0] ** 2 + 3 * p[1] ** 2,
    hessian=lambda _: [[2.0, 0.0], [0.0, 6.0]],
)


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ("x = x - eta g", [(1, 1), (0, -2), (0, 4)]),
        ("v = v - eta g\nx = x + v", [(1, 1), (0, -2), (-1, 1)]),
        ("x = x + k\nk(0) = 1\nk = 2 k", [(1, 1), (2, 2), (4, 4)]),
        ("x = x - hess(x) (eta g)", [(1, 1), (-1, -17), (1, 289)]),
        ("x = where(loss(x) > 3, x/2, x + t)", [(1, 1), (0.5, 0.5), (2.5, 2.5)]),
        ("x = x - eigenvalue1(x) eigenvector2(x)", [(1, 1), (1, -1), (1, -3)]),
        ("x = eigenvalue2(x) eigenvector1(x) + dot(x, g)", [(1, 1), (14, 8), (782, 776)]),
    ],
)
def test_rules_followed_by_hand(rule: str, path: list[tuple[float, float]]) -> None:
    read = parse_rule(rule, ("eta",))
    found = follow_rule(read, {"eta": 0.5}, SIGHT, path[0], 2)
    np.testing.assert_array_equal(found, path)


def test_a_schedule_scales_the_learning_rate_alone() -> None:
    rule = parse_rule("x = x - eta rho", ("eta", "rho"))
    schedule = parse_expression("(T - t)/T", ("t", "T"))
    sight = Sight(gradient=bowl, schedule=schedule, last_step=4)
    found = follow_rule(rule, {"eta": 1.0, "rho": 4.0}, sight, (10, 10), 3)
    assert found[:, 0].tolist() == [10, 7, 5, 4]


@pytest.mark.parametrize(("kind", "quotient"), [("forward", (2.5, 7.5)), ("central", (2.0, 6.0))])
def test_difference_quotients(kind: str, quotient: tuple[float, float]) -> None:
    method = NumericalGradient("forward" if kind == "forward" else "central", 0.5)
    sight = Sight(gradient=bowl, loss=SIGHT.loss, numerical_gradient=method)
    found = follow_rule(parse_rule("x = g", ()), {}, sight, (1, 1), 1)
    assert found[1].tolist() == list(quotient)


def test_noise_comes_from_draw_0_and_the_rules_own_numbers_from_1_on() -> None:
    noise_seen = Noise("gaussian", 2.0)
    sight = Sight(gradient=lambda _: np.zeros(2), noise=noise_seen, seed=7, run=3)
    rule = parse_rule("a = normal()\nx = g - a*uniform()", ())
    noise, own = (normal(7, draw, 1, 3, by_numpy) for draw in (0, 1))
    expected = 2.0 * noise - own * uniform(7, 2, 1, 3)
    np.testing.assert_array_equal(follow_rule(rule, {}, sight, (0, 0), 1)[1], expected)
