"""Tree → presentation MathML, as a textbook prints formulas."""

from __future__ import annotations

from typing import NamedTuple

from core.notation import glyphs, printed_calls, vector_calls
from core.notation.boxes import (
    ATOM,
    CONDITION,
    PRODUCT,
    SUM,
    Box,
    bracketed,
    operator,
    row,
    side_by_side,
)
from core.notation.plain_text import to_text
from core.notation.signs import tidy_signs
from core.program import linearise
from core.tree import BOOLEANS, Apply, Node, Number, Symbol

__all__ = ["LARGEST_PRINTED", "Term", "printed_size", "to_mathml", "to_terms", "to_text"]

LARGEST_PRINTED = 1000
"""Signs in a formula beyond which an ellipsis stands in its place."""

_COMPARISONS = {
    "less": "&lt;", "less_equal": "≤", "greater": "&gt;", "greater_equal": "≥",
    "equal": "=", "not_equal": "≠",
}  # fmt: skip


def to_mathml(node: Node) -> str:
    """Typeset an expression as presentation MathML, without the ``math`` element.

    Signs are tidied and brackets kept to the fewest; nothing else is changed, so that
    the reader sees how a text was understood.
    """
    if printed_size(node) > LARGEST_PRINTED:
        return operator("⋯")
    return row(_box(tidy_signs(node), False).markup)


class Term(NamedTuple):
    """A term of a sum with its sign, and the same in pieces for a line too narrow."""

    whole: str
    pieces: list[str]


def to_terms(node: Node) -> list[Term]:
    """Typeset the terms of a sum, between which a line may be broken."""
    if printed_size(node) > LARGEST_PRINTED:
        return [Term(operator("⋯"), [operator("⋯")])]
    terms = _terms(tidy_signs(node))
    looseness = CONDITION if len(terms) == 1 else PRODUCT
    signs = ["−" if terms[0][0] else "", *("−" if negative else "+" for negative, _ in terms[1:])]
    return [
        _signed(operator(sign) if sign else "", term, looseness)
        for sign, (_, term) in zip(signs, terms, strict=True)
    ]


def _signed(sign: str, term: Node, looseness: int) -> Term:
    whole = sign + _box(term, False).held(looseness).markup
    parts = printed_calls.factors(term)
    if len(parts) == 1:
        return Term(whole, [whole])
    first, *others = [_box(part, False).held(ATOM).markup for part in parts]
    return Term(whole, [sign + first, *(operator("⋅") + other for other in others)])


def printed_size(node: Node) -> int:
    """Return how many numbers, names and operators a formula has, written out in full.

    Counting ends soon after `LARGEST_PRINTED`, since sharing may hide any number.
    """
    program = linearise([node])
    sizes: list[int] = []
    for _, argument in program.instructions:
        operands = argument if isinstance(argument, tuple) else ()
        sizes.append(1 + min(LARGEST_PRINTED, sum(sizes[index] for index in operands)))
    return sizes[program.outputs[0]]


def _box(node: Node, script: bool) -> Box:
    """Typeset a node; in a script, such as an exponent, fractions lie on one line."""
    match node:
        case Number(value):
            size = glyphs.number(abs(value))
            return Box(operator("−") + size.markup, SUM) if value < 0 else size
        case Symbol(name):
            return glyphs.name(name)
        case Apply("add" | "subtract" | "negate"):
            return _sum(node, script)
        case Apply("multiply"):
            return _product(node, script)
        case Apply("divide", (above, below)):
            return _quotient(above, below, script)
        case Apply("power", (base, exponent)):
            return _power(base, exponent, script, False)
        case Apply("where"):
            return _cases(node, script)
        case Apply(name) if name in BOOLEANS - {"true", "false"}:
            return _condition(node, script)
        case Apply(name) if name in vector_calls.OPERATORS:
            return vector_calls.call(node, script, _box)
    return printed_calls.call(node, script, _box)


def _sum(node: Node, script: bool) -> Box:
    terms = _terms(node)
    boxes = [_box(term, script).held(PRODUCT) for _, term in terms]
    markup = operator("−") + boxes[0].markup if terms[0][0] else boxes[0].markup
    for (is_negative, _), box in zip(terms[1:], boxes[1:], strict=True):
        markup += operator("−" if is_negative else "+") + box.markup
    return Box(markup, SUM, boxes[0].start, boxes[-1].end)


def _terms(node: Node) -> list[tuple[bool, Node]]:
    """List the terms of a sum, each with whether a minus stands before it."""
    later: list[tuple[bool, Node]] = []
    while isinstance(node, Apply) and node.operator in ("add", "subtract"):
        is_negative = node.operator == "subtract"
        node, last = node.operands
        later[:0] = [(True, last)] if is_negative else _terms(last)
    match node:
        case Apply("negate", (operand,)):
            return [(True, operand), *later]
        case Number(value) if value < 0:
            return [(True, Number(-value)), *later]
    return [(False, node), *later]


def _product(node: Node, script: bool) -> Box:
    parts = printed_calls.factors(node)
    boxes = [
        _factor(part, following, script).held(ATOM)
        for part, following in zip(parts, [*parts[1:], None], strict=True)
    ]
    return side_by_side(boxes)


def _factor(node: Node, following: Node | None, script: bool) -> Box:
    """Typeset a factor so that a function never seems to reach over the next one."""
    is_followed = following is not None and not _starts_with_name(following)
    match node:
        case Apply("power", (base, exponent)):
            return _power(base, exponent, script, is_followed)
        case Apply() if printed_calls.is_named(node):
            return printed_calls.named(node, "", script, is_followed, _box)
    return _box(node, script)


def _starts_with_name(node: Node) -> bool:
    base = node.operands[0] if isinstance(node, Apply) and node.operator == "power" else node
    return printed_calls.is_named(base)


def _quotient(above: Node, below: Node, script: bool) -> Box:
    over, under = _box(above, script), _box(below, script)
    if script:
        is_chain = isinstance(above, Apply) and above.operator == "divide"
        over = bracketed(over.markup) if is_chain else over.held(PRODUCT)
        return Box(over.markup + operator("/") + under.held(ATOM).markup, PRODUCT)
    markup = f"<mfrac>{row(over.markup)}{row(under.markup)}</mfrac>"
    return Box(markup, ATOM, "fraction", "fraction")


def _power(base: Node, exponent: Node, script: bool, is_followed: bool) -> Box:
    raised = _box(exponent, True).markup
    match base, exponent:
        case _, Number(0.5) | Apply("divide", (Number(1.0), Number(2.0))):
            return _box(Apply("sqrt", (base,)), script)
        case Apply(), Number(value) if value in range(2, 100) and printed_calls.is_named(base):
            return printed_calls.named(base, raised, script, is_followed, _box)
        case Symbol(name), _:
            return glyphs.name(name, raised)
        case Apply(vector_calls.BOLD, (Symbol(name),)), _:
            return glyphs.name(name, raised, is_bold=True)
    box = _box(base, script)
    box = box if _may_be_raised(base, box) else bracketed(box.markup)
    return Box(f"<msup>{row(box.markup)}{row(raised)}</msup>", ATOM, box.start)


def _may_be_raised(base: Node, box: Box) -> bool:
    """Tell whether an exponent at the end of a box belongs to the whole of it."""
    if isinstance(base, Number):
        return box.tightness == ATOM and "<msup>" not in box.markup
    return isinstance(base, Apply) and (not base.operands or box.end in ("bar", "bracket"))


def _cases(node: Node, script: bool) -> Box:
    """Typeset nested choices as one brace, unless one of them stands alone."""
    rows = ""
    while isinstance(node, Apply) and node.operator == "where":
        condition, value, node = node.operands
        rows += _case(value, f"<mtext>if </mtext>{_condition(condition, script).markup}", script)
    if not (isinstance(node, Apply) and node.operator == "undefined"):
        rows += _case(node, "<mtext>otherwise</mtext>", script)
    table = f'<mtable columnalign="left left">{rows}</mtable>'
    return Box(row(operator("{") + table), CONDITION)


def _case(value: Node, condition: str, script: bool) -> str:
    space = '<mspace width="1em"/>'
    return f"<mtr><mtd>{row(_box(value, script).markup)}</mtd><mtd>{space}{condition}</mtd></mtr>"


def _condition(node: Node, script: bool) -> Box:
    match node:
        case Apply("not_equal", (Symbol(flag), Number(0.0))) if glyphs.is_word(flag):
            return glyphs.name(flag)
        case Apply("not", (inner,)):
            held = bracketed(_condition(inner, script).markup)
            return Box(f"<mtext>not </mtext>{held.markup}", CONDITION)
        case Apply("and", (Apply(one, (left, middle)), Apply(other, (again, right)))) if (
            middle == again and {one, other} <= _COMPARISONS.keys()
        ):
            last = operator(_COMPARISONS[other]) + _side(right, script)
            return Box(_compared(one, left, middle, script) + last, CONDITION)
        case Apply(("and" | "or") as connective, operands):
            return _connected(connective, operands, script)
        case Apply(comparison, (left, right)) if comparison in _COMPARISONS:
            return Box(_compared(comparison, left, right, script), CONDITION)
    return _box(node, script)


def _compared(comparison: str, left: Node, right: Node, script: bool) -> str:
    return _side(left, script) + operator(_COMPARISONS[comparison]) + _side(right, script)


def _side(node: Node, script: bool) -> str:
    # In a row of its own, so that a minus in front is spaced as a sign.
    return row(_box(node, script).held(SUM).markup)


def _connected(connective: str, operands: tuple[Node, ...], script: bool) -> Box:
    markup = [_condition(operand, script).markup for operand in operands]
    held = [
        bracketed(side).markup
        if isinstance(node, Apply) and node.operator in ("and", "or")
        else side
        for node, side in zip(operands, markup, strict=True)
    ]
    return Box(f"<mtext> {connective} </mtext>".join(held), CONDITION)
