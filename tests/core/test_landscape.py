"""Losses over arrays, their derivatives, and samples of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from core.compiler.engine import KERNELS
from core.expression import parse_loss
from core.landscape import SHARED_SAMPLES, Landscape, Surface, sample
from core.scene import View
from core.symbolic.differentiation import differentiate


def landscape(text: str, **parameters: float) -> Landscape:
    formula = parse_loss(text)
    derivatives = differentiate(formula.tree, formula.variables)
    return Landscape(Surface(formula, parameters), derivatives)


def test_loss_gradient_and_hessian_have_the_shape_of_their_points() -> None:
    bowl = landscape("3 x^2 + x y + 5 y^2")
    x, y = np.meshgrid(np.arange(4.0), np.arange(3.0))
    np.testing.assert_array_equal(bowl.loss(x, y), 3 * x**2 + x * y + 5 * y**2)
    np.testing.assert_array_equal(bowl.gradient(x, y), [6 * x + y, x + 10 * y])
    ones = np.ones((3, 4))
    np.testing.assert_array_equal(bowl.hessian(x, y), [6 * ones, ones, 10 * ones])
    assert bowl.loss(1.0, 2.0).shape == ()
    assert bowl.hessian(np.arange(4.0), 1.0).shape == (3, 4)


def test_the_loss_beside_the_gradient_has_the_bits_of_the_surface() -> None:
    hills = landscape("sin(3 x) exp(-y^2) + x^4 y")
    x, y = np.random.default_rng(2).normal(0.0, 1.0, (2, 99))
    together = hills.surface.slope_function()(x, y, parameters=hills.surface.parameter_values)
    np.testing.assert_array_equal(together[0], hills.surface.loss(x, y))


@pytest.mark.parametrize(
    "text",
    [
        "(1-x)^2 + 100(y-x^2)^2",
        "-20exp(-0.2sqrt((x^2+y^2)/2)) - exp((cos(2pi x)+cos(2pi y))/2)",
        "x^3 sin(y) + atan2(y, x) hypot(x, y) + erf(x y) + softplus(x - y)",
        "max(x^2, y) + where(x < 0, x^3 y, sin(x y)) + |x y|",
        "tanh(x)^3 + sigmoid(2 y) cbrt(x^2 + 1) + x^2 y^(-2)",
    ],
)
def test_the_race_and_the_reader_have_the_same_hessian(text: str) -> None:
    hills = landscape(text)
    x, y = np.random.default_rng(3).uniform(0.2, 2.0, (2, 200))
    bends = hills.surface.bend_function()(x, y, parameters=hills.surface.parameter_values)
    np.testing.assert_allclose(bends, hills.hessian(x, y), rtol=1e-9, atol=1e-9)


def test_parameters_are_values_and_missing_ones_are_one() -> None:
    given = landscape("a x^2 + k y", a=3.0, unused=7.0)
    assert dict(given.surface.parameters) == {"a": 3.0, "k": 1.0}
    assert given.loss(2.0, 5.0) == 17.0


def test_a_parameter_slider_compiles_nothing() -> None:
    landscape("a x^2 + sin(k y)", a=3.0).hessian(0.0, 0.0)
    kept = len(KERNELS)
    assert landscape("a x^2 + sin(k y)", a=4.0, k=2.0).hessian(0.0, 0.0).tolist() == [8.0, 0.0, 0.0]
    assert len(KERNELS) == kept


def test_other_names_of_the_variables_are_read() -> None:
    assert Surface(parse_loss("w0^2 + 3 w1"), {}).loss(2.0, 5.0) == 19.0


def test_what_is_undefined_is_nan_and_what_overflows_infinite() -> None:
    losses = Surface(parse_loss("log x + y"), {}).loss([-1.0, 0.0, 1.0], 2.0)
    np.testing.assert_array_equal(losses, [np.nan, -np.inf, 2.0])


def test_threads_may_ask_for_the_hessian_at_once() -> None:
    hills = landscape("sin(3 x y) + 0.4375 x^2")
    expected = landscape("sin(3 x y) + 0.4375 x^2").hessian(0.3, 0.7)
    with ThreadPoolExecutor(4) as pool:
        for result in pool.map(lambda _: hills.hessian(0.3, 0.7), range(8)):
            np.testing.assert_array_equal(result, expected)


def test_samples_cover_the_view_from_its_lower_left_corner() -> None:
    sampling = sample(Surface(parse_loss("x + 10 y"), {}), View(-1.0, 1.0, 2.0, 4.0), 5, 3)
    assert sampling.values.shape == (3, 5)
    np.testing.assert_array_equal(sampling.x, [-1.0, -0.5, 0.0, 0.5, 1.0])
    np.testing.assert_array_equal(sampling.y, [2.0, 3.0, 4.0])
    np.testing.assert_array_equal(sampling.values[0], 20 + sampling.x)
    np.testing.assert_array_equal(sampling.values[:, 0], 10 * sampling.y - 1)
    assert sampling.not_finite == 0


def test_samples_that_are_not_finite_are_counted_and_stay_nan() -> None:
    sampling = sample(Surface(parse_loss("1/x + sqrt(y)"), {}), View(-1.0, 1.0, -1.0, 1.0), 3, 3)
    assert np.isnan(sampling.values[0]).all()
    assert np.isnan(sampling.values[:, 1]).all()
    assert sampling.not_finite == 5
    with pytest.raises(ValueError, match="read-only"):
        sampling.values[0, 0] = 1.0


@pytest.mark.parametrize("threads", [1, 2, 3, None])
def test_the_number_of_threads_plays_no_part_in_samples(threads: int | None) -> None:
    """A grid large enough to be shared, and not a whole number of bands high."""
    surface = Surface(parse_loss("log(x) + sin(3 x y)"), {})
    columns, rows = 1000, SHARED_SAMPLES // 1000 + 5
    found = sample(surface, View(), columns, rows, threads)
    x, y = np.meshgrid(found.x, found.y)
    expected = surface.loss(x, y)
    expected[~np.isfinite(expected)] = np.nan
    np.testing.assert_array_equal(found.values, expected)
    assert found.not_finite == np.count_nonzero(np.isnan(expected)) > 0
