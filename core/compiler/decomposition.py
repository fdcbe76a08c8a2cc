"""Eigenvalues and eigenvectors of a symmetric 2×2 matrix as expressions in its entries."""

from __future__ import annotations

from core.partials import TWO, ZERO, apply
from core.tree import Node, Number

Pair = tuple[Node, Node]
Triple = tuple[Node, Node, Node]
"""The entries xx, xy and yy."""


def eigenvalues(xx: Node, xy: Node, yy: Node) -> Pair:
    """Return the eigenvalues of a symmetric matrix, ascending.

    The larger in size is the mean plus or minus the radius, which add up without
    cancelling; the other is the determinant divided by it, each of its two products
    divided before it is multiplied, so that neither overflows nor vanishes (LAPACK's
    ``dlae2``). A diagonal matrix keeps its entries as they are.
    """
    mean, _, radius = _mean_half_and_radius(xx, xy, yy)
    is_positive = apply("greater_equal", mean, ZERO)
    signed = apply("where", is_positive, radius, apply("negate", radius))
    large = apply("add", mean, signed)
    is_wide = apply("greater_equal", apply("abs", xx), apply("abs", yy))
    longer, shorter = (apply("where", is_wide, *entries) for entries in ((xx, yy), (yy, xx)))
    first, second = (
        apply("multiply", apply("divide", one, large), other)
        for one, other in ((longer, shorter), (xy, xy))
    )
    small = apply("subtract", first, second)
    is_diagonal = apply("equal", xy, ZERO)
    low, high = (
        apply("where", is_diagonal, apply(pick, xx, yy), apply(pick, small, large))
        for pick in ("min", "max")
    )
    return low, high


def eigenvectors(xx: Node, xy: Node, yy: Node) -> tuple[Pair, Pair]:
    """Return unit eigenvectors, of the lower eigenvalue and of the higher, pointing right."""
    _, half, radius = _mean_half_and_radius(xx, xy, yy)
    ratio = apply("divide", apply("abs", half), radius)
    long = apply("sqrt", apply("add", Number(0.5), apply("multiply", Number(0.5), ratio)))
    short = apply("divide", xy, apply("multiply", TWO, apply("multiply", radius, long)))
    is_wide = apply("greater_equal", half, ZERO)
    upper = apply("where", is_wide, long, short), apply("where", is_wide, short, long)
    lower = apply("negate", upper[1]), upper[0]
    is_round = apply("equal", radius, ZERO)
    return _upright(lower, is_round, (1.0, 0.0)), _upright(upper, is_round, (0.0, 1.0))


def _mean_half_and_radius(xx: Node, xy: Node, yy: Node) -> Triple:
    a, c = (apply("multiply", Number(0.5), entry) for entry in (xx, yy))
    half = apply("subtract", a, c)
    return apply("add", a, c), half, apply("hypot", half, xy)


def _upright(vector: Pair, is_round: Node, otherwise: tuple[float, float]) -> Pair:
    """Turn a vector to the right, and give a round matrix the axes."""
    x, y = vector
    is_left = apply("less", x, ZERO)
    is_down = apply("and", apply("equal", x, ZERO), apply("less", y, ZERO))
    is_turned = apply("or", is_left, is_down)
    first, second = (
        apply(
            "where", is_round, Number(axis),
            apply("where", is_turned, apply("negate", part), part),
        )
        for part, axis in zip(vector, otherwise, strict=True)
    )  # fmt: skip
    return first, second
