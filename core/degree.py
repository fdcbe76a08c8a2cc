"""The degree of a loss as a polynomial, read off its expression."""

from __future__ import annotations

from collections.abc import Collection

from core.program import linearise
from core.tree import Node

LARGEST = 64
"""Degrees above it are not told apart from what is no polynomial."""


def degree(tree: Node, variables: Collection[str]) -> int | None:
    """Return a bound on the degree of an expression as a polynomial in some variables.

    It is the degree unless terms cancel; None where the expression is no polynomial as it
    is written, though it may be equal to one.
    """
    program = linearise([tree])
    degrees: list[int | None] = []
    numbers: list[float | None] = []
    for operator, argument in program.instructions:
        operands = argument if isinstance(argument, tuple) else ()
        below = [degrees[index] for index in operands]
        numbers.append(argument if isinstance(argument, float) else None)
        if isinstance(argument, str):
            found: int | None = int(argument in variables)
        else:
            exponent = numbers[operands[1]] if operator == "power" else None
            found = _degree(operator, below, exponent)
        degrees.append(found if found is not None and found <= LARGEST else None)
    return degrees[program.outputs[0]]


def _degree(operator: str, below: list[int | None], exponent: float | None) -> int | None:
    known = [part for part in below if part is not None]
    if len(known) < len(below):
        return None
    if not any(known):
        return 0
    match operator:
        case "add" | "subtract" | "negate":
            return max(known)
        case "multiply":
            return sum(known)
        case "divide":
            return known[0] if known[1] == 0 else None
        case "power":
            is_whole = exponent is not None and exponent == int(exponent) and exponent >= 0
            return known[0] * int(exponent) if is_whole and exponent is not None else None
    return None
