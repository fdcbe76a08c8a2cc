"""Moving and scaling the view, within what float64 can tell apart."""

from __future__ import annotations

from core.scene import COORDINATE_LIMIT, View

SMALLEST_EXTENT = 1e-9
"""Relative to the coordinates' size, or to 1 near the origin."""


def pan(view: View, x_shift: float, y_shift: float) -> View:
    """Move a view by some data units, as far as coordinates may go."""
    return _view_or(
        view,
        view.x_min + x_shift,
        view.x_max + x_shift,
        view.y_min + y_shift,
        view.y_max + y_shift,
    )


def zoom(view: View, factor: float, x: float, y: float) -> View:
    """Scale a view about a point that stays where it is.

    Parameters
    ----------
    view
        The view before.
    factor
        Below 1 magnifies, above 1 shows more.
    x, y
        The fixed point, in data coordinates.
    """
    factor = max(factor, _smallest_factor(view))
    return _view_or(
        view,
        x + (view.x_min - x) * factor,
        x + (view.x_max - x) * factor,
        y + (view.y_min - y) * factor,
        y + (view.y_max - y) * factor,
    )


def fit_to_aspect(view: View, width: float, height: float) -> View:
    """Widen a view about its centre so that both axes get the same scale."""
    x_extent, y_extent = view.x_max - view.x_min, view.y_max - view.y_min
    scale = max(x_extent / width, y_extent / height)
    if max(scale * width / x_extent, scale * height / y_extent) < 1 + 1e-9:
        return view  # it has the shape already, but for rounding
    x_more, y_more = (scale * width - x_extent) / 2, (scale * height - y_extent) / 2
    return _view_or(
        view, view.x_min - x_more, view.x_max + x_more, view.y_min - y_more, view.y_max + y_more
    )


def _smallest_factor(view: View) -> float:
    x_floor = SMALLEST_EXTENT * max(1.0, abs(view.x_min), abs(view.x_max))
    y_floor = SMALLEST_EXTENT * max(1.0, abs(view.y_min), abs(view.y_max))
    smallest = max(x_floor / (view.x_max - view.x_min), y_floor / (view.y_max - view.y_min))
    return min(smallest, 1.0)


def _view_or(view: View, x_min: float, x_max: float, y_min: float, y_max: float) -> View:
    """Return the new view, or the old one where a bound leaves the plane."""
    if max(map(abs, (x_min, x_max, y_min, y_max))) > COORDINATE_LIMIT:
        return view
    return View(x_min=x_min, x_max=x_max, y_min=y_min, y_max=y_max)
