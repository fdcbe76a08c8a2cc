"""A view divided until every part is proved empty, proved to hold one point, or too small."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from core.critical_points.cells import Cells, IntegerArray, finest_level, whole_view
from core.critical_points.certificates import Certificates, certify, newton
from core.critical_points.enclosures import BoolArray, Enclosures, enclose, krawczyk
from core.critical_points.findings import FloatArray
from core.critical_points.levelness import is_critical_all_along, is_flat, underflow_of
from core.distinct import distinct_columns
from core.errors import Cancelled
from core.landscape import Surface
from core.scene import View

FIRST_LEVEL = 4
"""Halvings of the view before anything is tried."""

LEVEL_OF_CURVES = 10
"""The level at which a long group of cells is examined, and at which a curve is left."""

LONG = 1 / 16
"""Extent, in parts of the view, from which on a group of cells may be a curve."""

CROWD = 2000
DENSE_CROWD = 5000
"""Cells of a group, below `LEVEL_OF_CROWDS` and above, that dividing leads nowhere."""

LEVEL_OF_CROWDS = 24

BUDGET = 1_200_000
"""Cells that are examined before the rest of the view is left unexplored."""

MOST_POINTS = 4000
"""Certified points after which no more are looked for."""

MOST_CENTRES = 4096
"""Cells of a level from whose centres iterations begin."""

PORTION = 8192
"""Cells examined together: few enough to be cancelled between."""


@dataclass(eq=False, slots=True)
class Progress:
    """How far the division of a view has come; changed as it goes on."""

    certificates: Certificates
    active: Cells
    flat: list[Cells] = field(default_factory=list)
    clusters: list[tuple[Cells, bool]] = field(default_factory=list)
    """Groups of cells that are left undecided, and whether the loss is smooth there."""
    examined: int = 0
    is_smooth: bool = True
    """Whether the loss is proved smooth wherever that was looked at."""
    explored: View | None = None
    """A rectangle in which everything is known already."""
    has_no_curves: bool = False
    """Whether groups of cells that look like a curve are known not to be one."""

    def prove(self, surface: Surface, view: View, points: FloatArray) -> None:
        """Let approximate critical points join the certificates, as far as they are proved.

        Parameters
        ----------
        surface
            The loss.
        view
            As for `certify`.
        points
            Shape ``(2, n)``.
        """
        found = certify(surface, view, points)
        is_new = ~self.certificates.holds(found.points)
        if is_new.any():
            self.certificates = self.certificates.joined(found.chosen(is_new))


def subdivide(
    surface: Surface,
    view: View,
    progress: Progress,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Progress]:
    """Divide the active cells until each is decided, too small, or beyond the budget.

    Parameters
    ----------
    surface
        The loss.
    view
        The rectangle, edges included.
    progress
        Where to begin, from `beginning`; what is active in the end is beyond the budget.
    cancelled
        Asked between portions.

    Yields
    ------
    Progress
        The same object, after each level.

    Raises
    ------
    Cancelled
        If `cancelled` says so.
    """
    finest, underflow = finest_level(view), underflow_of(surface, view)
    while progress.active.count:
        progress.active = _unknown(progress)
        is_rich = progress.certificates.count > MOST_POINTS
        if is_rich or progress.examined + progress.active.count > BUDGET:
            _set_aside_unexplored(progress)
            break
        left, smooth = _examined(surface, progress, underflow, cancelled)
        _certify_within(surface, view, progress, left.chosen(smooth))
        left = _set_aside(surface, progress, left, smooth, left.level >= finest)
        progress.active = left.quartered()
        yield progress


def beginning(view: View, certificates: Certificates) -> Progress:
    """Return the division of a view before anything is examined."""
    return Progress(certificates, whole_view(view, FIRST_LEVEL))


def _examined(
    surface: Surface, progress: Progress, underflow: float, cancelled: Callable[[], bool]
) -> tuple[Cells, BoolArray]:
    """Return the active cells that may hold a critical point, and where the loss is smooth."""
    places, smooth = [np.empty((2, 0), dtype=np.int64)], [np.empty(0, dtype=bool)]
    for part in progress.active.parts(PORTION):
        if cancelled():
            raise Cancelled
        lower, upper = part.bounds()
        over = enclose(surface, lower, upper)
        open_ = over.may_vanish()
        progress.is_smooth &= bool((over.is_smooth | open_).all())
        open_[open_] = ~_proved_empty(surface, lower, upper, over, open_)
        is_level = open_ & is_flat(over, progress.active, underflow)
        if is_level.any():
            progress.flat.append(part.chosen(is_level))
        open_ &= ~is_level
        places.append(part.places[:, open_])
        smooth.append(over.is_smooth[open_])
    active = progress.active
    progress.examined += active.count
    return Cells(active.view, active.level, np.concatenate(places, axis=1)), np.concatenate(smooth)


def _unknown(progress: Progress) -> Cells:
    """Return the active cells outside the domains of points and what was explored before."""
    lower, upper = progress.active.bounds()
    known = progress.certificates.cover(lower, upper)
    if (view := progress.explored) is not None:
        x_inside = (lower[0] >= view.x_min) & (upper[0] <= view.x_max)
        known |= x_inside & (lower[1] >= view.y_min) & (upper[1] <= view.y_max)
    return progress.active.chosen(~known)


def _proved_empty(
    surface: Surface, lower: FloatArray, upper: FloatArray, over: Enclosures, which: BoolArray
) -> BoolArray:
    """Tell which of some boxes Krawczyk's operator or the mean value form prove empty."""
    some = Enclosures(
        over.lower[:, which], over.upper[:, which], over.is_defined[which], over.is_smooth[which]
    )
    return krawczyk(surface, lower[:, which], upper[:, which], some).is_empty


def _certify_within(surface: Surface, view: View, progress: Progress, cells: Cells) -> None:
    """Look for a zero near the centre of each cell, and prove what can be proved."""
    cells, reach = _thinned(cells)
    if not cells.count:
        return
    lower, upper = cells.bounds()
    centres = lower + (upper - lower) / 2
    points = newton(surface, centres, 2 * reach)
    near = (np.abs(points - centres) <= 1.5 * reach).all(axis=0)
    points = points[:, near]
    points = points[:, ~progress.certificates.holds(points)]
    points = points[:, _apart(points, cells.size / 2**10)]
    if points.shape[1]:
        progress.prove(surface, view, points)


def _thinned(cells: Cells) -> tuple[Cells, FloatArray]:
    """Return few enough of the cells to iterate from, and the size of what each stands for."""
    level = cells.level
    first = np.arange(cells.count)
    while len(first) > MOST_CENTRES:
        level -= 1
        first = cells.first_of_each(level)
    return cells.chosen(first), cells.size * 2.0 ** (cells.level - level)


def _apart(points: FloatArray, cell: FloatArray) -> IntegerArray:
    """Return which points to keep so that each small cell has one."""
    return distinct_columns(np.round(points / cell))[0]


def _set_aside(
    surface: Surface, progress: Progress, cells: Cells, smooth: BoolArray, is_finest: bool
) -> Cells:
    """Take out the groups of cells that dividing decides nothing about; return the others."""
    if not cells.count or (cells.level < LEVEL_OF_CURVES and not is_finest):
        return cells
    goes_on = np.ones(cells.count, dtype=bool)
    for which in cells.groups():
        group, is_smooth = cells.chosen(which), bool(smooth[which].all())
        may_be_curve = not (is_smooth and progress.has_no_curves)
        if is_finest or _leads_nowhere(surface, group, is_smooth, may_be_curve):
            progress.clusters.append((group, is_smooth))
            progress.is_smooth &= is_smooth
            goes_on[which] = False
    return cells.chosen(goes_on)


def _set_aside_unexplored(progress: Progress) -> None:
    """Leave what the budget did not reach to other evidence, if it is long and thin."""
    cells = progress.active.coarsened(LEVEL_OF_CURVES)
    for which in cells.groups():
        group = cells.chosen(which)
        if group.count <= MOST_CENTRES:
            progress.clusters.append((group, False))


def _leads_nowhere(surface: Surface, group: Cells, is_smooth: bool, may_be_curve: bool) -> bool:
    """Tell whether a group of cells stays what it is, however often it is divided."""
    if group.extent < LONG:
        return group.count > (CROWD if group.level >= LEVEL_OF_CROWDS else DENSE_CROWD)
    return may_be_curve and (not is_smooth or is_critical_all_along(surface, group))
