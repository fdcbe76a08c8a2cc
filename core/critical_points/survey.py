"""The survey of a view: every critical point in it, published as it is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from core.critical_points.findings import Survey
from core.critical_points.search import find_critical_points
from core.landscape import Surface
from core.scene import View


def survey(
    surface: Surface,
    view: View,
    before: Survey | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Survey]:
    """Find the critical points of a loss in a view, and say how sure each is.

    Parameters
    ----------
    surface
        The loss.
    view
        The rectangle, edges included.
    before
        What was known of the same loss in another view, or of it with other values of
        its parameters: points keep their identity.
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
    """
    found = enumerate(find_critical_points(surface, view, cancelled))
    points = tuple(replace(point, identity=place) for place, point in found)
    yield Survey(view, points, is_finished=True)
