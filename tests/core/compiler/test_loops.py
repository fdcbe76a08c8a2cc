"""The race loop: the same bits however the runs are grouped and the steps divided."""

from __future__ import annotations

import numpy as np
import pytest

from core.adjoint import reverse_gradient
from core.compiler.arrays import CompiledFunction, FloatArray, compile_function
from core.compiler.loops import Runs
from core.compiler.oracle import Oracle
from core.compiler.step_loop import FIELDS
from core.compiler.update import prepare
from core.expression import parse_expression
from core.optimizers import METHODS
from core.optimizers.adam import Adam
from core.optimizers.base import Optimizer
from core.optimizers.facts import hyperparameters
from core.optimizers.rule import Rule, rule_of
from tests.core.slow_reading import read_expressions
from tests.core.slow_rules import Sight, follow_rule

LOSS = "(x^2 + y - a)^2 + sin(3 x) exp(-y^2)"
GRADIENT = (
    "4 x (x^2 + y - a) + 3 cos(3 x) exp(-y^2)",
    "2 (x^2 + y - a) - 2 y sin(3 x) exp(-y^2)",
)
TREES = [parse_expression(text, {"x", "y", "a"}) for text in (LOSS, *GRADIENT)]
BENDS = [reverse_gradient(TREES[1], ("x", "y"))[0], *reverse_gradient(TREES[2], ("x", "y"))]
A = 1.25
CONDITIONS = (60.0, 0.0, 7.0, 0.1, 3.0, 1e-5)
"""Values of the letters that an entry's conditions bring."""


def slope(width: int = 16) -> CompiledFunction:
    return compile_function(TREES, ["x", "y"], ["a"], width)


def oracle(width: int = 16) -> Oracle:
    return Oracle(
        slope(width),
        np.array([A]),
        compile_function(TREES[:1], ["x", "y"], ["a"], width),
        compile_function(BENDS, ["x", "y"], ["a"], width),
    )


def starts(count: int) -> FloatArray:
    return np.random.default_rng(5).uniform(-1.5, 1.5, (2, count))


def values(method: type[Optimizer]) -> list[float]:
    defaults = method()
    return [float(getattr(defaults, fact.name)) for fact in hyperparameters(method())]


def make(method: type[Optimizer], points: FloatArray, width: int = 16) -> Runs:
    update = prepare(rule_of(method()))
    return Runs(update, [*values(method), *CONDITIONS], oracle(width), *points)


def trajectories(
    method: type[Optimizer], points: FloatArray, chunks: tuple[int, ...] = (60,), width: int = 16
) -> FloatArray:
    """Return the record of shape ``(fields, runs, steps + 1)``."""
    runs = make(method, points, width)
    record = np.full((len(FIELDS), points.shape[1], 1 + sum(chunks)), np.nan)
    runs.record_start(record[:, :, 0])
    first = 1
    for steps in chunks:
        runs.advance(record[:, :, first : first + steps])
        first += steps
    return record


@pytest.mark.parametrize("method", METHODS[:5])
def test_runs_follow_the_rule_as_it_is_read_slowly(method: type[Optimizer]) -> None:
    points = starts(5)
    record = trajectories(method, points)
    rule = rule_of(method())
    letters = dict(zip(rule.letters, values(method), strict=True))

    def gradient(iterate: FloatArray) -> FloatArray:
        at = {"x": iterate[0], "y": iterate[1], "a": A}
        return np.stack(read_expressions(TREES[1:], at))

    for run in range(5):
        expected = follow_rule(rule, letters, Sight(gradient=gradient), points[:, run], 60)
        np.testing.assert_allclose(record[:2, run].T, expected, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("method", METHODS)
def test_the_recorded_loss_and_gradient_are_those_of_the_iterate(
    method: type[Optimizer],
) -> None:
    record = trajectories(method, starts(20))
    np.testing.assert_array_equal(record[2:], slope()(*record[:2], parameters=np.array([A])))
    np.testing.assert_array_equal(record[:2, :, 0], starts(20))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("count", [1, 3, 16, 17, 65, 300])
def test_bits_do_not_depend_on_the_number_of_runs(method: type[Optimizer], count: int) -> None:
    whole = trajectories(method, starts(1000))
    assert np.array_equal(
        trajectories(method, starts(1000)[:, :count]), whole[:, :count], equal_nan=True
    )


def test_bits_do_not_depend_on_the_order_of_runs() -> None:
    order = np.random.default_rng(9).permutation(1000)
    whole = trajectories(Adam, starts(1000))
    assert np.array_equal(trajectories(Adam, starts(1000)[:, order]), whole[:, order])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("chunks", [(1, 59), (7, 20, 33), (30, 30)])
def test_bits_do_not_depend_on_how_steps_are_divided(
    method: type[Optimizer], chunks: tuple[int, ...]
) -> None:
    whole = trajectories(method, starts(70))
    assert np.array_equal(trajectories(method, starts(70), chunks), whole, equal_nan=True)


@pytest.mark.parametrize("method", METHODS)
def test_scalar_code_gives_the_same_bits(method: type[Optimizer]) -> None:
    whole = trajectories(method, starts(70))
    assert np.array_equal(
        trajectories(method, starts(70), (25, 35), width=1), whole, equal_nan=True
    )


@pytest.mark.parametrize("width", [1, 16])
@pytest.mark.parametrize("is_corrected", [True, False])
def test_quotients_by_one_may_be_left_out(width: int, is_corrected: bool) -> None:
    """From step 356 on Adam divides its mean by 1, which changes no bit."""
    points, steps = starts(20), 400
    method = Adam(bias_correction=is_corrected)
    letters = [0.05, 0.9, 0.999, 1e-7, float(is_corrected)]
    runs = Runs(prepare(rule_of(method)), [*letters, *CONDITIONS], oracle(width), *points)
    record = np.empty((len(FIELDS), 20, steps))
    runs.advance(record)
    power = compile_function([parse_expression("b^t", {"b", "t"})], ["b", "t"])
    betas = np.array([[0.9], [0.999]])
    rests = 1 - power(betas, np.arange(1.0, steps + 1), parameters=np.empty(0))[0]
    assert (rests[0, 360:] == 1).all()
    place, mean, square = points, np.zeros((2, 20)), np.zeros((2, 20))
    for first, second in rests.T if is_corrected else np.ones((steps, 2)):
        gradient = slope()(*place, parameters=np.array([A]))[1:]
        mean = 0.9 * mean + (1 - 0.9) * gradient
        square = 0.999 * square + (1 - 0.999) * (gradient * gradient)
        place = place - 0.05 * (mean / first) / (np.sqrt(square / second) + 1e-7)
    assert np.array_equal(record[:2, :, -1], place)


def test_a_run_that_overflows_leaves_its_neighbours_alone() -> None:
    points = starts(20)
    alone = trajectories(Adam, points)
    points[:, 7] = 1e200
    together = trajectories(Adam, points)
    assert not np.isfinite(together[2, 7]).any()
    others = np.arange(20) != 7
    assert np.array_equal(together[:, others], alone[:, others])


def test_a_rule_may_forget_the_iterate_and_need_no_state() -> None:
    rule = Rule((("x", parse_expression("eta t", {"eta", "t"})),), (), ("eta",))
    runs = Runs(prepare(rule), [0.5, *CONDITIONS], oracle(), *starts(3))
    record = np.empty((len(FIELDS), 3, 4))
    runs.advance(record)
    np.testing.assert_array_equal(record[:2], np.broadcast_to([0.5, 1.0, 1.5, 2.0], (2, 3, 4)))


def test_a_rule_may_need_nothing_but_the_gradient() -> None:
    rule = Rule((("x", parse_expression("x - g", {"x", "g"})),), (), ("eta",))
    runs = Runs(prepare(rule), [0.5, *CONDITIONS], oracle(), *starts(3))
    record = np.empty((len(FIELDS), 3, 2))
    runs.record_start(record[:, :, 0])
    runs.advance(record[:, :, 1:])
    np.testing.assert_array_equal(record[:2, :, 1], record[:2, :, 0] - record[3:, :, 0])
