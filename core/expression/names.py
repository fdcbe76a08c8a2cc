"""Words → names: which letters belong together, and what each name stands for."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass

from core.errors import ExpressionError, Span
from core.expression.tokens import GREEK_LETTERS, Token
from core.tree import FUNCTIONS

_ALIASES = {
    "ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctan2": "atan2",
    "sgn": "sign", "ceiling": "ceil", "logistic": "sigmoid", "heaviside": "step",
    "log_2": "log2", "log_10": "log10", "log₂": "log2", "log₁₀": "log10",
    "piecewise": "piecewise",
}  # fmt: skip
_ELSEWHERE = {
    "sec": "1/cos(x)", "csc": "1/sin(x)", "cosec": "1/sin(x)", "cot": "1/tan(x)",
    "pow": "x^n", "square": "x^2", "sqr": "x^2", "norm": "sqrt(x^2 + y^2)",
    "sinc": "sin(x)/x", "round": "floor(x + 1/2)", "log1p": "ln(1 + x)",
    "expm1": "exp(x) - 1", "mod": "x - n*floor(x/n)",
    "asinh": "ln(x + sqrt(x^2 + 1))", "arcsinh": "ln(x + sqrt(x^2 + 1))",
    "acosh": "ln(x + sqrt(x^2 - 1))", "arccosh": "ln(x + sqrt(x^2 - 1))",
    "atanh": "ln((1 + x)/(1 - x))/2", "artanh": "ln((1 + x)/(1 - x))/2",
}  # fmt: skip
"""Functions of other languages → how to write them in this one."""

FUNCTION_NAMES = {name: name for name in FUNCTIONS} | _ALIASES
"""Spelling in small letters → operator; capitals are read the same."""

_CONSTANTS = {"pi": "pi", "Pi": "pi", "PI": "pi", "π": "pi", "e": "e", "E": "e"}
_WHOLE_CONSTANTS = {"True": "true", "true": "true", "False": "false", "false": "false"} | {
    "undefined": "undefined"
}
_KEYWORDS = frozenset({"if", "else", "and", "or", "not"})
_NOT_FINITE = frozenset({"oo", "inf", "infinity", "Infinity", "infty", "nan", "NaN"})
GREEK_NAMES = frozenset(GREEK_LETTERS.values()) - {"pi"}
WORDS = _KEYWORDS | _NOT_FINITE | {"True", "true", "False", "false"}
"""What is neither a name nor a function nor a number."""

_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_SUBSCRIPT = re.compile("_?[0-9₀-₉]+|_[A-Za-z]+")
LONGEST_NAME = 24
_LONGEST_PRODUCT = 2
"""A word of more plain letters is a misspelt name, never a product."""


def canonical(word: str) -> str:
    """Return the one spelling of a name: ``θ₀``, ``theta_0`` and ``theta0`` are the last."""
    for letter in word:
        if letter in GREEK_LETTERS:
            word = word.replace(letter, GREEK_LETTERS[letter])
    return re.sub(r"_(?=[0-9])", "", word.translate(_SUBSCRIPTS))


class UnknownNameError(ExpressionError):
    """A word that is no name here.

    Parameters
    ----------
    message, text, span
        As for every `ExpressionError`.
    name
        The word in its canonical spelling.
    is_misspelt
        Whether the message says what may be meant.
    """

    def __init__(self, message: str, text: str, span: Span, name: str, is_misspelt: bool) -> None:
        super().__init__(message, text, span)
        self.name = name
        self.is_misspelt = is_misspelt


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that words are read as.

    Parameters
    ----------
    names
        Names that are known, in canonical spelling.
    is_open
        Whether every other letter, Greek or Latin, is a name as well.
    functions
        Functions that are known besides those of every expression, in canonical spelling.
    """

    names: frozenset[str]
    is_open: bool
    functions: Collection[str] = ()

    def read(self, tokens: Collection[Token], text: str) -> list[Token]:
        """Replace each word by names, functions, constants and keywords."""
        read: list[Token] = []
        for token in tokens:
            if token.kind == "word":
                read.extend(self._word(token, text))
            else:
                read.append(token)
        return read

    def _word(self, word: Token, text: str) -> list[Token]:
        if word.text in _KEYWORDS:
            return [word._replace(kind="keyword")]
        if canonical(word.text) in self.names:
            return [word._replace(kind="name", text=canonical(word.text))]
        if word.text in _WHOLE_CONSTANTS:
            return [word._replace(kind="constant", text=_WHOLE_CONSTANTS[word.text])]
        if word.text in _NOT_FINITE:
            message = "Expected something finite; infinity and nan are not numbers here."
            raise ExpressionError(message, text, (word.start, word.end))
        return self._split(word, text)

    def _split(self, word: Token, text: str) -> list[Token]:
        pieces: list[Token] = []
        position, plain_letters = 0, 0
        while position < len(word.text):
            kind, name, end = self._piece(word.text, position)
            start = word.start + position
            spaced = word.spaced and position == 0
            pieces.append(Token(kind, name, start, word.start + end, spaced))
            plain_letters += self._is_plain_letter(kind, word.text[position:end])
            if kind == "unknown" or (kind == "function" and end < len(word.text)):
                raise self._unknown(word, pieces, text)
            position = end
        if plain_letters > _LONGEST_PRODUCT:
            raise self._unknown(word, pieces, text)
        self._refuse_imaginary(pieces, text)
        return pieces

    def _is_plain_letter(self, kind: str, piece: str) -> bool:
        is_name = kind in ("name", "constant") and piece not in self.names
        return is_name and len(piece) == 1 and piece.isascii()

    def _piece(self, word: str, start: int) -> tuple[str, str, int]:
        """Return kind, name and end of the longest name that begins at `start`."""
        for end in range(min(len(word), start + LONGEST_NAME), start, -1):
            piece = word[start:end]
            if canonical(piece) in self.names and not _SUBSCRIPT.match(word, end):
                return "name", canonical(piece), end
            if function := self._function(piece.lower()):
                return "function", function, end
            if piece in _CONSTANTS:
                taken = _SUBSCRIPT.match(word, end)
                return ("unknown" if taken else "constant"), _CONSTANTS[piece], end
            if self.is_open and self._is_base(piece, word):
                subscript = _SUBSCRIPT.match(word, end)
                end = subscript.end() if subscript else end
                return "name", canonical(word[start:end]), end
        return "unknown", word[start:], len(word)

    def _function(self, spelling: str) -> str | None:
        name = canonical(spelling)
        return name if name in self.functions else FUNCTION_NAMES.get(spelling)

    def _is_base(self, piece: str, word: str) -> bool:
        """Tell whether a piece may be a name; ``mu``, ``nu`` and ``xi`` only stand alone."""
        if len(piece) == 1:
            return piece.isalpha()
        alone = re.split("[_0-9₀-₉]", word, maxsplit=1)[0] == piece
        return piece in GREEK_NAMES and (len(piece) > 2 or alone)

    def _refuse_imaginary(self, pieces: list[Token], text: str) -> None:
        for piece in pieces:
            if piece.kind == "name" and piece.text == "i" and "i" not in self.names:
                message = "A loss must be real; choose another letter than i for a parameter."
                raise ExpressionError(message, text, (piece.start, piece.end))

    def _unknown(self, word: Token, pieces: list[Token], text: str) -> ExpressionError:
        spelling = text[word.start : word.end]
        span = (word.start, word.end)
        if len(spelling) > LONGEST_NAME:
            message = "Expected an operator somewhere in this word, which is not a known name."
            return ExpressionError(message, text, span)
        advice = self._advice(spelling, word, pieces, text)
        known = "." if self.is_open else f"; known here: {', '.join(sorted(self.names))}."
        message = f"“{spelling}” is not a known name{advice or known}"
        return UnknownNameError(message, text, span, canonical(spelling), bool(advice))

    def _advice(self, spelling: str, word: Token, pieces: list[Token], text: str) -> str:
        """Return how a sentence about an unknown word ends, if what may be meant is known."""
        functions = [piece.start for piece in pieces if piece.kind == "function"]
        if self.is_open and spelling.lower() in _ELSEWHERE:
            return f"; write {_ELSEWHERE[spelling.lower()]}."
        names = difflib.get_close_matches(spelling, self._known(), 1, 0.65)
        has_brackets = text[word.end :].lstrip().startswith("(")
        if functions and not (has_brackets and names):
            called, inner = text[functions[0] : pieces[-1].end], text[pieces[-1].end : word.end]
            return f"; write {called}({inner}) if it is meant to be a function of {inner}."
        if self.is_open and len(pieces) == 3 and pieces[-1].kind != "unknown":
            names.append("*".join(text[piece.start : piece.end] for piece in pieces))
        return f"; perhaps {' or '.join(names)} is meant." if names else ""

    def _known(self) -> list[str]:
        names = [*FUNCTION_NAMES, *self.functions, *self.names, "pi"]
        names += GREEK_NAMES if self.is_open else ()
        return [name for name in names if len(name) > _LONGEST_PRODUCT or name in self.names]
