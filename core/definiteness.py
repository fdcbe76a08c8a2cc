"""The signs of a 2×2 matrix's eigenvalues, proved from bounds on its entries."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from core.shape_words import Signs


def proved_signs(lower: Sequence[float], upper: Sequence[float]) -> Signs:
    """Return the signs that both eigenvalues have for every matrix within bounds.

    By Sylvester's criterion: a positive determinant leaves both eigenvalues the sign of
    either diagonal entry, a negative one makes one of each; a diagonal entry lies between
    the eigenvalues. Products are exact, so that an eigenvalue counts however small it is
    beside the other.

    Parameters
    ----------
    lower, upper
        Bounds on the entries xx, xy and yy.

    Returns
    -------
    tuple
        In ascending order; 0 where a sign is not proved.
    """
    if not all(map(math.isfinite, (*lower, *upper))):
        return 0, 0
    (a, b, c), (high_a, high_b, high_c) = (tuple(map(Fraction, ends)) for ends in (lower, upper))
    products = (a * c, a * high_c, high_a * c, high_a * high_c)
    squares = (b * b, high_b * high_b)
    least_square = Fraction(0) if b <= 0 <= high_b else min(squares)
    if max(products) < least_square:
        return -1, 1
    rises, falls = a > 0 or c > 0, high_a < 0 or high_c < 0
    is_definite = min(products) > max(squares) and (a > 0 or high_a < 0)
    if is_definite:
        return (1, 1) if rises else (-1, -1)
    return -int(falls), int(rises)
