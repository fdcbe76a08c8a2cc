"""How functions are applied: in brackets, in bars, or bare as a textbook prints them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.expression.cursor import Cursor
from core.expression.tokens import Token, number_value
from core.tree import FUNCTIONS, Apply, Arity, Node, Number

_RUN_KINDS = frozenset({"number", "fraction", "name", "constant"})
_INVERSES = {
    "sin": "asin", "cos": "acos", "tan": "atan", "exp": "log", "log": "exp", "sqrt": "power",
}  # fmt: skip
_LONGEST_QUOTE = 24
_EXAMPLES = {"where": "where(x < 0, -x, x)"}


class Calls:
    """The part of the grammar that reads functions.

    Parameters
    ----------
    cursor
        Where the grammar is.
    functions
        Functions besides `core.tree.FUNCTIONS`, which can't go without brackets.
    read_expression, read_power, read_operand
        The grammar's readers of a whole expression, of an operand with its exponents,
        and of an operand alone.
    """

    def __init__(
        self,
        cursor: Cursor,
        functions: Mapping[str, Arity],
        read_expression: Callable[[], Node],
        read_power: Callable[[], Node],
        read_operand: Callable[[], Node],
    ) -> None:
        self._cursor = cursor
        self._functions = functions
        self._read_expression = read_expression
        self._read_power = read_power
        self._read_operand = read_operand

    def read(self) -> Node:
        """Read a function or a root with all that belongs to it."""
        cursor = self._cursor
        function = cursor.advance()
        if function.text == "piecewise":
            return self._piecewise(function)
        if function.kind == "root":
            return cursor.apply(function.text, (self._under_root(function),), function.start)
        if function.text in self._functions:
            return cursor.apply(function.text, self._called(function), function.start)
        exponent = self._exponent(function)
        node = cursor.apply(function.text, self._arguments(function), function.start)
        return cursor.apply("power", (node, exponent), function.start) if exponent else node

    def _exponent(self, function: Token) -> Number | None:
        """Read the 2 of ``sin^2 x`` or ``sin² x``."""
        cursor = self._cursor
        if not cursor.at("superscript") and not cursor.accept("operator", "^"):
            return None
        if cursor.here.text.startswith("-"):
            raise self._inverse_or_reciprocal(function)
        literal = cursor.here
        if literal.kind not in ("number", "superscript") or not literal.text.isdigit():
            message = f"Expected a whole number; write ({function.text}(x))^n for other powers."
            raise cursor.failure(message)
        cursor.advance()
        return Number(number_value(literal, cursor.text), (literal.start, literal.end))

    def _inverse_or_reciprocal(self, function: Token) -> Exception:
        name = function.text
        inverse = f"{_INVERSES[name]}(x)" if name in _INVERSES else "its inverse"
        message = f"{name}^-1 could mean 1/{name}(x) or {inverse}; write the one that is meant."
        return self._cursor.failure(message, function)

    def _arguments(self, function: Token) -> tuple[Node, ...]:
        cursor = self._cursor
        takes_one = FUNCTIONS[function.text] == (1, 1)
        if takes_one and cursor.at("open", "|"):
            return (self._bars(function),)
        if not cursor.at("open") or cursor.at("open", "|"):
            return (self._bare(function),)
        return self._between_brackets(function, FUNCTIONS[function.text])

    def _called(self, function: Token) -> tuple[Node, ...]:
        """Read the operands of a function that can't go without brackets."""
        cursor, arity = self._cursor, self._functions[function.text]
        if not cursor.at("open", "("):
            example = f"{function.text}({', '.join('xg'[: arity[0]])})"
            message = f"Expected brackets after {function.text}, such as {example}."
            raise cursor.failure(message, function)
        return self._between_brackets(function, arity)

    def _between_brackets(self, function: Token, arity: Arity) -> tuple[Node, ...]:
        cursor, takes_one = self._cursor, arity == (1, 1)
        cursor.advance()
        if cursor.at("close") and arity[0]:
            raise cursor.failure(f"Expected a value between the brackets of {function.text}.")
        values = [] if cursor.at("close") else [self._read_expression()]
        while comma := cursor.accept("comma"):
            if takes_one and cursor.is_decimal_comma(comma):
                raise cursor.failure("Write a decimal number with a point, such as 0.5.", comma)
            values.append(self._read_expression())
        cursor.expect_close()
        self._check_count(function, arity, len(values))
        return tuple(values)

    def _check_count(self, function: Token, arity: Arity, count: int) -> None:
        fewest, most = arity
        if fewest <= count and (most is None or count <= most):
            return
        wanted = ("no value", "one value", f"{fewest} values")[min(fewest, 2)]
        wanted = wanted if most is not None else f"at least {wanted}"
        message = f"{function.text} takes {wanted}, not {count}."
        raise self._cursor.failure(message, function)

    def _bars(self, function: Token) -> Node:
        """Read ``ln|x|``; what an exponent behind it belongs to would be a guess."""
        cursor, name = self._cursor, function.text
        node = self._read_operand()
        if cursor.at("superscript") or cursor.at("operator", "^"):
            message = f"The exponent could belong to {name} or to the bars; write {name}(|x|^2)."
            raise cursor.failure(message)
        return node

    def _bare(self, function: Token) -> Node:
        """Read one run of factors written without operators or spaces, as in ``sin 2x``."""
        cursor, name = self._cursor, function.text
        if FUNCTIONS[name][0] > 1:
            example = _EXAMPLES.get(name, f"{name}(x, y)")
            raise cursor.failure(f"Expected brackets after {name}, such as {example}.")
        if not cursor.starts_operand():
            example = f"{name}(-x)" if cursor.at("operator", "-") else f"{name}(x)"
            raise cursor.failure(f"Expected a value for {name}, such as {example}.")
        start = cursor.here.start
        is_call = cursor.here.kind in ("function", "root")
        with cursor.deeper():
            node = self._read_power()
        while cursor.here.kind in _RUN_KINDS and not cursor.here.spaced and not is_call:
            cursor.refuse_two_numbers()
            node = cursor.apply("multiply", (node, self._read_power()), start)
        new_call = cursor.here.kind in ("function", "root") and cursor.here.spaced
        if cursor.starts_operand() and (is_call or not new_call):
            raise self._two_readings(function, start)
        return node

    def _two_readings(self, function: Token, start: int) -> Exception:
        cursor = self._cursor
        run = cursor.text[start : cursor.before.end]
        run = run if len(run) <= _LONGEST_QUOTE else f"{run[:_LONGEST_QUOTE]}…"
        rest = cursor.text[cursor.here.start : cursor.here.end]
        rest = rest if cursor.here.kind in _RUN_KINDS else f"{rest}…"
        name = function.text
        message = f"This could mean {name}({run})*{rest} or {name}({run}*{rest}); write brackets."
        return cursor.failure(message, function._replace(end=cursor.here.end))

    def _under_root(self, root: Token) -> Node:
        """Read the one operand that ``√`` reaches over."""
        cursor = self._cursor
        if not cursor.starts_operand():
            raise cursor.failure("Expected a value under the root, such as √x or √(x + y).")
        is_single = not cursor.at("open")
        with cursor.deeper():
            node = self._read_operand()
        goes_on = cursor.starts_operand() and not cursor.here.spaced
        if is_single and (goes_on or cursor.at("superscript") or cursor.at("operator", "^")):
            message = "How far the root reaches is not clear; write √(…) with brackets."
            raise cursor.failure(message, root._replace(end=cursor.here.end))
        return node

    def _piecewise(self, function: Token) -> Node:
        """Read ``piecewise((value, condition), …)``, undefined where none applies."""
        cursor = self._cursor
        if not cursor.at("open"):
            raise cursor.failure("Expected brackets, as in piecewise((x^2, x < 0), (x, True)).")
        cursor.advance()
        branches = [self._branch()]
        while cursor.accept("comma"):
            branches.append(self._branch())
        cursor.expect_close()
        span = (function.start, cursor.before.end)
        otherwise: Node = Apply("undefined", (), span)
        for value, condition in reversed(branches):
            if isinstance(condition, Apply) and condition.operator == "true":
                otherwise = value
            else:
                otherwise = cursor.apply("where", (condition, value, otherwise), function.start)
        return otherwise

    def _branch(self) -> tuple[Node, Node]:
        cursor = self._cursor
        if not cursor.at("open", "(", "["):
            raise cursor.failure("Expected a value and its condition, such as (x^2, x < 0).")
        cursor.advance()
        value = cursor.number(self._read_expression())
        if not cursor.accept("comma"):
            raise cursor.failure("Expected a comma and the condition of this value.")
        condition = cursor.condition(self._read_expression())
        cursor.expect_close()
        return value, condition
