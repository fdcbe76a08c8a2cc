"""Numbers, places and directions as sentences about a view write them."""

from __future__ import annotations

from core.scene import View

_NOTHING = 1e-6
"""A coordinate below this part of the view's size is written as 0."""


def in_words(number: float) -> str:
    """Write a number with up to four digits and a true minus sign."""
    return f"{number:z.4g}".replace("-", "−")


def place_in_words(x: float, y: float, view: View) -> str:
    """Write a place in a view as ``(1, −0.5)``."""
    width, height = view.x_max - view.x_min, view.y_max - view.y_min
    x, y = (0.0 if abs(at) <= _NOTHING * size else at for at, size in ((x, width), (y, height)))
    return f"({in_words(x)}, {in_words(y)})"


def direction_in_words(x: float, y: float) -> str:
    """Write a unit vector as ``(0.71, −0.71)``."""
    return f"({in_words(round(x, 2))}, {in_words(round(y, 2))})"
