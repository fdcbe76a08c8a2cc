"""An update rule made ready to compile: one value for each thing that changes."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from core.optimizers.rule import ITERATE, Rule
from core.program import Instruction, Program, linearise
from core.tree import BOOLEANS, Apply, Node, Number, Symbol

GRADIENT = "g"
STEP = "t"


class _Reach(enum.IntEnum):
    """Over what the value of an expression may differ."""

    NOWHERE = 0
    UNIFORM = 1
    RUN = 2


@dataclass(frozen=True, slots=True)
class Update:
    """What one step computes, apart by how often it must be computed.

    What depends on nothing but the step and the hyperparameters is *uniform*: it is
    the same for all runs and both coordinates, so it is computed once a step.
    """

    letters: tuple[str, ...]
    """The hyperparameters."""
    state: tuple[str, ...]
    """What a run remembers of each coordinate, zero at first."""
    uniform: tuple[Node, ...]
    """Values in the step and the letters."""
    names: tuple[str, ...]
    """The symbols that stand for the uniform values in `coordinate`."""
    coordinate: Program
    """The next iterate and the next state, in the iterate, the gradient, the state
    and `names`."""


def prepare(rule: Rule) -> Update:
    """Turn a rule's lines into single expressions and take the uniform ones out."""
    defined: dict[str, Node] = {}
    for name, value in rule.assignments:
        defined[name] = _substitute(value, defined)
    outputs = [defined[name] for name in (ITERATE, *rule.state)]
    per_run, uniform = _separate(outputs, {STEP, *rule.letters})
    return Update(
        letters=rule.letters,
        state=rule.state,
        uniform=tuple(uniform.values()),
        names=tuple(uniform),
        coordinate=linearise(per_run),
    )


def _substitute(tree: Node, defined: Mapping[str, Node]) -> Node:
    """Replace names by what they were defined to be, keeping what is shared shared."""
    program = linearise([tree])
    nodes: list[Node] = []
    for instruction in program.instructions:
        node = _node(instruction, nodes)
        nodes.append(defined.get(node.name, node) if isinstance(node, Symbol) else node)
    return nodes[program.outputs[0]]


def _separate(
    outputs: Sequence[Node], given: Collection[str]
) -> tuple[list[Node], dict[str, Node]]:
    """Replace the largest uniform subexpressions by symbols of their own.

    Parameters
    ----------
    outputs
        Expressions in what is given and in what differs from run to run.
    given
        Names whose values are uniform.

    Returns
    -------
    tuple
        The outputs with the symbols in them, and each symbol's expression.
    """
    program = linearise(outputs)
    reaches = _reaches(program, given)
    uniform: dict[str, Node] = {}
    nodes: list[Node] = []

    def seen_from_a_run(index: int) -> Node:
        if reaches[index] is not _Reach.UNIFORM:
            return nodes[index]
        symbol = Symbol(f"uniform {index}")
        uniform[symbol.name] = _as_number(nodes[index])
        return symbol

    for instruction, reach in zip(program.instructions, reaches, strict=True):
        node = _node(instruction, nodes)
        if reach is _Reach.RUN and isinstance(node, Apply):
            operands = tuple(seen_from_a_run(index) for index in _operands(instruction))
            node = Apply(node.operator, operands)
        nodes.append(node)
    return [seen_from_a_run(index) for index in program.outputs], uniform


def _reaches(program: Program, given: Collection[str]) -> list[_Reach]:
    """Say of each instruction over what its value may differ."""
    reaches: list[_Reach] = []
    for instruction in program.instructions:
        name = instruction[1]
        if isinstance(name, str):
            reaches.append(_Reach.UNIFORM if name in given else _Reach.RUN)
        else:
            below = (reaches[index] for index in _operands(instruction))
            reaches.append(max(below, default=_Reach.NOWHERE))
    return reaches


def _node(instruction: Instruction, nodes: Sequence[Node]) -> Node:
    operator, argument = instruction
    if isinstance(argument, str):
        return Symbol(argument)
    if isinstance(argument, tuple):
        return Apply(operator, tuple(nodes[index] for index in argument))
    return Number(argument)


def _operands(instruction: Instruction) -> tuple[int, ...]:
    return instruction[1] if isinstance(instruction[1], tuple) else ()


def _as_number(node: Node) -> Node:
    """Write a truth as 1 or 0, which `where` reads as a truth again."""
    if isinstance(node, Apply) and node.operator in BOOLEANS:
        return Apply("where", (node, Number(1.0), Number(0.0)))
    return node
