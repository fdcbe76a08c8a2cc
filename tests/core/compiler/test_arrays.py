"""Expressions over arrays, against a slow reading of the same trees."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence

import llvmlite.binding as llvm
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.compiler import engine
from core.compiler.arrays import FloatArray, compile_function
from core.compiler.engine import KERNELS, KernelCache
from core.compiler.library import Library
from core.tree import (
    ARITHMETIC,
    BOOLEANS,
    COMPARISONS,
    CONNECTIVES,
    FUNCTIONS,
    Apply,
    Node,
    Number,
    Symbol,
)
from tests.core.slow_reading import OPERATORS, read_expressions

NO_PARAMETERS = np.empty(0)
X, Y, A = Symbol("x"), Symbol("y"), Symbol("a")

EXACT = (ARITHMETIC - {"power"}) | {
    "sqrt",
    "abs",
    "sign",
    "min",
    "max",
    "relu",
    "step",
    "floor",
    "ceil",
}
ULPS = 8
"""Room for 2 ulp of ours, 4 of NumPy's vector functions, and their compositions there."""


def apply(operator: str, *operands: Node) -> Node:
    return Apply(operator, operands)


def truths(numbers: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    compared = st.builds(apply, st.sampled_from(sorted(COMPARISONS)), numbers, numbers)
    joined = st.builds(apply, st.sampled_from(["and", "or"]), compared, compared)
    return compared | joined | st.builds(apply, st.just("not"), compared)


def larger(numbers: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    one = [name for name, (least, _) in FUNCTIONS.items() if least == 1]
    two = [name for name, (least, _) in FUNCTIONS.items() if least == 2]
    return (
        st.builds(apply, st.sampled_from(["negate", *sorted(one)]), numbers)
        | st.builds(apply, st.sampled_from(sorted(ARITHMETIC - {"negate"}) + two), numbers, numbers)
        | st.builds(apply, st.just("where"), truths(numbers), numbers, numbers)
    )


LEAVES: st.SearchStrategy[Node] = st.sampled_from(
    [X, Y, A, Number(2.0), Number(0.5), Number(-3.0), Number(0.1), apply("pi"), apply("e")]
)
TREES = st.recursive(LEAVES, larger, max_leaves=12)


def subtrees(tree: Node) -> list[Apply]:
    """List the operations in a tree, each distinct one once."""
    found: dict[Apply, None] = {}
    pending = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, Apply) and node not in found:
            found[node] = None
            pending.extend(node.operands)
    return list(found)


def as_number(node: Node) -> Node:
    is_truth = isinstance(node, Apply) and node.operator in BOOLEANS
    return apply("where", node, Number(1.0), Number(0.0)) if is_truth else node


def evaluate(
    outputs: Sequence[Node], points: Mapping[str, FloatArray], a: float = 1.5, width: int = 16
) -> FloatArray:
    function = compile_function(outputs, ["x", "y"], ["a"], width)
    return function(points["x"], points["y"], parameters=np.array([a]))


def points(count: int) -> dict[str, FloatArray]:
    x, y = np.random.default_rng(7).normal(0.0, 2.0, (2, count))
    return {"x": x, "y": y}


def assert_same_bits(first: FloatArray, second: FloatArray) -> None:
    assert first.shape == second.shape
    same = (first.view(np.int64) == second.view(np.int64)) | (np.isnan(first) & np.isnan(second))
    assert same.all()


@settings(max_examples=60)
@given(TREES)
def test_each_operation_is_right_given_its_operands(tree: Node) -> None:
    operations = subtrees(tree) or [Apply("add", (tree, Number(0.0)))]
    nodes = list(dict.fromkeys(child for node in operations for child in (node, *node.operands)))
    results = evaluate([as_number(node) for node in nodes], points(40))
    values = dict(zip(nodes, results, strict=True))
    for node in operations:
        operands = [values[operand] for operand in node.operands]
        if node.operator in CONNECTIVES:
            operands = [operand.astype(bool) for operand in operands]
        with np.errstate(all="ignore"):
            expected = np.broadcast_to(OPERATORS[node.operator](*operands), (40,)).astype(
                np.float64
            )
        assert_close(values[node], expected, node.operator)


def assert_close(actual: FloatArray, expected: FloatArray, operator: str) -> None:
    exact = operator in EXACT | BOOLEANS | {"where"}
    with np.errstate(all="ignore"):
        error = np.abs(actual - expected)
        allowed = 0.0 if exact else ULPS * np.spacing(np.abs(expected))
        # Below the normal range, and beyond the largest double, ulps say little.
        near = (error <= allowed) | (actual == expected) | (np.abs(expected) < 1e-300)
        if not exact:
            near |= (np.abs(expected) > 1e300) & (actual * expected > 0)
    assert (near | (np.isnan(actual) & np.isnan(expected))).all(), operator


@settings(max_examples=15)
@given(TREES)
def test_bits_depend_on_neither_width_nor_neighbours(tree: Node) -> None:
    whole = points(1000)
    expected = evaluate([tree], whole)
    for count in (1, 3, 16, 17):
        part = {name: values[:count] for name, values in whole.items()}
        assert_same_bits(evaluate([tree], part), expected[:, :count])
    order = np.random.default_rng(3).permutation(1000)
    shuffled = {name: values[order] for name, values in whole.items()}
    assert_same_bits(evaluate([tree], shuffled), expected[:, order])
    assert_same_bits(evaluate([tree], whole, width=1), expected)


@pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="names x86 processors")
@pytest.mark.parametrize(("processor", "features"), [("x86-64", ""), ("x86-64-v2", "")])
def test_an_older_processor_computes_the_same_bits(
    processor: str, features: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("exp", "log", "sin", "cos", "tanh", "sqrt", "abs", "floor")
    trees = [apply("add", apply(name, X), apply("power", X, Y)) for name in names]
    here = evaluate(trees, points(64))
    asked: list[str] = []

    def name_of_processor() -> str:
        asked.append(processor)
        return processor

    monkeypatch.setattr(llvm, "get_host_cpu_name", name_of_processor)
    monkeypatch.setattr(llvm, "get_host_cpu_features", lambda: llvm.FeatureMap())
    monkeypatch.setattr("core.compiler.arrays.KERNELS", KernelCache())
    monkeypatch.setattr("core.compiler.emit.LIBRARY", Library())
    # What compiles is made once in a process.
    engine._code_generator.cache_clear()
    try:
        assert_same_bits(evaluate(trees, points(64)), here)
    finally:
        engine._code_generator.cache_clear()
    assert asked == [processor]


def test_products_and_sums_are_never_fused() -> None:
    x, y = points(200)["x"], points(200)["y"]
    residue = apply("subtract", apply("multiply", X, Y), A)
    function = compile_function([residue], ["x", "y", "a"])
    assert not function(x, y, x * y, parameters=NO_PARAMETERS).any()


def test_shapes_broadcast_and_may_be_empty() -> None:
    total = apply("add", X, apply("multiply", A, Y))
    function = compile_function([total, X], ["x", "y"], ["a"])
    x, y = np.arange(5.0), np.arange(3.0)[:, np.newaxis]
    values = function(x, y, parameters=np.array([10.0]))
    np.testing.assert_array_equal(values, [x + 10 * y, x + 0 * y])
    assert function(1.0, 2.0, parameters=np.array([10.0])).tolist() == [21.0, 1.0]
    assert function(np.empty((0, 4)), 1.0, parameters=np.array([10.0])).shape == (2, 0, 4)


def test_arrays_of_any_stride_and_type_are_read() -> None:
    double = compile_function([apply("add", X, X)], ["x"])
    every_third = np.arange(60.0)[::-3]
    expected = [2 * every_third]
    np.testing.assert_array_equal(double(every_third, parameters=NO_PARAMETERS), expected)
    np.testing.assert_array_equal(double([1, 2], parameters=NO_PARAMETERS), [[2.0, 4.0]])


def test_a_new_parameter_value_compiles_nothing() -> None:
    tree = apply("multiply", A, apply("exp", X))
    compile_function([tree], ["x", "y"], ["a"])
    kept = len(KERNELS)
    assert evaluate([tree], points(3), a=2.0).all()
    assert not evaluate([tree], points(3), a=0.0).any()
    assert len(KERNELS) == kept


def test_equal_content_shares_its_machine_code() -> None:
    first, second = (compile_function([apply("add", X, Number(7.5))], ["x"]) for _ in range(2))
    other = compile_function([apply("add", X, Number(8.5))], ["x"])
    assert first.address == second.address != other.address


def test_nan_takes_the_branch_of_ieee_754() -> None:
    x = np.array([np.nan, 1.0])
    trees = {name: as_number(apply(name, X, Number(1.0))) for name in sorted(COMPARISONS)} | {
        "not": as_number(apply("not", apply("less", X, Number(2.0))))
    }
    values = compile_function(list(trees.values()), ["x"])(x, parameters=NO_PARAMETERS)
    of_nan = {name for name, value in zip(trees, values[:, 0], strict=True) if value}
    assert of_nan == {"not_equal", "not"}
    of_one = {name for name, value in zip(trees, values[:, 1], strict=True) if value}
    assert of_one == {"equal", "less_equal", "greater_equal"}


def test_undefined_true_false_and_negative_zero() -> None:
    trees = [
        apply("undefined"),
        as_number(apply("true")),
        as_number(apply("false")),
        apply("divide", Number(1.0), Number(-0.0)),
        apply("log", Number(-1.0)),
    ]
    values = compile_function([*trees, X], ["x"])(0.0, parameters=NO_PARAMETERS)
    np.testing.assert_array_equal(values, [np.nan, 1.0, 0.0, -np.inf, np.nan, 0.0])


def test_a_number_is_a_truth_when_it_is_not_zero() -> None:
    chosen = compile_function([apply("where", A, X, apply("negate", X))], ["x"], ["a"])
    outcomes = [chosen(3.0, parameters=np.array([a])).item() for a in (0.0, 1.0, -0.5)]
    assert outcomes == [-3.0, 3.0, 3.0]


def test_a_shared_subexpression_is_computed_once() -> None:
    tower: Node = X
    for _ in range(200):
        tower = apply("add", tower, tower)
    values = compile_function([tower], ["x"])(1.0, parameters=NO_PARAMETERS)
    assert values.item() == 2.0**200
    assert read_expressions([tower], {"x": 1.0})[0] == 2.0**200


def test_the_machine_that_is_described_is_this_one() -> None:
    assert engine._code_generator().triple.startswith(llvm.get_default_triple().split("-")[0])
