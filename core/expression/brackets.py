"""Brackets and bars: which one closes which, before the grammar reads what is between."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import ExpressionError
from core.expression.tokens import Token

MAXIMUM_DEPTH = 40

_CLOSING = {"(": ")", "[": "]", "{": "}", "|": "|"}
_BEFORE_OPERAND = frozenset({"operator", "open", "comma", "function", "root", "keyword"})


@dataclass(slots=True)
class _Level:
    """What is known between an opening bracket and its partner, so far."""

    opening: Token | None
    bar_was_multiplied: bool = False
    """Whether a closed pair of bars was followed by a factor without an operator."""


def pair_brackets(tokens: list[Token], text: str) -> list[Token]:
    """Check that brackets match, and tell opening bars from closing ones.

    Where an operand is expected a bar opens; elsewhere it closes the innermost bracket
    if that is a bar, and else opens a factor.

    Returns
    -------
    list[Token]
        The same tokens; bars have become open and close.

    Raises
    ------
    ExpressionError
        For a bracket without its partner, nesting beyond the limit, and bars that can
        be paired in two ways, as in ``|x|y|z|``.
    """
    levels = [_Level(None)]
    paired: list[Token] = []
    for token in tokens:
        previous = paired[-1] if paired else None
        if token.kind == "bar":
            token = token._replace(kind=_role(token, previous, levels, text))
        if token.kind == "open":
            levels.append(_Level(token))
        elif token.kind == "close":
            _close(token, levels, text)
        _note_factor_after_bars(token, previous, levels)
        if len(levels) > MAXIMUM_DEPTH + 1:  # the whole formula is a level of its own
            message = f"Brackets may be nested at most {MAXIMUM_DEPTH} deep."
            raise ExpressionError(message, text, (token.start, token.end))
        paired.append(token)
    if opening := levels[-1].opening:
        message = f"Expected {_CLOSING[opening.text]} to close this {opening.text} again."
        raise ExpressionError(message, text, (opening.start, opening.end))
    return paired


def _role(bar: Token, previous: Token | None, levels: list[_Level], text: str) -> str:
    if previous is None or previous.kind in _BEFORE_OPERAND:
        return "open"
    opening = levels[-1].opening
    if opening is not None and opening.text == "|":
        return "close"
    if levels[-1].bar_was_multiplied and not _closes_bars(previous):
        message = "These bars can be paired in two ways; write abs(x) for each |x|."
        raise ExpressionError(message, text, (bar.start, bar.end))
    return "open"


def _close(token: Token, levels: list[_Level], text: str) -> None:
    opening = levels[-1].opening
    if opening is None:
        message = f"This {token.text} closes nothing; expected a bracket that opens before it."
        raise ExpressionError(message, text, (token.start, token.end))
    if _CLOSING[opening.text] != token.text:
        message = f"Expected {_CLOSING[opening.text]} before this {token.text}."
        raise ExpressionError(message, text, (token.start, token.end))
    levels.pop()


def _note_factor_after_bars(token: Token, previous: Token | None, levels: list[_Level]) -> None:
    if token.kind == "comma":
        levels[-1].bar_was_multiplied = False
    elif (
        previous is not None
        and _closes_bars(previous)
        and token.kind in ("number", "name", "constant", "fraction", "function", "root")
    ):
        levels[-1].bar_was_multiplied = True


def _closes_bars(token: Token) -> bool:
    return token.kind == "close" and token.text == "|"
