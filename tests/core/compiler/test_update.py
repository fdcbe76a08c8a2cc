"""Rules made ready to compile: what is the same for all runs is taken out."""

from __future__ import annotations

import numpy as np
import pytest

from core.compiler.update import Update, prepare
from core.expression import parse_expression
from core.optimizers import METHODS
from core.optimizers.adam import Adam
from core.optimizers.base import Optimizer
from core.optimizers.rule import Rule, rule_of
from core.program import Program, trees
from tests.core.slow_reading import read_expressions


def rule(text: str, state: tuple[str, ...] = (), letters: tuple[str, ...] = ("eta",)) -> Rule:
    """Read the lines of a rule that no method declares."""
    pairs = [line.split("=", 1) for line in text.strip().splitlines()]
    names = {"x", "g", "t", *state, *letters, *(name.strip() for name, _ in pairs)}
    assignments = tuple((name.strip(), parse_expression(value, names)) for name, value in pairs)
    return Rule(assignments, state, letters)


def symbols(program: Program) -> set[str]:
    return {argument for _, argument in program.instructions if isinstance(argument, str)}


def uniform_values(update: Update, **letters: float) -> dict[str, float]:
    values = read_expressions(update.uniform, letters)
    return dict(zip(update.names, map(float, values), strict=True))


@pytest.mark.parametrize("method", METHODS)
def test_a_run_reads_no_letter_and_no_step(method: type[Optimizer]) -> None:
    update = prepare(rule_of(method()))
    assert symbols(update.coordinate) <= {"x", "g", *update.state, *update.names}
    assert len(update.coordinate.outputs) == 1 + len(update.state)


def test_what_depends_on_the_step_alone_is_computed_once_a_step() -> None:
    update = prepare(rule_of(Adam()))
    values = uniform_values(
        update, eta=0.1, beta1=0.9, beta2=0.999, epsilon=1e-7, bias_correction=1.0, t=3.0
    )
    assert 1 - 0.9**3 in values.values()
    assert 1 - 0.999**3 in values.values()
    operators = [operator for operator, _ in update.coordinate.instructions]
    assert operators.count("power") == 1  # of the gradient alone


def test_later_lines_use_what_earlier_ones_assigned() -> None:
    update = prepare(rule("g = g + x\nx = x - eta g\nx = 2 x"))
    (moved,) = trees(update.coordinate)
    values = {"x": 3.0, "g": 1.0} | uniform_values(update, eta=0.5)
    assert read_expressions([moved], values)[0] == 2 * (3.0 - 0.5 * 4.0)


def test_a_state_that_is_reassigned_keeps_its_last_value() -> None:
    update = prepare(rule("v = 2 v + g\nv = v + 1\nx = x - eta v", state=("v",)))
    moved, v = trees(update.coordinate)
    values = {"x": 0.0, "g": 5.0, "v": 10.0} | uniform_values(update, eta=1.0)
    assert [float(value) for value in read_expressions([moved, v], values)] == [-26.0, 26.0]


def test_a_uniform_truth_crosses_as_one_or_zero() -> None:
    update = prepare(rule("x = where(t < 3, x - g, x - eta g)"))
    (moved,) = trees(update.coordinate)
    for t, expected in ((2.0, -1.0), (3.0, -0.5)):
        values = {"x": 0.0, "g": 1.0} | uniform_values(update, eta=0.5, t=t)
        assert read_expressions([moved], values)[0] == expected


def test_a_result_that_is_wholly_uniform_is_allowed() -> None:
    update = prepare(rule("x = eta t"))
    (moved,) = trees(update.coordinate)
    assert read_expressions([moved], uniform_values(update, eta=0.5, t=4.0))[0] == 2.0


def test_a_long_rule_shares_its_parts() -> None:
    lines = "\n".join("v = v v + v" for _ in range(60))
    update = prepare(rule(f"{lines}\nx = x - v", state=("v",)))
    assert len(update.coordinate.instructions) < 200
    moved, _ = trees(update.coordinate)
    values = {"x": 1.0, "g": 0.0, "v": 0.0}
    assert np.asarray(read_expressions([moved], values)[0]) == 1.0
