"""The survey of a view: every critical point in it, published as it is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from core.critical_points.cells import Cells
from core.critical_points.certificates import Certificates, certify, newton
from core.critical_points.convexity import convexity
from core.critical_points.description import (
    at_round_places,
    certified_points,
    place_in_list,
)
from core.critical_points.enclosures import BoolArray
from core.critical_points.evidence import Evidence, resolve_cluster
from core.critical_points.findings import (
    NO_RECTANGLES,
    CriticalCurve,
    CriticalPoint,
    FloatArray,
    Rectangles,
    Status,
    Survey,
)
from core.critical_points.identity import identified
from core.critical_points.receipt import receipt
from core.critical_points.subdivision import LEVEL_OF_CURVES, LONG, Progress, beginning, subdivide
from core.curvature import Kind
from core.errors import Cancelled
from core.landscape import Surface
from core.scene import View

STARTS = 32
"""Along each side, of the iterations that find most points before anything is divided."""

MERGER = 4
"""Halvings that are taken back so that groups about one point touch."""

LEVEL_OF_NEIGHBOURS = 12
"""Groups in touching cells of this level are judged together."""

LEVEL_OF_POINTS = 22
"""Cells of this level or a finer one lie about a single point."""

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
    with np.errstate(all="ignore"):
        report = _Report(surface, view, before)
        progress = beginning(view, _first_certificates(surface, view, before))
        report.reuse(progress)
        yield report.survey(progress, Evidence())
        reported = progress.certificates.count
        for _ in subdivide(surface, view, progress, cancelled):
            if progress.certificates.count > reported:
                reported = progress.certificates.count
                yield report.survey(progress, Evidence())
        evidence = _proved(surface, view, progress, _evidence(surface, view, progress, cancelled))
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
    size = _size(view)
    with np.errstate(all="ignore"):
        starts = _places(before.points)
        certificates = certify(surface, view, newton(surface, starts, 0.02 * size))
        points = certified_points(surface, view, certificates)
        points, vanished = identified(points, surface, view, before)
    order = {point.identity: place for place, point in enumerate(before.points)}
    in_order = sorted(points, key=lambda point: order.get(point.identity, len(order)))
    return Survey(view, tuple(in_order), vanished=vanished or before.vanished, surface=surface)


class _Report:
    """Makes surveys of what is known, with what was known before."""

    def __init__(self, surface: Surface, view: View, before: Survey | None) -> None:
        self._surface = surface
        self._view = view
        self._before = before
        self._kept: tuple[CriticalPoint, ...] = ()
        self._was_smooth = True

    def reuse(self, progress: Progress) -> None:
        """Leave out of the division what a survey of the same loss has decided."""
        before = self._before
        if before is None or before.surface is not self._surface or not _is_reusable(before):
            return
        progress.explored = before.view
        self._was_smooth = before.is_smooth
        self._kept = tuple(
            point for point in before.points
            if point.status is not Status.CERTIFIED and _lies_in(point, self._view)
        )  # fmt: skip

    def survey(self, progress: Progress, evidence: Evidence) -> Survey:
        """Return what is known so far."""
        surface, view, before = self._surface, self._view, self._before
        found = (
            *certified_points(surface, view, progress.certificates),
            *self._kept,
            *evidence.points,
        )
        points, vanished = identified(found, surface, view, before)
        if not vanished and before is not None and not before.is_finished:
            vanished = before.vanished
        return Survey(
            view=view,
            points=tuple(sorted(points, key=place_in_list)),
            curves=_with_identity(evidence.curves, points),
            flat=_joined([*map(_coarse, progress.flat), evidence.flat]),
            unexplored=_coarse(progress.active),
            vanished=vanished,
            surface=surface,
            is_smooth=progress.is_smooth and self._was_smooth,
        )


def _is_reusable(before: Survey) -> bool:
    """Tell whether everything in the former view is decided, point by point."""
    is_plain = not before.curves and not before.flat.size and not before.unexplored.size
    return before.is_finished and is_plain


def _first_certificates(surface: Surface, view: View, before: Survey | None) -> Certificates:
    """Prove what iterations from a grid, and from the points known before, lead to."""
    side = (np.arange(STARTS) + 0.5) / STARTS
    grid = np.stack([axis.ravel() for axis in np.meshgrid(side, side)])
    size = _size(view)
    starts = np.array([[view.x_min], [view.y_min]]) + size * grid
    if before is not None and before.points:
        starts = np.concatenate((_places(before.points), starts), axis=1)
    ends = newton(surface, starts, size / STARTS)
    ends = ends[:, _is_near(ends, view)]
    distinct = np.unique(np.round(ends / (size * 1e-7)), axis=1, return_index=True)[1]
    return certify(surface, view, ends[:, np.sort(distinct)])


def _evidence(
    surface: Surface, view: View, progress: Progress, cancelled: Callable[[], bool]
) -> Evidence:
    """Judge the groups of cells that the division left."""
    points: list[CriticalPoint] = []
    curves: list[CriticalCurve] = []
    flat: list[Rectangles] = []
    for group, is_smooth in _clusters(progress):
        if cancelled():
            raise Cancelled
        known = progress.certificates.points
        found = resolve_cluster(surface, view, group.rectangles(), is_smooth, known)
        points += found.points
        curves += found.curves
        flat.append(found.flat)
    return Evidence(tuple(points), tuple(curves), _joined(flat))


def _proved(surface: Surface, view: View, progress: Progress, evidence: Evidence) -> Evidence:
    """Prove regular points that only other evidence led to; return what is left."""
    regular = [
        point
        for point in evidence.points
        if point.kind is not Kind.DEGENERATE and not point.is_kink
    ]
    if regular:
        found = certify(surface, view, _places(tuple(regular)))
        progress.certificates = progress.certificates.joined(found)
    left = [
        point
        for point in evidence.points
        if not progress.certificates.holds(np.array([[point.x], [point.y]])).any()
    ]
    return replace(evidence, points=tuple(at_round_places(surface, left)))


def _clusters(progress: Progress) -> Iterator[tuple[Cells, bool]]:
    """Yield the groups that were set aside, those that one point fell into together."""
    for is_smooth in (True, False):
        groups = [group for group, smooth in progress.clusters if smooth is is_smooth]
        long = [group for group in groups if group.extent >= LONG]
        short = [group for group in groups if group.extent < LONG]
        for group in long:
            yield group.coarsened(LEVEL_OF_CURVES), is_smooth
        yield from ((group, is_smooth) for group in _close(short))


def _close(groups: list[Cells]) -> Iterator[Cells]:
    """Join the groups that lie so close together that one point may have left them."""
    if not groups:
        return
    level = min(group.level for group in groups)
    level = min(level, max(level - MERGER, LEVEL_OF_POINTS))
    view, parts = groups[0].view, [group.coarsened(level).places for group in groups]
    together = Cells(view, level, np.concatenate(parts, axis=1)).coarsened(level)
    wide = together.coarsened(LEVEL_OF_NEIGHBOURS)
    for which in wide.groups():
        inside = wide.chosen(which).holds(together)
        yield together.chosen(inside)


def _with_identity(
    curves: tuple[CriticalCurve, ...], points: tuple[CriticalPoint, ...]
) -> tuple[CriticalCurve, ...]:
    """Give curves the identities that follow those of the points."""
    fresh = 1 + max((point.identity for point in points), default=0)
    return tuple(replace(curve, identity=fresh + place) for place, curve in enumerate(curves))


def _coarse(cells: Cells) -> Rectangles:
    return cells.coarsened(COARSEST).rectangles()


def _joined(rectangles: list[Rectangles]) -> Rectangles:
    return np.concatenate([NO_RECTANGLES, *rectangles], axis=1)


def _places(points: tuple[CriticalPoint, ...]) -> FloatArray:
    return np.array([[point.x for point in points], [point.y for point in points]])


def _size(view: View) -> FloatArray:
    return np.array([[view.x_max - view.x_min], [view.y_max - view.y_min]])


def _is_near(points: FloatArray, view: View) -> BoolArray:
    """Tell which points lie in the view or close beside it."""
    middle = np.array([[view.x_max + view.x_min], [view.y_max + view.y_min]]) / 2
    near: BoolArray = np.logical_and.reduce(np.abs(points - middle) <= 0.55 * _size(view))
    return near


def _lies_in(point: CriticalPoint, view: View) -> bool:
    return view.x_min <= point.x <= view.x_max and view.y_min <= point.y <= view.y_max
