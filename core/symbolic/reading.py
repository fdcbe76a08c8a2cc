"""SymPy's expressions back to our tree, in the forms and the order a reader likes."""

from __future__ import annotations

from functools import reduce

import sympy

from core.errors import DerivationError
from core.symbolic.functions import Absolute, Elementary, Expression, Maximum, Minimum, Sign
from core.tree import Apply, Node, Number, Symbol

LARGEST_ORDERED = 60
"""Terms beyond which nobody reads a sum, and sorting it would cost more than deriving it."""

_EXACT = 2**53
"""Up to here every whole number is a double."""

_ONE = Number(1.0)
_NAMES = {
    sympy.exp: "exp", sympy.log: "log", sympy.sin: "sin", sympy.cos: "cos", sympy.tan: "tan",
    sympy.asin: "asin", sympy.acos: "acos", sympy.atan: "atan", sympy.sinh: "sinh",
    sympy.cosh: "cosh", sympy.erf: "erf",
}  # fmt: skip
_CONSTANTS = {
    sympy.pi: Apply("pi", ()), sympy.E: Apply("e", ()), sympy.nan: Apply("undefined", ()),
}  # fmt: skip


class Reader:
    """Reads SymPy's expressions; equal subexpressions become one shared node.

    Parameters
    ----------
    with_decimals
        Whether 1/10 is read as 0.1; if not, as the fraction.
    """

    def __init__(self, with_decimals: bool) -> None:
        self._with_decimals = with_decimals
        self._known: dict[Expression, Node] = {}

    def read(self, expression: Expression) -> Node:
        """Return the tree of an expression.

        Raises
        ------
        DerivationError
            If it holds something that is not a real number or not of our language.
        """
        if expression not in self._known:
            self._known[expression] = self._build(expression)
        return self._known[expression]

    def _build(self, expression: Expression) -> Node:
        if expression.is_Symbol:
            return Symbol(expression.name)
        if expression in _CONSTANTS:
            return _CONSTANTS[expression]
        if expression.is_Rational or expression.is_Mul or expression.is_Pow:
            return self._product(expression)
        if expression.is_Add:
            return self._sum(expression)
        return self._call(expression)

    def _call(self, expression: Expression) -> Node:
        if isinstance(expression, Elementary):
            return Apply(expression.operator, tuple(map(self.read, _operands(expression))))
        if expression.func in _NAMES:
            return Apply(_NAMES[expression.func], tuple(map(self.read, expression.args)))
        raise DerivationError("The derivatives of this loss are not real numbers.")

    def _sum(self, expression: Expression) -> Node:
        """Chain additions and subtractions, the first positive term in front."""
        terms = _ordered_terms(expression)
        leading = next((term for term in terms if not _is_negative(term)), terms[0])
        terms.remove(leading)
        total = self.read(leading)
        for term in terms:
            sign, size = ("subtract", -term) if _is_negative(term) else ("add", term)
            total = Apply(sign, (total, self.read(size)))
        return total

    def _product(self, expression: Expression) -> Node:
        """Write numerator over denominator, a negative sign in front of both."""
        coefficient, rest = expression.as_coeff_Mul()
        above, below = self._rational(abs(coefficient))
        for base, exponent in _powers(rest):
            if exponent.is_Rational and exponent < 0:
                below.append(self._power(base, -exponent))
            else:
                above.append(self._power(base, exponent))
        product = _chain(above)
        if below:
            product = Apply("divide", (product, _chain(below)))
        return _negative(product) if coefficient < 0 else product

    def _rational(self, value: Expression) -> tuple[list[Node], list[Node]]:
        """Return the factors above and below the bar that make a positive number."""
        numerator, denominator = int(value.p), int(value.q)
        quotient = numerator / denominator
        if self._with_decimals and _is_short_decimal(denominator, quotient):
            numerator, denominator = 0, 1
        elif max(numerator, denominator) <= _EXACT:
            quotient = float(numerator)
        else:
            denominator = 1
        above: list[Node] = [] if quotient == 1 else [Number(quotient)]
        return above, [] if denominator == 1 else [Number(float(denominator))]

    def _power(self, base: Expression, exponent: Expression) -> Node:
        if exponent == 1:
            return self.read(base)
        if exponent.is_Rational and exponent.q == 2:
            root: Node = Apply("sqrt", (self.read(base),))
            return root if exponent.p == 1 else Apply("power", (root, Number(float(exponent.p))))
        return Apply("power", (self.read(base), self.read(exponent)))


def _operands(expression: Expression) -> tuple[Expression, ...]:
    """Return the operands of a function, a chain of minima or maxima as one."""
    first, *others = expression.args or (None,)
    if isinstance(expression, Minimum | Maximum) and isinstance(first, expression.func):
        return (*_operands(first), *others)
    return tuple(expression.args)


def _ordered_terms(expression: Expression) -> list[Expression]:
    if len(expression.args) > LARGEST_ORDERED:
        return list(expression.args)
    return list(expression.as_ordered_terms())


def _is_negative(term: Expression) -> bool:
    return bool(term.as_coeff_Mul()[0] < 0)


def _chain(factors: list[Node]) -> Node:
    return reduce(lambda left, right: Apply("multiply", (left, right)), factors or [_ONE])


def _negative(node: Node) -> Node:
    return Number(-node.value) if isinstance(node, Number) else Apply("negate", (node,))


def _is_short_decimal(denominator: int, quotient: float) -> bool:
    """Tell whether a number ends after the few digits a person may have typed."""
    while denominator % 2 == 0:
        denominator //= 2
    while denominator % 5 == 0:
        denominator //= 5
    return denominator == 1 and len(repr(quotient)) <= 12


def _powers(product: Expression) -> list[tuple[Expression, Expression]]:
    """Split a product into bases with exponents, each base once.

    SymPy leaves xᵃ/x as two powers; as xᵃ⁻¹ it is defined at 0 and read at a glance.
    """
    exponents: dict[Expression, Expression] = {}
    for factor in product.as_ordered_factors():
        base, exponent = (factor.base, factor.exp) if factor.is_Pow else (factor, sympy.S.One)
        if base != 1:
            exponents[base] = exponents.get(base, 0) + exponent
    _merge_signs(exponents)
    return [(base, exponent) for base, exponent in exponents.items() if exponent != 0]


def _merge_signs(exponents: dict[Expression, Expression]) -> None:
    """Turn sign(u)|u|ⁿ into uⁿ where n is odd."""
    for base in [base for base in exponents if isinstance(base, Sign)]:
        size = Absolute(*base.args)
        if exponents[base] == 1 and exponents.get(size, sympy.S.Zero).is_odd:
            exponents[base.args[0]] = exponents.pop(size) + exponents.get(base.args[0], 0)
            del exponents[base]
