"""What a Taylor model is made of: the ground on which it is drawn, and the drawing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from core.contours import FloatArray
from core.landscape import Surface
from core.taylor import Order, taylor_model
from gui.plot.picture import LandscapePicture
from gui.plot.taylor_lines import TaylorPicture
from gui.tasks import CancelCheck


@dataclass(frozen=True, slots=True)
class Site:
    """A loss in a view; equal where nothing has changed."""

    surface: Surface
    background: LandscapePicture
    """With the levels of the landscape's own contour lines."""
    variables: tuple[str, str]


@dataclass(frozen=True, eq=False, slots=True)
class Ground:
    """What all models of one site share."""

    site: Site
    levels: FloatArray
    """Of the contour lines on the screen, to the last bit."""


def grounds(site: Site, _cancelled: CancelCheck) -> Iterator[Ground]:
    """Yield the ground of a site: what has to be compiled, for a background thread."""
    view = site.background.view
    # Called once, the Hessian is compiled.
    site.surface.hessian(view.x_min, view.y_min)
    yield Ground(site, site.background.levels)


def expand(ground: Ground, point: tuple[float, float], order: Order) -> TaylorPicture | str:
    """Make a model and what is drawn of it, in about two milliseconds.

    Returns
    -------
    TaylorPicture or str
        The model, or a sentence that says why there is none.
    """
    surface, view = ground.site.surface, ground.site.background.view
    model = taylor_model(surface, *point, order)
    if isinstance(model, str):
        return model
    reach = math.hypot(view.x_max - view.x_min, view.y_max - view.y_min)
    lines = model.contour_lines(view, ground.levels)
    radius = model.radius(surface, reach)
    return TaylorPicture(model, ground.levels, lines, model.stationary_point(), radius)
