"""What is the same for all runs, for a row of steps."""

from __future__ import annotations

import numpy as np

from core.compiler.uniform import SMALL_TABLE, uniform_values
from core.compiler.update import Update, prepare
from core.expression import parse_expression
from core.optimizers.rule import Rule


def update() -> Update:
    text = "x - eta g / (t + 1) + (eta t) g"
    names = {"x", "eta", "g", "t"}
    return prepare(Rule((("x", parse_expression(text, names)),), (), ("eta",)))


def letters(made: Update, eta: float) -> bytes:
    values = dict.fromkeys(made.letters, 0.0) | {"eta": eta}
    return np.array(list(values.values())).tobytes()


def test_the_steady_values_come_first_and_then_those_of_each_step() -> None:
    made = update()
    table = uniform_values(made, letters(made, 0.5), 3, 4)
    assert len(made.steady) == 1
    assert table[0] == 0.5
    rows = table[1:].reshape(4, 2)
    steps = np.arange(3.0, 7.0)
    expected = {tuple(steps + 1), tuple(0.5 * steps)}
    assert {tuple(column) for column in rows.T} == expected


def test_a_small_table_is_made_once_for_the_same_letters() -> None:
    made = update()
    first = uniform_values(made, letters(made, 0.5), 1, 10)
    assert uniform_values(made, letters(made, 0.5), 1, 10) is first
    other = uniform_values(made, letters(made, 0.25), 1, 10)
    assert other[0] == 0.25


def test_a_large_table_is_not_kept() -> None:
    made = update()
    many = SMALL_TABLE // 2 + 1
    assert uniform_values(made, letters(made, 0.5), 1, many) is not uniform_values(
        made, letters(made, 0.5), 1, many
    )
