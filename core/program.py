"""A tree as straight-line code: each distinct subexpression once, in order.

This is the form that is compiled, that serves as the key of compiled code, and that
crosses to another process: a flat sequence has no depth to overflow and shares what
the tree shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.tree import Apply, Node, Number, Symbol

Instruction = tuple[str, float | str | tuple[int, ...]]
"""``("number", value)``, ``("symbol", name)`` or ``(operator, operand indices)``."""


@dataclass(frozen=True, slots=True)
class Program:
    """Instructions, each naming only earlier ones, and which of them are results."""

    instructions: tuple[Instruction, ...]
    outputs: tuple[int, ...]


def linearise(outputs: Sequence[Node]) -> Program:
    """Give every distinct subexpression of some trees its number.

    Parameters
    ----------
    outputs
        The trees whose values are wanted. Equal subexpressions, within one tree or
        between two, become one instruction.

    Returns
    -------
    Program
        Its size is at most the number of distinct nodes, whatever their sharing.
    """
    numbering: dict[Instruction, int] = {}
    visited: dict[int, int] = {}

    def number(node: Node) -> int:
        if id(node) in visited:
            return visited[id(node)]
        instruction = _instruction(node, visited)
        visited[id(node)] = numbering.setdefault(instruction, len(numbering))
        return visited[id(node)]

    for output in outputs:
        for node in _operands_first(output, visited):
            number(node)
    return Program(tuple(numbering), tuple(visited[id(output)] for output in outputs))


def trees(program: Program) -> tuple[Node, ...]:
    """Build the trees of a program again, sharing what it shares."""
    nodes: list[Node] = []
    for operator, argument in program.instructions:
        if operator == "negative_zero":
            nodes.append(Number(-0.0))
        elif isinstance(argument, tuple):
            nodes.append(Apply(operator, tuple(nodes[index] for index in argument)))
        elif isinstance(argument, str):
            nodes.append(Symbol(argument))
        else:
            nodes.append(Number(argument))
    return tuple(nodes[index] for index in program.outputs)


def _instruction(node: Node, visited: dict[int, int]) -> Instruction:
    match node:
        case Number(value):
            # -0.0 equals 0.0 as a key; a sign of zero must not be merged away.
            return ("number", value) if value or str(value)[0] != "-" else ("negative_zero", ())
        case Symbol(name):
            return ("symbol", name)
        case Apply(operator, operands):
            return (operator, tuple(visited[id(operand)] for operand in operands))


def _operands_first(root: Node, visited: dict[int, int]) -> list[Node]:
    """List the unvisited nodes below `root` so that operands precede their users."""
    order: list[Node] = []
    seen = set(visited)
    pending: list[tuple[Node, bool]] = [(root, False)]
    while pending:
        node, ready = pending.pop()
        if ready:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            pending.append((node, True))
            if isinstance(node, Apply):
                pending.extend((operand, False) for operand in reversed(node.operands))
    return order
