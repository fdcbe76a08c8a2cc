"""Taylor models against exact polynomials, Newton's method and errors worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.curvature import Kind
from core.expression import parse_loss
from core.landscape import Surface
from core.scene import View
from core.taylor import ABRUPT, JUMP, KINK, UNDEFINED, Order, TaylorModel, taylor_model

ROSENBROCK = "(1 - x)^2 + 100(y - x^2)^2"
HIMMELBLAU = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"

small = st.floats(-20, 20)


def surface(loss: str) -> Surface:
    return Surface(parse_loss(loss), {})


def model_of(loss: str, x: float, y: float, order: Order = 2) -> TaylorModel:
    model = taylor_model(surface(loss), x, y, order)
    assert isinstance(model, TaylorModel), model
    return model


def test_the_quadratic_at_the_classic_start_of_rosenbrock() -> None:
    model = model_of(ROSENBROCK, -1.2, 1.0)
    assert model.loss == pytest.approx(24.2)
    assert model.gradient == pytest.approx((-215.6, -88))
    assert model.hessian == pytest.approx((1330, 480, 200))
    dx, dy = 0.3, -0.2
    wanted = 24.2 - 215.6 * dx - 88 * dy + 665 * dx**2 + 480 * dx * dy + 100 * dy**2
    assert model.value(-1.2 + dx, 1 + dy) == pytest.approx(wanted)
    plane = model_of(ROSENBROCK, -1.2, 1.0, 1)
    assert plane.value(-1.2 + dx, 1 + dy) == pytest.approx(24.2 - 215.6 * dx - 88 * dy)


@given(x=small, y=small, at_x=small, at_y=small)
def test_a_quadratic_loss_is_its_own_second_order_model(
    x: float, y: float, at_x: float, at_y: float
) -> None:
    loss = surface("3x^2 - 2x y + y^2/2 + 5x - y + 4")
    model = taylor_model(loss, x, y, 2)
    assert isinstance(model, TaylorModel)
    np.testing.assert_allclose(model.value(at_x, at_y), loss.loss(at_x, at_y), atol=1e-9)
    np.testing.assert_allclose(model.slope(at_x, at_y), loss.gradient(at_x, at_y), atol=1e-9)
    assert math.isinf(model.radius(loss, 50.0))


@given(x=small, y=small, turn=st.floats(0, 2 * math.pi))
def test_the_error_falls_with_the_power_that_the_order_says(
    x: float, y: float, turn: float
) -> None:
    loss = surface("sin x cos y + x y")
    along = np.array([math.cos(turn), math.sin(turn)])
    for order, bound in ((1, 2.0), (2, 4 / 3)):
        model = taylor_model(loss, x, y, 1 if order == 1 else 2)
        assert isinstance(model, TaylorModel)
        for h in (1e-1, 1e-2):
            dx, dy = h * along
            error = abs(float(model.value(x + dx, y + dy) - loss.loss(x + dx, y + dy)))
            assert error <= bound * h ** (order + 1) + 1e-11


@pytest.mark.parametrize(
    ("x", "y", "kind"),
    [
        (3.2, 1.8, Kind.MINIMUM),
        (0.1, 2.8, Kind.SADDLE),
        (-0.2, -0.9, Kind.MAXIMUM),
    ],
)
def test_newtons_step_comes_close_to_the_critical_point_nearby(
    x: float, y: float, kind: Kind
) -> None:
    loss = surface(HIMMELBLAU)
    first = model_of(HIMMELBLAU, x, y).stationary_point()
    assert first is not None
    assert first.kind is kind
    second = model_of(HIMMELBLAU, first.x, first.y).stationary_point()
    assert second is not None
    slopes = [np.hypot(*loss.gradient(*at)) for at in ((x, y), (first.x, first.y))]
    assert slopes[1] < slopes[0] / 5
    assert np.hypot(*loss.gradient(second.x, second.y)) < slopes[1] / 20


def test_the_stationary_point_is_where_the_model_has_no_slope() -> None:
    model = model_of(ROSENBROCK, -1.2, 1.0)
    end = model.stationary_point()
    assert end is not None
    # Nocedal and Wright's system for this start, solved by Cramer's rule.
    assert (end.x, end.y) == pytest.approx((-1.2 + 880 / 35600, 1 + 13552 / 35600))
    np.testing.assert_allclose(model.slope(end.x, end.y), 0, atol=1e-10)
    assert end.value == pytest.approx(float(model.value(end.x, end.y)))
    assert end.value < model.loss


@pytest.mark.parametrize("loss", ["x^2 + 3x", "x^3 + y^2", "5 + 0x", "(x + y)^2"])
def test_a_singular_hessian_has_no_single_stationary_point(loss: str) -> None:
    assert model_of(loss, 0.0, 0.0).stationary_point() is None


def test_a_plane_has_no_stationary_point() -> None:
    assert model_of(ROSENBROCK, -1.2, 1.0, 1).stationary_point() is None


def test_the_radius_of_a_plane_on_a_parabola_is_the_one_worked_out_by_hand() -> None:
    # On the circle of radius r about (1, 0) the error is r², the change at most 2r + r².
    loss = surface("x^2 + y^2")
    model = model_of("x^2 + y^2", 1.0, 0.0, 1)
    for share in (0.05, 0.2):
        wanted = 2 * share / (1 - share)
        assert model.radius(loss, 10.0, share) == pytest.approx(wanted, rel=1e-2)


def test_the_radius_of_a_quadratic_on_a_cubic_is_the_one_worked_out_by_hand() -> None:
    # About (1, 0): the error is r³ at most, the change (1 + r)³ − 1.
    loss = surface("x^3 + y^2")
    radius = model_of("x^3 + y^2", 1.0, 0.0).radius(loss, 10.0)
    assert radius**3 == pytest.approx(0.05 * ((1 + radius) ** 3 - 1), rel=2e-2)


@given(level=st.integers(-(10**6), 10**6), unit=st.floats(1e-3, 1e3), sign=st.sampled_from([-1, 1]))
def test_the_radius_does_not_depend_on_the_level_or_the_unit_of_the_loss(
    level: int, unit: float, sign: int
) -> None:
    plain = surface(ROSENBROCK)
    scaled = surface(f"{level} + {sign * unit!r}*({ROSENBROCK})")
    model = taylor_model(scaled, -1.2, 1.0, 2)
    assert isinstance(model, TaylorModel)
    wanted = model_of(ROSENBROCK, -1.2, 1.0).radius(plain, 5.0)
    assert model.radius(scaled, 5.0) == pytest.approx(wanted, rel=1e-2)


@pytest.mark.parametrize(("loss", "order"), [("x^2 + y^2", 1), ("x^4 + y^4", 2), ("|x| + y", 2)])
def test_the_radius_is_zero_where_the_model_misses_what_the_loss_does(
    loss: str, order: Order
) -> None:
    x = 1e-9 if "|" in loss else 0.0
    assert model_of(loss, x, 0.0, order).radius(surface(loss), 4.0) == 0


def test_the_radius_ends_where_the_domain_does() -> None:
    loss = surface("ln x + y")
    assert 0 < model_of("ln x + y", 0.5, 0.0).radius(loss, 100.0) < 0.5


@pytest.mark.parametrize(
    ("loss", "x", "order", "sentence"),
    [
        ("ln x + y", -1.0, 1, UNDEFINED),
        ("sqrt(x^2 + y^2)", 0.0, 2, UNDEFINED),
        ("|x| + y^2", 0.0, 1, KINK),
        ("max(x, 2x) + y^2", 0.0, 2, KINK),
        ("x |x| + y^2", 0.0, 2, ABRUPT),
    ],
)
def test_where_there_is_no_model_a_sentence_says_why(
    loss: str, x: float, order: Order, sentence: str
) -> None:
    assert taylor_model(surface(loss), x, 0.0, order) == sentence


@pytest.mark.parametrize(
    "loss", ["x^4 - 4x^3 + 6x^2 - 4x + 1 + y^2", "exp(20x) + y^2", "sin(50x) y", "x |x| + y^2"]
)
@pytest.mark.parametrize("x", [0.0, 1.0, -0.3])
def test_steep_and_flat_but_smooth_losses_have_a_plane(loss: str, x: float) -> None:
    assert isinstance(taylor_model(surface(loss), x, 0.0, 1), TaylorModel)


def test_contour_lines_of_the_model_lie_at_the_levels() -> None:
    model = model_of(HIMMELBLAU, 0.2, 2.7)
    levels = np.array([20.0, 60.0, 100.0])
    traced = model.contour_lines(View(-5, 5, -3, 5), levels)
    assert len(traced) == 3
    for level, lines in zip(levels, traced, strict=True):
        assert lines
        for line in lines:
            np.testing.assert_allclose(model.value(line[:, 0], line[:, 1]), level, atol=0.1)


def test_where_the_loss_jumps_there_is_no_model() -> None:
    for text in ("floor(x) + y^2", "where(x > 0, x^2, x^2 + 1) + y^2"):
        assert taylor_model(surface(text), 0.0, 0.0, 2) == JUMP


def test_far_from_the_origin_no_kink_is_seen_in_a_sine() -> None:
    assert model_of("sin(x) + y^2", 1e8, 0.0).gradient[1] == 0
