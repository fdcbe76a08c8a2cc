"""What a division left undecided, judged group by group within a budget."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from core.critical_points.cells import Cells
from core.critical_points.certificates import certify
from core.critical_points.description import at_round_places
from core.critical_points.evidence import resolve_cluster
from core.critical_points.findings import (
    NO_RECTANGLES,
    CriticalCurve,
    CriticalPoint,
    Rectangles,
)
from core.critical_points.subdivision import LEVEL_OF_CURVES, LONG, Progress
from core.curvature import Kind
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
    flat = [NO_RECTANGLES]
    groups = sorted(_groups(progress), key=lambda group: -group[0].extent)
    for place, (group, is_smooth) in enumerate(groups[:MOST_GROUPS]):
        if cancelled():
            raise Cancelled
        if place and place % PUBLISHED_TOGETHER == 0:
            yield _gathered(points, curves, flat, groups[place:])
        known = progress.certificates.points
        found = resolve_cluster(surface, view, group.rectangles(), is_smooth, known)
        points += _not_proved(surface, view, progress, found.points)
        curves += found.curves
        flat.append(found.flat)
    yield _gathered(points, curves, flat, groups[MOST_GROUPS:])


def _gathered(
    points: list[CriticalPoint],
    curves: list[CriticalCurve],
    flat: list[Rectangles],
    left: list[tuple[Cells, bool]],
) -> Gathered:
    unjudged = [NO_RECTANGLES, *(group.rectangles() for group, _ in left)]
    return Gathered(
        tuple(points),
        tuple(curves),
        np.concatenate(flat, axis=1),
        np.concatenate(unjudged, axis=1),
    )


def _not_proved(
    surface: Surface, view: View, progress: Progress, points: tuple[CriticalPoint, ...]
) -> list[CriticalPoint]:
    """Prove regular points that only other evidence led to; return the others."""
    is_regular = [point.kind is not Kind.DEGENERATE and not point.is_kink for point in points]
    if any(is_regular):
        places = np.array([(point.x, point.y) for point in points])[is_regular].T
        found = certify(surface, view, places)
        progress.certificates = progress.certificates.joined(found)
    holds = progress.certificates.holds
    left = [point for point in points if not holds(np.array([[point.x], [point.y]])).any()]
    return at_round_places(surface, left)


def _groups(progress: Progress) -> Iterator[tuple[Cells, bool]]:
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
