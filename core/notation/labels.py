"""Formulas in plain text as short as a label: ``−η m̂/(√v̂ + ε)``."""

from __future__ import annotations

import re

from core.expression.tokens import GREEK_LETTERS
from core.notation.plain_text import to_text
from core.tree import Node

_LETTERS = {name: letter for letter, name in reversed(GREEK_LETTERS.items())}
_ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_WORD = re.compile(r"(?<![\w.])[A-Za-z][A-Za-z0-9_]*")
_PARTS = re.compile(r"([A-Za-z]+?)_?([0-9]*)")
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_EXPONENT = re.compile(r"(?<![\w.])([0-9.]+)e([+-][0-9]+)")
_SIGNS = (
    (re.compile(r"norm\(([^()]*)\)"), r"‖\1‖"),
    (re.compile(r"dot\(([^()]*)\)"), r"⟨\1⟩"),
    (re.compile(r"abs\(([^()]*)\)"), r"|\1|"),
    (re.compile(r"sqrt\((\w+[\u0302-\u0304]?)\)"), r"√\1"),
    (re.compile(r"sqrt\("), "√("),
    (re.compile(r"grad\("), "∇L("),
    (re.compile(r"loss\("), "L("),
    (re.compile(r"hess\("), "H("),
    (re.compile(r"eigenvalue1\("), "λ₁("),
    (re.compile(r"eigenvalue2\("), "λ₂("),
    (re.compile(r"eigenvector1\("), "u₁("),
    (re.compile(r"eigenvector2\("), "u₂("),
    (re.compile(r"normal\(\)|uniform\(\)"), "ξ"),
    (re.compile(r"\*\*2"), "²"),
    (re.compile(r"\*\*"), "^"),
    (re.compile(r"(?<=[0-9⁻⁰-⁹])\*(?=[0-9])"), "·"),
    (re.compile(r"\*"), " "),
    (re.compile(r"<="), "≤"),
    (re.compile(r">="), "≥"),
    (re.compile(r"=="), "="),
    (re.compile(r"!="), "≠"),
    (re.compile(r"-"), "−"),
)


def name_label(name: str) -> str:
    """Write a name with Greek letters, subscripts and accents: ``beta1`` as β₁."""
    base, _, accent = name.partition("_")
    if accent in _ACCENTS and (len(base) == 1 or base in _LETTERS):
        return _LETTERS.get(base, base) + _ACCENTS[accent]
    parts = _PARTS.fullmatch(name)
    if parts is None or not (len(parts[1]) == 1 or parts[1] in _LETTERS):
        return name.replace("_", " ")
    return _LETTERS.get(parts[1], parts[1]) + parts[2].translate(_SUBSCRIPTS)


def formula_label(node: Node) -> str:
    """Write an expression in plain text as a person would, with fewer brackets than safe."""
    text = _WORD.sub(lambda word: name_label(word[0]), to_text(node))
    text = _EXPONENT.sub(_without_exponent, text)
    for pattern, replacement in _SIGNS:
        text = pattern.sub(replacement, text)
    return text


def power_of_ten(exponent: int) -> str:
    """Write a power of ten: ``10⁻⁸``."""
    return f"10{str(exponent).translate(_SUPERSCRIPTS)}"


def _without_exponent(number: re.Match[str]) -> str:
    power = power_of_ten(int(number[2]))
    return power if number[1] == "1" else f"{number[1]}·{power}"
