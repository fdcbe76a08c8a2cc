"""Names as a textbook prints them in plain text: ``beta1`` as β₁."""

from __future__ import annotations

import re

_WORDS = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron "
    "pi rho sigma tau upsilon phi chi psi omega"
)
_GREEK = dict(
    zip(
        _WORDS.split(),
        "αβγδεζηθικλμνξοπρστυφχψω",
        strict=True,
    )
)
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_PARTS = re.compile(r"([A-Za-z]+)_?(\d*)")


def letter(name: str) -> str:
    """Return a name in Greek letters and subscripts where it has them."""
    parts = _PARTS.fullmatch(name)
    if parts is None:
        return name.replace("_", " ")
    word, digits = parts.groups()
    glyph = _GREEK.get(word.lower(), word)
    if word[:1].isupper() and word.lower() in _GREEK:
        glyph = glyph.upper()
    return glyph + digits.translate(_SUBSCRIPTS)
