"""Convexity by rules of composition, which neither kinks nor singular Hessians disturb."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

import numpy as np

from core.compiler.intervals import IntervalFunction, compile_intervals
from core.critical_points.bends import (
    AFFINE,
    CONCAVE,
    CONVEX,
    UNKNOWN,
    Bend,
    Outer,
    Range,
    both,
    exponential,
    function_of_one,
    negated,
    power,
)
from core.expression import Formula
from core.landscape import Surface
from core.scene import View
from core.tree import BOOLEANS, Apply, Node, Number, Symbol


def is_convex_by_composition(surface: Surface, view: View) -> bool:
    """Tell whether a loss is convex over a view by what it is composed of.

    Sums and maxima of convex parts are convex, and so is a convex function that grows of
    a convex one; that it grows may depend on the range of its argument, which interval
    arithmetic bounds. The answer no means nothing.

    Parameters
    ----------
    surface
        The loss.
    view
        The rectangle, edges included.

    References
    ----------
    M. Grant, S. Boyd and Y. Ye, "Disciplined Convex Programming", in "Global
    Optimization: From Theory to Implementation", 2006.

    S. Boyd and L. Vandenberghe, "Convex Optimization", 2004, sections 3.1.5 and 3.2.
    """
    formula = surface.formula
    lower = np.array([[view.x_min], [view.y_min]])
    upper = np.array([[view.x_max], [view.y_max]])
    bounds = _range_function(formula)(lower, upper, surface.parameter_values)
    ranges = zip(bounds.lower[:, 0].tolist(), bounds.upper[:, 0].tolist(), strict=True)
    parts = dict(zip(_parts(formula.tree), ranges, strict=True))
    return _Composition(formula.variables, parts).bend(formula.tree).is_convex


@lru_cache(maxsize=32)
def _range_function(formula: Formula) -> IntervalFunction:
    parts = tuple(_parts(formula.tree))
    return compile_intervals(parts, formula.variables, formula.parameters)


def _parts(tree: Node) -> Mapping[Node, None]:
    """Return the distinct parts of a tree that are numbers, not truths."""
    return dict.fromkeys(_walk(tree))


def _walk(node: Node) -> Iterator[Node]:
    if not (isinstance(node, Apply) and node.operator in BOOLEANS):
        yield node
        for operand in node.operands if isinstance(node, Apply) else ():
            yield from _walk(operand)


class _Composition:
    """The bends of a loss's parts over one view.

    Parameters
    ----------
    variables
        All other symbols are constants.
    ranges
        Bounds on the values of each part.
    """

    def __init__(self, variables: tuple[str, str], ranges: Mapping[Node, Range]) -> None:
        self._variables = variables
        self._ranges = ranges
        self._bends: dict[Node, Bend] = {}

    def bend(self, node: Node) -> Bend:
        """Return what is proved of a part."""
        if node not in self._bends:
            self._bends[node] = self._found(node)
        return self._bends[node]

    def _found(self, node: Node) -> Bend:
        if self._is_constant(node):
            return AFFINE if all(map(math.isfinite, self._ranges[node])) else UNKNOWN
        match node:
            case Symbol():
                return AFFINE
            case Apply("max", operands) if all(self.bend(each).is_convex for each in operands):
                return CONVEX
            case Apply("min", operands) if all(self.bend(each).is_concave for each in operands):
                return CONCAVE
            case Apply("hypot", operands) if all(self.bend(each) == AFFINE for each in operands):
                return CONVEX
            case Apply("sqrt", (inside,)) if self._is_sum(inside, self._is_square):
                return CONVEX
            case Apply("log", (inside,)) if self._is_sum(inside, self._is_exponential):
                return CONVEX
            case Apply("negate", (inside,)):
                return negated(self.bend(inside))
            case Apply(operator, (inside,)):
                return self._through(function_of_one(operator, self._ranges[inside]), inside)
            case Apply(operator, (first, second)):
                return self._of_two(operator, first, second)
        return UNKNOWN

    def _of_two(self, operator: str, first: Node, second: Node) -> Bend:
        match operator:
            case "add":
                return both(self.bend(first), self.bend(second))
            case "subtract":
                return both(self.bend(first), negated(self.bend(second)))
            case "multiply" if first == second:
                return self._through(power(self._ranges[first], (2.0, 2.0)), first)
            case "multiply" if self._is_constant(first):
                return self._scaled(self.bend(second), first)
            case "multiply" | "divide" if self._is_constant(second):
                return self._scaled(self.bend(first), second)
            case "divide" if self._is_constant(first):
                inverse = power(self._ranges[second], (-1.0, -1.0))
                return self._scaled(self._through(inverse, second), first)
            case "power" if self._is_constant(second):
                return self._through(power(self._ranges[first], self._ranges[second]), first)
            case "power" if self._is_constant(first):
                return self._through(exponential(self._ranges[first]), second)
        return UNKNOWN

    def _through(self, outer: Outer, inside: Node) -> Bend:
        """Return the bend of a function of a part."""
        bend = self.bend(inside)
        if bend == AFFINE:
            return outer.bend
        turned = negated(bend) if outer.falls else bend if outer.grows else UNKNOWN
        return Bend(
            outer.bend.is_convex and turned.is_convex, outer.bend.is_concave and turned.is_concave
        )

    def _scaled(self, bend: Bend, factor: Node) -> Bend:
        """Return the bend of a part times a constant, or over it."""
        lower, upper = self._ranges[factor]
        if 0 < lower <= upper < math.inf:
            return bend
        return negated(bend) if -math.inf < lower <= upper < 0 else UNKNOWN

    def _is_sum(self, node: Node, is_term: Callable[[Node], bool]) -> bool:
        """Tell whether a part is a sum of such terms and of constants, none negative."""
        match node:
            case Apply("add", (first, second)):
                return self._is_sum(first, is_term) and self._is_sum(second, is_term)
            case Apply("multiply", (first, second)) if self._is_constant(first):
                return self._is_positive(first) and self._is_sum(second, is_term)
            case Apply("multiply" | "divide", (first, second)) if self._is_constant(second):
                return self._is_positive(second) and self._is_sum(first, is_term)
        return is_term(node) or (self._is_constant(node) and self._is_positive(node))

    def _is_square(self, node: Node) -> bool:
        match node:
            case Apply("power", (base, Number(2.0))):
                return self.bend(base) == AFFINE
            case Apply("multiply", (first, second)):
                return first == second and self.bend(first) == AFFINE
        return False

    def _is_exponential(self, node: Node) -> bool:
        match node:
            case Apply("exp", (exponent,)):
                return self.bend(exponent).is_convex
        return False

    def _is_positive(self, constant: Node) -> bool:
        lower, upper = self._ranges[constant]
        return 0 < lower <= upper < math.inf

    def _is_constant(self, node: Node) -> bool:
        match node:
            case Symbol(name):
                return name not in self._variables
            case Apply(_, operands):
                return all(map(self._is_constant, operands))
        return True
