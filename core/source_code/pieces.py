"""Pieces of Python text: how tightly each holds together and of what type its value is."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

CHOICE, TRUTH, SUM, NEGATED, PRODUCT, POWER, ATOM = range(7)
"""How tightly a text holds together; a looser part gets brackets."""


class Kind(enum.IntEnum):
    """Of what Python type a value is."""

    CONSTANT = 0
    """A Python number made of literals alone."""
    NUMBER = 1
    """A Python number that depends on a name."""
    ARRAY = 2
    """An array or a scalar of the library."""


@dataclass(frozen=True)
class Dialect:
    """How an array library calls things.

    Parameters
    ----------
    calls
        Operator → what is called, with ``{}`` for the operand where there are others;
        ``where`` is missing where a choice is written as ``a if c else b``.
    constants
        Operators without operands.
    scalar
        Makes a scalar of the library of a Python number, ``{}`` being its text.
    takes_numbers
        Whether its functions take Python numbers.
    """

    calls: Mapping[str, str]
    constants: Mapping[str, str]
    scalar: str
    takes_numbers: bool


class Text(NamedTuple):
    """A text, how tightly it holds together, and what its value is."""

    text: str
    tightness: int
    kind: Kind = Kind.ARRAY
    is_literal: bool = False
    operator: str = ""

    def held(self, tightness: int) -> str:
        """Return the text, in brackets if it holds less tightly."""
        return self.text if self.tightness >= tightness else f"({self.text})"


def literal(value: float) -> str:
    """Write a number as Python does, a whole one without a point."""
    value = float(value)
    is_whole = value.is_integer() and abs(value) < 1e15 and str(value) != "-0.0"
    return str(int(value)) if is_whole else repr(value)


def literal_text(value: float) -> Text:
    """Return a number as a piece."""
    tightness = NEGATED if value < 0 else ATOM
    return Text(literal(value), tightness, Kind.CONSTANT, is_literal=True)


def as_float(text: Text) -> str:
    """Return the text of a value that the libraries take for a double."""
    if text.kind != Kind.CONSTANT:
        return text.text
    return repr(float(text.text)) if text.is_literal else f"float({text.text})"


def sum_text(operator: str, left: Text, right: Text) -> str:
    """Write a sum or a difference."""
    # a + -b and a - b are the same number to the last bit.
    sign = "+" if operator == "add" else "-"
    second = right.held(NEGATED)
    if right.tightness == NEGATED:
        sign = "-" if operator == "add" else "+"
        second = right.text[1:]
    return f"{left.held(SUM)} {sign} {second}"


def negated(operand: Text) -> str:
    """Write the negative of a value."""
    is_signed = operand.tightness == NEGATED
    return f"-({operand.text})" if is_signed else f"-{operand.held(PRODUCT)}"


def is_word(text: str) -> bool:
    """Tell whether a text is a name, a number or a dotted name."""
    return text.replace(".", "").replace("_", "").isalnum()
