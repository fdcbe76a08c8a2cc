"""A place in the tokens of a text: taking them, building nodes, and naming what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import ExpressionError
from core.expression.brackets import MAXIMUM_DEPTH
from core.expression.tokens import Token
from core.tree import BOOLEANS, CONNECTIVES, Apply, Node, Number, Symbol

_OPERAND_KINDS = frozenset({"number", "fraction", "name", "constant", "function", "root", "open"})


class Cursor:
    """What every part of the grammar shares.

    Parameters
    ----------
    tokens
        With names told apart and brackets paired.
    text
        What was typed, for errors.
    flags
        Whether a name alone may stand for a condition, as a truth hyperparameter does.
    """

    def __init__(self, tokens: list[Token], text: str, flags: bool) -> None:
        self.text = text
        self._tokens = tokens
        self._flags = flags
        self._position = 0
        self._depth = 0

    @property
    def here(self) -> Token:
        """The token that is read next."""
        return self._tokens[self._position]

    def ahead(self, count: int) -> Token:
        """Return a later token, or the end."""
        return self._tokens[min(self._position + count, len(self._tokens) - 1)]

    @property
    def before(self) -> Token:
        """The token that was read last."""
        return self._tokens[self._position - 1]

    def advance(self) -> Token:
        """Take the next token."""
        self._position += 1
        return self.before

    def at(self, kind: str, *texts: str) -> bool:
        """Tell whether the next token is of a kind, and one of some texts if any are given."""
        return self.here.kind == kind and (not texts or self.here.text in texts)

    def accept(self, kind: str, *texts: str) -> Token | None:
        """Take the next token if it is the one asked for."""
        return self.advance() if self.at(kind, *texts) else None

    def starts_operand(self) -> bool:
        """Tell whether a factor may begin here."""
        return self.here.kind in _OPERAND_KINDS

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Count a level of nesting, and refuse one too many."""
        self._depth += 1
        if self._depth > MAXIMUM_DEPTH + 1:  # the whole formula is a level of its own
            raise self.failure(f"A formula may be nested at most {MAXIMUM_DEPTH} deep.")
        yield
        self._depth -= 1

    def apply(self, operator: str, operands: tuple[Node, ...], start: int) -> Apply:
        """Build a node that ends with the last token read, its operands checked."""
        conditions = len(operands) if operator in CONNECTIVES else int(operator == "where")
        for operand in operands[conditions:]:
            self.number(operand)
        checked = tuple(self.condition(operand) for operand in operands[:conditions])
        return Apply(operator, checked + operands[conditions:], (start, self.before.end))

    def number(self, node: Node) -> Node:
        """Return a node that must be a number."""
        if isinstance(node, Apply) and node.operator in BOOLEANS:
            found = "an equation" if node.operator == "equal" else "a condition"
            raise self.failure(f"Expected a number, not {found}.", node)
        return node

    def condition(self, node: Node) -> Node:
        """Return a node that must be a truth; a flag's name alone holds unless it is zero."""
        if isinstance(node, Apply) and node.operator in BOOLEANS:
            return node
        if self._flags and isinstance(node, Symbol):
            return Apply("not_equal", (node, Number(0.0)), node.span)
        raise self.failure("Expected a condition, such as x < 0.", node)

    def failure(self, message: str, place: Node | Token | None = None) -> ExpressionError:
        """Return the error for a place, by default the next token."""
        if place is None or isinstance(place, Token):
            token = place or self.here
            span = (token.start, token.end)
        else:
            span = place.span or (0, len(self.text))
        return ExpressionError(message, self.text, span)

    def expect_close(self) -> None:
        """Take the bracket that must stand here; brackets are known to match."""
        if not self.accept("close"):
            raise self.unexpected()

    def refuse_two_numbers(self) -> None:
        """Refuse ``2 3``, which could be a product or one number."""
        literals = ("number", "fraction")
        if self.here.kind in literals and self.before.kind in literals:
            raise self.failure("Expected an operator between two numbers.", self.here)

    def refuse_index(self) -> None:
        """Refuse ``x[0]``, which a programmer means as a coordinate and a textbook never."""
        is_index = self.before.kind == "name" and self.at("open", "[") and not self.here.spaced
        if is_index and self.ahead(1).kind == "number" and self.ahead(2).text == "]":
            name, index = self.before.text, self.ahead(1).text
            message = f"{name}[{index}] could mean {name}_{index} or {name}*{index}; write one."
            raise self.failure(message, self.before._replace(end=self.ahead(2).end))

    def unexpected(self) -> ExpressionError:
        """Return the error for a token that can't follow what was read."""
        if self.is_decimal_comma(self.here):
            return self.failure(f"Write a decimal number with a point: {self._with_point()}.")
        if self.at("comma"):
            return self.failure("Only functions such as max(x, y) take several values.")
        found = self.text[self.here.start : self.here.end]
        return self.failure(f"Expected an operator or the end, not “{found}”.")

    def missing_operand(self) -> ExpressionError:
        """Return the error for a place where a number or name should stand."""
        before = self.text[self.before.start : self.before.end] if self._position else ""
        if not before and self.at("end"):
            return self.failure("Expected a formula, such as x^2 + y^2.")
        after = f" after “{before}”" if before else ""
        return self.failure(f"Expected a number, a name or a bracket{after}.")

    def is_decimal_comma(self, comma: Token) -> bool:
        """Tell whether a comma stands between digits, as in ``0,5``."""
        around = self.text[max(0, comma.start - 1) : comma.end + 1]
        return comma.kind == "comma" and len(around) == 3 and (around[0] + around[2]).isdigit()

    def _with_point(self) -> str:
        return f"{self.before.text}.{self.ahead(1).text}"
