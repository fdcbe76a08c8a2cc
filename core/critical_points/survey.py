"""The survey of a view: every critical point in it, published as it is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from core.critical_points.cells import Cells
from core.critical_points.certificates import Certificates, certify, newton
from core.critical_points.convexity import convexity
from core.critical_points.curve_identity import identified_curves
from core.critical_points.description import certified_points, place_in_list
from core.critical_points.enclosures import BoolArray
from core.critical_points.findings import (
    NO_RECTANGLES,
    CriticalPoint,
    FloatArray,
    Rectangles,
    Status,
    Survey,
)
from core.critical_points.gathering import Gathered, gather
from core.critical_points.identity import followed, identified
from core.critical_points.places import size_of
from core.critical_points.receipt import receipt
from core.critical_points.subdivision import Progress, beginning, subdivide
from core.distinct import distinct_columns
from core.errors import Cancelled
from core.landscape import Surface
from core.scene import View

STARTS = 32
"""Along each side, of the iterations that find most points before anything is divided."""

COARSEST = 8
"""Level of the cells that are reported as unexplored or flat: enough to be drawn."""


def survey(
    surface: Surface,
    view: View,
    before: Survey | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Survey]:
    """Find the critical points of a loss in a view, and say how sure each is.

    Newton's iteration proposes points and Krawczyk's operator proves them; the view is
    divided until each part is proved empty, or lies in a box that is proved to hold one
    point, or is too small. What is left is judged by other evidence.

    Parameters
    ----------
    surface
        The loss.
    view
        The rectangle, edges included.
    before
        What was known of the same loss in another view, which is not proved again, or of
        it with other values of its parameters: points keep their identity.
    cancelled
        Asked now and then whether the result is still wanted.

    Yields
    ------
    Survey
        More complete from one to the next; the last one is finished.

    Raises
    ------
    Cancelled
        If `cancelled` says so.

    References
    ----------
    R. E. Moore, R. B. Kearfott and M. J. Cloud, "Introduction to Interval Analysis",
    2009, chapter 8.
    """
    findings = _surveys(surface, view, before, cancelled)
    while True:
        # Not around a yield: what is between here and there is another's, and a search
        # that is given up may be closed by another thread.
        with np.errstate(all="ignore"):
            found = next(findings, None)
        if found is None:
            return
        yield found


def _surveys(
    surface: Surface, view: View, before: Survey | None, cancelled: Callable[[], bool]
) -> Iterator[Survey]:
    report = _Report(surface, view, before)
    progress = beginning(view, _first_certificates(surface, view, report.arrivals))
    report.reuse(progress)
    yield report.survey(progress, Gathered())
    reported = progress.certificates.count
    for _ in subdivide(surface, view, progress, cancelled):
        if progress.certificates.count > reported:
            reported = progress.certificates.count
            yield report.survey(progress, Gathered())
    for evidence in gather(surface, view, progress, cancelled):
        yield (known := report.survey(progress, evidence))
    if cancelled():
        raise Cancelled
    shape = convexity(surface, view, cancelled)
    yield replace(known, is_finished=True, receipt=receipt(surface, known), convexity=shape)


def track(surface: Surface, before: Survey) -> Survey:
    """Follow known critical points to where a change of the parameters has moved them.

    Each is iterated to and proved again, which takes a few milliseconds; whether there
    are others now is left to a survey.

    Parameters
    ----------
    surface
        The loss with its new parameters.
    before
        What was known before.
    """
    view = before.view
    with np.errstate(all="ignore"):
        arrivals = followed(surface, view, before)
        points = certified_points(surface, view, certify(surface, view, arrivals))
        points, news = identified(points, surface, view, before, arrivals)
    order = {point.identity: place for place, point in enumerate(before.points)}
    in_order = sorted(points, key=lambda point: order.get(point.identity, len(order)))
    return Survey(view, tuple(in_order), news=news or before.news, surface=surface)


class _Report:
    """Makes surveys of what is known, with what was known before."""

    def __init__(self, surface: Surface, view: View, before: Survey | None) -> None:
        self._surface = surface
        self._view = view
        self._before = before
        self._kept: tuple[CriticalPoint, ...] = ()
        self._was_smooth = True
        self._described: tuple[Certificates, tuple[CriticalPoint, ...]] | None = None
        self.arrivals = followed(surface, view, before)
        self._former_curves = before.curves if before is not None else ()

    def reuse(self, progress: Progress) -> None:
        """Leave out of the division what a survey of the same loss has decided."""
        before = self._before
        if before is None or before.surface is not self._surface or not _is_reusable(before):
            return
        progress.explored = before.view
        self._was_smooth = before.is_smooth
        self._kept = tuple(
            point for point in before.points
            if point.status is not Status.CERTIFIED and self._view.contains(point.x, point.y)
        )  # fmt: skip

    def survey(self, progress: Progress, evidence: Gathered) -> Survey:
        """Return what is known so far."""
        surface, view, before = self._surface, self._view, self._before
        found = (
            *self._certified(progress.certificates),
            *self._kept,
            *evidence.points,
        )
        points, news = identified(found, surface, view, before, self.arrivals)
        if not news and before is not None and not before.is_finished:
            news = before.news
        return Survey(
            view=view,
            points=tuple(sorted(points, key=place_in_list)),
            curves=identified_curves(evidence.curves, self._former_curves, view),
            flat=_joined([*map(_coarse, progress.flat), evidence.flat]),
            unexplored=_joined([_coarse(progress.active), evidence.unjudged]),
            news=news,
            surface=surface,
            is_smooth=progress.is_smooth and self._was_smooth,
        )

    def _certified(self, certificates: Certificates) -> tuple[CriticalPoint, ...]:
        """Describe what is proved, anew only where more is."""
        if self._described is None or self._described[0] is not certificates:
            described = certified_points(self._surface, self._view, certificates)
            self._described = certificates, described
        return self._described[1]


def _is_reusable(before: Survey) -> bool:
    """Tell whether everything in the former view is decided, point by point."""
    is_plain = not before.curves and not before.flat.size and not before.unexplored.size
    return before.is_finished and is_plain


def _first_certificates(surface: Surface, view: View, arrivals: FloatArray) -> Certificates:
    """Prove what iterations from a grid, and from the points known before, lead to."""
    side = (np.arange(STARTS) + 0.5) / STARTS
    grid = np.stack([axis.ravel() for axis in np.meshgrid(side, side)])
    size = size_of(view)
    lowest = np.array([[view.x_min], [view.y_min]])
    starts = np.concatenate((arrivals, lowest + size * grid), axis=1)
    ends = newton(surface, starts, size / STARTS)
    ends = ends[:, _is_near(ends, view)]
    distinct, _ = distinct_columns(np.round(ends / (size * 1e-7)))
    return certify(surface, view, ends[:, np.sort(distinct)])


def _coarse(cells: Cells) -> Rectangles:
    return cells.coarsened(COARSEST).rectangles()


def _joined(rectangles: list[Rectangles]) -> Rectangles:
    return np.concatenate([NO_RECTANGLES, *rectangles], axis=1)


def _is_near(points: FloatArray, view: View) -> BoolArray:
    """Tell which points lie in the view or close beside it."""
    middle = np.array(view.centre)[:, np.newaxis]
    near: BoolArray = np.logical_and.reduce(np.abs(points - middle) <= 0.55 * size_of(view))
    return near
