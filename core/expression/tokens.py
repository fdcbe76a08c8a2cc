"""Text → tokens: the only characters that the language knows, each with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from core.errors import ExpressionError

MAXIMUM_CHARACTERS = 500
MAXIMUM_TOKENS = 300
MAXIMUM_DIGITS = 17
LARGEST_LITERAL = 1e300
SMALLEST_LITERAL = 1e-300


class Token(NamedTuple):
    """A piece of text that the grammar takes as one.

    ``kind`` is number, word, superscript, fraction, root, operator, open, close,
    comma, bar or end; names are told apart, and bars paired, in later passes.
    ``text`` is the normalised spelling, ``spaced`` whether a space stands in front.
    """

    kind: str
    text: str
    start: int
    end: int
    spaced: bool


GREEK_LETTERS = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon",
    "ζ": "zeta", "η": "eta", "θ": "theta", "ϑ": "theta", "κ": "kappa", "λ": "lambda",
    "μ": "mu", "µ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "τ": "tau", "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
    "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Φ": "Phi",
    "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
"""Each letter and the name it is the same as; variants of a letter share a name."""

FRACTIONS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5),
    "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8),
    "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip

_SPELLINGS = {
    "**": "^", "−": "-", "–": "-", "·": "*", "⋅": "*", "∙": "*", "×": "*", "∗": "*",
    "÷": "/", "∕": "/", "⁄": "/", "≤": "<=", "≥": ">=", "≠": "!=", "=": "==", "√": "sqrt",
    "∛": "cbrt",
}  # fmt: skip
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_LETTERS = "A-Za-z" + "".join(GREEK_LETTERS)

_TOKEN = re.compile(
    rf"""
    (?P<space>[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+)
    |(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<word>[{_LETTERS}][{_LETTERS}0-9₀-₉_]*)
    |(?P<superscript>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)
    |(?P<fraction>[{"".join(FRACTIONS)}])
    |(?P<root>[√∛])
    |(?P<operator>\*\*|<=|>=|==|!=|[-+*/^<>=−–·⋅∙×∗÷∕⁄≤≥≠])
    |(?P<open>[(\[{{])|(?P<close>[)\]}}])|(?P<comma>,)|(?P<bar>\|)
    """,
    re.VERBOSE,
)

_HINTS = {
    ".": "A point belongs inside a number, such as 0.5.",
    "!": "Factorials are not part of the language.",
    "%": "A percent sign is not part of the language; write 5% as 0.05.",
    "\\": "LaTeX is not read; write sin(x) or y^2 without a backslash.",
    "_": "Expected a letter before _, as in x_1.",
    "'": "Quotation marks are not part of a formula.",
    '"': "Quotation marks are not part of a formula.",
    ";": "Expected a single formula; a semicolon may only end it.",
    ":": "A colon is not part of the language.",
    "∞": "Infinity is not a number here; a loss must be finite.",
    "±": "Expected + or -, not both.",
    "\n": "Expected a formula on a single line.",
    "\r": "Expected a formula on a single line.",
}


def tokenize(text: str) -> list[Token]:
    """Cut a text into tokens, dropping spaces and a trailing semicolon.

    Returns
    -------
    list[Token]
        At least the token of kind end, which stands behind the last character.

    Raises
    ------
    ExpressionError
        For a character that is not of the language, and beyond the limits.
    """
    if len(text) > MAXIMUM_CHARACTERS:
        message = f"A formula may have at most {MAXIMUM_CHARACTERS} characters."
        raise ExpressionError(message, text, (MAXIMUM_CHARACTERS, len(text)))
    tokens = list(_tokens(text))
    if len(tokens) > MAXIMUM_TOKENS:
        message = f"A formula may have at most {MAXIMUM_TOKENS} numbers, names and signs."
        raise ExpressionError(message, text, (tokens[MAXIMUM_TOKENS].start, len(text)))
    end = tokens[-1].end if tokens else len(text)
    return [*tokens, Token("end", "", end, end, False)]


def number_value(token: Token, text: str) -> float:
    """Return the double nearest to a literal, refusing what SymPy or a double can't take.

    A superscript may have a sign; a number never does.
    """
    mantissa = re.split("[eE]", token.text)[0].replace(".", "").lstrip("+-0")
    if len(mantissa) > MAXIMUM_DIGITS:
        message = f"A number may have at most {MAXIMUM_DIGITS} digits."
        raise ExpressionError(message, text, (token.start, token.end))
    value = float(token.text)
    if mantissa.strip("0") and not SMALLEST_LITERAL <= abs(value) <= LARGEST_LITERAL:
        message = "A number must lie between 1e-300 and 1e300."
        raise ExpressionError(message, text, (token.start, token.end))
    return value


def _tokens(text: str) -> Iterator[Token]:
    position, spaced = 0, False
    length = len(text.rstrip(" \t;")) if text.rstrip().endswith(";") else len(text)
    while position < length:
        match = _TOKEN.match(text, position, length)
        if match is None:
            raise ExpressionError(_refusal(text[position]), text, (position, position + 1))
        kind = match.lastgroup or ""
        if kind != "space":
            yield Token(kind, _normalised(kind, match[0]), position, match.end(), spaced)
        position, spaced = match.end(), kind == "space"


def _normalised(kind: str, spelling: str) -> str:
    if kind == "superscript":
        return spelling.translate(_SUPERSCRIPTS)
    return _SPELLINGS.get(spelling, spelling)


def _refusal(character: str) -> str:
    if character in _HINTS:
        return _HINTS[character]
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, code).lower()
    if not character.isprintable():
        return f"The invisible character {code} is not part of the language."
    if character.isascii():
        return f"The character “{character}” is not part of the language."
    return f"The character “{character}” ({name}) is not part of the language."
