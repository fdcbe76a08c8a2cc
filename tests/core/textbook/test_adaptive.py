"""Methods that scale each coordinate, on the surfaces that their sources speak of."""

from __future__ import annotations

import math

import numpy as np

from core.optimizers.adadelta import Adadelta
from core.optimizers.adagrad import AdaGrad
from core.optimizers.adam import Adam
from core.optimizers.adamw import AdamW
from core.optimizers.amsgrad import AMSGrad
from core.optimizers.lion import Lion
from core.optimizers.nadam import Nadam
from core.optimizers.rmsprop import RMSprop
from tests.core.textbook.running import BOWL, lengths, path, race


def test_lion_steps_have_one_length_whatever_the_slope() -> None:
    gentle, steep = (
        path(loss, Lion(learning_rate=0.03), (1.0, 0.5)) for loss in (BOWL, f"1000({BOWL})")
    )
    np.testing.assert_allclose(np.abs(np.diff(gentle, axis=0)), 0.03, rtol=1e-12)
    np.testing.assert_allclose(gentle, steep, rtol=1e-12)


def test_steps_of_adagrad_shrink_as_one_over_the_root_of_the_step() -> None:
    iterates = path("3x + y", AdaGrad(learning_rate=0.5), (0.0, 0.0), steps=400)
    steps = -np.diff(iterates, axis=0)
    root = np.sqrt(np.arange(1.0, 401.0))
    np.testing.assert_allclose(steps, 0.5 / root[:, np.newaxis] * [1, 1], rtol=1e-6)


def test_rmsprop_does_not_run_dry_on_a_slope() -> None:
    steps = lengths(path("3x + y", RMSprop(learning_rate=0.5), (0.0, 0.0), steps=400))
    np.testing.assert_allclose(steps[200:], 0.5 * math.sqrt(2), rtol=1e-6)


def test_adadelta_does_not_care_for_the_scale_of_the_loss() -> None:
    plain, scaled = (
        path(loss, Adadelta(epsilon=1e-12), (1.0, 1.0), steps=500) for loss in (BOWL, f"50({BOWL})")
    )
    np.testing.assert_allclose(plain, scaled, rtol=1e-3, atol=1e-6)
    assert np.hypot(*plain[-1]) < np.hypot(*plain[0])


def test_the_first_step_of_adam_is_the_learning_rate_only_with_the_correction() -> None:
    with_it = path("3x + y", Adam(learning_rate=0.05), (0.0, 0.0), steps=1)
    without = path("3x + y", Adam(learning_rate=0.05, bias_correction=False), (0.0, 0.0), steps=1)
    np.testing.assert_allclose(with_it[1], [-0.05, -0.05], rtol=1e-6)
    np.testing.assert_allclose(without[1], -0.05 * 0.1 / math.sqrt(0.001), rtol=1e-5)


def test_weight_decay_of_adamw_shortens_the_iterate_where_the_loss_is_level() -> None:
    iterates = path("5", AdamW(learning_rate=0.1, weight_decay=0.2), (1.0, -2.0), steps=50)
    np.testing.assert_allclose(iterates[-1], np.array([1.0, -2.0]) * 0.98**50, rtol=1e-12)


def test_amsgrad_remembers_a_cliff_that_adam_forgets() -> None:
    # The paper's idea in the plane: one large gradient, then small ones for long.
    loss = "200 sigmoid(50(x - 1)) + x/10 + y^2/2"
    methods = (Adam(beta2=0.9), AMSGrad(beta2=0.9))
    run = race(loss, *methods, start=(1.02, 0.5), steps=300)
    late = np.abs(np.diff(run.x[:, 0, 250:], axis=1))
    assert late[0].min() > 0.04
    assert late[1].max() < 1e-5


def test_the_momentum_of_nadam_looks_ahead() -> None:
    first = path("3x + y", Nadam(learning_rate=0.05), (0.0, 0.0), steps=1)[1]
    mu = [0.9 * (1 - 0.5 * 0.96 ** (0.004 * t)) for t in (1, 2)]
    expected = mu[1] * 0.1 / (1 - mu[0] * mu[1]) + 1.0
    np.testing.assert_allclose(first, -0.05 * expected, rtol=1e-6)
    assert abs(first[0]) > 0.05
