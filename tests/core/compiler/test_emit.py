"""Programs as machine code, where one instruction serves several of a program's."""

from __future__ import annotations

import numpy as np
import pytest

from core.compiler.arrays import FloatArray, compile_function
from core.expression import parse_expression

NOTHING = np.empty(0)


def angles() -> FloatArray:
    """Return ordinary angles, huge and tiny ones, quarter turns, and what is none."""
    random = np.random.default_rng(3)
    sizes = random.uniform(-1, 1, 1000) * 10.0 ** random.uniform(-300, 300, 1000)
    special = [0.0, -0.0, np.inf, -np.inf, np.nan, 5e-324]
    return np.concatenate([random.uniform(-10, 10, 1000), sizes,
                           np.arange(-50, 50) * np.pi / 2, special])  # fmt: skip


@pytest.mark.parametrize("width", [1, 16])
def test_a_sine_and_a_cosine_found_together_have_the_bits_of_each_alone(width: int) -> None:
    trees = [parse_expression(f"{name}(x)", {"x"}) for name in ("sin", "cos")]
    together = compile_function(trees, ["x"], width=width)(angles(), parameters=NOTHING)
    for tree, found in zip(trees, together, strict=True):
        alone = compile_function([tree], ["x"], width=width)(angles(), parameters=NOTHING)
        assert found.tobytes() == alone.tobytes()


def test_only_sines_and_cosines_of_the_same_angle_are_found_together() -> None:
    trees = [parse_expression(text, {"x", "y"}) for text in ("sin(x) + cos(y)", "sin(y)")]
    x, y = np.array([0.5, 2.0]), np.array([1.5, -1.0])
    found = compile_function(trees, ["x", "y"])(x, y, parameters=NOTHING)
    np.testing.assert_allclose(found, [np.sin(x) + np.cos(y), np.sin(y)], rtol=1e-15)
