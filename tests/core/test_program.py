from __future__ import annotations

import pickle

from hypothesis import given

from core.expression import parse_loss
from core.program import linearise, trees
from core.tree import Apply, Node, Number, Symbol
from tests.core import strategies


@given(strategies.trees(), strategies.trees())
def test_trees_come_back_from_their_program(first: Node, second: Node) -> None:
    assert trees(linearise([first, second])) == (first, second)


@given(strategies.trees())
def test_every_instruction_is_distinct_and_names_only_earlier_ones(tree: Node) -> None:
    program = linearise([tree])
    assert len(set(program.instructions)) == len(program.instructions)
    for place, (_, argument) in enumerate(program.instructions):
        operands = argument if isinstance(argument, tuple) else ()
        assert all(operand < place for operand in operands)


@given(strategies.trees())
def test_a_program_survives_the_way_to_another_process(tree: Node) -> None:
    program = linearise([tree])
    assert pickle.loads(pickle.dumps(program)) == program


def test_equal_subexpressions_are_one_instruction() -> None:
    program = linearise([parse_loss("(x + y)^2 + sin(x + y)").tree])
    assert [name for name, _ in program.instructions].count("add") == 2


def test_equal_texts_give_equal_programs_whatever_their_spaces() -> None:
    assert linearise([parse_loss("x^2+y").tree]) == linearise([parse_loss(" x² + y ").tree])


def test_the_sign_of_zero_is_kept() -> None:
    program = linearise([Number(0.0), Number(-0.0)])
    assert len(program.instructions) == 2
    positive, negative = trees(program)
    assert isinstance(positive, Number)
    assert isinstance(negative, Number)
    assert (str(positive.value), str(negative.value)) == ("0.0", "-0.0")


def test_sharing_keeps_a_doubling_tree_small() -> None:
    tree: Node = Symbol("x")
    for _ in range(200):
        tree = Apply("multiply", (tree, tree))
    program = linearise([tree])
    assert len(program.instructions) == 201
    assert len(linearise(trees(program)).instructions) == 201


def test_a_deep_tree_needs_no_deep_stack() -> None:
    tree: Node = Symbol("x")
    for _ in range(20_000):
        tree = Apply("negate", (tree,))
    assert len(linearise([tree]).instructions) == 20_001
