"""Tree → plain text that reads back to the same tree."""

from __future__ import annotations

from typing import NamedTuple

from core.program import linearise
from core.tree import Node

_TRUTH, _SUM, _NEGATED, _PRODUCT, _POWER, _ATOM = range(6)
"""How tightly a text holds together; a looser part gets brackets."""


class _Text(NamedTuple):
    """A text, how tightly it holds together, and whether it is a literal."""

    text: str
    tightness: int
    is_literal: bool = False

    def held(self, tightness: int) -> str:
        return self.text if self.tightness >= tightness else f"({self.text})"


_COMPARISONS = {
    "less": "<", "less_equal": "<=", "greater": ">", "greater_equal": ">=",
    "equal": "==", "not_equal": "!=",
}  # fmt: skip
_WORDS = {"pi": "pi", "e": "E", "true": "True", "false": "False", "undefined": "undefined"}


def to_text(node: Node) -> str:
    """Write an expression as plain text, such as ``2*x*y**2 + exp(-x)``.

    The parser reads it back to the same tree, provided that its literals are within
    the language's limits; computer algebra systems and Python understand most of it.
    """
    program = linearise([node])
    written: list[_Text] = []
    for operator, argument in program.instructions:
        if isinstance(argument, tuple):
            written.append(_application(operator, [written[index] for index in argument]))
        elif isinstance(argument, str):
            written.append(_Text(argument, _ATOM))
        else:
            written.append(_number(argument))
    return written[program.outputs[0]].text


def _number(value: float) -> _Text:
    is_whole = value.is_integer() and abs(value) < 1e16
    text = str(int(value)) if is_whole else repr(value)
    return _Text(text, _NEGATED if value < 0 else _ATOM, is_literal=True)


def _application(operator: str, operands: list[_Text]) -> _Text:
    match operator, operands:
        case "negative_zero", _:
            return _Text("-0", _NEGATED, is_literal=True)
        case "add", [left, right]:
            return _Text(f"{left.held(_SUM)} + {right.held(_NEGATED)}", _SUM)
        case "subtract", [left, right]:
            return _Text(f"{left.held(_SUM)} - {right.held(_NEGATED)}", _SUM)
        case "multiply", [left, right]:
            return _Text(f"{left.held(_PRODUCT)}*{right.held(_POWER)}", _PRODUCT)
        case "divide", [left, right]:
            return _Text(f"{left.held(_PRODUCT)}/{right.held(_POWER)}", _PRODUCT)
        case "negate", [operand]:
            return _negated(operand)
        case "power", [base, exponent]:
            return _power(base, exponent)
    if operator in _COMPARISONS:
        left, right = operands
        text = f"{left.held(_SUM)} {_COMPARISONS[operator]} {right.held(_SUM)}"
        return _Text(text, _TRUTH)
    return _word(operator, operands)


def _negated(operand: _Text) -> _Text:
    # Without brackets the minus would be read as the literal's own.
    text = f"({operand.text})" if operand.is_literal else operand.held(_PRODUCT)
    return _Text(f"-{text}", _NEGATED)


def _power(base: _Text, exponent: _Text) -> _Text:
    # Brackets around e alone keep its power from being read as the exponential function.
    text = "(E)" if base.text == "E" else base.held(_ATOM)
    return _Text(f"{text}**{exponent.held(_ATOM)}", _POWER)


def _word(operator: str, operands: list[_Text]) -> _Text:
    if operator in ("and", "or"):
        sides = [f"({operand.text})" for operand in operands]
        return _Text(f" {operator} ".join(sides), _TRUTH)
    if operator == "not":
        return _Text(f"not ({operands[0].text})", _TRUTH)
    if not operands:
        return _Text(_WORDS.get(operator, f"{operator}()"), _ATOM)
    return _Text(f"{operator}({', '.join(operand.text for operand in operands)})", _ATOM)
