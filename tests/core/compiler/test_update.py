"""Rules made ready to compile: what is the same for all runs is taken out."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from core.compiler.expansion import Conditions, cells_of
from core.compiler.update import Update, prepare, prepare_start, prepare_traced
from core.expression import parse_expression
from core.optimizers import METHODS
from core.optimizers.adam import Adam
from core.optimizers.base import Optimizer
from core.optimizers.rule import Rule, rule_of
from core.program import Program, trees
from core.schedules import parse_schedule
from tests.core.slow_reading import read_expressions

BASICS = METHODS[:5]


def rule(text: str, state: tuple[str, ...] = (), letters: tuple[str, ...] = ("eta",)) -> Rule:
    """Read the lines of a rule that no method declares."""
    pairs = [line.split("=", 1) for line in text.strip().splitlines()]
    names = {"x", "g", "t", *state, *letters, *(name.strip() for name, _ in pairs)}
    assignments = tuple((name.strip(), parse_expression(value, names)) for name, value in pairs)
    return Rule(assignments, state, letters)


def symbols(program: Program) -> set[str]:
    return {argument for _, argument in program.instructions if isinstance(argument, str)}


def only_stage(update: Update) -> Program:
    (stage,) = update.stages
    return stage.program


def uniform_values(update: Update, **letters: float) -> dict[str, float]:
    values = read_expressions(update.uniform, letters)
    return dict(zip(update.names, map(float, values), strict=True))


def moved(update: Update, given: Mapping[str, float], **letters: float) -> list[float]:
    """Return the next iterate, then the state, of a rule that asks nothing."""
    values = {**given, **uniform_values(update, **letters)}
    return [float(value) for value in read_expressions(trees(only_stage(update)), values)]


AT = {"x 0": 3.0, "x 1": -2.0, "gradient 0": 1.0, "gradient 1": 4.0}


def test_a_choice_between_a_quotient_and_its_dividend_is_made_once_for_all_runs() -> None:
    chosen = prepare(rule("x = where(b, x / (1 + t), x)", letters=("b",)))
    assert "where" not in {operator for operator, _ in only_stage(chosen).instructions}
    for truth, divisor in ((1.0, 4.0), (0.0, 1.0)):
        assert moved(chosen, AT, b=truth, t=3.0) == [3.0 / divisor, -2.0 / divisor]


def test_adam_has_two_values_that_differ_from_step_to_step() -> None:
    update = prepare(rule_of(Adam()))
    varying = {update.names[place] for place in update.varying}
    early, late = (uniform_values(update, t=t, beta1=0.9, beta2=0.999, eta=0.1, epsilon=1e-7,
                                  bias_correction=1.0) for t in (1.0, 9.0))  # fmt: skip
    assert {name for name in update.names if early[name] != late[name]} == varying
    assert len(varying) == 2
    assert sorted((*update.steady, *update.varying)) == list(range(len(update.names)))


@pytest.mark.parametrize(
    "text", ["x = where(b, x / g, x)", "x = where(g < 0, x / b, x)", "x = where(b, x / t, g)"]
)
def test_other_choices_are_made_by_each_run(text: str) -> None:
    update = prepare(rule(text, letters=("b",)))
    assert "where" in {operator for operator, _ in only_stage(update).instructions}


@pytest.mark.parametrize("method", BASICS)
def test_a_run_reads_no_letter_and_no_step(method: type[Optimizer]) -> None:
    update = prepare(rule_of(method()))
    cells = {cell for name in update.state for cell in cells_of(name)}
    assert symbols(only_stage(update)) <= {*AT, *cells, *update.names}
    assert len(only_stage(update).outputs) == 2 + len(cells)


def test_what_depends_on_the_step_alone_is_computed_once_a_step() -> None:
    update = prepare(rule_of(Adam()))
    values = uniform_values(
        update, eta=0.1, beta1=0.9, beta2=0.999, epsilon=1e-7, bias_correction=1.0, t=3.0
    )
    assert 1 - 0.9**3 in values.values()
    assert 1 - 0.999**3 in values.values()
    operators = [operator for operator, _ in only_stage(update).instructions]
    assert operators.count("power") == 2  # of the gradient's two coordinates alone


def test_later_lines_use_what_earlier_ones_assigned() -> None:
    update = prepare(rule("h = g + x\nx = x - eta h\nx = 2 x"))
    assert moved(update, AT, eta=0.5) == [2 * (3.0 - 0.5 * 4.0), 2 * (-2.0 - 0.5 * 2.0)]


def test_a_state_that_is_reassigned_keeps_its_last_value() -> None:
    update = prepare(rule("v = 2 v + g\nv = v + 1\nx = x - eta v", state=("v",)))
    values = moved(update, AT | {"v 0": 10.0, "v 1": 0.0}, eta=1.0)
    assert values == [3.0 - 22.0, -2.0 - 5.0, 22.0, 5.0]


def test_a_uniform_truth_crosses_as_one_or_zero() -> None:
    update = prepare(rule("x = where(t < 3, x - g, x - eta g)"))
    assert moved(update, AT, eta=0.5, t=2.0) == [2.0, -6.0]
    assert moved(update, AT, eta=0.5, t=3.0) == [2.5, -4.0]


def test_a_result_that_is_wholly_uniform_is_allowed() -> None:
    assert moved(prepare(rule("x = eta t")), {}, eta=0.5, t=4.0) == [2.0, 2.0]


def test_a_schedule_scales_the_learning_rate_alone() -> None:
    conditions = Conditions(schedule=parse_schedule("1 - t/T"))
    update = prepare(rule("x = x - eta g", letters=("eta", "rho")), conditions)
    assert moved(update, AT, eta=2.0, rho=1.0, t=3.0, T=4.0) == [2.5, -4.0]


def test_a_step_zero_states_initial_values_and_leaves_the_iterate() -> None:
    read = rule("v = v + g\nx = x - c", state=("v", "c"))
    stated = (("c", parse_expression("2 x + eta", {"x", "eta"})),)
    update = prepare_start(Rule(read.assignments, read.state, read.letters, stated))
    assert moved(update, AT, eta=0.5) == [3.0, -2.0, 0.0, 0.0, 6.5, -3.5]


def test_a_stated_value_has_the_learning_rate_before_any_schedule() -> None:
    stated = (("c", parse_expression("eta", {"eta"})),)
    read = Rule((("x", parse_expression("c", {"c"})),), ("c",), ("eta",), stated)
    update = prepare_start(read, Conditions(schedule=parse_schedule("1/sqrt(t)")))
    assert moved(update, AT, eta=0.5) == [3.0, -2.0, 0.5, 0.5]


def test_a_traced_step_remembers_the_gradient_the_rate_and_every_line() -> None:
    update = prepare_traced(rule("v = eta g\nx = x - v\nx = x - 1"))
    assert update.state == ("gradient seen", "rate seen", "line 0", "line 1", "line 2")
    values = moved(update, AT, eta=0.5)
    assert values[:2] == [1.5, -5.0]
    assert values[2:] == [1.0, 4.0, 0.5, 0.5, 0.5, 2.0, 2.5, -4.0, 1.5, -5.0]


def test_a_long_rule_shares_its_parts() -> None:
    lines = "\n".join("v = v v + v" for _ in range(60))
    update = prepare(rule(f"{lines}\nx = x - v", state=("v",)))
    assert len(only_stage(update).instructions) < 400
    assert moved(update, AT | {"v 0": 0.0, "v 1": 0.0})[0] == 3.0
