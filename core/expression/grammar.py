"""Tokens → tree: precedence climbing with implicit multiplication.

From loosest to tightest: ``a if c else b``, ``or``, ``and``, ``not``, comparisons,
sums, products, powers. A product without a sign binds like one with it, so ``1/2x``
is ``(1/2)x``; powers associate to the right; ``-x^2`` is ``-(x^2)``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.expression.calls import Calls
from core.expression.cursor import Cursor
from core.expression.tokens import FRACTIONS, number_value
from core.tree import Apply, Arity, Node, Number, Symbol

_COMPARISONS = {
    "<": "less", "<=": "less_equal", ">": "greater", ">=": "greater_equal",
    "==": "equal", "!=": "not_equal",
}  # fmt: skip
_SUM = {"+": "add", "-": "subtract"}
_PRODUCT = {"*": "multiply", "/": "divide"}


class Grammar:
    """A reader of one text, from its tokens.

    Parameters
    ----------
    cursor
        The beginning of the tokens.
    functions
        What may be called besides `core.tree.FUNCTIONS`.
    """

    def __init__(self, cursor: Cursor, functions: Mapping[str, Arity]) -> None:
        self._cursor = cursor
        self._calls = Calls(cursor, functions, self._expression, self._power, self._operand)

    def read(self) -> Node:
        """Read the whole text as one number."""
        node = self._expression()
        if not self._cursor.at("end"):
            raise self._cursor.unexpected()
        return self._cursor.number(node)

    def _expression(self) -> Node:
        """Read ``a if c else b``, or what binds tighter."""
        cursor = self._cursor
        start = cursor.here.start
        with cursor.deeper():
            node = self._or()
            if cursor.accept("keyword", "if"):
                condition = self._or()
                if not cursor.accept("keyword", "else"):
                    raise cursor.failure("Expected else and the value for all other points.")
                node = cursor.apply("where", (condition, node, self._expression()), start)
        return node

    def _or(self) -> Node:
        return self._joined("or", self._and)

    def _and(self) -> Node:
        return self._joined("and", self._not)

    def _joined(self, connective: str, read: Callable[[], Node]) -> Node:
        start, node = self._cursor.here.start, read()
        while self._cursor.accept("keyword", connective):
            node = self._cursor.apply(connective, (node, read()), start)
        return node

    def _not(self) -> Node:
        negation = self._cursor.accept("keyword", "not")
        if not negation:
            return self._comparison()
        with self._cursor.deeper():
            return self._cursor.apply("not", (self._not(),), negation.start)

    def _comparison(self) -> Node:
        """Read a comparison; a chain such as ``0 < x < 1`` means both of its links."""
        cursor = self._cursor
        start, left = cursor.here.start, self._sum()
        chain: Node | None = None
        while cursor.at("operator", *_COMPARISONS):
            operator = _COMPARISONS[cursor.advance().text]
            right = self._sum()
            link = cursor.apply(operator, (left, right), (left.span or (start,))[0])
            chain = cursor.apply("and", (chain, link), start) if chain else link
            left = right
        return chain or left

    def _sum(self) -> Node:
        cursor = self._cursor
        start, node = cursor.here.start, self._term()
        while cursor.at("operator", "+", "-"):
            operator = _SUM[cursor.advance().text]
            node = cursor.apply(operator, (node, self._term()), start)
        return node

    def _term(self) -> Node:
        """Read a product; a minus in front of it negates the whole."""
        if self._cursor.at("operator", "+", "-"):
            return self._signed(self._term)
        return self._product()

    def _product(self) -> Node:
        cursor = self._cursor
        start, node = cursor.here.start, self._factor()
        while True:
            if cursor.at("operator", "*", "/"):
                operator = _PRODUCT[cursor.advance().text]
                node = cursor.apply(operator, (node, self._factor()), start)
            elif cursor.starts_operand():
                cursor.refuse_two_numbers()
                cursor.refuse_index()
                node = cursor.apply("multiply", (node, self._power()), start)
            else:
                return node

    def _factor(self) -> Node:
        """Read a power; after an operator it may have a sign of its own."""
        if self._cursor.at("operator", "+", "-"):
            return self._signed(self._factor)
        return self._power()

    def _signed(self, read: Callable[[], Node]) -> Node:
        cursor = self._cursor
        sign = cursor.advance()
        with cursor.deeper():
            node = cursor.number(read())
        if sign.text == "+":
            return node
        if isinstance(node, Number) and cursor.before.kind == "number":
            return Number(-node.value, (sign.start, cursor.before.end))
        return cursor.apply("negate", (node,), sign.start)

    def _power(self) -> Node:
        """Read an operand with its exponents; a power of e is the exponential function."""
        cursor = self._cursor
        start, is_e = cursor.here.start, cursor.at("constant", "e")
        node = self._operand()
        while raised := cursor.accept("superscript"):
            exponent = Number(number_value(raised, cursor.text), (raised.start, raised.end))
            node, is_e = self._raise(node, exponent, is_e, start), False
        if cursor.accept("operator", "^"):
            with cursor.deeper():
                node = self._raise(node, self._factor(), is_e, start)
        return node

    def _raise(self, base: Node, exponent: Node, is_e: bool, start: int) -> Node:
        if is_e:
            return self._cursor.apply("exp", (exponent,), start)
        return self._cursor.apply("power", (base, exponent), start)

    def _operand(self) -> Node:
        """Read a number, a name, a call, or what stands in brackets or bars."""
        cursor = self._cursor
        token = cursor.here
        span = (token.start, token.end)
        if token.kind in ("function", "root"):
            return self._calls.read()
        if not cursor.starts_operand():
            raise cursor.missing_operand()
        cursor.advance()
        match token.kind:
            case "open":
                return self._bracketed(token.text, token.start)
            case "number":
                return Number(number_value(token, cursor.text), span)
            case "name":
                return Symbol(token.text, span)
            case "constant":
                return Apply(token.text, (), span)
        above, below = FRACTIONS[token.text]
        return Apply("divide", (Number(float(above), span), Number(float(below), span)), span)

    def _bracketed(self, opening: str, start: int) -> Node:
        node = self._expression()
        self._cursor.expect_close()
        return self._cursor.apply("abs", (node,), start) if opening == "|" else node
