"""The gradient of a loss by reverse accumulation, as the race computes it.

One pass from the result back to the variables multiplies each operation's partial
derivatives onto what reached it (S. Linnainmaa, "Taylor expansion of the accumulated
rounding error", BIT 16, 1976). The gradient costs a few times the loss whatever its
size, shares the loss's subexpressions, and rounds as automatic differentiation does
elsewhere, so that even a method that magnifies each rounding, such as RMSprop circling
a minimum, follows the same trajectory. The gradient that a reader sees is the same
function, arranged to be read.
"""

from __future__ import annotations

from typing import TypeVar

from core.partials import ONE, ZERO, apply, partials, times
from core.program import Program, linearise, trees
from core.tree import Apply, Node, Symbol

Key = TypeVar("Key", int, str)
Gradient = tuple[Node, Node]

SELECTIONS = frozenset({"where", "min", "max", "relu"})
"""Operators that pass one of several values through, and its derivative with it."""


def reverse_gradient(tree: Node, variables: tuple[str, str]) -> Gradient:
    """Differentiate a loss with respect to its two variables.

    At a kink or a jump the derivative is that of one side.

    Parameters
    ----------
    tree
        The loss.
    variables
        The names of its variables; every other symbol is held constant.
    """
    return _Pass(tree, variables).result


class _Pass:
    """One loss being differentiated; each part that selections choose between, once."""

    def __init__(self, tree: Node, variables: tuple[str, str]) -> None:
        program = linearise([tree])
        count = len(program.instructions)
        self._instructions = program.instructions
        self._nodes = trees(Program(program.instructions, tuple(range(count))))
        self._variables = variables
        self._varies: list[bool] = []
        for node, operands in zip(self._nodes, map(self._operands, range(count)), strict=True):
            is_variable = isinstance(node, Symbol) and node.name in variables
            self._varies.append(is_variable or any(self._varies[place] for place in operands))
        self._known: dict[int, Gradient] = {}
        self.result = self._gradient(program.outputs[0])

    def _operands(self, place: int) -> tuple[int, ...]:
        argument = self._instructions[place][1]
        return argument if isinstance(argument, tuple) else ()

    def _gradient(self, root: int) -> Gradient:
        """Return the partial derivatives of the part of the loss that ends at `root`."""
        if root not in self._known:
            self._known[root] = self._accumulated(root)
        return self._known[root]

    def _accumulated(self, root: int) -> Gradient:
        adjoints: dict[int, Node] = {root: ONE}
        slopes: dict[str, Node] = {}
        for place in range(root, -1, -1):
            above, node = adjoints.get(place), self._nodes[place]
            if above is None or not self._varies[place]:
                continue
            if isinstance(node, Symbol):
                _add(slopes, node.name, above)
            elif isinstance(node, Apply) and node.operator in SELECTIONS:
                for name, slope in zip(self._variables, self._selection(place), strict=True):
                    if slope != ZERO:
                        _add(slopes, name, times(above, slope))
            elif isinstance(node, Apply):
                shares = partials(node, above)
                for operand, share in zip(self._operands(place), shares, strict=True):
                    _add(adjoints, operand, share)
        first, second = (slopes.get(name, ZERO) for name in self._variables)
        return first, second

    def _selection(self, place: int) -> Gradient:
        """Return the derivatives of the value that is selected.

        Multiplying each branch by 0 or 1 instead would make NaN of a branch that is
        not selected and infinitely steep.
        """
        operator = self._instructions[place][0]
        operands = self._operands(place)
        if operator == "where":
            truth, yes, no = operands
            return _chosen(self._nodes[truth], self._gradient(yes), self._gradient(no))
        if operator == "relu":
            positive = apply("greater", self._nodes[operands[0]], ZERO)
            return _chosen(positive, self._gradient(operands[0]), (ZERO, ZERO))
        return self._extreme(operator, operands)

    def _extreme(self, operator: str, operands: tuple[int, ...]) -> Gradient:
        relation = "less_equal" if operator == "min" else "greater_equal"
        value, gradient = self._nodes[operands[0]], self._gradient(operands[0])
        for place in operands[1:]:
            is_kept = apply(relation, value, self._nodes[place])
            gradient = _chosen(is_kept, gradient, self._gradient(place))
            value = apply(operator, value, self._nodes[place])
        return gradient


def _chosen(truth: Node, yes: Gradient, no: Gradient) -> Gradient:
    first, second = (
        ZERO if a == ZERO and b == ZERO else apply("where", truth, a, b)
        for a, b in zip(yes, no, strict=True)
    )
    return first, second


def _add(sums: dict[Key, Node], key: Key, share: Node) -> None:
    sums[key] = apply("add", sums[key], share) if key in sums else share
