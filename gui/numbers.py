"""Numbers as a person reads and types them, the same in every locale."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from core.errors import FallLineError

MINUS = "−"
NOT_A_NUMBER = "–"

MOST_REMEMBERED = 4096
"""Texts that are kept: hundreds of critical points share their coordinates."""

_TYPED = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_WIDEST_WHOLE = 6
_SMALLEST_EXPONENT = -4


class NumberError(FallLineError):
    """A typed text that is not a number."""


@lru_cache(maxsize=MOST_REMEMBERED)
def format_number(value: float, digits: int = 4, *, keep_zeros: bool = False) -> str:
    """Write a number in few digits: ``0.000706``, ``−31.7``, ``1.2e−5``.

    Parameters
    ----------
    value
        Any double; NaN is written as a dash, infinity as ∞.
    digits
        Significant digits. Whole numbers below a million keep all of theirs.
    keep_zeros
        Keep trailing zeros, so that a changing number does not change its width.
    """
    if math.isnan(value):
        return NOT_A_NUMBER
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    mantissa, exponent_text = f"{value:.{digits - 1}e}".split("e")
    exponent = int(exponent_text)
    if value == 0:
        return "0"
    if _SMALLEST_EXPONENT <= exponent < _WIDEST_WHOLE:
        text = f"{value:.{max(0, digits - 1 - exponent)}f}"
        return _signed(text if keep_zeros else _without_zeros(text))
    return _signed(f"{mantissa if keep_zeros else _without_zeros(mantissa)}e{exponent}")


@lru_cache(maxsize=MOST_REMEMBERED)
def format_fixed(value: float, decimals: int = 3) -> str:
    """Write a number with fixed decimals, as coordinates are, while that stays short."""
    if not math.isfinite(value) or abs(value) >= 1e5 or 0 < abs(value) < 10.0**-decimals / 2:
        return format_number(value)
    text = f"{value:.{decimals}f}"
    return _signed(text.removeprefix("-") if float(text) == 0 else text)


def format_share(share: float) -> str:
    """Write a share as a percentage, one that is not quite nothing or everything as such."""
    if 0 < share < 0.001:
        return "< 0.1 %"
    if 0.999 < share < 1:
        return "> 99.9 %"
    return f"{format_fixed(100 * share, 1)} %"


ROUNDING = 1e-10
"""A part of one coordinate that is nothing beside it."""


def format_point(x: float, y: float, decimals: int = 3) -> str:
    """Write a point of the plane, ``(−2.805, 3.131)``.

    What one coordinate is beyond the last digits of the other, such as 3e−18 beside 9.45,
    is an error of rounding and is written as 0.
    """
    x, y = (0.0 if abs(one) < ROUNDING * abs(other) else one for one, other in ((x, y), (y, x)))
    return f"({format_fixed(x, decimals)}, {format_fixed(y, decimals)})"


def exact_number(value: float) -> str:
    """Write the shortest text that reads back to the same double."""
    text = repr(float(value)).removesuffix(".0")
    return _signed(text.replace("e-0", "e-").replace("e+", "e"))


def parse_number(text: str) -> float:
    """Read a typed number; a true minus sign counts as one.

    Raises
    ------
    NumberError
        With one sentence, when the text is not a finite number.
    """
    typed = text.strip().replace(MINUS, "-").replace(" ", "")
    if "," in typed:
        raise NumberError("Write a decimal point instead of the comma.")
    if not _TYPED.fullmatch(typed):
        raise NumberError("Type a number such as 0.05 or 1e−3.")
    value = float(typed)
    if not math.isfinite(value):
        raise NumberError("This number is too large.")
    return value


def round_significant(value: float, digits: int) -> float:
    """Round to significant digits."""
    return float(f"{value:.{digits - 1}e}")


def _without_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _signed(text: str) -> str:
    return text.replace("-", MINUS)
