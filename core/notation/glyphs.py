"""Numbers and names in MathML: what a single sign of a formula looks like."""

from __future__ import annotations

import math
import re
from html import escape

from core.expression.tokens import GREEK_LETTERS
from core.notation.boxes import Box, scripted

_ACCENTS = {"hat": "^", "bar": "¯", "tilde": "~"}
_NAME = re.compile(r"(?P<base>[A-Za-z]+?)(?:(?P<digits>[0-9]+)|_(?P<word>[A-Za-z0-9]+))?")
_LETTERS = {name: letter for letter, name in reversed(GREEK_LETTERS.items())}
_DIGITS_SHOWN = 12


def number(value: float) -> Box:
    """Write a number that is not negative, as short as its 12 digits allow."""
    if not math.isfinite(value):
        return Box("<mtext>undefined</mtext>" if math.isnan(value) else "<mi>∞</mi>")
    mantissa, _, exponent = f"{value:.{_DIGITS_SHOWN}g}".partition("e")
    if not exponent:
        return Box(f"<mn>{mantissa}</mn>", start="digit", end="digit")
    sign = "<mo>−</mo>" if exponent.startswith("-") else ""
    power = f"<msup><mn>10</mn><mrow>{sign}<mn>{exponent.lstrip('+-0')}</mn></mrow></msup>"
    markup = power if mantissa == "1" else f"<mn>{mantissa}</mn><mo>⋅</mo>{power}"
    return Box(markup, start="digit", end="digit")


def letter_and_subscript(name: str) -> tuple[str, str]:
    """Return the markup of a name's letter, accent included, and of its subscript or ''."""
    match = _NAME.fullmatch(name)
    base = match["base"] if match else ""
    if match is None or not (len(base) == 1 or base in _LETTERS):
        return f"<mtext>{escape(name.replace('_', ' '))}</mtext>", ""
    letter = f"<mi>{_LETTERS.get(base, base)}</mi>"
    if match["word"] in _ACCENTS:
        return f'<mover accent="true">{letter}<mo>{_ACCENTS[match["word"]]}</mo></mover>', ""
    subscript = match["digits"] or match["word"]
    if not subscript:
        return letter, ""
    return letter, f"<mn>{subscript}</mn>" if match["digits"] else f"<mi>{subscript}</mi>"


def name(text: str, exponent: str = "", is_bold: bool = False) -> Box:
    """Write a name, raised to an exponent if one is given.

    Single letters stand in italics, Greek ones as such, digits and words behind them as
    subscripts; other names are words. Bold is what stands for a vector.
    """
    letter, subscript = letter_and_subscript(text)
    if is_bold:
        letter = re.sub("<(mi|mtext)>", r'<\1 mathvariant="bold">', letter)
    kind = "word" if is_word(text) else "letter"
    markup = scripted(letter, subscript, exponent)
    return Box(markup, start=kind, end=kind)


def is_word(text: str) -> bool:
    """Tell whether a name is printed as a word rather than as a letter."""
    return letter_and_subscript(text)[0].startswith("<mtext>")
