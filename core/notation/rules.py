"""Update rules as a paper prints them, and one step of them with its numbers.

The arrow ← stands for an assignment, bold letters for vectors, ``∇L(p)`` for the
gradient at a point, ``g`` for the one at the iterate as the method sees it.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase, ascii_uppercase, digits

from core.notation import glyphs
from core.notation.boxes import operator, row
from core.notation.markup import Term, to_mathml, to_terms
from core.notation.vector_calls import BOLD, COORDINATEWISE, distribution
from core.notation.widths import width
from core.optimizers.language import GIVEN, Kind, kind_of
from core.optimizers.rule import Rule
from core.tree import Apply, Node, Symbol

WIDEST = 19.0
"""Ems that fit beside each other in the panel that explains a step."""

_INDENT = '<mspace width="1.4em"/>'
_DRAWS = ("normal", "uniform")
_DRAWN_LETTERS = ("xi", "zeta", "omega", "chi", "nu", *ascii_lowercase, *ascii_uppercase)
"""Letters for random vectors within a line, more than a rule can have names: a rule's
own go first."""


def rule_mathml(rule: Rule) -> list[str]:
    """Typeset a rule: a line for each assignment, then initial values and random draws."""
    printed = _Printed(rule)
    lines = [printed.line(name, "", value) for name, value in rule.assignments]
    lines += [printed.line(name, "<mn>0</mn>", value) for name, value in rule.initial]
    return lines + printed.laws()


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

    def __init__(self, rule: Rule) -> None:
        self._vectors = rule.vectors
        lines = (*rule.assignments, *rule.initial)
        names = (*GIVEN, *rule.letters, *(name for name, _ in lines))
        taken = {name.rstrip(digits) for name in names}
        free = (letter for letter in _DRAWN_LETTERS if letter not in taken)
        found = [kind for _, value in lines if not _is_draw(value) for kind in _drawn(value)]
        self._draws = {
            kind: _numbered(next(free), found.count(kind)) for kind in _DRAWS if kind in found
        }
        self._next = {kind: iter(names) for kind, names in self._draws.items()}

    def line(self, name: str, subscript: str, value: Node) -> str:
        """Typeset an assignment, or with a subscript an equation."""
        left = _name(name, name in self._vectors, subscript)
        if isinstance(value, Apply) and _is_draw(value):
            return row(left + operator("∼") + distribution(value.operator))
        return _fitted(left, "=" if subscript else "←", to_terms(self._marked(value)))

    def laws(self) -> list[str]:
        """Typeset the law of the random vectors that occur within lines."""
        return [
            row(operator(",").join(_name(name, True) for name in names)
            + operator("∼") + distribution(kind))
            for kind, names in self._draws.items()
        ]  # fmt: skip

    def _marked(self, node: Node) -> Node:
        match node:
            case Symbol(name) if name in self._vectors:
                return Apply(BOLD, (node,))
            case Apply("normal" | "uniform" as kind, ()):
                return Apply(BOLD, (Symbol(next(self._next[kind])),))
            case Apply(name, operands):
                marked = tuple(map(self._marked, operands))
                is_coordinatewise = name == "multiply" and all(
                    kind_of(operand, self._vectors) is Kind.VECTOR for operand in operands
                )
                return Apply(COORDINATEWISE if is_coordinatewise else name, marked)
        return node


def _numbered(letter: str, count: int) -> list[str]:
    return [f"{letter}{number}" for number in range(1, count + 1)] if count > 1 else [letter]


def _is_draw(node: Node) -> bool:
    return isinstance(node, Apply) and node.operator in _DRAWS


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
                # In a row of its own, so that a minus in front is spaced as a sign.
                rows[-1] += piece if is_begun else row(piece)
            is_begun = True
    if len(rows) == 1:
        return row(rows[0])
    lines = "".join(f"<mtr><mtd>{row(line)}</mtd></mtr>" for line in rows)
    return f'<mtable columnalign="left" rowspacing="0.55em">{lines}</mtable>'
