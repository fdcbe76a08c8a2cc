"""SymPy functions of our own, each with a stable form and an almost-everywhere derivative.

SymPy's classes for the same functions evaluate eagerly, answer second derivatives with
Dirac's delta, and choose forms that overflow; these do nothing but carry a derivative.
"""

from __future__ import annotations

from typing import Any, ClassVar

import sympy

from core.tree import BOOLEANS

Expression = Any
"""A SymPy expression; SymPy's own types say too little to be of help."""


class Elementary(sympy.Function):  # type: ignore[misc]
    """A real function that stands for one operator of `core.tree`."""

    operator: ClassVar[str]
    kinked: ClassVar[bool] = False
    """Whether the derivative fails to exist somewhere, and is taken beside the place."""

    def fdiff(self, argindex: int = 1) -> Expression:
        """Return the partial derivative by one argument, counted from 1."""
        return self._partial(argindex)

    def _partial(self, argument: int) -> Expression:
        raise NotImplementedError(f"{type(self).__name__} differentiates itself otherwise")

    def _eval_is_real(self) -> bool:
        return True


class Condition(Elementary):
    """A truth, known by its operator and left unevaluated."""


class Where(Elementary):
    """One of two branches, chosen by a condition."""

    operator = "where"
    kinked = True

    def _eval_derivative(self, variable: Expression) -> Expression:
        condition, chosen, other = self.args
        return _branches(condition, _slope(chosen, variable), _slope(other, variable))


class Minimum(Elementary):
    """The lesser of two values; where they are equal the first counts."""

    operator = "min"
    kinked = True

    def _eval_derivative(self, variable: Expression) -> Expression:
        first, second = self.args
        return _branches(LESS(second, first), second.diff(variable), first.diff(variable))


class Maximum(Elementary):
    """The greater of two values; where they are equal the first counts."""

    operator = "max"
    kinked = True

    def _eval_derivative(self, variable: Expression) -> Expression:
        first, second = self.args
        return _branches(LESS(first, second), second.diff(variable), first.diff(variable))


class Relu(Elementary):
    """The positive part, with slope 0 at its kink."""

    operator = "relu"
    kinked = True

    def _eval_derivative(self, variable: Expression) -> Expression:
        slope = self.args[0].diff(variable)
        return _branches(LESS(sympy.S.Zero, self.args[0]), slope, sympy.S.Zero)


class Absolute(Elementary):
    """The absolute value; an even power of it has no kink."""

    operator = "abs"
    kinked = True

    def _eval_power(self, exponent: Expression) -> Expression:
        return self.args[0] ** exponent if _is_even(exponent) else None

    def _partial(self, argument: int) -> Expression:
        return Sign(self.args[0])


class Sign(Elementary):
    """The sign; its even powers are 1 almost everywhere."""

    operator = "sign"
    kinked = True

    def _eval_power(self, exponent: Expression) -> Expression:
        if not exponent.is_Integer:
            return None
        return sympy.S.One if _is_even(exponent) else self

    def _partial(self, argument: int) -> Expression:
        return sympy.S.Zero


class Staircase(Elementary):
    """A function that is constant between its jumps."""

    kinked = True

    def _partial(self, argument: int) -> Expression:
        return sympy.S.Zero


class Floor(Staircase):
    """The greatest whole number that is not above the argument."""

    operator = "floor"


class Ceil(Staircase):
    """The least whole number that is not below the argument."""

    operator = "ceil"


class Step(Staircase):
    """1 from 0 on and 0 before."""

    operator = "step"


class Sigmoid(Elementary):
    """1/(1 + exp(−u)); its slope as a product has no cancellation and no overflow."""

    operator = "sigmoid"

    def _partial(self, argument: int) -> Expression:
        return Sigmoid(self.args[0]) * Sigmoid(-self.args[0])


class Softplus(Elementary):
    """ln(1 + exp(u)), whose slope is the sigmoid."""

    operator = "softplus"

    def _partial(self, argument: int) -> Expression:
        return Sigmoid(self.args[0])


class Tanh(Elementary):
    """The hyperbolic tangent; 1 − tanh² would cancel on its plateaus."""

    operator = "tanh"

    def _partial(self, argument: int) -> Expression:
        return SquaredSecant(self.args[0])


class SquaredSecant(Elementary):
    """1/cosh(u)² as a unit, so that its slope is a product that can't overflow."""

    def _partial(self, argument: int) -> Expression:
        return -2 * Tanh(self.args[0]) * SquaredSecant(self.args[0])

    def lowered(self) -> Expression:
        """Return the same in terms of functions that the tree knows."""
        return sympy.cosh(self.args[0]) ** -2


class Cbrt(Elementary):
    """The real cube root, of negative numbers too."""

    operator = "cbrt"

    def _partial(self, argument: int) -> Expression:
        return 1 / (3 * Cbrt(self.args[0]) ** 2)


class Log2(Elementary):
    """The logarithm to base 2."""

    operator = "log2"

    def _partial(self, argument: int) -> Expression:
        return 1 / (self.args[0] * sympy.log(2))


class Log10(Elementary):
    """The logarithm to base 10."""

    operator = "log10"

    def _partial(self, argument: int) -> Expression:
        return 1 / (self.args[0] * sympy.log(10))


class Hypot(Elementary):
    """The length of (u, v), without overflow on the way."""

    operator = "hypot"

    def _partial(self, argument: int) -> Expression:
        return self.args[argument - 1] / self


class Atan2(Elementary):
    """The angle of the point (v, u); it jumps on the negative half of the axis."""

    operator = "atan2"
    kinked = True

    def _partial(self, argument: int) -> Expression:
        upright, along = self.args
        return (along if argument == 1 else -upright) / (upright**2 + along**2)


CONDITIONS: dict[str, type[Condition]] = {
    name: type(name, (Condition,), {"operator": name}) for name in sorted(BOOLEANS)
}
LESS = CONDITIONS["less"]

OWN_FUNCTIONS: dict[str, type[Elementary]] = {
    own.operator: own
    for own in (
        Where, Relu, Absolute, Sign, Floor, Ceil, Step, Sigmoid, Softplus, Tanh, Cbrt, Log2,
        Log10, Hypot, Atan2,
    )
}  # fmt: skip
"""Operator → class, for the operators that have a fixed number of operands."""


def _is_even(exponent: Expression) -> bool:
    return bool(exponent.is_Integer and exponent.is_even)


def _slope(branch: Expression, variable: Expression) -> Expression:
    """Differentiate a branch; where the value is undefined, so is its slope."""
    return branch if branch is sympy.S.NaN else branch.diff(variable)


def _branches(condition: Expression, chosen: Expression, other: Expression) -> Expression:
    return chosen if chosen == other else Where(condition, chosen, other)
