"""Cuts of a loss along a line, and where steps land on it, against exact arithmetic."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.eigen import Vector
from core.expression import parse_loss
from core.landings import STEP_SIZES, Landing, Note, landings
from core.landscape import Surface
from core.optimizers.gd import GradientDescent
from core.race import run_race
from core.scene import Entry, Scene, Start
from core.slices import Aim, Along, Slice, cut

ROSENBROCK = "(1 - x)^2 + 100(y - x^2)^2"
START = (-1.2, 1.0)


def surface(loss: str) -> Surface:
    return Surface(parse_loss(loss), {})


def cut_of(loss: str, point: Vector, aim: Aim | None = None, reach: float = 2.0) -> Slice:
    return cut(surface(loss), point, aim or Aim(), -reach, reach)


def steps_of(loss: str, point: Vector, aim: Aim | None = None) -> dict[float, Landing]:
    ground = surface(loss)
    line = cut(ground, point, aim or Aim(), -2.0, 2.0)
    return {landing.size: landing for landing in landings(ground, line)}


def exact_rosenbrock(x: mpmath.mpf, y: mpmath.mpf) -> mpmath.mpf:
    return (1 - x) ** 2 + 100 * (y - x * x) ** 2


def test_curve_slope_and_model_are_those_of_exact_arithmetic() -> None:
    line = cut_of(ROSENBROCK, START)
    ux, uy = map(mpmath.mpf, line.direction)

    def along(s: mpmath.mpf) -> mpmath.mpf:
        return exact_rosenbrock(mpmath.mpf(-1.2) + s * ux, mpmath.mpf(1.0) + s * uy)

    for place in range(0, line.positions.size, 60):
        s = mpmath.mpf(float(line.positions[place]))
        assert line.losses[place] == pytest.approx(float(along(s)), rel=1e-11)
        assert line.slopes[place] == pytest.approx(float(mpmath.diff(along, s)), rel=1e-9)
    assert line.slope == pytest.approx(float(mpmath.diff(along, 0)), rel=1e-12)
    assert line.bend == pytest.approx(float(mpmath.diff(along, 0, 2)), rel=1e-9)
    model = [float(sum(c * s**k for k, c in enumerate(mpmath.taylor(along, 0, 2))))
             for s in line.positions[::60].tolist()]  # fmt: skip
    np.testing.assert_allclose(line.model[::60], model, rtol=1e-9)


def test_downhill_lies_to_the_right_along_the_gradient() -> None:
    line = cut_of("x^2 + 3y^2", (3.0, -1.0))
    assert line.direction == pytest.approx((-1 / math.sqrt(2), 1 / math.sqrt(2)))
    assert line.slope == pytest.approx(-math.hypot(6, 6))
    assert line.positions[line.positions.size // 2] == 0
    assert line.at(math.sqrt(2)) == pytest.approx((2.0, 0.0))


def test_eigenvectors_cut_along_the_least_and_the_greatest_curvature() -> None:
    # The Hessian ((2, 2), (2, 2)) has 0 along (1, −1) and 4 along (1, 1).
    first = cut_of("(x + y)^2", (0.5, 0.25), Aim(Along.FIRST_EIGENVECTOR))
    second = cut_of("(x + y)^2", (0.5, 0.25), Aim(Along.SECOND_EIGENVECTOR))
    assert np.abs(first.direction) == pytest.approx([math.sqrt(0.5)] * 2)
    assert first.bend == pytest.approx(0, abs=1e-12)
    assert np.ptp(first.losses) == pytest.approx(0, abs=1e-12)
    assert second.bend == pytest.approx(4)
    np.testing.assert_allclose(second.model, second.losses, rtol=1e-12, atol=1e-12)


def test_a_line_to_another_point_goes_through_it() -> None:
    line = cut_of("x y", (1.0, 2.0), Aim(Along.POINT, (4.0, -2.0)))
    assert line.at(5.0) == pytest.approx((4.0, -2.0))


def test_random_directions_are_unit_vectors_reproducible_and_all_around() -> None:
    lines = [cut_of("x^2 + y^2", (1.0, 1.0), Aim(Along.RANDOM, number=k)) for k in range(40)]
    again = cut_of("x^2 + y^2", (1.0, 1.0), Aim(Along.RANDOM, number=7))
    assert again.direction == lines[7].direction
    directions = np.array([line.direction for line in lines])
    np.testing.assert_allclose(np.hypot(*directions.T), 1)
    quadrants = {(x > 0, y > 0) for x, y in directions.tolist()}
    assert len(quadrants) == 4


def test_steps_along_the_gradient_are_the_first_steps_of_a_race() -> None:
    found = steps_of(ROSENBROCK, START)
    for size in STEP_SIZES:
        entry = Entry(GradientDescent(learning_rate=size))
        scene = Scene(loss=ROSENBROCK, starts=(Start(*START),), entries=(entry,), steps=1)
        race = run_race(surface(ROSENBROCK), scene)
        landing = found[size]
        assert (landing.x, landing.y) == (race.x[0, 0, 1], race.y[0, 0, 1])
        assert landing.loss == race.loss[0, 0, 1]
        assert landing.change == landing.loss - race.loss[0, 0, 0]


def test_the_model_predicts_small_steps_and_fails_for_large_ones() -> None:
    found = steps_of(ROSENBROCK, START)
    for size in (1e-8, 1e-6):
        assert found[size].predicted == pytest.approx(found[size].change, rel=1e-4)
    assert abs(found[1e-1].predicted - found[1e-1].change) > 1e6
    # −η‖g‖² + η²/2 gᵀHg with g = (−215.6, −88) and H = ((1330, 480), (480, 200)).
    g, h = np.array([-215.6, -88.0]), np.array([[1330.0, 480.0], [480.0, 200.0]])
    assert found[1e-3].predicted == pytest.approx(-1e-3 * g @ g + 5e-7 * g @ h @ g, rel=1e-12)


@pytest.mark.parametrize("along", [Along.FIRST_EIGENVECTOR, Along.SECOND_EIGENVECTOR, Along.RANDOM])
@pytest.mark.parametrize("point", [(1.0, 0.5), (-1.0, 0.5), (-1.0, -0.5), (1.0, -0.5)])
def test_steps_of_other_directions_lead_downhill_and_are_as_long_as_they_say(
    along: Along, point: Vector
) -> None:
    for landing in steps_of("x^2 + 2y^2 + x y", point, Aim(along, number=3)).values():
        assert landing.note is not Note.STANDS
        if landing.size > 1e-6:
            assert landing.change < 0
            length = math.dist((landing.x, landing.y), point)
            assert length == pytest.approx(landing.size, rel=1e-8)


def test_steps_to_another_point_lead_there_even_uphill() -> None:
    landing = steps_of("x^2 + y^2", (1.0, 0.0), Aim(Along.POINT, (3.0, 0.0)))[1e-1]
    assert (landing.x, landing.y, landing.position) == pytest.approx((1.1, 0.0, 0.1))
    assert landing.change == pytest.approx(0.21)


def test_a_change_below_the_last_digits_of_the_loss_is_said_to_be_rounding() -> None:
    # The loss is about 1e6 and its last place 1.2e-10; the slope is 2.
    found = steps_of("x^2 + 1e6", (1.0, 0.0))
    assert found[1e-10].note is Note.ROUNDED
    assert found[1e-9].note is Note.NONE
    assert abs(found[1e-10].change - found[1e-10].predicted) > abs(found[1e-10].predicted) / 100


def test_a_step_lost_in_the_coordinates_is_said_to_stand() -> None:
    found = steps_of("1e-4 (x - 1e7)^2", (1e7 + 1, 0.0))
    assert found[1e-10].note is Note.STANDS
    assert found[1e-10].change == 0


def test_a_step_out_of_the_domain_is_told_and_leaves_a_gap() -> None:
    ground = surface("sqrt(x) + y^2 + x")
    line = cut(ground, (0.01, 0.0), Aim(), -1.0, 1.0)
    found = {landing.size: landing for landing in landings(ground, line)}
    assert found[1e-1].note is Note.UNDEFINED
    assert math.isnan(found[1e-1].loss)
    assert math.isnan(found[1e-1].change)
    assert found[1e-4].note is Note.NONE
    beyond = line.positions > 0.0101
    assert np.isnan(line.losses[beyond]).all()
    assert np.isfinite(line.losses[line.positions < 0.0099]).all()


@pytest.mark.parametrize(
    ("loss", "point", "aim", "start"),
    [
        ("x^2 + y^2", (0.0, 0.0), Aim(), "The gradient vanishes"),
        ("ln x + y", (-1.0, 0.0), Aim(Along.POINT, (-1.0, 0.0)), "The other point is the same"),
        ("x^1.5 + y^2", (-1.0, 0.0), Aim(Along.FIRST_EIGENVECTOR), "The Hessian is undefined"),
    ],
)
def test_where_there_is_no_direction_a_sentence_says_why(
    loss: str, point: Vector, aim: Aim, start: str
) -> None:
    ground = surface(loss)
    line = cut(ground, point, aim, -1.0, 1.0)
    assert line.problem.startswith(start)
    assert line.problem.endswith(".")
    assert landings(ground, line) == ()


def test_a_tiny_gradient_still_has_a_direction() -> None:
    line = cut_of("1e-200 (x + 2y)", (1.0, 1.0))
    assert line.direction == pytest.approx((-1 / math.sqrt(5), -2 / math.sqrt(5)))


@given(
    x=st.floats(-1e12, 1e12),
    y=st.floats(-1e12, 1e12),
    along=st.sampled_from(Along),
    reach=st.floats(1e-12, 1e9),
)
def test_every_cut_is_finite_or_a_gap(x: float, y: float, along: Along, reach: float) -> None:
    ground = surface("x^2 y - exp(-x) + sqrt(y)")
    line = cut(ground, (x, y), Aim(along, (y, x)), -reach, reach)
    for values in (line.losses, line.slopes, line.model):
        assert not np.isinf(values).any()
    assert bool(line.problem) == math.isnan(line.direction[0])
    if not line.problem:
        assert math.hypot(*line.direction) == pytest.approx(1)
        for landing in landings(ground, line):
            is_unknown = math.isnan(landing.loss) or math.isnan(line.loss)
            assert is_unknown == (landing.note is Note.UNDEFINED)
