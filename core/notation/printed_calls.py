"""Functions in print: ``sin 2x`` without brackets, ``√``, bars, and powers of e."""

from __future__ import annotations

from collections.abc import Callable

from core.notation import glyphs
from core.notation.boxes import THIN_SPACE, Box, bracketed, fenced, operator, row, scripted
from core.program import linearise
from core.tree import CONSTANTS, Apply, Node, Number, Symbol

Typeset = Callable[[Node, bool], Box]
"""The typesetter of operands; the truth asks for fractions on one line."""

_UPRIGHT = {
    "sin": "sin", "cos": "cos", "tan": "tan", "asin": "arcsin", "acos": "arccos",
    "atan": "arctan", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "log": "ln",
    "log2": "log", "log10": "log",
}  # fmt: skip
"""Functions that a simple operand may follow without brackets."""

_BASES = {"log2": "2", "log10": "10"}
_WORDS = {"sign": "sgn", "relu": "ReLU"}
_FENCES = {"abs": ("|", "|"), "floor": ("⌊", "⌋"), "ceil": ("⌈", "⌉")}
_CONSTANTS = {
    "pi": "<mi>π</mi>", "e": "<mi>e</mi>", "true": "<mtext>true</mtext>",
    "false": "<mtext>false</mtext>", "undefined": "<mtext>undefined</mtext>",
}  # fmt: skip
_LONGEST_EXPONENT = 11
"""Signs in the exponent of e beyond which exp(…) reads better."""


def call(node: Apply, script: bool, typeset: Typeset) -> Box:
    """Typeset a constant or a function with its operands."""
    match node:
        case Apply("sqrt", (operand,)):
            return Box(f"<msqrt>{row(typeset(operand, script).markup)}</msqrt>")
        case Apply("cbrt", (operand,)):
            return Box(f"<mroot>{row(typeset(operand, script).markup)}<mn>3</mn></mroot>")
        case Apply("hypot", (one, other)):
            squares = [Apply("power", (side, Number(2.0))) for side in (one, other)]
            return call(Apply("sqrt", (Apply("add", tuple(squares)),)), script, typeset)
        case Apply("exp", (operand,)) if _is_short(operand):
            exponent = row(typeset(operand, True).markup)
            return Box(f"<msup><mi>e</mi>{exponent}</msup>")
    if node.operator in _CONSTANTS:
        return Box(_CONSTANTS[node.operator])
    if node.operator in _FENCES:
        fences = _FENCES[node.operator]
        markup = fenced(typeset(node.operands[0], script).markup, *fences)
        return Box(markup, start="bar", end="bar")
    return named(node, "", script, False, typeset)


def named(node: Apply, exponent: str, script: bool, is_followed: bool, typeset: Typeset) -> Box:
    """Typeset a function by its name, with an exponent on the name as in ``sin² x``.

    Brackets are left out around a simple operand, unless another factor follows.
    """
    head = _head(node.operator, exponent)
    operands = [typeset(operand, script) for operand in node.operands]
    if is_bare(node) and not is_followed:
        return Box(head + THIN_SPACE + operands[0].markup, start="function", end="function")
    listed = operator(",").join(row(operand.markup) for operand in operands)
    # A column brings brackets of its own.
    is_column = len(operands) == 1 and operands[0].start == "column"
    markup = listed if is_column else bracketed(listed).markup
    return Box(head + markup, start="function", end="bracket")


def _head(function: str, exponent: str) -> str:
    # As mtext, since renderers put spaces of their own around a mi of several letters.
    word = f"<mtext>{_UPRIGHT.get(function, _WORDS.get(function, function))}</mtext>"
    base = f"<mn>{_BASES[function]}</mn>" if function in _BASES else ""
    return scripted(word, base, exponent)


def is_named(node: Node) -> bool:
    """Tell whether a node is a function whose name may carry an exponent."""
    return isinstance(node, Apply) and node.operator in _UPRIGHT


def is_bare(node: Node) -> bool:
    """Tell whether a node is a function whose operand needs no brackets."""
    return isinstance(node, Apply) and node.operator in _UPRIGHT and _is_simple(node.operands[0])


def factors(node: Node) -> list[Node]:
    """List the factors of a product, left to right."""
    found: list[Node] = []
    while isinstance(node, Apply) and node.operator == "multiply":
        node, right = node.operands
        found[:0] = factors(right)
    return [node, *found]


def _is_simple(node: Node) -> bool:
    """Tell whether an operand reads as one: a product of letters, or bars."""
    match node:
        case Number(value):
            return value >= 0
        case Symbol(name):
            return not glyphs.is_word(name)
        case Apply("multiply"):
            parts = factors(node)
            is_flat = all(not isinstance(p, Apply) or p.operator in CONSTANTS for p in parts)
            return is_flat and all(map(_is_simple, parts))
        case Apply("divide", (above, below)):
            return _is_simple(above) and _is_simple(below)
    return node.operator in CONSTANTS or node.operator == "abs"


def _is_short(exponent: Node) -> bool:
    """Tell whether an exponent of e is low and narrow enough to be read as one."""
    instructions = linearise([exponent]).instructions
    tall = {"exp", "where", "min", "max"}
    return len(instructions) <= _LONGEST_EXPONENT and not tall & {name for name, _ in instructions}
