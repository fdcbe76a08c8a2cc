"""What a division left undecided, judged group by group within a budget."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from core.critical_points.cells import Cells
from core.critical_points.description import at_round_places
from core.critical_points.evidence import resolve_cluster
from core.critical_points.findings import (
    NO_RECTANGLES,
    CriticalCurve,
    CriticalPoint,
    Rectangles,
)
from core.critical_points.subdivision import LEVEL_OF_CURVES, LONG, Progress, subdivide
from core.errors import Cancelled
from core.landscape import Surface
from core.scene import View

MOST_GROUPS = 100
"""Groups that are judged; each takes some hundredths of a second."""

PUBLISHED_TOGETHER = 8
"""Groups after which what was found so far is told."""

MERGER = 4
"""Halvings that are taken back so that groups about one point touch."""

LEVEL_OF_NEIGHBOURS = 12
"""Groups in touching cells of this level are judged together."""

SAME = 1e-9
"""Distance, in parts of the view, between what two groups make of one point."""

LEVEL_OF_POINTS = 22
"""Cells of this level or a finer one lie about a single point."""


@dataclass(frozen=True, eq=False, slots=True)
class Gathered:
    """What was found so far in the groups that a division left.

    Parameters
    ----------
    points, curves, flat
        As in `Survey`, without identities.
    unjudged
        Where groups lie that were not looked at, or not yet.
    """

    points: tuple[CriticalPoint, ...] = ()
    curves: tuple[CriticalCurve, ...] = ()
    flat: Rectangles = field(default_factory=lambda: NO_RECTANGLES)
    unjudged: Rectangles = field(default_factory=lambda: NO_RECTANGLES)


@dataclass(frozen=True, eq=False, slots=True)
class _Group:
    """Cells to be judged together."""

    cells: Cells
    is_smooth: bool
    is_last: bool = False
    """Whether they were divided further already."""

    def rectangles(self) -> Rectangles:
        return self.cells.rectangles()


def gather(
    surface: Surface,
    view: View,
    progress: Progress,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Gathered]:
    """Judge the groups of cells that a division left; the largest first.

    Regular points that this leads to are proved and join the certificates.

    Parameters
    ----------
    surface
        The loss.
    view
        The rectangle that was divided.
    progress
        The division when it has ended.
    cancelled
        Asked between groups.

    Yields
    ------
    Gathered
        More from one to the next; always at least one.

    Raises
    ------
    Cancelled
        If `cancelled` says so.
    """
    points: list[CriticalPoint] = []
    curves: list[CriticalCurve] = []
    flat, unjudged = [NO_RECTANGLES], [NO_RECTANGLES]
    groups = deque(sorted(_groups(progress), key=lambda group: -group.cells.extent))
    judged = 0
    while groups and judged < MOST_GROUPS:
        if cancelled():
            raise Cancelled
        if judged and judged % PUBLISHED_TOGETHER == 0:
            yield _gathered(points, curves, flat, [*unjudged, *_rectangles(groups)])
        group = groups.popleft()
        known = progress.certificates.points
        found = resolve_cluster(surface, view, group.rectangles(), group.is_smooth, known)
        left = _not_proved(surface, view, progress, found.points)
        points += [point for point in left if not _is_listed(point, points, view)]
        curves += found.curves
        flat.append(found.flat)
        judged += 1
        if group.is_smooth and not (found.points or found.curves or found.flat.size):
            if group.is_last or group.cells.extent < LONG:
                unjudged.append(group.rectangles())
            else:
                groups.extend(_divided_further(surface, view, progress, group.cells, cancelled))
    yield _gathered(points, curves, flat, [*unjudged, *_rectangles(groups)])


def _divided_further(
    surface: Surface,
    view: View,
    progress: Progress,
    cells: Cells,
    cancelled: Callable[[], bool],
) -> list[_Group]:
    """Divide a group that looked like a curve and is none; return the groups that are left."""
    further = Progress(
        progress.certificates, cells.quartered(), examined=progress.examined, has_no_curves=True
    )
    for _ in subdivide(surface, view, further, cancelled):
        pass
    progress.certificates, progress.examined = further.certificates, further.examined
    return [replace(group, is_last=True) for group in _groups(further)]


def _rectangles(groups: Iterable[_Group]) -> list[Rectangles]:
    return [group.rectangles() for group in groups]


def _gathered(
    points: list[CriticalPoint],
    curves: list[CriticalCurve],
    flat: list[Rectangles],
    unjudged: list[Rectangles],
) -> Gathered:
    areas = np.concatenate(flat, axis=1), np.concatenate(unjudged, axis=1)
    return Gathered(tuple(points), tuple(curves), *areas)


def _not_proved(
    surface: Surface, view: View, progress: Progress, points: tuple[CriticalPoint, ...]
) -> list[CriticalPoint]:
    """Prove what can be proved of points that only other evidence led to; return the others."""
    smooth = [(point.x, point.y) for point in points if not point.is_kink]
    if smooth:
        progress.prove(surface, view, np.array(smooth).T)
    holds = progress.certificates.holds
    left = [point for point in points if not holds(np.array([[point.x], [point.y]])).any()]
    return at_round_places(surface, left)


def _is_listed(point: CriticalPoint, points: list[CriticalPoint], view: View) -> bool:
    """Tell whether another group led to the same point, as one that runs round it may."""
    width, height = view.x_max - view.x_min, view.y_max - view.y_min
    return any(
        abs(point.x - other.x) <= SAME * width and abs(point.y - other.y) <= SAME * height
        for other in points
    )


def _groups(progress: Progress) -> Iterator[_Group]:
    """Yield the groups that were set aside, those that one point fell into together."""
    for is_smooth in (True, False):
        groups = [group for group, smooth in progress.clusters if smooth is is_smooth]
        long = [group for group in groups if group.extent >= LONG]
        short = [group for group in groups if group.extent < LONG]
        for group in long:
            yield _Group(group.coarsened(LEVEL_OF_CURVES), is_smooth)
        yield from (_Group(group, is_smooth) for group in _close(short))


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
