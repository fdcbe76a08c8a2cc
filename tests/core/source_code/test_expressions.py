"""Random expressions as Python text, read by NumPy, against the slow reading of the tree."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.expression import parse_expression
from core.program import linearise
from core.source_code.expressions import Writer
from core.source_code.helpers import NUMPY_DEFINITIONS, needed
from core.source_code.names import Identifiers
from core.source_code.numpy_code import NUMPY
from core.tree import Node
from tests.core.slow_reading import OPERATORS, read_expressions
from tests.core.strategies import trees

VALUES = {
    "x": np.array([-3.0, -1.5, -0.0, 0.0, 0.4, 1.0, 2.0, 17.0]),
    "y": np.array([2.0, -0.7, 1.0, 0.0, -2.5, 1.0, 3.0, 0.3]),
}
NAMES = {"x": "x", "y": "y"}
_ROUNDING = 1e-14


def evaluated(lines: list[str], text: str) -> npt.NDArray[Any]:
    """Return what NumPy makes of some lines and a text behind them."""
    code = "\n".join([*lines, f"result = {text}"])
    names: dict[str, Any] = dict(VALUES)
    with np.errstate(all="ignore"):
        exec(
            "\n".join(
                ["import math", "import numpy as np", *needed(code, NUMPY_DEFINITIONS), code]
            ),
            names,
        )
    return np.asarray(names["result"])


def spread(tree: Node) -> npt.NDArray[Any]:
    """Return how far the value moves if every operation is off by about `_ROUNDING`."""
    random = np.random.default_rng(3)
    exact = read_expressions([tree], VALUES)[0]
    with np.errstate(all="ignore"):
        moved = [np.abs(_nudged(tree, random) - exact) for _ in range(6)]
        return np.asarray(np.max(moved, axis=0))


def _nudged(tree: Node, random: np.random.Generator) -> npt.NDArray[Any]:
    program = linearise([tree])
    known: list[npt.NDArray[Any]] = []
    for operator, argument in program.instructions:
        if isinstance(argument, str):
            known.append(VALUES[argument])
        elif not isinstance(argument, tuple):
            known.append(np.asarray(argument))
        else:
            value = np.asarray(OPERATORS[operator](*(known[place] for place in argument)))
            if value.dtype != np.bool_:
                value = value * (1 + _ROUNDING * random.uniform(-1, 1, value.shape))
            known.append(value)
    return known[program.outputs[0]]


def assert_same_values(tree: Node, actual: npt.NDArray[Any]) -> None:
    """Compare where rounding decides nothing."""
    expected = np.broadcast_to(read_expressions([tree], VALUES)[0], VALUES["x"].shape)
    actual = np.broadcast_to(actual, expected.shape)
    room = np.broadcast_to(spread(tree), expected.shape)
    steady = np.isfinite(expected) & np.isfinite(room)
    tolerance = 1e-290 + 1e-12 * np.abs(expected) + 100 * room
    off = np.abs(actual[steady] - expected[steady]) > tolerance[steady]
    assert not off.any(), (actual[steady][off], expected[steady][off])
    unsteady = ~np.isfinite(expected) & ~np.isfinite(room)
    assert not np.isfinite(actual[unsteady]).any()


@given(trees())
@settings(max_examples=300)
def test_an_expression_keeps_its_value(tree: Node) -> None:
    assert_same_values(tree, evaluated([], Writer(NUMPY, NAMES).text(tree)))


@given(trees(depth=5), st.booleans())
@settings(max_examples=150)
def test_a_block_with_named_parts_keeps_the_value(tree: Node, share: bool) -> None:
    fresh = Identifiers().fresh
    lines, (text,) = Writer(NUMPY, NAMES).block([tree], lambda: fresh("u"), share)
    assert_same_values(tree, evaluated(lines, text))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("x - (y - 1)", "x - (y - 1)"),
        ("x - (-y)", "x + y"),
        ("x + (-2) y", "x - 2 * y"),
        ("-(x^2)", "-x**2"),
        ("(-x)^2", "(-x) ** 2"),
        ("x^(-2)", "x ** (-2)"),
        ("2^x^y", "2 ** (x**y)"),
        ("(2^x)^y", "(2**x) ** y"),
        ("x/(y/2)", "x / (y / 2)"),
        ("where(x < 0, 1, y)", "np.where(x < 0, 1.0, y)"),
        ("max(x, y, 0)", "np.maximum(np.maximum(x, y), 0.0)"),
        ("(-2)^3 x", "(-2.0) ** 3 * x"),
        ("0.1 x", "0.1 * x"),
    ],
)
def test_the_text_is_what_a_person_would_write(text: str, written: str) -> None:
    assert Writer(NUMPY, NAMES).text(parse_expression(text, ["x", "y"])) == written


@pytest.mark.parametrize(
    ("text", "value"), [("a^b", np.nan), ("1/c", np.inf), ("0 - a^2000", -np.inf)]
)
def test_numbers_behave_as_doubles(text: str, value: float) -> None:
    # Python would raise an exception, or return a complex number.
    numbers = {"a": -8.0, "b": 1 / 3, "c": 0.0}
    written = Writer(NUMPY, {name: name for name in numbers}, numbers).text(
        parse_expression(text, numbers)
    )
    with np.errstate(all="ignore"):
        result = eval(written, {"np": np, **numbers})
    assert isinstance(result, np.float64)
    np.testing.assert_equal(result, value)


def test_a_number_that_occurs_twice_stays_a_number() -> None:
    tree = parse_expression("max(x, -100) + max(y, -100)", ["x", "y"])
    fresh = Identifiers().fresh
    lines, (text,) = Writer(NUMPY, NAMES).block([tree], lambda: fresh("u"), share=True)
    assert (lines, text) == ([], "np.maximum(x, -100.0) + np.maximum(y, -100.0)")


def test_a_large_loss_is_cut_into_lines_of_a_page() -> None:
    text = " + ".join(f"exp(-((x - {k})^2 + (y + {k}/3)^2)/{k})" for k in range(1, 10))
    tree = parse_expression(text, ["x", "y"])
    fresh = Identifiers().fresh
    lines, (last,) = Writer(NUMPY, NAMES).block([tree], lambda: fresh("u"), share=False)
    assert max(map(len, [*lines, last])) <= 110
