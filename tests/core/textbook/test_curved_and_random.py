"""Methods that read the Hessian or draw at random, on the surfaces of their sources."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.optimizers.base import Optimizer
from core.optimizers.damped_newton import DampedNewton
from core.optimizers.eigenvector_escape import EigenvectorEscape
from core.optimizers.gd import GradientDescent
from core.optimizers.newton import Newton
from core.optimizers.perturbed_gd import PerturbedGradientDescent
from core.optimizers.random_local_search import RandomLocalSearch
from core.optimizers.random_search import RandomSearch
from core.optimizers.saddle_free_newton import SaddleFreeNewton
from core.optimizers.sam import SharpnessAware
from core.outcome import Outcome
from tests.core.textbook.running import BOWL, SADDLE, TWO_VALLEYS, path, race


def test_newton_reaches_the_minimum_of_a_quadratic_in_one_step() -> None:
    iterates = path("(x - 1)^2 + x y + 3(y + 2)^2", Newton(), (8.0, -7.0), steps=1)
    np.testing.assert_allclose(iterates[1], [24 / 11, -26 / 11], rtol=1e-14)


def test_newton_runs_to_the_saddle_that_saddle_free_newton_leaves() -> None:
    run = race(SADDLE, Newton(), SaddleFreeNewton(), start=(1.0, 0.5), steps=20)
    np.testing.assert_allclose([run.x[0, 0, 1:], run.y[0, 0, 1:]], 0, atol=1e-15)
    assert run.loss[1, 0, -1] < -1e6


def test_saddle_free_newton_is_finite_where_the_hessian_is_singular() -> None:
    iterates = path("x^2 + y", SaddleFreeNewton(damping=0.5), (1.0, 1.0), steps=3)
    np.testing.assert_allclose(np.diff(iterates[:, 1]), -2.0, rtol=1e-12)


def test_newton_ends_where_the_hessian_is_singular() -> None:
    run = race("x^2 + y", Newton(), start=(1.0, 1.0), steps=3)
    assert run.outcomes == ((Outcome.DIVERGED,),)
    assert run.last_step[0, 0] == 0


def test_damping_leads_from_newton_to_short_steps_downhill() -> None:
    start, g = (8.0, -7.0), np.array([8.0, -28.0])
    newton = path(BOWL, DampedNewton(damping=0.0), start, steps=1)[1]
    np.testing.assert_allclose(newton, 0, atol=1e-14)
    short = path(BOWL, DampedNewton(damping=1e6), start, steps=1)[1]
    np.testing.assert_allclose(short - start, -1e-6 * g, rtol=1e-5)


@pytest.mark.parametrize("method", [EigenvectorEscape(), PerturbedGradientDescent()])
def test_what_leaves_a_saddle_leaves_the_ridge_where_plain_descent_stays(
    method: Optimizer,
) -> None:
    run = race(TWO_VALLEYS, GradientDescent(), method, start=(1.0, 0.0), steps=3000)
    assert (run.y[0, 0] == 0).all()
    assert run.loss[0, 0, -1] == pytest.approx(0, abs=1e-12)
    assert run.loss[1, 0, -1] == pytest.approx(-0.25, abs=1e-2)


def test_a_nudge_is_uniform_in_the_disc_and_comes_after_each_pause() -> None:
    method = PerturbedGradientDescent(radius=2.0, pause=4.0)
    iterates = path("0 x + 0 y", method, (0.0, 0.0), steps=4000)
    nudges = np.diff(iterates, axis=0)
    moved = np.flatnonzero(nudges.any(axis=1))
    np.testing.assert_array_equal(np.diff(moved), 5)
    assert moved[0] == 0
    squared = np.sum(nudges[moved] ** 2, axis=1) / 4
    # The squared distance is uniform: its mean is 1/2 with a deviation of 1/√(12 n).
    assert squared.max() <= 1
    assert abs(squared.mean() - 0.5) < 4 / math.sqrt(12 * moved.size)
    assert np.abs(nudges[moved].mean(axis=0)).max() < 4 / math.sqrt(moved.size)


def test_sam_prefers_the_flat_minimum() -> None:
    # All of y = 0 is a minimum, of curvature 1 + 2 x² across: flattest at x = 0.
    methods = (GradientDescent(learning_rate=0.1), SharpnessAware(learning_rate=0.1, radius=0.2))
    run = race("(1/2 + x^2) y^2", *methods, start=(1.2, 0.6), steps=1000)
    plain, sam = run.x[:, 0, -1]
    assert plain > 1
    assert abs(sam) < 1e-3
    assert np.abs(run.y[:, 0, -1]).max() < 0.02


@pytest.mark.parametrize("method", [RandomLocalSearch(), RandomSearch()])
def test_the_loss_of_a_random_search_never_rises(method: Optimizer) -> None:
    run = race("(x^2+y-11)^2 + (x+y^2-7)^2", method, start=(1.0, 1.0), steps=500, seed=3)
    assert (np.diff(run.loss[0, 0]) <= 0).all()
    assert run.loss[0, 0, -1] < 1


def test_random_search_draws_evenly_around_the_start_alone() -> None:
    # Always lower than before at later steps: every draw is taken, as far as the loss allows.
    iterates = path("x", RandomSearch(radius=2.0), (10.0, 5.0), steps=4000, seed=1)
    assert iterates[:, 0].min() == pytest.approx(8, abs=0.01)
    assert np.abs(iterates - [10.0, 5.0]).max() <= 2
    assert np.diff(iterates[:, 0]).max() <= 0
