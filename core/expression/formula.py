"""Text → tree: a loss, or an expression over given names, read by our own grammar.

Nothing typed is ever executed, looked up or handed to another parser: tokens become
nodes, and what is not of the language is refused with a sentence and its place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from core.errors import ExpressionError
from core.expression.brackets import pair_brackets
from core.expression.constants import refuse_undefined_constants
from core.expression.cursor import Cursor
from core.expression.grammar import Grammar
from core.expression.names import Vocabulary, canonical
from core.expression.tokens import Token, tokenize
from core.tree import Apply, Arity, Node, Symbol

VARIABLE_PAIRS = (
    ("x1", "x2"), ("w0", "w1"), ("w1", "w2"), ("w", "b"), ("u", "v"), ("a", "b"),
    ("theta0", "theta1"), ("theta1", "theta2"), ("theta", "phi"), ("alpha", "beta"), ("X", "Y"),
)  # fmt: skip
"""What the variables are called where neither x nor y occurs, in order of preference."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A loss as it was typed and as it was understood.

    Parameters
    ----------
    text
        What was typed.
    tree
        What it means.
    variables
        The names of the horizontal and the vertical coordinate.
    parameters
        Every other name, in order of first appearance.
    """

    text: str
    tree: Node = field(hash=False)
    variables: tuple[str, str]
    parameters: tuple[str, ...]


def parse_loss(text: str) -> Formula:
    """Read a loss in two variables, which are chosen by the names that occur.

    Raises
    ------
    ExpressionError
        With one sentence that says what was expected, and the place.
    """
    tokens = tokenize(text)
    name, declared, tokens = _without_prefix(tokens, text)
    vocabulary = Vocabulary(frozenset(declared or ()), is_open=True)
    tree = _read(tokens, text, vocabulary, False, {})
    names = _names(tree)
    variables = declared or _choose_variables(names, tree, text)
    if name is not None and canonical(name.text) in variables:
        message = "An equation is not a loss; write only the side to be minimised."
        raise ExpressionError(message, text, (name.start, name.end))
    parameters = tuple(name for name in names if name not in variables)
    return Formula(text, tree, variables, parameters)


def parse_expression(
    text: str, names: Collection[str], functions: Mapping[str, Arity] = MappingProxyType({})
) -> Node:
    """Read an expression over exactly the given names, such as a line of an update rule.

    A name that stands alone as a condition means that it is not zero.

    Parameters
    ----------
    text
        What was typed.
    names
        The names that it may use.
    functions
        What it may call, always with brackets, besides `core.tree.FUNCTIONS`.

    Raises
    ------
    ExpressionError
        As `parse_loss` does, and for a name that is not among `names`.
    """
    known = frozenset(canonical(name) for name in names)
    vocabulary = Vocabulary(known, is_open=False, functions=functions)
    return _read(tokenize(text), text, vocabulary, True, functions)


def _read(
    tokens: list[Token],
    text: str,
    vocabulary: Vocabulary,
    flags: bool,
    functions: Mapping[str, Arity],
) -> Node:
    words = vocabulary.read(tokens, text)
    cursor = Cursor(pair_brackets(words, text), text, flags)
    tree = Grammar(cursor, functions).read()
    refuse_undefined_constants(tree, text)
    return tree


def _without_prefix(
    tokens: list[Token], text: str
) -> tuple[Token | None, tuple[str, str] | None, list[Token]]:
    """Split off ``z =`` or ``f(p, q) =``: the name, the declared variables and the rest."""
    shape = [text[token.start : token.end] if token.kind != "word" else "word" for token in tokens]
    if shape[:2] == ["word", "="]:
        return tokens[0], None, tokens[2:]
    closing = shape.index(")") if ")" in shape else 0
    inside = shape[2:closing]
    is_prefix = shape[:2] == ["word", "("] and shape[closing + 1] == "="
    if not is_prefix or not set(inside) <= {"word", ","}:
        return None, None, tokens
    if inside != ["word", ",", "word"]:
        message = "Expected two variables before the sign =, as in f(x, y)."
        raise ExpressionError(message, text, (tokens[0].start, tokens[closing].end))
    declared = (canonical(tokens[2].text), canonical(tokens[4].text))
    if declared[0] == declared[1]:
        message = "Expected two different variables."
        raise ExpressionError(message, text, (tokens[2].start, tokens[4].end))
    return tokens[0], declared, tokens[closing + 2 :]


def _choose_variables(names: Collection[str], tree: Node, text: str) -> tuple[str, str]:
    if not names or "x" in names or "y" in names:
        return ("x", "y")
    for enough in (2, 1):
        for pair in VARIABLE_PAIRS:
            if sum(name in names for name in pair) >= enough:
                return pair
    listed = ", ".join(names)
    message = f"Expected variables such as x and y, not {listed}; f(p, q) = … names others."
    raise ExpressionError(message, text, tree.span or (0, len(text)))


def _names(tree: Node) -> list[str]:
    """List the names of a tree in order of first appearance."""
    names: dict[str, None] = {}
    pending = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, Symbol):
            names[node.name] = None
        elif isinstance(node, Apply):
            pending.extend(reversed(node.operands))
    return list(names)
