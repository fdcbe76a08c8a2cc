"""What is found of the critical points in a view: points, curves, and what is left open."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from core.curvature import Kind
from core.eigen import Vector
from core.landscape import Surface
from core.scene import View

FloatArray = npt.NDArray[np.float64]
Rectangles = npt.NDArray[np.float64]
"""Shape ``(4, n)``: x_min, x_max, y_min and y_max of rectangles in the plane."""

NO_RECTANGLES: Rectangles = np.empty((4, 0))
NO_RECTANGLES.flags.writeable = False


class Status(enum.Enum):
    """How sure a finding is; the value is the word that the reader sees."""

    CERTIFIED = "certified"
    """Proved by interval arithmetic: its box holds exactly one critical point, of its kind."""
    NUMERICAL = "numerical"
    """Found by iteration and judged by samples; not proved."""
    UNDECIDED = "undecided"
    """Neither proved to be there nor proved to be absent at the finest resolution."""


@dataclass(frozen=True, slots=True)
class CriticalPoint:
    """A place where the gradient vanishes, or where a kink stands in for that.

    Parameters
    ----------
    x, y, loss
        The point and the loss there.
    eigenvalues
        Of the Hessian, ascending; NaN at a kink.
    kind
        What the eigenvalues make of it, or at a kink what samples do; degenerate where
        that is in doubt.
    status
        How sure it is.
    box
        x_min, x_max, y_min, y_max. Of a certified point: the box that holds it and no
        other. Of another: where it was looked for; None where nothing is known.
    is_kink
        Whether the loss has no gradient here, as at the minimum of |x| + |y|.
    index
        How often the gradient turns round on a small circle about it: 1 at an extremum,
        −1 at a saddle, −2 at a monkey saddle; None where it could not be told.
    remark
        Further evidence in a sentence, such as what the loss does on circles; may be empty.
    identity
        A number that stays with the point while a parameter or the view changes.
    """

    x: float
    y: float
    loss: float
    eigenvalues: Vector
    kind: Kind
    status: Status = Status.NUMERICAL
    box: tuple[float, float, float, float] | None = None
    is_kink: bool = False
    index: int | None = None
    remark: str = ""
    identity: int = 0

    @property
    def name(self) -> str:
        """What the reader calls it, such as ``minimum at a kink``."""
        return f"{self.kind.value} at a kink" if self.is_kink else self.kind.value


@dataclass(frozen=True, eq=False, slots=True)
class CriticalCurve:
    """A curve all of whose points are critical, listed once.

    Parameters
    ----------
    points
        In order along the curve, shape ``(2, n)``; a closed one repeats its first point.
    loss
        The loss on it, which is the same all along.
    name
        What the reader calls it: ``valley``, ``ridge``, or ``curve of critical points``
        where it is neither all along.
    is_closed
        Whether it returns to its beginning inside the view.
    remark
        What is known of it, in a sentence.
    status
        Numerical, or undecided.
    identity
        As for points.
    """

    points: FloatArray
    loss: float
    name: str
    is_closed: bool = False
    remark: str = ""
    status: Status = Status.NUMERICAL
    identity: int = 0


class Verdict(enum.Enum):
    """What is known of a loss's convexity over a view."""

    CONVEX = "convex in the view"
    NOT_CONVEX = "not convex"
    UNKNOWN = "not decided"


@dataclass(frozen=True, slots=True)
class Convexity:
    """Whether the loss is convex over the view.

    Parameters
    ----------
    verdict
        Convex and not convex are proved by interval arithmetic.
    point, direction
        A place and a unit vector along which the loss bends downwards, proving that it
        is not convex; else None.
    sentence
        The same in words.
    """

    verdict: Verdict
    sentence: str
    point: Vector | None = None
    direction: Vector | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The turning number of the gradient round the view against what was found in it.

    Parameters
    ----------
    turning
        How often the gradient turns round along the view's edge, anticlockwise, proved
        by interval arithmetic; None where that could not be told.
    found
        Sum of the indices of the points found; None where one of them is not known.
    sentence
        ``4 minima + 1 maximum − 4 saddles = 1, which is how often the gradient turns …``,
        or why no such thing can be said.
    """

    turning: int | None
    found: int | None
    sentence: str

    @property
    def agrees(self) -> bool | None:
        """Whether both numbers are equal; None where one is not known."""
        if self.turning is None or self.found is None:
            return None
        return self.turning == self.found


@dataclass(frozen=True, eq=False, slots=True)
class Survey:
    """All that is known so far of the critical points in a view.

    Parameters
    ----------
    view
        The rectangle that is searched, edges included.
    points
        Minima first, then saddles, maxima and degenerate points; the lowest first.
    curves
        Curves of critical points.
    flat
        Where the loss has no slope beyond rounding, such as far out on a Gaussian's tail.
    unexplored
        Where nothing is known yet, or nothing will be, because the budget is spent.
    is_finished
        False while the search goes on.
    receipt, convexity
        None while they are not known yet.
    news
        Which points the last change of a parameter has made vanish or appear, in a
        sentence, such as ``A minimum and a saddle met near (1, 2) and vanished.``
    surface
        The loss that was surveyed, whose parameters have values.
    is_smooth
        Whether the loss is proved to be smooth all over the view.
    """

    view: View
    points: tuple[CriticalPoint, ...] = ()
    curves: tuple[CriticalCurve, ...] = ()
    flat: Rectangles = field(default_factory=lambda: NO_RECTANGLES)
    unexplored: Rectangles = field(default_factory=lambda: NO_RECTANGLES)
    is_finished: bool = False
    receipt: Receipt | None = None
    convexity: Convexity | None = None
    news: str = ""
    surface: Surface | None = None
    is_smooth: bool = False

    @property
    def unexplored_share(self) -> float:
        """The part of the view's area of which nothing is known, from 0 to 1."""
        return self._share(self.unexplored)

    @property
    def flat_share(self) -> float:
        """The part of the view's area that is flat, from 0 to 1."""
        return self._share(self.flat)

    def _share(self, rectangles: Rectangles) -> float:
        view = self.view
        widths = (rectangles[1] - rectangles[0]) / (view.x_max - view.x_min)
        heights = (rectangles[3] - rectangles[2]) / (view.y_max - view.y_min)
        return float((widths * heights).sum())
