"""Update rules as a paper prints them, and one step of them with its numbers.

The arrow ← stands for an assignment, bold letters for vectors, ``∇L(p)`` for the
gradient at a point, ``g`` for the one at the iterate as the method sees it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from core.notation import glyphs
from core.notation.boxes import operator, row
from core.notation.markup import Term, to_mathml, to_terms
from core.notation.vector_calls import BOLD, COORDINATEWISE, distribution
from core.notation.widths import width
from core.optimizers.language import Kind, kind_of
from core.optimizers.rule import Rule
from core.tree import Apply, Node, Symbol

WIDEST = 22.5
"""Ems that fit beside each other in the panel that explains a step."""

_INDENT = '<mspace width="1.4em"/>'
_DRAWS = {"normal": "xi", "uniform": "zeta"}
"""The letters that stand for random vectors."""


def rule_mathml(rule: Rule) -> list[str]:
    """Typeset a rule: a line for each assignment, then initial values and random draws."""
    printed = _Printed(rule.vectors, [value for _, value in rule.assignments])
    lines = [
        _fitted(printed.name(name), "←", to_terms(printed.tree(value)))
        for name, value in rule.assignments
    ]
    lines += [
        _fitted(printed.name(name, "<mn>0</mn>"), "=", to_terms(printed.tree(value)))
        for name, value in rule.initial
    ]
    return lines + printed.draws()


def worked_mathml(name: str, is_vector: bool, worked: Node, value: Node) -> str:
    """Typeset a line with numbers in place of names, and what comes out.

    Parameters
    ----------
    name
        What is assigned.
    is_vector
        Whether that is a vector.
    worked
        The right side, vectors in it being `vector_calls.COLUMN` nodes.
    value
        The result, a number or a column.
    """
    result = operator("=") + to_mathml(value)
    terms = to_terms(worked)
    if worked != value:
        terms.append(Term(result, [result]))
    return _fitted(_name(name, is_vector), "←", terms)


class _Printed:
    """Trees as they are printed: vectors marked, random draws named one by one."""

    def __init__(self, vectors: Collection[str], values: Sequence[Node]) -> None:
        self._vectors = vectors
        found = [draw for value in values for draw in _drawn(value)]
        self._totals = {kind: found.count(kind) for kind in _DRAWS}
        self._seen = dict.fromkeys(_DRAWS, 0)

    def name(self, text: str, subscript: str = "") -> str:
        """Typeset the left side of a line."""
        return _name(text, text in self._vectors, subscript)

    def tree(self, node: Node) -> Node:
        """Return a tree with what only print knows of."""
        match node:
            case Symbol(name) if name in self._vectors:
                return Apply(BOLD, (node,))
            case Apply("normal" | "uniform" as kind, ()):
                self._seen[kind] += 1
                return Apply(BOLD, (Symbol(self._draw(kind, self._seen[kind])),))
            case Apply(name, operands):
                marked = tuple(self.tree(operand) for operand in operands)
                is_coordinatewise = name == "multiply" and all(
                    kind_of(operand, self._vectors) is Kind.VECTOR for operand in operands
                )
                return Apply(COORDINATEWISE if is_coordinatewise else name, marked)
        return node

    def draws(self) -> list[str]:
        """Typeset the law of each random vector that occurs."""
        lines = []
        for kind, total in self._totals.items():
            names = [_name(self._draw(kind, number), True) for number in range(1, total + 1)]
            if names:
                law = distribution(kind)
                lines.append(row(operator(",").join(names) + operator("∼") + law))
        return lines

    def _draw(self, kind: str, number: int) -> str:
        return _DRAWS[kind] + (str(number) if self._totals[kind] > 1 else "")


def _drawn(node: Node) -> Iterator[str]:
    """Yield the kinds of the random draws of a tree, left to right."""
    if isinstance(node, Apply):
        if node.operator in _DRAWS:
            yield node.operator
        for operand in node.operands:
            yield from _drawn(operand)


def _name(text: str, is_bold: bool, subscript: str = "") -> str:
    markup = glyphs.name(text, is_bold=is_bold).markup
    return f"<msub>{row(markup)}{subscript}</msub>" if subscript else markup


def _fitted(left: str, sign: str, terms: list[Term]) -> str:
    """Lay out an equation in rows that are no wider than `WIDEST`, if that can be had.

    Rows are broken between terms, and within a term only if it fills more than a row.
    """
    rows = [left + operator(sign)]
    is_begun = False
    for term in terms:
        is_wide = width(_INDENT + term.whole) > WIDEST
        for piece in term.pieces if is_wide else [term.whole]:
            if is_begun and width(rows[-1] + piece) > WIDEST:
                rows.append(_INDENT + piece)
            else:
                rows[-1] += piece
            is_begun = True
    if len(rows) == 1:
        return row(rows[0])
    lines = "".join(f"<mtr><mtd>{row(line)}</mtd></mtr>" for line in rows)
    return f'<mtable columnalign="left">{lines}</mtable>'
