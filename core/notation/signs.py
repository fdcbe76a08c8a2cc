"""Signs as a person writes them: ``a + (-2)b`` becomes ``a - 2b``, and ``1a`` just ``a``."""

from __future__ import annotations

from core.program import linearise
from core.tree import Apply, Node, Number, Symbol


def tidy_signs(tree: Node) -> Node:
    """Move every minus out of products and quotients, and merge it with its neighbour.

    Factors of one go as well. The value stays the same to the last bit, since a change
    of sign is exact. Sharing
    is kept, spans are not.
    """
    program = linearise([tree])
    nodes: list[Node] = []
    for operator, argument in program.instructions:
        if isinstance(argument, tuple):
            nodes.append(_tidy(operator, tuple(nodes[index] for index in argument)))
        elif isinstance(argument, str):
            nodes.append(Symbol(argument))
        else:
            nodes.append(Number(argument))
    return nodes[program.outputs[0]]


def _tidy(operator: str, operands: tuple[Node, ...]) -> Node:
    match operator, operands:
        case "negative_zero", _:
            return Number(-0.0)
        case "negate", (operand,):
            return _negated(operand)
        case (("add" | "subtract"), (left, right)):
            size, is_negative = _split(right)
            if not is_negative:
                return Apply(operator, operands)
            return Apply("subtract" if operator == "add" else "add", (left, size))
        case (("multiply" | "divide"), (left, right)):
            return _product(operator, left, right)
    return Apply(operator, operands)


def _product(operator: str, left: Node, right: Node) -> Node:
    (one, one_negative), (other, other_negative) = _split(left), _split(right)
    product: Node = Apply(operator, (one, other))
    if operator == "multiply" and Number(1.0) in (one, other):
        product = other if one == Number(1.0) else one
    return product if one_negative == other_negative else _negated(product)


def _split(node: Node) -> tuple[Node, bool]:
    """Return the part behind the minus, and whether there is one."""
    match node:
        case Apply("negate", (operand,)):
            return operand, True
        case Number(value) if value < 0:
            return Number(-value), True
    return node, False


def _negated(node: Node) -> Node:
    size, is_negative = _split(node)
    if is_negative:
        return size
    return Number(-node.value) if isinstance(node, Number) else Apply("negate", (node,))
