"""Numbers and places as sentences about a view write them."""

from __future__ import annotations


def in_words(number: float) -> str:
    """Write a number with up to four digits and a true minus sign."""
    return f"{number:z.4g}".replace("-", "−")


def pair(x: float, y: float) -> str:
    """Write a place or a direction as ``(1, −0.5)``."""
    return f"({in_words(x)}, {in_words(y)})"
