"""Pieces of a typeset formula: what holds together, and what may stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

CONDITION, SUM, PRODUCT, ATOM = range(4)
"""How tightly a piece holds together; a looser one gets brackets."""

THIN_SPACE = '<mspace width="0.17em"/>'


class Box(NamedTuple):
    """Markup, how tightly it holds together, and what its ends look like.

    ``start`` and ``end`` are digit, letter, word, function, fraction, bar, column or bracket.
    """

    markup: str
    tightness: int = ATOM
    start: str = "letter"
    end: str = "letter"

    def held(self, tightness: int) -> Box:
        """Return the box, in brackets if it is looser than asked for."""
        return self if self.tightness >= tightness else bracketed(self.markup)


def row(markup: str) -> str:
    """Group markup into one element."""
    return f"<mrow>{markup}</mrow>"


def operator(sign: str) -> str:
    """Return an operator, spaced by the renderer."""
    return f"<mo>{sign}</mo>"


def fenced(markup: str, opening: str, closing: str) -> str:
    """Put markup between two signs that grow with it."""
    return row(f"{operator(opening)}{row(markup)}{operator(closing)}")


def bracketed(markup: str) -> Box:
    """Put markup in round brackets."""
    return Box(fenced(markup, "(", ")"), ATOM, "bracket", "bracket")


def scripted(base: str, subscript: str, exponent: str) -> str:
    """Put a subscript and an exponent, where they are not empty, on a base."""
    match bool(subscript), bool(exponent):
        case True, True:
            return f"<msubsup>{base}{subscript}{row(exponent)}</msubsup>"
        case True, False:
            return f"<msub>{base}{subscript}</msub>"
        case False, True:
            return f"<msup>{base}{row(exponent)}</msup>"
    return base


def side_by_side(boxes: Sequence[Box]) -> Box:
    """Multiply boxes as a textbook does, with a dot only where digits would run together."""
    markup = boxes[0].markup
    for left, right in pairwise(boxes):
        markup += _between(left.end, right.start) + right.markup
    return Box(markup, PRODUCT, boxes[0].start, boxes[-1].end)


def _between(left: str, right: str) -> str:
    if right == "digit" or (right == "fraction" and left in ("digit", "fraction")):
        return operator("⋅")
    is_spaced = "function" in (left, right) or "word" in (left, right) or left == right == "bar"
    return THIN_SPACE if is_spaced else ""
