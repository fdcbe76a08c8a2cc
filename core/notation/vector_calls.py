"""Vectors in print, and what a rule asks of the loss.

A vector stands in bold italics, as ISO 80000-2 has it, its two numbers in a column.
Functions, powers, products ``⊙`` and quotients of vectors are coordinate by coordinate.
"""

from __future__ import annotations

from collections.abc import Callable

from core.notation import glyphs
from core.notation.boxes import ATOM, PRODUCT, Box, fenced, operator, row
from core.tree import Apply, Node, Number, Symbol

Typeset = Callable[[Node, bool], Box]

BOLD, COLUMN, COORDINATEWISE = "bold", "column", "coordinatewise product"
"""Operators that only printed trees have: a vector's name, its numbers, a product."""

_LOSS = "<mi>L</mi>"
_OF_A_POINT = {
    "grad": operator("∇") + _LOSS,
    "loss": _LOSS,
    "hess": "<mi>H</mi>",
    "eigenvalue1": "<msub><mi>λ</mi><mn>1</mn></msub>",
    "eigenvalue2": "<msub><mi>λ</mi><mn>2</mn></msub>",
    "eigenvector1": '<msub><mi mathvariant="bold">u</mi><mn>1</mn></msub>',
    "eigenvector2": '<msub><mi mathvariant="bold">u</mi><mn>2</mn></msub>',
}

OPERATORS = frozenset({BOLD, COLUMN, COORDINATEWISE, "norm", "dot", *_OF_A_POINT})


def call(node: Apply, script: bool, typeset: Typeset) -> Box:
    """Typeset one of `OPERATORS`."""
    match node:
        case Apply("bold", (Symbol(name),)):
            return glyphs.name(name, is_bold=True)
        case Apply("column", (Number(first), Number(second))):
            return _column(typeset(Number(first), False), typeset(Number(second), False))
        case Apply("norm", (vector,)):
            # Bars that grow with a single letter come out taller than a bracket.
            is_letter = isinstance(vector, Apply) and vector.operator == BOLD
            bars = '<mo stretchy="false">‖</mo>' if is_letter else operator("‖")
            return Box(row(bars + typeset(vector, script).markup + bars), start="bar", end="bar")
        case Apply("dot", (left, right)):
            sides = [typeset(side, script).held(PRODUCT).markup for side in (left, right)]
            return Box(fenced(operator(",").join(map(row, sides)), "⟨", "⟩"), ATOM)
        case Apply("coordinatewise product", (left, right)):
            sides = [typeset(side, script).held(PRODUCT).markup for side in (left, right)]
            return Box(operator("⊙").join(sides), PRODUCT)
    inside = fenced(typeset(node.operands[0], script).markup, "(", ")")
    return Box(_OF_A_POINT[node.operator] + inside, ATOM, "function", "bracket")


def distribution(name: str) -> str:
    """Return the law of ``normal()`` or ``uniform()``, such as 𝒩(0, I)."""
    if name == "normal":
        zero = '<mn mathvariant="bold">0</mn>'
        inside = f"{zero}{operator(',')}<mi>I</mi>"
        return '<mi mathvariant="script">N</mi>' + fenced(inside, "(", ")")
    inside = f"<mn>0</mn>{operator(',')}<mn>1</mn>"
    law = row('<mi mathvariant="script">U</mi>' + fenced(inside, "(", ")"))
    return f"<msup>{law}<mn>2</mn></msup>"


def _column(above: Box, below: Box) -> Box:
    rows = "".join(f"<mtr><mtd>{row(cell.markup)}</mtd></mtr>" for cell in (above, below))
    table = f'<mtable columnalign="right">{rows}</mtable>'
    return Box(fenced(table, "(", ")"), ATOM, "column", "bracket")
