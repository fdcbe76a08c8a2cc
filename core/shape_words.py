"""The shape of a loss at a point, in a sentence that a reader sees."""

from __future__ import annotations

from core.eigen import Vector

Signs = tuple[int, int]
"""Of the eigenvalues in ascending order; 0 for one that is nothing or in doubt."""

AT_CRITICAL_POINTS: dict[Signs, str] = {
    (1, 1): "Minimum. Rises in every direction: descent comes to rest here.",
    (-1, -1): "Maximum. Falls in every direction: the slightest push sends descent away.",
    (-1, 1): "Saddle. Falls along {lower}, rises along {upper}. Plain descent slows here; "
    "an eigenvector step or noise leaves it.",
    (0, 1): "Degenerate. To second order it is flat along {lower}: higher derivatives decide.",
    (-1, 0): "Degenerate. To second order it is flat along {upper}: higher derivatives decide.",
    (0, 0): "Degenerate. To second order it is flat every way: higher derivatives decide.",
}

ELSEWHERE: dict[Signs, str] = {
    (1, 1): "Bowl-shaped here, so convex: bends up every way, most along {upper}.",
    (-1, -1): "Dome-shaped here, so not convex: bends down every way, most along {lower}.",
    (-1, 1): "Saddle-shaped here, so not convex: bends down along {lower}, up along {upper}.",
    (0, 1): "Valley-shaped here: bends up along {upper}, to second order not along {lower}.",
    (-1, 0): "Ridge-shaped here, so not convex: bends down along {lower}, "
    "to second order not along {upper}.",
    (0, 0): "Straight here: the slope does not change, to second order.",
}

UNDEFINED = "The loss has no curvature here: it or a derivative is undefined."
FLAT = "Flat here: there is no slope and no curvature beyond rounding."
KINK = "Kink. The slope changes abruptly here: the loss has no curvature at this point."
JUMP = "Jump. The loss itself changes abruptly here: it has no slope at this point."
ABRUPT = "The curvature changes abruptly here: second derivatives decide nothing."
ABRUPT_AT_CRITICAL_POINT = f"Degenerate. {ABRUPT}"


def shape(signs: Signs, is_critical: bool, eigenvectors: tuple[Vector, Vector]) -> str:
    """Say what the eigenvalues make of a point where the Hessian is steady."""
    lower, upper = map(_direction, eigenvectors)
    sentences = AT_CRITICAL_POINTS if is_critical else ELSEWHERE
    return sentences[signs].format(lower=lower, upper=upper)


def _direction(vector: Vector) -> str:
    """Write a unit vector with two decimals and a true minus sign."""
    x, y = (f"{component:z.2f}".replace("-", "−") for component in vector)
    return f"({x}, {y})"
