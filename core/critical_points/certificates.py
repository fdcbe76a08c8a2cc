"""Critical points proved to exist, to be alone in a box, and to be of their kind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.critical_points.enclosures import (
    BoolArray,
    Enclosures,
    enclose,
    krawczyk,
)
from core.critical_points.findings import FloatArray
from core.critical_points.places import size_of
from core.landscape import Surface
from core.scene import View

NEWTON_STEPS = 8

ARRIVED = 4.0
"""Last digits of a coordinate within which a further step would change nothing."""

DOMAINS = 2.0 ** -np.array([3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 17, 20, 24, 28, 33, 38])
"""Half sides, in parts of the view, of boxes in which a point is tried to be proved alone."""

TIGHTNESS = 2.0 ** np.array([36, 32, 28, 25, 22, 19, 16, 13, 10, 8, 6, 4, 2, 1])
"""Half sides of its final box, relative to its last Newton step and its last digits."""

LAST_DIGITS = 2.0**-60
"""Of a coordinate that is zero, in parts of the view."""


@dataclass(frozen=True, eq=False, slots=True)
class Certificates:
    """Critical points, each proved to be the only one of its domain.

    Parameters
    ----------
    points
        Approximations, shape ``(2, n)``.
    domains
        Boxes that hold one critical point each, shape ``(4, n)`` as lower corners and
        upper corners; as wide as could be proved.
    boxes
        Narrow boxes that hold it, likewise, and satisfy the test of uniqueness.
    determinants
        Sign of the Hessian's determinant over the box, shape ``(n,)``: 1 at an extremum,
        -1 at a saddle.
    bends
        Sign of the Hessian's first entry over the box: 1 at a minimum, -1 at a maximum.
    """

    points: FloatArray
    domains: FloatArray
    boxes: FloatArray
    determinants: FloatArray
    bends: FloatArray

    @property
    def count(self) -> int:
        """How many points there are."""
        return int(self.points.shape[1])

    def chosen(self, which: BoolArray) -> Certificates:
        """Return some of them."""
        return Certificates(
            self.points[:, which],
            self.domains[:, which],
            self.boxes[:, which],
            self.determinants[which],
            self.bends[which],
        )

    def joined(self, others: Certificates) -> Certificates:
        """Return these and others."""
        return Certificates(
            np.concatenate((self.points, others.points), axis=1),
            np.concatenate((self.domains, others.domains), axis=1),
            np.concatenate((self.boxes, others.boxes), axis=1),
            np.concatenate((self.determinants, others.determinants)),
            np.concatenate((self.bends, others.bends)),
        )

    def cover(self, lower: FloatArray, upper: FloatArray) -> BoolArray:
        """Tell which boxes of equal width lie inside one of the domains; shape ``(n,)``."""
        covered = np.zeros(lower.shape[1], dtype=bool)
        order = np.argsort(lower[0], kind="stable")
        begins = np.searchsorted(lower[0][order], self.domains[0], "left")
        ends = np.searchsorted(upper[0][order], self.domains[2], "right")
        for begin, end, y_min, y_max in zip(
            begins.tolist(), ends.tolist(), *self.domains[[1, 3]].tolist(), strict=True
        ):
            some = order[begin:end]
            covered[some] |= (lower[1][some] >= y_min) & (upper[1][some] <= y_max)
        return covered

    def holds(self, points: FloatArray) -> BoolArray:
        """Tell which points lie inside one of the domains; shape ``(n,)``."""
        return self.cover(points, points)


def no_certificates() -> Certificates:
    """Return none."""
    none = np.empty(0)
    return Certificates(np.empty((2, 0)), np.empty((4, 0)), np.empty((4, 0)), none, none)


def newton(surface: Surface, starts: FloatArray, longest: FloatArray) -> FloatArray:
    """Take undamped Newton steps towards zeros of the gradient.

    Parameters
    ----------
    surface
        The loss.
    starts
        Shape ``(2, n)``.
    longest
        Longest step along x and y, shape ``(2, 1)`` or ``(2, n)``; longer ones are
        shortened.
    """
    points = starts
    with np.errstate(all="ignore"):
        for _ in range(NEWTON_STEPS):
            steps = _newton_steps(surface, points)
            excess = np.maximum(1.0, (np.abs(steps) / longest).max(axis=0))
            moved = points + steps / excess
            points = np.where(np.isfinite(moved).all(axis=0), moved, points)
            if not (np.abs(steps) > ARRIVED * np.spacing(np.abs(points))).any():
                break
    return points


def certify(surface: Surface, view: View, points: FloatArray) -> Certificates:
    """Prove what can be proved of approximate critical points.

    Parameters
    ----------
    surface
        The loss.
    view
        Its size is the unit of the domains that are tried.
    points
        Shape ``(2, n)``; those that can't be proved are left out, and of several
        approximations of one point all but one.
    """
    size = size_of(view)
    domains, is_proved = _largest(surface, points, size * DOMAINS[:, np.newaxis, np.newaxis])
    if not is_proved.any():
        return no_certificates()
    points, domains = _polished(surface, points[:, is_proved], domains[:, is_proved])
    points, domains = _different(points, domains)
    # As long both ways in parts of the view: in a narrow valley one coordinate's error is
    # the other's too.
    unit = (_last_step(surface, points) / size).max(axis=0) * size + LAST_DIGITS * size
    boxes, is_tight = _largest(surface, points, unit * TIGHTNESS[:, np.newaxis, np.newaxis], -1)
    determinants, bends = _signs(enclose(surface, boxes[:2], boxes[2:]))
    found = Certificates(points, domains, boxes, determinants, bends)
    has_kind = (determinants < 0) | ((determinants > 0) & (bends != 0))
    return found.chosen(is_tight & has_kind)


def _newton_steps(surface: Surface, points: FloatArray) -> FloatArray:
    a, b, c = surface.hessian(*points)
    scale = np.maximum(np.maximum(np.abs(a), np.abs(b)), np.abs(c))
    gx, gy = surface.gradient(*points) / scale
    a, b, c = a / scale, b / scale, c / scale
    steps: FloatArray = np.stack((b * gy - c * gx, b * gx - a * gy)) / (a * c - b * b)
    return steps


def _last_step(surface: Surface, points: FloatArray) -> FloatArray:
    """Return how far a point may be from the true one, as far as rounding lets it be known."""
    with np.errstate(all="ignore"):
        steps = np.abs(_newton_steps(surface, points))
    known: FloatArray = np.where(np.isfinite(steps), steps, 0.0) + 4 * np.spacing(np.abs(points))
    return known


def _largest(
    surface: Surface, points: FloatArray, half_sides: FloatArray, order: int = 1
) -> tuple[FloatArray, BoolArray]:
    """Return the first box about each point that holds exactly one zero, and if there is one.

    Parameters
    ----------
    half_sides
        Of the boxes in the order in which they are tried, shape ``(tries, 2, n or 1)``.
    order
        Minus one takes the last that holds one instead.
    """
    tries, count = len(half_sides), points.shape[1]
    if not count:
        return np.empty((4, 0)), np.empty(0, dtype=bool)
    lower = np.concatenate(list(points - half_sides), axis=1)
    upper = np.concatenate(list(points + half_sides), axis=1)
    over = enclose(surface, lower, upper)
    is_single = krawczyk(surface, lower, upper, over).is_single.reshape(tries, count)
    chosen = is_single[::order].argmax(axis=0)
    chosen = chosen if order > 0 else tries - 1 - chosen
    at = chosen * count + np.arange(count)
    boxes: FloatArray = np.concatenate((lower, upper))[:, at]
    return boxes, np.logical_or.reduce(is_single, axis=0)


def _polished(
    surface: Surface, points: FloatArray, domains: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Iterate to the zeros of the domains, leaving out what does not stay in its own."""
    middles, sides = (domains[:2] + domains[2:]) / 2, domains[2:] - domains[:2]
    points = newton(surface, points, sides)
    inside = (np.abs(points - middles) <= sides / 2).all(axis=0)
    return points[:, inside], domains[:, inside]


def _different(points: FloatArray, domains: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the points without those that lie in the domain of an earlier one."""
    kept: list[int] = []
    left = np.arange(points.shape[1])
    while left.size:
        first = left[0]
        kept.append(int(first))
        x_min, y_min, x_max, y_max = domains[:, first]
        x, y = points[:, left]
        inside = (x >= x_min) & (x <= x_max) & (y >= y_min) & (y <= y_max)
        inside[0] = True
        left = left[~inside]
    return points[:, kept], domains[:, kept]


def _signs(over: Enclosures) -> tuple[FloatArray, FloatArray]:
    """Return the signs of the Hessian's determinant and of its first entry; 0 in doubt."""
    low, high = over.lower[3:], over.upper[3:]
    with np.errstate(all="ignore"):
        scale = np.maximum(np.abs(low), np.abs(high)).max(axis=0)
        low, high = low / scale, high / scale
        corners = np.stack((low[0] * low[2], low[0] * high[2], high[0] * low[2], high[0] * high[2]))
        squares = np.stack((low[1] ** 2, high[1] ** 2))
        least = np.where((low[1] <= 0) & (high[1] >= 0), 0.0, squares.min(axis=0))
        margin = 2.0**-50 * (np.abs(corners).max(axis=0) + squares.max(axis=0))
        lower = corners.min(axis=0) - squares.max(axis=0) - margin
        upper = corners.max(axis=0) - least + margin
    determinants = np.where(lower > 0, 1.0, np.where(upper < 0, -1.0, 0.0))
    bends = np.where(low[0] > 0, 1.0, np.where(high[0] < 0, -1.0, 0.0))
    return determinants, bends
