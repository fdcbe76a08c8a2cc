"""Whether a loss is convex over a view, proved by intervals or said to be open."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from core.critical_points.chords import chord_below
from core.critical_points.composition import is_convex_by_composition
from core.critical_points.enclosures import Enclosures, enclose
from core.critical_points.findings import Convexity, Rectangles, Verdict
from core.critical_points.words import direction_in_words, place_in_words
from core.errors import Cancelled
from core.landscape import Surface
from core.scene import View
from core.spectrum import spectrum

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

_FIRST_SIDE = 33
"""Boxes along each side of the view at first; odd, so that the view's centre is one's."""

_AS_LOW = 0.99
"""A place that bends downwards by this part of the most is as good a witness."""

_MOST_BOXES = 100_000
"""Boxes that are looked at before a view is left undecided."""

_DEEPEST = 20
"""How often a box may be halved both ways."""

_LARGEST = 1e307

_ROUNDING = 2.0**-48
"""More than the relative error of a sum of products, a few units of 2⁻⁵³."""

_UNDERFLOW = 1e-320
"""More than such products lose where they are subnormal."""

CONVEX = "Convex in the view: no local minimum can be worse than the lowest."
NOT_SMOOTH = "Convexity is not decided: the loss has kinks, or is undefined somewhere in the view."
NOT_DECIDED = "Convexity is not decided: the curvature comes too close to zero for a proof."


def convexity(
    surface: Surface, view: View, cancelled: Callable[[], bool] = lambda: False
) -> Convexity:
    """Say whether a loss is convex over a view.

    The view is cut into boxes. Where bounds of the Hessian over a box hold no matrix with
    a negative eigenvalue the box is done with; the others are cut in four. At each box's
    centre the Hessian is looked at for a direction along which the loss bends downwards.
    What that leaves open, such as |x| + |y|, may be convex by what it is composed of, or
    lie above one of its chords.

    Parameters
    ----------
    surface
        The loss.
    view
        The rectangle, edges included.
    cancelled
        Asked now and then whether the result is still wanted.

    Raises
    ------
    Cancelled
        If `cancelled` says so.

    References
    ----------
    C. A. Floudas, "Deterministic Global Optimization", 2000, chapter 12, on convexity
    from the interval Hessian.
    """
    boxes, looked_at, is_smooth = _grid(view), 0, True
    for _ in range(_DEEPEST):
        if cancelled():
            raise Cancelled
        witness = _witness(surface, boxes, view)
        if witness:
            return witness
        over = enclose(surface, boxes[::2], boxes[1::2])
        is_open = ~(over.is_smooth & _bends_upwards(over))
        if not is_open.any():
            return Convexity(Verdict.CONVEX, CONVEX)
        is_smooth = bool(over.is_smooth[is_open].all())
        boxes, looked_at = boxes[:, is_open], looked_at + len(is_open)
        if looked_at + 4 * boxes.shape[1] > _MOST_BOXES:
            break
        boxes = _quarters(boxes)
    if is_convex_by_composition(surface, view):
        return Convexity(Verdict.CONVEX, CONVEX)
    chord = None if is_smooth else chord_below(surface, view)
    return chord or Convexity(Verdict.UNKNOWN, NOT_DECIDED if is_smooth else NOT_SMOOTH)


def _grid(view: View) -> Rectangles:
    """Cut a view into equal boxes."""
    x = np.linspace(view.x_min, view.x_max, _FIRST_SIDE + 1)
    y = np.linspace(view.y_min, view.y_max, _FIRST_SIDE + 1)
    sides = np.broadcast_arrays(x[:-1, None], x[1:, None], y[None, :-1], y[None, 1:])
    return np.stack([side.ravel() for side in sides])


def _quarters(boxes: Rectangles) -> Rectangles:
    x_min, x_max, y_min, y_max = boxes
    x, y = _centres(boxes)
    quarters = (
        (x_min, x, y_min, y), (x, x_max, y_min, y), (x_min, x, y, y_max), (x, x_max, y, y_max),
    )  # fmt: skip
    return np.concatenate([np.stack(quarter) for quarter in quarters], axis=1)


def _centres(boxes: Rectangles) -> FloatArray:
    centres: FloatArray = boxes[::2] / 2 + boxes[1::2] / 2
    return centres


def _bends_upwards(over: Enclosures) -> BoolArray:
    """Tell over which boxes no Hessian within its bounds has a negative eigenvalue.

    Its diagonal may not be negative, and the other entry not exceed the geometric mean
    of the diagonal; nor need that be computed where it exceeds neither entry, as when a
    Hessian is constant and singular.
    """
    xx, xy, yy = over.lower[3:]
    off_diagonal = np.maximum(-xy, over.upper[4])
    with np.errstate(invalid="ignore"):
        mean = np.sqrt(xx) * np.sqrt(yy) * (1 - _ROUNDING)
    is_dominated = (off_diagonal <= mean) | (off_diagonal <= np.minimum(xx, yy))
    decided: BoolArray = (xx >= 0) & (yy >= 0) & is_dominated
    return decided


def _witness(surface: Surface, boxes: Rectangles, view: View) -> Convexity | None:
    """Return where among the centres of boxes the loss bends downwards most, if anywhere."""
    places = _centres(boxes)
    at = enclose(surface, places, places)
    # Sums of larger entries would overflow, and tell nothing.
    is_ordinary = np.maximum(np.abs(at.lower), np.abs(at.upper)).max(axis=0) < _LARGEST
    is_known = at.is_smooth & is_ordinary
    places, lower, upper = (of[..., is_known] for of in (places, at.lower[3:], at.upper[3:]))
    directions = _lowest_eigenvectors(lower / 2 + upper / 2)
    bends = _highest_bends(lower, upper, directions)
    lowest = bends.min(initial=0.0)
    if lowest == 0:
        return None
    middle = np.array([[view.x_min / 2 + view.x_max / 2], [view.y_min / 2 + view.y_max / 2]])
    from_middle = np.hypot(*(places - middle))
    best = int(np.where(bends <= _AS_LOW * lowest, from_middle, np.inf).argmin())
    (x, y), (along_x, along_y) = places[:, best].tolist(), directions[:, best].tolist()
    along, place = direction_in_words(along_x, along_y), place_in_words(x, y, view)
    sentence = f"Not convex: it bends downwards along {along} at {place}."
    return Convexity(Verdict.NOT_CONVEX, sentence, (x, y), (along_x, along_y))


def _lowest_eigenvectors(hessians: FloatArray) -> FloatArray:
    """Return unit vectors that belong to the lower eigenvalues, pointing right; ``(2, n)``."""
    here = spectrum(hessians)
    is_weak_lower = here.values[0] <= here.values[1]
    vectors: FloatArray = np.where(is_weak_lower, here.vectors[0], here.vectors[1])
    return np.where(vectors[0] < 0, -vectors, vectors)


def _highest_bends(lower: FloatArray, upper: FloatArray, directions: FloatArray) -> FloatArray:
    """Return upper bounds of the second derivatives along directions, rounding included."""
    x, y = directions
    mixed = np.where(x * y > 0, upper[1], lower[1])
    terms = np.stack((upper[0] * x * x, 2 * mixed * x * y, upper[2] * y * y))
    bends: FloatArray = terms.sum(axis=0) + (_ROUNDING * np.abs(terms).sum(axis=0) + _UNDERFLOW)
    return bends
